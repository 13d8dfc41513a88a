"""The clocks of a change, gathered while a decision is made."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from workflows.access.actors import Actor
from workflows.access.facts import ClockFacts, Escalation, ReportFacts, TaskFacts
from workflows.clocks.kept_clocks import KeptClock, paused, resumed
from workflows.codes.clocks import ClockKind, CountsFrom, LegalStep
from workflows.codes.policy import RIGHT_HOLDERS, Regime
from workflows.codes.reports import Severity
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_PAUSED, CLOCK_RESUMED
from workflows.codes.tasks import TaskState
from workflows.decisions.change import Circumstances, ClockDraft, ClockStop, EventDraft
from workflows.decisions.clocks.kept_limits import as_told, begun_last, kept_from, members_kept
from workflows.decisions.clocks.starting import (
    ClockStart,
    Whose,
    begun_extended,
    since_in_force,
    start_clock,
    start_legal_clock,
)
from workflows.decisions.gathered_report import Gathering
from workflows.policy.counter import counted_anew
from workflows.policy.region import Policy


class GatheringClocks(Gathering):
    """What starts, stops, pauses and goes up the ladder with what becomes of a report."""

    def __init__(self, report: ReportFacts, actor: Actor, given: Circumstances, *, new: bool = False) -> None:
        super().__init__(report, actor, given, new=new)
        self._clocks: list[ClockDraft] = []
        self._stops: list[ClockStop] = []
        self._stops_legal = False
        self._legal_stopped: set[LegalStep] = set()
        self._changed_clocks: dict[UUID, KeptClock] = {}
        self._watched: dict[UUID, ClockFacts] = {}

    def start_clock(self, kind: ClockKind) -> None:
        """Start one of the report's own service clocks, when its rule has one."""
        clock = self._service_clock(kind, Whose(self.report.lead_agency, CountsFrom.RECEIVED))
        if clock:
            self._clocks.append(ClockDraft(next(self.given.ids), None, clock))

    def stop_clock(self, kind: ClockKind) -> None:
        """Stop one of the report's own service clocks, and with it the escalation that it led to."""
        self._stop(None, kind)

    def acknowledged(self, task: TaskFacts) -> None:
        """Stop a task's acknowledgement clock, and with it the escalation that it led to."""
        self._stop(task.id, ClockKind.ACKNOWLEDGE)

    def watch(self, clock: ClockFacts) -> None:
        """Keep how a clock stands once it has warned or gone up."""
        self._watched[clock.id] = clock

    def escalate(self, escalation: Escalation) -> None:
        """Take the report up for a missed clock, in place of where that clock had taken it before."""
        others = (each for each in self.report.escalations if each.clock != escalation.clock)
        self.set(escalations=(*others, escalation))

    def start_legal(
        self,
        step: LegalStep,
        start: datetime | None = None,
        *,
        met_at: datetime | None = None,
        counts_from: CountsFrom | None = None,
        another: bool = False,
    ) -> None:
        """Start a legal clock of the report, from ``start`` or now; ``met_at`` when what it waits for was done then.

        ``counts_from`` says what ``start`` is the moment of, where that is another than the law's row names.

        Nothing starts for a report of no election, nor where the law of its election sets the step no limit; what would
        have begun before that law begins on its first day. What was put off once stays put off, and is put off no
        further, also where its step begins anew. What begins anew counts the days as it was told before: that the
        calendar has changed since moves it no more than it moved the clock.
        ``another`` says that the law counts it another time: it begins by the calendar in force.
        """
        if step is LegalStep.LODGE_REPORT:
            self.set(lodging_ends=None)
        election = self.given.policy.elections.get(self.report.election or "")
        if election is None:
            return
        policy, before = self.given.policy, None if another else begun_last(self.report, step)
        said = start or self.given.now
        since = since_in_force(policy, election.regime, step, said)
        last = policy if before is None else as_told(self.report, step, election.regime, policy)
        told = self._by_no_day_of_ones_own(last, election.regime, step, since)
        clock = start_legal_clock(told, election.regime, step, since, election)
        if clock is None:
            return
        if since > said:
            clock = replace(clock, counts_from=CountsFrom.IN_FORCE)
        elif counts_from is not None:
            clock = replace(clock, counts_from=counts_from)
        if step in self.report.limits_extended:
            clock = begun_extended(clock, told.calendar)
        self._begin(clock, met_at, asked=before is not None or told is not last)
        self.set(limits_begun=self.report.limits_begun | {step})
        if step is LegalStep.LODGE_REPORT:
            self.set(lodging_ends=clock.warned_end)
        if met_at is None:
            self.set(limits_running=self.report.limits_running | {step})

    def run_on(self, clock: KeptClock) -> None:
        """Let a legal clock of the report run on, to the end that it had before the report's own end stopped it."""
        self._begin(ClockStart(**members_kept(clock)), asked=True)
        self.set(limits_running=self.report.limits_running | {LegalStep(clock.kind)})

    def stop_legal(self, step: LegalStep, at: datetime | None = None) -> None:
        """Stop a legal clock of the report: now, or when it was met, which may be before it began to run."""
        if self._under_law:
            self._stops.append(ClockStop(None, step, at))
            self._run_no_longer({step}, at)

    def stop_every_legal(self) -> None:
        """Stop each legal clock of the report that still runs."""
        self._stops_legal = self._under_law
        if self._under_law:
            self._run_no_longer(self.report.limits_running)

    def change_clock(self, clock: KeptClock) -> None:
        """Keep a clock as a decision or a pause has made it."""
        self._changed_clocks[clock.id] = clock
        self.set(counted=tuple(clock if one.id == clock.id else one for one in self.report.counted))

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

    def _by_no_day_of_ones_own(self, policy: Policy, regime: Regime, step: LegalStep, since: datetime) -> Policy:
        """The policy without the days by which whoever begins a clock would move its end, having kept them as well.

        No duty ends later by a day off of theirs, and no right sooner by a day that they made one of work.
        """
        row = policy.law.clock(regime, step, since.astimezone(policy.zone).date())
        persons = {one for one in (self.actor.person, self.actor.maker) if one is not None}
        works = row is not None and row.whose in RIGHT_HOLDERS
        calendar = policy.calendar.not_as_said_by(persons, works=works)
        return policy if calendar is policy.calendar else replace(policy, calendar=calendar)

    def _begin(self, start: ClockStart, met_at: datetime | None = None, *, asked: bool) -> None:
        """Keep a legal clock that begins; ``asked`` it is marked where the calendar in force counts it otherwise."""
        clock = kept_from(next(self.given.ids), start, met_at)
        changed = asked and counted_anew(self.given.policy, clock, self.report.election) is not None
        self._clocks.append(ClockDraft(clock.id, None, start, met_at, changed))
        self.set(counted=(*self.report.counted, clock))

    def _run_no_longer(self, steps: Iterable[LegalStep], at: datetime | None = None) -> None:
        """Tell which limits have run to here: one that had stopped before is told by what stopped it."""
        stopped = self.report.limits_running & {*steps}
        self._legal_stopped |= stopped
        self.set(limits_running=self.report.limits_running - stopped)
        over = [one for one in self.report.counted if one.kind in stopped and one.stopped_at is None]
        if over:
            ended = {one.id: structs.replace(one, stopped_at=at or self.given.now) for one in over}
            self.set(counted=tuple(ended.get(one.id, one) for one in self.report.counted))

    def _stop(self, task: UUID | None, kind: ClockKind) -> None:
        self._stops.append(ClockStop(task, kind))
        if self.report.escalations:
            left = (each for each in self.report.escalations if (each.task, each.kind) != (task, kind))
            self.set(escalations=tuple(left))

    @property
    def _under_law(self) -> bool:
        """Whether it belongs to an election, or did before this change: none other has a legal clock that runs."""
        return self.report.election is not None or (self._before is not None and self._before.election is not None)


