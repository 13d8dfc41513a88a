"""The worker's part of webhooks: deliveries are made from the log, claimed, posted and settled, region by region.

Every endpoint has few deliveries under way, so that one which hangs holds up nobody but itself.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from random import random
from typing import TYPE_CHECKING

import structlog

from service.edge.background import Beat, Run, Supervisor, nothing
from service.edge.service_errors import DatabaseUnavailable
from service.features.webhooks import secrets
from service.features.webhooks.claimed_deliveries import Claimed, Claims, Outcome, spare
from service.features.webhooks.fanout import fan_out
from service.features.webhooks.payload import posted_of
from service.features.webhooks.sending import Sender
from service.storage.db.database_connecting import NotDirect, require_direct
from service.storage.db.pool import Database
from workflows.decisions.machines.redelivery import next_try
from workflows.decisions.machines.webhooks import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.features.webhooks.schemas import TryAnswer
    from service.storage.wrapping import KeyWrapper

LOOK_S = 0.25
AGAIN_S = 2.0
FORGET_EVERY_S = 3600.0
KEPT_DAYS = 30
MOST_AT_ONCE = 400
CONNECTIONS = 6
APPLICATION = "tindak-webhooks"
log = structlog.get_logger("tindak.webhooks")


async def keep_delivering(
    url: str,
    regions: Collection[str],
    wrapper: KeyWrapper,
    sender: Sender,
    supervisor: Supervisor | None = None,
    beat: Beat = nothing,
) -> None:
    """Deliver until cancelled. What was left under way by a worker that died is begun again.

    Nothing is claimed through a pooler, where two workers could hold the lock of one session.
    """
    kept = supervisor or Supervisor()
    while True:
        database = Database(url, size=CONNECTIONS, application=APPLICATION)
        try:
            await database.open()
            async with database.bare() as connection:
                claims = Claims(database, connection)
                await require_direct(connection)
                await claims.hold()
                await Delivering(database, regions, wrapper, sender, claims, kept).run(beat)
        except DatabaseUnavailable as error:
            if isinstance(error.__cause__, NotDirect):
                log.error("needs_direct_connection", what=str(error.__cause__))  # noqa: TRY400 - the words say it all
            database.interrupted(error)
            await asyncio.sleep(AGAIN_S)
        finally:
            await database.close()


class Delivering:
    """The deliveries of one worker under one number."""

    def __init__(
        self,
        database: Database,
        regions: Collection[str],
        wrapper: KeyWrapper,
        sender: Sender,
        claims: Claims,
        supervisor: Supervisor,
    ) -> None:
        self._supervisor = supervisor
        self._database = database
        self._regions = regions
        self._wrapper = wrapper
        self._sender = sender
        self._claims = claims
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, beat: Beat) -> None:
        """Work until something fails. Raises DatabaseUnavailable; what is under way is then broken off."""
        forget_at = 0.0
        loop = asyncio.get_running_loop()
        try:
            while True:
                await self._claims.held()
                busy = [await self._turn(region) for region in self._regions]
                if loop.time() >= forget_at:
                    for region in self._regions:
                        await self._claims.forget(region, KEPT_DAYS)
                    forget_at = loop.time() + FORGET_EVERY_S
                beat()
                if not any(busy):
                    await asyncio.sleep(LOOK_S)
        finally:
            await self._supervisor.stop(self._under_way)

    async def _turn(self, region: str) -> bool:
        behind = await fan_out(self._database, region)
        taken = await self._claims.take(region) if len(self._under_way) < MOST_AT_ONCE else []
        for claimed in taken:
            task = self._supervisor.start("delivery", self._begin(claimed), until_done=True)
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return behind or bool(taken)

    def _begin(self, claimed: Claimed) -> Run:
        """What delivers it: tried once, and settled however often that takes.

        A claim that is never settled would hold up its report for ever.
        """
        outcome: Outcome | None = None

        async def run(_beat: Beat) -> None:
            nonlocal outcome
            if outcome is None:
                outcome = _failed(claimed, None)  # should this break off
                try:
                    outcome = await self._attempt(claimed)
                except Exception as error:  # noqa: BLE001 - whatever it was, it counts as a try
                    log.warning("delivery_not_tried", error=type(error).__name__, webhook=str(claimed.webhook))
            await self._settle(claimed, outcome)

        return run

    async def _settle(self, claimed: Claimed, outcome: Outcome) -> None:
        while True:
            try:
                if outcome.spared_until is not None:
                    for region in self._regions:
                        await spare(self._database, region, claimed.row["url"], outcome.spared_until)
                await self._claims.settle(claimed, outcome)
            except DatabaseUnavailable:
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _attempt(self, claimed: Claimed) -> Outcome:
        row = claimed.row
        if not await self._claims.may_still_see(claimed):
            return Outcome(DeliveryState.WITHHELD, None, None)
        wrapped = [one for one in (row["secret"], row["former_secret"]) if one is not None]
        live = [await secrets.unwrap(self._wrapper, claimed.region, claimed.webhook, one) for one in wrapped]
        payload = posted_of(row["payload"])
        headers = secrets.sign(live, str(row["event_id"]), datetime.now(UTC), payload)
        posted = await self._sender.post(row["url"], headers, payload)
        if posted.delivered:
            return Outcome(DeliveryState.DELIVERED, None, posted.tried)
        log.info("delivery_failed", webhook=str(claimed.webhook), status=posted.tried.status, error=posted.tried.error)
        if posted.gone:
            return Outcome(DeliveryState.DEAD, None, posted.tried, gone=True)
        return _failed(claimed, posted.tried, posted.spared_until)


def _failed(claimed: Claimed, tried: TryAnswer | None, spared: datetime | None = None) -> Outcome:
    row, chance = claimed.row, random()  # noqa: S311 - only to spread them
    at = next_try(row["attempts"], row["first_at"], datetime.now(UTC), chance, spared)
    return Outcome(DeliveryState.DEAD if at is None else DeliveryState.PENDING, at, tried, spared_until=spared)
