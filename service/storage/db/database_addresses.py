"""Addresses of databases: one reading of them for every command, and what cannot be done is refused in words.

What libpq knows and asyncpg does not, asyncpg would send to the server as a setting, which ends the connection there
with a fault that names neither. No refusal repeats a value, nor a name that is no parameter's where it may be a piece
of a password. Source: https://www.postgresql.org/docs/18/libpq-connect.html, sections 32.1.1 and 32.1.2.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote

from service.edge.settings import SettingsError
from service.storage.db.address_parameters import (
    ALIASES,
    AS_EVER,
    CHOICES,
    FILES,
    FREE,
    KNOWN,
    OF_SSL,
    PLACES,
    REFUSED,
    SERVER,
    SESSIONS,
    TLS_MODES,
    VERIFYING,
    WHOLE,
)

if TYPE_CHECKING:
    from service.edge.settings import Settings

SCHEMES = ("postgresql", "postgres")
PORT = 5432
_HOST = re.compile(r"(?:\[(?P<six>[^\[\]]+)\]|(?P<four>[^:\[\]]*))(?::(?P<port>[0-9]*))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FORM = "write it postgresql://role:password@host/database, other signs than letters and digits as %xx"


class AddressError(ValueError):
    """An address that cannot be used; the message says why, without any value of it."""


class Address(NamedTuple):
    """Where a database is and how it is come to.

    ``hosts`` are names, numbers or folders of sockets with their ports, in order; none means as the environment or a
    service file says. ``driver`` is what asyncpg reads, ``server`` what the server is told, ``numbers`` are seconds,
    milliseconds (``tcp_user_timeout``) and counts, and ``tls`` is set where the system's own roots are to verify.
    """

    hosts: tuple[tuple[str, int], ...]
    user: str | None
    password: str | None
    database: str | None
    driver: Mapping[str, str]
    server: Mapping[str, str]
    numbers: Mapping[str, int]
    sessions: tuple[str, ...]
    tls: ssl.SSLContext | None


def address_of(settings: Settings, name: str) -> str | None:
    """The address that a setting holds, once it has been read. Raises SettingsError that says what is wrong with it."""
    secret = getattr(settings, name)
    if secret is None:
        return None
    url: str = secret.get_secret_value()
    try:
        parse_address(url)
    except AddressError as error:
        msg = f"TINDAK_{name.upper()}: {error}"
        raise SettingsError(msg) from None
    return url


_PARTS = re.compile(
    r"(?P<scheme>[^:/?#]*):(?://(?P<place>[^/?#]*))?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
"""RFC 3986, appendix B."""


@lru_cache(maxsize=32)
def parse_address(url: str) -> Address:
    """Read an address. Raises AddressError."""
    parts = _split(url)
    given = _parameters(parts)
    named = {name: given.pop(name) for name in PLACES if name in given}
    user, password, place = _authority(parts.netloc)
    hosts = _hosts(named.get("host", unquote(place)), named.get("port"))
    _check(given, hosts)
    driver = {name: value for name, value in given.items() if name in (*CHOICES, *FILES, *FREE)}
    sessions = SESSIONS[driver.pop("target_session_attrs", "any")]
    tls = _of_the_system(driver) if driver.get("sslrootcert") == "system" else None
    return Address(
        hosts,
        named.get("user", user),
        named.get("password", password),
        named.get("dbname", unquote(parts.path.removeprefix("/")) or None),
        MappingProxyType({name: value for name, value in driver.items() if name != "keepalives"}),
        MappingProxyType({name: given[name] for name in SERVER if name in given}),
        MappingProxyType({name: int(given[name]) for name in (*WHOLE, "keepalives") if name in given}),
        sessions,
        tls,
    )


def _split(url: str) -> SplitResult:
    """The parts of an address. Several hosts are no URL's: later ``urlsplit`` refuses them beside one in brackets."""
    if _CONTROL.search(unquote(url)):
        msg = "has a line end or another sign that is not seen, as a file brings that ends with one"
        raise AddressError(msg)
    found = _PARTS.fullmatch(url)
    if found is None or (place := found["place"] or "").count("[") != place.count("]"):
        raise AddressError(_FORM)
    parts = SplitResult(
        found["scheme"].lower(), *(found[name] or "" for name in ("place", "path", "query", "fragment"))
    )
    if parts.scheme not in SCHEMES:
        msg = "must begin with postgresql:// or postgres://, without a driver's name"
        raise AddressError(msg)
    if parts.fragment or parts.netloc.count("@") > 1 or "@" in parts.path + parts.query:
        raise AddressError(_FORM)  # a password's own sign: what stands behind it is a piece of it
    return parts


