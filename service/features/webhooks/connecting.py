"""To several addresses of one host at once, a little apart: who hangs does not hold up who answers (RFC 8305)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from service.edge.targets import Address

    Connect = Callable[[], Awaitable[httpcore.AsyncNetworkStream]]

APART_S = 0.25
"""Seconds before the next address is tried beside one that has not answered ("Connection Attempt Delay")."""


def in_turn(addresses: Iterable[Address]) -> list[Address]:
    """Addresses with their families in turn, beginning with the family of the first (RFC 8305 section 4)."""
    known = list(dict.fromkeys(addresses))
    first = [one for one in known if one.version == known[0].version]
    others = [one for one in known if one.version != known[0].version]
    return [one for one in chain.from_iterable(zip_longest(first, others)) if one is not None]


async def first_connected(ways: Sequence[Connect]) -> httpcore.AsyncNetworkStream:
    """The connection that is there first; the others are given up. Raises the last of their errors when all failed."""
    left, error = list(ways), httpcore.ConnectError()
    trying: set[asyncio.Future[httpcore.AsyncNetworkStream]] = set()
    made: list[httpcore.AsyncNetworkStream] = []
    try:
        while (left or trying) and not made:
            if left:
                trying.add(asyncio.ensure_future(left.pop(0)()))
            done, trying = await asyncio.wait(
                trying, timeout=APART_S if left else None, return_when=asyncio.FIRST_COMPLETED
            )
            for one in done:
                try:
                    made.append(one.result())
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as found:
                    error = found  # type: ignore[assignment]
    finally:
        for one in trying:
            one.cancel()
        ended = await asyncio.gather(*trying, return_exceptions=True)
        for stream in (*made[1:], *ended):
            if isinstance(stream, httpcore.AsyncNetworkStream):
                with suppress(OSError):
                    await stream.aclose()
    if not made:
        raise error
    return made[0]
