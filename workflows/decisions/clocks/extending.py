"""Extending a legal clock: a decision with a reason, once, before the end, as far as its own law allows.

Sources: UU 7/2017 art. 454(8) (14 working days in all), UU 1/2015 art. 134(6) (two calendar days more).
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, Standing, require, standing
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.clocks.as_told import days_told, lengthened_by
from workflows.clocks.calendar import Calendar
from workflows.clocks.kept_clocks import KeptClock, extended, warning_anew
from workflows.codes.clocks import LegalStep
from workflows.codes.reports import TextField
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_EXTENDED
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.drafting import Draft

SAID_BY = "said_by"
"""The member of a clock's event that names who kept or withdrew a day that moves it: they do not decide it."""


def decide_extension(
    report: ReportFacts, clock: KeptClock, body: ExtendClock, actor: Actor, given: Circumstances
) -> tuple[Change, KeptClock]:
    """Extend a clock of the report.

    Raises NotPermitted; LawForbids ``no_extension``, ``already_extended``, ``clock_stopped``, ``clock_paused``,
    ``clock_ended`` or ``not_this_ground``; DutyConflict ``kept_the_day`` for who kept or withdrew a day that it adds.
    """
    require(actor, Action.CLOCK_EXTEND, clock_standing(report, clock))
    for code in obstacles(report, clock, given.now):
        raise LawForbids(code, {"rule": clock.rule})
    if body.ground not in {None, clock.extends_for}:
        raise LawForbids("not_this_ground", {"rule": clock.rule, "ground": clock.extends_for})
    for code in kept_a_day_more(clock, actor, given.policy.calendar):
        raise DutyConflict(code)
    longer = warning_anew(_longer(clock, given.policy.calendar), given.now)
    draft = Draft(report, actor, given)
    draft.change_clock(longer)
    draft.set(limits_extended=report.limits_extended | {LegalStep(clock.kind)})
    data = {
        "clock": identifier(clock.id),
        "rule": clock.rule,
        "law": clock.law_version,
        "ground": clock.extends_for,
        SAID_BY: sorted(map(str, _days_more_by(clock, given.policy.calendar))),
        "due_before": stamp(clock.due_at),
        "due": stamp(longer.due_at),
        "warned": longer.warned,
    }
    draft.event(CLOCK_EXTENDED, data=data, texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish(), longer


def _longer(clock: KeptClock, calendar: Calendar) -> KeptClock:
    """Extended, the days up to its end as the clock was told to count them: each reading is put off from there."""
    told = calendar if clock.regime is None else calendar.as_told(days_told(clock, clock.regime, calendar))
    return extended(clock, told)


def kept_a_day_more(clock: KeptClock, actor: Actor, calendar: Calendar) -> Iterator[str]:
    """Why this person does not extend the clock, in whatever office: it would pass over, or count, a day of theirs."""
    extensible = clock.extends_to is not None and not clock.extended
    if extensible and {actor.person, actor.maker} & _days_more_by(clock, calendar):
        yield "kept_the_day"


def _days_more_by(clock: KeptClock, calendar: Calendar) -> frozenset[UUID]:
    return lengthened_by(clock, _longer(clock, calendar), calendar)


def clock_standing(report: ReportFacts, clock: KeptClock) -> Standing:
    """The standing of a report with one of its clocks."""
    return standing(report)._replace(clock_agency=clock.whose)


def obstacles(report: ReportFacts, clock: KeptClock, now: datetime) -> Iterator[str]:
    """Every reason of law against extending the clock now, as codes.

    What was put off on a report that was merged into this one was put off for the matter.
    """
    if clock.extends_to is None:
        yield "no_extension"
    if clock.extended or clock.kind in report.limits_extended:
        yield "already_extended"
    if clock.stopped_at is not None:
        yield "clock_stopped"
    elif clock.paused_at is not None:
        yield "clock_paused"
    elif now > clock.due_at:
        yield "clock_ended"
