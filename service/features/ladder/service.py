"""One look through every clock that has fallen due. Any number of processes may look at once."""

from datetime import UTC, datetime
from random import shuffle
from uuid import UUID

import structlog
from asyncpg import Record

from service.edge.policy_files import Policies
from service.edge.service_errors import DatabaseUnavailable
from service.features.changing.following import Followed, Matter, follow
from service.features.ladder import repository
from service.features.ladder.repository import Place
from service.features.reports.stored_facts import clocks_of, facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from workflows.access import visibility
from workflows.access.actors import NOBODY
from workflows.decisions.change import Circumstances
from workflows.decisions.clocks.overdue import decide_due
from workflows.policy.region import Policy

PAGE = 100
"""Due clocks that are looked at together."""

_FIRST = Place(datetime.min.replace(tzinfo=UTC), NOBODY)
log = structlog.get_logger("tindak.ladder")


class LadderService:
    """The clocks of every region."""

    def __init__(self, database: Database, policies: Policies) -> None:
        self._database = database
        self._policies = policies

    async def sweep(self, now: datetime) -> int:
        """Do everything that is due by ``now``, one transaction a report. Returns on how many something was done.

        A report on which it fails is logged and holds up no other. Raises DatabaseUnavailable.
        """
        return sum([await self._sweep_region(policy, now) for policy in self._policies])

    async def _sweep_region(self, policy: Policy, now: datetime) -> int:
        done, place = 0, _FIRST
        while rows := await self._due(policy.region, now, place):
            place = Place(rows[-1]["next_at"], rows[-1]["id"])
            reports = list({row["report_id"] for row in rows})
            shuffle(reports)  # what several workers have before them, each takes up elsewhere
            done += sum([await self._follow(policy, report, now) for report in reports])
        return done

    async def _due(self, region: str, now: datetime, after: Place) -> list[Record]:
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            rows = await repository.due(transaction, region, now, after, PAGE)
            await transaction.commit()
        return rows

    async def _follow(self, policy: Policy, report: UUID, now: datetime) -> bool:
        async def read(transaction: Transaction) -> Record | None:
            return await repository.read(transaction, policy.region, report)

        def decide(row: Record, given: Circumstances) -> Followed | None:
            change = decide_due(facts_of(row), clocks_of(row["running"]), given)
            return None if change is None else Followed(change, pointers_of(row))

        try:
            return await follow(self._database, policy, Matter(report, read, decide), now)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one report holds up no other
            log.error("clocks_not_followed", region=policy.region, report=str(report), error=type(error).__name__)  # noqa: TRY400 - a trace may hold values
            return False
