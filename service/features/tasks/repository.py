"""How tasks are read. Row security hides what the caller may not see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Filter, Page, keyset_sql
from service.features.reports.repository import ACCUSED_BEYOND, COLUMNS, KEY, ORIGIN, PAUSABLE, TASKS
from service.storage.db.pool import Transaction
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import SHOWN

TITLE = f"""(SELECT {SHOWN} FROM report_text x
  WHERE x.region = r.region AND x.id = r.title_text) AS title"""
RESULT = f"""(SELECT {SHOWN} FROM report_text x
  WHERE x.region = t.region AND x.id = t.result_text) AS result"""
BECAME = """CASE WHEN t.state = 'transferred' THEN (SELECT n.id FROM task n WHERE n.region = t.region
  AND n.report_id = t.report_id AND n.transferred_from = t.id) END AS transferred_to"""
CALENDAR_CHANGED = """EXISTS (SELECT FROM clock k WHERE k.region = r.region AND k.report_id = r.id
  AND k.calendar_changed AND k.stopped_at IS NULL) AS calendar_changed"""
"""By an index of what is marked alone, which is little: no row of another clock is looked at."""

LISTED = (
    "id", "report_id", "agency", "role", "kind", "obligatory", "state", "version", "offered_at", "due_at", "due_clock",
    "assignee", "completed_by", "completed_at", "transferred_from", "transfer_kind",
)  # fmt: skip
"""The columns of a task that a list shows."""

_OF_REPORT = f"""r.id IS NOT NULL AS report_seen, r.state AS report_state, r.category, r.severity, r.area,
  r.register_number, r.lead_agency, r.stand_ins, r.accused, r.accused_ever, r.reported_by, r.classification,
  {ACCUSED_BEYOND}, {TITLE}, {CALENDAR_CHANGED}"""
_LISTED = ", ".join(ORIGIN if name == "transferred_from" else f"t.{name}" for name in LISTED)
_TASK = f"{_LISTED}, {RESULT}, {BECAME}, {_OF_REPORT}"
_JOINED = "task t LEFT JOIN report r ON r.region = t.region AND r.id = t.report_id"

READ = f"SELECT {_TASK} FROM {_JOINED} WHERE t.region = $1 AND t.id = $2"
READ_FOR_COMMAND = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, me.version AS task_version, me.readers AS task_readers, me.walled AS task_walled,
  {COLUMNS}, {TITLE}, {TASKS}, {KEY}, {PAUSABLE}, {CALENDAR_CHANGED}
FROM flight LEFT JOIN task me ON me.region = $4 AND me.id = $5
LEFT JOIN report r ON r.region = me.region AND r.id = me.report_id
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


class Queue(NamedTuple):
    """What a list of tasks is asked for; None leaves a filter out."""

    agency: str | None = None
    state: str | None = None
    role: str | None = None
    assignee: UUID | None = None
    due_before: datetime | None = None
    election: str | None = None
    no_election: bool | None = None


FILTERS = (
    Filter("agency", "t.agency = {}"),
    Filter("state", "t.state = {}"),
    Filter("role", "t.role = {}"),
    Filter("assignee", "t.assignee = {}"),
    Filter("due_before", "t.due_order < {}"),
    Filter("election", "r.election = {}"),
    Filter("no_election", "r.id IS NOT NULL AND r.election IS NULL AND {}::boolean"),
)
ORDER = ("t.due_order", "t.id")
QUEUED = f"SELECT {_TASK}, t.due_order FROM {_JOINED}"


async def read_for_command(transaction: Transaction, call: Call, task: UUID) -> Record:
    """The task's report with all its tasks, beside the first answer under this key."""
    return await read_beside(transaction, READ_FOR_COMMAND, call, task)


async def queue(
    transaction: Transaction, region: str, wanted: Queue, after: Sequence[Any] | None, page: Page
) -> list[Record]:
    """One page of tasks, due first, with one row more than asked to tell whether there is a next page."""
    sql, args = keyset_sql(QUEUED, "t.region", region, FILTERS, wanted, ORDER, after, page)
    return await transaction.fetch(sql, *args)
