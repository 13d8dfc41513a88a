"""Who is called while a missed acknowledgement or verification stays missed, and when.

Source: docs/domain.md, "Service clocks and the ladder": "What nobody acknowledges in time climbs".
How long each rung waits is the region's policy.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from workflows.access.facts import Escalation, ReportFacts, TaskFacts
from workflows.clocks.days import due
from workflows.codes.clocks import ClockKind, Rung
from workflows.codes.reports import Severity
from workflows.codes.tasks import TaskRole
from workflows.policy.file import AT_ONCE, LadderRung
from workflows.policy.region import Policy

CLIMBING = frozenset({ClockKind.ACKNOWLEDGE.value, ClockKind.VERIFY.value})
"""The clocks that go up when they are missed: nobody has answered, nobody has checked."""

_WAY = tuple(Rung)


class Step(NamedTuple):
    """The next rung to reach, with those below it that are passed over because they stand behind a wall."""

    rung: LadderRung
    passed_over: tuple[Rung, ...]


def next_step(report: ReportFacts, answerable: str | None, reached: Rung | None, policy: Policy) -> Step | None:
    """The step above ``reached`` (None: the first), None when the ladder has no further.

    ``answerable`` is the agency whose supervisor stands on the first rung. A rung is passed over when there is no
    such agency, or when its side is walled off from the report: it would be told what it may not know.
    """
    passed: list[Rung] = []
    for rung in policy.ladder.rungs[0 if reached is None else _WAY.index(reached) + 1 :]:
        if _can_be_told(rung, report, answerable, policy):
            return Step(rung, tuple(passed))
        passed.append(rung.rung)
    return None


def reached_at(step: Step, pace: Severity, before: datetime, policy: Policy) -> datetime:
    """When the step is reached at the pace of a severity, counted from the moment ``before`` it."""
    wait = step.rung.after.of(pace)
    return before if wait == AT_ONCE else due(wait, before, policy.calendar).due_at


def answerable_for(report: ReportFacts, task: TaskFacts | None) -> str | None:
    """The agency whose supervisor is called first: the one that was to lead, or leads what was not answered."""
    return task.agency if task is not None and task.role is TaskRole.LEAD else report.lead_agency


def made_good(accepted: TaskFacts, missed: TaskFacts) -> bool:
    """Whether accepting one task answers for another that expired.

    It does when the same agency takes it, when another takes the lead, or when another supports with the same work.
    What a review recommended is answered by the same recommendation alone, and answers for nothing else.
    """
    if accepted.recommendation != missed.recommendation:
        return False
    if accepted.agency == missed.agency:
        return True
    return accepted.role is missed.role and (missed.role is TaskRole.LEAD or accepted.kind is missed.kind)


def highest(escalations: Iterable[Escalation]) -> Escalation | None:
    """The escalation that went furthest, of equals the one that has stood there longest; None of none."""
    ranked = sorted(escalations, key=lambda each: (-_WAY.index(each.rung), each.since, each.clock))
    return ranked[0] if ranked else None


def _can_be_told(rung: LadderRung, report: ReportFacts, answerable: str | None, policy: Policy) -> bool:
    if rung.rung is Rung.LEAD_SUPERVISOR:
        return answerable is not None and answerable not in report.walled
    side = {code for code, agency in policy.agencies.items() if agency.kind is rung.side}
    return not side or not side <= report.walled
