"""Wrapping the keys of reports: the one place that knows where the wrapping key is.

``KeyWrapper`` is asynchronous so that a key management service can be one. A wrapped key names the wrapping key
that it needs, so that a key that was changed tells itself from one that is wrong.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence
from os import urandom
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.edge.service_errors import Unavailable

NONCE_BYTES = 12
_FORM = b"\x01"
_ID_BYTES = 8
_KEY_AND_TAG_BYTES = 32 + 16
_UNNAMED_BYTES = NONCE_BYTES + _KEY_AND_TAG_BYTES
"""The length of a key that was wrapped before wrapped keys named their wrapping key."""


class KeyWrapper(Protocol):
    """Wraps the key of one report. ``bound`` is authenticated with it: region and report."""

    async def wrap(self, key: bytes, bound: bytes) -> bytes:
        """The key encrypted, with the id of the wrapping key. Raises Unavailable."""
        ...

    async def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """The key again. Raises Unavailable ``sealing_key_wrong`` when no key at hand wrapped it for ``bound``."""
        ...


class SettingsWrapper:
    """Wraps with AES-256-GCM under keys from the settings, each the base64 of 32 bytes.

    ``current`` wraps; ``former`` ones only unwrap what they wrapped before the key was changed.
    """

    def __init__(self, current: str, former: Sequence[str] = ()) -> None:
        keys = [base64.b64decode(key) for key in (current, *former)]
        self._current = key_id(keys[0])
        self._ciphers: Mapping[bytes, AESGCM] = {key_id(key): AESGCM(key) for key in keys}

    async def wrap(self, key: bytes, bound: bytes) -> bytes:
        """See ``KeyWrapper``."""
        nonce = urandom(NONCE_BYTES)
        return _FORM + self._current + nonce + self._ciphers[self._current].encrypt(nonce, key, bound)

    async def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """See ``KeyWrapper``."""
        if len(wrapped) == _UNNAMED_BYTES:
            return self._unnamed(wrapped, bound)
        named, sealed = wrapped[1 : 1 + _ID_BYTES], wrapped[1 + _ID_BYTES :]
        cipher = self._ciphers.get(named) if wrapped[:1] == _FORM else None
        if cipher is None or len(sealed) != _UNNAMED_BYTES:
            raise Unavailable("sealing_key_wrong")
        return _opened(cipher, sealed, bound)

    def _unnamed(self, wrapped: bytes, bound: bytes) -> bytes:
        for cipher in self._ciphers.values():
            try:
                return _opened(cipher, wrapped, bound)
            except Unavailable:
                continue
        raise Unavailable("sealing_key_wrong")


def key_id(key: bytes) -> bytes:
    """What names a wrapping key beside what it wrapped; it tells nothing about the key."""
    return hmac.digest(key, b"tindak wrapping key", "sha256")[:_ID_BYTES]


def _opened(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag as error:
        raise Unavailable("sealing_key_wrong") from error
