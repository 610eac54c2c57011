"""Counts what one run of a workload takes, under valgrind: heap allocations and instructions, which do not depend on what
else the machine does. The exit status is 1 when one is more than it may be.

    count.py PROGRAM            compared with thresholds.json
    count.py PROGRAM --bars     the bars on allocations alone
    count.py PROGRAM --write    makes what is counted the thresholds

Each workload runs in its own process twice, with few and with many repetitions; the difference is what the repetitions took.
What is counted of a workload that has a floor is what it takes beyond it: our own code.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

THRESHOLDS = Path(__file__).parent / "thresholds.json"
# Allocations are the same in each build, instructions differ a little.
HEADROOM = {"allocations": 0.0, "instructions": 0.05}
TOOLS = {
    "allocations": (["--tool=memcheck", "--undef-value-errors=no"], r"total heap usage: ([\d,]+) allocs"),
    "instructions": (["--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)"),
}
FEW, MANY = 10, 110


class Bar(NamedTuple):
    name: str
    workload: str
    most: int
    # What is not counted: the payload, decoded from its text, is one allocation.
    apart: int = 0


BARS = [
    Bar("allocations, holder kind, first scan", "verify: holder, first scan, ESP256", 8),
    Bar("allocations, known credential", "verify: holder, known, ESP256", 8),
    Bar("allocations, issuer kind, ESP256", "verify: issuer, ESP256", 8),
    Bar("allocations, issuer kind, Ed25519", "verify: issuer, Ed25519", 8),
    Bar("allocations while parsing, beyond the payload", "layers: claims", 0, apart=1),
]


class Counter:
    """Runs workloads in a program without debugging information, which valgrind does not understand of this compiler."""

    def __init__(self, program: str, folder: str):
        self.program = f"{folder}/Count"
        subprocess.run(["strip", "-g", "-o", self.program, program], check=True)

    def total(self, metric: str, workload: str, part: str, times: int) -> int:
        """What one process takes, its start included."""
        options, pattern = TOOLS[metric]
        command = ["valgrind", *options, self.program, workload, part, str(times)]
        # A crash must not start a debugger, and hashing must not depend on chance.
        environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "SWIFT_DETERMINISTIC_HASHING": "1"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        found = re.search(pattern, result.stderr)
        if result.returncode != 0 or not found:
            sys.exit(f"{' '.join(command)} failed:\n{(result.stdout + result.stderr)[-2000:]}")
        return int(found.group(1).replace(",", ""))

    def each(self, metric: str, workload: str, beyond_floor: bool) -> float:
        """What one repetition takes."""
        def difference(part: str) -> int:
            return self.total(metric, workload, part, MANY) - self.total(metric, workload, part, FEW)
        taken = difference("work") - (difference("floor") if beyond_floor else 0)
        return round(taken / (MANY - FEW), 1) if metric == "allocations" else round(taken / (MANY - FEW))


def show(name: str, value: float, most: float, remark: str = "") -> bool:
    print(f"{name}: {value:g} (at most {most:g}){'' if value <= most else ' MISSED'}{remark}", flush=True)
    return value <= most


def bars(counter: Counter, thresholds: dict, pool: ThreadPoolExecutor) -> bool:
    values = pool.map(lambda bar: counter.each("allocations", bar.workload, "beyond floor" in thresholds[bar.workload]), BARS)
    return all([show(bar.name, value - bar.apart, bar.most) for bar, value in zip(BARS, values, strict=True)])


def counts(counter: Counter, thresholds: dict, pool: ThreadPoolExecutor, write: bool) -> bool:
    wanted = [(metric, workload, limits) for workload, limits in thresholds.items() for metric in HEADROOM if metric in limits]
    values = pool.map(lambda item: counter.each(item[0], item[1], "beyond floor" in item[2]), wanted)
    met = True
    for (metric, workload, limits), value in zip(wanted, values, strict=True):
        if write:
            limits[metric] = value
        met &= show(f"{metric}, {workload}", value, limits[metric] * (1 + HEADROOM[metric]))
    if write:
        THRESHOLDS.write_text(json.dumps(thresholds, indent=2) + "\n")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--bars", action="store_true")
    mode.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        for bar in BARS:
            print(f"{bar.name}: not measured (at most {bar.most})  there is no valgrind here")
        return 1
    thresholds = json.loads(THRESHOLDS.read_text())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        counter = Counter(options.program, folder)
        if options.bars:
            return 0 if bars(counter, thresholds, pool) else 1
        return 0 if counts(counter, thresholds, pool, options.write) else 1


if __name__ == "__main__":
    sys.exit(main())
