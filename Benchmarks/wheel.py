"""First scans in Python, compared with those of the same library in C, and on two threads; the medians of seven rounds.

    wheel.py C_RATE     with the Python in which the wheel is installed; C_RATE is the compiled c_rate.c

The call from C itself takes less than a hundredth of a verification in Swift (c_call.py). Exit status 1: a target is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta
from statistics import median

import hufu

NOW = 1_795_420_800
COUNT, ROUNDS = 2_000, 7
LEAST_SHARE, LEAST_THREADS = 0.93, 1.7


def tokens() -> tuple[str, list[str]]:
    """A trust list, and tokens of credentials that are all different: each scan is a first one."""
    phone = hufu.Key.generate()
    issuer = hufu.Issuer("https://i.example", hufu.Key.generate())
    verifier, found, number = hufu.Verifier(issuer.trust_list(), utc_offset=timedelta(0)), [], 0
    while len(found) < COUNT:
        credential = issuer.issue(hufu.sample_license(number % 10_000, NOW), phone, at=NOW - 60)
        token = hufu.Holder(credential, phone).present(at=NOW)
        number += 1
        # Some licences of the sample are suspended.
        if verifier.verify(token, at=NOW).valid:
            found.append(str(token))
    return json.dumps(issuer.trust_list()), found


def python_rate(trust: str, scans: list[str]) -> float:
    verifier = hufu.Verifier(trust, utc_offset=timedelta(0))
    start = time.process_time()
    for scan in scans:
        assert verifier.verify(scan, at=NOW).valid
    return len(scans) / (time.process_time() - start)


def wall_rate(trust: str, scans: list[str], threads: int) -> float:
    verifier = hufu.Verifier(trust, utc_offset=timedelta(0))
    start = time.perf_counter()
    assert all(verdict.valid for verdict in verifier.verify_many(scans, threads=threads, at=NOW))
    return len(scans) / (time.perf_counter() - start)


def main() -> int:
    trust, scans = tokens()
    lines = "\n".join([trust, *scans]) + "\n"
    shares, gains, rates = [], [], []
    for _ in range(ROUNDS):
        output = subprocess.run([sys.argv[1], str(NOW)], input=lines, check=True, capture_output=True, text=True).stdout
        rates.append((python_rate(trust, scans), float(output)))
        shares.append(rates[-1][0] / rates[-1][1])
        gains.append(wall_rate(trust, scans, 2) / wall_rate(trust, scans, 1))
    share, gain = median(shares), median(gains)
    ours, theirs = (median(rate[place] for rate in rates) for place in (0, 1))
    print(f"first scans, Python / C: {share:.3f} (at least {LEAST_SHARE}){'' if share >= LEAST_SHARE else ' MISSED'}  {ours:.0f}/s, {theirs:.0f}/s")
    print(f"first scans in Python, 2 threads / 1: {gain:.2f} (at least {LEAST_THREADS}){'' if gain >= LEAST_THREADS else ' MISSED'}")
    return 0 if share >= LEAST_SHARE and gain >= LEAST_THREADS else 1


if __name__ == "__main__":
    sys.exit(main())
