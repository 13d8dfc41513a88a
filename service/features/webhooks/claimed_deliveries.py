"""Which deliveries are due, who is at work on them, and what became of them.

A worker at work holds an advisory lock under a number of its own, and claims deliveries under that number. A worker
that dies, however it dies, loses its connection and with it the lock: its claims count no longer, at once.
"""

from __future__ import annotations

from secrets import randbelow
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from workflows.access import visibility
from workflows.decisions.machines.api_keys import EVERY_KEY

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    import asyncpg

    from service.features.webhooks.schemas import TryAnswer
    from service.storage.db.pool import Database
    from workflows.decisions.machines.webhooks import DeliveryState

LOCK_CLASS = 0x57484B
AT_ONCE = 4
"""Deliveries under way to one endpoint."""

HOST = "lower(rtrim(substring({} from '^https?://(\\[[^]/?#]*\\]|[^/?#:]+)'), '.'))"
"""The host of an address that was parsed when its endpoint was made, whatever its port."""

HOLD = "SELECT pg_try_advisory_lock($1, $2)"
# In order within a report: nothing is tried while something earlier of the same report waits for the same endpoint.
DUE = f"""alive AS MATERIALIZED (
  SELECT l.objid::bigint AS number FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.classid::bigint = {LOCK_CLASS} AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())),
busy AS MATERIALIZED (
  SELECT webhook_id, count(*) AS under_way FROM webhook_delivery
  WHERE region = $1 AND state = 'pending' AND claimed_by IN (SELECT number FROM alive) GROUP BY webhook_id),
due AS MATERIALIZED (SELECT * FROM (
  SELECT d.webhook_id, d.leaf_index, d.next_at, h.spared_until, coalesce(b.under_way, 0)
    + row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.leaf_index) AS place
  FROM webhook_delivery d JOIN webhook w ON w.region = d.region AND w.id = d.webhook_id AND w.state = 'enabled'
  LEFT JOIN busy b ON b.webhook_id = d.webhook_id
  LEFT JOIN webhook_host h ON h.region = d.region AND h.host = {HOST.format("w.url")}
  WHERE d.region = $1 AND d.state = 'pending' AND d.next_at <= now() AND coalesce(h.spared_until, now()) <= now()
    AND (d.claimed_by IS NULL OR d.claimed_by NOT IN (SELECT number FROM alive))
    AND NOT EXISTS (SELECT FROM webhook_delivery p WHERE p.region = d.region AND p.webhook_id = d.webhook_id
      AND p.report_id = d.report_id AND p.state = 'pending' AND p.leaf_index < d.leaf_index)
  ) AS waiting WHERE place <= {AT_ONCE})"""
"""What could be tried now in region $1: what waits behind a pause, a failure or what is under way is not due yet."""

CLAIM = f"""WITH {DUE}
UPDATE webhook_delivery d SET claimed_by = $2, claimed_at = now(), attempts = d.attempts + 1,
  first_at = CASE WHEN d.attempts = 0 THEN now() ELSE d.first_at END
FROM due, webhook w
WHERE d.region = $1 AND d.webhook_id = due.webhook_id AND d.leaf_index = due.leaf_index
  AND d.state = 'pending' AND (d.claimed_by IS NULL OR d.claimed_by NOT IN (SELECT number FROM alive))
  AND w.region = d.region AND w.id = d.webhook_id
RETURNING d.webhook_id, d.leaf_index, d.event_id, d.report_id, d.payload, d.attempts, d.first_at, w.url, w.tokens,
  w.owner_person, w.secret, CASE WHEN w.former_until > now() THEN w.former_secret END AS former_secret"""
SEES = """SELECT EXISTS (SELECT FROM report WHERE region = $1 AND id = $2)
  AND EXISTS (SELECT FROM webhook w WHERE w.region = $1 AND w.id = $4 AND w.state NOT IN ('ended', 'deleted'))
  AND NOT EXISTS (SELECT FROM api_key k WHERE k.region = $1 AND k.id = $3
    AND (k.revoked_at IS NOT NULL OR k.expires_at <= now() OR NOT k.scopes @> ARRAY['event:read']))"""
