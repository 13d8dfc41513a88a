"""A report's legal clocks as they are kept: which of a step began last, and its days, for what begins anew.

Source: docs/domain.md, "Legal clocks" and "The calendar".
"""

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflows.access.facts import ReportFacts
from workflows.clocks.as_told import days_told
from workflows.clocks.calendar import SkippedDay
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import Regime
from workflows.decisions.clocks.starting import ClockStart
from workflows.policy.region import Policy

_MEMBERS = tuple(member.name for member in fields(ClockStart))


def begun_last(report: ReportFacts, step: LegalStep) -> KeptClock | None:
    """The clock of a step that began last, whatever became of it; None where none is known to have begun."""
    return next((clock for clock in reversed(report.counted) if clock.kind == step), None)


def as_told(report: ReportFacts, step: LegalStep, regime: Regime, policy: Policy) -> Policy:
    """The policy with the days as the clocks of a step were told to count them, the last begun before the others.

    Also those under the law of another election: it is the same calendar.
    """
    told: dict[date, SkippedDay | None] = {}
    for clock in report.counted:
        if clock.kind == step:
            told |= days_told(clock, regime, policy.calendar)
    return replace(policy, calendar=policy.calendar.as_told(told)) if told else policy


def kept_from(clock: UUID, start: ClockStart, stopped_at: datetime | None) -> KeptClock:
    """A report's legal clock as it is kept once it has begun."""
    members = {name: getattr(start, name) for name in _MEMBERS}
    return KeptClock(id=clock, task=None, stopped_at=stopped_at, paused_at=None, paused_s=0, **members)


def members_kept(clock: KeptClock) -> dict[str, Any]:
    """What a clock that is kept began with."""
    return {name: getattr(clock, name) for name in _MEMBERS}
