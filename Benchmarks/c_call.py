"""Counts what a call of the C library takes beyond the verification in Swift that it makes, in instructions under callgrind, which
do not depend on other load. The exit status is 1 if it is more than 2 %.

    c_call.py LIBRARY     the folder of `make library`
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MOST = 0.02
# Verifier.verify(_:challenge:at:) as the linker names it.
INNER = "$s4Hufu8VerifierV6verify_9challenge2atAA7VerdictVSays5UInt8VG_AKSgAA8UnixTimeVtF"


def main() -> int:
    library = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The library with its symbols, by which callgrind names functions.
        shutil.copy(library / "libhufu.symbols.so.1", folder / "libhufu.so.1")
        program, counts = folder / "c_call", folder / "counts"
        subprocess.run(["gcc", "-O2", f"-I{library}", Path(__file__).with_suffix(".c"), "-o", program, folder / "libhufu.so.1",
                        f"-Wl,-rpath,{folder}"], check=True)
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", program, "100"], check=True, capture_output=True)
        report = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", counts], check=True,
                                capture_output=True, text=True).stdout

    def inclusive(function: str) -> int:
        found = re.search(rf"^ *([\d,]+) .*:{re.escape(function)} \[", report, flags=re.M)
        if not found:
            sys.exit(f"c_call: callgrind counted no call of {function}")
        return int(found[1].replace(",", ""))
    outer, inner = inclusive("hufu_verify"), inclusive(INNER)
    share = outer / inner - 1
    print(f"a call of hufu_verify beyond Swift: {share:.4f} (at most {MOST}){'' if share <= MOST else ' MISSED'}  "
          f"{outer // 200} and {inner // 200} instructions")
    return 0 if share <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
