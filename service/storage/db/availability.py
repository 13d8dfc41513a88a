"""Whether the databases that a process works with are there: said once when one goes, and once when it is back.

What is said twice a second by each of ten tasks nobody reads. So the one place that connects says it: by place, so that
two logins of one database say it once, and by the stage of an outage, so that stopping, refusing and starting are one.
A process names its addresses when it starts; what a person's command meets is for that command to say. Told are the
hosts, the database, the setting that holds the address and a cause in one word: nobody who signs in, and no words of a
server's, which may name who does.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import asyncpg
import structlog

from service.edge.service_errors import DatabaseReadOnly, DatabaseUnavailable
from service.storage.db.database_addresses import parse_address
from service.storage.db.database_connecting import NotDirect
from service.storage.db.outages import READ_ONLY, takes_writes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CAUSES: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
    ("silent", (TimeoutError,)),
    ("refused", (ConnectionRefusedError,)),
    ("no_socket", (FileNotFoundError,)),
    ("unknown_host", (socket.gaierror,)),
    ("tls", (ssl.SSLError,)),
    ("starting", (asyncpg.CannotConnectNowError,)),
    ("stopping", (asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)),
    ("read_only", (READ_ONLY,)),
    ("no_primary", (asyncpg.TargetServerAttributeNotMatched,)),
    ("pooler", (NotDirect,)),
    ("password", (asyncpg.InvalidPasswordError,)),
    ("no_login", (asyncpg.InvalidAuthorizationSpecificationError,)),
    ("no_right", (asyncpg.InsufficientPrivilegeError,)),
    ("no_database", (asyncpg.InvalidCatalogNameError,)),
    ("full", (asyncpg.TooManyConnectionsError,)),
    ("disk", (asyncpg.DiskFullError,)),
    ("memory", (asyncpg.OutOfMemoryError,)),
    ("slow", (asyncpg.QueryCanceledError,)),
    ("locked", (asyncpg.LockNotAvailableError,)),
    ("lost", (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)),
)
"""The word for each kind of error, the first that is one of it; ``server`` for any other."""

IN_USE = frozenset({"disk", "memory", "slow", "locked", "server"})
"""What a database says that is there."""

GONE = frozenset({"silent", "refused", "no_socket", "unknown_host", "starting", "stopping", "lost"})
"""The stages of one outage: who was told of the first is not told of the next."""

OF_A_LOGIN = frozenset({"password", "no_login", "no_right", "full"})
"""What may be so for one address and not for another that leads to the same database."""

log = structlog.get_logger("tindak.database")


@dataclass(slots=True)
class _Away:
    """A database that is away: the addresses by which it was not found, and what was said of that."""

    addresses: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)


_named: dict[str, str] = {}
_away: dict[tuple[str | None, str | None], _Away] = {}


@contextmanager
def told_by(part: str, addresses: Mapping[str, str]) -> Iterator[None]:
    """Say that a part of the service starts, and to the block's end whether its databases are there.

    ``addresses`` are by the names of their settings; where the first leads is told at once.
    """
    begins = f"{part}_starts"
    log.info(begins, version=version("tindak"), **place_of(next(iter(addresses.values()))))
    ours = {url: setting for setting, url in addresses.items() if url not in _named}
    _named.update(ours)
    try:
        yield
    finally:
        for url in ours:
            del _named[url]
            _found(url)


def place_of(url: str) -> dict[str, str | None]:
    """Where a database is, as it is told: hosts or folders of sockets, each with its port, and the database's name."""
    address = parse_address(url)
    hosts = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in address.hosts]
    return {"server": ",".join(hosts) or None, "database": address.database}


def cause_of(error: BaseException) -> str:
    """What is behind it, in one word."""
    if isinstance(error, DatabaseReadOnly):
        return "read_only"
    if isinstance(error, DatabaseUnavailable) and error.__cause__ is not None:
        error = error.__cause__
    if type(error) is DatabaseUnavailable:
        return "lost"
    return next((word for word, kinds in CAUSES if isinstance(error, kinds)), "server")


def failed(url: str, error: BaseException) -> None:
    """Take note of an address by which its database was not found, or lost, and say so when that is new."""
    if url not in _named:
        return
    setting, place, cause = _named[url], place_of(url), cause_of(error)
    if cause in IN_USE:
        log.warning("database_interrupted", cause=cause, setting=setting, **place)
        return
    away = _away.setdefault((place["server"], place["database"]), _Away())
    away.addresses.add(url)
    fact = ("gone" if cause in GONE else cause, setting if cause in OF_A_LOGIN else "")
    if fact not in away.said:
        away.said.add(fact)
        log.error("database_unavailable", cause=cause, setting=setting, **place)


def interrupted(url: str, error: BaseException) -> None:
    """Say what a database said that is there; that it is not, whoever connects anew says."""
    if cause_of(error) in IN_USE:
        failed(url, error)


def connected_to(url: str, connection: Any) -> None:
    """Take note of a connection that could be made: its database is back, unless it takes no writes."""
    if url not in _named:
        return
    if not takes_writes(connection):
        failed(url, DatabaseReadOnly())
    elif _found(url):
        log.info("database_back", **place_of(url))


def _found(url: str) -> bool:
    """Whether its database was away, and is so by no address any more."""
    place = place_of(url)
    away = _away.get((place["server"], place["database"]))
    if away is None:
        return False
    away.addresses.discard(url)
    if not away.addresses:
        del _away[place["server"], place["database"]]
    return not away.addresses
