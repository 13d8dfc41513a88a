"""Keys of signed notes: c2sp.org/signed-note, and for cosignatures c2sp.org/tlog-cosignature. Ed25519 only.

What is signed, and how the signature is laid out, depends on the key's kind:

log           0x01   signs the note's text; 64 bytes
cosignature   0x04   signs a header with a POSIX time, then the text; 8 bytes of time and 64 of signature
"""

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflows.trail.tlog.encoding import MAX_NUMBER, from_base64, has_controls, to_base64
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

KEY_BYTES = 32
KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_TIME_BYTES = 8
_PARTS = 3


class KeyKind(IntEnum):
    """The signature type byte: what the key's signatures say."""

    LOG = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name. Raises Malformed ``key_name`` or ``key_size``."""

    name: str
    kind: KeyKind
    public_key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public_key) != KEY_BYTES:
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

        Raises SignatureRejected: ``signature_size``, ``signature_time`` above 2^63 - 1, ``signature_invalid``.
        """
        timed = self.kind is KeyKind.COSIGNATURE
        if len(signature) != _SIGNATURE_BYTES + timed * _TIME_BYTES:
            raise SignatureRejected("signature_size")
        timestamp = int.from_bytes(signature[:_TIME_BYTES], "big") if timed else None
        if timestamp is not None and timestamp > MAX_NUMBER:
            raise SignatureRejected("signature_time")
        try:
            public = Ed25519PublicKey.from_public_bytes(self.public_key)
            public.verify(signature[-_SIGNATURE_BYTES:], _message(text, timestamp))
        except InvalidSignature:
            raise SignatureRejected("signature_invalid") from None
        return timestamp

    def _material(self) -> bytes:
        return bytes([self.kind]) + self.public_key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its public half. Made by ``signing_key``; never shown."""

    verifier: VerifierKey
    private: Ed25519PrivateKey = field(repr=False)

    def signature(self, text: str, timestamp: int | None = None) -> bytes:
        """The signature's bytes after the key id: 64 of a log, 72 of a cosigner.

        Raises ValueError ``signature_time``: a cosigner states a POSIX time from 0 to 2^63 - 1, a log none.
        """
        timed = self.verifier.kind is KeyKind.COSIGNATURE
        if timed is (timestamp is None) or not 0 <= (timestamp or 0) <= MAX_NUMBER:
            raise ValueError("signature_time")
        head = b"" if timestamp is None else timestamp.to_bytes(_TIME_BYTES, "big")
        return head + self.private.sign(_message(text, timestamp))


def signing_key(name: str, seed: bytes, kind: KeyKind = KeyKind.LOG) -> SigningKey:
    """The key of a 32-byte Ed25519 seed (RFC 8032). Raises Malformed ``key_name`` or ``key_size``."""
    if len(seed) != KEY_BYTES:
        raise Malformed("key_size")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return SigningKey(VerifierKey(name, kind, private.public_key().public_bytes_raw()), private)


def parse_verifier_key(text: str) -> VerifierKey:
    """A key from its text.

    Raises Malformed: ``key_parts``, ``key_name``, ``base64_invalid``, ``key_kind`` when it is neither 0x01 nor 0x04,
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


def _message(text: str, timestamp: int | None) -> bytes:
    """What is signed: the text, after the two lines of c2sp.org/tlog-cosignature when there is a time."""
    head = "" if timestamp is None else f"cosignature/v1\ntime {timestamp}\n"
    return (head + text).encode()
