"""The two round trips of an intake: what is read for it, and every row that it makes.

Several callers of a region share each. What is to be sealed, or has a row that is none of these, takes a transaction.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.clock_rows import INSERT_CLOCK
from service.features.reports.duplicates import asked
from service.features.reports.lookups import FOR_INTAKE, ROUTINES
from service.features.reports.notice_rows import INSERT_OWED
from service.features.reports.report_rows import INSERT_REPORT
from service.features.reports.task_rows import INSERT_TASK
from service.storage.db.gathered_calls import Gathering
from service.storage.db.inserting_together import Inserts, Rows
from service.storage.db.lookup import Lookups
from service.storage.db.pool import Database
from service.storage.db.write import Insert, Part
from service.storage.first_answers import INSERT_IDEMPOTENCY, in_flight
from service.storage.texts.keeping import INSERT_KEY
from service.storage.texts.rows import INSERT_TEXT
from service.storage.texts.words import INSERT_WORDS
from service.trail.audit.rows import INSERT_EVENT, INSERT_PENDING
from workflows.access import visibility
from workflows.decisions.reports.commands import ReportIntake

INSERT_SEALED = Insert("sealed_identity", ("region", "report_id", "sealed", "created_at"))

INSERTS = Inserts(
    (
        INSERT_REPORT,
        INSERT_TASK,
        INSERT_CLOCK,
        INSERT_OWED,
        INSERT_TEXT,
        INSERT_WORDS,
        INSERT_KEY,
        INSERT_SEALED,
        INSERT_EVENT,
        INSERT_PENDING,
        INSERT_IDEMPOTENCY,
    )
)
_AT_ONCE, _MOST = 3, 8
"""Statements under way at once, and calls in each: as of the transitions of tasks."""


class _Taken(NamedTuple):
    """One call: the new report, its key's lock, and its rows."""

    report: UUID
    lock: int | None
    rows: Rows


class Intakes:
    """Reads for intakes and writes what came of them, several of a region at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lookups = Lookups(database, ROUTINES, (FOR_INTAKE,))
        self._writes = Gathering(self._write, at_once=_AT_ONCE, most=_MOST)

    async def read(self, call: Call, body: ReportIntake) -> Record:
        """What ``repository.read_for_intake`` reads, in a transaction of its own."""
        key = call.key.value if call.key else None
        tokens = visibility.tokens(call.actor, acting=True)
        (row,) = await self._lookups.rows(FOR_INTAKE, call.region, tokens, call.person, key, *asked(body))
        return row

    async def take(self, call: Call, parts: Sequence[Part]) -> bool:
        """Write an intake whole; False when it has a part that is another's to write, and nothing was written.

        Raises IdempotencyConflict ``request_in_flight`` while the same key is at work elsewhere.
        """
        rows = INSERTS.rows_of(parts)
        if rows is None:
            return False
        ((_, report, *_),) = rows[INSERT_REPORT]
        lock = call.key.lock if call.key else None
        if not await self._writes.ask(call.region, _Taken(report, lock, rows), report, lock or report):
            raise in_flight()
        return True

    async def _write(self, region: str, taken: Sequence[_Taken]) -> Sequence[bool]:
        reports, locks, rows = zip(*taken, strict=True)
        if len(taken) == 1:
            sql, values = INSERTS.lone(region, *taken[0])
        else:
            sql, values = INSERTS.sql, INSERTS.arguments(region, reports, locks, rows)
        found = await self._database.ask(sql, *values)
        entered = {row["report"] for row in found}
        return [report in entered for report in reports]
