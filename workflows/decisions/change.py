"""What a decision gives back: everything one transaction has to write, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields as members_of
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from workflows.access.actors import CLOCKWORK, Actor
from workflows.access.facts import ClockFacts, Escalation, ReportFacts, TaskFacts
from workflows.access.story import hands_on, story_of
from workflows.clocks.kept import KeptClock, paused, resumed
from workflows.codes.clocks import ClockKind, CountsFrom, LegalStep
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion
from workflows.codes.reports import ReportTrigger, Severity, TextField
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_PAUSED, CLOCK_RESUMED, REPORT_PAST, TASK_PAST
from workflows.codes.tasks import TaskRole, TaskState, TaskTrigger
from workflows.decisions.clocks.ladder import made_good
from workflows.decisions.clocks.starting import ClockStart, Whose, begun_extended, start_clock, start_legal_clock
from workflows.decisions.derivation import derived_trigger
from workflows.decisions.engine import REPORTS, TASKS
from workflows.decisions.notices.owed import Happened, OwedDraft, Settled, owed_by
from workflows.decisions.reports.leading import lead_by_rule
from workflows.decisions.reports.namings import Naming
from workflows.decisions.tasks.commands import Offer
from workflows.policy.region import Policy

NO_DATA: Mapping[str, Any] = {}
_UNANSWERED = frozenset({TaskState.OFFERED, TaskState.EXPIRED})
"""The agency has not answered: it still may, or its time has passed."""


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


class NoticeDraft(NamedTuple):
    """A notice that was sent. Its text is the event's; who received it is sealed, and stands nowhere here.

    ``channel`` is None where it was not said; ``template`` with the version of its policy where the words came of one;
    ``to_agency`` the agency that was told, ``named`` whether somebody is named as the recipient.
    """

    id: UUID
    audience: Audience
    channel: NoticeChannel | None
    language: NoticeLanguage
    sent_at: datetime
    occasion: Occasion | None
    template: str | None = None
    template_version: str | None = None
    to_agency: str | None = None
    named: bool = False


class EventDraft(NamedTuple):
    """An event to append. ``system`` marks what followed by rule from another event, ``notice`` what it tells of.

    ``names`` is what it says of another report; ``data`` does not say it.
    """

    action: str
    task: UUID | None
    agency: str | None
    before: str | None
    after: str | None
    data: Mapping[str, Any]
    texts: tuple[TextDraft, ...]
    system: bool
    notice: NoticeDraft | None = None
    names: Naming | None = None


class ClockDraft(NamedTuple):
    """A clock to start; ``task`` None means it runs on the report. ``stopped_at`` is set when it was met before."""

    id: UUID
    task: UUID | None
    start: ClockStart
    stopped_at: datetime | None = None


class ClockStop(NamedTuple):
    """A clock that has been met; ``task`` None means the report's own. ``at`` is when, if not as it is written."""

    task: UUID | None
    kind: ClockKind | LegalStep
    at: datetime | None = None


class LinkDraft(NamedTuple):
    """A relation from the report to another one."""

    other: UUID
    kind: str


