"""Writes Vectors/*.json, and the table of codes in Vectors/README.md: `python -m generator` in Vectors. With --check it compares, and exits 1 on a difference."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

from . import FILES, OTHERS, VECTORS, codes
from .make import dumps


def made(name: str) -> str:
    return dumps(importlib.import_module(f".{name}", __package__).make())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not what would be written")
    options = parser.parse_args()
    different = 0
    for name in FILES:
        path, text = VECTORS / f"{name}.json", made(name)
        if options.check:
            same = path.is_file() and path.read_bytes() == text.encode()
            different += not same
            if not same:
                print(f"{path.name} differs", file=sys.stderr)
        else:
            path.write_bytes(text.encode())
            print(f"{path.name}: {len(json.loads(text).get('cases', []))} cases, {len(text.encode())} bytes")
    readme = VECTORS / "README.md"
    text = readme.read_text()
    if options.check and text != codes.written_into(text):
        print("the table of README.md is not that of codes.json", file=sys.stderr)
        different += 1
    elif not options.check:
        readme.write_text(codes.written_into(text))
    for path in VECTORS.glob("*.json"):
        if path.stem not in FILES + OTHERS:
            print(f"{path.name} is not made by anything", file=sys.stderr)
            different += 1
    sys.exit(1 if options.check and different else 0)


if __name__ == "__main__":
    main()
