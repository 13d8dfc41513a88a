"""Words that an older reading made are made anew: all of them, nothing that is gone, whatever happens meanwhile."""

import asyncio
from typing import Any

import asyncpg
import pytest
from alembic import command

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config, upgrade
from service.storage.texts.rereading import BATCH, REREADING_LOCK, read_anew
from service.storage.texts.words import FORGET_WORDS_OF
from tests.edge.api.story import report
from tests.features.search.asking import ids

TEXT = "Ia membagi-bagikan uang di RT 02/RW 03"
ASKED = "bagi2 uang RW 3"
FORMER = """UPDATE report_words w SET reading = 0, title = setweight(to_tsvector('indonesian', t.content), 'A'),
  description = to_tsvector('indonesian', d.content)
FROM report r LEFT JOIN report_text t ON t.region = r.region AND t.id = r.title_text
LEFT JOIN report_text d ON d.region = r.region AND d.id = r.description_text
WHERE r.region = w.region AND r.id = w.report_id"""
WORDS = "SELECT region, report_id, title::text, description::text, reading FROM report_words ORDER BY region, report_id"
TEXT_OF = "SELECT region, id, description_text FROM report"
ERASE_TEXT = "UPDATE report_text SET content = NULL, salt = NULL, sealed = $2 WHERE id = $1"


async def _made(client: Any, settings: Settings, **more: Any) -> dict[str, Any]:
    return await report(
        client, settings, **{"classification": "ordinary", "title": "Kabar", "description": TEXT} | more
    )


async def _somebody_waits(admin: Any) -> None:
    for _ in range(3_000):
        if await admin.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"):
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody waits for the row")


@pytest.fixture
async def other(postgres: EmbeddedPostgres, database: str) -> Any:
    """A connection as a deployer has it, beside ``admin``."""
    connection = await asyncpg.connect(postgres.url("postgres", database))
    yield connection
    await connection.close()


async def test_what_an_older_reading_made_is_found_as_what_is_new(client: Any, settings: Settings, admin: Any) -> None:
    made = await _made(client, settings)
    await _made(client, settings, classification="secret")
    whole = await admin.fetch(WORDS)
    await admin.execute(FORMER)
    assert await ids(client, settings, ASKED) == []
    assert await read_anew(admin) == 1
    assert await ids(client, settings, ASKED) == [made["id"]]
    assert await admin.fetch(WORDS) == whole
    assert await read_anew(admin) == 0


async def test_more_rows_than_a_batch_are_all_read_anew(admin: Any, client: Any, settings: Settings) -> None:
    await _made(client, settings)
    columns = "array_to_string(array_agg(quote_ident(attname::text)), ',')"
    listed = await admin.fetchval(
        f"SELECT {columns} FROM pg_attribute WHERE attrelid = 'report'::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' AND attname NOT IN ('id', 'register_number')"
    )
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(
        f"INSERT INTO report (id, {listed}) SELECT gen_random_uuid(), {listed} FROM report, generate_series(1, {BATCH})"
    )
    await admin.execute(
        "INSERT INTO report_words (region, report_id) SELECT region, id FROM report ON CONFLICT DO NOTHING"
    )
    await admin.execute(FORMER)
    assert await read_anew(admin) == BATCH + 1
    assert len({tuple(row)[2:] for row in await admin.fetch(WORDS)}) == 1


async def test_what_is_erased_meanwhile_gets_no_words(client: Any, settings: Settings, admin: Any, other: Any) -> None:
    await _made(client, settings)
    await admin.execute(FORMER)
    (row,) = await admin.fetch(TEXT_OF)
    async with admin.transaction():
        await admin.execute(FORGET_WORDS_OF, *row)
        reading = asyncio.ensure_future(read_anew(other))
        await _somebody_waits(admin)
        await admin.execute("SET LOCAL session_replication_role = replica")
        await admin.execute(ERASE_TEXT, row["description_text"], b"\x00" * 64)
    assert await reading == 1
    ((_, _, title, description, _),) = await admin.fetch(WORDS)
    assert (title, description) == ("'kabar':1A", None)


async def test_a_second_deployer_waits_until_the_first_has_ended(
    client: Any, settings: Settings, admin: Any, other: Any
) -> None:
    await _made(client, settings)
    await admin.execute(FORMER)
    await admin.execute(f"SELECT pg_advisory_lock({REREADING_LOCK})")
    reading = asyncio.ensure_future(read_anew(other))
    await asyncio.sleep(0.1)
    assert {row["reading"] for row in await admin.fetch(WORDS)} == {0}
    await admin.execute(f"SELECT pg_advisory_unlock({REREADING_LOCK})")
    assert await reading == 1


async def test_down_a_version_has_its_words_and_up_again_these(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    made = await _made(client, settings)
    whole, url = await admin.fetch(WORDS), postgres.url("postgres", database)
    await asyncio.to_thread(command.downgrade, alembic_config(url), "0024")
    description = await admin.fetchval("SELECT description::text FROM report_words")
    assert description == await admin.fetchval("SELECT to_tsvector('indonesian', $1)::text", TEXT)
    await asyncio.to_thread(upgrade, url)
    assert await admin.fetch(WORDS) == whole
    assert await ids(client, settings, ASKED) == [made["id"]]
