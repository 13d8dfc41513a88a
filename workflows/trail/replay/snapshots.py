"""A line of the state tables held against what the events make of the report."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from workflows.trail.replay.events import written
from workflows.trail.replay.standing import NOT_SAID, Casing, Content, Hands, Held, Report, Reviewing, Task

_TASK_MEMBERS = ("agency", "role", "kind", "state", "version")


class TaskSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task as it stands in the state tables."""

    id: str
    agency: str
    role: str
    kind: str
    state: str
    version: int
    assignee: str | None
    worked_by: list[str] | msgspec.UnsetType = msgspec.UNSET


class CaseSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Gakkumdu case as it stands in the state tables."""

    state: str
    register_number: str | None
    sigaplapor_number: str | None
    police_number: str | None
    bundle: list[str]
    police_receipt: str | msgspec.UnsetType | None = msgspec.UNSET


class EntrySnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a review as it stands in the state tables; ``of`` is a lesson's kind or a recommendation's owner."""

    id: str
    field: str
    of: str | None
    due_at: str | None


class ReviewSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An after-action review as it stands in the state tables."""

    id: str
    event: str
    state: str
    version: int
    entries: list[EntrySnapshot]


class EvidenceSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Evidence as it stands in the state tables; SHA-256 in hex."""

    id: str
    sha256: str
    size: int
    media_type: str
    erased: bool


class ContentSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check of content as it stands in the state tables."""

    id: str
    sha256: str | None
    state: str
    verdict: str | None
    outcome: str | None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as it stands in the state tables; ``head`` is the leaf hash of its last event in hex.

    Bundles of before say nothing of the election, of a review or of evidence, nor of what protects people.
    """

    report: str
    state: str
    version: int
    seq: int
    head: str
    category: str
    severity: str
    classification: str
    area: str
    lead_agency: str | None
    register_number: str | None
    outcome: str | None
    tasks: list[TaskSnapshot]
    case: CaseSnapshot | None = None
    election: str | msgspec.UnsetType | None = msgspec.UNSET
    reported_for: str | msgspec.UnsetType | None = msgspec.UNSET
    review: ReviewSnapshot | msgspec.UnsetType | None = msgspec.UNSET
    evidence: list[EvidenceSnapshot] | msgspec.UnsetType = msgspec.UNSET
    contents: list[ContentSnapshot] | msgspec.UnsetType = msgspec.UNSET
    severity_taken: str | msgspec.UnsetType = msgspec.UNSET
    severity_highest: str | msgspec.UnsetType = msgspec.UNSET
    accused: list[str] | msgspec.UnsetType = msgspec.UNSET
    accused_ever: list[str] | msgspec.UnsetType = msgspec.UNSET
    barred: list[str] | msgspec.UnsetType = msgspec.UNSET
    cleared: list[str] | msgspec.UnsetType = msgspec.UNSET
    lead_moved_by: list[str] | msgspec.UnsetType = msgspec.UNSET
    named: list[str] | msgspec.UnsetType = msgspec.UNSET
    passed_over: list[str] | msgspec.UnsetType = msgspec.UNSET
    walled: list[str] | msgspec.UnsetType = msgspec.UNSET


def differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    """Each member in which the line differs from the events, in words with both values.

    The lead agency is passed over where the events do not say it.
    """
    for name, told in _told(report):
        shown = getattr(snapshot, name)
        if told not in (shown, NOT_SAID) and shown is not msgspec.UNSET:
            yield _words(name, shown, told)
    yield from _protecting_differences(report, snapshot)
    yield from _task_differences(report, snapshot)
    yield from _case_differences(report.case, snapshot.case)
    if snapshot.review is not msgspec.UNSET:
        yield from _review_differences(report.review, snapshot.review)
    if snapshot.evidence is not msgspec.UNSET:
        yield from _evidence_differences(report.evidence, snapshot.evidence)
    if snapshot.contents is not msgspec.UNSET:
        yield from _content_differences(report.contents, snapshot.contents)


def _told(report: Report) -> Iterator[tuple[str, Any]]:
    for name in ("state", "version", "seq", "category", "severity", "classification", "area"):
        yield name, getattr(report, name)
    yield "head", report.head.hex()
    yield "lead_agency", report.lead
    yield "register_number", report.register_number
    yield "outcome", report.outcome
    yield "election", report.election
    yield "severity_taken", report.story.severity_taken
    yield "severity_highest", report.story.severity_highest
    made_for = report.reported_for
    yield "reported_for", written(made_for) if isinstance(made_for, bytes) else made_for


def _protecting(report: Report) -> Iterator[tuple[str, Iterable[str]]]:
    """The sets that protect people, as far as the events say them: of a report from before, not all of them."""
    yield "accused", report.accused
    yield "barred", report.barred
    if report.story.by_two:
        for name in ("cleared", "passed_over", "walled"):
            yield name, getattr(report.story, name)
        yield "named", map(written, report.named)


def _protecting_differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    for name, of_events in _protecting(report):
        shown, told = getattr(snapshot, name), sorted(of_events)
        if shown is not msgspec.UNSET and sorted(shown) != told:
            yield _words(name, ", ".join(sorted(shown)) or None, ", ".join(told) or None)
    yield from _moved_differences(report, snapshot)
    if snapshot.accused_ever is not msgspec.UNSET:
        missing = {*report.story.accused_ever} - {*snapshot.accused_ever}
        if missing:  # who is accused by the category alone is no event's to say
            yield f"accused_ever lacks {', '.join(sorted(missing))} in the tables, the events accuse them"


