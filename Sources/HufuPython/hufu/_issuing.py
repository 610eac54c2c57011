"""Issuers and holders."""

from __future__ import annotations

import json
from ctypes import byref, c_int64
from datetime import datetime, timedelta
from typing import Any, Iterable, Mapping, TypeVar

from ._challenges import AnswerPreview, IdentifiedChallenge, preview
from ._codes import Code, Credential, Warned
from ._keys import Key
from ._library import (
    JSON, Buffer, Data, Handle, Time, call, challenge_length, data, handle_of, options, result, seconds, take, text_of,
)
from ._verdict import _EPOCH, _time

_Text = TypeVar("_Text", bound=Warned)


class Issuer(Handle):
    """Signs licences with its key. Any number of threads may use one.

    Args:
        id: the ``iss`` claim, by which trust lists name the issuer; 1 to 255 bytes.
        key: a key that can sign.
    """

    __slots__ = ("_key", "id")

    def __init__(self, id: str, key: Key) -> None:
        self.id = id
        # A callback of the key has to live as long as the issuer.
        self._key = key
        name = id.encode()
        super().__init__("hufu_issuer_new", name, len(name), handle_of(key))

    def issue(
        self, license: JSON, device: Key, at: Time = None, status: str | None = None, valid_for: timedelta | None = None,
        redact: str | Iterable[str] | None = None, decoys: int | None = None, device_key: str | None = None,
        profile: str | None = None, allow_unknown_classes: bool | None = None, strict: bool | None = None,
        max_version: int | None = None,
    ) -> Credential:
        """Issues a licence to the device of its holder.

        Args:
            license: the licence (PROFILE section 7).
            device: the key of the device; its public half is enough.
            at: the time of issuing.
            status: the entry of a status list for this licence on this device, as ``URI#INDEX``.
            valid_for: at most 400 days; 30 by default. The shorter, the less use a stolen device is.
            redact: the elements that the holder may withhold: names, ``all`` or ``none``; the second page by default.
            decoys: the number of decoy hashes, 0 to 24.
            device_key: ``compressed`` (the default) or ``full``, for readers that cannot read the short form.
            profile: ``live``: a portrait is replaced by its digest.
            allow_unknown_classes: whether vehicle classes outside the catalogue are signed.
            strict: whether implausible data are errors and not warnings.
            max_version: the largest QR version of the codes, 1 to 40; 25 by default.

        Raises:
            HufuError: ``json.…``, ``license.…``, ``issue.…``, ``qr.text_too_long``, or a failure of the key.
        """
        chosen = options(
            status=status, valid_for=_whole(valid_for), redact=_names(redact), decoys=decoys, device_key=device_key,
            profile=profile, allow_unknown_classes=allow_unknown_classes, strict=strict, max_version=max_version)
        return self._issue(license, device, chosen, at, Credential)

    def card(
        self, license: JSON, at: Time = None, status: str | None = None, valid_for: timedelta | None = None,
        allow_unknown_classes: bool | None = None, strict: bool | None = None, max_version: int | None = None,
    ) -> Code:
        """Signs the code of a printed card. Anybody can copy it, so scanners accept it only if their policy says so.

        The arguments and errors are those of :meth:`issue`; ``valid_for`` is at most 3,660 days, and 3,650 by default.
        """
        chosen = options(
            status=status, valid_for=_whole(valid_for), profile="card", allow_unknown_classes=allow_unknown_classes,
            strict=strict, max_version=max_version)
        return self._issue(license, None, chosen, at, Code)

    def _issue(self, license: JSON, device: Key | None, chosen: bytes, at: Time, kind: type[_Text]) -> _Text:
        text, warnings = Buffer(), Buffer()
        contents = text_of(license)
        call("hufu_issue", self._handle, contents, len(contents), handle_of(device), chosen, len(chosen), seconds(at),
             byref(text), byref(warnings))
        issued = kind(take(text).decode())
        issued.warnings = json.loads(take(warnings))
        return issued

    def mint(
        self, license: JSON, at: Time = None, count: int = 1, period: timedelta | None = None, status: str | None = None,
        profile: str | None = None, allow_unknown_classes: bool | None = None, strict: bool | None = None,
        max_version: int | None = None,
    ) -> list[Code]:
        """Signs the codes of the coming time steps, for a phone without a secure key.

        Args:
            license: the licence (PROFILE section 7).
            at: a time in the first step.
            count: the number of steps, 1 to 10,000.
            period: the length of a step; 30 s by default, and more than 120 s only for scanners with a policy of their own.
            status: the entry of a status list for this licence.
            profile: as of :meth:`issue`, and so are the others and the errors.
            allow_unknown_classes: see there.
            strict: see there.
            max_version: see there.
        """
        chosen = options(
            count=count, period=_whole(period), status=status, profile=profile,
            allow_unknown_classes=allow_unknown_classes, strict=strict, max_version=max_version)
        contents, texts, warnings = text_of(license), Buffer(), Buffer()
        call("hufu_mint", self._handle, contents, len(contents), chosen, len(chosen), seconds(at), byref(texts),
             byref(warnings))
        found, codes = json.loads(take(warnings)), []
        for step in json.loads(take(texts)):
            code = Code(step["token"])
            code.warnings, code.expires = found, _time(step["not_after"])
            codes.append(code)
        return codes

    def trust_list(self, name: str = "", add_to: JSON = b"") -> Mapping[str, Any]:
        """A trust list with the key of this issuer, for :class:`hufu.Verifier`.

        Args:
            name: the display name of the issuer.
            add_to: a trust list with other issuers, which the new one has too.
        """
        entries, id, label = text_of(add_to), self.id.encode(), name.encode()
        value: Mapping[str, Any] = json.loads(result(
            "hufu_trust_add", entries, len(entries), id, len(id), label, len(label), handle_of(self._key)))
        return value

    @staticmethod
    def key_of_request(request: bytes, challenge: bytes) -> Key:
        """The key of a device that has proved that it holds it; see :meth:`hufu.Key.request`.

        Args:
            request: what the device sent.
            challenge: what this issuer gave the device. Accept each challenge only once.

        Raises:
            HufuError: ``request.…``.
        """
        return Key("hufu_key_request_read", request, len(request), challenge, len(challenge))


