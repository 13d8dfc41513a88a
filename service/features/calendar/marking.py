"""Which clocks run by a calendar of before, marked in their rows: lists and counts ask for nothing else.

The mark follows the calendar, it decides nothing: a clock itself is told by the calendar in force whenever somebody
looks at it. A process marks after a day was kept or withdrawn there; the worker marks once it begins, whenever it has
another calendar than it marked by, and once more a while later, for what another process has begun by the one before.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.policy_files import Policies
from service.features.reports.repository import KEPT_CLOCK
from service.storage.db.pool import Database
from service.storage.db.tables.tasks import BY_A_COUNTER_ALONE, BY_WORKING_DAYS
from workflows.access import visibility
from workflows.access.actors import NOBODY
from workflows.clocks.calendar import Calendar
from workflows.clocks.kept_clocks import KeptClock
from workflows.policy.counter import counted_anew
from workflows.policy.region import Policy

PAGE = 500
"""Clocks that are looked at together."""

ONCE_MORE_S = 30.0
"""Seconds after which it is looked again: longer than another process takes to learn of a calendar."""

_RUNNING = """SELECT c.due_at, c.id, r.election, (SELECT row_to_json(k) FROM (SELECT {clock}) k) AS kept_clock
FROM (SELECT * FROM clock WHERE region = $1 AND {running} AND (due_at, id) > ($2, $3)
  ORDER BY due_at, id LIMIT {page}) c
JOIN report r ON r.region = c.region AND r.id = c.report_id ORDER BY c.due_at, c.id"""
CHANGEABLE = tuple(
    _RUNNING.format(clock=KEPT_CLOCK, running=running, page=PAGE) for running in (BY_WORKING_DAYS, BY_A_COUNTER_ALONE)
)
"""One after the other, each by its index: of the second there are few or none."""

_MARK = """UPDATE clock c SET calendar_changed = m.changed
FROM unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) AS m (id, due_at, changed)
WHERE c.region = $1 AND c.id = m.id AND c.due_at = m.due_at AND c.stopped_at IS NULL"""
"""A clock that a decision has moved meanwhile says itself what it is."""

_CLOCK = msgspec.json.Decoder(KeptClock)
_FIRST = (datetime.min.replace(tzinfo=UTC), NOBODY)


class Marks:
    """The marks of every region's clocks, as this process has set them last."""

    def __init__(self, database: Database, policies: Policies) -> None:
        self._database = database
        self._policies = policies
        self._marked: dict[str, tuple[Calendar, datetime]] = {}
        self._settled: set[str] = set()

    async def follow(self, now: datetime) -> None:
        """Mark where the calendar is another than before, and once more a while later. Raises DatabaseUnavailable."""
        for policy in self._policies:
            calendar, since = self._marked.get(policy.region, (None, now))
            if calendar is not policy.calendar:
                await mark(self._database, policy)
                self._marked[policy.region] = (policy.calendar, now)
                self._settled.discard(policy.region)
            elif policy.region not in self._settled and (now - since).total_seconds() > ONCE_MORE_S:
                await mark(self._database, policy)
                self._settled.add(policy.region)


async def mark(database: Database, policy: Policy) -> int:
    """Mark every legal clock of a region that runs, by the calendar in force; how many have another mark now.

    Raises DatabaseUnavailable.
    """
    return sum([await _mark_all(database, policy, running) for running in CHANGEABLE])


async def _mark_all(database: Database, policy: Policy, running: str) -> int:
    place: tuple[datetime, UUID] = _FIRST
    marked = 0
    while True:
        async with database.transaction(policy.region, (visibility.SYSTEM,)) as transaction:
            rows = await transaction.fetch(running, policy.region, *place)
            others = list(_marked_otherwise(rows, policy))
            if others:
                await transaction.fetch(_MARK, policy.region, *map(list, zip(*others, strict=True)))
            await transaction.commit()
        marked += len(others)
        if len(rows) < PAGE:
            return marked
        place = (rows[-1]["due_at"], rows[-1]["id"])


def _marked_otherwise(rows: Sequence[Record], policy: Policy) -> Any:
    """Each clock whose mark says another thing than the calendar in force: its identifier, its end and the mark."""
    for row in rows:
        clock = _CLOCK.decode(row["kept_clock"])
        changed = counted_anew(policy, clock, row["election"]) is not None
        if changed is not clock.calendar_changed:
            yield clock.id, clock.due_at, changed