SETTLE = """UPDATE webhook_delivery SET state = $5, next_at = $6, tries = tries || $7::text::jsonb,
  settled_at = CASE WHEN $6::timestamptz IS NULL THEN now() END, claimed_by = NULL, claimed_at = NULL
WHERE region = $1 AND webhook_id = $2 AND leaf_index = $3 AND claimed_by = $4"""
DISABLE = """UPDATE webhook SET state = 'disabled', reason = 'gone', version = version + 1, updated_at = now()
WHERE region = $1 AND id = $2 AND state = 'enabled'"""
SPARE = f"""INSERT INTO webhook_host AS h (region, host, spared_until) VALUES ($1, {HOST.format("$2::text")}, $3)
ON CONFLICT (region, host) DO UPDATE SET spared_until = greatest(h.spared_until, excluded.spared_until)"""
SPARED = f"""SELECT EXISTS (SELECT FROM webhook_host
  WHERE region = $1 AND host = {HOST.format("$2::text")} AND spared_until > now())"""
FORGET_HOSTS = "DELETE FROM webhook_host WHERE region = $1 AND spared_until < now()"
FORGET = "DELETE FROM webhook_delivery WHERE region = $1 AND settled_at < now() - make_interval(days => $2)"


class Claimed(NamedTuple):
    """A delivery that this worker is at work on."""

    region: str
    row: asyncpg.Record

    @property
    def webhook(self) -> UUID:
        """Its endpoint."""
        found: UUID = self.row["webhook_id"]
        return found


class Outcome(NamedTuple):
    """What became of a try: the state, when it is tried next, and what is listed of it."""

    state: DeliveryState
    next_at: datetime | None
    tried: TryAnswer | None
    gone: bool = False
    spared_until: datetime | None = None


class Claims:
    """The claims of one worker, for as long as ``connection`` lives."""

    def __init__(self, database: Database, connection: Any) -> None:
        self._database = database
        self._connection = connection
        self._number = 0

    async def hold(self) -> None:
        """Take a number of its own."""
        while not self._number:
            number = 1 + randbelow(2**31 - 1)
            if await self._connection.fetchval(HOLD, LOCK_CLASS, number):
                self._number = number

    async def held(self) -> None:
        """Raise when the connection is gone and the number with it."""
        await self._connection.fetchval("SELECT 1")

    async def take(self, region: str) -> list[Claimed]:
        """Claim what is due: few of each endpoint, and of each report of an endpoint only the first."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            rows = await transaction.fetch(CLAIM, region, self._number)
            await transaction.commit()
        return [Claimed(region, row) for row in rows]

    async def may_still_see(self, claimed: Claimed) -> bool:
        """Whether the endpoint's owner sees the report now, whatever they saw when the delivery was made.

        A key that was revoked, has expired or may not read events sees nothing, nor does an endpoint that has ended.
        """
        row = claimed.row
        async with self._database.transaction(claimed.region, (*row["tokens"], EVERY_KEY)) as transaction:
            seen = await transaction.fetchval(
                SEES, claimed.region, row["report_id"], row["owner_person"], claimed.webhook
            )
            await transaction.commit()
        return bool(seen)

    async def settle(self, claimed: Claimed, outcome: Outcome) -> None:
        """Keep what became of it. A delivery that was begun anew meanwhile is left alone."""
        tries = [] if outcome.tried is None else [outcome.tried]
        async with self._database.transaction(claimed.region, (visibility.SYSTEM,)) as transaction:
            await transaction.fetch(
                SETTLE,
                claimed.region,
                claimed.webhook,
                claimed.row["leaf_index"],
                self._number,
                outcome.state,
                outcome.next_at,
                msgspec.json.encode(tries).decode(),
            )
            if outcome.gone:
                await transaction.fetch(DISABLE, claimed.region, claimed.webhook)
            await transaction.commit()

    async def forget(self, region: str, days: int) -> None:
        """Forget what was settled so many days ago."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            await transaction.fetch(FORGET, region, days)
            await transaction.fetch(FORGET_HOSTS, region)
            await transaction.commit()


async def spare(database: Database, region: str, url: str, until: datetime) -> None:
    """Post to no endpoint at the host of an address before then."""
    async with database.transaction(region, (visibility.SYSTEM,)) as transaction:
        await transaction.fetch(SPARE, region, url, until)
        await transaction.commit()


async def is_spared(database: Database, region: str, url: str) -> bool:
    """Whether the host of an address asked to be left alone for now."""
    async with database.transaction(region, (visibility.SYSTEM,)) as transaction:
        found = await transaction.fetchval(SPARED, region, url)
        await transaction.commit()
    return bool(found)
