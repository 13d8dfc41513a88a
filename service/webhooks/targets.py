"""Where may be posted to: public addresses, and the networks that the operator allows.

An address is judged after its name was resolved, and what is connected to is the address that was judged: a name that
changes between the two leads nowhere else. Source: OWASP, "Server-Side Request Forgery Prevention".
"""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

RESOLVE_WITHIN_S = 5.0
_NAT64 = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")
_CLOSED = tuple(map(ip_network, ("0.0.0.0/8", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "64:ff9b:1::/48")))
"""Special networks (IANA registries, RFC 3879) that some versions of Python take for public ones."""


class TargetRefused(Exception):
    """It may not be posted to; the code says why: ``target_refused``, ``target_unresolvable``, ``target_malformed``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def networks_of(text: str | None) -> tuple[Network, ...]:
    """The networks of a list with commas, none of None. Raises ValueError for what is none."""
    return tuple(ip_network(part.strip()) for part in (text or "").split(",") if part.strip())


def is_open(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether it may be posted to: it is public by itself and by every address that is written inside it."""
    inner = tuple(_inside(address))
    if any(one in network for one in (address, *inner) for network in allowed if one.version == network.version):
        return True
    judged = inner if address in _NAT64 else (address, *inner)
    return all(map(_is_public, judged))


def _is_public(address: Address) -> bool:
    closed = address.is_multicast or address.is_reserved or any(address in network for network in _CLOSED)
    return address.is_global and not closed


def _inside(address: Address) -> Iterable[Address]:
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or address in _COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def parse_target(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address. Raises TargetRefused ``target_malformed``; user and password are refused."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TargetRefused("target_malformed") from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or parts.fragment or port == 0:
        raise TargetRefused("target_malformed")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


async def resolve(host: str, port: int, allowed: Sequence[Network]) -> list[Address]:
    """Every address of a host, each of which may be posted to.

    Raises TargetRefused ``target_unresolvable``, or ``target_refused`` when any of them may not.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_WITHIN_S):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    except (OSError, ValueError, TimeoutError):
        raise TargetRefused("target_unresolvable") from None
    if not addresses:
        raise TargetRefused("target_unresolvable")
    if not all(is_open(address, allowed) for address in addresses):
        raise TargetRefused("target_refused")
    return addresses


async def require_open(url: str, allowed: Sequence[Network]) -> None:
    """Raise TargetRefused unless it may be posted to now; plain http only inside the networks that are allowed."""
    scheme, host, port = parse_target(url)
    addresses = await resolve(host, port, allowed)
    if scheme == "http" and not all(_within(address, allowed) for address in addresses):
        raise TargetRefused("target_not_https")


def _within(address: Address, allowed: Sequence[Network]) -> bool:
    return any(address in network for network in allowed if address.version == network.version)
