"""How endpoints and their deliveries are kept. Row security shows them to their owner, and to the admin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Filter, Page, keyset_sql
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside

COLUMNS = (
    "id", "url", "actions", "state", "reason", "version", "owner_person", "owner_agency", "owner_role", "tokens",
    "secret", "former_secret", "former_until", "position", "created_at", "updated_at",
)  # fmt: skip
CHANGED = ("url", "actions", "state", "reason", "version", "secret", "former_secret", "former_until", "position",
           "updated_at")  # fmt: skip
INSERT = Insert("webhook", ("region", *COLUMNS))
UPDATE = Update("webhook", CHANGED, ("region", "id", "version"))
ORDER = ("w.created_at", "w.id")

_SELECT = f"SELECT {', '.join(f'w.{name}' for name in COLUMNS)} FROM webhook w"
FILTERS = (Filter("present", "(w.state <> 'deleted') = {}"),)
READ = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {", ".join(f"w.{name}" for name in COLUMNS)}
FROM flight LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3
LEFT JOIN webhook w ON w.region = $4 AND w.id = $5 AND w.state <> 'deleted'"""
WITHHOLD = """UPDATE webhook_delivery SET state = 'withheld', next_at = NULL, settled_at = now(), claimed_by = NULL,
  claimed_at = NULL WHERE region = $1 AND webhook_id = $2 AND state = 'pending'"""
NEWEST_LEAF = "SELECT coalesce(max(leaf_index), -1) FROM audit_leaf WHERE region = $1"
DELIVERIES = """SELECT leaf_index, event_id AS event, action, report_id AS report, state, attempts, first_at, next_at,
  settled_at, payload, tries::text AS tries FROM webhook_delivery d
WHERE region = $1 AND webhook_id = $2 AND leaf_index < $3 AND ($4::text IS NULL OR state = $4)
  AND (report_id IS NULL OR EXISTS (SELECT FROM report r WHERE r.region = d.region AND r.id = d.report_id))
ORDER BY leaf_index DESC LIMIT $5"""
"""What was delivered of a report that the caller does not see any longer is in no list either."""


class Wanted(NamedTuple):
    """Every endpoint but those that were deleted."""

    present: bool = True


async def read(transaction: Transaction, call: Call, webhook: UUID | None) -> Record:
    """The first answer under the call's key if there was one, and one endpoint; ``id`` is null when it is not there."""
    return await read_beside(transaction, READ, call, webhook)


async def listing(transaction: Transaction, region: str, after: Sequence[Any] | None, limit: int) -> list[Record]:
    """One page of endpoints, newest first, and one row more to tell whether there is a next page."""
    sql, args = keyset_sql(_SELECT, "w.region", region, FILTERS, Wanted(), ORDER, after, Page(limit, descending=True))
    return await transaction.fetch(sql, *args)


async def deliveries(
    transaction: Transaction, region: str, webhook: UUID, before: int, state: str | None, limit: int
) -> list[Record]:
    """The deliveries of an endpoint before a leaf index, newest first."""
    return await transaction.fetch(DELIVERIES, region, webhook, before, state, limit)


async def newest_leaf(transaction: Transaction, region: str) -> int:
    """The newest leaf of the region, -1 while its log is empty."""
    return int(await transaction.fetchval(NEWEST_LEAF, region))


def changed_row(region: str, row: Record, changes: dict[str, Any], at: datetime) -> tuple[Any, ...]:
    """The values of ``UPDATE``: what changes, the next version, and the version that was read."""
    after = {**dict(row.items()), **changes, "version": row["version"] + 1, "updated_at": at}
    return (*(after[name] for name in CHANGED), region, row["id"], row["version"])
