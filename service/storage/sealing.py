"""What is kept encrypted: one key for each report, wrapped by the operator's.

Destroying the wrapped key of one report makes all that it sealed unreadable for good and touches nothing else.
AES-256-GCM (NIST SP 800-38D). Region, report and purpose (which text, whose answer) are bound as associated data,
so that nothing sealed can stand in another's place. No unwrapped key outlives the call that asked for it: what one
process erases, no other process can still open.
"""

from os import urandom
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.edge.service_errors import Unavailable
from service.storage.wrapping import NONCE_BYTES, KeyWrapper
from workflows.decisions.erasures.erasing import RECIPIENT
from workflows.trail.leaf import SALT_BYTES, Commitment, commit

_KEY_BITS = 256


class ReportKey:
    """The key of one report. ``purpose`` says what is sealed; without one it is the reporter's identity."""

    def __init__(self, region: str, report: UUID, raw: bytes) -> None:
        self._of = bound_to(region, report)
        self._cipher = AESGCM(raw)

    def seal(self, plain: bytes, *purpose: str) -> bytes:
        """Encrypt under a fresh nonce."""
        nonce = urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._bound(purpose))

    def open(self, sealed: bytes, *purpose: str) -> bytes:
        """Decrypt. Raises Unavailable ``sealing_key_wrong`` when this key did not seal it for this purpose."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound(purpose))
        except (InvalidTag, ValueError) as error:
            raise Unavailable("sealing_key_wrong") from error

    def _bound(self, purpose: tuple[str, ...]) -> bytes:
        return b"/".join((self._of, *(part.encode() for part in purpose)))


class NewKey(NamedTuple):
    """A key that was just made, and what of it is stored."""

    key: ReportKey
    wrapped: bytes


class SealedIdentity(NamedTuple):
    """What is stored of a person, and the salted commitment that stands in the leaf of the event that named them."""

    ciphertext: bytes
    commitment: Commitment


class Sealer:
    """Makes keys of reports and unwraps them."""

    def __init__(self, wrapper: KeyWrapper) -> None:
        self._wrapper = wrapper

    async def make(self, region: str, report: UUID) -> NewKey:
        """A fresh key for a report. Raises Unavailable."""
        raw = AESGCM.generate_key(_KEY_BITS)
        return NewKey(ReportKey(region, report, raw), await self._wrapper.wrap(raw, bound_to(region, report)))

    async def key(self, region: str, report: UUID, wrapped: bytes) -> ReportKey:
        """The key of a report. Raises Unavailable ``sealing_key_wrong`` when it was wrapped by another."""
        return ReportKey(region, report, await self._wrapper.unwrap(wrapped, bound_to(region, report)))


def seal_identity(key: ReportKey, report: UUID, identity: bytes) -> SealedIdentity:
    """Encrypt an identity. The salt of its commitment is sealed with it."""
    salt = urandom(SALT_BYTES)
    promise = Commitment(str(report), "reporter", commit(salt, identity))
    return SealedIdentity(key.seal(salt + identity), promise)


def seal_recipient(key: ReportKey, notice: UUID, recipient: bytes) -> SealedIdentity:
    """Encrypt who received a notice. The salt of the commitment is sealed with it."""
    salt = urandom(SALT_BYTES)
    promise = Commitment(str(notice), RECIPIENT, commit(salt, recipient))
    return SealedIdentity(key.seal(salt + recipient, RECIPIENT, str(notice)), promise)


def open_recipient(key: ReportKey, notice: UUID, ciphertext: bytes) -> bytes:
    """Decrypt who received a notice. Raises Unavailable ``sealing_key_wrong``."""
    return key.open(ciphertext, RECIPIENT, str(notice))[SALT_BYTES:]


def open_identity(key: ReportKey, ciphertext: bytes) -> bytes:
    """Decrypt an identity. Raises Unavailable ``sealing_key_wrong``."""
    return key.open(ciphertext)[SALT_BYTES:]


def bound_to(region: str, report: UUID) -> bytes:
    """What everything of a report is bound to."""
    return f"{region}/{report}".encode()
