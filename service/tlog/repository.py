"""What is read of the log for whoever may ask; row security decides which events they see."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from service.db.pool import Transaction

# A leaf of a report that is walled off from the asker's own agency is withheld: report is not visible then.
ENTRIES = """SELECT l.leaf_index, e.leaf, r.id IS NULL AS withheld
FROM audit_leaf l JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
LEFT JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index >= $2 AND l.leaf_index < $3 ORDER BY l.leaf_index"""
PLACE = """SELECT l.leaf_index, l.leaf_hash FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
WHERE l.region = $1 AND l.event_id = $2"""
SEEN = "SELECT FROM audit_event WHERE region = $1 AND id = $2"


async def entries(transaction: Transaction, region: str, start: int, end: int) -> list[Record]:
    """The leaves from index ``start`` to ``end`` exclusive, in order."""
    return await transaction.fetch(ENTRIES, region, start, end)


async def place_of(transaction: Transaction, region: str, event: UUID) -> Record | None:
    """The leaf of an event that the asker sees; None when there is none or it is not sequenced yet."""
    return await transaction.fetchrow(PLACE, region, event)


async def sees(transaction: Transaction, region: str, event: UUID) -> bool:
    """Whether the event is there for the asker."""
    found: Any = await transaction.fetchrow(SEEN, region, event)
    return found is not None
