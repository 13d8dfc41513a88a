"""Which rows a change becomes."""

from typing import Any

from service.features.reports.clock_rows import clock_parts
from service.features.reports.notice_rows import notice_parts
from service.features.reports.report_rows import Intaken, report_part
from service.features.reports.sight import readers_moved
from service.features.reports.task_rows import task_parts
from service.features.reports.text_pointers import TextPointers, repoint
from service.storage.db.write import Insert, Part
from service.storage.texts.rows import INSERT_TEXT
from service.storage.texts.words import words_part
from service.trail.audit.rows import INSERT_EVENT, INSERT_PENDING
from workflows.access.facts import ReportFacts
from workflows.decisions.change import Change
from workflows.trail.chaining import KeptText, RecordedEvent

INSERT_LINK = Insert("report_link", ("region", "report_id", "other_id", "kind", "created_at"))
INSERT_NAMING = Insert("event_naming", ("region", "event_id", "report_id", "other_id", "content", "salt"))


def change_parts(
    change: Change,
    events: tuple[RecordedEvent, ...],
    pointers: TextPointers | None,
    intaken: Intaken | None = None,
) -> list[Part]:
    """Every row of a change, the report first: its version is what a race is decided by."""
    report = change.report
    now = events[0].at
    pointed = repoint(pointers, events)
    shown = intaken is not None or change.before is None or readers_moved(change.before, report)
    return [
        report_part(change, events, pointed, now, intaken, shown=shown),
        *task_parts(change, events, now, shown=shown),
        *clock_parts(change, now),
        Part(INSERT_TEXT, [_text_row(report, event, text) for event in events for text in event.texts]),
        words_part(change, events),
        Part(INSERT_LINK, [(report.region, report.id, link.other, link.kind, now) for link in change.links]),
        *notice_parts(change, events, now),
        Part(INSERT_EVENT, [_event_row(report, event) for event in events]),
        Part(INSERT_NAMING, [(report.region, e.id, report.id, *e.naming) for e in events if e.naming is not None]),
        Part(INSERT_PENDING, [(report.region, e.id, report.id, e.seq, e.leaf_hash) for e in events]),
    ]


def _text_row(report: ReportFacts, event: RecordedEvent, text: KeptText) -> tuple[Any, ...]:
    draft = text.draft
    return (
        report.region, text.id, report.id, draft.task, event.id, draft.field, draft.content, text.salt, event.at,
    )  # fmt: skip


def _event_row(report: ReportFacts, event: RecordedEvent) -> tuple[Any, ...]:
    draft = event.draft
    return (
        report.region, event.id, report.id, event.seq, event.seq - 1 or None, event.version, draft.action,
        draft.task, draft.agency, event.person, event.actor["agency"], event.actor["role"],
        draft.before, draft.after, event.at, event.prev, event.leaf, event.leaf_hash, report.state,
        report.category, report.severity, report.area, report.lead_agency, report.election,
    )  # fmt: skip
