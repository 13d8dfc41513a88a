"""The region's own chain in the database: its newest event, and the next one behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg

from service.edge.service_errors import Unavailable
from service.storage.db.write import Insert, Part, write
from service.trail.audit.rows import INSERT_PENDING
from workflows.access.visibility import AUDIT
from workflows.codes.states import READS_RECORDED
from workflows.decisions.told import Told
from workflows.trail.reads import BY_RULE, record_reads
from workflows.trail.region_events import Head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.storage.db.pool import Database, Transaction
    from workflows.trail.reads import Read
    from workflows.trail.region_events import RegionEvent

ATTEMPTS = 10
"""How often another process may be faster before it is left for later."""

HEAD = """SELECT EXISTS (SELECT FROM audit_event d WHERE d.region = $1 AND d.id = $2) AS done, h.seq, h.leaf_hash, h.at
FROM (SELECT 1) one LEFT JOIN (SELECT e.seq, e.leaf_hash, e.at FROM audit_event e
  WHERE e.region = $1 AND e.report_id IS NULL ORDER BY e.seq DESC LIMIT 1) h ON true"""
INSERT = Insert(
    "audit_event",
    (
        "region",
        "id",
        "seq",
        "prev_seq",
        "version",
        "action",
        "agency",
        "actor_person",
        "actor_agency",
        "actor_role",
        "at",
        "prev",
        "leaf",
        "leaf_hash",
    ),
)


async def append(database: Database, region: str, event: UUID, reads: Sequence[Read]) -> None:
    """Append one record of reads, unless it is there already: a commit whose answer was lost is not repeated.

    Raises DatabaseUnavailable, and Unavailable when others are faster time and again; nothing was written then.
    """
    for _ in range(ATTEMPTS):
        try:
            async with database.transaction(region, (AUDIT,)) as transaction:
                await _append(transaction, region, event, reads)
                return
        except asyncpg.UniqueViolationError:
            continue
    raise Unavailable("contended")


async def _append(transaction: Transaction, region: str, event: UUID, reads: Sequence[Read]) -> None:
    head = await newest(transaction, region, event)
    if head is None:
        return
    made = record_reads(region, event, reads, head, datetime.now(UTC))
    await write(transaction, parts_of(region, made, Told(READS_RECORDED, None, BY_RULE, {})))
    await transaction.commit()


async def newest(transaction: Transaction, region: str, event: UUID) -> Head | None:
    """The newest event of the region's own chain, None when ``event`` itself is there already.

    Two that chain to the same one: the second finds its number taken (UniqueViolationError) and begins anew.
    """
    (found,) = await transaction.fetch(HEAD, region, event)
    return None if found["done"] else Head(found["seq"] or 0, found["leaf_hash"], found["at"])


def parts_of(region: str, made: RegionEvent, told: Told) -> list[Part]:
    """The rows of one event, with its place among those that the sequencer has still to place."""
    actor = told.actor
    who = (UUID(actor["person"]), actor["agency"], actor["role"])
    row = (
        region, made.id, made.seq, made.seq - 1 or None, made.seq, told.action, told.agency, *who,
        made.at, made.prev, made.leaf, made.leaf_hash,
    )  # fmt: skip
    return [Part(INSERT, [row]), Part(INSERT_PENDING, [(region, made.id, None, made.seq, made.leaf_hash)])]
