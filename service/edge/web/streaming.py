"""A file that is made while it is sent. What breaks off in the middle is never ended as if it were whole."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import structlog
from litestar.types import Message, Receive, Scope, Send

from service.edge.web.head_routes import asks_for_head
from service.edge.web.pace import Paced, TooSlowReader

log = structlog.get_logger("tindak.streaming")
_Chunks = Callable[[bytes], Awaitable[None]]


class Source(Protocol):
    """A file about to be sent: its name, and what writes it."""

    @property
    def name(self) -> str:
        """What the client may call it."""
        ...

    @property
    def write(self) -> Callable[[_Chunks], Awaitable[None]]:
        """Writes all of it, each chunk only when the one before was taken."""
        ...


class _ClientGone(Exception):
    """Nobody is there to take the rest."""


class Streaming:
    """An answer whose source is opened, written and closed while it is sent, whatever becomes of the client."""

    def __init__(self, source: AbstractAsyncContextManager[Source], media: str) -> None:
        self._source = source
        self._media = media

    def start(self, source: Any) -> Message:
        """How the answer begins."""
        return _start(self._media, source.name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer. What opening the source raises is a problem; what comes later breaks the connection off.

        The server breaks it off when an answer that was begun is left without its end.
        """
        begun = False
        try:
            async with self._source as source:
                await send(self.start(source))
                begun = True
                if not asks_for_head(scope):
                    await _write(source, receive, send)
        except _ClientGone:
            scope["state"]["problem"] = "client_gone"
        except TooSlowReader:
            scope["state"]["problem"] = "client_too_slow"
        except Exception as error:
            if not begun:
                raise
            scope["state"]["problem"] = "broken_off"
            log.error("broken_off", error=type(error).__name__, trace_id=scope["state"].get("trace_id"))  # noqa: TRY400 - a trace may hold values
        else:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _write(source: Source, receive: Receive, send: Send) -> None:
    """Write all of it to the client. Raises _ClientGone, TooSlowReader, and whatever the source raises."""

    async def chunk(data: bytes) -> None:
        await send({"type": "http.response.body", "body": data, "more_body": True})

    writing, watching = asyncio.ensure_future(source.write(Paced(chunk))), asyncio.ensure_future(client_gone(receive))
    try:
        await asyncio.wait({writing, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not writing.done():
            raise _ClientGone
        writing.result()
    finally:
        for task in (writing, watching):
            task.cancel()
        await asyncio.gather(writing, watching, return_exceptions=True)


async def client_gone(receive: Receive) -> None:
    """Wait until the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(media: str, name: str) -> Message:
    headers = [(b"content-type", media.encode()), (b"content-disposition", f'attachment; filename="{name}"'.encode())]
    return {"type": "http.response.start", "status": 200, "headers": headers}
