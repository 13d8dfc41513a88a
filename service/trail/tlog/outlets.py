"""Where a bundle goes while it is written: a file, or a client that takes one chunk after the other.

ZIP is written by plain calls and a client is waited for, so what is written gathers here until ``drain`` hands it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import BinaryIO

CHUNK_BYTES = 1 << 16
"""Less than this waits for more, unless it is the end."""


class Outlet(Protocol):
    """Takes bytes at once and hands them on when it is waited for."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        ...

    def flush(self) -> None:
        """Asked for by the ZIP writer, and nothing here."""
        ...

    async def drain(self) -> None:
        """Hand on what has gathered, if it is worth it; returns when there is room for more."""
        ...

    async def finish(self) -> None:
        """Hand on the rest."""
        ...


class ToFile:
    """A bundle that goes into a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write at once."""
        return self._file.write(data)

    def flush(self) -> None:
        """Leave it to the file."""

    async def drain(self) -> None:
        """Nothing gathers here."""

    async def finish(self) -> None:
        """Nothing gathers here."""


class ToClient:
    """A bundle that goes to somebody who takes it chunk by chunk. Holds one chunk and what one step adds to it."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._gathered = bytearray()

    def write(self, data: bytes) -> int:
        """Gather."""
        self._gathered += data
        return len(data)

    def flush(self) -> None:
        """Leave it to ``drain``."""

    async def drain(self) -> None:
        """Send a chunk when there is one, and wait until it is taken."""
        if len(self._gathered) >= CHUNK_BYTES:
            await self.finish()

    async def finish(self) -> None:
        """Send everything that has gathered."""
        gathered, self._gathered = bytes(self._gathered), bytearray()
        if gathered:
            await self._send(gathered)
