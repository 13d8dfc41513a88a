"""Which addresses are public: the table of those that are not, whatever the version of Python says.

Sources, as of November 2026: IANA, "IPv4 Special-Purpose Address Registry" and "IPv6 Special-Purpose Address Registry"
(RFC 6890, RFC 8190), every block of them, also those that are reachable from everywhere, since nobody takes webhooks
there; "IPv4 Multicast Address Space Registry"; "IPv6 Global Unicast Address Assignments": all of IPv6 that is unicast
and given out at all lies in ``2000::/3``, so that everything outside of it is closed without a line of its own.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

SPECIAL_4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private use",
    "100.64.0.0/10": "shared address space",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link local, metadata of clouds",
    "172.16.0.0/12": "private use",
    "192.0.0.0/24": "IETF protocol assignments",
    "192.0.2.0/24": "documentation, TEST-NET-1",
    "192.31.196.0/24": "AS112-v4",
    "192.52.193.0/24": "AMT",
    "192.88.99.0/24": "6to4 relay anycast, deprecated",
    "192.168.0.0/16": "private use",
    "192.175.48.0/24": "direct delegation AS112 service",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation, TEST-NET-2",
    "203.0.113.0/24": "documentation, TEST-NET-3",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, limited broadcast",
}
UNICAST_6 = "2000::/3"
SPECIAL_6 = {
    "2001::/23": "IETF protocol assignments: Teredo, benchmarking, AMT, AS112-v6, ORCHID, ORCHIDv2, DETs",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "direct delegation AS112 service",
    "3fff::/20": "documentation",
}
"""Blocks within the unicast space. Those outside are closed with all else: ``::/128``, ``::1/128``, ``::ffff:0:0/96``,
``64:ff9b::/96``, ``64:ff9b:1::/48``, ``100::/64``, ``100:0:0:1::/64``, ``5f00::/16``, ``fc00::/7``, ``fe80::/10``,
``fec0::/10``, ``ff00::/8``."""

_CLOSED_4 = tuple(map(IPv4Network, SPECIAL_4))
_CLOSED_6 = tuple(map(IPv6Network, SPECIAL_6))
_UNICAST_6 = IPv6Network(UNICAST_6)
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is somebody's on the internet. Of the NAT64 prefix it is the IPv4 address inside that counts.

    On a network without IPv4 every name that has only such an address resolves into that prefix (RFC 6052, RFC 6147).
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _UNICAST_6 and not any(address in network for network in _CLOSED_6)


def within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a connection to this one arrives at: mapped (RFC 4291) or behind NAT64; None otherwise."""
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address.ipv4_mapped