def _parameters(parts: SplitResult) -> dict[str, str]:
    """The parameters by libpq's names, each of which is known. The last of several wins, as in libpq."""
    try:
        pairs = parse_qsl(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True)
    except ValueError:
        raise AddressError(_FORM) from None
    given = {ALIASES.get(name, name): value for name, value in pairs if value}
    for name, value in given.items():
        if name in REFUSED and value not in AS_EVER.get(name, ()):
            msg = f"{name} cannot be had: {REFUSED[name]}"
            raise AddressError(msg)
        if name not in KNOWN:
            msg = f"{name} is no parameter of an address; a server's setting goes into options=-c%20name%3Dvalue"
            raise AddressError(msg)
    if "ssl" in given:
        _take_ssl(given, given.pop("ssl"))
    return given


def _take_ssl(given: dict[str, str], value: str) -> None:
    mode = OF_SSL.get(value.lower())
    if mode is None or given.setdefault("sslmode", mode) != mode:
        msg = f"ssl must be true, false or one of {', '.join(TLS_MODES)}, and nothing else than sslmode says"
        raise AddressError(msg)


def _authority(netloc: str) -> tuple[str | None, str | None, str]:
    """User, password and the list of hosts."""
    who, _, place = netloc.rpartition("@")
    user, _, password = who.partition(":")
    return unquote(user) or None, unquote(password) or None, place


def _hosts(listed: str, ports: str | None) -> tuple[tuple[str, int], ...]:
    """The hosts of a list, each with its port."""
    if not listed:
        if ports:
            msg = "a port needs its host"
            raise AddressError(msg)
        return ()
    found = [_host(one) for one in listed.split(",")]
    numbers = ports.split(",") if ports else []
    if len(numbers) not in {0, 1, len(found)}:
        msg = "there must be one port, or as many as there are hosts"
        raise AddressError(msg)
    beside = numbers * len(found) if len(numbers) == 1 else numbers or [""] * len(found)
    return tuple((host, _port(own or port)) for (host, own), port in zip(found, beside, strict=True))


def _host(one: str) -> tuple[str, str]:
    if one.startswith("/"):
        return one, ""
    read = _HOST.fullmatch(one)
    host = read and (read["six"] or read["four"])
    if not read or not host:
        msg = "a host of the list cannot be read; a socket's folder is named by host=/folder"
        raise AddressError(msg)
    return host, read["port"] or ""


def _port(text: str) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,5}", text) else PORT if not text else 0
    if not 0 < number < 1 << 16:
        msg = "a port must be a number from 1 to 65535"
        raise AddressError(msg)
    return number


def _check(given: Mapping[str, str], hosts: tuple[tuple[str, int], ...]) -> None:
    """Refuse every value that somebody behind us would refuse in other words, or would take for something else."""
    for name, value in given.items():
        choices = CHOICES.get(name) or AS_EVER.get(name)
        if choices and (value if name in CHOICES else value.lower()) not in choices:
            msg = f"{name} must be {' or '.join(choices)}"
            raise AddressError(msg)
        if name in WHOLE and not re.fullmatch("[0-9]{1,6}", value):
            msg = f"{name} must be a whole number"
            raise AddressError(msg)
        if name in FILES and not _is_system(name, value) and not os.access(value, os.R_OK):
            msg = f"{name} names no file that can be read"
            raise AddressError(msg)
    _check_tls(given, hosts)


def _check_tls(given: Mapping[str, str], hosts: tuple[tuple[str, int], ...]) -> None:
    mode = given.get("sslmode", "prefer")
    weak = mode not in TLS_MODES[3:]
    if mode in VERIFYING and not _has_roots(given):
        msg = f"sslmode={mode} needs sslrootcert, a file of certificates or system"
        raise AddressError(msg)
    if given.get("sslrootcert") == "system" and given.get("sslmode", "verify-full") != "verify-full":
        msg = "sslrootcert=system goes with sslmode=verify-full alone"
        raise AddressError(msg)
    if given.get("sslnegotiation") == "direct" and weak and given.get("sslrootcert") != "system":
        msg = "sslnegotiation=direct needs sslmode=require or more"
        raise AddressError(msg)
    if (mode in TLS_MODES[3:] or "sslrootcert" in given) and any(host.startswith("/") for host, _ in hosts):
        msg = "a Unix socket has no TLS"
        raise AddressError(msg)


def _is_system(name: str, value: str) -> bool:
    return name == "sslrootcert" and value == "system"


def _has_roots(given: Mapping[str, str]) -> bool:
    named = given.get("sslrootcert") or os.environ.get("PGSSLROOTCERT")
    try:
        return bool(named) or (Path.home() / ".postgresql" / "root.crt").is_file()
    except RuntimeError:  # an account without a home
        return False


def _of_the_system(driver: dict[str, str]) -> ssl.SSLContext:
    """TLS that believes in the system's roots and asks for the host's name; what it takes leaves ``driver``."""
    made = ssl.create_default_context()
    made.set_alpn_protocols(["postgresql"])
    own = {name: driver.pop(name, None) for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword")}
    if own["sslcert"] is not None:
        try:
            made.load_cert_chain(own["sslcert"], own["sslkey"], own["sslpassword"] or "")
        except (OSError, ssl.SSLError):
            msg = "sslcert and sslkey do not go together, or need another sslpassword"
            raise AddressError(msg) from None
    return made
