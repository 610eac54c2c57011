"""What a task of the job does with its partition, without Spark. HUFU is the path of the command."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from issue import Failed, issue

HUFU = os.environ["HUFU"]
NOW = "1790000000"


class PartitionTests(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.hufu("key", "generate", "--algorithm", "ed25519", "-o", self.folder / "key", "--public", self.folder / "public")
        self.lines = self.hufu("sample", "--batch", "--count", "12", "--at", NOW).splitlines()
        self.command = [HUFU, "issue", "--batch", "--issuer", "https://specimen.example", "--key", str(self.folder / "key"),
                        "--at", NOW, "--redact", "none"]

    def hufu(self, *words: str | Path) -> str:
        return subprocess.run([HUFU, *words], check=True, capture_output=True, text=True).stdout

    def test_a_partition_has_the_answers_of_the_command_in_order_and_rejects_are_marked(self) -> None:
        self.lines[4] = self.lines[4].replace("birth_date", "birthdate")
        self.lines[7] = "{"
        text = "\n".join(self.lines)
        plain = subprocess.run([*self.command, "-"], input=text, capture_output=True, text=True, check=False)
        answers = list(issue(0, iter(self.lines), self.command, None, None))
        self.assertEqual([answer for _, answer in answers], plain.stdout.splitlines())
        self.assertEqual([number for number, (kind, _) in enumerate(answers) if kind == "rejected"], [4, 7])

    def test_a_task_that_is_run_again_has_the_same_answers_and_no_other_partition_has_its_entries(self) -> None:
        registry = str(self.folder / "registry")
        self.hufu("registry", "init", "--registry", registry, "--list", "https://s.example/{}", "--numbers", "1-1", "--size", "5000")
        lines = [json.dumps({"license": line["license"], "holder_key": line["holder_key"]})
                 for line in map(json.loads, self.lines)]
        first, other, again = (
            list(issue(partition, iter(lines), self.command, registry, "run")) for partition in (0, 1, 0))
        self.assertEqual(first, again)
        self.assertEqual({kind for kind, _ in first + other}, {"issued"})
        self.assertEqual(len(set(first + other)), 24)

    def test_a_command_that_is_killed_fails_the_task(self) -> None:
        killed = ["sh", "-c", 'head -n 3 | "$@" -; kill -9 $$', "sh", *self.command]
        with self.assertRaises(Failed):
            list(issue(0, iter(self.lines), killed, None, None))

    def test_a_command_that_answers_fewer_lines_fails_the_task(self) -> None:
        short = ["sh", "-c", 'head -n 3 | "$@" -', "sh", *self.command]
        with self.assertRaises(Failed):
            list(issue(0, iter(self.lines), short, None, None))

    def test_an_empty_partition_starts_nothing(self) -> None:
        self.assertEqual(list(issue(0, iter(["", " "]), ["/nowhere"], None, None)), [])


if __name__ == "__main__":
    unittest.main()
