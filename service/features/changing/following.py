"""What follows by rule alone, without anybody's asking: read, decide, write, in one short transaction.

No caller stands behind it, so that there is neither precondition nor answer, and it brings no words: no text is kept
and nothing has to be sealed. Who was overtaken locks the report and decides anew, as in ``changes`` beside it.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.service_errors import Unavailable
from service.features.changing.changes import ATTEMPTS, OVERTAKEN, Overtaken, no_parts
from service.features.reports.rows import change_parts
from service.features.reports.text_pointers import TextPointers
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, write
from workflows.access import visibility
from workflows.access.actors import CLOCKWORK
from workflows.decisions.change import Change, Circumstances
from workflows.policy.region import Policy
from workflows.trail.chaining import RecordedEvent, Supplies, record


class Followed(NamedTuple):
    """A change with the pointers to the report's present texts, and the rows that name its events."""

    change: Change
    pointers: TextPointers
    entered: Callable[[tuple[RecordedEvent, ...]], Iterable[Part]] = no_parts


class Matter(NamedTuple):
    """A report that something may follow on: how it is read, None to leave it alone, and what follows, if anything."""

    report: UUID
    read: Callable[[Transaction], Awaitable[Record | None]]
    decide: Callable[[Record, Circumstances], Followed | None]


async def follow(database: Database, policy: Policy, matter: Matter, now: datetime) -> bool:
    """Write what follows by ``now``. Returns whether there was anything.

    Raises Unavailable when the report stays contended through every attempt. Nothing was written then.
    """
    lock: tuple[UUID, ...] = ()
    for _ in range(ATTEMPTS):
        try:
            async with database.transaction(policy.region, (visibility.SYSTEM,), lock_reports=lock) as transaction:
                return await _attempt(transaction, policy, matter, now)
        except (*OVERTAKEN, Overtaken):
            lock = (matter.report,)
    raise Unavailable("contended", headers={"Retry-After": "1"})


async def _attempt(transaction: Transaction, policy: Policy, matter: Matter, now: datetime) -> bool:
    row = await matter.read(transaction)
    if row is None:
        return False
    at = max(now, row["updated_at"])
    followed = matter.decide(row, Circumstances(policy, at, iter(uuid7, None)))
    if followed is None:
        return False
    events = record(followed.change, CLOCKWORK, at, Supplies(iter(uuid7, None), iter(())))
    if not await write(
        transaction, [*change_parts(followed.change, events, followed.pointers), *followed.entered(events)]
    ):
        raise Overtaken
    await transaction.commit()
    return True
