"""Statements kept in the database as functions, so that one round trip is a whole transaction.

They belong to this version of the code and not to a migration: `tindak migrate` installs them after the migrations,
in a schema named by the digest of their text, and takes those of other versions away. Each says in its own text
which rows it touches, and each takes the caller's region and tokens as arguments.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import asyncpg
from sqlalchemy.dialects.postgresql import DOMAIN, dialect
from sqlmodel import SQLModel

import service.storage.db.tables  # noqa: F401 - importing it fills the metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OWNER, APP = "tindak_owner", "tindak_app"
PREFIX = "routine_"
SEARCH_PATH = "pg_catalog, public, pg_temp"
"""Where every function of ours looks for a name: a caller's own tables come last, and so stand in for none of ours."""

PLACE = "{schema}"
"""Where the name of the schema stands in a routine's text until it is known."""

INSTALL_LOCK = 0x54494E45
NOT_INSTALLED = (asyncpg.InvalidSchemaNameError, asyncpg.UndefinedFunctionError)
"""A routine of another version: while versions change, this one goes on in transactions."""

_DIALECT = dialect()  # type: ignore[no-untyped-call]


class Routine(NamedTuple):
    """One function with the row types that it takes.

    ``types`` and ``create`` are whole statements with ``{schema}`` in the place of the schema's name; ``name`` is the
    function's, ``arguments`` how many it takes; ``definer`` says that it runs as the owner of the tables.
    """

    name: str
    types: tuple[str, ...]
    create: str
    arguments: int
    definer: bool = False


def column_types(table: str, columns: Iterable[str], *, domains: bool) -> list[str]:
    """The SQL types of columns; of a code its ``domains`` name or the type beneath."""
    known = SQLModel.metadata.tables[table].c
    kinds = [known[name].type for name in columns]
    return [
        (kind if domains or not isinstance(kind, DOMAIN) else kind.data_type).compile(_DIALECT).lower()
        for kind in kinds
    ]


def row_type(name: str, table: str, columns: Sequence[str]) -> str:
    """The statement that makes a row type of a table's columns. A domain's CHECK holds where the row is written."""
    listed = zip(columns, column_types(table, columns, domains=False), strict=True)
    return f"CREATE TYPE {PLACE}.{name} AS ({', '.join(f'{column} {kind}' for column, kind in listed)})"


class Installed:
    """The routines of this version, with the statements that call them."""

    def __init__(self, routines: Sequence[Routine]) -> None:
        self._routines = tuple(routines)
        text = "\n".join((SEARCH_PATH, *(each for one in routines for each in (*one.types, one.create))))
        self.schema = f"{PREFIX}{sha256(text.encode()).hexdigest()[:16]}"

    def call(self, routine: Routine) -> str:
        """The statement that calls a routine with all its arguments."""
        places = ", ".join(f"${place}" for place in range(1, routine.arguments + 1))
        return f"SELECT * FROM {self.schema}.{routine.name}({places})"

    def statements(self) -> Iterable[str]:
        """What makes them, to be run by a superuser."""
        for statement in self._placed():
            yield statement.replace(PLACE, self.schema)

    def _placed(self) -> Iterable[str]:
        yield f"CREATE SCHEMA {PLACE}"
        yield f"GRANT USAGE ON SCHEMA {PLACE} TO {APP}"
        for routine in self._routines:
            yield from routine.types
            yield routine.create
            yield f"ALTER FUNCTION {PLACE}.{routine.name} SET search_path = {SEARCH_PATH}"
            if routine.definer:
                yield f"ALTER FUNCTION {PLACE}.{routine.name} OWNER TO {OWNER}"
            yield f"REVOKE ALL ON FUNCTION {PLACE}.{routine.name} FROM PUBLIC"
            yield f"GRANT EXECUTE ON FUNCTION {PLACE}.{routine.name} TO {APP}"


async def install(connection: asyncpg.Connection[asyncpg.Record], wanted: Iterable[Installed]) -> None:
    """Make the routines that are missing, as a superuser; take away those of other versions."""
    async with connection.transaction():
        await connection.execute(f"SELECT pg_advisory_xact_lock({INSTALL_LOCK})")
        present, by_schema = await installed_schemas(connection), {one.schema: one for one in wanted}
        for other in present - by_schema.keys():
            await connection.execute(f"DROP SCHEMA {other} CASCADE")
        for schema in by_schema.keys() - present:
            for statement in by_schema[schema].statements():
                await connection.execute(statement)


async def installed_schemas(connection: asyncpg.Connection[asyncpg.Record]) -> set[str]:
    """The schemas of routines that a database has."""
    rows = await connection.fetch("SELECT nspname::text AS name FROM pg_namespace WHERE nspname LIKE $1", f"{PREFIX}%")
    return {row["name"] for row in rows}
