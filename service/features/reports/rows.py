"""Between facts and rows: how a report is read, and which rows a change becomes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from service.features.reports.notice_rows import notice_parts
from service.storage.db.write import Insert, Part, Update
from service.storage.texts.rows import INSERT_TEXT
from service.storage.texts.words import words_part
from service.trail.audit.rows import INSERT_EVENT, INSERT_PENDING
from workflows.access import visibility
from workflows.access.facts import ClockFacts, Escalation, ReportFacts, TaskFacts
from workflows.clocks.calendar import SkippedDay
from workflows.clocks.kept import KeptClock
from workflows.clocks.warnings import PERCENTS, moment_of
from workflows.codes.reports import TextField
from workflows.codes.tasks import TaskState
from workflows.decisions.change import Change, ClockDraft, ClockStop
from workflows.trail.chaining import KeptText, RecordedEvent

NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""Where a task without a due time stands in the queue: after every other."""

BUILTIN = (UUID, datetime, bytes)
_CLOCKS = msgspec.json.Decoder(tuple[ClockFacts, ...])
_ESCALATIONS = msgspec.json.Decoder(tuple[Escalation, ...])

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
    "limits_extended",
    "led_before",
    "reported_before",
    "stand_ins",
    "updated_at",
]
TASK_KEPT = [
    "region",
    "id",
    "report_id",
    "agency",
    "role",
    "kind",
    "obligatory",
    "round",
    "offered_at",
    "requested_due_at",
    "transferred_from",
    "recommendation",
]
TASK_MOVING = [
    "state",
    "version",
    "due_at",
    "due_order",
    "due_clock",
    "assignee",
    "completed_by",
    "completed_at",
    "result_text",
    "transfer_kind",
    "worked_by",
    "updated_at",
]
TASK_SEEN = ("readers", "walled")
CLOCK_COLUMNS = (
    "id",
    "task_id",
    "kind",
    "started_at",
    "due_at",
    "stopped_at",
    "length",
    "rule",
    "policy_version",
    "status",
    "family",
    "regime",
    "whose",
    "day_kind",
    "counts_from",
    "basis",
    "law_version",
    "extends_to",
    "pauses",
    "skipped",
    "next_at",
)

INSERT_REPORT = Insert("report", (*REPORT_KEPT, *REPORT_MUTABLE))
ADVANCE_REPORT = Update("report", ("state", "version", "seq", "head", "updated_at"), ("region", "id", "version"))
UPDATE_REPORT = Update("report", tuple(REPORT_MUTABLE), ("region", "id", "version"))
INSERT_TASK = Insert("task", (*TASK_KEPT, *TASK_MOVING, *TASK_SEEN))
MOVE_TASK = Update("task", tuple(TASK_MOVING), ("region", "id"))
UPDATE_TASK = Update("task", (*TASK_MOVING, *TASK_SEEN), ("region", "id"))
SHOW_TASK = Update("task", TASK_SEEN, ("region", "id"))
INSERT_CLOCK = Insert("clock", ("region", "report_id", *CLOCK_COLUMNS))
STOP_CLOCK = Update(
    "clock", ("stopped_at", "next_at"), ("region", "report_id", "kind"), ("task_id",), "stopped_at IS NULL"
)
CHANGE_CLOCK = Update(
    "clock",
    ("due_at", "length", "extended", "paused_at", "paused_s", "skipped", "warned", "next_at"),
    ("region", "id"),
    (),
    "stopped_at IS NULL",
)
STOP_LEGAL = Update(
    "clock", ("stopped_at", "next_at"), ("region", "report_id"), (), "family = 'legal' AND stopped_at IS NULL"
)
WATCH_CLOCK = Update("clock", ("warned", "rung", "next_at"), ("region", "id"))
INSERT_LINK = Insert("report_link", ("region", "report_id", "other_id", "kind", "created_at"))
INSERT_NAMING = Insert("event_naming", ("region", "event_id", "report_id", "other_id", "content", "salt"))


class TextPointers(NamedTuple):
    """Which stored text is the present title, description and so on."""

    title_text: UUID
    description_text: UUID
    place_text: UUID | None = None
    accused_text: UUID | None = None
    reference_text: UUID | None = None


POINTED = {
    TextField.TITLE: "title_text",
    TextField.DESCRIPTION: "description_text",
    TextField.PLACE_DETAIL: "place_text",
    TextField.ACCUSED_NAME: "accused_text",
    TextField.SOURCE_REFERENCE: "reference_text",
}
"""The texts whose newest version is the present one."""


