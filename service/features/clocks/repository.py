"""How a clock is read: with its report and the events that have told of it, or among those that count working days."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.repository import CLOCKS, COLUMNS, KEPT_CLOCK, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.tables.tasks import BY_WORKING_DAYS, MARKED_ALONE
from service.storage.first_answers import FLIGHT, SEEN, read_beside

_CLOCK = f"(SELECT row_to_json(k) FROM (SELECT {KEPT_CLOCK}) k) AS kept_clock"
_TOLD = """(SELECT json_agg(e ORDER BY e.seq) FROM (
  SELECT e.id AS event, e.seq, e.action, e.at, convert_from(e.leaf, 'UTF8')::json -> 'data' AS data FROM audit_event e
  WHERE e.region = c.region AND e.report_id = c.report_id AND e.action LIKE 'clock.%'
    AND convert_from(e.leaf, 'UTF8')::json -> 'data' ->> 'clock' = c.id::text) e) AS told"""

_CHANGEABLE = f"""SELECT c.report_id, r.election, {_CLOCK}, c.due_at, c.id
FROM (SELECT * FROM clock WHERE {BY_WORKING_DAYS} UNION ALL SELECT * FROM clock WHERE {MARKED_ALONE}) c
JOIN report r ON r.region = c.region AND r.id = c.report_id"""

READ = f"""SELECT {COLUMNS}, NULL AS tasks, {CLOCKS}, {_CLOCK}, {_TOLD}
FROM clock c JOIN report r ON r.region = c.region AND r.id = c.report_id WHERE c.region = $1 AND c.id = $2"""
READ_FOR_COMMAND = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {CLOCKS}, {KEY}, {_CLOCK}, {_TOLD}
FROM flight LEFT JOIN clock c ON c.region = $4 AND c.id = $5
LEFT JOIN report r ON r.region = c.region AND r.id = c.report_id
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


class Running(NamedTuple):
    """What a list of clocks is asked for; None leaves a filter out."""

    agency: str | None = None


FILTERS = (Filter("agency", "c.whose = {}"),)
ORDER = ("c.due_at", "c.id")


async def by_working_days(
    transaction: Transaction, region: str, wanted: Running, after: Sequence[Any] | None, limit: int
) -> list[Record]:
    """The legal clocks that run and that a calendar can change, due first, and one row more."""
    page = Page(limit)
    sql, args = keyset_sql(_CHANGEABLE, "c.region", region, FILTERS, wanted, ORDER, after, page)
    return await transaction.fetch(sql, *args)


async def read(transaction: Transaction, region: str, clock: UUID) -> Record | None:
    """A clock with its report and what was told of it, or None when it is not there for this caller."""
    return await transaction.fetchrow(READ, region, clock)


async def read_for_command(transaction: Transaction, call: Call, clock: UUID) -> Record:
    """The same beside the first answer under this key; the report's columns are null when it is not there."""
    return await read_beside(transaction, READ_FOR_COMMAND, call, clock)
