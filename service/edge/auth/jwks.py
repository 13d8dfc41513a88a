"""The keys of a remote issuer: fetched, kept fresh in the background, and used on through an outage."""

import asyncio
import time
from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

import structlog

from service.edge.auth.documents import ProviderFailed, Published, fetch_keys, open_client
from service.edge.auth.sign_in_errors import KeysUnavailable
from service.edge.auth.token_keys import KeySet
from service.edge.background import Beat, Supervisor, rest

if TYPE_CHECKING:
    import httpx

FLOOR_S = 30.0
CEILING_S = 900.0
DEFAULT_LIFETIME_S = 300.0
"""Seconds that keys are kept: no less than the floor, no more than the ceiling, the default when not said.
The ceiling is also the longest that a withdrawn key is believed while its provider can be reached."""

STALE_LIMIT_S = 24 * 3600.0
"""Seconds after their last good fetch during which keys are used although the provider is out of reach."""

UNKNOWN_KEY_INTERVAL_S = 10.0
_EMPTY_INTERVAL_S = 2.0
_RETRY_S = 10.0
_REFRESH_AT = 0.8  # of the lifetime: before it is over
_SHORTEST_SLEEP_S = 0.5

_log = structlog.get_logger(__name__)


class _Gate:
    """Lets one through in every interval, so that callers cannot make us flood the provider."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._opens_at = -inf

    def passes(self, now: float) -> bool:
        if now < self._opens_at:
            return False
        self._opens_at = now + self._interval_s
        return True


class RemoteKeys:
    """A KeySource for an issuer that is reached over HTTP.

    ``clock`` gives seconds that only grow. Refreshes are single: whoever needs one meanwhile waits for it.
    """

    def __init__(
        self,
        issuer: str,
        algorithms: frozenset[str],
        *,
        jwks_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        supervisor: Supervisor | None = None,
    ) -> None:
        self._supervisor = supervisor or Supervisor()
        self._issuer = issuer
        self._algorithms = algorithms
        self._jwks_url = jwks_url
        self._clock = clock
        self._client: httpx.AsyncClient | None = None
        self._keys: KeySet | None = None
        self._usable_until = -inf
        self._due_at = -inf
        self._flight: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._unknown_gate = _Gate(UNKNOWN_KEY_INTERVAL_S)
        self._empty_gate = _Gate(_EMPTY_INTERVAL_S)

    @property
    def due_in_s(self) -> float:
        """Seconds until the keys are renewed in the background."""
        return self._due_at - self._clock()

    def current(self) -> KeySet | None:
        """Return the cached keys, fresh or stale within the limit, without waiting for anything."""
        return self._keys if self._clock() < self._usable_until else None

    async def obtain(self) -> KeySet:
        """Return the cached keys, or fetch them when there are none. Raises KeysUnavailable."""
        if self.current() is None:
            await self._refresh_through(self._empty_gate)
        return self._at_hand()

    async def after_unknown_key(self) -> KeySet:
        """Fetch once more, for the key may be new, but at most once in 10 s. Raises KeysUnavailable."""
        await self._refresh_through(self._unknown_gate)
        return self._at_hand()

    async def refresh(self) -> None:
        """Fetch the keys now, or wait for the fetch under way. A failure is logged and changes nothing."""
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetch())
        # A caller that hangs up must not end the fetch that others wait for.
        await asyncio.shield(self._flight)

    async def start(self) -> None:
        """Fetch the first keys and keep them fresh until ``close``. A provider that is down stops nothing."""
        await self.refresh()
        self._keeper = self._supervisor.start("signing_keys", self._keep_fresh)

    async def close(self) -> None:
        """End the background work and the connections."""
        running = [task for task in (self._keeper, self._flight) if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._keeper = self._flight = None
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _at_hand(self) -> KeySet:
        keys = self.current()
        if keys is None:
            raise KeysUnavailable
        return keys

    async def _refresh_through(self, gate: _Gate) -> None:
        under_way = self._flight is not None and not self._flight.done()
        if under_way or gate.passes(self._clock()):
            await self.refresh()

    async def _keep_fresh(self, beat: Beat) -> None:
        while True:
            await rest(beat, max(_SHORTEST_SLEEP_S, self.due_in_s))
            await self.refresh()

    async def _fetch(self) -> None:
        self._due_at = self._clock() + _RETRY_S
        self._client = self._client or open_client()
        try:
            published = await fetch_keys(self._client, self._issuer, self._jwks_url, self._algorithms)
        except ProviderFailed as error:
            _log.warning("signing_keys_not_refreshed", cause=str(error), usable=self.current() is not None)
        else:
            self._adopt(published)

    def _adopt(self, published: Published) -> None:
        now = self._clock()
        lifetime = DEFAULT_LIFETIME_S if published.max_age is None else published.max_age
        self._due_at = now + _REFRESH_AT * min(max(lifetime, FLOOR_S), CEILING_S)
        self._usable_until = now + STALE_LIMIT_S
        # Equal keys stay the same object: what was verified with them need not be verified again.
        if published.keys != self._keys:
            self._keys = published.keys
            _log.info("signing_keys_changed", keys=len(published.keys))
