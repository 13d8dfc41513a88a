"""How every connection is made: host by host, each within its own time, and with a pulse on the line.

asyncpg bounds all hosts together, so that a first one which swallows packets would leave no time for the second, and
it has no parameter for a socket. What vanished without a word is found by the kernel's probes on both sides: here by
options of the socket, there by settings of the session, so that no lock of ours outlives the line.
"""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from weakref import WeakSet

import asyncpg

from service.storage.db.database_addresses import parse_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from service.storage.db.database_addresses import Address

CONNECT_S = 10.0
"""Seconds for one host to be connected to where the address does not say."""

CLOSE_S = 2.0
"""Seconds for a connection to be closed in order; a line that is gone is cut."""

PULSE: Mapping[str, int] = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""Seconds, probes and milliseconds where the address does not say."""

_OF_SOCKET = {
    "keepalives_idle": "TCP_KEEPIDLE",
    "keepalives_interval": "TCP_KEEPINTVL",
    "keepalives_count": "TCP_KEEPCNT",
    "tcp_user_timeout": "TCP_USER_TIMEOUT",
}
"""libpq's names, and the option of the socket; a system that has none of the name does without."""

SERVER_PULSE: Mapping[str, str] = {
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""The same asked of the server. A pooler takes no such setting, and one that lends connections by the transaction must
not be used: the addresses are those of the server itself."""

STATEMENT_S = 30
BOUNDED: Mapping[str, str] = {
    "statement_timeout": f"{STATEMENT_S}s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
"""Settings of a session that nobody waits for: each statement is stopped after so many seconds."""

ANSWERED_S = STATEMENT_S + 5.0
"""Seconds after which a server that does not even stop a statement is given up."""

_SPOKEN_FOR = "unsupported startup parameter"
"""What PgBouncer says to a session that has settings of its own."""

_NEXT_HOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TargetServerAttributeNotMatched,
)
Connection = Any
_standing: WeakSet[Connection] = WeakSet()


class NotDirect(asyncpg.InterfaceError):  # type: ignore[misc]
    """A pooler stands between: a session's locks and settings may be another's at the next statement."""

    def __init__(self) -> None:
        super().__init__("a pooler stands between, and a direct connection is needed: name the server itself")


async def require_direct(connection: Connection) -> None:
    """Raise NotDirect when whoever answers is not the process that greeted us, as behind every pooler."""
    if await connection.fetchval("SELECT pg_backend_pid()") != connection.get_server_pid():
        raise NotDirect


def cut_all() -> None:
    """Cut every connection of this process: what waits for one that says nothing waits no longer."""
    for connection in list(_standing):
        connection.terminate()


async def connect(url: str, application: str, settings: Mapping[str, str] | None = None, **options: Any) -> Connection:
    """Connect by an address, under a name that the server lists unless the address has its own or ``settings`` have.

    ``settings`` are the session's, ``options`` asyncpg's. Raises AddressError, and what asyncpg raises when no host
    can be connected to: of several that which the last one gave.
    """
    address = parse_address(url)
    told = {"application_name": application, **SERVER_PULSE, **address.server, **(settings or {})}
    timeout = float(address.numbers.get("connect_timeout", 0) or options.pop("timeout", CONNECT_S))
    options.pop("timeout", None)
    failed: BaseException | None = None
    for wanted in address.sessions:
        for host in address.hosts or (None,):
            try:
                connection = await asyncpg.connect(
                    _source(address, host),
                    ssl=address.tls,
                    timeout=timeout,
                    server_settings=told,
                    target_session_attrs=wanted,
                    **options,
                )
            except _NEXT_HOST as error:
                failed = NotDirect() if _SPOKEN_FOR in str(error) else error
            else:
                _standing.add(connection)
                _take_pulse(connection, address.numbers)
                return connection
    assert failed is not None  # noqa: S101 - there is at least one round with one host
    raise failed


@asynccontextmanager
async def connected(
    url: str, application: str, settings: Mapping[str, str] | None = None, **options: Any
) -> AsyncIterator[Connection]:
    """A connection for as long as the block; cut, and not closed in order, when the block fails or is cancelled.

    Raises as ``connect`` does.
    """
    connection = await connect(url, application, settings, **options)
    try:
        yield connection
    except BaseException:
        connection.terminate()
        raise
    await close(connection)


async def close(connection: Connection) -> None:
    """Close in order, or cut when that takes too long. Raises nothing of the database."""
    try:
        await connection.close(timeout=CLOSE_S)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        connection.terminate()


def _source(address: Address, host: tuple[str, int] | None) -> str:
    """What asyncpg is given for one host: the parameters that it knows and no other."""
    place = {} if host is None else {"host": f"[{host[0]}]" if ":" in host[0] else host[0], "port": str(host[1])}
    who = {"user": address.user, "password": address.password, "dbname": address.database}
    given = {**place, **{name: value for name, value in who.items() if value is not None}, **address.driver}
    return f"postgresql://?{urlencode(given, quote_via=quote)}" if given else "postgresql://"


def _take_pulse(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Let the kernel ask a silent line whether it still stands."""
    line = connection._transport.get_extra_info("socket")  # noqa: SLF001 - asyncpg has no other way to it
    if line is None or line.family == socket.AF_UNIX:
        return
    chosen = {name: numbers.get(name, 0) or of_ours for name, of_ours in PULSE.items() if name != "keepalives"}
    with line.dup() as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, numbers.get("keepalives", 1))
        for name, option in _OF_SOCKET.items():
            if hasattr(socket, option):
                own.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), chosen[name])
