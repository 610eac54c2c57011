"""Every verification case of Vectors/ against an adapter.

    python compare.py "hufu conformance --serve"

A case fails when an answer lacks anything that it expects, or has something else in its place. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import generate
from vectors import run


def main(command: str) -> int:
    cases = []
    for name in generate.VERDICTS:
        file = json.loads((generate.VECTORS / f"{name}.json").read_text())
        for case in file["cases"]:
            wanted = [run.wanted(file, scan["expect"]) for scan in case.get("scans", [case])]
            cases.append((case["id"], run.materialise(file, case), wanted))
    lines = "".join(json.dumps(line) + "\n" for _, line, _ in cases)
    process = subprocess.run(shlex.split(command), input=lines.encode(), stdout=subprocess.PIPE, check=False)
    answers = [json.loads(line) for line in process.stdout.decode().splitlines()]
    answers += [{}] * (len(cases) - len(answers))  # an adapter that ended early has failed the rest
    failed = 0
    for (identifier, _, wanted), answer in zip(cases, answers):
        results = answer.get("results", [answer])
        right = answer.get("id") == identifier and len(results) == len(wanted) and all(map(agrees, wanted, results))
        if not right:
            failed += 1
            print(f"{identifier}: {json.dumps(wanted)} expected, {json.dumps(results)} answered"[:1000])
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or process.returncode else 0


def agrees(wanted: dict, result: dict) -> bool:
    if "error" in wanted:
        return "error" in result
    return all(result.get(name) == value for name, value in wanted.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
