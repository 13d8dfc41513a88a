"""What comes in of an upload: gathered into pieces, each in the store before it is counted as received."""

from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID, uuid4

from service.edge.service_errors import TooSlow, Unavailable, UploadRefused
from service.features.evidence.object_store import Missing, Store
from service.features.evidence.originals import Original
from service.features.evidence.sealed_pieces import PIECE_BYTES, Different
from service.features.evidence.tus import ALGORITHMS, Checksum


class Receiving:
    """One request's part of an upload. At most a piece of it is in memory at a time.

    ``received`` and ``pieces`` are as they will be once what came in is counted; ``kept`` as they were when that was
    last done.
    """

    def __init__(self, store: Store, original: Original, received: int, checksum: Checksum | None) -> None:
        self._store = store
        self._original = original
        self._checksum = checksum
        self._digest = None if checksum is None else ALGORITHMS[checksum.algorithm]()
        self._buffer = bytearray()
        self.pieces: list[UUID] = list(original.pieces)
        self.stored = received
        self._counted = set(original.pieces)
        self._made: set[UUID] = set()

    @property
    def complete(self) -> bool:
        """Whether the last byte is in the store."""
        return self.stored == self._original.size

    async def begin(self) -> None:
        """Take up the last piece again when it is not full. Raises Unavailable."""
        index, rest = divmod(self.stored, PIECE_BYTES)
        if not rest:
            return
        try:
            self._buffer += await self._original.piece(self._store, index, self.stored)
        except (Missing, Different):
            raise Unavailable("evidence_unreadable") from None
        self.stored -= rest
        self.pieces.pop()

    async def take(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[None]:
        """Take what comes; each time that pieces are in the store, let the caller count them.

        Of who is given up in the middle counts what came: over a slow line an upload must grow by every try.

        Raises UploadRefused ``upload_too_long`` or, at the end, ``upload_checksum_mismatch``; TooSlow after what came
        was counted; Unavailable.
        """
        given_up: TooSlow | None = None
        try:
            async for _ in self._filling(chunks):
                yield
        except TooSlow as error:
            if self._digest is not None:
                raise
            given_up = error
        if self._digest is not None and self._checksum is not None and self._digest.digest() != self._checksum.digest:
            raise UploadRefused("upload_checksum_mismatch")
        if self._buffer:
            await self._store_piece(len(self._buffer))
        yield
        if given_up is not None:
            raise given_up

    async def _filling(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[None]:
        async for chunk in chunks:
            if self.stored + len(self._buffer) + len(chunk) > self._original.size:
                raise UploadRefused("upload_too_long")
            if self._digest is not None:
                self._digest.update(chunk)
            self._buffer += chunk
            while len(self._buffer) > PIECE_BYTES:  # of the last piece it is known that it is, before it is counted
                await self._store_piece(PIECE_BYTES)
                if self._digest is None:
                    yield

    async def counted(self) -> None:
        """What was stored counts from now on: the objects that it replaces go."""
        before, self._counted = self._counted, set(self.pieces)
        await self._discard(before - self._counted)
        self._made -= self._counted

    async def undo(self) -> None:
        """What was stored and does not count goes."""
        await self._discard(self._made - self._counted)

    async def _store_piece(self, length: int) -> None:
        plain = bytes(self._buffer[:length])
        del self._buffer[:length]
        name = uuid4()
        self._made.add(name)
        await self._store.put(self._original.name_of(name), await self._original.seal(self.stored, plain))
        self.pieces.append(name)
        self.stored += length

    async def _discard(self, names: set[UUID]) -> None:
        with suppress(Unavailable):  # the worker sweeps up what is left when the upload has ended
            await self._store.delete([self._original.name_of(name) for name in names])