class Intaken(NamedTuple):
    """What intake stores on the report's row beside its facts."""

    channel: str
    sealed: bool
    consent_to_share: bool


def facts_of(row: Mapping[str, Any] | Record) -> ReportFacts:
    """The facts of a report from its row, with ``tasks`` as a JSON array or null."""
    values = dict(row)
    tasks, pausable = values.pop("tasks", None), values.pop("pausable", None)
    escalations = values.pop("escalations", None)
    values["walled"] = visibility.walled_agencies(values["walled"])
    if escalations:
        values["escalations"] = _ESCALATIONS.decode(escalations)
    facts: ReportFacts = msgspec.convert(values, ReportFacts, builtin_types=BUILTIN)
    more: dict[str, Any] = {}
    if tasks:
        more["tasks"] = msgspec.json.decode(tasks, type=tuple[TaskFacts, ...])
    if pausable:
        more["pausable"] = msgspec.json.decode(pausable, type=tuple[KeptClock, ...])
    return msgspec.structs.replace(facts, **more) if more else facts


def change_parts(
    change: Change,
    events: tuple[RecordedEvent, ...],
    pointers: TextPointers | None,
    intaken: Intaken | None = None,
) -> list[Part]:
    """Every row of a change, the report first: its version is what a race is decided by."""
    report = change.report
    now = events[0].at
    pointed = _repoint(pointers, events)
    shown = intaken is not None or change.before is None or _readers_moved(change.before, report)
    return [
        _report_part(change, events, pointed, now, intaken, shown=shown),
        *_task_parts(change, events, now, shown=shown),
        Part(STOP_CLOCK, [_stop_row(report, stop, now) for stop in change.stops]),
        Part(STOP_LEGAL, [(now, None, report.region, report.id)] if change.stops_legal else []),
        Part(CHANGE_CLOCK, [_changed_clock(report, clock) for clock in change.changed_clocks]),
        Part(INSERT_CLOCK, [_clock_row(report, clock) for clock in change.clocks]),
        Part(WATCH_CLOCK, [(c.warned, c.rung, c.next_at, report.region, c.id) for c in change.watched]),
        Part(INSERT_TEXT, [_text_row(report, event, text) for event in events for text in event.texts]),
        words_part(change, events),
        Part(INSERT_LINK, [(report.region, report.id, link.other, link.kind, now) for link in change.links]),
        *notice_parts(change, events, now),
        Part(INSERT_EVENT, [_event_row(report, event) for event in events]),
        Part(INSERT_NAMING, [(report.region, e.id, report.id, *e.naming) for e in events if e.naming is not None]),
        Part(INSERT_PENDING, [(report.region, e.id, report.id, e.seq, e.leaf_hash) for e in events]),
    ]


def loses_sight(change: Change, tokens: tuple[str, ...]) -> bool:
    """Whether the actor no longer sees the report once the change is written."""
    if change.before is None or not _readers_moved(change.before, change.report):
        return False
    readers, walled = visibility.readers(change.report), visibility.walled_tokens(change.report)
    return not visibility.may_read(readers, walled, tokens)


_reader_facts = attrgetter("classification", "lead_agency", "walled", "named", "held_by", "stand_ins")


def _readers_moved(before: ReportFacts, after: ReportFacts) -> bool:
    if _reader_facts(before) != _reader_facts(after):
        return True
    return after.classification == "secret" and visibility.readers(before) != visibility.readers(after)


def _repoint(pointers: TextPointers | None, events: tuple[RecordedEvent, ...]) -> TextPointers:
    newest = {
        POINTED[text.draft.field]: text.id for event in events for text in event.texts if text.draft.field in POINTED
    }
    return pointers._replace(**newest) if pointers else TextPointers(**newest)


_SETS = (
    "accused", "named", "held_by", "barred", "accused_ever", "cleared", "passed_over", "lead_moved_by", "limits_begun",
    "limits_extended", "led_before", "reported_before", "stand_ins",
)  # fmt: skip
"""The facts that are sets, kept as arrays in order."""

_MOVES = frozenset({"state", "version", "seq", "head", "tasks", "pausable"})
_rest = attrgetter(*(name for name in ReportFacts.__struct_fields__ if name not in _MOVES))


def _only_advances(before: ReportFacts, after: ReportFacts, *, repointed: bool) -> bool:
    return not repointed and _rest(before) == _rest(after)


