"""Where may be posted to: public addresses at port 443, and the networks and ports that the operator allows.

An address is judged after its name was resolved, and what is connected to is the address that was judged: a name that
changes between the two leads nowhere else. Source: OWASP, "Server-Side Request Forgery Prevention".
"""

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from service.edge.special_addresses import is_public, within

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

RESOLVE_WITHIN_S = 5.0
HTTPS_PORT, LAST_PORT = 443, 65_535
_PORTS = re.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?", re.ASCII)


class Allowed(NamedTuple):
    """What the operator allows beside public addresses and port 443."""

    networks: tuple[Network, ...] = ()
    ports: tuple[range, ...] = ()


NOTHING_MORE = Allowed()


class TargetRefused(Exception):
    """It may not be posted to; each code says one reason, the first of them is ``code``.

    ``target_malformed``, ``target_port_refused``, ``target_unresolvable``, ``target_refused``, ``target_not_https``.
    """

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes
        self.code = codes[0]


def networks_of(text: str | None) -> tuple[Network, ...]:
    """The networks of a list with commas, none of None. Raises ValueError for what is none."""
    return tuple(ip_network(part.strip()) for part in (text or "").split(",") if part.strip())


def ports_of(text: str | None) -> tuple[range, ...]:
    """The ports of a list with commas, each alone or from one to another: ``8443,9000-9100``. Raises ValueError."""
    return tuple(_ports(part.strip()) for part in (text or "").split(",") if part.strip())


def _ports(text: str) -> range:
    match = _PORTS.fullmatch(text)
    first, last = (int(match.group(1)), int(match.group(2) or match.group(1))) if match else (0, 0)
    if not 0 < first <= last <= LAST_PORT:
        raise ValueError(text)
    return range(first, last + 1)


def is_open(address: Address, networks: Iterable[Network] = ()) -> bool:
    """Whether it may be posted to: it is public, or it or the IPv4 address that it leads to is in one of these."""
    inner = within(address) if isinstance(address, IPv6Address) else None
    return is_public(address) or _in_one(address, networks) or (inner is not None and _in_one(inner, networks))


def _in_one(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if address.version == network.version)


def parse_target(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address. Raises TargetRefused ``target_malformed``; user and password are refused."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TargetRefused("target_malformed") from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or parts.fragment or port == 0:
        raise TargetRefused("target_malformed")
    return parts.scheme, host, port or (HTTPS_PORT if parts.scheme == "https" else 80)


async def resolve(host: str, port: int, allowed: Allowed) -> list[Address]:
    """Every address of a host, each of which may be posted to at this port.

    Raises TargetRefused ``target_port_refused``, ``target_unresolvable``, or ``target_refused`` when any of them may
    not.
    """
    addresses, codes = await _judged(host, port, allowed)
    if codes:
        raise TargetRefused(*codes)
    return addresses


async def _judged(host: str, port: int, allowed: Allowed) -> tuple[list[Address], list[str]]:
    """Every address of a host, and every reason against it."""
    odd_port = port != HTTPS_PORT and not any(port in ports for ports in allowed.ports)
    codes = ["target_port_refused"] if odd_port else []
    addresses = await _addresses(host, port)
    if not addresses:
        return [], [*codes, "target_unresolvable"]
    if not all(is_open(address, allowed.networks) for address in addresses):
        codes.append("target_refused")
    return addresses, codes


async def _addresses(host: str, port: int) -> list[Address]:
    """What a name leads to; nothing when that cannot be found out in time."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_WITHIN_S):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    except (OSError, ValueError, TimeoutError):
        return []


async def require_open(url: str, allowed: Allowed) -> None:
    """Raise TargetRefused unless it may be posted to now; plain http only inside the networks that are allowed."""
    scheme, host, port = parse_target(url)
    addresses, codes = await _judged(host, port, allowed)
    if scheme == "http" and not all(_in_one(address, allowed.networks) for address in addresses):
        codes.append("target_not_https")
    if codes:
        raise TargetRefused(*codes)
