#!/usr/bin/env python3
"""Holds the interface of `hufu desk` against the document that it serves: requests that schemathesis derives from it, right and
wrong ones, and the schema of verdicts."""

from __future__ import annotations

import json
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

from running import ROOT, Desk

# A challenge asks for nothing at a desk without a certificate, which the document cannot say.
UNCHECKED = "positive_data_acceptance"


class OpenAPITests(unittest.TestCase):
    def test_the_service_answers_as_its_document_says(self) -> None:
        with Desk("--demo") as desk:
            program = Path(sys.executable).with_name("schemathesis")
            # Random bodies that break the schema are left out: every text is one that may have been scanned.
            for phase in (["--phases", "coverage"], ["--phases", "fuzzing", "--mode", "positive", "--max-examples", "20"]):
                done = subprocess.run(
                    [program, "run", desk.url + "openapi.json", "--exclude-checks", UNCHECKED, *phase,
                     "--seed", "17", "--continue-on-failure", "--no-color"],
                    cwd=ROOT / ".build", capture_output=True, text=True, check=False)  # fmt: skip
                self.assertEqual(done.returncode, 0, done.stdout[-6000:])

    def test_a_verdict_has_the_schema_of_the_vectors(self) -> None:
        document = json.loads((ROOT / "Sources/HufuDesk/Page/openapi.json").read_text())
        verdict = json.loads((ROOT / "Vectors/verdict.schema.json").read_text())
        del verdict["$schema"]
        self.assertEqual(document["components"]["schemas"]["Verdict"], verdict)

    def test_the_document_is_served_as_it_is_in_the_sources(self) -> None:
        with Desk("--demo") as desk, urllib.request.urlopen(desk.url + "openapi.json") as answer:
            self.assertEqual(answer.read(), (ROOT / "Sources/HufuDesk/Page/openapi.json").read_bytes())


if __name__ == "__main__":
    unittest.main()
