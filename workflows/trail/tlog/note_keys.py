"""Keys of signed notes: c2sp.org/signed-note, and for cosignatures c2sp.org/tlog-cosignature.

What is signed, by which algorithm, and how the signature is laid out, depends on the key's kind:

log           0x01   Ed25519     signs the note's text; 64 bytes
cosignature   0x04   Ed25519     signs a header with a POSIX time, then the text; 8 bytes of time and 64 of signature
subtree       0x06   ML-DSA-44   signs the cosigner's name, a POSIX time and a checkpoint's tree; 8 bytes and 2,420

A checkpoint may be signed by its log with either a log's or a subtree key, and cosigned with either of the last two.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature

from workflows.trail.tlog.algorithms import ED25519, ML_DSA_44, SEED_BYTES, Algorithm, Private
from workflows.trail.tlog.encoding import MAX_NUMBER, from_base64, has_controls, to_base64
from workflows.trail.tlog.signed_messages import MAX_NAME_BYTES, cosigned_tree, dated_text, plain_text
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

KEY_ID_BYTES = 4
_TIME_BYTES = 8
_PARTS = 3


class KeyKind(IntEnum):
    """The signature type byte: what the key's signatures say."""

    LOG = 0x01
    COSIGNATURE = 0x04
    SUBTREE = 0x06

    @property
    def algorithm(self) -> str:
        """``ed25519`` or ``ml-dsa-44``."""
        return _FORMS[self].algorithm.name


LOG_KINDS = frozenset({KeyKind.LOG, KeyKind.SUBTREE})
"""Kinds of the keys with which logs sign, c2sp.org/tlog-checkpoint."""

COSIGNER_KINDS = frozenset({KeyKind.COSIGNATURE, KeyKind.SUBTREE})
"""Kinds of the keys with which witnesses cosign."""


class _Form(NamedTuple):
    """The algorithm, whether a signature begins with a time, and what is signed, by the key's name, text and time."""

    algorithm: Algorithm
    timed: bool
    message: Callable[[str, str, int | None], bytes]


_FORMS = {
    KeyKind.LOG: _Form(ED25519, timed=False, message=plain_text),
    KeyKind.COSIGNATURE: _Form(ED25519, timed=True, message=dated_text),
    KeyKind.SUBTREE: _Form(ML_DSA_44, timed=True, message=cosigned_tree),
}


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name, of a subtree key at most 255 bytes. Raises Malformed ``key_name`` or ``key_size``."""

    name: str
    kind: KeyKind
    public_key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.kind is KeyKind.SUBTREE and len(self.name.encode()) > MAX_NAME_BYTES:
            raise Malformed("key_name")
        if len(self.public_key) != _FORMS[self.kind].algorithm.key_bytes:
            raise Malformed("key_size")

    @property
    def key_id(self) -> bytes:
        """Four bytes: the beginning of SHA-256 over name, newline, kind and public key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._material()).digest()[:KEY_ID_BYTES]

    def encode(self) -> str:
        """The key as text: name, key id in hex, base64 of kind and public key, joined by ``+``."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(self._material())}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """The POSIX time, in seconds, that a cosignature carries; None for a log's signature.

        Of a subtree key it may be 0: the cosigner does not say that the tree was the largest it knew. Raises
        SignatureRejected: ``signature_size``, ``signature_time`` above 2^63 - 1, ``signature_invalid``, and of a
        subtree key what ``signed_messages.cosigned_tree`` says of a text that it cannot have signed.
        """
        algorithm, timed, message = _FORMS[self.kind]
        if len(signature) != algorithm.signature_bytes + timed * _TIME_BYTES:
            raise SignatureRejected("signature_size")
        timestamp = int.from_bytes(signature[:_TIME_BYTES], "big") if timed else None
        if timestamp is not None and timestamp > MAX_NUMBER:
            raise SignatureRejected("signature_time")
        try:
            public = algorithm.public(self.public_key)
            public.verify(signature[-algorithm.signature_bytes :], message(self.name, text, timestamp))
        except InvalidSignature:
            raise SignatureRejected("signature_invalid") from None
        except Malformed as fault:
            raise SignatureRejected(fault.reason) from None
        return timestamp

    def _material(self) -> bytes:
        return bytes([self.kind]) + self.public_key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its public half. Made by ``signing_key``; never shown."""

    verifier: VerifierKey
    private: Private = field(repr=False)

    def signature(self, text: str, timestamp: int | None = None) -> bytes:
        """The signature's bytes after the key id: 64 of a log's key, 72 or with ML-DSA-44 2,428 of a cosigner's.

        Raises ValueError ``signature_time``: a cosigner states a POSIX time from 0 to 2^63 - 1, a log's key none; and
        Malformed as ``signed_messages.cosigned_tree`` does.
        """
        _, timed, message = _FORMS[self.verifier.kind]
        if timed is (timestamp is None) or not 0 <= (timestamp or 0) <= MAX_NUMBER:
            raise ValueError("signature_time")
        head = b"" if timestamp is None else timestamp.to_bytes(_TIME_BYTES, "big")
        return head + self.private.sign(message(self.verifier.name, text, timestamp))


def signing_key(name: str, seed: bytes, kind: KeyKind = KeyKind.LOG) -> SigningKey:
    """The key of a 32-byte seed, RFC 8032 or FIPS 204. Raises Malformed ``key_name`` or ``key_size``."""
    if len(seed) != SEED_BYTES:
        raise Malformed("key_size")
    private = _FORMS[kind].algorithm.private(seed)
    return SigningKey(VerifierKey(name, kind, private.public_key().public_bytes_raw()), private)


def parse_verifier_key(text: str) -> VerifierKey:
    """A key from its text.

    Raises Malformed: ``key_parts``, ``key_name``, ``base64_invalid``, ``key_kind`` for none of 0x01, 0x04 and 0x06,
    ``key_size``, ``key_id_mismatch`` when the id is not this key's in lower-case hex.
    """
    parts = text.split("+", _PARTS - 1)
    if len(parts) != _PARTS:
        raise Malformed("key_parts")
    name, key_id, material = parts[0], parts[1], from_base64(parts[2])
    if material[:1] not in {bytes([kind]) for kind in KeyKind}:
        raise Malformed("key_kind")
    key = VerifierKey(name, KeyKind(material[0]), material[1:])
    if key.key_id.hex() != key_id:
        raise Malformed("key_id_mismatch")
    return key


def check_name(name: str) -> None:
    """Raise Malformed ``key_name`` for an empty name or one with spaces, ``+``, controls or what UTF-8 cannot hold."""
    foul = not name or "+" in name or has_controls(name) or any(character.isspace() for character in name)
    if foul or not encodable(name):
        raise Malformed("key_name")


def encodable(text: str) -> bool:
    """Whether UTF-8 can hold the text: it has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
