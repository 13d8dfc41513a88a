"""The words of texts, read anew where an older reading made them: in batches, while everything else goes on.

A batch locks its rows before it reads their texts. Sealing, erasing and amending change a row of words too: none
of them can come between, and what is gone by then has no words. Whoever is interrupted goes on where it ended, since
each row says which reading made it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

from service.storage.lexemes.vectors import READING, TITLE, vector_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import asyncpg

BATCH = 200
"""Rows that are locked at once, for about as many milliseconds as there are."""

REREADING_LOCK = 0x54494E57
_TRY, _DONE = f"SELECT pg_try_advisory_lock({REREADING_LOCK})", f"SELECT pg_advisory_unlock({REREADING_LOCK})"
_WAIT_S = 1.0
"""Another deployer's is waited for without a statement that lasts, which a concurrent index would wait for in turn."""

_FIRST = UUID(int=0)
REGIONS = "SELECT DISTINCT region FROM report_words WHERE reading <> $1 ORDER BY region"
LOCK_NEXT = f"""SELECT report_id FROM report_words WHERE region = $1 AND report_id > $2 AND reading <> $3
ORDER BY report_id LIMIT {BATCH} FOR UPDATE"""
TEXTS = """SELECT r.id, t.content AS title, d.content AS description FROM report r
LEFT JOIN report_text t ON t.region = r.region AND t.id = r.title_text
LEFT JOIN report_text d ON d.region = r.region AND d.id = r.description_text
WHERE r.region = $1 AND r.id = ANY ($2::uuid[])"""
WRITE = """UPDATE report_words w SET title = n.title::tsvector, description = n.description::tsvector, reading = $2
FROM unnest($3::uuid[], $4::text[], $5::text[]) AS n (id, title, description)
WHERE w.region = $1 AND w.report_id = n.id"""
REINDEX = "REINDEX INDEX CONCURRENTLY report_words_sought"
"""An index keeps the words that no row has any more."""


async def read_anew(connection: asyncpg.Connection[asyncpg.Record]) -> int:
    """Read the texts of every row of words that an older reading made. Returns how many those were.

    The connection is a superuser's and in no transaction. Waits for another deployer's to end.
    """
    while not await connection.fetchval(_TRY):  # noqa: ASYNC110 - the other is another process
        await asyncio.sleep(_WAIT_S)
    try:
        count = 0
        for row in await connection.fetch(REGIONS, READING):
            count += await _region(connection, row["region"])
        if count:
            await connection.execute(REINDEX)
    finally:
        await connection.execute(_DONE)
    return count


async def _region(connection: asyncpg.Connection[asyncpg.Record], region: str) -> int:
    count, after = 0, _FIRST
    while reports := await _batch(connection, region, after):
        count, after = count + len(reports), reports[-1]
    return count


async def _batch(connection: asyncpg.Connection[asyncpg.Record], region: str, after: UUID) -> Sequence[UUID]:
    async with connection.transaction():
        reports = [row["report_id"] for row in await connection.fetch(LOCK_NEXT, region, after, READING)]
        texts = await connection.fetch(TEXTS, region, reports)
        titles = [vector_of(row["title"], TITLE) for row in texts]
        descriptions = [vector_of(row["description"]) for row in texts]
        await connection.execute(WRITE, region, READING, [row["id"] for row in texts], titles, descriptions)
    return reports
