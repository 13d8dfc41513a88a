"""A transaction of its own connection that sees one state of the database for as long as it takes to send a file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import asyncpg

from service.edge.service_errors import TookTooLong
from service.storage.db.database_connecting import close, connect
from service.storage.db.outages import CLOSED, SAID, outage_of
from service.storage.db.pool import tokens_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

STATEMENT_S, SLACK_S = 60, 5
"""Seconds that the server gives one statement, and those after which nobody waits for its word any more."""

SESSION = {
    "idle_in_transaction_session_timeout": "120s",
    "statement_timeout": f"{STATEMENT_S}s",
    "timezone": "UTC",
}
IN_ORDER = MappingProxyType({"cursor_tuple_fraction": "0.01", "enable_seqscan": "off", "jit": "off"})
"""A cursor that reads all is planned for all, in the order of an index: no sorting of what does not fit in memory."""

_AS_EVER: Mapping[str, str] = MappingProxyType({})
CONTEXT = "SELECT set_config('tindak.region', $1, true), set_config('tindak.tokens', $2, true)"
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


async def begin(connection: Any, region: str, tokens: tuple[str, ...]) -> None:
    """Begin the transaction: everything after it is read from one state, as the tokens see it."""
    await connection.execute(BEGIN)
    await see_as(connection, region, tokens)


async def see_as(connection: Any, region: str, tokens: tuple[str, ...]) -> None:
    """See from here on what ``tokens`` see in ``region``."""
    await connection.fetch(CONTEXT, region, tokens_text(tokens))


@asynccontextmanager
async def snapshot(
    url: str, application: str, region: str, tokens: tuple[str, ...], planned: Mapping[str, str] = _AS_EVER
) -> AsyncIterator[Any]:
    """A connection in a transaction that sees what ``tokens`` see in ``region``; ``planned`` is said to the planner.

    It is cut off, not closed, when anything went wrong: its server undoes it and nobody waits.

    Raises DatabaseUnavailable and TookTooLong.
    """
    try:
        connection = await connect(url, application, {**SESSION, **planned}, command_timeout=STATEMENT_S + SLACK_S)
    except CLOSED as error:
        raise outage_of(error) from error
    try:
        await begin(connection, region, tokens)
        yield connection
        await connection.execute("COMMIT")
        await close(connection)
    except TimeoutError as error:
        connection.terminate()
        raise TookTooLong from error
    except (*SAID, asyncpg.QueryCanceledError) as error:  # what the network says may be of the client's line
        connection.terminate()
        raise outage_of(error) from error
    except BaseException:
        connection.terminate()
        raise
