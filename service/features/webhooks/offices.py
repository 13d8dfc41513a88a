"""Endpoints end with the office in which they were made: as soon as their owner is seen asking in another.

A person is seen at any request for a region. What was seen is remembered for a minute in each process, so that one who
goes on asking in the same office costs nothing; the first request in another office finds out what there is to end
before it is answered. An API key has one office for as long as it lives.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.service_errors import DatabaseUnavailable, Unavailable
from service.features.webhooks.repository import WITHHOLD
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import write
from service.trail.reading.region_chain import newest, parts_of
from workflows.access.actors import Actor
from workflows.access.visibility import AUDIT
from workflows.codes.states import WEBHOOK_ENDED
from workflows.decisions.machines.webhooks import Office, keeps_own, office_of, told
from workflows.trail.region_events import region_event

REMEMBERED_S = 60.0
MOST = 50_000
"""People and regions remembered; the one met first is forgotten first."""

ATTEMPTS = 10
_FORMER = """SELECT id, owner_agency, owner_role FROM webhook WHERE region = $1 AND owner_person = $2
AND state IN ('enabled', 'disabled') AND (owner_agency <> $3 OR owner_role <> $4) ORDER BY id"""
_END = """UPDATE webhook SET state = 'ended', reason = 'office_changed', secret = NULL, former_secret = NULL,
  former_until = NULL, version = version + 1, updated_at = $3
WHERE region = $1 AND id = $2 AND state IN ('enabled', 'disabled') RETURNING id"""
log = structlog.get_logger("tindak.webhooks")


class Offices:
    """In which office each person was last seen by this process."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._seen: dict[tuple[UUID, str], tuple[Office, float]] = {}

    async def seen(self, actor: Actor, region: str) -> None:
        """Take note that somebody asks in an office. Raises Unavailable when an endpoint cannot be ended now.

        Where the database cannot be asked nothing is delivered either; the next request looks again.
        """
        if actor.maker is not None:
            return
        place, office = (actor.person, region), office_of(actor)
        known = self._seen.get(place)
        if known is not None and known[0] == office and self._now() < known[1]:
            return
        try:
            await self.end_former(actor, region)
        except DatabaseUnavailable:
            log.warning("offices_unknown")
            return
        self._seen.pop(place, None)
        if len(self._seen) >= MOST:
            del self._seen[next(iter(self._seen))]
        self._seen[place] = (office, self._now() + REMEMBERED_S)

    async def end_former(self, actor: Actor, region: str) -> None:
        """End every endpoint that somebody made in another office than the one in which they ask."""
        office = office_of(actor)
        async with self._database.transaction(region, (keeps_own(actor),)) as transaction:
            former = await transaction.fetch(_FORMER, region, actor.person, *office)
            await transaction.commit()
        for row in former:
            await self._end(actor, region, row)

    async def _end(self, actor: Actor, region: str, row: Record) -> None:
        for _ in range(ATTEMPTS):
            try:
                async with self._database.transaction(region, (keeps_own(actor), AUDIT)) as transaction:
                    await _ended(transaction, actor, region, row)
                    return
            except asyncpg.UniqueViolationError:
                continue  # another event of the region's own chain was faster
        raise Unavailable("contended", headers={"Retry-After": "1"})


async def _ended(transaction: Transaction, actor: Actor, region: str, row: Record) -> None:
    event_id, at = uuid7(), datetime.now(UTC)
    head = await newest(transaction, region, event_id)
    if head is None or not await transaction.fetch(_END, region, row["id"], at):
        return  # it has ended meanwhile
    was: dict[str, Any] = {"office": {"agency": row["owner_agency"], "role": row["owner_role"]}}
    tells = told(WEBHOOK_ENDED, row["id"], row["owner_agency"], actor, was)
    await transaction.fetch(WITHHOLD, region, row["id"])
    await write(transaction, parts_of(region, region_event(region, event_id, tells, head, at), tells))
    await transaction.commit()
