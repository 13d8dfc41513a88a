"""What is read of the log for whoever may ask; row security decides which events they see."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from service.storage.db.pool import Transaction
from service.trail.reading.withheld import WITHHELD, names_hidden
from workflows.trail.tlog.key_list import ListedKey, encode_key_list
from workflows.trail.tlog.note_keys import parse_verifier_key

# The newest checkpoints first; a few, so that one with a quorum can be found behind a younger one without.
_CHECKPOINT = """SELECT c.size, c.root, c.note, c.signed_at,
  coalesce((SELECT string_agg(s.line, '' ORDER BY s.witness) FROM
    (SELECT DISTINCT ON (n.witness) n.witness, n.line FROM audit_cosignature n
     WHERE n.region = c.region AND n.size = c.size ORDER BY n.witness, n.received_at DESC) s), '') AS cosignatures
FROM audit_checkpoint c"""
CHECKPOINTS = f"""{_CHECKPOINT} WHERE c.region = $1 AND ($2::bigint IS NULL OR c.size >= $2)
ORDER BY c.size {{order}} LIMIT $3"""
NEWEST = CHECKPOINTS.format(order="DESC")
COVERING = CHECKPOINTS.format(order="ASC")
# The newest with so many cosignatures; found from the cosignatures, of which there may be none for a long time.
COSIGNED = f"""{_CHECKPOINT} JOIN (SELECT w.size FROM audit_cosignature w WHERE w.region = $1
  GROUP BY w.size HAVING count(DISTINCT w.witness) >= $2 ORDER BY w.size DESC LIMIT $3) w ON w.size = c.size
WHERE c.region = $1 ORDER BY c.size DESC"""
UNCOSIGNED = f"{_CHECKPOINT} WHERE c.region = $1 AND $2::int = 0 ORDER BY c.size DESC LIMIT $3"
KEYS = """SELECT verifier_key, from_size, beside, added_at FROM audit_key WHERE region = $1
ORDER BY from_size, added_at"""
# A leaf of a report that is walled off from the asker's own agency is withheld, and one that names such a report.
ENTRIES = f"""SELECT l.leaf_index, e.leaf, {WITHHELD} OR {names_hidden("e")} AS withheld
FROM audit_leaf l JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
LEFT JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index >= $2 AND l.leaf_index < $3 ORDER BY l.leaf_index"""
PLACE = """SELECT l.leaf_index, l.leaf_hash FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
WHERE l.region = $1 AND l.event_id = $2"""
SEEN = "SELECT FROM audit_event WHERE region = $1 AND id = $2"


async def newest_checkpoints(transaction: Transaction, region: str, count: int) -> list[Record]:
    """The newest checkpoints, youngest first, each with the cosignature lines that have come in."""
    return await transaction.fetch(NEWEST, region, None, count)


async def covering_checkpoint(transaction: Transaction, region: str, size: int) -> Record | None:
    """The smallest checkpoint of at least ``size`` leaves."""
    return await transaction.fetchrow(COVERING, region, size, 1)


async def keys(transaction: Transaction, region: str) -> list[Record]:
    """Every verifier key under which checkpoints were signed, oldest first."""
    return await transaction.fetch(KEYS, region)


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


def key_list(rows: list[Record]) -> str:
    """The rows of ``KEYS`` as a list of keys."""
    return encode_key_list(listed(rows))


def listed(rows: list[Record]) -> list[ListedKey]:
    """The keys of the rows of ``KEYS``."""
    return [ListedKey(parse_verifier_key(row["verifier_key"]), row["from_size"], row["beside"]) for row in rows]
