"""One task, and the first questions asked of a queue, each looked up in one round trip."""

from collections.abc import Sequence

from service.edge.keyset import page_sql
from service.features.tasks.repository import FILTERS, LISTED, ORDER, QUEUED, READ
from service.storage.db.lookup import Lookup
from service.storage.db.routines import column_types

_REPORT = (
    "category", "severity", "area", "register_number", "lead_agency", "stand_ins", "accused", "accused_ever",
    "reported_by", "classification",
)  # fmt: skip


def _types(table: str, columns: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, column_types(table, columns, domains=True), strict=True))


_RETURNS = (
    _types("task", LISTED)
    | {"result": "text", "transferred_to": "uuid", "report_seen": "boolean"}
    | {"report_state": _types("report", ["state"])["state"]}
    | _types("report", _REPORT)
    | {"accused_beyond": "text[]", "title": "text", "calendar_changed": "boolean"}
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
