"""Sealing a reporter's identity: a fresh key for each report, wrapped by the operator's key.

Destroying the wrapped key of one report makes its identity unreadable for good and touches nothing else.
AES-256-GCM (NIST SP 800-38D); the region and report are bound as associated data.
"""

import base64
from os import urandom
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.errors import Unavailable
from workflows.audit import SALT_BYTES, Commitment, commit

_NONCE_BYTES = 12
_KEY_BITS = 256


class Sealed(NamedTuple):
    """What is stored, and the salted commitment that stands in the leaf of the intake."""

    wrapped_key: bytes
    ciphertext: bytes
    commitment: Commitment


class Sealer:
    """Seals and opens identities with the operator's wrapping key (base64 of 32 bytes)."""

    def __init__(self, wrapping_key: str) -> None:
        self._wrapping = AESGCM(base64.b64decode(wrapping_key))

    def seal(self, region: str, report: UUID, identity: bytes) -> Sealed:
        """Encrypt an identity for one report. The salt of its commitment is sealed with it."""
        bound = _bound(region, report)
        key, salt = AESGCM.generate_key(_KEY_BITS), urandom(SALT_BYTES)
        ciphertext = _encrypt(AESGCM(key), salt + identity, bound)
        promise = Commitment(str(report), "reporter", commit(salt, identity))
        return Sealed(_encrypt(self._wrapping, key, bound), ciphertext, promise)

    def open(self, region: str, report: UUID, wrapped_key: bytes, ciphertext: bytes) -> bytes:
        """Decrypt an identity. Raises Unavailable ``sealing_key_wrong`` when this key did not seal it."""
        bound = _bound(region, report)
        try:
            key = _decrypt(self._wrapping, wrapped_key, bound)
            return _decrypt(AESGCM(key), ciphertext, bound)[SALT_BYTES:]
        except InvalidTag as error:
            raise Unavailable("sealing_key_wrong") from error


def _bound(region: str, report: UUID) -> bytes:
    return f"{region}/{report}".encode()


def _encrypt(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
