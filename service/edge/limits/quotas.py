"""What may be asked in a minute, by the class of the route, and the header that says so.

Header fields: draft-ietf-httpapi-ratelimit-headers-10, Structured Fields (RFC 9651).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from service.edge.settings import Settings

WINDOW_S = 60
PARTS = 10
"""A process leases a tenth of a quota at a time."""

HUNDREDTH, MOST_ON_CREDIT = 100, 10
"""What a process serves before its first lease has come: a hundredth of the quota, and never more than ten requests."""


class RateClass(StrEnum):
    """Kinds of routes, each with a quota of its own."""

    READ = "read"
    WRITE = "write"
    EXPORT = "export"


class Quota(NamedTuple):
    """How many requests of a class one principal has in a window.

    ``chunk`` is leased at a time, ``low`` is when the next is fetched ahead, ``credit`` what is served meanwhile;
    ``policy`` is the value of RateLimit-Policy.
    """

    name: RateClass
    most: int
    chunk: int
    low: int
    credit: int
    policy: bytes


def quotas_of(settings: Settings) -> Mapping[RateClass, Quota]:
    """The quotas of this deployment, without those that are 0: there is no limit then."""
    chosen = {
        RateClass.READ: settings.rate_read,
        RateClass.WRITE: settings.rate_write,
        RateClass.EXPORT: settings.rate_export,
    }
    return {name: quota(name, most) for name, most in chosen.items() if most}


def quota(name: RateClass, most: int) -> Quota:
    """A quota with its shares."""
    chunk = max(1, most // PARTS)
    policy = f'"{name.value}";q={most};w={WINDOW_S}'.encode()
    return Quota(name, most, chunk, chunk // 2, min(most // HUNDREDTH, MOST_ON_CREDIT), policy)
