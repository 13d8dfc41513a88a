"""Quotas that hold over every process: each leases a share of a principal's window and spends it in memory.

The database counts what was leased in the window, in one row for each principal and class. What is spent from a lease
costs no round trip; the next lease is fetched ahead, beside the requests, on a connection of its own. A process that is
restarted forfeits what it had leased and not spent; it never gets anything back.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import structlog

from service.edge.background import tell
from service.edge.limits.quotas import WINDOW_S, Quota, RateClass
from service.edge.service_errors import Unavailable

LEASE = "SELECT granted, remaining, resets_in FROM rate_lease($1, $2, $3, $4, $5, $6)"
MOST_ACCOUNTS = 50_000
"""Principals and classes remembered; the one met first is forgotten first, with what it had leased."""

ATTEMPTS = 10
AGAIN_S = 5.0
"""Seconds for which nothing is refused when the database cannot be asked."""

_SLACK_S = 0.01
"""A window is taken to end a little later than the database says, so that the next lease is of the next one."""

log = structlog.get_logger("tindak.limits")


class Asked(Protocol):
    """What counts for every process together: one statement, and the rows of its answer."""

    async def ask(self, sql: str, *args: Any) -> Sequence[Any]:
        """Run it as a transaction of its own. Raises what says that it cannot be reached."""


class Standing(NamedTuple):
    """Whether a request is within the quota, what is left of it, and the seconds until it is whole again."""

    quota: Quota
    allowed: bool
    remaining: int
    resets_s: float

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """RateLimit and RateLimit-Policy."""
        rest = b'"%b";r=%d;t=%d' % (self.quota.name.value.encode(), self.remaining, int(self.resets_s) + 1)
        return ((b"ratelimit", rest), (b"ratelimit-policy", self.quota.policy))


class _Account:
    """One principal's share of one window of one class, in this process."""

    __slots__ = ("asking", "beyond", "ends", "fresh", "left", "spent", "waiting")

    def __init__(self, ends: float, beyond: int) -> None:
        self.ends = ends
        self.left = 0
        self.spent = 0  # on credit, which the database does not know of yet
        self.beyond = beyond  # what nobody had leased when the last lease came; it never grows within a window
        self.fresh = True  # no lease of this window has come yet
        self.waiting = 0  # what requests that wait for a lease will cost
        self.asking: asyncio.Task[None] | None = None


class Limiter:
    """The quotas as one process holds them."""

    def __init__(
        self, database: Asked, quotas: Mapping[RateClass, Quota], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._quotas = quotas
        self._now = now
        self._accounts: dict[tuple[UUID, RateClass], _Account] = {}

    @property
    def accounts(self) -> int:
        """How many principals and classes are remembered."""
        return len(self._accounts)

    async def close(self) -> None:
        """Wait for what was asked. What is leased and not spent is forfeited."""
        asked = [account.asking for account in self._accounts.values() if account.asking is not None]
        await asyncio.gather(*asked, return_exceptions=True)

    async def spend(self, who: UUID, kind: RateClass, cost: int = 1) -> Standing | None:
        """Take ``cost`` from the quota of a principal; None when there is no such quota.

        A cost above the whole quota is taken as the whole.
        """
        quota = self._quotas.get(kind)
        if quota is None:
            return None
        cost = min(cost, quota.most)
        standing = self._take(who, quota, cost)
        for _ in range(ATTEMPTS):
            if standing is not None:
                return standing
            await self._wait(who, quota, cost)
            standing = self._take(who, quota, cost)
        return standing or Standing(quota, allowed=False, remaining=0, resets_s=1.0)

    async def _wait(self, who: UUID, quota: Quota, cost: int) -> None:
        account = self._accounts[who, quota.name]
        account.waiting += cost
        try:
            await asyncio.shield(self._ask(who, quota, account))
        finally:
            account.waiting -= cost

    def _take(self, who: UUID, quota: Quota, cost: int) -> Standing | None:
        """Take it from what is leased, or on credit; None when a lease has to come first."""
        now = self._now()
        account = self._accounts.get((who, quota.name))
        if account is None or now >= account.ends:
            account = self._open(who, quota, now)
        if account.left >= cost:
            account.left -= cost
            if account.left < quota.low and account.beyond:
                self._ask(who, quota, account)
        elif not account.beyond:
            return Standing(quota, allowed=False, remaining=0, resets_s=account.ends - now)
        elif account.fresh and account.spent + cost <= quota.credit:
            account.spent += cost
            self._ask(who, quota, account)
        else:
            return None
        rest = account.left + account.beyond - account.spent
        return Standing(quota, allowed=True, remaining=max(rest, 0), resets_s=account.ends - now)

    def _open(self, who: UUID, quota: Quota, now: float) -> _Account:
        """A new window. When it ends is known once the first lease of it has come."""
        if len(self._accounts) >= MOST_ACCOUNTS:
            del self._accounts[next(iter(self._accounts))]
        account = self._accounts[who, quota.name] = _Account(now + WINDOW_S, quota.most)
        return account

    def _ask(self, who: UUID, quota: Quota, account: _Account) -> "asyncio.Task[None]":
        """Fetch the next lease, unless one is on its way."""
        if account.asking is None:
            account.asking = asyncio.create_task(self._lease(who, quota, account))
        return account.asking

    async def _lease(self, who: UUID, quota: Quota, account: _Account) -> None:
        spent, wanted = account.spent, max(quota.chunk, account.waiting)
        try:
            ((granted, beyond, resets_s),) = await self._database.ask(
                LEASE, who, quota.name.value, quota.most, WINDOW_S, spent, wanted
            )
        except Exception as error:  # noqa: BLE001 - of a lease that was fetched ahead nobody else would hear
            # Who cannot reach the database is served nothing that matters; a limit must not be what stops the rest.
            if not isinstance(error, Unavailable):
                tell("quotas", error)
            log.warning("limits_unknown")
            account.left, account.ends = quota.most, self._now() + AGAIN_S
            return
        finally:
            account.asking = None
        account.fresh = False
        account.spent -= spent
        account.left += granted
        account.beyond = beyond
        account.ends = self._now() + resets_s + _SLACK_S
