"""The commands that write, the faults of the system under which they run, and what has to hold afterwards."""

from __future__ import annotations

import errno
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
HUFU = Path(os.environ.get("HUFU", ROOT / ".build/debug/hufu"))
# 2026-11-23T08:00:00Z, at which all samples are in force.
NOW = 1_795_420_800
AT = f"--at {NOW}"
ISSUER = "--issuer https://i.example --key issuer.pem"
PUBLISH = f"status publish pub --publication https://i.example/all {ISSUER} --from t.json --ttl 7d --valid-for 7d"
GATE = f"--trust trust.json --status t.cwt --state state.json --replay-store gate.db {AT}"

# The error of each call that is the usual one of a disk that is full or failing, or of a system without resources.
ERRORS = {
    "create": errno.ENOSPC, "open": errno.EMFILE, "read": errno.EIO, "write": errno.ENOSPC, "sync": errno.EIO,
    "truncate": errno.EIO, "rename": errno.EIO, "link": errno.EIO, "unlink": errno.EIO, "mkdir": errno.ENOSPC,
    "close": errno.EIO, "stat": errno.EIO, "lock": errno.ENOLCK, "list": errno.EIO, "mode": errno.EPERM,
}
# Calls that change files.
WRITING = {"create", "write", "sync", "truncate", "rename", "link", "mkdir"}
MESSAGE = re.compile(r"hufu: (?:.+: )?[a-z0-9_]+\.[a-z0-9_]+: .+\. .+\.")


@dataclass(frozen=True)
class Call:
    """A call of the system about a file of the test, as the shim has recorded it."""

    number: int
    name: str
    path: Path
    # The bytes of a write, and the mode of a file that is made or changed.
    detail: int

    @property
    def file(self) -> str:
        """The name of the file for which the call is made: that of a temporary file, lock or journal says it."""
        name = re.sub(r"\.[0-9A-F-]{36}\.new", "", self.path.name)
        name = re.sub(r"^\.(.+)\.[0-9a-z]+\.tmp$", r"\1", name)
        return re.sub(r"(\.lock|-journal|-wal|-shm)$", "", name)


@dataclass(frozen=True)
class Result:
    status: int
    output: str
    errors: str


@dataclass(frozen=True)
class Command:
    """A command that writes."""

    line: str
    # What it writes: files and folders in the folder of the test.
    writes: tuple[str, ...]
    # What it is given on standard input.
    input: str = ""
    # The exit status of the whole work.
    status: int = 0
    # The line that follows after a fault; the same one by default.
    again: str | None = None
    # Whether a fault may leave a beginning of the new files, which the next run continues.
    continues: bool = False
    # Whether it is one of the few that `make test` has.
    is_sample: bool = field(default=False, kw_only=True)

    @property
    def name(self) -> str:
        return re.split(r" (?=[-.\[]|[a-z]+\.)", self.line)[0]


def environment(folder: Path, **faults: object) -> dict[str, str]:
    system = {name: value for name, value in os.environ.items() if not name.startswith("FAULT_")}
    return {
        **system, "NO_COLOR": "1", "LD_PRELOAD": str(Workshop.shim), "FAULT_FOLDER": str(folder),
        **{name: str(value) for name, value in faults.items()},
    }


def arguments(line: str) -> list[str]:
    return line.replace("ADDRESS", getattr(Workshop, "address", "")).split()


