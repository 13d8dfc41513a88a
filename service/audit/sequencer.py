"""The sequencer: takes events out of the pending set and gives each region's the next leaf indices.

A pending *set* and not a cursor: a cursor over identities loses what commits late. Each region has one
head row, and its lock makes any number of sequencers behave as one. Events of one report keep their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncpg

BATCH = 2000

REGIONS = "SELECT DISTINCT region FROM audit_pending"
OPEN_HEAD = "INSERT INTO audit_head (region, size) VALUES ($1, 0) ON CONFLICT DO NOTHING"
LOCK_HEAD = "SELECT size FROM audit_head WHERE region = $1 FOR UPDATE"
TAKE = """DELETE FROM audit_pending WHERE region = $1 AND event_id IN
  (SELECT event_id FROM audit_pending WHERE region = $1 ORDER BY event_id LIMIT $2)
RETURNING event_id, report_id, seq, leaf_hash"""
APPEND = """INSERT INTO audit_leaf (region, leaf_index, event_id, leaf_hash, sequenced_at)
SELECT $1, $2 + n - 1, event_id, leaf_hash, now()
FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS taken (event_id, leaf_hash, n)"""
GROW = "UPDATE audit_head SET size = size + $2 WHERE region = $1"


async def sequence_all(connection: asyncpg.Connection[asyncpg.Record]) -> int:
    """Sequence one batch of every region that has pending events. Returns how many were sequenced."""
    regions = [row["region"] for row in await connection.fetch(REGIONS)]
    return sum([await sequence(connection, region) for region in regions])


async def sequence(connection: asyncpg.Connection[asyncpg.Record], region: str) -> int:
    """Sequence one batch of one region, in one transaction: all of it or nothing."""
    async with connection.transaction():
        await connection.execute(OPEN_HEAD, region)
        size = await connection.fetchval(LOCK_HEAD, region)
        taken = await connection.fetch(TAKE, region, BATCH)
        ordered = in_order(taken)
        await connection.execute(
            APPEND, region, size, [row["event_id"] for row in ordered], [row["leaf_hash"] for row in ordered]
        )
        await connection.execute(GROW, region, len(ordered))
    return len(ordered)


def in_order(taken: list[asyncpg.Record]) -> list[asyncpg.Record]:
    """By identifier, which is by time, but never against the numbers of one report's events."""
    places = sorted(taken, key=lambda row: row["event_id"])
    by_report: dict[object, list[asyncpg.Record]] = {}
    for row in sorted(taken, key=lambda row: row["seq"], reverse=True):
        by_report.setdefault(row["report_id"], []).append(row)
    return [by_report[row["report_id"]].pop() for row in places]
