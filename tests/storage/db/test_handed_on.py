"""What one test leaves in a database no other test finds: what the suite's databases promise."""

from typing import Any

import asyncpg
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.alive import Client, alive
from tests.conftest import Lives
from tests.databases import Databases
from tests.edge.api.story import DESK, SARI, VERIFY, fire, report

DUMPED = """SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1"""
LEAVES = {
    "a table": "CREATE TABLE left_behind (id integer)",
    "a column": "ALTER TABLE task ADD COLUMN left_behind integer",
    "a function": "CREATE FUNCTION left_behind() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "a trigger that is off": "ALTER TABLE audit_event DISABLE TRIGGER no_change",
    "no row security": "ALTER TABLE report DISABLE ROW LEVEL SECURITY",
    "a right": "GRANT DELETE ON report TO tindak_app",
    "a setting": "ALTER ROLE tindak_app IN DATABASE {name} SET statement_timeout = '1s'",
    "an area that is another": "UPDATE area SET name = 'Lain' WHERE code = (SELECT min(code) FROM area)",
    "statistics, which turn plans": "ANALYZE area",
}


@pytest.fixture
def own(postgres: EmbeddedPostgres) -> Databases:
    return Databases(postgres)


@pytest.fixture
async def database(own: Databases) -> str:
    return await own.take()


async def rows(server: EmbeddedPostgres, name: str) -> dict[str, Any]:
    """Every row of every table."""
    connection = await asyncpg.connect(server.url("postgres", name))
    tables = [row["name"] for row in await connection.fetch(DUMPED)]
    found = {each: await connection.fetch(f"SELECT t::text FROM {each} t ORDER BY 1") for each in tables}
    await connection.close()
    return found


async def guards(server: EmbeddedPostgres, name: str) -> list[Any]:
    """Every trigger, and to whom it applies."""
    connection = await asyncpg.connect(server.url("postgres", name))
    found = await connection.fetch("SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger ORDER BY 1, 2")
    await connection.close()
    return [tuple(row) for row in found]


async def test_what_is_handed_on_has_the_rows_and_the_guards_of_the_first_day(
    own: Databases, database: str, postgres: EmbeddedPostgres, settings: Settings, lives: Lives
) -> None:
    fresh, guarded = await rows(postgres, database), await guards(postgres, database)
    async with alive(lives.app(settings)) as client:
        made = await report(client, settings, SARI)
        assert (await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
    assert {name for name, found in (await rows(postgres, database)).items() if found != fresh[name]} >= {
        "report", "audit_event", "report_text", "clock", "idempotency",
    }  # fmt: skip
    await own.give_back(database)
    assert await own.take() == database
    assert await rows(postgres, database) == fresh
    assert await guards(postgres, database) == guarded


@pytest.mark.parametrize("left", LEAVES)
async def test_what_is_left_otherwise_is_not_handed_on(
    own: Databases, database: str, postgres: EmbeddedPostgres, left: str
) -> None:
    connection = await asyncpg.connect(postgres.url("postgres", database))
    await connection.execute(LEAVES[left].format(name=database))
    await connection.close()
    await own.give_back(database)
    assert await own.take() != database


async def test_a_database_that_somebody_is_connected_to_is_not_handed_on(
    own: Databases, database: str, client: Client
) -> None:
    assert (await client.get("/readyz")).status_code == 200
    await own.give_back(database)
    assert await own.take() != database
