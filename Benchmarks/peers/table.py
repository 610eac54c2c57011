"""The table of `make bench-peers`: peers.json, the rates of jwt-kit, and the rates of Hufu, with the bars at the end."""

import json
import sys
from pathlib import Path

rows = json.loads(Path(sys.argv[1]).read_text())
hufu_rate, hufu_raw = map(float, sys.argv[3].split())
# jwt-kit checks signatures with the same library as Hufu.
rows["jwt-kit 5.7.1"] = {"rate": float(sys.argv[2]), "raw": hufu_raw}
rows["Hufu, issuer kind"] = {"rate": hufu_rate, "raw": hufu_raw}

print(f"{'ES256, one core':<20} {'per second':>10} {'raw signature':>14} {'ratio':>6}")
for name, row in sorted(rows.items(), key=lambda item: -item[1]["rate"]):
    print(f"{name:<20} {row['rate']:>10.0f} {row['raw']:>14.0f} {row['raw'] / row['rate']:>6.2f}")

missed = 0
for peer, least in (("jwt-kit", 1.3), ("claim169", 5)):
    value = hufu_rate / next(row["rate"] for name, row in rows.items() if name.startswith(peer))
    missed += value < least
    print(f"issuer kind, ESP256 / {peer}: {value:.2f} (at least {least}){' MISSED' if value < least else ''}")
sys.exit(1 if missed else 0)
