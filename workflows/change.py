"""What a decision gives back: everything one transaction has to write, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from workflows.actors import Actor
from workflows.clocks import ClockStart, start_clock
from workflows.codes import ClockKind, ReportTrigger, Severity, TaskTrigger, TextField
from workflows.commands import Offer
from workflows.derivation import derived_trigger
from workflows.engine import REPORTS, TASKS
from workflows.facts import ReportFacts, TaskFacts
from workflows.legal_order import route_of
from workflows.policy import Policy
from workflows.states import REPORT_PAST, TASK_PAST

NO_DATA: Mapping[str, Any] = {}


class Circumstances(NamedTuple):
    """What a decision may know of the world: the policy, the time, and identifiers to hand out."""

    policy: Policy
    now: datetime
    ids: Iterator[UUID]


class TextDraft(NamedTuple):
    """A free text to keep: which field, of which task if any, and its words."""

    field: TextField
    content: str
    task: UUID | None = None


class EventDraft(NamedTuple):
    """An event to append. ``system`` marks what followed by rule from another event."""

    action: str
    task: UUID | None
    agency: str | None
    before: str | None
    after: str | None
    data: Mapping[str, Any]
    texts: tuple[TextDraft, ...]
    system: bool


class ClockDraft(NamedTuple):
    """A clock to start; ``task`` None means it runs on the report."""

    id: UUID
    task: UUID | None
    start: ClockStart


class ClockStop(NamedTuple):
    """A clock that has been met; ``task`` None means the report's own."""

    task: UUID | None
    kind: ClockKind


class LinkDraft(NamedTuple):
    """A relation from the report to another one."""

    other: UUID
    kind: str


class Change(NamedTuple):
    """The whole of one decision. ``before`` is None when the report is new."""

    before: ReportFacts | None
    report: ReportFacts
    events: tuple[EventDraft, ...]
    new_tasks: tuple[TaskFacts, ...]
    changed_tasks: tuple[TaskFacts, ...]
    clocks: tuple[ClockDraft, ...]
    stops: tuple[ClockStop, ...]
    links: tuple[LinkDraft, ...]


