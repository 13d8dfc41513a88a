"""An original as it lies in the store: pieces of one size, in order, each an object under a name that tells nothing."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple
from uuid import UUID

from service.features.evidence.object_store import Store
from service.features.evidence.sealed_pieces import PIECE_BYTES, Different, OriginalKey

ORIGINAL, PREVIEW = "original", "preview"


class Original(NamedTuple):
    """An original, or what has come of it: ``pieces`` name its objects in order, ``size`` is that of the whole."""

    region: str
    evidence: UUID
    size: int
    pieces: Sequence[UUID]
    key: OriginalKey

    def name_of(self, one: UUID) -> str:
        """The name of an object that belongs to it."""
        return f"{folder_of(self.region, self.evidence)}{one}"

    async def seal(self, start: int, plain: bytes) -> bytes:
        """A piece as it is stored."""
        return await self.key.seal(plain, ORIGINAL, self.size, start, len(plain))

    async def piece(self, store: Store, index: int, end: int) -> bytes:
        """The content of a piece, of an original that ends at ``end``. Raises Missing, Different or Unavailable."""
        start = index * PIECE_BYTES
        length = min(PIECE_BYTES, end - start)
        sealed = await store.get(self.name_of(self.pieces[index]))
        return await self.key.open(sealed, ORIGINAL, self.size, start, length)

    async def read(self, store: Store, first: int, last: int) -> AsyncIterator[bytes]:
        """The bytes from ``first`` to ``last``, both included. Raises Missing, Different or Unavailable."""
        for index in range(first // PIECE_BYTES, last // PIECE_BYTES + 1):
            start = index * PIECE_BYTES
            content = await self.piece(store, index, self.size)
            yield content[max(first - start, 0) : last - start + 1]

    async def between(self, store: Store, first: int, last: int) -> bytes:
        """As ``read`` gives them, but together: for few bytes."""
        return b"".join([content async for content in self.read(store, first, last)])

    async def sha256(self, store: Store) -> bytes:
        """The hash of the whole as the store gives it back. Raises Missing, Different or Unavailable."""
        digest, size = hashlib.sha256(), 0
        async for content in self.read(store, 0, self.size - 1):
            await asyncio.to_thread(digest.update, content)
            size += len(content)
        if size != self.size:
            raise Different
        return digest.digest()


def folder_of(region: str, evidence: UUID) -> str:
    """Where the objects of an original are; it tells nothing but which region and evidence."""
    return f"{region}/{evidence}/"
