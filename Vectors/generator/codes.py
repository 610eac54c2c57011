"""Every code, as Vectors/codes.json has it: the one table, which is written into Vectors/README.md, and tests compare with all else."""

import json

from . import VECTORS

CONTENT = json.loads((VECTORS / "codes.json").read_text())
# In the order of the algorithm.
TABLE = [entry for entry in CONTENT["codes"] if entry["code"] != "ok"]
NOTICES = tuple(entry["notice"] for entry in CONTENT["notices"])

CODES = [entry["code"] for entry in TABLE]
STEP = {entry["code"]: entry["step"] for entry in TABLE}
VERDICT = {entry["code"]: entry["verdict"] for entry in CONTENT["codes"]}

BEGIN, END = "<!-- codes.json -->\n\n", "\n\n<!-- the end of codes.json -->"


def table() -> str:
    rows = ["| code | step | verdict | message | advice to the person at the scanner |", "|---|---|---|---|---|"]
    rows += [f"| `{e['code']}` | {'' if e['code'] == 'ok' else e['step']} | {e['verdict']} | {e['message']} | {e['advice']} |" for e in CONTENT["codes"]]
    rows += ["", "| notice | message |", "|---|---|"]
    return "\n".join(rows + [f"| `{e['notice']}` | {e['message']} |" for e in CONTENT["notices"]])


def written_into(text: str) -> str:
    """Vectors/README.md with the table as it is now."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]
