"""Extending a legal clock: a decision with a reason, once, before the end, as far as its own law allows.

Sources: UU 7/2017 art. 454(8) (14 working days in all), UU 1/2015 art. 134(6) (two calendar days more).
"""

from collections.abc import Iterator
from datetime import datetime

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, Standing, require, standing
from workflows.access.refusals import LawForbids
from workflows.clocks.as_told import days_told
from workflows.clocks.calendar import Calendar
from workflows.clocks.kept_clocks import KeptClock, extended, warning_anew
from workflows.codes.clocks import LegalStep
from workflows.codes.reports import TextField
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_EXTENDED
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.drafting import Draft


def decide_extension(
    report: ReportFacts, clock: KeptClock, body: ExtendClock, actor: Actor, given: Circumstances
) -> tuple[Change, KeptClock]:
    """Extend a clock of the report.

    Raises NotPermitted; LawForbids ``no_extension``, ``already_extended``, ``clock_stopped``, ``clock_paused``,
    ``clock_ended`` or ``not_this_ground``.
    """
    require(actor, Action.CLOCK_EXTEND, clock_standing(report, clock))
    for code in obstacles(report, clock, given.now):
        raise LawForbids(code, {"rule": clock.rule})
    if body.ground not in {None, clock.extends_for}:
        raise LawForbids("not_this_ground", {"rule": clock.rule, "ground": clock.extends_for})
    longer = warning_anew(extended(clock, _as_told(clock, given.policy.calendar)), given.now)
    draft = Draft(report, actor, given)
    draft.change_clock(longer)
    draft.set(limits_extended=report.limits_extended | {LegalStep(clock.kind)})
    data = {
        "clock": identifier(clock.id),
        "rule": clock.rule,
        "law": clock.law_version,
        "ground": clock.extends_for,
        "due_before": stamp(clock.due_at),
        "due": stamp(longer.due_at),
        "warned": longer.warned,
    }
    draft.event(CLOCK_EXTENDED, data=data, texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish(), longer


def _as_told(clock: KeptClock, calendar: Calendar) -> Calendar:
    """The days up to its end as the clock was told to count them: each of its readings is put off from there."""
    return calendar if clock.regime is None else calendar.as_told(days_told(clock, clock.regime, calendar))


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
