"""The sequencer: takes events out of the pending set, gives each region's the next leaf indices, grows its tree.

A pending *set* and not a cursor: a cursor over identities loses what commits late. Each region has one
head row, and its lock makes any number of sequencers behave as one. Events of one report keep their order.
Indices, tiles and size are one transaction: a sequencer killed anywhere leaves all of a batch or nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from service.trail.tlog import tree_rows

if TYPE_CHECKING:
    import asyncpg

BATCH = 2000
log = structlog.get_logger("tindak.sequencer")

REGIONS = "SELECT DISTINCT region FROM audit_pending"
OPEN_HEAD = "INSERT INTO audit_head (region, size) VALUES ($1, 0) ON CONFLICT DO NOTHING"
LOCK_HEAD = "SELECT size FROM audit_head WHERE region = $1 FOR UPDATE"
# What is hashed is the stored leaf. What was promised beside it is compared and never trusted. A pending row whose
# event is not there waits for ever, and holds up no other.
TAKE = """WITH taken AS (
  DELETE FROM audit_pending p USING audit_event e
  WHERE p.region = $1 AND e.region = $1 AND e.id = p.event_id AND p.event_id IN
    (SELECT w.event_id FROM audit_pending w JOIN audit_event k ON k.region = w.region AND k.id = w.event_id
     WHERE w.region = $1 ORDER BY w.event_id LIMIT $2)
  RETURNING p.event_id, p.report_id, p.seq, p.leaf_hash AS promised, e.leaf)
SELECT event_id, report_id, seq, promised, sha256('\\x00'::bytea || leaf) AS leaf_hash FROM taken"""
APPEND = """INSERT INTO audit_leaf (region, leaf_index, event_id, leaf_hash, sequenced_at)
SELECT $1, $2 + n - 1, event_id, leaf_hash, now()
FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS taken (event_id, leaf_hash, n)"""
GROW = "UPDATE audit_head SET size = size + $2 WHERE region = $1"

WITHOUT_TILES = """SELECT region FROM audit_head h WHERE size > 0
AND NOT EXISTS (SELECT FROM audit_tile t WHERE t.region = h.region AND t.level = 0 AND t.tile_index = 0)"""
STORED = """SELECT sha256('\\x00'::bytea || e.leaf) AS leaf_hash FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
WHERE l.region = $1 AND l.leaf_index >= $2 AND l.leaf_index < $3 ORDER BY l.leaf_index"""


async def sequence_all(connection: asyncpg.Connection[asyncpg.Record]) -> int:
    """Sequence one batch of every region that has pending events. Returns how many were sequenced."""
    regions = [row["region"] for row in await connection.fetch(REGIONS)]
    return sum([await sequence(connection, region) for region in regions])


async def sequence(connection: asyncpg.Connection[asyncpg.Record], region: str) -> int:
    """Sequence one batch of one region, in one transaction: all of it or nothing."""
    async with connection.transaction():
        await connection.execute(OPEN_HEAD, region)
        size = await connection.fetchval(LOCK_HEAD, region)
        ordered = in_order(await connection.fetch(TAKE, region, BATCH))
        if not ordered:
            return 0
        hashes = [row["leaf_hash"] for row in ordered]
        await connection.execute(APPEND, region, size, [row["event_id"] for row in ordered], hashes)
        await tree_rows.append(connection, region, size, hashes)
        await connection.execute(GROW, region, len(ordered))
    for row in ordered:
        if row["promised"] != row["leaf_hash"]:
            log.error("leaf_contradicts_promise", region=region, event_id=str(row["event_id"]))
    return len(ordered)


async def grow_missing_trees(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Build the tiles of every region that has leaves and no tile: a log older than its tree."""
    for row in await connection.fetch(WITHOUT_TILES):
        async with connection.transaction():
            await rebuild(connection, row["region"])


async def rebuild(connection: asyncpg.Connection[asyncpg.Record], region: str) -> int:
    """Build a region's tiles from its stored leaves, in the caller's transaction. Returns the tree's size.

    A tile that is there already must be a beginning of the rebuilt one, or the database refuses the statement.
    """
    size = int(await connection.fetchval(LOCK_HEAD, region))
    for start in range(0, size, BATCH):
        rows = await connection.fetch(STORED, region, start, min(start + BATCH, size))
        await tree_rows.append(connection, region, start, [row["leaf_hash"] for row in rows])
    return size


def in_order(taken: list[asyncpg.Record]) -> list[asyncpg.Record]:
    """By identifier, which is by time, but never against the numbers of one report's events."""
    places = sorted(taken, key=lambda row: row["event_id"])
    by_report: dict[object, list[asyncpg.Record]] = {}
    for row in sorted(taken, key=lambda row: row["seq"], reverse=True):
        by_report.setdefault(row["report_id"], []).append(row)
    return [by_report[row["report_id"]].pop() for row in places]
