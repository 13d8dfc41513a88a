"""One report, and what an intake has to know, looked up in one round trip."""

from service.features.reports.report_rows import REPORT_KEPT, REPORT_MUTABLE
from service.features.reports.repository import READ, READ_FOR_INTAKE
from service.storage.db.lookup import Lookup, numbered
from service.storage.db.routines import Installed, column_types
from service.storage.first_answers import SEEN_TYPES

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

FOR_INTAKE = Lookup(
    "look_up_for_intake",
    {"won": "boolean", **SEEN_TYPES, "area_known": "boolean", "seen_visible": "boolean", "duplicates": "json"},
    ("uuid", "text", "text", "text", "timestamptz", "text"),
    numbered(READ_FOR_INTAKE, "NULL", "$2", "$3", "$1", "$4", "$5", "$6", "$7"),
)
"""Arguments: the person, the key, then those of ``duplicates.asked``. One row, as of ``READ_FOR_INTAKE``; whether the
same key is at work elsewhere is asked by the write."""

LOOKUPS = (REPORT, FOR_INTAKE)
ROUTINES = Installed([lookup.routine() for lookup in LOOKUPS])
