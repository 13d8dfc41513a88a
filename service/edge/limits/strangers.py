"""Requests of nobody who is signed in: counted by the address that they come from, in this process."""

import time
from collections.abc import Callable

from service.edge.limits.quotas import WINDOW_S

MOST_ADDRESSES = 50_000
"""Addresses remembered; the one met first is forgotten first."""


class Strangers:
    """How often each address has asked in its minute; ``most`` 0 counts nothing."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._met: dict[str, tuple[float, int]] = {}

    def refused_for(self, address: str) -> float:
        """Count one request; the seconds for which the address has to wait, 0 when it need not."""
        if not self._most:
            return 0.0
        now = self._now()
        ends, count = self._met.get(address, (0.0, 0))
        if now >= ends:
            self._met.pop(address, None)
            ends, count = now + WINDOW_S, 0
        if len(self._met) >= MOST_ADDRESSES and address not in self._met:
            del self._met[next(iter(self._met))]
        self._met[address] = (ends, count + 1)
        return ends - now if count >= self._most else 0.0
