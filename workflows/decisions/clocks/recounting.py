"""Counting a legal clock anew once the calendar has changed: a decision with a reason, to the end that it now has.

A calendar that changes moves no clock by itself: joint leave that is announced late, a day off in the region, a feast
on another day than was reckoned. Whom the clock binds decides, and for whom the region has no supervisor, who leads.
Source: docs/domain.md, "The calendar".
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.own_side import keepers
from workflows.access.permissions import Action, Standing, require
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.access.standing_in import desk_may_not
from workflows.clocks.calendar import Calendar
from workflows.clocks.kept_clocks import KeptClock, warning_by_its_time
from workflows.clocks.law_readings import ReadEnd
from workflows.clocks.recount import ends_anew, ends_kept, moved_by
from workflows.codes.clocks import ClockFamily, LegalStep
from workflows.codes.policy import OUTSIDE_OWNERS
from workflows.codes.reports import Classification, ReportState, TextField
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_RECOUNTED
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.commands import RecountClock
from workflows.decisions.clocks.extending import SAID_BY, clock_standing
from workflows.decisions.clocks.kept_limits import begun_last
from workflows.decisions.clocks.legal_clocks import counted_from
from workflows.decisions.drafting import Draft
from workflows.policy.counter import counted_anew
from workflows.policy.region import Policy


def decide_recount(
    report: ReportFacts, clock: KeptClock, body: RecountClock, actor: Actor, given: Circumstances
) -> tuple[Change, KeptClock]:
    """Move a clock of the report to where the calendar in force counts it, earlier or later.

    That by which a report was lodged moves the verdict with it. Raises NotPermitted; LawForbids ``service_clock``,
    ``clock_stopped``, ``clock_paused`` or ``calendar_unchanged``; DutyConflict ``kept_the_day`` for who kept or
    withdrew a day that brings it there.
    """
    require(actor, Action.CLOCK_RECOUNT, recount_standing(report, clock, actor, given.policy))
    for code in against_recount(report, clock, given.policy):
        raise LawForbids(code, {"rule": clock.rule})
    for code in kept_the_day(report, clock, actor, given.policy):
        raise DutyConflict(code)
    moved = msgspec.structs.replace(by_the_calendar(report, clock, given.policy) or clock, calendar_changed=False)
    draft = Draft(report, actor, given)
    if judges(report, clock, given.policy):
        draft.set(lodging_ends=moved.warned_end)
    else:
        moved = warning_by_its_time(moved, given.now)
    draft.change_clock(moved)
    data = _told(clock, moved, given.policy.calendar)
    draft.event(CLOCK_RECOUNTED, data=data, texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish(), moved


def recount_standing(report: ReportFacts, clock: KeptClock, actor: Actor, policy: Policy) -> Standing:
    """The standing of a report with the agency that may have one of its clocks counted anew.

    Who leads, where the clock binds nobody of the region, or an agency that a wall or secrecy keeps from the report;
    whom of that agency two have named to read what is secret decides as well. Where nobody leads the desk does, and
    where the desk may not, who stands in.
    """
    stands = clock_standing(report, clock)
    if clock.whose not in OUTSIDE_OWNERS and not _kept_from(report, clock, actor):
        return stands._replace(stand_ins=frozenset())
    at_the_desk = () if desk_may_not(report, policy) else sorted(keepers(policy) - report.walled)
    return stands._replace(clock_agency=report.lead_agency or next(iter(at_the_desk), None))


def _kept_from(report: ReportFacts, clock: KeptClock, actor: Actor) -> bool:
    """Whether whom the clock binds is kept from the report: by a wall, or by secrecy, unless one of theirs asks."""
    secret = report.classification is Classification.SECRET and clock.whose not in {report.lead_agency, actor.agency}
    return clock.whose in report.walled or secret


def against_recount(report: ReportFacts, clock: KeptClock, policy: Policy) -> Iterator[str]:
    """Every reason against counting the clock anew now, as codes."""
    if clock.family is not ClockFamily.LEGAL:
        yield "service_clock"
    if clock.stopped_at is not None and not judges(report, clock, policy):
        yield "clock_stopped"
    elif clock.paused_at is not None:
        yield "clock_paused"
    elif by_the_calendar(report, clock, policy) is None:
        yield "calendar_unchanged"


def kept_the_day(report: ReportFacts, clock: KeptClock, actor: Actor, policy: Policy) -> Iterator[str]:
    """Why this person does not decide it, in whatever office: who says what day it is, moves no limit by that."""
    anew = by_the_calendar(report, clock, policy)
    if anew is not None and {actor.person, actor.maker} & moved_by(clock, anew, policy.calendar):
        yield "kept_the_day"


def by_the_calendar(report: ReportFacts, clock: KeptClock, policy: Policy) -> KeptClock | None:
    """A clock of the report as the calendar in force counts it; None where that changes nothing."""
    return counted_anew(policy, clock, report.election, judged=judges(report, clock, policy))


def judges(report: ReportFacts, clock: KeptClock, policy: Policy) -> bool:
    """Whether an open report was lodged in time or late by the clock, and by no other: it stands stopped, and counts.

    That is the one that began last, under the law of the election that the report belongs to. One that was counted from
    another moment, or by the law of another election, before that was put right, judges nothing any longer.
    """
    if clock.kind != LegalStep.LODGE_REPORT or report.state is ReportState.CLOSED:
        return False
    last = begun_last(report, LegalStep.LODGE_REPORT)
    in_force = clock.regime == policy.regime_of(report.election) and clock.started_at == counted_from(report)
    return in_force and (last is None or last.id == clock.id)


def _told(clock: KeptClock, moved: KeptClock, calendar: Calendar) -> dict[str, Any]:
    """What the trail keeps: both ends, and for each all that it takes to reckon it again without a calendar."""
    return {
        "clock": identifier(clock.id),
        "rule": clock.rule,
        "law": clock.law_version,
        "from": stamp(clock.started_at),
        "zone": calendar.zone.key,
        SAID_BY: sorted(map(str, moved_by(clock, moved, calendar))),
        "due_before": stamp(clock.due_at),
        "due": stamp(moved.due_at),
        "counted_before": [_counted(end) for end in ends_kept(clock)],
        "counted": [_counted(end) for end in ends_anew(clock, calendar)],
        **_counter("counter_end_before", clock),
        **_counter("counter_end", moved),
        "warned": moved.warned,
    }


def _counter(member: str, clock: KeptClock) -> dict[str, str]:
    return {} if clock.counter_end is None else {member: stamp(clock.counter_end)}


def _counted(end: ReadEnd) -> dict[str, Any]:
    passed_over = [off.day.isoformat() for off in end.skipped]
    return {"length": end.length, "due": stamp(end.due_at), "passed_over": passed_over}
