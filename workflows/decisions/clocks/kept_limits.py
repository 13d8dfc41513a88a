"""A report's legal clocks as they are kept: which of a step began last, its days, and under which laws it ever was.

Source: docs/domain.md, "Legal clocks" and "The calendar".
"""

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from workflows.access.facts import ReportFacts
from workflows.clocks.as_told import days_told
from workflows.clocks.calendar import SkippedDay
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import CountsFrom, LegalStep
from workflows.codes.policy import Regime
from workflows.decisions.clocks.starting import ClockStart
from workflows.policy.region import Policy
from workflows.policy.stages import stage_of

_MEMBERS = tuple(member.name for member in fields(ClockStart))


def begun_last(report: ReportFacts, step: LegalStep, regime: Regime | None = None) -> KeptClock | None:
    """The clock of a step that began last, whatever became of it; None where none is known to have begun.

    Under a ``regime`` that which began last by its law.
    """
    began = (clock for clock in reversed(report.counted) if clock.kind == step)
    return next((clock for clock in began if regime in (None, clock.regime)), None)


def once_under(report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    """The elections whose law ever began a limit of the report, and whose law is not the one that it is under now."""
    regimes = {clock.regime for clock in report.counted} - {policy.regime_of(report.election)}
    return tuple(code for code, election in policy.elections.items() if election.regime in regimes)


def as_under(report: ReportFacts, election: str, policy: Policy) -> ReportFacts:
    """The report as it would stand under the law of an election that it was once under: what began there, runs."""
    regime = policy.regime_of(election)
    begun = frozenset(LegalStep(clock.kind) for clock in report.counted if clock.regime == regime)
    return structs.replace(
        report,
        election=election,
        stage=stage_of(policy, election, report.occurred_at),
        limits_begun=begun,
        limits_running=begun,
    )


def as_told(report: ReportFacts, step: LegalStep, regime: Regime, policy: Policy) -> Policy:
    """The policy with the days as the clocks of a step were told to count them, the last begun before the others.

    Also those under the law of another election: it is the same calendar.
    """
    told: dict[date, SkippedDay | None] = {}
    for clock in report.counted:
        if clock.kind == step:
            told |= days_told(clock, regime, policy.calendar)
    return replace(policy, calendar=policy.calendar.as_told(told)) if told else policy


def as_received(report: ReportFacts, policy: Policy) -> Policy:
    """The policy with the day on which the report was told to count as received: the counter was open then.

    That this day is off by now puts no limit off that counts from the receipt.
    """
    since = [clock.started_at for clock in report.counted if clock.counts_from is CountsFrom.RECEIVED]
    if not since:
        return policy
    return replace(policy, calendar=policy.calendar.as_told({since[-1].astimezone(policy.zone).date(): None}))


def kept_from(clock: UUID, start: ClockStart, stopped_at: datetime | None) -> KeptClock:
    """A report's legal clock as it is kept once it has begun."""
    members = {name: getattr(start, name) for name in _MEMBERS}
    return KeptClock(id=clock, task=None, stopped_at=stopped_at, paused_at=None, paused_s=0, **members)


def members_kept(clock: KeptClock) -> dict[str, Any]:
    """What a clock that is kept began with."""
    return {name: getattr(clock, name) for name in _MEMBERS}
