"""The least rate at which an answer that holds a place is taken: who is slower than that is cut."""

import asyncio
from collections.abc import Awaitable, Callable

LEAST = 16 * 1024
"""Bytes a second."""

GRACE_S = 10.0
"""Seconds that a client may fall behind the rate. What was taken faster is not saved up beyond that."""

SLICE = 64 * 1024
"""Bytes that are handed over at a time, so that a large piece need not be taken as fast as a small one."""

Send = Callable[[bytes], Awaitable[None]]


class TooSlowReader(Exception):
    """The client takes less than ``LEAST``."""


class Paced:
    """Hands on what its client takes in time. What the making of a piece takes is not the client's delay."""

    def __init__(self, send: Send, least: int = LEAST, grace_s: float = GRACE_S) -> None:
        self._send = send
        self._least = least
        self._grace_s = grace_s
        self._left_s = grace_s

    async def __call__(self, data: bytes) -> None:
        """Send all of it. Raises TooSlowReader."""
        for start in range(0, len(data), SLICE):
            await self._slice(data[start : start + SLICE])

    async def _slice(self, data: bytes) -> None:
        now = asyncio.get_running_loop().time
        begun = now()
        try:
            async with asyncio.timeout(self._left_s):
                await self._send(data)
        except TimeoutError:
            raise TooSlowReader from None
        earned = len(data) / self._least - (now() - begun)
        self._left_s = min(self._left_s + earned, self._grace_s)
