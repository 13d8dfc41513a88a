"""Connections are lent and given back whatever happens on them."""

import asyncio

import pytest

from service.edge.service_errors import DatabaseUnavailable
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db import pool
from service.storage.db.pool import Database
from tests.conftest import REGION

NOBODY = ("region",)


async def _opened(postgres: EmbeddedPostgres, database: str, size: int, **own: int) -> Database:
    opened = Database(postgres.url("tindak_app", database), size=size, application="tests", **own)
    await opened.open()
    return opened


async def _run(database: Database, sql: str) -> None:
    """Run a statement without committing it."""
    async with database.transaction(REGION, NOBODY) as transaction:
        await transaction.fetchval(sql)


async def _backend(database: Database) -> int:
    async with database.transaction(REGION, NOBODY) as transaction:
        return int(await transaction.fetchval("SELECT pg_backend_pid()"))


async def test_a_server_that_hangs_is_given_up_and_the_next_call_is_answered(
    postgres: EmbeddedPostgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_SLACK_S", -0.8)
    opened = await _opened(postgres, database, 1, statement_s=1)
    first = await _backend(opened)
    with pytest.raises(DatabaseUnavailable):
        await _run(opened, "SELECT pg_sleep(20)")
    assert await _backend(opened) != first
    await opened.close()


async def test_a_statement_that_runs_too_long_is_ended_by_the_server_and_the_connection_kept(
    postgres: EmbeddedPostgres, database: str
) -> None:
    opened = await _opened(postgres, database, 1, statement_s=1)
    first = await _backend(opened)
    with pytest.raises(DatabaseUnavailable):
        await _run(opened, "SELECT pg_sleep(20)")
    assert await _backend(opened) == first
    await opened.close()


async def test_a_connection_that_the_server_closed_is_replaced(postgres: EmbeddedPostgres, database: str) -> None:
    opened = await _opened(postgres, database, 1)
    first = await _backend(opened)
    with pytest.raises(DatabaseUnavailable):
        await _run(opened, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert await _backend(opened) != first
    await opened.close()


@pytest.mark.parametrize("size", [1, 3])
async def test_no_more_connections_are_made_than_the_size(postgres: EmbeddedPostgres, database: str, size: int) -> None:
    opened = await _opened(postgres, database, size)
    backends = await asyncio.gather(*(_backend(opened) for _ in range(20)))
    assert 1 <= len(set(backends)) <= size
    await opened.close()


async def test_what_was_not_committed_never_happened_and_sets_nothing_for_the_next(
    postgres: EmbeddedPostgres, database: str
) -> None:
    opened = await _opened(postgres, database, 1)
    await _run(opened, "INSERT INTO register_counter (region, year, last) VALUES ('33.05', 2024, 1)")
    async with opened.bare() as connection:
        assert not await connection.fetchval("SELECT current_setting('tindak.tokens', true)")
    async with opened.transaction(REGION, NOBODY) as transaction:
        assert await transaction.fetchval("SELECT count(*) FROM register_counter") == 0
    await opened.close()


async def test_a_closed_database_lends_nothing(postgres: EmbeddedPostgres, database: str) -> None:
    opened = await _opened(postgres, database, 1)
    await opened.close()
    with pytest.raises(DatabaseUnavailable):
        await opened.lease()


async def test_a_transaction_given_up_while_it_begins_is_in_nobody_elses_way(
    postgres: EmbeddedPostgres, database: str
) -> None:
    opened = await _opened(postgres, database, 1)
    try:
        for turns in range(1, 25):
            beginning = asyncio.create_task(opened.snapshot(REGION, NOBODY).__aenter__())
            for _ in range(turns % 5 + 1):
                await asyncio.sleep(0)
            if not beginning.cancel():
                (connection,) = [beginning.result()]
                await connection.__aexit__(None, None, None)
            await asyncio.gather(beginning, return_exceptions=True)
            assert [row[0] for row in await opened.ask("SHOW transaction_read_only")] == ["off"]
    finally:
        await opened.close()
