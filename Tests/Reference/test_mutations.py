"""Random cases: each is answered with a code, never with an exception, and the same seed makes the same cases."""

import json
import unittest

from hufu_reference.adapter import answer
from hufu_reference.verdict import CODES, INDETERMINATE
from mutate import cases


class Mutations(unittest.TestCase):
    def test_every_case_has_a_code(self):
        seen = set()
        for case in cases(3000, 7):
            got = answer(json.dumps(case))
            self.assertNotIn("error", got, case["id"])
            self.assertIn(got["code"], ("ok",) + CODES)
            expected = "valid" if got["code"] == "ok" else "indeterminate" if got["code"] in INDETERMINATE else "rejected"
            self.assertEqual(got["verdict"], expected)
            seen.add(got["code"])
        self.assertGreater(len(seen), 40)

    def test_same_seed_same_cases(self):
        self.assertEqual(list(cases(40, 3)), list(cases(40, 3)))


if __name__ == "__main__":
    unittest.main()
