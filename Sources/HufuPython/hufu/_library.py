"""The functions of libhufu, through ctypes. The other modules of this package are built on this one alone."""

from __future__ import annotations

import ctypes
import json
import os
import threading
from ctypes import POINTER, byref, c_char, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence, Union

from ._errors import HufuError

#: JSON as a value, as text, or as a file (a :class:`pathlib.Path`; a ``str`` is always text).
JSON = Union[Mapping[str, Any], str, bytes, "os.PathLike[str]"]
#: Bytes, or a file with them.
Data = Union[bytes, str, "os.PathLike[str]"]
#: A time: an aware datetime, seconds since 1970, or None for now.
Time = Union[datetime, int, None]

NOW = -(2**63)
LOCAL = -(2**31)


class ErrorFields(ctypes.Structure):
    """hufu_error."""

    code: bytes
    message: bytes
    location: bytes
    advice: bytes
    _fields_ = [
        ("code", c_char * 64), ("message", c_char * 512), ("location", c_char * 256), ("advice", c_char * 512),
    ]


class Buffer(ctypes.Structure):
    """hufu_buffer."""

    bytes: int | None
    length: int
    _fields_ = [("bytes", c_void_p), ("length", c_size_t)]


class Bytes(ctypes.Structure):
    """hufu_bytes."""

    bytes: bytes | None
    length: int
    _fields_ = [("bytes", c_char_p), ("length", c_size_t)]


class Root(ctypes.Structure):
    """hufu_root."""

    certificate: Bytes
    issuer: Bytes
    _fields_ = [("certificate", Bytes), ("issuer", Bytes)]


class VerdictFields(ctypes.Structure):
    """hufu_verdict."""

    outcome: int
    kind: int
    known: int
    is_partly_withheld: int
    clock_offset: int
    status_age: int
    token_expires: int
    credential_expires: int
    code: bytes
    message: bytes
    advice: bytes
    _fields_ = [
        ("outcome", c_int32), ("kind", c_int32), ("known", c_uint32), ("is_partly_withheld", c_int32),
        ("clock_offset", c_int64), ("status_age", c_int64), ("token_expires", c_int64), ("credential_expires", c_int64),
        ("code", c_char * 64), ("message", c_char * 256), ("advice", c_char * 512),
    ]


SIGN = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_uint8))
ADMIT = ctypes.CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_int64, c_int64, c_int64, c_int64)

