"""What PostgreSQL raises when it is out of reach, full, closed to us or no longer the one that takes writes.

Source: https://www.postgresql.org/docs/18/errcodes-appendix.html.
"""

from typing import Any

import asyncpg

from service.edge.service_errors import DatabaseReadOnly, DatabaseUnavailable, TookTooLong

READ_ONLY = asyncpg.ReadOnlySQLTransactionError
"""25006: a primary that was demoted, or a server that was set to take no writes."""

SAID = (
    asyncpg.PostgresConnectionError,  # 08
    asyncpg.InvalidAuthorizationSpecificationError,  # 28: no such login, or not now
    asyncpg.InvalidCatalogNameError,  # 3D000
    asyncpg.InsufficientResourcesError,  # 53: connections, disk, memory
    asyncpg.OperatorInterventionError,  # 57: starting, stopping, gone; a statement stopped is told apart before it
    asyncpg.PostgresSystemError,  # 58: its files
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    READ_ONLY,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server has said that it ends the connection, and it has not ended yet
)
"""What the database, or its driver, says."""

DOWN = (OSError, *SAID)
"""The same, with what the network says."""

CLOSED = (*DOWN, asyncpg.InsufficientPrivilegeError)
"""What a connection raises that cannot be made; CONNECT may be taken from a login."""


def outage_of(error: BaseException) -> DatabaseUnavailable:
    """What whoever asked is told of it."""
    if isinstance(error, asyncpg.QueryCanceledError):
        return TookTooLong()
    return DatabaseReadOnly() if isinstance(error, READ_ONLY) else DatabaseUnavailable()


def of_a_standby(error: BaseException, connection: Any) -> bool:
    """Whether it is what a standby says of a table that only a primary has (0A000): one that is not logged.

    Anywhere else that code is a fault of ours. The server tells each session whether it stands by, and when no longer.
    """
    return isinstance(error, asyncpg.FeatureNotSupportedError) and not takes_writes(connection)


def gave_way(error: BaseException, connection: Any) -> bool:
    """Whether a standby broke off what was read, since the primary has cleared away rows under it (40001).

    On a primary that code is a conflict of two changes, which whoever makes them tries again.
    """
    return isinstance(error, asyncpg.SerializationError) and not takes_writes(connection)


def takes_writes(connection: Any) -> bool:
    """Whether the server said of this session that it takes writes (``in_hot_standby`` and its like, reported).

    Of one that has ended nothing is known: it is taken for one that did.
    """
    if connection.is_closed():
        return True
    said = connection.get_settings()
    return all(getattr(said, name, "off") != "on" for name in ("in_hot_standby", "default_transaction_read_only"))
