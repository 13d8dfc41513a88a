"""Watching the log grow: what was sequenced and what was signed, and when it could first be seen."""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import asyncpg

from tests.bench.plans import REGION

EVERY_S = 0.02
SIZES = """SELECT extract(epoch FROM clock_timestamp())::float8 AS at, coalesce(h.size, 0) AS sequenced,
  coalesce((SELECT max(size) FROM audit_checkpoint WHERE region = $1), 0) AS signed,
  EXISTS (SELECT FROM audit_pending WHERE region = $1) AS pending
FROM (VALUES ($1::text)) AS asked (region) LEFT JOIN audit_head h USING (region)"""
STUCK_AFTER_S = 60


class Sizes(NamedTuple):
    """The log at a moment of the database's clock, in seconds: leaves in the tree, and leaves under a checkpoint."""

    at: float
    sequenced: int
    signed: int
    pending: bool

    @property
    def settled(self) -> bool:
        """Whether every event is in the tree and under a checkpoint."""
        return not self.pending and self.sequenced == self.signed


async def sizes(connection: Any) -> Sizes:
    """The log as it stands."""
    return Sizes(*await connection.fetchrow(SIZES, REGION))


async def settled(connection: Any) -> Sizes:
    """Wait until every event is in the tree and under a checkpoint. Raises TimeoutError when the log stands still."""
    last, since = await sizes(connection), 0.0
    while not last.settled:
        await asyncio.sleep(EVERY_S)
        now = await sizes(connection)
        since = since + EVERY_S if now[1:] == last[1:] else 0.0
        if since > STUCK_AFTER_S:
            msg = f"the log stands still at {now}"
            raise TimeoutError(msg)
        last = now
    return last


class Seen(list[Sizes]):
    """What was seen, in order. A size that is seen was committed at most ``EVERY_S`` and one query before."""

    async def until(self, *, sequenced: int = 0, signed: int = 0) -> None:
        """Wait until the tree has so many leaves, and so many of them a checkpoint over them."""
        while not self or self[-1].sequenced < sequenced or self[-1].signed < signed:  # noqa: ASYNC110 - polled
            await asyncio.sleep(EVERY_S)

    def sequenced_at(self, leaf_index: int) -> float:
        """When a leaf was first seen in the tree."""
        return self[bisect_right(self, leaf_index, key=lambda one: one.sequenced)].at

    def signed_at(self, leaf_index: int) -> float:
        """When a leaf was first seen under a checkpoint."""
        return self[bisect_right(self, leaf_index, key=lambda one: one.signed)].at


@asynccontextmanager
async def watched(url: str) -> AsyncIterator[Seen]:
    """Watch on a connection of its own until the block ends."""
    connection = await asyncpg.connect(url)
    seen = Seen()

    async def watch() -> None:
        while True:
            seen.append(await sizes(connection))
            await asyncio.sleep(EVERY_S)

    watching = asyncio.create_task(watch())
    try:
        yield seen
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await connection.close()
