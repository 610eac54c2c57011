"""Counts what one run of a workload takes, under valgrind: heap allocations and instructions, which do not depend on what
else the machine does. Compares them with thresholds.json; the exit status is 1 when one is passed.

    python3 count.py PROGRAM [--only allocations|instructions] [--write]

Each workload runs in its own process twice, with few and with many repetitions; the difference is what the repetitions took.
What is counted of a workload that has a floor is what it takes beyond it: our own code.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

THRESHOLDS = Path(__file__).parent / "thresholds.json"
# Instructions of two builds differ a little, allocations do not.
TOLERANCE = {"allocations": 0.0, "instructions": 0.05}
# Valgrind makes the processor look older than it is; a crash must not start a debugger.
ENVIRONMENT = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}


def run(program: str, workload: str, part: str, times: int, metric: str) -> int:
    """The total of one process, its start included."""
    with tempfile.TemporaryDirectory() as folder:
        tool = ["--tool=memcheck"] if metric == "allocations" else ["--tool=callgrind", f"--callgrind-out-file={folder}/out"]
        command = ["valgrind", *tool, program, workload, part, str(times)]
        result = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    pattern = r"total heap usage: ([\d,]+) allocs" if metric == "allocations" else r"Collected : (\d+)"
    found = re.search(pattern, result.stderr)
    if result.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)} failed:\n{(result.stdout + result.stderr)[-2000:]}")
    return int(found.group(1).replace(",", ""))


def each(program: str, workload: str, part: str, metric: str) -> float:
    few, many = 10, 110
    return (run(program, workload, part, many, metric) - run(program, workload, part, few, metric)) / (many - few)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--only", choices=list(TOLERANCE))
    parser.add_argument("--write", action="store_true", help="make what is counted the thresholds")
    options = parser.parse_args()

    thresholds = json.loads(THRESHOLDS.read_text())
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind does not understand the debugging information of this compiler.
        program = f"{folder}/Count"
        subprocess.run(["strip", "-g", "-o", program, options.program], check=True)
        for metric in [options.only] if options.only else list(TOLERANCE):
            for workload, limits in thresholds.items():
                if metric not in limits:
                    continue
                value = each(program, workload, "work", metric)
                if limits.get("beyond floor"):
                    value -= each(program, workload, "floor", metric)
                value = round(value, 1) if metric == "allocations" else round(value)
                if options.write:
                    limits[metric] = value
                missed = value > limits[metric] * (1 + TOLERANCE[metric])
                failed += missed
                print(f"{metric}, {workload}: {value:g} ({limits[metric]:g}){' MISSED' if missed else ''}", flush=True)
    if options.write:
        THRESHOLDS.write_text(json.dumps(thresholds, indent=2) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
