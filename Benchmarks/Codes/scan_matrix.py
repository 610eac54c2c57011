"""Draws real tokens with the built command, distorts the pictures as cameras do, and counts what zbar, ZXing and the reader
of this package read.

The tokens are those of tokens.json, so that two runs with the same readers print the same table; `--fresh` makes new
ones of the five samples. Each line `bar: value (limit)` is a promise; the exit status is 1 when one is broken.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

import distort
from readers import READERS, ROOT, drawn, hufu

SAMPLES = ["cn-resident", "cn-long-term", "de", "us", "portrait"]
LEVELS = ["L", "M", "Q"]
# What `hufu present` takes.
DEFAULT = "M"
# Those for which the codes are made.
SCANNERS = ["zbar", "ZXing 3"]
NEVER_MISSED = list(distort.ALL)[:6]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
TOKENS = Path(__file__).with_name("tokens.json")


def make_tokens():
    """What `hufu issue` and `hufu present` make of the samples."""
    tokens = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name in ("issuer", "phone"):
            hufu("key", "generate", "-o", folder / f"{name}.pem", "--public", folder / f"{name}.pub")
        for sample in SAMPLES:
            hufu("issue", ROOT / f"Vectors/samples/{sample}.json", "--issuer", "https://dl.example",
                 "--key", folder / "issuer.pem", "--holder-key", folder / "phone.pub",
                 "--status", "https://dl.example/s/1#42", "--at", "2026-11-23T08:00:00Z", "-o", folder / "credential")
            tokens[sample] = hufu("present", folder / "credential", "--key", folder / "phone.pem",
                                  "--at", "2026-11-23T08:00:10Z").decode().strip()
    return tokens


SEEN = distort.ALL | distort.FIXED_WIDTH


def count(text, modules, name, variations):
    """How many of the variations each reader reads, and how many at least one of them."""
    read = Counter()
    for variation in range(variations):
        # Its own seed for each cell, so that none depends on which others are run.
        seed = [variation, len(text), *name.encode()]
        picture = np.ascontiguousarray(SEEN[name](modules, np.random.default_rng(seed)))
        good = [reader for reader, look in READERS.items() if text in look(picture)]
        read.update(good)
        read["either"] += any(reader in good for reader in SCANNERS)
    return read


def table(heads, rows):
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def percent(part, whole):
    return f"{part * 100 / whole:.0f}" if part in (0, whole) else f"{min(part * 100 / whole, 99.9):.1f}"


def samples(tokens, variations):
    """The table of the samples; returns the counts by sample, level and distortion."""
    pictures = {(sample, level): drawn(text, level) for sample, text in tokens.items() for level in LEVELS}
    table(["sample", "characters"] + [f"version at {level}" for level in LEVELS],
          [[sample, len(text)] + [pictures[sample, level][1] for level in LEVELS] for sample, text in tokens.items()])
    counts = {}
    for name in distort.ALL:
        for (sample, level), (modules, _) in pictures.items():
            progress(f"{name}: {sample} {level}")
            counts[sample, level, name] = count(tokens[sample], modules, name, variations)
    progress("")
    whole = len(tokens) * variations
    rows = []
    for name in distort.ALL:
        row = [name]
        for level in LEVELS:
            total = sum((counts[sample, level, name] for sample in tokens), Counter())
            row += [percent(total[reader], whole) for reader in READERS]
        rows.append(row)
    print(f"Read, in per cent of {whole} pictures: {len(tokens)} samples, {variations} variations of each.\n")
    table(["", *(f"{level} {reader}" for level in LEVELS for reader in READERS)], rows)
    return counts


def limits(variations, step):
    """From which version on each reader misses more than one picture in ten."""
    versions = range(10, 41, step)
    fails = {}
    for version in versions:
        text = text_of(version)
        modules, drawn_version = drawn(text, DEFAULT)
        assert drawn_version == version
        for name in SEEN:
            progress(f"version {version}: {name}")
            read = count(text, modules, name, variations)
            for reader in READERS:
                if read[reader] < 0.9 * variations:
                    fails.setdefault((name, reader), version)
    progress("")
    print(f"The first version at which a reader misses more than one in ten, at level {DEFAULT}; of the versions "
          f"{versions[0]} to {versions[-1]}, every {step}, {variations} pictures each.\n")
    table(["", *READERS], [[name, *(fails.get((name, reader), "none") for reader in READERS)] for name in SEEN])


def text_of(version):
    """A text that has just this version at the default level, found by drawing."""
    generator = random.Random(version)
    low, high = 1, 3391  # what version 40 holds
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if drawn("A" * middle, DEFAULT)[1] <= version else (low, middle - 1)
    return "A" + "".join(generator.choice(ALPHABET) for _ in range(low - 2)) + "Z"


def bars(counts, tokens, variations):
    """The promises, at the level that `hufu present` takes."""
    kept = True

    def bar(name, part, whole, limit):
        nonlocal kept
        print(f"bar: {name}: {percent(part, whole)} % ({limit} %)")
        kept = kept and part * 100 >= limit * whole

    for name in NEVER_MISSED:
        for reader in SCANNERS:
            worst = min(counts[sample, DEFAULT, name][reader] for sample in tokens)
            bar(f"{name}, {reader}, worst sample", worst, variations, 100)
    worst = min(counts[sample, DEFAULT, "2 px"]["either"] for sample in tokens)
    bar("2 px, at least one reader, worst sample", worst, variations, 95)
    missed = sum(max(0, count["ZXing 1.4"] - count["hufu"]) for count in counts.values())
    print(f"bar: read by ZXingReader 1.4 and not by hufu, in {len(counts)} cells: {missed} (0)")
    kept = kept and missed == 0
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fresh", action="store_true", help="make new tokens, and keep them")
    parser.add_argument("--variations", type=int, default=20, help="of each picture")
    parser.add_argument("--step", type=int, default=3, help="of the versions in the second table; 0 leaves it out")
    options = parser.parse_args()
    if options.fresh:
        TOKENS.write_text(json.dumps(make_tokens(), indent=2) + "\n")
    tokens = json.loads(TOKENS.read_text())
    counts = samples(tokens, options.variations)
    if options.step:
        limits(options.variations, options.step)
    sys.exit(0 if bars(counts, tokens, options.variations) else 1)


if __name__ == "__main__":
    main()
