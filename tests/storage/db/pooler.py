"""A pooler that lends one connection by the transaction, as PgBouncer does with ``pool_mode = transaction``.

It greets every client itself, with a process number of its own making; whatever a client holds in its session is then
everybody's. ``strict`` refuses settings of a session, which PgBouncer does unless it was told to ignore them.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

SSL_REQUEST = struct.pack("!ii", 8, 80877103)
AUTHENTICATED = b"R" + struct.pack("!ii", 8, 0)
READY = b"Z" + struct.pack("!i", 5) + b"I"
MADE_UP = 4_000_000
ENDS = {b"Q": b"Z", b"S": b"Z", b"H": b"TnE"}
"""Messages that ask the server to answer, and with which of its own that answer ends."""


class Pooler:
    """One server connection for all clients."""

    def __init__(self, *, strict: bool) -> None:
        self.port = 0
        self._strict = strict
        self._lent = asyncio.Lock()
        self._greeting = b""
        self._clients: set[asyncio.StreamWriter] = set()

    async def join(self, socket_dir: str, role: str, database: str) -> None:
        """Connect to the server as every client's role."""
        self._reader, self._writer = await asyncio.open_unix_connection(f"{socket_dir}/.s.PGSQL.5432")
        said = b"".join(part.encode() + b"\0" for part in ("user", role, "database", database)) + b"\0"
        self._writer.write(struct.pack("!ii", len(said) + 8, 196608) + said)
        while (message := await _message(self._reader))[:1] != b"Z":
            if message[:1] == b"S":
                self._greeting += message

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client."""
        self._clients.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._greet(reader, writer)
            while await self._turn(reader, writer):
                pass
        writer.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        said = await reader.readexactly(length - 4)
        if struct.pack("!i", length) + said == SSL_REQUEST:
            writer.write(b"N")
            return await self._greet(reader, writer)
        if self._strict and b"statement_timeout" in said:
            fault = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0"
            writer.write(b"E" + struct.pack("!i", len(fault) + 4) + fault)
            raise OSError
        key = b"K" + struct.pack("!iii", 12, MADE_UP + len(self._clients), 1)
        writer.write(AUTHENTICATED + self._greeting + key + READY)
        return None

    async def _turn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Lend the connection until a transaction has ended."""
        message = await _message(reader)
        async with self._lent:
            while True:
                if message[:1] == b"X":
                    return False
                self._writer.write(message)
                if message[:1] in ENDS and await self._answer(writer, ENDS[message[:1]]):
                    return True
                message = await _message(reader)

    async def _answer(self, writer: asyncio.StreamWriter, ends: bytes) -> bool:
        """Pass an answer on; returns whether no transaction is under way after it."""
        while True:
            message = await _message(self._reader)
            writer.write(message)
            if message[:1] in ends:
                return message[:1] == b"Z" and message[-1:] == b"I"

    def close(self) -> None:
        """Let everybody go."""
        for writer in (*self._clients, self._writer):
            writer.transport.abort()


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(5)
    return head + await reader.readexactly(struct.unpack("!i", head[1:])[0] - 4)


@asynccontextmanager
async def pooler(socket_dir: str, role: str, database: str, *, strict: bool = False) -> AsyncIterator[str]:
    """The address of one before a database, for as long as the block."""
    made = Pooler(strict=strict)
    await made.join(socket_dir, role, database)
    server = await asyncio.start_server(made.accept, "127.0.0.1", 0)
    try:
        yield f"postgresql://{role}@127.0.0.1:{server.sockets[0].getsockname()[1]}/{database}?sslmode=disable"
    finally:
        server.close()
        made.close()
        await asyncio.sleep(0.01)