class Change(NamedTuple):
    """The whole of one decision. ``before`` is None when the report is new.

    ``stops_legal`` stops every legal clock of the report that still runs; ``watched`` are the clocks that have warned
    or gone up, as they stand now.
    """

    before: ReportFacts | None
    report: ReportFacts
    events: tuple[EventDraft, ...]
    new_tasks: tuple[TaskFacts, ...]
    changed_tasks: tuple[TaskFacts, ...]
    clocks: tuple[ClockDraft, ...]
    stops: tuple[ClockStop, ...]
    links: tuple[LinkDraft, ...]
    stops_legal: bool = False
    changed_clocks: tuple[KeptClock, ...] = ()
    watched: tuple[ClockFacts, ...] = ()
    owed: tuple[OwedDraft, ...] = ()
    settled: tuple[Settled, ...] = ()


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
        self._stops_legal = False
        self._changed_clocks: dict[UUID, KeptClock] = {}
        self._watched: dict[UUID, ClockFacts] = {}
        self._settled: list[Settled] = []

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
        notice: NoticeDraft | None = None,
        names: Naming | None = None,
    ) -> None:
        """Append an event; its agency is the task's, or else the actor's. A notice settles what was owed of it."""
        agency = task.agency if task else self.actor.agency
        subject = task.id if task else None
        by_rule = system or self.actor is CLOCKWORK
        if names is not None:
            data = {name: value for name, value in data.items() if name not in names.told}
        told = EventDraft(action, subject, agency, before, after, data, tuple(texts), by_rule, notice, names)
        self._events.append(told)
        if notice is not None and notice.occasion is not None:
            self.settle_owed(notice.audience, notice.occasion, notice.id)

    def settle_owed(self, audience: Audience, occasion: Occasion | None = None, notice: UUID | None = None) -> None:
        """Owe an audience nothing any longer, on one occasion or on all."""
        self._settled.append(Settled(audience, occasion, notice))

    def fire(
        self,
        trigger: ReportTrigger,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        *,
        system: bool = False,
        notice: NoticeDraft | None = None,
        names: Naming | None = None,
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
            notice=notice,
            names=names,
        )

    def lead(self, agency: str | None) -> None:
        """Let another agency lead, or nobody: what was proposed before is settled by it."""
        self.set(lead_agency=agency, proposed_rule=None)

    def move(
        self,
        task: TaskFacts,
        trigger: TaskTrigger,
        fields: Mapping[str, Any] = NO_DATA,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        *,
        system: bool = False,
        names: Naming | None = None,
    ) -> TaskFacts:
        """Move a task. Raises IllegalTransition.

        Its acknowledgement clock stops once it leaves ``offered``; one that expired goes on, up the ladder, until the
        task is withdrawn or somebody accepts what makes it good.
        """
        state = TASKS.fire(task.state, trigger)
        worked_by = task.worked_by if system else hands_on(task, trigger, self.actor.person)
        changed = {**fields, "state": state, "version": task.version + 1, "worked_by": worked_by}
        moved = msgspec.structs.replace(task, **changed)
        self._replace(moved)
        self.event(
            TASK_PAST[trigger],
            task=moved,
            before=task.state,
            after=state,
            data=data,
            texts=texts,
            system=system,
            names=names,
        )
        if task.state in _UNANSWERED and state not in _UNANSWERED:
            self.acknowledged(task)
        if state == TaskState.ACCEPTED:
            for missed in self.report.tasks:
                if missed.state is TaskState.EXPIRED and made_good(moved, missed):
                    self.acknowledged(missed)
        if moved.role is TaskRole.LEAD and self.report.pausable:
            self._stand_still(task.state, state)
        return moved

    def acknowledged(self, task: TaskFacts) -> None:
        """Stop a task's acknowledgement clock, and with it the escalation that it led to."""
        self._stop(task.id, ClockKind.ACKNOWLEDGE)

    def offer(
        self,
        offer: Offer,
        *,
        system: bool = False,
        told: Mapping[str, Any] = NO_DATA,
        pace: Severity | None = None,
        names: Naming | None = None,
        **fields: Any,
    ) -> TaskFacts:
        """Offer a task, with its acknowledgement clock running from now at the pace of a severity.

        The report's own severity unless another ``pace`` is given; ``told`` joins the event's data.
        """
        clock = self._service_clock(ClockKind.ACKNOWLEDGE, Whose(offer.agency, CountsFrom.OFFERED), pace)
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
        data = {**_offer_data(task), **told}
        self.event("task.offered", task=task, after=task.state, data=data, system=system, names=names)
        return task

    def start_clock(self, kind: ClockKind) -> None:
        """Start one of the report's own service clocks, when its rule has one."""
        clock = self._service_clock(kind, Whose(self.report.lead_agency, CountsFrom.RECEIVED))
        if clock:
            self._clocks.append(ClockDraft(next(self.given.ids), None, clock))

    def stop_clock(self, kind: ClockKind) -> None:
        """Stop one of the report's own service clocks, and with it the escalation that it led to."""
        self._stop(None, kind)

    def watch(self, clock: ClockFacts) -> None:
        """Keep how a clock stands once it has warned or gone up."""
        self._watched[clock.id] = clock

    def escalate(self, escalation: Escalation) -> None:
        """Take the report up for a missed clock, in place of where that clock had taken it before."""
        others = (each for each in self.report.escalations if each.clock != escalation.clock)
        self.set(escalations=(*others, escalation))

    def start_legal(self, step: LegalStep, start: datetime | None = None, *, met_at: datetime | None = None) -> None:
        """Start a legal clock of the report, from ``start`` or now; ``met_at`` when what it waits for was done then.

        Nothing starts for a report of no election, nor where the law of its election sets the step no limit. What was
        put off once stays put off, and is put off no further, also where its step begins anew.
        """
        election = self.given.policy.elections.get(self.report.election or "")
        if election is None:
            return
        clock = start_legal_clock(self.given.policy, election.regime, step, start or self.given.now)
        if clock is None:
            return
        if step in self.report.limits_extended:
            clock = begun_extended(clock, self.given.policy.calendar)
        self._clocks.append(ClockDraft(next(self.given.ids), None, clock, met_at))
        self.set(limits_begun=self.report.limits_begun | {step})

    def run_on(self, clock: KeptClock) -> None:
        """Let a legal clock of the report run on, to the end that it had before the report's own end stopped it."""
        members = {member.name: getattr(clock, member.name) for member in members_of(ClockStart)}
        if clock.extended:
            members["extends_to"] = None
        self._clocks.append(ClockDraft(next(self.given.ids), None, ClockStart(**members)))

    def stop_legal(self, step: LegalStep, at: datetime | None = None) -> None:
        """Stop a legal clock of the report: now, or when it was met, which may be before it began to run."""
        if self._under_law:
            self._stops.append(ClockStop(None, step, at))

    def stop_every_legal(self) -> None:
        """Stop each legal clock of the report that still runs."""
        self._stops_legal = self._under_law

    @property
    def _under_law(self) -> bool:
        """Whether it belongs to an election, or did before this change: none other has a legal clock that runs."""
        return self.report.election is not None or (self._before is not None and self._before.election is not None)

    def change_clock(self, clock: KeptClock) -> None:
        """Keep a clock as a decision or a pause has made it."""
        self._changed_clocks[clock.id] = clock

    def link(self, other: UUID, kind: str) -> None:
        """Relate the report to another one."""
        self._links.append(LinkDraft(other, kind))

    def settle(self) -> None:
        """Fire what the tasks now demand of the report; a report without a lead goes back to its rule's."""
        trigger = derived_trigger(self.report)
        data = NO_DATA
        if trigger is ReportTrigger.UNASSIGN:
            self.lead(lead_by_rule(self.report, self.given.policy, self.actor))
            data = {"lead": self.report.lead_agency}
        if trigger is not None:
            self.fire(trigger, data, system=True)

    def finish(self) -> Change:
        """Close the draft: one more version, as many more events as were gathered."""
        started = self._before is None
        by = None if self.actor is CLOCKWORK else self.actor.person
        self.set(**story_of(self._before, self.report, by, self.given.policy))
        self.set(
            version=1 if started else self.report.version + 1,
            seq=self.report.seq + len(self._events),
        )
        return Change(
            self._before,
            self.report,
            _with_legal(self._events, self._clocks),
            tuple(self._new.values()),
            tuple(self._changed.values()),
            tuple(self._clocks),
            tuple(self._stops),
            tuple(self._links),
            self._stops_legal,
            tuple(self._changed_clocks.values()),
            tuple(self._watched.values()),
            tuple(self._owed()),
            tuple(self._settled),
        )

    def _owed(self) -> Iterator[OwedDraft]:
        kept = {(one.audience, one.occasion): one for one in self._settled}
        for number, event in enumerate(self._events):
            role = None if event.task is None else self.report.task(event.task).role
            for owed in owed_by(Happened(event.action, role), self.report, self.given.policy, self.given.now):
                yield OwedDraft(next(self.given.ids), owed, number, kept.get((owed.audience, owed.occasion)))

    def _stand_still(self, before: str, after: str) -> None:
        """Pause what the law lets pause when the lead task begins to wait, and let it run on when the waiting ends."""
        now, calendar = self.given.now, self.given.policy.calendar
        clocks = list(self.report.pausable)
        for place, clock in enumerate(clocks):
            if after == TaskState.WAITING and clock.paused_at is None and clock.runs(now):
                clocks[place] = paused(clock, now)
                self.event(CLOCK_PAUSED, data={"clock": identifier(clock.id)}, system=True)
            elif before == TaskState.WAITING and clock.paused_at is not None:
                clocks[place] = resumed(clock, now, calendar)
                due = stamp(clocks[place].due_at)
                self.event(CLOCK_RESUMED, data={"clock": identifier(clock.id), "due": due}, system=True)
            if clocks[place] is not clock:
                self.change_clock(clocks[place])
        self.set(pausable=tuple(clocks))

    def _service_clock(self, kind: ClockKind, of: Whose, pace: Severity | None = None) -> ClockStart | None:
        report, given = self.report, self.given
        return start_clock(given.policy, report.rule, pace or report.severity, kind, given.now, of=of)

    def _stop(self, task: UUID | None, kind: ClockKind) -> None:
        self._stops.append(ClockStop(task, kind))
        if self.report.escalations:
            left = (each for each in self.report.escalations if (each.task, each.kind) != (task, kind))
            self.set(escalations=tuple(left))

    def _replace(self, task: TaskFacts) -> None:
        bucket = self._new if task.id in self._new else self._changed
        bucket[task.id] = task
        self.set(tasks=tuple(task if t.id == task.id else t for t in self.report.tasks))


def _with_legal(events: list[EventDraft], clocks: list[ClockDraft]) -> tuple[EventDraft, ...]:
    """The events, the first of them saying which legal clocks the change has started."""
    started = [_started(clock) for clock in clocks if clock.start.law_version is not None]
    if not started:
        return tuple(events)
    first, *others = events
    return (first._replace(data={**first.data, "legal_clocks": started}), *others)


def _started(clock: ClockDraft) -> dict[str, Any]:
    start = clock.start
    met = {} if clock.stopped_at is None else {"met": stamp(clock.stopped_at)}
    return {
        **met,
        "clock": identifier(clock.id),
        "rule": start.rule,
        "law": start.law_version,
        "whose": start.whose,
        "from": stamp(start.started_at),
        "due": stamp(start.due_at),
    }


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
