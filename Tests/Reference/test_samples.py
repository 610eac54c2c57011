"""The sample licences: each is issued without a warning, and comes back from a scan as it was."""

import json
import unittest
from pathlib import Path

from fixtures import DEVICE, ISS, ISSUER, Salts, judge, store, trusted, trusted_key
from hufu_reference import issue, rules

SAMPLES = Path(__file__).resolve().parents[2] / "Vectors" / "samples"
IAT = 1_795_420_800  # 2026-11-23T08:00:00Z


class Samples(unittest.TestCase):
    def test_every_sample(self):
        paths = sorted(SAMPLES.glob("*.json"))
        self.assertGreater(len(paths), 8)
        for path in paths:
            with self.subTest(path.name):
                licence = json.loads(path.read_text())
                self.assertEqual(rules.check(licence, IAT), [])
                made = issue.issue(ISSUER, ISS, licence, IAT, IAT + 86_400, device=DEVICE.public, salt=Salts())
                token = issue.present(DEVICE, made.showing(made.disclosures), made.iat, made.exp, IAT)
                verdict = judge(token, now=IAT, stored=store(trusted(trusted_key(ISSUER))))
                self.assertEqual((verdict.code, verdict.license, verdict.withheld), ("ok", licence, False))


if __name__ == "__main__":
    unittest.main()
