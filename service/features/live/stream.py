"""One open stream: what waits for its client, and why it ends. It never waits for the client itself."""

import asyncio
from collections import deque
from contextlib import suppress
from uuid import UUID

from service.features.live.schemas import EndReason
from service.trail.audit.stretches import Tokens
from workflows.decisions.machines.subscriptions import Interest

MOST_WAITING = 256 * 1024
"""Bytes that wait for one client at most. The bytes themselves are shared by all who are sent the same."""


class Stream:
    """What its client is still to be sent. ``at`` is the leaf index up to which it has been given everything."""

    def __init__(self, person: UUID, tokens: Tokens, interest: Interest, at: int) -> None:
        self.person = person
        self.tokens = tokens
        self.interest = interest
        self.at = at
        self.ending: asyncio.Future[EndReason] = asyncio.get_running_loop().create_future()
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._filled = asyncio.Event()

    def give(self, chunk: bytes, upto: int) -> None:
        """Let it be sent; a client for whom too much waits is cut."""
        self.at = upto
        if not chunk:
            return
        self._waiting.append(chunk)
        self._size += len(chunk)
        self._filled.set()
        if self._size > MOST_WAITING:
            self.end(EndReason.SLOW)

    async def take(self, within_s: float) -> bytes:
        """All that waits, as soon as anything does; nothing after so many seconds.

        Once nothing waits, the client has been told of everything up to ``at``.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._filled.wait()
        chunks = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        self._filled.clear()
        return chunks

    @property
    def reason(self) -> EndReason | None:
        """Why it ends; None while it does not."""
        return self.ending.result() if self.ending.done() else None

    def end(self, reason: EndReason) -> None:
        """Let it end, for the first reason that was given."""
        if not self.ending.done():
            self.ending.set_result(reason)
