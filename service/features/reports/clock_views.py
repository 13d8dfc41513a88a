"""The clocks of a report as its readers see them, from its row and once a change is written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.call import Call
from service.features.reports.clock_schemas import ClockAnswer
from workflows.access.facts import ReportFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.recount import ends_kept, estimates
from workflows.codes.clocks import ClockFamily, Estimate, LegalStep
from workflows.decisions.change import Change, ClockDraft
from workflows.decisions.clocks.recounting import by_the_calendar
from workflows.policy.region import Policy

_CLOCKS = msgspec.json.Decoder(list[KeptClock])


def clocks_in(row: Record) -> list[KeptClock]:
    """The clocks of a row."""
    return _CLOCKS.decode(row["clocks"]) if row["clocks"] else []


def clocks_after(clocks: list[KeptClock], change: Change, now: datetime) -> list[KeptClock]:
    """The clocks once a change is written, without reading them back."""
    met: dict[tuple[UUID | None, str], datetime] = {(stop.task, stop.kind): stop.at or now for stop in change.stops}
    changed = {clock.id: clock for clock in change.changed_clocks}
    kept = [
        msgspec.structs.replace(clock, stopped_at=met.get((clock.task, clock.kind), now))
        if clock.stopped_at is None
        and ((clock.task, clock.kind) in met or (change.stops_legal and clock.family is ClockFamily.LEGAL))
        else clock
        if clock.stopped_at is not None and clock.kind != LegalStep.LODGE_REPORT
        else changed.get(clock.id, clock)
        for clock in clocks
    ]
    return [*kept, *map(_started, change.clocks)]


def clock_answers(clocks: Sequence[KeptClock], call: Call, report: ReportFacts) -> list[ClockAnswer]:
    """The clocks of a report against the calendar in force."""
    return [clock_answer(clock, call, by_the_calendar(report, clock, call.policy)) for clock in clocks]


def estimates_of(clock: KeptClock, policy: Policy) -> list[Estimate]:
    """Why the end of a clock that runs is an estimate; nothing of one that has stopped."""
    if clock.stopped_at is not None:
        return []
    return list(estimates(ends_kept(clock), clock.started_at, policy.calendar, clock.counter_end))


def clock_answer(clock: KeptClock, call: Call, anew: KeptClock | None) -> ClockAnswer:
    """One clock of a report, and ``anew`` as the calendar in force counts it; None where that changes nothing."""
    return ClockAnswer(
        id=clock.id,
        task=clock.task,
        kind=clock.kind,
        family=clock.family,
        regime=clock.regime,
        whose=clock.whose,
        started_at=clock.started_at,
        due_at=clock.due_at,
        counter_end=clock.counter_end,
        recounted_due_at=None if anew is None else anew.due_at,
        recounted_counter_end=None if anew is None else anew.counter_end,
        estimates=estimates_of(clock, call.policy),
        stopped_at=clock.stopped_at,
        length=clock.length,
        day_kind=clock.day_kind,
        extended=clock.extended,
        paused_at=clock.paused_at,
        rule=clock.rule,
        policy_version=clock.policy_version,
        law_version=clock.law_version,
        basis=call.policy.basis_in(clock.basis, call.language),
        status=clock.status,
        warned=clock.warned,
        lapsed=clock.lapsed,
        rung=clock.rung,
    )


def _started(draft: ClockDraft) -> KeptClock:
    start = draft.start
    return KeptClock(
        id=draft.id,
        task=draft.task,
        kind=start.kind,
        family=start.family,
        regime=start.regime,
        whose=start.whose,
        started_at=start.started_at,
        due_at=start.due_at,
        counter_end=start.counter_end,
        stopped_at=draft.stopped_at,
        length=start.length,
        day_kind=start.day_kind,
        counts_from=start.counts_from,
        rule=start.rule,
        policy_version=start.policy_version,
        law_version=start.law_version,
        basis=start.basis,
        status=start.status,
        extends_to=start.extends_to,
        extends_for=start.extends_for,
        extended=start.extended,
        pauses=start.pauses,
        paused_at=None,
        paused_s=0,
        skipped=start.skipped,
        readings=start.readings,
    )