_BYTES = (c_char_p, c_size_t)
_ERROR = POINTER(ErrorFields)
_OUT = POINTER(Buffer)
_HANDLE = POINTER(c_void_p)
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "hufu_free": (c_void_p,),
    "hufu_key_generate": (c_int32, _HANDLE),
    "hufu_key_read": (*_BYTES, _HANDLE),
    "hufu_key_external": (*_BYTES, SIGN, c_void_p, _HANDLE),
    "hufu_key_public_pem": (c_void_p, _OUT),
    "hufu_key_private_pem": (c_void_p, _OUT),
    "hufu_verifier_new": (*_BYTES, c_int32, c_void_p, _HANDLE),
    "hufu_verifier_set_policy": (c_void_p, *_BYTES, c_int32),
    "hufu_verifier_load_trust": (c_void_p, *_BYTES, c_int64),
    "hufu_verifier_load_signed_trust": (c_void_p, *_BYTES, *_BYTES, _HANDLE, c_size_t, c_int64),
    "hufu_verifier_load_status": (c_void_p, *_BYTES, c_int64),
    "hufu_verifier_set_roots": (
        c_void_p, *_BYTES, POINTER(Root), c_size_t, POINTER(Bytes), c_size_t, c_int64),
    "hufu_verifier_load_bundle": (c_void_p, *_BYTES, *_BYTES, _HANDLE, c_size_t, c_int64, POINTER(c_size_t)),
    "hufu_verifier_load_package": (c_void_p, POINTER(Bytes), c_size_t, c_int64, POINTER(c_size_t)),
    "hufu_verifier_rollback_state": (c_void_p, _OUT),
    "hufu_verifier_join_rollback_state": (c_void_p, *_BYTES),
    "hufu_verify": (c_void_p, *_BYTES, *_BYTES, c_int64, POINTER(VerdictFields), _OUT),
    "hufu_verify_answers": (
        c_void_p, *_BYTES, _HANDLE, c_size_t, c_int64, c_int64, POINTER(VerdictFields), _OUT),
    "hufu_verify_report": (c_void_p, *_BYTES, *_BYTES, c_int64, POINTER(VerdictFields), _HANDLE),
    "hufu_report_json": (c_void_p, _OUT),
    "hufu_challenge_new": (_HANDLE,),
    "hufu_challenge_sign": (*_BYTES, c_void_p, *_BYTES, c_int64, _HANDLE),
    "hufu_challenge_restore": (*_BYTES, c_int64, _HANDLE),
    "hufu_challenge_text": (c_void_p, _OUT),
    "hufu_challenge_read": (*_BYTES, _OUT),
    "hufu_replay_memory_new": (c_size_t, _HANDLE),
    "hufu_replay_memory_external": (ADMIT, c_void_p, _HANDLE),
    "hufu_replay_memory_admit": (c_void_p, *_BYTES, c_int64, c_int64, c_int64, c_int64, POINTER(c_int32)),
    "hufu_issuer_new": (*_BYTES, c_void_p, _HANDLE),
    "hufu_issue": (c_void_p, *_BYTES, c_void_p, *_BYTES, c_int64, _OUT, _OUT),
    "hufu_mint": (c_void_p, *_BYTES, *_BYTES, c_int64, _OUT, _OUT),
    "hufu_key_request_read": (*_BYTES, *_BYTES, _HANDLE),
    "hufu_trust_add": (*_BYTES, *_BYTES, *_BYTES, c_void_p, _OUT),
    "hufu_trust_add_authority": (*_BYTES, *_BYTES, *_BYTES, c_void_p, _OUT),
    "hufu_certify_scanner": (*_BYTES, c_void_p, c_void_p, *_BYTES, c_int64, _OUT),
    "hufu_sample_license": (c_uint32, c_int64, _OUT),
    "hufu_key_request": (c_void_p, *_BYTES, c_int64, _OUT),
    "hufu_holder_new": (*_BYTES, c_void_p, _HANDLE),
    "hufu_present": (c_void_p, *_BYTES, *_BYTES, c_int64, _OUT, POINTER(c_int64)),
    "hufu_challenge_identify": (c_void_p, *_BYTES, c_int64, _HANDLE),
    "hufu_identified_challenge_json": (c_void_p, *_BYTES, _OUT),
    "hufu_answer": (c_void_p, c_void_p, *_BYTES, c_int64, _OUT, POINTER(c_int64)),
    "hufu_qr_png": (*_BYTES, *_BYTES, _OUT),
}


def _load() -> ctypes.CDLL:
    path = os.environ.get("HUFU_LIBRARY") or str(Path(__file__).with_name("libhufu.so.1"))
    # CDLL, not PyDLL: the interpreter lock is released during each call.
    library = ctypes.CDLL(path)
    library.hufu_version.restype = c_char_p
    library.hufu_buffer_free.argtypes = (_OUT,)
    library.hufu_buffer_free.restype = None
    library.hufu_live_handles.restype = c_size_t
    for name, arguments in _SIGNATURES.items():
        function = getattr(library, name)
        function.argtypes = (*arguments, _ERROR)
        function.restype = c_int32
    return library


LIBRARY = _load()
#: The version of libhufu.
__version__: str = LIBRARY.hufu_version().decode()
_free_buffer: Callable[[Any], None] = LIBRARY.hufu_buffer_free


class Scratch:
    """What one call gives the library to write to."""

    __slots__ = (
        "buffer", "buffer_reference", "error", "error_reference", "report", "report_reference", "verdict", "verdict_reference",
    )

    def __init__(self) -> None:
        self.error = ErrorFields()
        self.error_reference = byref(self.error)
        self.buffer = Buffer()
        self.buffer_reference = byref(self.buffer)
        self.report = c_void_p()
        self.report_reference = byref(self.report)
        self.verdict = VerdictFields()
        self.verdict_reference = byref(self.verdict)