def start(line: str, folder: Path, **faults: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [HUFU, *arguments(line)], cwd=folder, env=environment(folder, **faults), text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(line: str, folder: Path, text: str = "", **faults: object) -> Result:
    with start(line, folder, **faults) as process:
        output, errors = process.communicate(text, timeout=120)
    return Result(process.returncode, output, errors)


def works(line: str, folder: Path, text: str = "") -> str:
    result = run(line, folder, text)
    assert result.status == 0, f"hufu {line}: {result}"
    return result.output


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Workshop:
    """The shim, and a folder with keys, lists, stores and a credential, of which each run gets a copy."""

    shim: Path
    template: Path
    # The address at which the publication of the template is served.
    address: str
    _folder: tempfile.TemporaryDirectory[str]
    _server: http.server.ThreadingHTTPServer
    _count = 0

    @classmethod
    def open(cls) -> None:
        os.umask(0o022)
        cls._folder = tempfile.TemporaryDirectory(prefix="hufu-faults-")
        root = Path(cls._folder.name).resolve()
        cls.shim, cls.template = root / "shim.so", root / "template"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-U_FORTIFY_SOURCE", "-Wall", "-o", cls.shim, HERE / "shim.c", "-ldl"],
            check=True)
        cls.template.mkdir()
        cls.fill(cls.template)
        handler = functools.partial(QuietHandler, directory=str(cls.template / "pub"))
        cls._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=cls._server.serve_forever, daemon=True).start()
        cls.address = f"http://127.0.0.1:{cls._server.server_port}"

    @classmethod
    def close(cls) -> None:
        cls._server.shutdown()
        cls._server.server_close()
        cls._folder.cleanup()

    @classmethod
    def copy(cls) -> Path:
        cls._count += 1
        folder = Path(cls._folder.name).resolve() / f"run{cls._count}"
        shutil.copytree(cls.template, folder)
        return folder

    @staticmethod
    def fill(folder: Path) -> None:
        shutil.copy(ROOT / "Vectors/samples/cn-resident.json", folder / "license.json")
        for name in ("issuer", "phone", "anchor"):
            # Its signatures are deterministic, so that the expected contents are known.
            works(f"key generate --algorithm ed25519 -o {name}.pem --public {name}.pub", folder)
        earlier = f"--at {NOW - 1000}"
        for line in (
            "trust add --trust trust.json --issuer https://i.example --key issuer.pub --use credential,status",
            f"trust sign trust.json --key anchor.pem --valid-for 7d {earlier} -o trust.cwt",
            "status create --uri https://i.example/1 --size 1000 -o t.json",
            f"status sign t.json {ISSUER} {earlier} -o t.cwt",
            f"issue license.json {ISSUER} --holder-key phone.pub --status https://i.example/1#42 --redact none {earlier}"
            " -o credential.txt",
            f"{PUBLISH} {earlier}",
            "registry init --registry r.db --list https://i.example/9 --size 500",
            f"present credential.txt --key phone.pem {earlier} -o token.txt --qr code.png",
        ):
            works(line, folder)
        works("registry allocate --registry r.db", folder, allocation("D0"))
        (folder / "trust.json").chmod(0o600)
        lines = works(f"sample --batch --count 3 {AT}", folder).splitlines()
        (folder / "lines").write_text("\n".join([*lines[:2], "[]", lines[2]]) + "\n")
        licences = works(f"sample --count 2 {AT}", folder)
        (folder / "licences").write_text(licences)
        codes = [works(f"present credential.txt --key phone.pem --at {NOW - 30 * step}", folder) for step in range(2)]
        (folder / "scans").write_text("".join(codes))


def allocation(document: str) -> str:
    return json.dumps(
        {"document_number": document, "device": "ab" * 32, "expires_at": "2027-01-01T00:00:00Z"}) + "\n"


