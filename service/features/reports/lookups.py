"""One report, looked up in one round trip."""

from service.features.reports.report_rows import REPORT_KEPT, REPORT_MUTABLE
from service.features.reports.repository import READ
from service.storage.db.lookup import Lookup
from service.storage.db.routines import Installed, column_types

_KEPT = (*REPORT_KEPT, *REPORT_MUTABLE)
_BESIDE = dict.fromkeys(("tasks", "clocks", "texts", "results", "links", "owed"), "json")

REPORT = Lookup(
    "look_up_report",
    dict(zip(_KEPT, column_types("report", _KEPT, domains=True), strict=True)) | _BESIDE | {"reporter_erased": "text"},
    ("uuid",),
    READ,
)
"""Arguments: the report's id. No row, or one as of ``repository.READ``."""

LOOKUPS = (REPORT,)
ROUTINES = Installed([lookup.routine() for lookup in LOOKUPS])
