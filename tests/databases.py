"""Databases of one server, each as a migrated one is on its first day.

To copy the template writes thousands of pages, and most tests leave a few rows. So a database is handed on: its rows
are deleted, and it is dropped instead where anything else of it differs from the template, or somebody stays connected.
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
_MOST_USES = 40
"""Rows that were deleted leave their space behind, and a plan looks at it."""

_NOT_COMPARED = (
    "pg_class", "pg_trigger",  # by their rows: sizes change by themselves, and deleting turns triggers off and on
    "pg_depend", "pg_description", "pg_init_privs",  # long, and nothing is made that is not in another one
)  # fmt: skip
_CATALOGS = """SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
AND NOT relisshared AND relname <> ALL ($1) ORDER BY relname"""
_ROWS = """SELECT (SELECT md5(string_agg(concat_ws(' ', oid, relname, relkind, relowner, relrowsecurity,
  relforcerowsecurity, relpersistence, relreplident, relacl, reloptions), ',' ORDER BY oid))
  FROM pg_class WHERE relkind NOT IN ('t', 'i') OR relnamespace <> 'pg_toast'::regnamespace),
 (SELECT md5(string_agg(concat_ws(' ', oid, tgname, tgenabled, tgfoid, tgtype, tgqual), ',' ORDER BY oid))
  FROM pg_trigger),
 (SELECT array_agg((setrole, setconfig)::text) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
  WHERE d.datname = current_database())"""
_TABLES = """SELECT c.oid::regclass::text AS name,
 ARRAY(SELECT quote_ident(tgname) FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled = 'A' ORDER BY 1) AS always
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1"""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


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
    """The template: what is compared of a database, how its rows are looked for, and how each table is emptied."""

    compare: str
    like: Any
    filled: str
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

    async def take_new(self) -> str:
        """One that nobody had before: rows that were deleted still stand in its indexes, and are counted there."""
        name = f"test_{next(_numbers)}"
        # What `shut` says of a database stands with it, and so does not come with its template.
        await self._as_admin(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}", shut(name)[0])
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
        day = self._day or await self._first_day()
        connection = await asyncpg.connect(self._server.url("postgres", name))
        try:
            if not await _left_alone(connection) or await _state(connection, day.compare) != day.like:
                return False
        except asyncpg.UndefinedTableError:  # one that has rows from the beginning is gone
            return False
        else:
            filled = [row["name"] for row in await connection.fetch(day.filled)]
            no_order = "SET session_replication_role = replica"  # of foreign keys
            await connection.execute(";".join((no_order, *(day.empty[table] for table in filled))))
        finally:
            await connection.close()
        return True

    async def _first_day(self) -> _Day:
        """What the template is; a copy is asked, since nobody may be connected to what is copied."""
        name = f"test_{next(_numbers)}"
        await self._as_admin(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        connection = await asyncpg.connect(self._server.url("postgres", name))
        try:
            self._day = await _described(connection)
        finally:
            await connection.close()
        await self._as_admin(f"DROP DATABASE {name} WITH (FORCE)")
        return self._day

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
    catalogs = [row["relname"] for row in await connection.fetch(_CATALOGS, _NOT_COMPARED)]
    changed = (f"SELECT '{one}', count(*)::text, max(xmin::text::bigint)::text FROM {one}" for one in catalogs)
    kept = (f"SELECT '{one}', '', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {one} t" for one in seeded)
    compare = " UNION ALL ".join((*changed, *kept))
    empty = {name: _emptying(name, always) for name, always in tables.items() if name not in seeded}
    filled = " UNION ALL ".join(f"SELECT '{name}' AS name WHERE EXISTS (SELECT FROM {name})" for name in empty)
    return _Day(compare, await _state(connection, compare), filled, empty)


def _emptying(table: str, always: list[str]) -> str:
    """Without the triggers that forbid it to everybody, and with them again."""
    off = (f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in always)
    on = (f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name in always)
    return ";".join((*off, f"DELETE FROM {table}", *on))


async def _state(connection: Any, compare: str) -> tuple[Any, ...]:
    return (*map(tuple, await connection.fetch(compare)), *await connection.fetchrow(_ROWS))


async def _left_alone(connection: Any) -> bool:
    """Whether everybody else is gone: a session that was closed takes a moment to end."""
    for wait in (0, 0.005, 0.02, 0.05):
        await asyncio.sleep(wait)
        if not await connection.fetchval(_OTHERS):
            return True
    return False
