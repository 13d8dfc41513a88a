"""The answer that a whole batch had, and which report a task belongs to."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import asyncpg

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.service_errors import Unavailable
from service.storage.db.pool import Database
from service.storage.db.write import write
from service.storage.first_answers import SEEN, remember, replay_of
from service.storage.sealing import ReportKey
from workflows.access import visibility
from workflows.access.actors import NOBODY

READ = f"""SELECT true AS won, {SEEN} FROM (SELECT) AS once
LEFT JOIN idempotency i ON i.region = $1 AND i.person = $2 AND i.key = $3"""
SEEN_NOW = """SELECT id FROM report WHERE region = $1 AND id = ANY($2::uuid[])
UNION ALL SELECT id FROM task WHERE region = $1 AND id = ANY($2::uuid[])"""
REPORTS_OF = "SELECT id, report_id FROM task WHERE region = $1 AND id = ANY($2::uuid[])"

# A version is made by the event that is the first to bear it: others note and act beside it under the same number.
OWN_VERSIONS = """SELECT count(*) AS own FROM audit_event e
JOIN audit_event p ON p.region = e.region AND p.report_id = e.report_id AND p.seq = e.prev_seq
WHERE e.region = $1 AND e.report_id = $2 AND e.version > $3 AND e.version <= $4 AND e.version = p.version + 1
  AND e.actor_person = ANY($5::uuid[])"""


async def first_answer(database: Database, call: Call) -> Answer | None:
    """The answer of a batch under this key. Raises IdempotencyConflict when the key had another batch."""
    if call.key is None:
        return None
    async with database.transaction(call.region, _own(call)) as transaction:
        row = await transaction.fetchrow(READ, call.region, call.person, call.key.value)
        await transaction.commit()
    return None if row is None else await replay_of(row, call.key, call.person, _never_sealed)


async def keep(database: Database, call: Call, answer: Answer, at: datetime) -> Answer:
    """Keep the answer of a batch for its repetition, and return it.

    Of two batches that ran at once under one key the first answer is kept; each command was applied once all the same.
    """
    try:
        async with database.transaction(call.region, _own(call)) as transaction:
            await write(transaction, [remember(call.key, call.actor, call.region, answer, at, None)])
            await transaction.commit()
    except asyncpg.UniqueViolationError:
        return await first_answer(database, call) or answer
    return answer


async def seen(database: Database, call: Call, about: Collection[UUID]) -> frozenset[UUID]:
    """Those of these reports and tasks that the caller sees now."""
    async with database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
        rows = await transaction.fetch(SEEN_NOW, call.region, list(about))
        await transaction.commit()
    return frozenset(row["id"] for row in rows)


async def reports_of(database: Database, call: Call, tasks: Collection[UUID]) -> Mapping[UUID, UUID]:
    """The report of each of these tasks that the caller may act on."""
    tokens = visibility.tokens(call.actor, acting=True)
    async with database.transaction(call.region, tokens) as transaction:
        rows = await transaction.fetch(REPORTS_OF, call.region, list(tasks))
        await transaction.commit()
    return {row["id"]: row["report_id"] for row in rows}


async def changed_by_nobody_else(database: Database, call: Call, report: UUID, since: int, version: int) -> bool:
    """Whether every version of a report after ``since``, up to ``version``, is the caller's or the clocks' own.

    False also where the caller does not see who made one.
    """
    persons = [call.person, NOBODY]
    async with database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
        row = await transaction.fetchrow(OWN_VERSIONS, call.region, report, since, version, persons)
        await transaction.commit()
    return row is not None and bool(row["own"] == version - since)


def _own(call: Call) -> tuple[str, ...]:
    return (visibility.of_person(call.person),)


async def _never_sealed(_report: UUID, _wrapped: bytes) -> ReportKey:
    raise Unavailable
