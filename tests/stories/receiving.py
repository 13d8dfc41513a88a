"""Where endpoints point: it takes whatever is posted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple


class Told(NamedTuple):
    """One request that an endpoint got: where it was sent, and what."""

    path: str
    body: bytes


class Receiver:
    """Takes whatever is posted to it."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            heads = dict(line.lower().split(": ", 1) for line in lines if line)
            self.told.append(Told(first.split()[1], await reader.readexactly(int(heads["content-length"]))))
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with await asyncio.start_server(receiver.serve, "127.0.0.1", 0) as server:
        receiver.port = server.sockets[0].getsockname()[1]
        yield receiver
