"""A search among thousands of reports goes by its index, and so do the hints at an intake.

What PostgreSQL counted of its own scans tells, not a plan: the plans that matter are inside functions.
"""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from service.edge.policy_files import load_policies
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.pool import SESSION
from service.storage.lexemes.asked_words import question_of
from service.storage.lexemes.vectors import vector_of
from tests.bench.population import load
from tests.databases import Databases

REPORTS = 2_000
CONTEXT = "SET tindak.region = '33.05'; SET tindak.tokens = '{region,desk}'; SET ROLE tindak_app"
SCANS = """SELECT relname::text, pg_stat_get_xact_numscans(oid), pg_stat_get_xact_tuples_returned(oid)
FROM pg_class WHERE relname IN ('report', 'report_words', 'report_words_sought', 'report_by_day', 'report_by_area')
  AND pg_stat_get_xact_numscans(oid) > 0"""


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """What an index gave is counted, and so would be what another test had deleted."""
    name = await databases.take_new()
    yield name
    await databases.give_back(name)


@pytest.fixture
async def many(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """A database of thousands of reports, as the API's sessions see it."""
    await load(postgres.url("postgres", database), load_policies().of("33.05"), 0, REPORTS)
    connection = await asyncpg.connect(postgres.url("postgres", database), server_settings=SESSION)
    await connection.execute(CONTEXT)
    yield connection
    await connection.close()


async def _scans(connection: Any, sql: str) -> dict[str, tuple[int, int]]:
    """Which tables were read whole and which of the indexes were used: how often, and how many entries they gave."""
    async with connection.transaction():
        before = {name: counted for name, *counted in await connection.fetch(SCANS)}
        assert await connection.fetchval(sql)
        after = {name: counted for name, *counted in await connection.fetch(SCANS)}
    told = {
        name: (now[0] - was[0], now[1] - was[1]) for name, now in after.items() for was in [before.get(name, (0, 0))]
    }
    return {name: scans for name, scans in told.items() if scans[0]}


async def test_words_are_sought_by_their_index(many: Any) -> None:
    for words, found in (("laporan petugas", REPORTS), ("17 patroli", 1), ("17 gempa or 18", 1), ("-laporan", 0)):
        query = question_of(words).query.replace("'", "''")
        sql = f"SELECT count(*) + 1 FROM found_reports('33.05', '{query}')"
        assert await _scans(many, sql) == {"report_words_sought": (1, found)}, words


async def test_likes_are_sought_by_place_kind_and_day(many: Any) -> None:
    area = await many.fetchval("SELECT area FROM report WHERE category = 'money_politics' LIMIT 1")
    scans = await _scans(
        many,
        f"SELECT count(*) FROM possible_duplicates('33.05', '{area}', 'money_politics', '2024-10-02T00:00:00Z',"
        f" $${vector_of('Laporan nomor 17. Kejadian dilaporkan oleh petugas patroli')}$$, '{{}}', NULL, 10)",
    )
    assert scans.keys() == {"report_by_day"}
    assert 0 < scans["report_by_day"][1] <= 10
