"""A change that is told in the region's own chain of the trail: tried until no other event of the chain is faster."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

import asyncpg
from uuid_utils.compat import uuid7

from service.edge.service_errors import Unavailable
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.trail.reading.region_chain import newest, parts_of
from workflows.decisions.told import Told
from workflows.trail.region_events import RegionEvent, region_event

ATTEMPTS = 10
"""How often another event of the region's own chain may be faster."""

T = TypeVar("T")


async def chained(transaction: Transaction, region: str, told: Told, now: datetime) -> tuple[RegionEvent, list[Part]]:
    """The event behind the newest of the region's own chain, with its rows.

    Two that chain to the same one: the second is told by the database, and tried again (``until_chained``).
    """
    event_id = uuid7()
    head = await newest(transaction, region, event_id)
    if head is None:
        raise _contended()
    event = region_event(region, event_id, told, head, now)
    return event, parts_of(region, event, told)


async def until_chained(
    database: Database, region: str, held: Sequence[str], attempt: Callable[[Transaction], Awaitable[T]]
) -> T:
    """Try with the tokens ``held`` until no other event of the chain is faster.

    Raises Unavailable; nothing was written then.
    """
    for _ in range(ATTEMPTS):
        try:
            async with database.transaction(region, tuple(held)) as transaction:
                return await attempt(transaction)
        except (asyncpg.UniqueViolationError, asyncpg.SerializationError):
            continue
    raise _contended()


def _contended() -> Unavailable:
    return Unavailable("contended", headers={"Retry-After": "1"})