class Draft:
    """Gathers a change step by step while a decision is made; ``finish`` closes it."""

    def __init__(self, report: ReportFacts, actor: Actor, given: Circumstances, *, new: bool = False) -> None:
        self._before = None if new else report
        self.report = report
        self.actor = actor
        self.given = given
        self._events: list[EventDraft] = []
        self._new: dict[UUID, TaskFacts] = {}
        self._changed: dict[UUID, TaskFacts] = {}
        self._clocks: list[ClockDraft] = []
        self._stops: list[ClockStop] = []
        self._links: list[LinkDraft] = []

    def set(self, **fields: Any) -> None:
        """Change facts of the report."""
        self.report = msgspec.structs.replace(self.report, **fields)

    def event(
        self,
        action: str,
        *,
        task: TaskFacts | None = None,
        before: str | None = None,
        after: str | None = None,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        system: bool = False,
    ) -> None:
        """Append an event; its agency is the task's, or else the actor's."""
        agency = task.agency if task else self.actor.agency
        subject = task.id if task else None
        self._events.append(EventDraft(action, subject, agency, before, after, data, tuple(texts), system))

    def fire(
        self,
        trigger: ReportTrigger,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        *,
        system: bool = False,
    ) -> None:
        """Move the report. Raises IllegalTransition."""
        before = self.report.state
        self.set(state=REPORTS.fire(before, trigger))
        self.event(
            REPORT_PAST[trigger],
            before=before,
            after=self.report.state,
            data=data,
            texts=texts,
            system=system,
        )

    def move(
        self,
        task: TaskFacts,
        trigger: TaskTrigger,
        fields: Mapping[str, Any] = NO_DATA,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        *,
        system: bool = False,
    ) -> TaskFacts:
        """Move a task and stop its acknowledgement clock once it leaves ``offered``. Raises IllegalTransition."""
        state = TASKS.fire(task.state, trigger)
        moved = msgspec.structs.replace(task, **{**fields, "state": state, "version": task.version + 1})
        self._replace(moved)
        self.event(
            TASK_PAST[trigger],
            task=moved,
            before=task.state,
            after=state,
            data=data,
            texts=texts,
            system=system,
        )
        if task.state == "offered" and state != "offered":
            self._stops.append(ClockStop(task.id, ClockKind.ACKNOWLEDGE))
        return moved

    def offer(self, offer: Offer, *, system: bool = False, pace: Severity | None = None, **fields: Any) -> TaskFacts:
        """Offer a task to an agency, with its acknowledgement clock running from now at the pace of a severity.

        The report's own severity unless another ``pace`` is given.
        """
        severity = pace or self.report.severity
        clock = start_clock(self.given.policy, self.report.rule, severity, ClockKind.ACKNOWLEDGE, self.given.now)
        task = TaskFacts(
            id=next(self.given.ids),
            report_id=self.report.id,
            agency=offer.agency,
            role=offer.role,
            kind=offer.kind,
            obligatory=offer.obligatory,
            state=TASKS.initial,
            version=1,
            round=self.report.round,
            offered_at=self.given.now,
            requested_due_at=offer.due_at,
            due_at=clock.due_at if clock else offer.due_at,
            due_clock=ClockKind.ACKNOWLEDGE if clock else ("requested" if offer.due_at else None),
            **fields,
        )
        self._new[task.id] = task
        self.set(tasks=(*self.report.tasks, task), held_by=self.report.held_by | {task.agency})
        if clock:
            self._clocks.append(ClockDraft(next(self.given.ids), task.id, clock))
        self.event("task.offered", task=task, after=task.state, data=_offer_data(task), system=system)
        return task

    def start_clock(self, kind: ClockKind) -> None:
        """Start one of the report's own service clocks, when its rule has one."""
        clock = start_clock(self.given.policy, self.report.rule, self.report.severity, kind, self.given.now)
        if clock:
            self._clocks.append(ClockDraft(next(self.given.ids), None, clock))

    def stop_clock(self, kind: ClockKind) -> None:
        """Stop one of the report's own service clocks."""
        self._stops.append(ClockStop(None, kind))

    def link(self, other: UUID, kind: str) -> None:
        """Relate the report to another one."""
        self._links.append(LinkDraft(other, kind))

    def settle(self) -> None:
        """Fire what the tasks now demand of the report; a report without a lead goes back to its rule's."""
        trigger = derived_trigger(self.report)
        data = NO_DATA
        if trigger is ReportTrigger.UNASSIGN:
            self.set(lead_agency=route_of(self.report, self.given.policy).lead)
            data = {"lead": self.report.lead_agency}
        if trigger is not None:
            self.fire(trigger, data, system=True)

    def finish(self) -> Change:
        """Close the draft: one more version, as many more events as were gathered."""
        started = self._before is None
        self.set(
            version=1 if started else self.report.version + 1,
            seq=self.report.seq + len(self._events),
        )
        return Change(
            self._before,
            self.report,
            tuple(self._events),
            tuple(self._new.values()),
            tuple(self._changed.values()),
            tuple(self._clocks),
            tuple(self._stops),
            tuple(self._links),
        )

    def _replace(self, task: TaskFacts) -> None:
        bucket = self._new if task.id in self._new else self._changed
        bucket[task.id] = task
        self.set(tasks=tuple(task if t.id == task.id else t for t in self.report.tasks))


def _offer_data(task: TaskFacts) -> dict[str, Any]:
    data: dict[str, Any] = {
        "role": task.role,
        "kind": task.kind,
        "obligatory": task.obligatory,
        "round": task.round,
    }
    if task.transferred_from:
        data["transferred_from"] = str(task.transferred_from)
    if task.recommendation:
        data["recommendation"] = str(task.recommendation)
    return data
