"""A line to the database, over TCP on the loopback address: it may have TLS, and it may fail without a word.

It forwards what comes to the Unix socket of a server. What a router does that forgets a connection, or a cable that is
pulled out, is done to it without a FIN or an RST: nothing is read, passed on or closed any more.
"""

import asyncio
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_CHUNK = 1 << 16


class Line:
    """One line; everything happens in a thread and a loop of its own, whatever the test's loop does."""

    def __init__(self, socket_dir: str, tls: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self.met = 0
        self.secured: list[bool] = []
        """Of every connection so far whether it was encrypted."""
        self._target = f"{socket_dir}/.s.PGSQL.5432"
        self._tls = tls
        self._passing: set[asyncio.Event] = set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._swallows = False

    def url(self, role: str, database: str = "postgres", query: str = "", *, host: str = "127.0.0.1") -> str:
        """The address of a database behind it."""
        return f"postgresql://{role}@{host}:{self.port}/{database}{query and '?'}{query}"

    def forget(self) -> None:
        """Pass nothing on any more of the connections there are; those made from now on are passed on."""
        self._loop.call_soon_threadsafe(self._forget)

    def swallow(self) -> None:
        """Pass on nothing at all, also of what is connected from now on."""
        self._swallows = True
        self.forget()

    def stand(self) -> None:
        """Pass on what is connected from now on."""
        self._swallows = False

    def _forget(self) -> None:
        for passing in self._passing:
            passing.clear()
        self._passing.clear()

    async def live(self, began: threading.Event) -> None:
        """Forward until ``end``."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        began.set()
        await self._over.wait()
        server.close()
        for end in self._ends:
            if not end.is_closing():  # of what is closed already a transport over TLS has nothing left to abort
                end.transport.abort()
        await asyncio.sleep(0)

    def end(self) -> None:
        """Be no more."""
        self._loop.call_soon_threadsafe(self._over.set)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        self._ends.add(writer)
        passing = asyncio.Event()
        if not self._swallows:
            passing.set()
            self._passing.add(passing)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._pass_on(passing, reader, writer)
        writer.close()

    async def _pass_on(
        self, passing: asyncio.Event, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await passing.wait()
        begin = await reader.readexactly(len(SSL_REQUEST))
        secured = begin == SSL_REQUEST and self._tls is not None
        if begin == SSL_REQUEST:
            writer.write(b"S" if secured else b"N")
            await writer.drain()
            begin = b""
        if secured and self._tls is not None:
            await writer.start_tls(self._tls)
        self.secured.append(secured)
        from_server, to_server = await asyncio.open_unix_connection(self._target)
        self._ends.add(to_server)
        to_server.write(begin)
        await asyncio.gather(
            _copy(passing, reader, to_server), _copy(passing, from_server, writer), return_exceptions=True
        )


async def _copy(passing: asyncio.Event, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while data := await source.read(_CHUNK):
        await passing.wait()
        to.write(data)
        await to.drain()
    await passing.wait()
    to.close()


@contextmanager
def line_to(socket_dir: str, tls: ssl.SSLContext | None = None) -> Iterator[Line]:
    """A line to a server, for as long as the block."""
    line, began = Line(socket_dir, tls), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(line.live(began)), daemon=True)
    thread.start()
    began.wait()
    try:
        yield line
    finally:
        line.end()
        thread.join(10)
