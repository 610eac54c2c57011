"""Prints the sizes of a full Chinese resident licence: `python measure.py`."""

from __future__ import annotations

import hashlib

from fixtures import DEVICE, EXP, IAT, ISS, ISSUER, LICENCE, NOW, URI, Salts, licence
from hufu_reference import issue, transport

# Data codewords at error-correction level M, versions 1 to 40 (ISO/IEC 18004, table 7).
CODEWORDS_M = (16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669, 714, 782,
               860, 914, 1000, 1062, 1128, 1193, 1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992, 2102, 2216, 2334)


def capacity(version: int) -> int:
    """Alphanumeric characters in one segment."""
    bits = CODEWORDS_M[version - 1] * 8 - 4 - (9 if version < 10 else 11 if version < 27 else 13)
    return bits // 11 * 2 + (bits % 11 >= 6)


def version(characters: int) -> int:
    return next((v for v in range(1, 41) if capacity(v) >= characters), 0)


class RealisticSalts(Salts):
    def __call__(self) -> bytes:
        return hashlib.sha256(super().__call__()).digest()[:16]


def main() -> None:
    authority = "新疆维吾尔自治区乌鲁木齐市公安局交警支队"
    assert len(authority) == 20
    full = licence(issuing_authority=authority, driving_privileges=[
        {"scheme": "CN", "vehicle_category_code": "C1", "issue_date": "2012-06-18", "expiry_date": "2032-06-18"}])
    lean = licence(issuing_authority=authority)
    print(f"{'':52}{'bytes':>7}{'HF1:':>7}{'v(M)':>6}{'HF1Z':>7}{'v(M)':>6}")
    for name, content in (("C1 without dates", lean), ("C1 with both dates", full)):
        made = issue.issue(ISSUER, ISS, content, IAT, EXP, device=DEVICE.public, status=(URI, 123_456), salt=RealisticSalts())
        whole = issue.issue(ISSUER, ISS, content, IAT, EXP, device=DEVICE.public, status=(URI, 123_456), redacted=())
        for how, sealed in (("second page withheld", made.showing()), ("second page disclosed", made.showing([18])),
                            ("second page open", whole.showing())):
            token = issue.present(DEVICE, sealed, IAT, EXP, NOW)
            row = f"{name}, {how}:".ljust(52) + f"{len(token):7}"
            for form in ("base45", "base32"):
                characters = len(transport.encode(token, form))
                row += f"{characters:7}{version(characters):6}"
            print(row, f"  (credential {len(sealed.encode())}, token's own {len(token) - len(sealed.encode())})")


if __name__ == "__main__":
    main()