#: Scratches that no call uses, so that they are not allocated for every call. A call removes one until it has read its results,
#: because a signal handler, a finalizer or a callback may make calls in the middle of it, on the same thread.
FREE: list[Scratch] = []


def unused() -> Scratch:
    """A scratch for one call, which appends it to FREE at its end, or drops it."""
    # pop and append are atomic.
    try:
        return FREE.pop()
    except IndexError:
        return Scratch()


def failure(scratch: Scratch) -> HufuError:
    """The exception for what the call with this scratch has described."""
    error = scratch.error
    return HufuError(
        error.code.decode(), error.message.decode(), error.advice.decode(), error.location.decode() or None)


class CallbackState(threading.local):
    """What callbacks leave for the call of their thread that is the innermost."""

    #: An exception, which becomes the cause of the failure of the call.
    exception: BaseException | None = None


CALLBACK = CallbackState()


def call(name: str, *arguments: Any) -> None:
    """Calls a function whose last argument is a hufu_error."""
    scratch, outer = unused(), CALLBACK.exception
    CALLBACK.exception = None
    try:
        if getattr(LIBRARY, name)(*arguments, scratch.error_reference) != 0:
            raise failure(scratch) from CALLBACK.exception
    finally:
        CALLBACK.exception = outer
        FREE.append(scratch)


def take(buffer: Buffer) -> bytes:
    """The bytes of a buffer, which is freed."""
    data = ctypes.string_at(buffer.bytes, buffer.length) if buffer.bytes else b""
    _free_buffer(byref(buffer))
    return data


def result(name: str, *arguments: Any) -> bytes:
    """Calls a function whose last but one argument is a buffer; its bytes."""
    buffer = Buffer()
    call(name, *arguments, byref(buffer))
    return take(buffer)


class Handle:
    """An object of the library. It is freed with the last reference to this one."""

    __slots__ = ("_handle",)

    def __init__(self, name: str, *arguments: Any) -> None:
        self._handle: int | None = None
        handle = c_void_p()
        call(name, *arguments, byref(handle))
        self._handle = handle.value

    # As a default the function outlives the module, which may be gone before the last objects when the interpreter ends.
    def __del__(self, free: Callable[[Any, Any], Any] = LIBRARY.hufu_free) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            free(handle, None)


def handle_of(value: Handle | None) -> int | None:
    """The handle of an object; None for none."""
    return None if value is None else value._handle


def handles_of(values: Sequence[Handle]) -> Any:
    """The handles of objects as an array of C."""
    return (c_void_p * len(values))(*(value._handle for value in values))


def spans_of(values: Iterable[bytes]) -> Any:
    """Bytes as an array of C, which refers to them."""
    kept = list(values)
    return (Bytes * len(kept))(*(Bytes(value, len(value)) for value in kept))


def data(value: Data | bytearray | memoryview) -> bytes:
    """Bytes of an argument: text in UTF-8, bytes, or the contents of a file (any other path-like object)."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    return Path(value).read_bytes()


def text_of(value: JSON) -> bytes:
    """The text of an argument in JSON."""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return data(value)


def options(**values: Any) -> bytes:
    """Options in JSON, without those that are None."""
    return json.dumps({name: value for name, value in values.items() if value is not None}).encode()


def challenge_length(challenge: bytes | None) -> int:
    """The length of the bytes of a challenge; 0 for None. Bytes that were lost on the way are not taken for no challenge."""
    if challenge is None:
        return 0
    if not challenge:
        raise ValueError("challenge has bytes, or is None for none; b'' was given: look where its bytes were lost")
    return len(challenge)


def seconds(time: Time) -> int:
    """A time for the library."""
    if time is None:
        return NOW
    if isinstance(time, datetime):
        if time.tzinfo is None:
            raise ValueError("the datetime has no time zone; give one with tzinfo, such as datetime.now(timezone.utc)")
        return int(time.timestamp() // 1)
    return max(min(int(time), 2**63 - 1), NOW + 1)
