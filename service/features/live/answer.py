"""A stream as it is answered: caught up, then fed, with a sign of life when it is quiet, until it ends.

Each stream has one task that sends and waits for its own client alone. It is cut, not waited for, when too much has
gathered for a client that does not read.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from random import randint
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from service.edge.service_errors import ServiceError, Unavailable
from service.edge.web.head_routes import asks_for_head
from service.edge.web.pace import Paced, TooSlowReader
from service.edge.web.streaming import client_gone
from service.features.live.frames import HEARTBEAT, end_frame, position_frame, reset_frame
from service.features.live.schemas import Ended, EndReason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.types import Message, Receive, Scope, Send

    from service.features.live.service import LiveService, Opened

HEARTBEAT_S = 15.0
SAY_GOODBYE_S = 1.0
"""Seconds for a client to take the last event; who does not take it is not waited for."""

RETRY_MS = (1_000, 4_000)
"""After how many milliseconds clients come back: not all at once when a process has stopped."""

log = structlog.get_logger("tindak.live")


class Terms(NamedTuple):
    """Whether the stream goes on once it has caught up, how long its sign-in is good, and what asks again for it.

    ``still_allowed`` raises ServiceError or a refusal of the law when it is good no longer.
    """

    follow: bool
    good_for_s: float
    still_allowed: Callable[[], Awaitable[bool]]


class Told:
    """The answer of one stream."""

    def __init__(self, live: LiveService, opened: Opened, terms: Terms) -> None:
        self._live = live
        self._opened = opened
        self._stream = opened.stream
        self._terms = terms
        self._told = opened.stream.at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until it ends; to HEAD only how it would begin."""
        if asks_for_head(scope):
            await send(_start())
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        with self._live.listed(self._stream):
            await send(_start())
            sending = asyncio.ensure_future(self._tell(send))
            gone = asyncio.ensure_future(client_gone(receive))
            expiry = asyncio.get_running_loop().call_later(
                self._terms.good_for_s, self._stream.end, EndReason.TOKEN_EXPIRED
            )
            ends: list[asyncio.Future[Any]] = [sending, gone, self._stream.ending]
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                expiry.cancel()
                self._live.leave(self._opened)
                for task in (sending, gone):
                    task.cancel()
                failed, _ = await asyncio.gather(sending, gone, return_exceptions=True)
            await self._close(scope, send, failed)

    async def _tell(self, send: Send) -> None:
        try:
            await self._tell_in_time(Paced(lambda data: send(_part(data))))
        except TooSlowReader:
            self._stream.end(EndReason.SLOW)

    async def _tell_in_time(self, send: Paced) -> None:
        if self._opened.reset is not None:
            await send(reset_frame(self._opened.reset))
        await send(position_frame(self._stream.at, randint(*RETRY_MS)))  # noqa: S311 - only to spread them
        async for frames in self._live.catch_up(self._opened, follow=self._terms.follow):
            await send(frames)
        if not self._terms.follow:
            await send(position_frame(self._stream.at))
            self._stream.end(EndReason.CAUGHT_UP)
            return
        await self._pass_on(send)

    async def _pass_on(self, send: Paced) -> None:
        """Send what comes. Now and then ask whether the client may still listen, and tell one who heard nothing."""
        now = asyncio.get_running_loop().time
        ask_at = now() + HEARTBEAT_S
        while True:
            frames = await self._stream.take(ask_at - now())
            if now() >= ask_at:
                frames = frames or self._sign_of_life()
                ask_at = now() + HEARTBEAT_S
                if not await self._allowed():
                    self._stream.end(EndReason.SIGNED_OUT)
                    return
            await send(frames)

    def _sign_of_life(self) -> bytes:
        """How far the log was read for this client meanwhile, or nothing but a comment."""
        if self._stream.at == self._told:
            return HEARTBEAT
        self._told = self._stream.at
        return position_frame(self._told)

    async def _allowed(self) -> bool:
        try:
            return await self._terms.still_allowed()
        except Unavailable:
            return True  # nobody can be asked now; the sign-in ends with its time at the latest
        except Exception as error:  # noqa: BLE001 - whatever speaks against it ends it
            log.info("stream_signed_out", why=type(error).__name__)
            return False

    async def _close(self, scope: Scope, send: Send, failed: BaseException | None) -> None:
        """End the answer as a whole one where its client can be told; else the server breaks it off."""
        reason = self._stream.reason
        if isinstance(failed, Exception):
            scope["state"]["problem"] = "broken_off"
            known = isinstance(failed, ServiceError)
            (log.warning if known else log.error)("stream_broken_off", error=type(failed).__name__)
        elif reason is EndReason.SLOW:
            scope["state"]["problem"] = "client_too_slow"
        elif reason is None:
            scope["state"]["problem"] = "client_gone"
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(SAY_GOODBYE_S):
                    last = end_frame(Ended(reason))
                    await send({"type": "http.response.body", "body": last, "more_body": False})


def _start() -> Message:
    headers = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
    return {"type": "http.response.start", "status": 200, "headers": headers}


def _part(data: bytes) -> Message:
    return {"type": "http.response.body", "body": data, "more_body": True}