def _moved_differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    """Who moved the lead is there; who gave it where nobody had it may be, as it was once counted the same."""
    if not report.story.by_two or snapshot.lead_moved_by is msgspec.UNSET:
        return
    moved, filled = (frozenset(map(written, one)) for one in (report.lead_moved_by, report.lead_filled_by))
    shown = frozenset(snapshot.lead_moved_by)
    if not moved <= shown <= moved | filled:
        yield _words("lead_moved_by", ", ".join(sorted(shown)) or None, ", ".join(sorted(moved)) or None)


def _case_differences(told: Casing | None, shown: CaseSnapshot | None) -> Iterator[str]:
    if told is None or shown is None:
        if (told is None) != (shown is None):
            yield _words("the case", shown and shown.state, told and told.state)
        return
    for name in CaseSnapshot.__struct_fields__:
        of_events, of_tables = getattr(told, name), getattr(shown, name)
        if of_tables is msgspec.UNSET:
            continue  # a bundle of before it was kept
        if name == "bundle":
            of_events, of_tables = ", ".join(of_events), ", ".join(sorted(of_tables))
        if of_events != of_tables:
            yield _words(f"{name} of the case", of_tables, of_events)


def _task_differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    told = {written(task.id): task for task in report.tasks}
    shown = {task.id: task for task in snapshot.tasks}
    if len(shown) < len(snapshot.tasks):
        yield "a task stands twice in the tables"
    for task_id in told.keys() - shown.keys():
        yield f"task {task_id} is not in the tables, its events make it {told[task_id].state}"
    for task_id in shown.keys() - told.keys():
        yield f"task {task_id} is {shown[task_id].state} in the tables, and no event tells of it"
    for task_id in told.keys() & shown.keys():
        yield from _of_task(task_id, told[task_id], shown[task_id])


def _of_task(task_id: str, told: Task, shown: TaskSnapshot) -> Iterator[str]:
    for name in _TASK_MEMBERS:
        if getattr(told, name) != getattr(shown, name):
            yield _words(f"{name} of task {task_id}", getattr(shown, name), getattr(told, name))
    assignee = None if told.assignee is None else written(told.assignee)
    if assignee != shown.assignee:
        yield _words(f"assignee of task {task_id}", shown.assignee, assignee)
    if shown.worked_by is not msgspec.UNSET and not _are_hands(told.worked_by, shown.worked_by):
        of_events, of_tables = ", ".join(map(written, told.worked_by.surely)), ", ".join(sorted(shown.worked_by))
        yield _words(f"worked_by of task {task_id}", of_tables or None, of_events or None)


def _are_hands(told: Hands, shown: list[str]) -> bool:
    """Whether the tables name everybody who surely took part, and nobody whom no rule of any time counts."""
    surely, perhaps = ({*map(written, persons)} for persons in told)
    return surely <= {*shown} <= surely | perhaps


def _review_differences(review: Reviewing | None, shown: ReviewSnapshot | None) -> Iterator[str]:
    told = None if review is None else written(review.id)
    if review is None or shown is None or told != shown.id:
        if (told, shown) != (None, None):
            yield _words("review", shown and shown.id, told)
        return
    for name in ("event", "state", "version"):
        if getattr(review, name) != getattr(shown, name):
            yield _words(f"{name} of review {told}", getattr(shown, name), getattr(review, name))
    entries = {written(entry.id): (entry.field, entry.of, entry.due_at) for entry in review.entries}
    kept = {entry.id: (entry.field, entry.of, entry.due_at) for entry in shown.entries}
    if len(kept) < len(shown.entries):
        yield f"an entry of review {told} stands twice in the tables"
    for entry in sorted(entries.keys() | kept.keys()):
        if entries.get(entry) != kept.get(entry):
            yield _words(f"entry {entry} of review {told}", kept.get(entry), entries.get(entry))


def _evidence_differences(told: tuple[Held, ...], shown: list[EvidenceSnapshot]) -> Iterator[str]:
    of_events = {written(each.id): (each.sha256, each.size, each.media_type, each.erased) for each in told}
    of_tables = {each.id: (each.sha256, each.size, each.media_type, each.erased) for each in shown}
    if len(of_tables) < len(shown):
        yield "evidence stands twice in the tables"
    for one in sorted(of_events.keys() | of_tables.keys()):
        if of_events.get(one) != of_tables.get(one):
            yield _words(f"evidence {one}", of_tables.get(one), of_events.get(one))


def _content_differences(told: tuple[Content, ...], shown: list[ContentSnapshot]) -> Iterator[str]:
    of_events = {written(each.id): tuple(each[1:]) for each in told}
    of_tables = {each.id: (each.sha256, each.state, each.verdict, each.outcome) for each in shown}
    if len(of_tables) < len(shown):
        yield "a check of content stands twice in the tables"
    for one in sorted(of_events.keys() | of_tables.keys()):
        if of_events.get(one) != of_tables.get(one):
            yield _words(f"content {one}", of_tables.get(one), of_events.get(one))


def _words(name: str, shown: Any, told: Any) -> str:
    return f"{name} is {_value(shown)} in the tables, the events make it {_value(told)}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value if each is not None)
    return "nothing" if value is None else str(value)
