"""Which clocks have fallen due, and a report with all its clocks."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from service.features.reports.repository import COLUMNS, TASKS
from service.storage.db.pool import Transaction
from workflows.access.facts import ClockFacts

_FACTS = ", ".join("task_id AS task" if name == "task" else name for name in ClockFacts.__struct_fields__)
_RUNNING = f"""(SELECT json_agg(c) FROM (SELECT {_FACTS} FROM clock k
  WHERE k.region = r.region AND k.report_id = r.id AND k.next_at IS NOT NULL) c) AS running"""

DUE = """SELECT next_at, id, report_id FROM clock
WHERE region = $1 AND next_at <= $2 AND (next_at, id) > ($3, $4) ORDER BY next_at, id LIMIT $5"""
READ = f"""WITH flight AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($3) AS won)
SELECT {COLUMNS}, {TASKS}, {_RUNNING} FROM flight JOIN report r ON r.region = $1 AND r.id = $2 WHERE flight.won"""
"""The advisory lock spares two workers the same work; that nothing is done twice rests on the report's version."""


class Place(NamedTuple):
    """Where a look through a region's due clocks has got to: the moment and identifier of a clock."""

    moment: datetime
    clock: UUID


async def due(transaction: Transaction, region: str, now: datetime, after: Place, limit: int) -> list[Record]:
    """The clocks of a region that have something due by ``now``, the one that has waited longest first."""
    return await transaction.fetch(DUE, region, now, after.moment, after.clock, limit)


async def read(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """A report with its tasks and the clocks that still have something to do; None while another worker has it."""
    lock = int.from_bytes(report.bytes[8:], "big", signed=True)
    return await transaction.fetchrow(READ, region, report, lock)
