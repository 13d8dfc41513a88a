"""What a database is asked: each question one statement over the catalogs, open to every role."""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import asyncpg

from service.edge.auth.token_claims import LEEWAY_S
from service.features.changing.all_routines import ALL
from service.operations.doctor.findings import Finding, Level
from service.operations.migrate import head_revision
from service.storage.db import tables
from service.storage.db.database_connecting import NotDirect, require_direct
from service.storage.db.routines import installed_schemas

TENANT_TABLES = frozenset(table.name for table in tables.Report.metadata.sorted_tables if "region" in table.columns)
GUARDED = (
    "audit_event",
    "audit_leaf",
    "audit_tile",
    "audit_checkpoint",
    "audit_cosignature",
    "audit_key",
    "report_text",
    "event_naming",
    "notice",
    "review_entry",
    "custody",
)
APPEND_ONLY = frozenset(
    {f"{table}.{trigger}" for table in GUARDED for trigger in ("no_change", "no_truncate")}
    | {"audit_event.no_gap_of_reads", "api_key.stays_revoked"}
)
APPLICATION = "tindak-doctor"
SUPPORTED = range(15, 18 + 1)
"""Major versions of PostgreSQL."""

DOWN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a connection raises that cannot be made, or that cannot answer."""

MOST_SKEW_S = 2.0
"""Seconds that clocks which follow a time server may differ."""

OF_A_WORKER = 15
"""Connections that a worker has at most: six for webhooks, two for previews, one for each other task; and one more for
each witness that it asks."""

_BESIDE_THE_POOL = OF_A_WORKER + 2  # the API's for quotas, and a migration's


class Answer(NamedTuple):
    """A finding without the name of its check."""

    level: Level
    seen: str
    remedy: str = ""


Ask = Callable[[Any], Awaitable[Answer]]


async def answer(check: str, ask: Ask, connection: Any) -> Finding:
    """Ask one question; a database that cannot answer it is a failure of that check."""
    try:
        return Finding(check, *(await ask(connection)))
    except asyncpg.UndefinedTableError:
        return Finding(check, Level.FAIL, "this database has no schema of ours", "run `tindak migrate`")
    except DOWN as error:
        return Finding(check, Level.FAIL, f"{type(error).__name__}: {error}", "look into the server's log")


def _judge(*, well: bool, seen: str, remedy: str) -> Answer:
    return Answer(Level.OK, seen) if well else Answer(Level.FAIL, seen, remedy)


def role_of(expected: str, variable: str) -> Ask:
    """Whether the address in ``variable`` connects as ``expected``, and row security holds whom it connects as."""

    async def ask(connection: Any) -> Answer:
        name, *holds = await connection.fetchrow(_ROLE)
        faults = [words for words, held in zip(_ROLE_FAULTS, holds, strict=True) if held]
        if name != expected and not faults:
            faults = [f"is not {expected}"]
        seen = f"{name} {' and '.join(faults) or 'cannot pass row security'}"
        return _judge(well=not faults, seen=seen, remedy=f"let {variable} name the role {expected}")

    return ask


_ROLE = """
SELECT rolname AS name, rolsuper, rolbypassrls, NOT rolsuper AND EXISTS (
  SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns
FROM pg_roles WHERE rolname = current_user
"""
_ROLE_FAULTS = ("is superuser, whom no row security holds", "has BYPASSRLS", "can act as the owner of tables")


async def direct(connection: Any) -> Answer:
    """Whether the server itself answers: through a pooler two sessions may hold one lock, or lose their settings."""
    try:
        await require_direct(connection)
    except NotDirect as error:
        return Answer(Level.FAIL, str(error), "let the address name the server and its own port, not the pooler's")
    return Answer(Level.OK, "the server itself answers")


def is_same_as(others: Sequence[Any]) -> Ask:
    """Whether the other connections lead to the same database."""

    async def ask(connection: Any) -> Answer:
        places = {await each.fetchval(_PLACE) for each in (connection, *others)}
        seen = f"{len(places)} behind {len(others) + 1} addresses"
        return _judge(well=len(places) == 1, seen=seen, remedy="let every address name one database")

    return ask


_PLACE = "SELECT current_database() || pg_postmaster_start_time()::text"


async def _version(connection: Any) -> Answer:
    major, text = connection.get_server_version().major, connection.get_settings().server_version
    return _judge(well=major in SUPPORTED, seen=f"PostgreSQL {text}", remedy="use one from 15 to 18")


async def _schema(connection: Any) -> Answer:
    present, newest = await connection.fetchval("SELECT max(version_num) FROM alembic_version"), head_revision()
    remedy = "run `tindak migrate`; a database that is ahead wants the newer Tindak"
    return _judge(well=present == newest, seen=f"at {present}, this version brings {newest}", remedy=remedy)


async def _routines(connection: Any) -> Answer:
    present = await installed_schemas(connection)
    remedy = "run `tindak migrate` of this version; until then frequent requests take more round trips"
    return _judge(well=present >= {one.schema for one in ALL}, seen=", ".join(sorted(present)) or "none", remedy=remedy)


async def _row_security(connection: Any) -> Answer:
    rows = await connection.fetch(_FORCED)
    missing = sorted(TENANT_TABLES - {row["relname"] for row in rows if row["forced"]})
    if missing:
        remedy = "ALTER TABLE ... ENABLE, FORCE ROW LEVEL SECURITY; find out who took it off"
        return Answer(Level.FAIL, f"not forced on {', '.join(missing)}", remedy)
    return Answer(Level.OK, f"forced on all {len(TENANT_TABLES)} tables of a region")


_FORCED = """
SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""


async def _append_only(connection: Any) -> Answer:
    rows = await connection.fetch(_TRIGGERS)
    missing = sorted(APPEND_ONLY - {row["name"] for row in rows})
    if missing:
        remedy = "ALTER TABLE ... ENABLE ALWAYS TRIGGER ...; the trail could be changed meanwhile: check it"
        return Answer(Level.FAIL, f"not enabled always: {', '.join(missing)}", remedy)
    return Answer(Level.OK, f"all {len(APPEND_ONLY)} triggers of the trail are enabled always")


_TRIGGERS = """
SELECT c.relname || '.' || t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled = 'A'
"""


async def _writable(connection: Any) -> Answer:
    standby, read_only = await connection.fetchrow(_TAKES)
    seen = "is a standby and takes no writes" if standby else "takes no writes" if read_only else "takes writes"
    remedy = "name the primary, or add target_session_attrs=read-write; find out who set default_transaction_read_only"
    return _judge(well=not (standby or read_only), seen=seen, remedy=remedy)


_TAKES = "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'"


async def _clock(connection: Any) -> Answer:
    before = time.time()
    theirs: datetime = await connection.fetchval("SELECT clock_timestamp()")
    ours = datetime.fromtimestamp((before + time.time()) / 2, UTC)
    return judge_skew(abs((theirs - ours).total_seconds()))


def judge_skew(skew: float) -> Answer:
    """Judge how many seconds two clocks differ. Beyond a token's leeway, good tokens are refused."""
    level = Level.OK if skew <= MOST_SKEW_S else Level.WARN if skew <= LEEWAY_S else Level.FAIL
    remedy = "" if level is Level.OK else "let both machines follow one time server"
    return Answer(level, f"the database's differs by {skew:.2f} s from this machine's", remedy)


def _connections(pool: int) -> Ask:
    async def ask(connection: Any) -> Answer:
        row = await connection.fetchrow(_LIMITS)
        needed, free = pool + _BESIDE_THE_POOL, row["most"] - row["others"]
        level = Level.OK if needed <= free else Level.WARN if needed <= row["most"] else Level.FAIL
        seen = f"{row['most']} may be open, {row['others']} are others', one API process and the rest need {needed}"
        remedy = "" if level is Level.OK else "raise max_connections or lower TINDAK_POOL_SIZE"
        return Answer(level, seen, remedy)

    return ask


_LIMITS = f"""
SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true), '0')::int AS most,
  (SELECT count(*)::int FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
   WHERE a.datid IS NOT NULL AND r.rolname NOT IN ('tindak_app', 'tindak_worker')
   AND a.application_name IS DISTINCT FROM '{APPLICATION}') AS others
"""


def questions(pool_size: int) -> dict[str, Ask]:
    """Every question about server and schema, in the order of the report."""
    return {
        "server version": _version,
        "server state": _writable,
        "schema": _schema,
        "routines": _routines,
        "row security": _row_security,
        "append-only trail": _append_only,
        "clocks": _clock,
        "connections": _connections(pool_size),
    }
