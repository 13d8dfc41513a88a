"""Databases of one server, each as a migrated one is on its first day.

To copy the template writes thousands of pages, and most tests leave a few rows. So a database is handed on: its rows
are deleted, and it is dropped instead where anything else of it was written to, or somebody stays connected. PostgreSQL
counts what is written to each table, its catalogs included: to ask it costs less than to compare.
"""

import asyncio
import os
from collections import deque
from itertools import count
from pathlib import Path
from shutil import disk_usage
from typing import Any, NamedTuple

import asyncpg

from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.rights import shut

_IN_MEMORY, _ENOUGH_BYTES = Path("/dev/shm"), 4 * 2**30
_TEMPLATE = "postgres"
_numbers = count()
_MOST_USES = 100
"""Rows that were deleted leave their space behind, and a plan looks at it."""

_TABLES = """SELECT c.oid::regclass::text AS name,
 ARRAY(SELECT quote_ident(tgname) FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled = 'A' ORDER BY 1) AS always
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1"""
_WRITTEN = """WITH written AS (SELECT oid, relnamespace = 'pg_catalog'::regnamespace AS catalog,
  pg_stat_get_tuples_inserted(oid) AS inserted, pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
  AS changed FROM pg_class WHERE relkind = 'r' AND NOT relisshared)
SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) AS others,
 pg_stat_get_db_stat_reset_time(d.oid) IS NOT NULL AS counted,
 EXISTS (SELECT FROM written WHERE (catalog OR oid = ANY ($1)) AND inserted + changed > 0) AS altered,
 ARRAY(SELECT oid::regclass::text FROM written WHERE NOT catalog AND inserted > 0) AS filled,
 ARRAY(SELECT (setrole, setconfig)::text FROM pg_db_role_setting WHERE setdatabase = d.oid ORDER BY 1) AS settings
FROM pg_database d WHERE datname = current_database()"""
"""What was written since the counting began anew. A crash of the server loses the count, and says so."""
_COUNTED = "SELECT pg_stat_force_next_flush()"
_ANEW = "SELECT pg_stat_reset()"


def place_for_data() -> str | None:
    """Where a server that need not be durable keeps its data: in memory where there is plenty, or with the rest.

    A copy is hundreds of files, and to make them costs some file systems more than all that a test does.
    """
    try:
        plenty = disk_usage(_IN_MEMORY).free >= _ENOUGH_BYTES and os.access(_IN_MEMORY, os.W_OK)
    except OSError:
        return None
    return str(_IN_MEMORY) if plenty else None


class _Day(NamedTuple):
    """The template: the tables that have rows, the settings of its own, and how each other table is emptied."""

    seeded: list[int]
    settings: list[str]
    empty: dict[str, str]


class Databases:
    """Lends databases of one server. Several event loops may ask, one after another."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._free: deque[tuple[str, int]] = deque()
        self._uses: dict[str, int] = {}
        self._day: _Day | None = None

    async def take(self) -> str:
        """The name of a database that is as the template."""
        if not self._free:
            return await self.take_new()
        name, uses = self._free.popleft()
        self._uses[name] = uses + 1
        return name

    async def keep_still(self) -> None:
        """Nothing looks after the databases by itself: it would be somebody who is connected, and turn plans."""
        await self._as_admin("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")

    async def take_new(self) -> str:
        """One that nobody had before: rows that were deleted still stand in its indexes, and are counted there."""
        name = f"test_{next(_numbers)}"
        # What `shut` says of a database stands with it, and so does not come with its template.
        await self._as_admin(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}", shut(name)[0])
        connection = await asyncpg.connect(self._server.url("postgres", name))
        try:
            self._day = self._day or await _described(connection)
            await connection.execute(_ANEW)
        finally:
            await connection.close()
        self._uses[name] = 1
        return name

    async def give_back(self, name: str) -> None:
        """Keep it for the next, or drop it."""
        uses = self._uses.pop(name)
        if uses < _MOST_USES and await self._emptied(name):
            self._free.append((name, uses))
        else:
            await self._as_admin(f"DROP DATABASE {name} WITH (FORCE)")

    async def _emptied(self, name: str) -> bool:
        day = self._day
        assert day is not None, "what was taken was made"
        connection = await asyncpg.connect(self._server.url("postgres", name))
        try:
            written = await _written(connection, day)
            if written["others"] or written["altered"] or not written["counted"] or written["settings"] != day.settings:
                return False
            if written["filled"]:
                no_order = "SET session_replication_role = replica"  # of foreign keys
                await connection.execute(";".join((no_order, *(day.empty[table] for table in written["filled"]))))
                await connection.execute(_COUNTED)
                await connection.execute(_ANEW)
        finally:
            await connection.close()
        return True

    async def _as_admin(self, *statements: str) -> None:
        admin = await asyncpg.connect(self._server.url("postgres", "template1"))
        try:
            for statement in statements:
                await admin.execute(statement)
        finally:
            await admin.close()


async def _described(connection: Any) -> _Day:
    tables = {row["name"]: row["always"] for row in await connection.fetch(_TABLES)}
    seeded = [table for table in tables if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})")]
    empty = {name: _emptying(name, always) for name, always in tables.items() if name not in seeded}
    oids = await connection.fetchval("SELECT array_agg(to_regclass(name)::oid) FROM unnest($1::text[]) name", seeded)
    return _Day(oids, (await connection.fetchrow(_WRITTEN, oids))["settings"], empty)


def _emptying(table: str, always: list[str]) -> str:
    """Without the triggers that forbid it to everybody, and with them again."""
    off = (f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in always)
    on = (f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name in always)
    return ";".join((*off, f"DELETE FROM {table}", *on))


async def _written(connection: Any, day: _Day) -> Any:
    """What was written, as soon as everybody else is gone: a session that was closed takes a moment to end."""
    for wait in (0.005, 0.02, 0.05):
        written = await connection.fetchrow(_WRITTEN, day.seeded)
        if not written["others"]:
            break
        await asyncio.sleep(wait)
    return written
