"""Verifications per second of processor time on one core, of this library and of others, measured in turns in one run.

    compare.py BENCH PEER           a table of ES256 and EdDSA, the libraries for Python in two threads, and the targets
    compare.py BENCH PEER --targets    the targets alone, and what they compare

BENCH and PEER measure this library and jwt-kit: each prints both rates of one turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import peers

ROUNDS = 5
SECONDS = 0.4
OURS = "Hufu, issuer kind"
BARS = {"jwt-kit": 1.3, "claim169": 5.0}


class Rates(NamedTuple):
    """Per second: from text to verdict, and of bare signatures."""
    whole: float
    signature: float


def rate(work: Callable[[], object]) -> float:
    runs, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        for _ in range(10):
            work()
        runs += 10
    return runs / (time.process_time() - start)


def threaded_rate(work: Callable[[], object], threads: int) -> float:
    """Calls per second of real time, of threads of this interpreter: a library that keeps its lock gains nothing by them."""
    end = time.perf_counter() + SECONDS

    def run(_: int) -> int:
        runs = 0
        while time.perf_counter() < end:
            work()
            runs += 1
        return runs

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        runs = sum(pool.map(run, range(threads)))
    return runs / (time.perf_counter() - start)


def program(command: list[str], algorithm: str) -> Callable[[], Rates]:
    def turn() -> Rates:
        output = subprocess.run([*command, algorithm], check=True, capture_output=True, text=True).stdout
        return Rates(*map(float, output.split()))
    return turn


def library(name: str, algorithm: str) -> Callable[[], Rates]:
    whole, part = peers.PEERS[name](algorithm)

    def turn() -> Rates:
        rates = Rates(rate(whole), rate(part))
        if name != "claim169":
            return rates
        # It has no call for a signature alone; the other call reads without checking it.
        return Rates(rates.whole, 1 / (1 / rates.whole - 1 / rates.signature))
    return turn


def measure(algorithm: str, libraries: list[str]) -> dict[str, list[Rates]]:
    """Some rounds, in each of which everybody has a turn."""
    ours, jwt_kit = sys.argv[1:3]
    turns = {OURS: program([ours, "rate"], "ESP256" if algorithm == "ES256" else "Ed25519"), "jwt-kit": program([jwt_kit], algorithm)}
    turns |= {name: library(name, algorithm) for name in libraries}
    found: dict[str, list[Rates]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name, turn in turns.items():
            found[name].append(turn())
    return found


def label(name: str) -> str:
    if name == OURS:
        return name
    if name == "jwt-kit":
        pins = json.loads((Path(__file__).parent / "jwt/Package.resolved").read_text())["pins"]
        return f"{name} {next(pin['state']['version'] for pin in pins if pin['identity'] == name)}"
    return f"{name} {version(name)}"


def show_table(algorithm: str, found: dict[str, list[Rates]]) -> None:
    print(f"{algorithm + ', one core':<20} {'per second':>10} {'raw signature':>14} {'ratio':>6}")
    medians = {name: Rates(*map(median, zip(*rounds, strict=True))) for name, rounds in found.items()}
    for name, (whole, signature) in sorted(medians.items(), key=lambda item: -item[1].whole):
        print(f"{label(name):<20} {whole:>10.0f} {signature:>14.0f} {signature / whole:>6.2f}")
    print()


def show_threads(algorithm: str) -> None:
    print(f"{algorithm + ', threads of Python':<26} {'one':>8} {'two':>8}  per second of real time")
    works = {name: make(algorithm)[0] for name, make in peers.PEERS.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name].append((threaded_rate(work, 1), threaded_rate(work, 2)))
    for name, rounds in found.items():
        one, two = map(median, zip(*rounds, strict=True))
        print(f"{label(name):<26} {one:>8.0f} {two:>8.0f}")
    print()


def show_targets(found: dict[str, list[Rates]]) -> bool:
    met = True
    for name, least in BARS.items():
        value = median(our.whole / peer.whole for our, peer in zip(found[OURS], found[name], strict=True))
        met &= value >= least
        ours, peer = (median(rates.whole for rates in found[key]) for key in (OURS, name))
        print(f"issuer kind, ESP256 / {label(name)}: {value:.2f} (at least {least})"
              f"{'' if value >= least else ' MISSED'}  {ours:.0f}/s, {peer:.0f}/s")
    return met


def main() -> int:
    if sys.argv[3:] == ["--targets"]:
        found = measure("ES256", ["claim169"])
    else:
        found = measure("ES256", list(peers.PEERS))
        show_table("ES256", found)
        show_table("EdDSA", measure("EdDSA", list(peers.PEERS)))
        show_threads("ES256")
    return 0 if show_targets(found) else 1


if __name__ == "__main__":
    sys.exit(main())
