"""Verifiers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from ctypes import byref, c_int32, c_size_t, string_at
from datetime import timedelta
from typing import Any, Callable, Iterable, Mapping, Sequence, Union

from ._challenges import Challenge, IdentifiedChallenge, identified
from ._keys import Key
from ._library import (
    ADMIT, FREE, JSON, LIBRARY, LOCAL, NOW, Bytes, Data, Handle, Root, Time, call, challenge_length, data, failure, handle_of,
    handles_of, options, result, seconds, spans_of, take, text_of, unused,
)
from ._verdict import Verdict

Policy = Union[JSON, None]

_verify = LIBRARY.hufu_verify_report
_verify_answers = LIBRARY.hufu_verify_answers


class ReplayMemory(Handle):
    """A memory of admitted tokens, for policies that admit each token once. Verifiers and threads may share one.

    Args:
        capacity: the largest number of tokens that have not expired; about 200 bytes each.
    """

    __slots__ = ("_callback",)

    def __init__(self, capacity: int = 100_000) -> None:
        self._callback: Any = None
        super().__init__("hufu_replay_memory_new", capacity)

    @classmethod
    def external(cls, admit: Callable[[bytes, int, int, int, int], bool | None]) -> ReplayMemory:
        """A memory of the caller, such as a table in a database.

        Args:
            admit: is called with ``(credential, issued_at, expires_at, expiry, now)``: 32 bytes, and seconds since 1970. It
                gives True if the token was not admitted before and is now, False if it was admitted before, and None if it
                cannot be remembered. Of concurrent calls with the same ``credential`` and ``issued_at`` exactly one gives
                True. An entry may be removed from ``expiry`` on; then give None for every token whose ``expires_at`` is not
                later than that of a removed one. An exception makes the verdict ``replay.memory_full``.
        """
        answers = {True: 0, False: 1, None: 2}

        def callback(_: object, credential: Any, issued_at: int, expires_at: int, expiry: int, now: int) -> int:
            try:
                return answers[admit(string_at(credential, 32), issued_at, expires_at, expiry, now)]
            except BaseException:
                return 3

        function = ADMIT(callback)
        memory = cls.__new__(cls)
        memory._callback = function
        Handle.__init__(memory, "hufu_replay_memory_external", function, None)
        return memory

    def admit(self, credential: bytes, issued_at: int, expires_at: int, expiry: int, now: int) -> bool | None:
        """Admits a token that another scanner has admitted; arguments and result as of ``admit`` of :meth:`external`."""
        answer = c_int32()
        call("hufu_replay_memory_admit", self._handle, credential, len(credential), issued_at, expires_at, expiry, now,
             byref(answer))
        return {0: True, 1: False}.get(answer.value)


class Verifier(Handle):
    """Verifies codes offline. One verifier serves all threads, and lists may be loaded while it verifies.

    Args:
        trust: the trust list: in JSON, or signed if ``anchors`` are given.
        status: signed status lists, as bytes or files.
        policy: what is required: the name of a preset (``roadside``, ``gate``, ``counter``), a policy as
            Vectors/policy.schema.json describes it, or None for the default one.
        utc_offset: how far the scanner's local time is ahead of UTC, unless the policy states it: licences are valid by local
            days. The system's at this moment by default.
        replay_memory: for policies that admit each token once.
        anchors: the keys that may sign the trust list; None for one in JSON.
        trust_name: the pinned name of the signed trust list.
        at: the time of loading.

    Raises:
        HufuError: ``json.…``, ``trust.…``, ``list.…`` or ``key.…``.
    """

    __slots__ = ("_memory",)

    def __init__(
        self, trust: JSON, status: Iterable[Data] = (), policy: str | Policy = None,
        utc_offset: timedelta | None = None, replay_memory: ReplayMemory | None = None,
        anchors: Sequence[Key] | None = None, trust_name: str = "trust", at: Time = None,
    ) -> None:
        # A callback of the memory has to live as long as the verifier.
        self._memory = replay_memory
        text = _policy(policy)
        super().__init__("hufu_verifier_new", text, len(text), _offset(utc_offset), handle_of(replay_memory))
        self.load_trust(trust, anchors, trust_name, at)
        for item in status:
            self.load_status(item, at)

    def load_trust(
        self, trust: JSON, anchors: Sequence[Key] | None = None, trust_name: str = "trust", at: Time = None,
    ) -> None:
        """Replaces the trust list; arguments as above. Status lists that it does not vouch for are dropped.

        Raises:
            HufuError: then nothing has changed.
        """
        contents, name = text_of(trust), trust_name.encode()
        if anchors is None:
            call("hufu_verifier_load_trust", self._handle, contents, len(contents), seconds(at))
        else:
            call("hufu_verifier_load_signed_trust", self._handle, contents, len(contents), name, len(name),
                 handles_of(anchors), len(anchors), seconds(at))

    def load_status(self, status: Data, at: Time = None) -> None:
        """Loads a signed status list, in place of an older one.

        Raises:
            HufuError: ``list.…``; then nothing has changed.
        """
        contents = data(status)
        call("hufu_verifier_load_status", self._handle, contents, len(contents), seconds(at))

    def load_bundle(self, bundle: Data, anchors: Sequence[Key], trust_name: str = "trust", at: Time = None) -> int:
        """Loads a bundle of a signed trust list and a package.

        Returns:
            The number of items after the trust list that were refused; the others are in use.

        Raises:
            HufuError: the trust list was refused; then nothing has changed.
        """
        contents, name, refused = data(bundle), trust_name.encode(), c_size_t()
        call("hufu_verifier_load_bundle", self._handle, contents, len(contents), name, len(name), handles_of(anchors),
             len(anchors), seconds(at), byref(refused))
        return refused.value

    def load_package(self, items: Sequence[Data], at: Time = None) -> int:
        """Loads a package: status lists, indexes and updates of publications, in any order.

        Returns:
            The number of items that were refused; these changed nothing, and the others are in use.
        """
        spans, refused = spans_of(data(item) for item in items), c_size_t()
        call("hufu_verifier_load_package", self._handle, spans, len(spans), seconds(at), byref(refused))
        return refused.value

    def set_roots(
        self, roots: Mapping[str, Sequence[Data]], purpose: str, crls: Iterable[Data] = (), at: Time = None,
    ) -> None:
        """Accepts from now on status lists that name their key by certificates (x5chain), up to one of these roots.

        A verifier without roots refuses such lists. Lists whose certificates do not lead to the new roots are dropped.

        Args:
            roots: for each issuer of status lists the root certificates that are pinned for it, in PEM or DER.
            purpose: the object identifier of the extended key usage for signing status lists, such as
                ``1.3.6.1.5.5.7.3.9``.
            crls: CRLs in PEM or DER, of the roots too. With any, each CA needs a CRL that is current when a list is loaded.
            at: the time of the change.

        Raises:
            HufuError: ``x509.…``; then nothing has changed.
        """
        pairs = [(data(root), issuer.encode()) for issuer, several in roots.items() for root in several]
        pinned = (Root * len(pairs))(
            *(Root(Bytes(root, len(root)), Bytes(issuer, len(issuer))) for root, issuer in pairs))
        name, lists = purpose.encode(), spans_of(data(item) for item in crls)
        call("hufu_verifier_set_roots", self._handle, name, len(name), pinned, len(pinned), lists, len(lists), seconds(at))

    def set_policy(self, policy: str | Policy, utc_offset: timedelta | None = None) -> None:
        """Replaces the policy; arguments as above."""
        text = _policy(policy)
        call("hufu_verifier_set_policy", self._handle, text, len(text), _offset(utc_offset))

    @property
    def rollback_state(self) -> str:
        """The issue times of the newest lists as JSON; see :meth:`join_rollback_state`."""
        return result("hufu_verifier_rollback_state", self._handle).decode()

    def join_rollback_state(self, state: JSON) -> None:
        """Refuses from now on the lists that the verifier of this state would refuse. Store it across restarts."""
        contents = text_of(state)
        call("hufu_verifier_join_rollback_state", self._handle, contents, len(contents))

    def verify(
        self, text: str | bytes, challenge: Challenge | Sequence[Challenge] | bytes | None = None, at: Time = None,
        moment: float | None = None,
    ) -> Verdict:
        """Verifies a scanned text, exactly as the scanner gave it.

        A text that is not a valid code is no error: the verdict says so.

        Args:
            text: the text; bytes if it may not be UTF-8.
            challenge: a challenge that was shown, or several of them, the newest last, of which the last 8 count: only an
                answer to one of them is valid, and none if there are none. A :class:`Challenge` is used up by its first
                answer. Bytes are those of a plain challenge, and are compared only.
            at: the time of the scan.
            moment: for challenges of :meth:`Challenge.restored`: the time of the scan by the clock by which they were shown.

        Raises:
            HufuError: ``argument.number_invalid`` if the challenges and ``moment`` are of different clocks.
            ValueError: ``challenge`` is empty bytes; no challenge is None.
        """
        scan = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        scratch = unused()
        if challenge is not None and not isinstance(challenge, bytes):
            shown = [challenge] if isinstance(challenge, Challenge) else list(challenge)
            status = _verify_answers(
                self._handle, scan, len(scan), handles_of(shown), len(shown), seconds(at),
                NOW if moment is None else int(moment // 1), scratch.verdict_reference, scratch.buffer_reference,
                scratch.error_reference)
            if status != 0:
                raise failure(scratch)
            verdict = Verdict(scratch.verdict.outcome, scratch.verdict.code, None, take(scratch.buffer))
        else:
            if _verify(
                self._handle, scan, len(scan), challenge, challenge_length(challenge), NOW if at is None else seconds(at),
                scratch.verdict_reference, scratch.report_reference, scratch.error_reference,
            ):
                raise failure(scratch)
            verdict = Verdict(scratch.verdict.outcome, scratch.verdict.code, scratch.report.value)
        FREE.append(scratch)
        return verdict

    def identify(self, text: str | bytes, at: Time = None) -> IdentifiedChallenge:
        """Reads a signed challenge for a holder, whose list of authorities is the trust list of this verifier.

        Show the result and :meth:`hufu.Holder.preview` to the holder, and answer only if the holder agrees.

        Args:
            text: the scanned text, ``HFC2:…``.
            at: the holder's clock.

        Raises:
            HufuError: ``challenge.…``: the device must not answer.
        """
        return identified(self, text, at)

    def verify_many(self, texts: Iterable[str | bytes], threads: int | None = None, at: Time = None) -> list[Verdict]:
        """Verifies texts on several threads; the verdicts have the order of the texts.

        Args:
            texts: the texts.
            threads: how many threads verify; one for each processor by default.
            at: the time of all scans; with None each has the time at which it is verified.
        """
        scans, count = list(texts), threads or os.cpu_count() or 1
        if count == 1 or len(scans) < 2:
            return [self.verify(scan, at=at) for scan in scans]
        size = max(1, min(256, -(-len(scans) // count)))
        parts = [scans[start:start + size] for start in range(0, len(scans), size)]
        with ThreadPoolExecutor(count) as pool:
            return [verdict for part in pool.map(lambda part: [self.verify(scan, at=at) for scan in part], parts)
                    for verdict in part]


def _policy(policy: str | Policy) -> bytes:
    if policy is None:
        return options()
    if isinstance(policy, str) and not policy.lstrip().startswith("{"):
        return options(preset=policy)
    return text_of(policy)


def _offset(utc_offset: timedelta | None) -> int:
    return LOCAL if utc_offset is None else int(utc_offset.total_seconds())


