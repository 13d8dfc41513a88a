"""How a clock is read: with its report, and with the events that have told of it."""

from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import COLUMNS, KEPT_CLOCK, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.first_answers import FLIGHT, SEEN, read_beside

_CLOCK = f"(SELECT row_to_json(k) FROM (SELECT {KEPT_CLOCK}) k) AS kept_clock"
_TOLD = """(SELECT json_agg(e ORDER BY e.seq) FROM (
  SELECT e.id AS event, e.seq, e.action, e.at, convert_from(e.leaf, 'UTF8')::json -> 'data' AS data FROM audit_event e
  WHERE e.region = c.region AND e.report_id = c.report_id AND e.action LIKE 'clock.%'
    AND convert_from(e.leaf, 'UTF8')::json -> 'data' ->> 'clock' = c.id::text) e) AS told"""

READ = f"""SELECT {COLUMNS}, NULL AS tasks, {_CLOCK}, {_TOLD}
FROM clock c JOIN report r ON r.region = c.region AND r.id = c.report_id WHERE c.region = $1 AND c.id = $2"""
READ_FOR_COMMAND = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {KEY}, {_CLOCK}, {_TOLD}
FROM flight LEFT JOIN clock c ON c.region = $4 AND c.id = $5
LEFT JOIN report r ON r.region = c.region AND r.id = c.report_id
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


async def read(transaction: Transaction, region: str, clock: UUID) -> Record | None:
    """A clock with its report and what was told of it, or None when it is not there for this caller."""
    return await transaction.fetchrow(READ, region, clock)


async def read_for_command(transaction: Transaction, call: Call, clock: UUID) -> Record:
    """The same beside the first answer under this key; the report's columns are null when it is not there."""
    return await read_beside(transaction, READ_FOR_COMMAND, call, clock)