COMMANDS = [
    Command("key generate -o new.pem --public new.pub", ("new.pem", "new.pub"), is_sample=True),
    Command("trust add --trust trust.json --issuer https://b.example --key phone.pub", ("trust.json",), is_sample=True),
    Command(f"trust sign trust.json --key anchor.pem --valid-for 7d {AT} -o trust.cwt", ("trust.cwt",)),
    Command(
        f"trust certify phone.pub --issuer https://i.example --key issuer.pem --id gate --name Gate --allow family_name"
        f" {AT} -o gate.cwt", ("gate.cwt",)),
    Command("status create --uri https://i.example/2 --size 1000 -o u.json", ("u.json",)),
    Command("status set t.json 5 revoked", ("t.json",)),
    Command(f"status sign t.json {ISSUER} {AT} -o t.cwt", ("t.cwt",)),
    Command(f"{PUBLISH} {AT} --tokens tokens", ("pub", "pub.journal", "tokens"), again=f"{PUBLISH} --at {NOW + 60}"),
    Command("bundle create trust.cwt t.cwt -o road.bundle", ("road.bundle",)),
    Command(
        f"issue license.json {ISSUER} --holder-key phone.pub --redact none {AT} -o credential.txt", ("credential.txt",)),
    Command(
        f"issue --batch lines {ISSUER} --redact none {AT} -o out --rejects rejects --checkpoint point",
        ("out", "rejects", "point"), status=65, continues=True, is_sample=True),
    Command(
        f"issue --batch lines {ISSUER} --redact none {AT} --registry r.db -o out --rejects rejects --checkpoint point",
        ("out", "rejects", "point", "r.db"), status=65, continues=True),
    Command(
        f"issue --batch licences {ISSUER} --profile card {AT} --max-version 40 -o out --render-tar cards.tar"
        " --checkpoint point", ("out", "cards.tar", "point"), continues=True),
    Command(
        f"mint --batch licences {ISSUER} --count 2 {AT} -o out --checkpoint point", ("out", "point"), continues=True),
    Command(f"mint license.json {ISSUER} --count 2 {AT} --qr-directory codes", ("codes",)),
    Command(f"request --challenge 0123456789abcdef0123456789abcdef --key phone.pem {AT} -o request.cwt", ("request.cwt",)),
    Command(
        f"present credential.txt --key phone.pem {AT} -o token.txt --qr code.png", ("token.txt", "code.png")),
    Command("challenge -o challenge.txt --qr challenge.png", ("challenge.txt", "challenge.png")),
    Command("render HELLO -o code.png", ("code.png",)),
    Command("registry init --registry new.db --list https://i.example/8 --size 500", ("new.db",)),
    Command("registry allocate --registry r.db", ("r.db",), allocation("D1") + allocation("D2"), is_sample=True),
    Command(
        f"registry set --registry r.db {AT}", ("r.db",),
        '{"document_number":"D0","value":"revoked","reason":"stolen"}\n'),
    Command(f"registry export --registry r.db -o export {AT}", ("export", "r.db")),
    Command(f"lists fetch --from ADDRESS --into got --trust trust.json {AT}", ("got",)),
    Command(f"verify --stream {GATE}", ("state.json", "gate.db"), "SCANS", is_sample=True),
]


def files(folder: Path) -> dict[str, bytes]:
    """The contents of all files, by their paths in the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def form(name: str, data: bytes) -> object:
    """What two runs of the same command have in common in a complete file."""
    if name.endswith(".pem") or name.endswith(".pub"):
        return data[:27], data[-26:], len(data)
    if name == "challenge.txt":
        return len(data), data[-1:]
    if name == "challenge.png":
        return data[:8], data[-8:]
    if name.endswith("point"):
        return len(data), data[-2:]
    return data


def is_database(name: str) -> bool:
    return name.endswith((".db", ".db-wal", ".db-shm", ".db-journal"))


def belongs(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(place + "/") for place in places)


@functools.cache
def calls(command: Command) -> tuple[list[Call], Path, Result]:
    """The calls of a run without faults, the folder that it leaves, and its result."""
    folder = Workshop.copy()
    log = folder.with_suffix(".log")
    result = run(command.line, folder, text(command, folder), FAULT_LOG=log)
    return read_log(log), folder, result


def read_log(log: Path) -> list[Call]:
    found = []
    for line in log.read_text().splitlines():
        number, name, rest = line.split(" ", 2)
        path, detail = rest.rsplit(" ", 1)
        found.append(Call(int(number), name, Path(path), int(detail)))
    return found


def text(command: Command, folder: Path) -> str:
    return (folder / "scans").read_text() if command.input == "SCANS" else command.input


def faults(recorded: list[Call]) -> Iterator[tuple[Call, str]]:
    """Each recorded call, and the words that name it to the shim: its name, and how many of that name were before."""
    counts: dict[str, int] = {}
    for call in recorded:
        counts[call.name] = counts.get(call.name, 0) + 1
        yield call, f"{call.name} {counts[call.name]}"
