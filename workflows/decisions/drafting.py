"""The change of a decision, drafted step by step: what is asked of the report and its tasks, and all that follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from workflows.access.actors import CLOCKWORK, Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.story import hands_on, story_of
from workflows.codes.actions import WITHOUT_A_VERSION
from workflows.codes.clocks import ClockKind, CountsFrom
from workflows.codes.reports import ReportTrigger, Severity
from workflows.codes.states import REPORT_PAST, TASK_PAST
from workflows.codes.tasks import TaskRole, TaskState, TaskTrigger
from workflows.decisions.change import NO_DATA, Change, Circumstances, ClockDraft, LinkDraft, NoticeDraft, TextDraft
from workflows.decisions.clocks.gathered_clocks import GatheringClocks, with_legal
from workflows.decisions.clocks.ladder import made_good
from workflows.decisions.clocks.starting import Whose
from workflows.decisions.derivation import derived_trigger
from workflows.decisions.engine import REPORTS, TASKS
from workflows.decisions.notices.owed import Duplicate, Happened, OwedDraft, owed_by, owed_with
from workflows.decisions.reports.leading import lead_by_rule
from workflows.decisions.reports.namings import Naming
from workflows.decisions.tasks.commands import Offer

_UNANSWERED = frozenset({TaskState.OFFERED, TaskState.EXPIRED})
"""The agency has not answered: it still may, or its time has passed."""


class Draft(GatheringClocks):
    """Gathers a change step by step while a decision is made; ``finish`` closes it."""

    def __init__(self, report: ReportFacts, actor: Actor, given: Circumstances, *, new: bool = False) -> None:
        super().__init__(report, actor, given, new=new)
        self._new: dict[UUID, TaskFacts] = {}
        self._changed: dict[UUID, TaskFacts] = {}
        self._links: list[LinkDraft] = []
        self._duplicates: tuple[Duplicate, ...] = ()

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
        version = task.version if self.actor is CLOCKWORK else task.version + 1
        changed = {**fields, "state": state, "version": version, "worked_by": worked_by}
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

    def link(self, other: UUID, kind: str) -> None:
        """Relate the report to another one."""
        self._links.append(LinkDraft(other, kind))

    def tell_of_the_end(self, duplicates: Iterable[Duplicate]) -> None:
        """Let the end of the report be owed to who reported the duplicates that went into it."""
        self._duplicates = tuple(duplicates)

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
        """Close the draft: as many more events as were gathered, and one more version where people changed it."""
        started = self._before is None
        by = None if self.actor is CLOCKWORK else self.actor.person
        self.set(**story_of(self._before, self.report, by, self.actor.agency, self.given.policy))
        self.set(
            version=1 if started else self.report.version + self._makes_a_version(),
            seq=self.report.seq + len(self._events),
        )
        return Change(
            self._before,
            self.report,
            with_legal(self._events, self._clocks, self._legal_stopped),
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

    def _makes_a_version(self) -> bool:
        """Whether people changed the report itself: neither the clocks alone, nor only a task or what is beside it."""
        return self.actor is not CLOCKWORK and not all(event.action in WITHOUT_A_VERSION for event in self._events)

    def _owed(self) -> Iterator[OwedDraft]:
        kept = {(one.audience, one.occasion): one for one in self._settled}
        for number, event in enumerate(self._events):
            role = None if event.task is None else self.report.task(event.task).role
            happened, policy, now = Happened(event.action, role), self.given.policy, self.given.now
            for owed in owed_by(happened, self.report, policy, now):
                yield OwedDraft(next(self.given.ids), owed, number, kept.get((owed.audience, owed.occasion)))
            for one in self._duplicates:
                for owed in owed_with(one, happened, policy, now):
                    yield OwedDraft(next(self.given.ids), owed, number, None, one.id)

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
