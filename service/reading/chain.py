"""The chain of a region's reads in the database: its newest record, and the next one behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import asyncpg

from service.db.write import Insert, Part, write
from service.errors import Unavailable
from service.reports.rows import INSERT_PENDING
from workflows.codes import SYSTEM
from workflows.reads import NOBODY, RECORDED, Head, record_reads
from workflows.visibility import AUDIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.db.pool import Database, Transaction
    from workflows.reads import Read, RecordedReads

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
    (newest,) = await transaction.fetch(HEAD, region, event)
    if newest["done"]:
        return
    head = Head(newest["seq"] or 0, newest["leaf_hash"], newest["at"])
    made = record_reads(region, event, reads, head, datetime.now(UTC))
    parts = [
        Part(INSERT, [_row(region, made)]),
        Part(INSERT_PENDING, [(region, made.id, None, made.seq, made.leaf_hash)]),
    ]
    await write(transaction, parts)
    await transaction.commit()


def _row(region: str, made: RecordedReads) -> tuple[object, ...]:
    told = (RECORDED, NOBODY, SYSTEM, SYSTEM, made.at, made.prev, made.leaf, made.leaf_hash)
    return (region, made.id, made.seq, made.seq - 1 or None, made.seq, *told)
