"""An issuer with licences and a desk that trusts it, and films of codes; for the scenes in a browser."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

from PIL import Image

from running import HUFU, Desk

ISSUER = "https://licences.example"
LIST = f"{ISSUER}/1"
UNLISTED = f"{ISSUER}/2"
DAY = 86_400

LICENCE = {
    "document_number": "D-4711",
    "family_name": "SAMPLE",
    "given_name": "ERIKA",
    "birth_date": "1990-03-07",
    "issue_date": "2024-04-20",
    "expiry_date": "2034-04-20",
    "issuing_country": "CN",
    "driving_privileges": [{"scheme": "CN", "vehicle_category_code": "C1"}],
    "standing": {"codes": "A", "as_of": "2026-01-01T00:00:00Z"},
    "points": {"total": 3},
}


def hufu(*arguments: object, folder: Path, input: str | None = None, accepted: tuple[int, ...] = (0,)) -> str:
    """The standard output of the command."""
    run = subprocess.run(
        [HUFU, *map(str, arguments)], cwd=folder, input=input, capture_output=True, text=True, timeout=120
    )
    if run.returncode not in accepted:
        raise RuntimeError(f"hufu {' '.join(map(str, arguments))}: {run.returncode}\n{run.stderr}")
    return run.stdout


class Authority:
    """An issuer in a folder: a trust list, and a status list whose entry 9 is revoked."""

    def __init__(self, name: str = "Licence Office") -> None:
        self.temporary = tempfile.TemporaryDirectory(prefix="hufu-desk-")
        self.folder = Path(self.temporary.name)
        self.count = 0
        self.hufu("key", "generate", "--algorithm", "esp256", "-o", "issuer.pem", "--public", "issuer.pub")
        self.hufu("key", "generate", "--algorithm", "esp256", "-o", "phone.pem", "--public", "phone.pub")
        self.hufu("trust", "add", "--trust", "trust.json", "--issuer", ISSUER, "--name", name, "--key", "issuer.pub")
        self.hufu("status", "create", "--uri", LIST, "--size", 64, "-o", "status.json")
        self.hufu("status", "set", "status.json", 9, "revoked")
        self.hufu("status", "sign", "status.json", "--issuer", ISSUER, "--key", "issuer.pem", "-o", "status.cwt")

    def close(self) -> None:
        self.temporary.cleanup()

    def hufu(self, *arguments: object, **options: object) -> str:
        return hufu(*arguments, folder=self.folder, **options)

    def desk(self, *options: str) -> Desk:
        """A desk with these lists."""
        return Desk("--trust", "trust.json", "--status", "status.cwt", *options, folder=self.folder)

    def issue(self, licence: dict = LICENCE, *, status: str = f"{LIST}#1") -> str:
        """A credential for the phone, issued two days ago; the name of its file."""
        self.count += 1
        (self.folder / f"{self.count}.json").write_text(json.dumps(licence), encoding="utf-8")
        self.hufu(
            "issue", f"{self.count}.json", "--issuer", ISSUER, "--key", "issuer.pem", "--holder-key", "phone.pub",
            "--status", status, "--at", int(time.time()) - 2 * DAY, "-o", f"{self.count}.txt",
        )
        return f"{self.count}.txt"

    def present(self, credential: str, *options: object) -> str:
        """The text of a code."""
        return self.hufu("present", credential, "--key", "phone.pem", *options).strip()

    def picture(self, code: str) -> Path:
        """A picture of a code."""
        self.count += 1
        path = self.folder / f"{self.count}.png"
        self.hufu("render", "-", "-o", path, input=code)
        return path


WIDTH, HEIGHT, FRAMES_PER_SECOND = 1280, 720, 10
# A dark room, until somebody holds up a phone.
ROOM, PHONE = 40, 235


def film(code: Path, path: Path, *, is_at_angle: bool = False, dark: int = 10, light: int = 30) -> Path:
    """A film for the fake camera: frames without and then with a code, which the browser repeats."""
    symbol = Image.open(code).convert("L")
    side = 560
    phone = Image.new("L", (side + 40, side + 40), PHONE)
    phone.paste(symbol.resize((side, side), Image.Resampling.BILINEAR), (20, 20))
    frame = Image.new("L", (WIDTH, HEIGHT), ROOM)
    if is_at_angle:
        # Seen from the side and turned. ZXing 1.4.0 reads a little perspective only.
        edge = phone.width
        corners = (-30, -10, -15, edge + 15, edge + 30, edge + 10, edge + 15, 0)
        phone = phone.transform(phone.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=ROOM)
        phone = phone.rotate(20, Image.Resampling.BICUBIC, expand=True, fillcolor=ROOM)
        phone.thumbnail((HEIGHT, HEIGHT))
    frame.paste(phone, ((WIDTH - phone.width) // 2, (HEIGHT - phone.height) // 2))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    room = b"FRAME\n" + bytes([ROOM]) * (WIDTH * HEIGHT) + colourless
    shown = b"FRAME\n" + frame.tobytes() + colourless
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(dark):
            file.write(room)
        for _ in range(light):
            file.write(shown)
    return path
