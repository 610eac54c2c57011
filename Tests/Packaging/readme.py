#!/usr/bin/env python3
"""Follows a README in a root file system: the steps of its section *Install* as root, then every console example as a user without
a network. An example has to print what the README shows below it, and to end with the exit status 0 or 1.

    readme.py README.md --root FOLDER --user NAME

The folder of the user has the package. Exit status: 0 if everything was printed as shown, else 1.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

# What an example of each kind has to be there for, so that a changed README does not empty the test.
REQUIRED = {
    "a licence is issued": r"hufu issue \S+\.json .*-o credential",
    "a code is presented and rendered": r"hufu present .*--qr \S+\.png",
    "the picture of the code is scanned": r"hufu scan \S+\.png",
    "a code is verified": r"hufu verify @",
}


@dataclass
class Example:
    """A command of the README, and the lines below it."""

    command: str
    shown: list[str] = field(default_factory=list)


def blocks(text: str, language: str) -> list[list[str]]:
    return [match[1].split("\n") for match in re.finditer(rf"^```{language}\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)]


def examples(text: str) -> list[Example]:
    found: list[Example] = []
    for block in blocks(text, "console"):
        for line in block:
            if line.startswith("$ "):
                found.append(Example(line.removeprefix("$ ")))
            else:
                found[-1].shown.append(line)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("readme", type=Path)
    parser.add_argument("--root", required=True)
    parser.add_argument("--user", required=True)
    arguments = parser.parse_args()
    text = arguments.readme.read_text("utf-8")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": f"/home/{arguments.user}"}

    def run(command: str, *, as_root: bool) -> subprocess.CompletedProcess[str]:
        user = [] if as_root else ["setpriv", f"--reuid={arguments.user}", f"--regid={arguments.user}", "--init-groups"]
        network = [] if as_root else ["unshare", "--net"]
        words = [*network, "chroot", arguments.root, *user, "sh", "-ec", f'cd "$HOME"; {command}']
        return subprocess.run(words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    section = re.search(r"^## Install\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    steps = blocks(section[1], "sh") if section else []
    if not steps:
        print("readme: there is no section Install with steps in it")
        return 1
    for step in steps:
        result = run("\n".join(step), as_root=True)
        if result.returncode != 0:
            print(f"{step}\n{result.stdout}{result.stderr}")
            return 1

    found = examples(text)
    failures = []
    for name, form in REQUIRED.items():
        if not any(re.match(form, example.command) for example in found):
            failures.append(f"no example in which {name}")
    for example in found:
        result = run(example.command, as_root=False)
        printed = (result.stdout + result.stderr).split("\n")
        if result.returncode not in (0, 1) or printed[: len(example.shown)] != example.shown:
            failures.append(f"$ {example.command}\nexit status {result.returncode}\n" + "\n".join(printed))
    print("\n".join(failures) if failures else f"{len(found)} examples of {arguments.readme} print what it shows")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
