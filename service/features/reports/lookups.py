"""One report, looked up in one round trip."""

from service.features.reports.report_rows import REPORT_KEPT, REPORT_MUTABLE
from service.features.reports.repository import READ
from service.storage.db.lookup import Lookup
from service.storage.db.routines import Installed, column_types

_KEPT = (*REPORT_KEPT, *REPORT_MUTABLE)
_BEYOND = dict.fromkeys(("accused_beyond", "walled_beyond"), "text[]")
_BESIDE = dict.fromkeys(("tasks", "clocks", "texts", "results", "links", "owed"), "json")

REPORT = Lookup(
    "look_up_report",
    dict(zip(_KEPT, column_types("report", _KEPT, domains=True), strict=True))
    | _BEYOND
    | _BESIDE
    | {"reporter_erased": "text"},
    ("uuid",),
    READ,
)
"""Arguments: the report's id. No row, or one as of ``repository.READ``."""

LOOKUPS = (REPORT,)
ROUTINES = Installed([lookup.routine() for lookup in LOOKUPS])
