"""A transaction of its own connection that sees one state of the database for as long as it takes to send a file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from service.edge.service_errors import DatabaseUnavailable, TookTooLong
from service.storage.db.pool import tokens_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONNECT_S = 10.0
SESSION = {
    "idle_in_transaction_session_timeout": "120s",
    "statement_timeout": "60s",
    "timezone": "UTC",
    # A cursor that reads all is planned for all, in the order of an index: no sorting of what does not fit in memory.
    "cursor_tuple_fraction": "0.01",
    "enable_seqscan": "off",
    "jit": "off",
}
CONTEXT = "SELECT set_config('tindak.region', $1, true), set_config('tindak.tokens', $2, true)"
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
DOWN = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)


@asynccontextmanager
async def snapshot(url: str, application: str, region: str, tokens: tuple[str, ...]) -> AsyncIterator[Any]:
    """A connection in a transaction that sees what ``tokens`` see in ``region``.

    It is cut off, not closed, when anything went wrong: its server undoes it and nobody waits.
    Raises DatabaseUnavailable and TookTooLong.
    """
    try:
        connection = await asyncpg.connect(
            url, timeout=CONNECT_S, server_settings={"application_name": application, **SESSION}
        )
    except DOWN as error:
        raise DatabaseUnavailable from error
    try:
        await connection.execute(BEGIN)
        await connection.fetch(CONTEXT, region, tokens_text(tokens))
        yield connection
        await connection.execute("COMMIT")
        await connection.close()
    except asyncpg.QueryCanceledError as error:
        connection.terminate()
        raise TookTooLong from error
    except BaseException:
        connection.terminate()
        raise
