"""One task, and the first questions asked of a queue, each looked up in one round trip."""

from service.db.lookup import Lookup
from service.db.routines import column_types
from service.paging import page_sql
from service.tasks.repository import FILTERS, ORDER, QUEUED, READ
from workflows.facts import TaskFacts

_TASK = TaskFacts.__struct_fields__
_AS_NAMED = ("category", "severity", "area", "register_number", "lead_agency", "reported_by", "classification")
_REPORT = {"seen_report": "id", "report_state": "state", "report_version": "version"} | {one: one for one in _AS_NAMED}
_RETURNS = (
    dict(zip(_TASK, column_types("task", _TASK, domains=True), strict=True))
    | {"result": "text", "transferred_to": "uuid"}
    | dict(zip(_REPORT, column_types("report", _REPORT.values(), domains=True), strict=True))
    | {"title": "text"}
)

TASK = Lookup("look_up_task", _RETURNS, ("uuid",), READ)
"""Arguments: the task's id. No row, or one as of ``repository.READ``."""

_BY_NAME = {each.name: each for each in FILTERS}
_PLACE = ("timestamptz", "uuid")


def _queue(name: str, asked: tuple[str, ...], *, further: bool) -> Lookup:
    select = page_sql(QUEUED, "t.region", tuple(_BY_NAME[one] for one in asked), ORDER, further, False)
    kinds = (*["text"] * len(asked), *(_PLACE if further else ()), "bigint")
    return Lookup(name, _RETURNS | {"due_order": "timestamptz"}, kinds, select)


_ALL, _IN_STATE = ("agency",), ("agency", "state")
QUEUES = {
    (_ALL, False): _queue("look_up_queue", _ALL, further=False),
    (_ALL, True): _queue("look_up_queue_further", _ALL, further=True),
    (_IN_STATE, False): _queue("look_up_queue_in_state", _IN_STATE, further=False),
    (_IN_STATE, True): _queue("look_up_queue_in_state_further", _IN_STATE, further=True),
}
"""By the filters that are asked, and whether the page begins after a place. Other questions take a transaction.

Arguments: the filters' values, the place (``due_order`` and id) if any, and how many rows.
"""

LOOKUPS = (TASK, *QUEUES.values())
