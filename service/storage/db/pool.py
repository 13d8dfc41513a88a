"""Connections and transactions. A transaction carries who is asking; without that, no row shows.

Round trips: begin with context, then what the caller sends, then commit. Nothing else, nor on release.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import asyncpg

from service.edge.service_errors import DatabaseReadOnly, DatabaseUnavailable
from service.storage.db.availability import connected_to, failed, interrupted
from service.storage.db.database_connecting import close, connect
from service.storage.db.outages import CLOSED, DOWN, READ_ONLY, gave_way, of_a_standby, outage_of, takes_writes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from types import TracebackType
    from uuid import UUID

Leased: TypeAlias = "Kept"

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,3}", re.ASCII)
_TOKEN = re.compile(r"[a-z0-9_:.-]{1,80}", re.ASCII)
_SLACK_S = 5.0
"""Seconds beyond those that the server gives one statement, after which its connection is given up as gone."""

IDLE_S, ANSWERS_S = 15.0, 1.5
"""Seconds without use after which a connection is asked whether it is still there, and those it has to say so.

A line that a router forgot says nothing: without this, whoever comes first after a silence would wait for it.
"""

_STATEMENTS_CACHED = 400
STATEMENT_S, ANSWERED_WITHIN_S = 30, 10
"""Seconds for one statement: of the worker, and of a process for whose answer somebody waits."""

SESSION = {
    "jit": "off",
    # Planning costs more than running. A plan is therefore made once a session, and must not be a sequential
    # scan only because the table was small or empty when the session began.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "timezone": "UTC",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


class Kept(asyncpg.Connection):  # type: ignore[misc]
    """A connection that knows since when it stands and when it was used last, by the loop's clock.

    ``writes`` says whether its server took writes when that was asked last.
    """

    writes = True
    made_at = 0.0
    used_at = 0.0


class Watch:
    """Cuts a connection when a statement is not answered in time; each new one begins the time anew."""

    __slots__ = ("_connection", "_handle", "_loop", "_within_s", "until")

    def __init__(self, connection: Kept, within_s: float) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._within_s = within_s
        self.renew()
        self._handle = self._loop.call_at(self.until, self._look)

    def renew(self) -> None:
        """Begin the time anew: one look at the clock, no timer."""
        self.until = self._loop.time() + self._within_s

    def cancel(self) -> None:
        """Watch no longer."""
        self._handle.cancel()

    def _look(self) -> None:
        if self._loop.time() < self.until:
            self._handle = self._loop.call_at(self.until, self._look)
        else:
            self._connection.terminate()


class Database:
    """Up to ``size`` connections for one role, leased last-in-first-out.

    Not asyncpg's pool: its proxies, and a task and a query at each release, would cost more than many a statement.
    """

    def __init__(self, url: str, *, size: int, application: str, statement_s: int = STATEMENT_S) -> None:
        self._url = url
        self._session = {**SESSION, "statement_timeout": f"{statement_s}s"}
        self._size = size
        self._application = application
        self._hangs_after_s = statement_s + _SLACK_S
        self._distrusted = 0.0
        self._open = False
        self._slots: asyncio.LifoQueue[Kept | None] = asyncio.LifoQueue()

    async def open(self) -> None:
        """Connect once. Raises DatabaseUnavailable when no connection can be made."""
        try:
            first = await self._connect()
        except CLOSED as error:
            raise outage_of(error) from error
        self._lend(first)

    async def open_anyway(self) -> None:
        """Connect once, or when it is asked for: what cannot be had now may be had later."""
        try:
            await self.open()
        except DatabaseUnavailable:
            self._lend(None)

    def _lend(self, first: Kept | None) -> None:
        for _ in range(self._size - 1):
            self._slots.put_nowait(None)
        self._slots.put_nowait(first)
        self._open = True

    async def close(self) -> None:
        """Close every connection; one that does not answer is cut."""
        self._open = False
        kept = [self._slots.get_nowait() for _ in range(self._slots.qsize())]
        await asyncio.gather(*(close(connection) for connection in kept if connection is not None))

    def snapshot(self, region: str, tokens: tuple[str, ...]) -> Transaction:
        """A transaction that only reads, everything as of its first statement."""
        opening = _opening(region, tokens, ())
        return Transaction(self, opening.replace("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", 1))

    def transaction(self, region: str, tokens: tuple[str, ...], *, lock_reports: Collection[UUID] = ()) -> Transaction:
        """A transaction that sees what ``tokens`` see in ``region``.

        ``lock_reports`` takes those reports' row locks before anything is read, always in the same order.
        """
        return Transaction(self, _opening(region, tokens, lock_reports))

    def hurried(self, region: str, tokens: tuple[str, ...], within_ms: int) -> Transaction:
        """A transaction each of whose statements is stopped after so many milliseconds."""
        return Transaction(self, f"{_opening(region, tokens, ())}; SET LOCAL statement_timeout = {within_ms:d}")

    async def ask(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        """Run one statement that is a transaction of its own and return its rows. Raises DatabaseUnavailable.

        It sees no tenant row but by a routine that is given the caller's context.
        """
        connection = await self.lease()
        watch = self.watch(connection)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql, *args)
        except (*DOWN, asyncpg.QueryCanceledError) as error:
            self.met(connection, error)
            raise outage_of(error) from error
        except (asyncpg.FeatureNotSupportedError, asyncpg.SerializationError) as error:
            if gave_way(error, connection):
                raise outage_of(error) from error
            if not of_a_standby(error, connection):
                raise
            standby = DatabaseReadOnly()
            self.met(connection, standby)
            raise standby from error
        finally:
            watch.cancel()
            self.give_back(connection)
        return rows

    def watch(self, connection: Leased) -> Watch:
        """What cuts a connection whose server does not even stop a statement that takes too long; cancel it in time."""
        return Watch(connection, self._hangs_after_s)

    def interrupted(self, error: BaseException) -> None:
        """Say what stopped a task, where it is not that the database is away, which is said of itself."""
        interrupted(self._url, error)

    def met(self, connection: Leased, error: BaseException) -> None:
        """Learn from what a connection met: one to a server that takes no writes is used no more, nor any older one."""
        if isinstance(error, (READ_ONLY, DatabaseReadOnly)):
            self._distrusted = asyncio.get_running_loop().time()
            connection.terminate()
            failed(self._url, error)

    async def lease(self) -> Leased:
        """Take a connection, the one used last first; wait when all are taken. Raises DatabaseUnavailable."""
        if not self._open:
            raise DatabaseUnavailable
        connection = self._slots.get_nowait() if self._slots.qsize() else await self._slots.get()
        try:
            if connection is not None and await self._is_there(connection):
                return connection
            return await self._connect()
        except BaseException as error:
            self._slots.put_nowait(None)
            if isinstance(error, CLOSED):
                raise outage_of(error) from error
            raise

    async def _is_there(self, connection: Kept) -> bool:
        """Whether a connection can be used, asked where it was not used for a while."""
        now = asyncio.get_running_loop().time()
        if connection.made_at <= self._distrusted:
            connection.terminate()
        if connection.is_closed() or now - connection.used_at < IDLE_S:
            return not connection.is_closed()
        watch = Watch(connection, ANSWERS_S)
        try:
            await connection.execute("SELECT")
        except BaseException as error:
            connection.terminate()
            if isinstance(error, DOWN):
                return False
            raise
        finally:
            watch.cancel()
        return not connection.is_closed()

    async def _connect(self) -> Kept:
        try:
            made: Kept = await connect(
                self._url,
                self._application,
                self._session,
                connection_class=Kept,
                statement_cache_size=_STATEMENTS_CACHED,
                max_cached_statement_lifetime=0,
            )
        except CLOSED as error:
            failed(self._url, error)
            raise
        connected_to(self._url, made)
        made.writes = takes_writes(made)
        made.made_at = made.used_at = asyncio.get_running_loop().time()
        return made

    def give_back(self, connection: Leased) -> None:
        """Return a leased connection, open or broken, with no transaction on it."""
        connection.used_at = asyncio.get_running_loop().time()
        if not (connection.writes or connection.is_closed()) and takes_writes(connection):  # the standby was promoted
            connection.writes = True
            connected_to(self._url, connection)
        self._slots.put_nowait(connection)

    @asynccontextmanager
    async def bare(self) -> AsyncIterator[Leased]:
        """A connection without row-security context: it sees no tenant row. Raises DatabaseUnavailable."""
        connection = await self.lease()
        try:
            yield connection
        except DatabaseReadOnly as error:
            self.met(connection, error)
            raise
        except (*DOWN, asyncpg.QueryCanceledError) as error:
            self.met(connection, error)
            raise outage_of(error) from error
        finally:
            self.give_back(connection)


class Transaction:
    """One transaction; leaving it without ``commit`` undoes everything."""

    def __init__(self, database: Database, opening: str) -> None:
        self._database = database
        self._opening = opening
        self._connection: Leased | None = None
        self._watch: Watch | None = None

    async def __aenter__(self) -> Self:
        """Begin, with the caller's context, in one round trip."""
        connection = self._connection = await self._database.lease()
        self._watch = self._database.watch(connection)
        try:
            await connection.execute(self._opening)
        except (*DOWN, asyncpg.QueryCanceledError) as error:
            self._database.met(connection, error)
            await self._release()
            raise DatabaseUnavailable from error
        except BaseException:
            connection.terminate()  # whether it has begun is not known: it must not be lent again in the middle of it
            await self._release()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo what was not committed and give the connection back."""
        broken_off = False
        if error is not None and self._connection is not None:
            self._database.met(self._connection, error)
            broken_off = gave_way(error, self._connection)
        await self._release()
        if broken_off or isinstance(error, (*DOWN, asyncpg.QueryCanceledError)):
            assert error is not None  # noqa: S101 - or nothing was broken off
            raise outage_of(error) from error

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        """Run one prepared statement and return its rows."""
        rows: list[asyncpg.Record] = await self._live.fetch(sql, *args)
        return rows

    async def fetchrow(self, sql: str, *args: Any) -> asyncpg.Record | None:
        """Run one prepared statement and return its first row."""
        return await self._live.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """Run one prepared statement and return its first value."""
        return await self._live.fetchval(sql, *args)

    async def see_all(self) -> None:
        """Let the write of a decided change touch rows that its own actor no longer sees after it."""
        await self._live.execute("SET LOCAL tindak.tokens = '{system}'")

    async def see_as(self, tokens: tuple[str, ...]) -> None:
        """Let what is read from now on be what ``tokens`` see. Raises ValueError for what cannot be a token."""
        await self._live.execute(f"SET LOCAL tindak.tokens = '{tokens_text(tokens)}'")

    async def commit(self) -> None:
        """Make it durable. What was not committed when this returns never happened."""
        await self._live.execute("COMMIT")

    @property
    def _live(self) -> Leased:
        if self._connection is None:
            raise DatabaseUnavailable
        if self._watch is not None:
            self._watch.renew()
        return self._connection

    async def _release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        watch = self._watch
        if watch is not None:
            watch.renew()
        try:
            if not connection.is_closed() and connection.is_in_transaction():
                await connection.execute("ROLLBACK")
        except (*DOWN, asyncpg.QueryCanceledError):
            connection.terminate()
        finally:
            if watch is not None:
                watch.cancel()
            self._database.give_back(connection)


def _opening(region: str, tokens: tuple[str, ...], lock_reports: Collection[UUID]) -> str:
    """BEGIN and the row-security context as one simple query; literals come from validated values only."""
    if not _REGION.fullmatch(region):
        msg = "a region has characters that no code has"
        raise ValueError(msg)
    lock = "".join(f"; {_LOCK.format(region=region, report=report)}" for report in sorted(lock_reports))
    return f"BEGIN; SET LOCAL tindak.region = '{region}'; SET LOCAL tindak.tokens = '{tokens_text(tokens)}'{lock}"


@lru_cache(maxsize=4096)
def tokens_text(tokens: tuple[str, ...]) -> str:
    """Tokens as the text of a PostgreSQL array. Raises ValueError for characters that no token has."""
    if not all(_TOKEN.fullmatch(token) for token in tokens):
        msg = "a token has characters that no code has"
        raise ValueError(msg)
    return f"{{{','.join(tokens)}}}"


_LOCK = "SELECT FROM report WHERE region = '{region}' AND id = '{report}' FOR NO KEY UPDATE"
