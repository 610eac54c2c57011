"""Counts what one run of a workload takes, under valgrind: heap allocations and instructions, which do not depend on what
else the machine does. The exit status is 1 when one is more than it may be.

    count.py PROGRAM [NAME...]             compared with thresholds.json; only workloads whose name begins so
    count.py PROGRAM [NAME...] --write     makes what is counted the thresholds
    count.py PROGRAM --targets                the targets on allocations alone

Each workload runs in its own process twice, with few and with many repetitions; the difference is what the repetitions took.
What is counted of a workload that has a baseline is what it takes beyond it: our own code.
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
from statistics import median
from typing import NamedTuple

THRESHOLDS = Path(__file__).parent / "thresholds.json"
TOOLS = {
    "allocations": (["--tool=memcheck", "--undef-value-errors=no"], r"total heap usage: ([\d,]+) allocs"),
    "instructions": (["--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)"),
}
FEW = 10


class Target(NamedTuple):
    name: str
    workload: str
    most: int
    # What is not counted: the payload, decoded from its text, is one allocation.
    apart: int = 0


BARS = [
    Target("allocations, holder kind, first scan", "verify: holder, first scan, ESP256", 8),
    Target("allocations, known credential", "verify: holder, known, ESP256", 8),
    Target("allocations, issuer kind, ESP256", "verify: issuer, ESP256", 8),
    Target("allocations, issuer kind, Ed25519", "verify: issuer, Ed25519", 8),
    Target("allocations while parsing, beyond the payload", "layers: claims", 0, apart=1),
]


class Counter:
    """Runs workloads in a program without debugging information, which valgrind does not understand of this compiler."""

    def __init__(self, program: str, folder: str):
        self.program = f"{folder}/bench"
        subprocess.run(["strip", "-g", "-o", self.program, program], check=True)

    def total(self, metric: str, workload: str, part: str, times: int) -> int:
        """What one process takes, its start included."""
        options, pattern = TOOLS[metric]
        command = ["valgrind", *options, self.program, "count", workload, part, str(times)]
        # A crash must not start a debugger, and hashing must not depend on chance.
        environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "SWIFT_DETERMINISTIC_HASHING": "1"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        found = re.search(pattern, result.stderr)
        if result.returncode != 0 or not found:
            sys.exit(f"{' '.join(command)} failed:\n{(result.stdout + result.stderr)[-2000:]}")
        return int(found.group(1).replace(",", ""))

    def each(self, metric: str, workload: str, beyond_baseline: bool) -> int:
        """What one repetition takes."""
        # The start of a process varies by 100,000 instructions; what has no cryptography in it can be repeated often.
        times = 100 if metric == "allocations" else 200 if beyond_baseline else 1000

        def difference(part: str) -> int:
            return self.total(metric, workload, part, FEW + times) - self.total(metric, workload, part, FEW)
        taken = difference("work") - (difference("baseline") if beyond_baseline else 0)
        return round(taken / times)


def show(name: str, value: float, most: float, remark: str = "") -> bool:
    print(f"{name}: {value:g} (at most {most:g}){'' if value <= most else ' MISSED'}{remark}", flush=True)
    return value <= most


def targets(counter: Counter, thresholds: dict, pool: ThreadPoolExecutor) -> bool:
    values = pool.map(lambda target: counter.each("allocations", target.workload, "beyond baseline" in thresholds[target.workload]), BARS)
    return all([show(target.name, value - target.apart, target.most) for target, value in zip(BARS, values, strict=True)])


def headroom(metric: str, workload: str) -> float:
    """Builds differ a little. What signs differs from run to run as well, as ECDSA draws a random number for each signature."""
    if metric == "allocations":
        return 0
    return 0.25 if workload.startswith(("issue:", "present: token")) else 0.1


def counts(counter: Counter, thresholds: dict, pool: ThreadPoolExecutor, names: tuple[str, ...], write: bool) -> bool:
    wanted = [(metric, workload, "beyond baseline" in limits) for workload, limits in thresholds.items()
              if workload.startswith(names) for metric in TOOLS if metric in limits]

    def counted(metric: str, workload: str, beyond_baseline: bool) -> float:
        times = 3 if write and headroom(metric, workload) > 0.1 else 1
        return median(counter.each(metric, workload, beyond_baseline) for _ in range(times))
    met = True
    for (metric, workload, beyond_baseline), value in zip(wanted, pool.map(lambda item: counted(*item), wanted), strict=True):
        if write:
            thresholds[workload][metric] = value
        most = round(thresholds[workload][metric] * (1 + headroom(metric, workload)))
        met &= show(f"{metric}, {workload}", value, most)
    if write:
        THRESHOLDS.write_text(json.dumps(thresholds, indent=2) + "\n")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("names", nargs="*", default=[""])
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--targets", action="store_true")
    mode.add_argument("--write", action="store_true")
    options = parser.parse_intermixed_args()
    if not shutil.which("valgrind"):
        for target in BARS:
            print(f"{target.name}: not measured (at most {target.most})  there is no valgrind here")
        return 1
    thresholds = json.loads(THRESHOLDS.read_text())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        counter = Counter(options.program, folder)
        if options.targets:
            return 0 if targets(counter, thresholds, pool) else 1
        return 0 if counts(counter, thresholds, pool, tuple(options.names), options.write) else 1


if __name__ == "__main__":
    sys.exit(main())
