"""Connections and transactions. A transaction carries who is asking; without that, no row shows.

Round trips: begin with context, then what the caller sends, then commit. Nothing else, nor on release.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from service.edge.service_errors import DatabaseUnavailable, TookTooLong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from types import TracebackType
    from uuid import UUID

Leased: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,3}", re.ASCII)
_TOKEN = re.compile(r"[a-z0-9_:.-]{1,80}", re.ASCII)
_CONNECT_WITHIN_S = 30
_HANGS_AFTER_S = 40
"""Seconds after which a transaction's connection is given up: its server is gone without a word."""

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
_DOWN = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server has said that it ends the connection, and it has not ended yet
    asyncpg.CannotConnectNowError,
    asyncpg.LockNotAvailableError,
)
"""What says that the database is out of reach; a statement that was stopped is told apart from it."""


class Database:
    """Up to ``size`` connections for one role, leased last-in-first-out.

    Not asyncpg's pool: its proxies, and a task and a query at each release, would cost more than many a statement.
    """

    def __init__(self, url: str, *, size: int, application: str, statement_s: int = STATEMENT_S) -> None:
        self._url = url
        self._session = {**SESSION, "statement_timeout": f"{statement_s}s"}
        self._size = size
        self._application = application
        self._open = False
        self._slots: asyncio.LifoQueue[Leased | None] = asyncio.LifoQueue()

    async def open(self) -> None:
        """Connect once. Raises DatabaseUnavailable when no connection can be made."""
        for _ in range(self._size - 1):
            self._slots.put_nowait(None)
        try:
            self._slots.put_nowait(await self._connect())
        except _DOWN as error:
            raise DatabaseUnavailable from error
        self._open = True

    async def close(self) -> None:
        """Close every connection."""
        self._open = False
        for connection in [self._slots.get_nowait() for _ in range(self._slots.qsize())]:
            if connection is not None:
                await connection.close(timeout=_CONNECT_WITHIN_S)

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
        watch = asyncio.get_running_loop().call_later(_HANGS_AFTER_S, connection.terminate)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql, *args)
        except asyncpg.QueryCanceledError as error:
            raise TookTooLong from error
        except _DOWN as error:
            raise DatabaseUnavailable from error
        finally:
            watch.cancel()
            self.give_back(connection)
        return rows

    async def lease(self) -> Leased:
        """Take a connection, the one used last first; wait when all are taken. Raises DatabaseUnavailable."""
        if not self._open:
            raise DatabaseUnavailable
        connection = self._slots.get_nowait() if self._slots.qsize() else await self._slots.get()
        if connection is not None and not connection.is_closed():
            return connection
        try:
            return await self._connect()
        except BaseException as error:
            self._slots.put_nowait(None)
            if isinstance(error, _DOWN):
                raise DatabaseUnavailable from error
            raise

    async def _connect(self) -> Leased:
        return await asyncpg.connect(
            self._url,
            timeout=_CONNECT_WITHIN_S,
            statement_cache_size=_STATEMENTS_CACHED,
            max_cached_statement_lifetime=0,
            server_settings={"application_name": self._application, **self._session},
        )

    def give_back(self, connection: Leased) -> None:
        """Return a leased connection, open or broken, with no transaction on it."""
        self._slots.put_nowait(connection)

    @asynccontextmanager
    async def bare(self) -> AsyncIterator[Leased]:
        """A connection without row-security context: it sees no tenant row. Raises DatabaseUnavailable."""
        connection = await self.lease()
        try:
            yield connection
        except asyncpg.QueryCanceledError as error:
            raise TookTooLong from error
        except _DOWN as error:
            raise DatabaseUnavailable from error
        finally:
            self.give_back(connection)


class Transaction:
    """One transaction; leaving it without ``commit`` undoes everything."""

    def __init__(self, database: Database, opening: str) -> None:
        self._database = database
        self._opening = opening
        self._connection: Leased | None = None
        self._watch: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        """Begin, with the caller's context, in one round trip."""
        connection = self._connection = await self._database.lease()
        self._watch = asyncio.get_running_loop().call_later(_HANGS_AFTER_S, connection.terminate)
        try:
            await connection.execute(self._opening)
        except (*_DOWN, asyncpg.QueryCanceledError) as error:
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
        await self._release()
        if isinstance(error, asyncpg.QueryCanceledError):
            raise TookTooLong from error
        if isinstance(error, _DOWN):
            raise DatabaseUnavailable from error

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
        return self._connection

    async def _release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if self._watch is not None:
            self._watch.cancel()
        try:
            if not connection.is_closed() and connection.is_in_transaction():
                await connection.execute("ROLLBACK")
        except (*_DOWN, asyncpg.QueryCanceledError):
            connection.terminate()
        finally:
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


def redact(url: str) -> str:
    """A database address without its password, for messages."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    kept = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k != "password"])
    return urlunsplit((parts.scheme, host, parts.path, kept, ""))
