"""A lean HTTP/1.1 client: keep-alive connections that send prepared bytes and time each answer."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"


class Timed(NamedTuple):
    """What a drive took: wall seconds, and each answer's seconds; ``bodies`` are kept when asked for."""

    seconds: float
    latencies: list[float]
    bodies: list[bytes]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds under which ``share`` of the answers stayed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class UnexpectedStatusError(Exception):
    """An answer had another status than the measured one: the figures would mean nothing."""

    def __init__(self, status: int, request: bytes, body: bytes) -> None:
        super().__init__(f"{status} for {request[:60]!r}: {body[:300]!r}")


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._answer: asyncio.Future[tuple[int, bytes]]
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Complete the answer once its whole body is there."""
        self._buffer += data
        end = self._buffer.find(HEAD_END)
        if end < 0:
            return
        at = self._buffer.lower().find(LENGTH, 0, end)
        body = end + len(HEAD_END)
        length = int(self._buffer[at + len(LENGTH) : self._buffer.index(b"\r\n", at)])
        if len(self._buffer) >= body + length:
            status, content = int(self._buffer[9:12]), bytes(self._buffer[body : body + length])
            self._buffer.clear()
            self._answer.set_result((status, content))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the request that waits."""
        if hasattr(self, "_answer") and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a prepared request; returns status and body."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close it."""
        self._transport.close()


def request(method: str, path: str, token: str, body: bytes | None = None, **headers: str) -> bytes:
    """A request as bytes, ready to send. Header names: underscores become hyphens."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + HEAD_END + (body or b"")


async def drive(port: int, plans: Sequence[Iterable[bytes]], status: int, *, keep: bool = False) -> Timed:
    """Send each plan over a connection of its own, one request after the other, all plans at once.

    Raises UnexpectedStatusError as soon as an answer has another status.
    """
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in plans]
    latencies: list[float] = []
    bodies: list[bytes] = []

    async def one(connection: Connection, plan: Iterable[bytes]) -> None:
        for prepared in plan:
            began = time.perf_counter()
            got, body = await connection.send(prepared)
            latencies.append(time.perf_counter() - began)
            if got != status:
                raise UnexpectedStatusError(got, prepared, body)
            if keep:
                bodies.append(body)

    began = time.perf_counter()
    try:
        async with asyncio.TaskGroup() as group:
            for connection, plan in zip(connections, plans, strict=True):
                group.create_task(one(connection, plan))
    finally:
        for connection in connections:
            connection.close()
    return Timed(time.perf_counter() - began, latencies, bodies)
