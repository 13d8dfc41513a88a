"""How an original is sealed: in pieces, each by itself, under a key of its own that the operator's key wraps.

AES-256-GCM (NIST SP 800-38D) with a fresh random nonce for every piece, so that one which has to be written a second
time after a failure never meets the same nonce. Region, report, evidence, length of the whole and place of the piece
are authenticated with it: no piece can be left out, doubled, moved or put into another original. Destroying the
wrapped key makes the original unreadable for good.
"""

import asyncio
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.storage.sealing import bound_to
from service.storage.wrapping import NONCE_BYTES, KeyWrapper

PIECE_BYTES = 2 << 20
"""Bytes of every piece but the last. One upload or download holds a few of them in memory, however long it is."""

_KEY_BITS = 256


class Different(Exception):
    """An object is not what was sealed there."""


class OriginalKey:
    """The key of one original and of its preview."""

    def __init__(self, region: str, report: UUID, evidence: UUID, raw: bytes) -> None:
        self._of = bound(region, report, evidence)
        self._cipher = AESGCM(raw)

    async def seal(self, plain: bytes, *purpose: str | int) -> bytes:
        """Encrypt for a purpose, beside the event loop."""
        return await asyncio.to_thread(self._seal, plain, purpose)

    async def open(self, sealed: bytes, *purpose: str | int) -> bytes:
        """Decrypt what was sealed for this purpose. Raises Different."""
        return await asyncio.to_thread(self._open, sealed, purpose)

    def _seal(self, plain: bytes, purpose: tuple[str | int, ...]) -> bytes:
        nonce = urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._bound(purpose))

    def _open(self, sealed: bytes, purpose: tuple[str | int, ...]) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound(purpose))
        except (InvalidTag, ValueError) as error:
            raise Different from error

    def _bound(self, purpose: tuple[str | int, ...]) -> bytes:
        return b"/".join((self._of, *(str(part).encode() for part in purpose)))


class OriginalKeys:
    """Makes the keys of originals and unwraps them."""

    def __init__(self, wrapper: KeyWrapper) -> None:
        self._wrapper = wrapper

    async def make(self, region: str, report: UUID, evidence: UUID) -> tuple[OriginalKey, bytes]:
        """A fresh key, and what of it is stored. Raises Unavailable."""
        raw = AESGCM.generate_key(_KEY_BITS)
        wrapped = await self._wrapper.wrap(raw, bound(region, report, evidence))
        return OriginalKey(region, report, evidence, raw), wrapped

    async def key(self, region: str, report: UUID, evidence: UUID, wrapped: bytes) -> OriginalKey:
        """The key again. Raises Unavailable ``sealing_key_wrong``."""
        raw = await self._wrapper.unwrap(wrapped, bound(region, report, evidence))
        return OriginalKey(region, report, evidence, raw)


def bound(region: str, report: UUID, evidence: UUID) -> bytes:
    """What everything of an original is bound to."""
    return bound_to(region, report) + f"/evidence/{evidence}".encode()
