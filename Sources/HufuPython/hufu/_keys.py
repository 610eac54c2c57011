"""Keys."""

from __future__ import annotations

import ctypes
from typing import Any, Callable

from . import _library as library
from ._library import CALLBACK, SIGN, Data, Handle, data, result

_ALGORITHMS = {"ESP256": 1, "Ed25519": 2}


class Key(Handle):
    """A key: public, private, or private in another place, such as an HSM.

    Any number of threads may use one. Make it with :meth:`generate`, :meth:`read` or :meth:`external`.
    """

    __slots__ = ("_callback",)

    def __init__(self, name: str, *arguments: Any) -> None:
        self._callback: Any = None
        super().__init__(name, *arguments)

    @classmethod
    def generate(cls, algorithm: str = "ESP256") -> Key:
        """A new key from the system's random numbers.

        Args:
            algorithm: ``ESP256`` (ECDSA on P-256) or ``Ed25519``.
        """
        if algorithm not in _ALGORITHMS:
            raise ValueError(f"algorithm is one of {', '.join(_ALGORITHMS)}; {algorithm!r} was given")
        return cls("hufu_key_generate", _ALGORITHMS[algorithm])

    @classmethod
    def read(cls, file: Data) -> Key:
        """The key in a file: PEM (PKCS #8, SEC 1, SubjectPublicKeyInfo) or JWK.

        Args:
            file: the contents, or the file as a :class:`pathlib.Path`.

        Raises:
            HufuError: ``key.…`` or ``json.…``; it names other formats, and the way to convert them.
        """
        contents = data(file)
        return cls("hufu_key_read", contents, len(contents))

    @classmethod
    def external(cls, public_key: Data, sign: Callable[[bytes], bytes]) -> Key:
        """A key whose private half stays elsewhere.

        Args:
            public_key: as for :meth:`read`.
            sign: is called with the message and gives the signature: r and s, or R and S, of 32 bytes each, not DER. It is
                called on the thread that issues or presents, perhaps on several at once. What it raises is the cause of the
                HufuError of that call.
        """
        def callback(_: object, message: Any, length: int, signature: Any) -> int:
            try:
                made = sign(ctypes.string_at(message, length))
                if len(made) != 64:
                    raise ValueError(f"a signature has 64 bytes; {len(made)} were given")
                ctypes.memmove(signature, bytes(made), 64)
            except BaseException as exception:
                CALLBACK.exception = exception
                return 1
            return 0

        contents = data(public_key)
        function = SIGN(callback)
        key = cls("hufu_key_external", contents, len(contents), function, None)
        # It has to live as long as the key.
        key._callback = function
        return key

    @property
    def public_pem(self) -> str:
        """The public half as PEM."""
        return result("hufu_key_public_pem", self._handle).decode()

    @property
    def private_pem(self) -> str:
        """The private half as PKCS #8 in PEM.

        Raises:
            HufuError: the private half is not here.
        """
        return result("hufu_key_private_pem", self._handle).decode()

    def request(self, challenge: bytes, at: library.Time = None) -> bytes:
        """Proves to an issuer that this device holds the key; see :meth:`hufu.Issuer.key_of_request`.

        Args:
            challenge: the issuer's, 8 to 64 bytes.
            at: the time of the request.
        """
        return result("hufu_key_request", self._handle, challenge, len(challenge), library.seconds(at))