def _report_part(
    change: Change,
    events: tuple[RecordedEvent, ...],
    pointers: TextPointers,
    now: datetime,
    intaken: Intaken | None,
    *,
    shown: bool,
) -> Part:
    report, before, head = change.report, change.before, events[-1].leaf_hash
    if before is not None and not shown:
        repointed = any(text.draft.field in POINTED for event in events for text in event.texts)
        if _only_advances(before, report, repointed=repointed):
            values = (report.state, report.version, report.seq, head, now)
            return Part(ADVANCE_REPORT, [(*values, report.region, report.id, before.version)])
    mutable = _mutable(report, head, pointers, now)
    if before is not None:
        return Part(UPDATE_REPORT, [(*mutable, report.region, report.id, before.version)])
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


def _task_parts(change: Change, events: tuple[RecordedEvent, ...], now: datetime, *, shown: bool) -> list[Part]:
    report = change.report
    results = {
        text.draft.task: text.id for event in events for text in event.texts if text.draft.field is TextField.RESULT
    }
    moved = {task.id: task for task in change.changed_tasks}
    new = {task.id for task in change.new_tasks}
    others = [task for task in report.tasks if task.id not in moved and task.id not in new]
    keys = {task.id: (report.region, task.id) for task in report.tasks}
    inserts = [
        (*_task_kept(report, task), *_task_moving(task, results, now), *_task_seen(report, task))
        for task in change.new_tasks
    ]
    if not shown:
        moves = [(*_task_moving(task, results, now), *keys[task.id]) for task in moved.values()]
        return [Part(MOVE_TASK, moves), Part(INSERT_TASK, inserts)]
    updates = [
        (*_task_moving(task, results, now), *_task_seen(report, task), *keys[task.id]) for task in moved.values()
    ]
    shows = [(*_task_seen(report, task), *keys[task.id]) for task in others]
    return [Part(UPDATE_TASK, updates), Part(SHOW_TASK, shows), Part(INSERT_TASK, inserts)]


def _task_kept(report: ReportFacts, task: TaskFacts) -> tuple[Any, ...]:
    return (
        report.region, task.id, task.report_id, task.agency, task.role, task.kind, task.obligatory, task.round,
        task.offered_at, task.requested_due_at, task.transferred_from, task.recommendation,
    )  # fmt: skip


def _task_moving(task: TaskFacts, results: Mapping[UUID | None, UUID], now: datetime) -> tuple[Any, ...]:
    result = results.get(task.id) if task.state is TaskState.DONE else None
    return (
        task.state, task.version, task.due_at, task.due_at or NO_DUE, task.due_clock, task.assignee,
        task.completed_by, task.completed_at, result, task.transfer_kind, task.worked_by, now,
    )  # fmt: skip


def _task_seen(report: ReportFacts, task: TaskFacts) -> tuple[list[str], list[str]]:
    return visibility.task_readers(report, task), visibility.walled_tokens(report)


def _stop_row(report: ReportFacts, stop: ClockStop, now: datetime) -> tuple[Any, ...]:
    return (now if stop.at is None else stop.at, None, report.region, report.id, stop.kind, stop.task)


def _clock_row(report: ReportFacts, clock: ClockDraft) -> tuple[Any, ...]:
    start = clock.start
    next_at = None if clock.stopped_at else moment_of(PERCENTS[0], start.started_at, start.due_at)
    return (
        report.region, report.id, clock.id, clock.task, start.kind, start.started_at, start.due_at, clock.stopped_at,
        start.length, start.rule, start.policy_version, start.status, start.family, start.regime, start.whose,
        start.day_kind, start.counts_from, start.basis, start.law_version, start.extends_to, start.pauses,
        skipped_json(start.skipped), next_at,
    )  # fmt: skip


def clocks_of(raw: str | None) -> tuple[ClockFacts, ...]:
    """The clocks of a report from their JSON array, or null."""
    return _CLOCKS.decode(raw) if raw else ()


def _changed_clock(report: ReportFacts, clock: KeptClock) -> tuple[Any, ...]:
    return (
        clock.due_at, clock.length, clock.extended, clock.paused_at, clock.paused_s, skipped_json(clock.skipped),
        clock.warned, clock.next_at, report.region, clock.id,
    )  # fmt: skip


def skipped_json(skipped: tuple[SkippedDay, ...]) -> str:
    """The days that a clock passed over, as its row keeps them: with both names, for as long as the clock is kept."""
    return msgspec.json.encode(skipped).decode() if skipped else "[]"


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
