"""A stolen `tindak_app`: what it tries against the triggers that keep the trail, and what the database answers."""

import asyncio
from typing import Any

import asyncpg
import pytest

from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import upgrade
from service.storage.db.routines import SEARCH_PATH
from tests.conftest import REGION

CONTEXT = "SELECT set_config('tindak.region', $1, false), set_config('tindak.tokens', '{audit,region,system}', false)"
FORGED = """INSERT INTO public.audit_event (region, id, seq, prev_seq, version, action, agency, actor_person,
  actor_agency, actor_role, at, prev, leaf, leaf_hash)
VALUES ($1, gen_random_uuid(), 2, 1, 2, 'reads.recorded', NULL, gen_random_uuid(), 'system', 'system', now(), '\\x01',
  '{}', '\\x02')"""
SHADOW = "AS SELECT $1::text AS region, NULL::uuid AS report_id, 1 AS seq, '\\x01'::bytea AS leaf_hash"
TRIED = {
    "a temporary table": "CREATE TEMPORARY TABLE audit_event (region text)",
    "a temporary view": "CREATE TEMPORARY VIEW audit_event AS SELECT 1",
    "a temporary function": "CREATE FUNCTION pg_temp.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a function in public": "CREATE FUNCTION public.numnode(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a schema": "CREATE SCHEMA mine",
    "triggers off": "SET session_replication_role = replica",
    "the owner": "SET ROLE tindak_owner",
    "the worker": "SET ROLE tindak_worker",
    "a superuser": "SET SESSION AUTHORIZATION postgres",
    "no trigger": "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "another trigger": "CREATE TRIGGER mine BEFORE INSERT ON audit_event EXECUTE FUNCTION refuse_change()",
    "another function": "ALTER FUNCTION refuse_gap_of_reads() RESET search_path",
    "row security off": "ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY",
    "an altered leaf": "UPDATE audit_event SET leaf = ''",
    "a deleted leaf": "DELETE FROM audit_event",
    "an emptied trail": "TRUNCATE audit_event",
    "a program": "COPY audit_event FROM PROGRAM 'true'",
}


@pytest.fixture
async def stolen(postgres: EmbeddedPostgres, database: str) -> Any:
    connection = await asyncpg.connect(postgres.url("tindak_app", database))
    await connection.execute("SELECT 1")
    yield connection
    await connection.close()


@pytest.mark.parametrize("what", TRIED)
async def test_a_stolen_login_gets_round_no_trigger(stolen: Any, what: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await stolen.execute(TRIED[what])


async def test_a_shadow_of_the_trail_misleads_no_trigger(postgres: EmbeddedPostgres, database: str, admin: Any) -> None:
    """Even where somebody has given TEMPORARY back, the trigger looks into the trail and not into a table beside it."""
    await admin.execute(f"GRANT TEMPORARY ON DATABASE {database} TO tindak_app")
    stolen = await asyncpg.connect(postgres.url("tindak_app", database))
    try:
        await stolen.execute(f"CREATE TEMPORARY TABLE audit_event {SHADOW.replace('$1::text', repr(REGION))}")
        await stolen.fetch(CONTEXT, REGION)
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await stolen.execute(FORGED, REGION)
    finally:
        await stolen.close()
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == 0


async def test_every_function_looks_in_its_own_places_first(admin: Any) -> None:
    rows = await admin.fetch(
        "SELECT p.oid::regprocedure::text AS name, l.lanname, p.proconfig FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang "
        "WHERE n.nspname = 'public' OR n.nspname LIKE 'routine%'"
    )
    assert len(rows) > 15
    assert [row["name"] for row in rows if row["proconfig"] != [f"search_path={SEARCH_PATH}"]] == []
    # A function in SQL would be written into the statement that calls it, but not with a setting of its own: none is.
    assert {row["lanname"] for row in rows} == {"plpgsql"}


async def test_migrating_shuts_a_database_that_came_from_a_template_or_a_dump(
    postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    await admin.execute(f"GRANT TEMPORARY, CREATE ON DATABASE {database} TO PUBLIC, tindak_worker")
    await admin.execute("GRANT CREATE ON SCHEMA public TO PUBLIC, tindak_app")
    await asyncio.to_thread(upgrade, postgres.url("postgres", database))  # Alembic runs a loop of its own
    asked = """SELECT count(*) FROM (VALUES ('tindak_app'), ('tindak_worker')) r (name)
      WHERE has_database_privilege(name, current_database(), 'TEMPORARY, CREATE')
        OR has_schema_privilege(name, 'public', 'CREATE')"""
    assert await admin.fetchval(asked) == 0
