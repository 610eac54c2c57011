"""QR codes, and texts that are shown as one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Sequence

from ._library import options, result


def qr_png(
    text: str, scale: int | None = None, width_mm: int | None = None, dpi: int | None = None, quiet_zone: int | None = None,
    error_correction: str | None = None, max_version: int | None = None,
) -> bytes:
    """Draws a text as a QR code: a PNG picture.

    Args:
        text: of the characters of alphanumeric mode, as the texts of codes are.
        scale: pixels for each module, 4 by default.
        width_mm: for print, in place of ``scale``: the width in whole millimetres, quiet zone included; with ``dpi``.
        dpi: the dots per inch of the printer.
        quiet_zone: the light margin in modules, at least 4.
        error_correction: the lowest level, ``L``, ``M``, ``Q`` or ``H``; M for screens and Q for print by default.
        max_version: the largest version, 1 to 40; 25 by default.

    Raises:
        HufuError: ``qr.…``.
    """
    chosen = options(
        scale=scale, width_mm=width_mm, dpi=dpi, quiet_zone=quiet_zone, error_correction=error_correction,
        max_version=max_version)
    data = text.encode("utf-8", "surrogatepass")
    return result("hufu_qr_png", data, len(data), chosen, len(chosen))


class Warned(str):
    """A text that was issued, with warnings about implausible data in the licence.

    Attributes:
        warnings: a dictionary with ``code``, ``message``, ``advice``, and mostly ``location``, for each.
    """

    warnings: Sequence[dict[str, str]] = ()


class Credential(Warned):
    """The text of a credential, which the holder's device stores. It is not a code to show."""


class Code(Warned):
    """The text of a QR code. A notebook shows it as a picture.

    Attributes:
        expires: the end of the code in UTC, when the next one is due; None for a printed card.
    """

    expires: datetime | None = None

    def png(self, **settings: Any) -> bytes:
        """The picture of the code; the arguments are those of :func:`hufu.qr_png`."""
        return qr_png(self, **settings)

    def _repr_png_(self) -> bytes:
        return self.png()
