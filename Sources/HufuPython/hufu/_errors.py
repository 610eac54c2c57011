"""The exception of this package."""

from __future__ import annotations


class HufuError(Exception):
    """A failure of the library.

    Attributes:
        code: a stable, dotted, lower-case name, such as ``json.name_unknown``.
        message: the fault, in one line.
        advice: the remedy, in whole sentences.
        location: the place: line and column, byte, path, or the name of an argument; None if there is none.
    """

    def __init__(self, code: str, message: str, advice: str, location: str | None = None) -> None:
        super().__init__(code, message, advice, location)
        self.code = code
        self.message = message
        self.advice = advice
        self.location = location

    def __str__(self) -> str:
        place = f" ({self.location})" if self.location else ""
        return f"{self.code}: {self.message}{place}. {self.advice}"