class Holder(Handle):
    """A device with a credential. Any number of threads may use one.

    Args:
        credential: the text that :meth:`Issuer.issue` has made, or a file with it (a :class:`pathlib.Path`).
        key: the device's key, which can sign; ``present.key_mismatch`` if the credential was issued to another.
    """

    __slots__ = ("_credential", "_key")

    def __init__(self, credential: Data, key: Key) -> None:
        # A callback of the key has to live as long as the holder.
        self._key = key
        self._credential = text = data(credential).strip()
        super().__init__("hufu_holder_new", text, len(text), handle_of(key))

    def present(
        self, at: Time = None, challenge: bytes | str | None = None, audience: str | None = None,
        period: timedelta | None = None, preset: str | None = None, disclose: Iterable[str] | None = None,
        transport: str | None = None,
    ) -> Code:
        """Signs the code of the time step that contains ``at``.

        Args:
            at: the time; now by default.
            challenge: the challenge of the scanner: its text, ``HFC1:…``, or its bytes.
            audience: the scanner for which the code is made; any by default.
            period: the length of a time step; 30 s by default.
            preset: what is disclosed of the withheld elements: ``age``, ``driving``, ``all`` or ``none``.
            disclose: the same by names.
            transport: ``base45`` (the default), or ``base32`` for scanners that act as a keyboard.

        Raises:
            HufuError: ``present.…``, or a failure of the key.
            ValueError: ``challenge`` is empty; no challenge is None.
        """
        if isinstance(challenge, str):
            scanned = challenge.encode("utf-8", "surrogatepass")
            challenge = result("hufu_challenge_read", scanned, len(scanned))
        length = challenge_length(challenge)
        chosen = options(
            audience=audience, period=_whole(period), preset=preset, disclose=_names(disclose), transport=transport)
        text, end = Buffer(), c_int64()
        call("hufu_present", self._handle, chosen, len(chosen), challenge, length, seconds(at), byref(text), byref(end))
        return _code(text, end)

    def preview(self, challenge: IdentifiedChallenge) -> AnswerPreview:
        """What the answer to a signed challenge shows, for the holder to see before :meth:`answer`.

        Args:
            challenge: the challenge, of :meth:`hufu.Verifier.identify`.
        """
        return preview(challenge, self._credential)

    def answer(
        self, challenge: IdentifiedChallenge, at: Time = None, period: timedelta | None = None,
        transport: str | None = None,
    ) -> Code:
        """Signs the code that answers a signed challenge, after the holder has agreed.

        It is for this challenge and its scanner only, with the withheld elements that are asked for, and no others.

        Args:
            challenge: the challenge, of :meth:`hufu.Verifier.identify`.
            at: the time; now by default.
            period: as of :meth:`present`.
            transport: as of :meth:`present`.

        Raises:
            HufuError: ``present.…``, or a failure of the key.
        """
        chosen = options(period=_whole(period), transport=transport)
        text, end = Buffer(), c_int64()
        call("hufu_answer", self._handle, challenge._challenge._handle, chosen, len(chosen), seconds(at), byref(text),
             byref(end))
        return _code(text, end)


def _code(text: Buffer, end: c_int64) -> Code:
    code = Code(take(text).decode())
    code.expires = _after_1970(end.value)
    return code


def sample_license(number: int = 0, at: Time = None) -> dict[str, Any]:
    """A licence of an invented person, for tests: the same for the same number, from 0 to 9,999, and day."""
    if not 0 <= number < 10_000:
        raise ValueError(f"number is 0 to 9999; {number} was given")
    value: dict[str, Any] = json.loads(result("hufu_sample_license", number, seconds(at)))
    return value


def _whole(duration: timedelta | None) -> int | None:
    return None if duration is None else int(duration.total_seconds())


def _names(names: str | Iterable[str] | None) -> str | list[str] | None:
    return names if names is None or isinstance(names, str) else list(names)


def _after_1970(count: int) -> datetime:
    return _EPOCH + timedelta(seconds=count)
