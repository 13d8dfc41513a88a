"""A process's copy of the days that regions keep: read when it begins, now and then, and after its own changes.

What another process has changed is known here within seconds. Until then a clock may start by the calendar before,
and says so as any other does whose calendar has changed.
"""

import asyncio

import structlog

from service.edge.background import Beat
from service.edge.policy_files import Policies
from service.edge.service_errors import Unavailable
from service.features.calendar import repository
from service.storage.db.pool import Database
from workflows.policy.region import Policy

EVERY_S = 5.0
log = structlog.get_logger("tindak.calendar")


class CalendarCopies:
    """The calendars of ``policies``, kept as the database has them."""

    def __init__(self, database: Database, policies: Policies) -> None:
        self._database = database
        self._policies = policies

    async def refresh(self) -> None:
        """Read what every region keeps. Raises DatabaseUnavailable; what was read before stays then."""
        for region in [policy.region for policy in self._policies]:
            async with self._database.transaction(region, ()) as transaction:
                kept, said_by = await repository.said(transaction, region)
                await transaction.commit()
            self._policies.keep(region, kept, said_by)

    def policy_of(self, region: str) -> Policy:
        """The region's policy with the days that it keeps, as they were read last. Raises NotFound."""
        return self._policies.of(region)

    async def begin(self) -> None:
        """Read them if that can be done: without a database there is nothing to be counted either."""
        try:
            await self.refresh()
        except Unavailable:
            log.warning("calendar_unread")

    async def keep_fresh(self, beat: Beat) -> None:
        """Read them again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.begin()
            beat()
