"""What the law says must be told: which event of a report obliges somebody to tell whom, and until when.

The rules are data of the region's policy; here they meet an event. A notice that was sent in the same change settles
what the event would owe. Nobody is owed a notice whom nobody may or can tell: a reporter who is not known, and the
public where the report is secret or an agency is walled off from it.

Who reported a duplicate waits for the end of the report that it went into: that end owes them the notice that it owes
its own reporter. It is owed with the duplicate, where who they are is sealed and whoever may write to them looks.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workflows.access.facts import ReportFacts
from workflows.clocks.days import due
from workflows.codes.clocks import LawStatus
from workflows.codes.notices import Audience, Occasion
from workflows.codes.policy import Regime
from workflows.codes.reports import Classification, ReportTrigger
from workflows.codes.states import REPORT_PAST
from workflows.codes.tasks import TaskRole
from workflows.policy.region import OwedRule, Policy


class Happened(NamedTuple):
    """An event as the rules see it: its action, and the role of its task when it has one."""

    action: str
    task_role: TaskRole | None


class Owed(NamedTuple):
    """A notice that is owed: to whom, since when, until when, by which rule. Times in UTC."""

    occasion: Occasion
    audience: Audience
    since: datetime
    due_at: datetime
    basis: str
    status: LawStatus
    policy_version: str


class Settled(NamedTuple):
    """What is owed no longer: everything to the audience on the occasion, or on every one when it is None.

    ``notice`` is the notice that told it; None when nobody is left whom it could be told.
    """

    audience: Audience
    occasion: Occasion | None
    notice: UUID | None


class Duplicate(NamedTuple):
    """A report that went into another, whose reporter can be told how that one ended; of which election it is."""

    id: UUID
    election: str | None


class OwedDraft(NamedTuple):
    """A notice that came to be owed with an event of the change, the ``event``-th; ``settled`` when told in it too.

    ``duplicate`` is the report that it is owed with, where that is one that went into the report.
    """

    id: UUID
    owed: Owed
    event: int
    settled: Settled | None
    duplicate: UUID | None = None


def owed_by(happened: Happened, report: ReportFacts, policy: Policy, at: datetime) -> list[Owed]:
    """Every notice that an event of the report obliges to."""
    rules = policy.owed_by_event.get(happened.action, ())
    if happened.task_role is TaskRole.SUPPORT:
        return []
    return [_owed(rule, policy, at) for rule in rules if _applies(rule, report, policy)]


def owed_with(duplicate: Duplicate, happened: Happened, policy: Policy, at: datetime) -> list[Owed]:
    """Every notice to the reporter of a duplicate that the end of the report that it went into obliges to."""
    rules = policy.owed_by_event.get(happened.action, ()) if happened.action in _ENDS else ()
    regime = _regime_of(duplicate.election, policy)
    to_reporters = [rule for rule in rules if rule.audience is Audience.REPORTER]
    return [_owed(rule, policy, at) for rule in to_reporters if not rule.regimes or regime in rule.regimes]


def whom_nobody_tells(report: ReportFacts) -> Iterable[Audience]:
    """The audiences that cannot or may not be told of this report."""
    return [audience for audience, out_of_reach in _OUT_OF_REACH.items() if out_of_reach(report)]


def public_code(report: ReportFacts) -> str | None:
    """Why the public may not be told of a report, as a code."""
    if report.classification is Classification.SECRET:
        return "secret_not_public"
    return "walled_not_public" if report.walled else None


def _applies(rule: OwedRule, report: ReportFacts, policy: Policy) -> bool:
    of_regime = not rule.regimes or _regime_of(report.election, policy) in rule.regimes
    return of_regime and rule.audience not in whom_nobody_tells(report)


def _regime_of(code: str | None, policy: Policy) -> Regime | None:
    election = policy.elections.get(code) if code else None
    return None if election is None else election.regime


def _owed(rule: OwedRule, policy: Policy, at: datetime) -> Owed:
    until = due(rule.within, at, policy.calendar).due_at
    return Owed(rule.occasion, rule.audience, at, until, rule.basis, rule.status, policy.version)


def _unknown_reporter(report: ReportFacts) -> bool:
    return not report.sealed or report.reporter_erasure is not None


_ENDS = frozenset({REPORT_PAST[ReportTrigger.CLOSE], REPORT_PAST[ReportTrigger.DISMISS]})
"""The events that end a report for everybody whose matter it was."""

_OUT_OF_REACH: Mapping[Audience, Callable[[ReportFacts], bool]] = {
    Audience.REPORTER: _unknown_reporter,
    Audience.PUBLIC: lambda report: public_code(report) is not None,
}
