"""Whether the conformance vectors notice it when a check of the verifier is gone.

    python3 check.py [FILTER]
    python3 check.py --places

Copies the sources, puts a switch before each check of places.py, and builds the command once. Then the vectors are run with one check off at a time: each
time they have to fail. The result is written to result.md, unless only the checks whose names contain FILTER are run. With --places nothing is built: it
is only checked that each place is found. Exit status: 0 when all were noticed, 1 when not, 2 when a place is not found exactly once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from places import PLACES

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".build" / "mutants"
MODULES = ("Sources/Hufu/", "Sources/HufuX509/")
SWITCH = """#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

enum Mutant {
    private static let active = unsafe getenv("HUFU_MUTANT").flatMap { unsafe Int(String(cString: $0)) } ?? -1
    static func isActive(_ number: Int) -> Bool { active == number }
}
"""
# A check whose absence makes a run endless is noticed as well.
SECONDS = 120


def sources() -> dict[str, bytes]:
    """All that the package is built from, by path."""
    paths = [ROOT / "Package.swift", *(path for folder in ("Sources", "Tests") for path in sorted((ROOT / folder).rglob("*")))]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file() and path.parent.name != "__pycache__"}


def switch(contents: dict[str, bytes]) -> None:
    """Puts the switches into the sources. Ends the program when a place is not found exactly once, and says where it is instead."""
    core = {path: text.decode() for path, text in contents.items() if path.startswith(MODULES) and path.endswith(".swift")}
    wrong = 0
    for number, (name, file, old, new) in enumerate(PLACES):
        path = f"Sources/{file}" if f"Sources/{file}".startswith(MODULES) else f"Sources/Hufu/{file}"
        # As it was before the switches of other places.
        times = contents[path].decode().count(old) if path in contents else 0
        if times != 1:
            others = [other.removeprefix("Sources/Hufu/") for other, text in core.items() if other != path and old in contents[other].decode()]
            found = f"{times} times in {file}" if path in contents else f"not in {file}, which does not exist"
            print(f"{name}: {old!r} is found {found}{'; it is in ' + ', '.join(others) if others else ''}", file=sys.stderr)
            wrong += 1
        elif core[path].count(old) != 1:
            print(f"{name}: {old!r} in {file} overlaps with an earlier place", file=sys.stderr)
            wrong += 1
        else:
            core[path] = core[path].replace(old, new.replace("MUTANT", f"Mutant.isActive({number})"))
    if wrong:
        sys.exit(2)
    contents |= {path: text.encode() for path, text in core.items()}
    contents |= {f"{module}Mutant.swift": SWITCH.encode() for module in MODULES}


def copy() -> Path:
    """The sources with their switches; files that are as they were are not touched, so that they are not built again."""
    tree = WORK / "tree"
    contents = sources()
    switch(contents)
    for path in tree.rglob("*"):
        if path.is_file() and str(path.relative_to(tree)) not in contents:
            path.unlink()
    for name, content in contents.items():
        path = tree / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return tree


def build(tree: Path) -> Path:
    command = ["swift", "build", "--traits", "default,X509", "-c", "release", "--product", "hufu", "--package-path", str(tree), "--scratch-path", str(WORK / "build")]
    subprocess.run(command, check=True)
    return WORK / "build" / "release" / "hufu"


def run(command: Path, number: int) -> tuple[int, list[str], str]:
    """The number of cases that failed, the first of them, and what else happened."""
    try:
        done = subprocess.run([command, "conformance", "--json", str(ROOT / "Vectors")], env={**os.environ, "HUFU_MUTANT": str(number), "SWIFT_BACKTRACE": "enable=no"}, capture_output=True, text=True,
                              timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return 0, [], "it does not end"
    if done.returncode not in (0, 1):
        return 0, [], f"it ends with status {done.returncode}"
    results = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [one["id"] for one in results if one.get("result") == "failed"]
    assert (done.returncode == 1) == bool(failed)
    return len(failed), failed, ""


def judge(command: Path, text: str = "") -> int:
    count, failed, what = run(command, -1)
    if count or what:
        print(f"the vectors fail with every check on: {failed[:5]} {what}", file=sys.stderr)
        return 1
    chosen = [(number, name) for number, (name, *_) in enumerate(PLACES) if text in name]
    rows, missed = [], []
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        for (_, name), (count, failed, what) in zip(chosen, pool.map(lambda one: run(command, one[0]), chosen)):
            if not count and not what:
                missed.append(name)
            rows.append(f"| {name} | {count or what or '**none**'} | {', '.join(f'`{one}`' for one in failed[:3])} |")
            print(rows[-1], flush=True)
    summary = f"{len(rows) - len(missed)} of {len(rows)} checks that were off were noticed"
    print(summary + "".join(f"\nNOT NOTICED: {name}" for name in missed))
    if not text:
        head = ["# What notices it when a check is gone", "", "Made by `make mutants`: one check of the verifier is off at a time, and all vectors are run.", "", summary + ".", "",
                "| check that is off | cases that fail | the first of them |", "|---|---|---|"]
        (Path(__file__).parent / "result.md").write_text("\n".join(head + rows) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--places"]:
        switch(sources())
        sys.exit(0)
    sys.exit(judge(build(copy()), *sys.argv[1:2]))
