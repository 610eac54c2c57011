"""Challenges of scanners, and scanners that identify themselves (PROFILE section 18)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Iterable, Mapping

from ._codes import qr_png
from ._keys import Key
from ._library import JSON, Data, Handle, Time, data, handle_of, options, result, seconds, text_of


class Challenge(Handle):
    """A challenge that a scanner shows, so that only a code made for it here and now is accepted.

    It has one answer, within the challenge age of the policy. It is shown from now on, by a clock that does not go back.
    ``Challenge()`` is a plain one: 16 random bytes, which anybody can show. :meth:`signed` tells the holder who asks.
    """

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("hufu_challenge_new")

    @classmethod
    def _made(cls, name: str, *arguments: Any) -> Challenge:
        challenge = cls.__new__(cls)
        Handle.__init__(challenge, name, *arguments)
        return challenge

    @classmethod
    def signed(
        cls, certificate: Data, key: Key, ask: Iterable[str] = (), valid_for: timedelta | None = None, at: Time = None,
    ) -> Challenge:
        """A challenge that says who shows it, and for what the scanner asks.

        Args:
            certificate: the scanner's, of :meth:`hufu.Authority.certify`, as bytes or a file.
            key: the scanner's key, which can sign.
            ask: the elements for which it asks beyond those that every code shows; its certificate must have them.
            valid_for: at most 120 seconds, and 60 by default.
            at: the time of signing.

        Raises:
            HufuError: ``challenge.…``, or a failure of the key.
        """
        contents = data(certificate)
        chosen = options(ask=list(ask), valid_for=None if valid_for is None else int(valid_for.total_seconds()))
        return cls._made(
            "hufu_challenge_sign", contents, len(contents), handle_of(key), chosen, len(chosen), seconds(at))

    @classmethod
    def restored(cls, text: str, shown: float) -> Challenge:
        """A challenge of this scanner from its text: after a restart, or in another process.

        Whether it has been answered is not in its text. Verify with the ``moment`` of the same clock.

        Args:
            text: ``HFC1:…`` or ``HFC2:…``.
            shown: when it was shown, in seconds by a clock that does not go back, such as :func:`time.monotonic`.

        Raises:
            HufuError: ``challenge.form_invalid`` or ``present.challenge_invalid``.
        """
        contents = text.encode("utf-8", "surrogatepass")
        return cls._made("hufu_challenge_restore", contents, len(contents), int(shown // 1))

    @property
    def text(self) -> str:
        """The text of its QR code."""
        return result("hufu_challenge_text", self._handle).decode()

    def _repr_png_(self) -> bytes:
        return qr_png(self.text)


@dataclass(frozen=True)
class IdentifiedChallenge:
    """A signed challenge whose scanner is known to the holder; :meth:`hufu.Verifier.identify` makes it.

    Attributes:
        name: the scanner's name, which an authority has certified.
        id: the scanner's id: the only audience of the answer.
        authority: the name of the authority in the holder's trust list.
        asked: the elements for which the scanner asks.
        allowed: the elements for which its certificate lets it ask.
        nonce: the bytes that the answer has in ``cnonce``.
    """

    name: str
    id: str
    authority: str
    asked: tuple[str, ...]
    allowed: tuple[str, ...]
    nonce: bytes
    _challenge: Handle = field(repr=False, compare=False)


@dataclass(frozen=True)
class AnswerPreview:
    """What the answer to a signed challenge shows, for the holder to see before the device answers.

    Attributes:
        disclosed: the withheld elements that are asked for, and that the answer discloses.
        shown: the elements that every code of the credential shows.
        marked: those of the shown elements for which the scanner may not ask.
        absent: the elements that are asked for and that the licence does not have.
    """

    disclosed: tuple[str, ...]
    shown: tuple[str, ...]
    marked: tuple[str, ...]
    absent: tuple[str, ...]


def identified(authorities: Handle, text: str | bytes, at: Time) -> IdentifiedChallenge:
    """The challenge in a scanned text; see :meth:`hufu.Verifier.identify`."""
    scan = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    handle = Handle("hufu_challenge_identify", authorities._handle, scan, len(scan), seconds(at))
    value = json.loads(result("hufu_identified_challenge_json", handle._handle, None, 0))
    return IdentifiedChallenge(
        value["verifier"], value["audience"], value["authority"], tuple(value["asked"]), tuple(value["allowed"]),
        bytes.fromhex(value["cnonce"]), handle)


def preview(challenge: IdentifiedChallenge, credential: Data) -> AnswerPreview:
    """What the answer shows of a credential; see :meth:`hufu.Holder.preview`."""
    text = data(credential).strip()
    value = json.loads(result("hufu_identified_challenge_json", challenge._challenge._handle, text, len(text)))
    return AnswerPreview(*(tuple(value[name]) for name in ("disclosed", "shown", "marked", "absent")))


class Authority:
    """Certifies scanners with its key, so that holders see who asks for their licence.

    Args:
        id: the ``iss`` claim, by which trust lists for holders name the authority; 1 to 255 bytes.
        key: a key that can sign.
    """

    __slots__ = ("_key", "id")

    def __init__(self, id: str, key: Key) -> None:
        self.id = id
        self._key = key

    def certify(
        self, scanner: Key, id: str, name: str, allow: Iterable[str], valid_for: timedelta | None = None,
        at: Time = None,
    ) -> bytes:
        """A scanner's certificate, for :meth:`hufu.Challenge.signed`.

        Args:
            scanner: the scanner's key; its public half is enough.
            id: the scanner's id, 1 to 64 bytes: the only audience of answers to it.
            name: the name that holders see, 1 to 96 bytes.
            allow: the elements for which it may ask.
            valid_for: at most 31 days, and 7 by default.
            at: the time of signing.

        Raises:
            HufuError: ``challenge.…`` or ``json.…``, or a failure of the key.
        """
        authority = self.id.encode()
        chosen = options(
            id=id, name=name, allow=list(allow),
            valid_for=None if valid_for is None else int(valid_for.total_seconds()))
        return result(
            "hufu_certify_scanner", authority, len(authority), handle_of(self._key), handle_of(scanner), chosen,
            len(chosen), seconds(at))

    def trust_list(self, name: str = "", add_to: JSON = b"") -> Mapping[str, Any]:
        """A trust list for holders with the key of this authority, for :meth:`hufu.Verifier.identify`.

        Args:
            name: the display name of the authority, which holders see.
            add_to: a trust list with others, which the new one has too.
        """
        entries, id, label = text_of(add_to), self.id.encode(), name.encode()
        value: Mapping[str, Any] = json.loads(result(
            "hufu_trust_add_authority", entries, len(entries), id, len(id), label, len(label), handle_of(self._key)))
        return value
