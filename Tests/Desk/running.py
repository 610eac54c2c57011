"""A desk on a free port, for tests. HUFU names the command; by default it is that of the debug build."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
HUFU = Path(os.environ.get("HUFU", ROOT / ".build/debug/hufu")).resolve()


class Desk:
    """`with Desk("--demo") as desk:` serves at `desk.url`, which ends with a slash."""

    def __init__(self, *options: str, folder: Path = ROOT) -> None:
        self.process = subprocess.Popen(
            [HUFU, "desk", "--listen", "127.0.0.1:0", *options], cwd=folder, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        if not found:
            raise RuntimeError(f"the desk does not start: {line}")
        self.url = found.group()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=30)
