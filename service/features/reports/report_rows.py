"""The report's own row: its columns, and how a change writes them."""

from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from service.features.reports.text_pointers import POINTED, TextPointers
from service.storage.db.write import Insert, Part, Update
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.decisions.change import Change
from workflows.trail.chaining import RecordedEvent

REPORT_KEPT = [
    "region",
    "id",
    "reported_by",
    "reporting_agency",
    "reported_at",
    "channel",
    "sealed",
    "consent_to_share",
    "reference_text",
    "reported_for",
]
REPORT_MUTABLE = [
    "state",
    "version",
    "seq",
    "head",
    "category",
    "severity",
    "classification",
    "occurred_at",
    "known_at",
    "area",
    "election",
    "stage",
    "athg",
    "field",
    "rule",
    "policy_version",
    "lead_agency",
    "accused",
    "named",
    "held_by",
    "round",
    "register_number",
    "checklist_formal",
    "checklist_material",
    "reliability",
    "credibility",
    "outcome",
    "closed_at",
    "title_text",
    "description_text",
    "place_text",
    "accused_text",
    "reporter_erasure",
    "escalations",
    "formal_receipt_at",
    "review",
    "readers",
    "text_readers",
    "walled",
    "barred",
    "proposed_rule",
    "severity_taken",
    "severity_highest",
    "accused_ever",
    "cleared",
    "passed_over",
    "steered",
    "lead_moved_by",
    "registered_at",
    "limits_begun",
    "limits_running",
    "lodging_ends",
    "limits_extended",
    "led_before",
    "reported_before",
    "passed_over_before",
    "lead_moved_before",
    "stand_ins",
    "merged_into",
    "carried",
    "updated_at",
]

INSERT_REPORT = Insert("report", (*REPORT_KEPT, *REPORT_MUTABLE))
ADVANCE_REPORT = Update("report", ("state", "version", "seq", "head", "updated_at"), ("region", "id", "seq"))
UPDATE_REPORT = Update("report", tuple(REPORT_MUTABLE), ("region", "id", "seq"))
"""Both find the row by its latest event: what makes no version moves that on as well."""


class Intaken(NamedTuple):
    """What intake stores on the report's row beside its facts."""

    channel: str
    sealed: bool
    consent_to_share: bool


_SETS = (
    "accused", "named", "held_by", "barred", "accused_ever", "cleared", "passed_over", "lead_moved_by", "limits_begun",
    "limits_running", "limits_extended", "led_before", "reported_before", "passed_over_before", "lead_moved_before",
    "stand_ins",
)  # fmt: skip
"""The facts that are sets, kept as arrays in order."""

_MOVES = frozenset({"state", "version", "seq", "head", "tasks", "pausable", "counted"})
_rest = attrgetter(*(name for name in ReportFacts.__struct_fields__ if name not in _MOVES))


def _only_advances(before: ReportFacts, after: ReportFacts, *, repointed: bool) -> bool:
    return not repointed and _rest(before) == _rest(after)


def report_part(
    change: Change,
    events: tuple[RecordedEvent, ...],
    pointers: TextPointers,
    now: datetime,
    intaken: Intaken | None,
    *,
    shown: bool,
) -> Part:
    """The report's row as a change leaves it; ``shown`` when other people may see it than before.

    Raises ValueError for a new report without what intake stores.
    """
    report, before, head = change.report, change.before, events[-1].leaf_hash
    if before is not None and not shown:
        repointed = any(text.draft.field in POINTED for event in events for text in event.texts)
        if _only_advances(before, report, repointed=repointed):
            values = (report.state, report.version, report.seq, head, now)
            return Part(ADVANCE_REPORT, [(*values, report.region, report.id, before.seq)])
    mutable = _mutable(report, head, pointers, now)
    if before is not None:
        return Part(UPDATE_REPORT, [(*mutable, report.region, report.id, before.seq)])
    if intaken is None:
        msg = "a new report is written with what intake knows of it"
        raise ValueError(msg)
    kept = (
        report.region, report.id, report.reported_by, report.reporting_agency, report.reported_at,
        intaken.channel, intaken.sealed, intaken.consent_to_share, pointers.reference_text, report.reported_for,
    )  # fmt: skip
    return Part(INSERT_REPORT, [(*kept, *mutable)])


def _mutable(report: ReportFacts, head: bytes, pointers: TextPointers, now: datetime) -> tuple[Any, ...]:
    derived = {
        "head": head,
        "updated_at": now,
        "readers": visibility.readers(report),
        "text_readers": visibility.text_readers(report),
        "walled": visibility.walled_tokens(report),
        "escalations": msgspec.json.encode(report.escalations).decode() if report.escalations else None,
        **{name: sorted(getattr(report, name)) for name in _SETS},
        **pointers._asdict(),
    }
    return tuple(derived[name] if name in derived else getattr(report, name) for name in REPORT_MUTABLE)