STARTED = "legal_clocks"
"""The member of an event's data in which a change says which legal clocks it has started."""

STOPPED = "legal_stopped"
"""The member of an event's data that says which limits of the law run no longer by it: no list shows them as late."""


def with_legal(
    events: list[EventDraft], clocks: list[ClockDraft], stopped: Iterable[LegalStep]
) -> tuple[EventDraft, ...]:
    """The events, the first of them saying which legal clocks the change has stopped, and which it has started."""
    started = [_started(clock) for clock in clocks if clock.start.law_version is not None]
    told: dict[str, Any] = {STARTED: started} if started else {}
    ended = sorted(stopped)
    told |= {STOPPED: ended} if ended else {}
    if not told:
        return tuple(events)
    first, *others = events
    return (first._replace(data={**first.data, **told}), *others)


def _started(clock: ClockDraft) -> dict[str, Any]:
    start = clock.start
    met = {} if clock.stopped_at is None else {"met": stamp(clock.stopped_at)}
    readings = [f"{end.length} {stamp(end.due_at)} {end.basis}" for end in start.readings]
    return {
        **met,
        **({"readings": readings} if readings else {}),
        **({"counter_end": stamp(start.counter_end)} if start.counter_end else {}),
        "clock": identifier(clock.id),
        "rule": start.rule,
        "law": start.law_version,
        **({"extends_for": start.extends_for} if start.extends_for else {}),
        **({"extended": True} if start.extended else {}),
        "whose": start.whose,
        "from": stamp(start.started_at),
        "due": stamp(start.due_at),
    }
