"""A receiver of webhooks that behaves as a test wants: it takes, fails, hangs, redirects, or goes away."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple


class Got(NamedTuple):
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.event["data"]
        return found


class Answer(NamedTuple):
    status: int = 204
    headers: str = ""
    body: str = ""
    after_s: float = 0.0


Behave = Callable[[Got], Answer | None]


class Receiver:
    """What came in, and how it is answered; None hangs up without a word."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.behave: Behave = lambda _: Answer()
        self.port = 0
        self.serving: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def indices(self) -> list[int]:
        return [got.data["leaf_index"] for got in self.got]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            headers = {name.lower(): value for name, value in pairs}
            got = Got(headers, await reader.readexactly(int(headers.get("content-length", "0"))))
            self.got.append(got)
            answer = self.behave(got)
            if answer is not None:
                await asyncio.sleep(answer.after_s)
                more = f"Content-Length: {len(answer.body.encode())}\r\n{answer.headers}Connection: close"
                writer.write(f"HTTP/1.1 {answer.status} X\r\n{more}\r\n\r\n{answer.body}".encode())
                await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    for task in receiver.serving:
        task.cancel()
    await asyncio.gather(*receiver.serving, return_exceptions=True)
