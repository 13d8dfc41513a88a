"""The safety task of an S1 report: offered at once, and anew where a wall took it back.

It follows from somebody's act, and whoever holds it reads the report: so it goes by the table to the first agency to
which that person might offer it. Where there is none, the act is refused as the offer would be.
Source: docs/domain.md, "The report" and "Walls" [P].
"""

from workflows.access.facts import ReportFacts
from workflows.access.refusals import DutyConflict
from workflows.codes.reports import ReportState, Severity
from workflows.codes.states import LIVE_TASK_STATES
from workflows.codes.tasks import TaskKind
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_may_be_read_by
from workflows.decisions.tasks.commands import Offer
from workflows.policy.routing import PlannedTask, safety_task

_OVER = frozenset({ReportState.HANDLED, ReportState.CLOSED})


def safety_at_intake(draft: Draft) -> None:
    """Offer it by the table alone: whoever reports knows what they report, and an intake is never refused for it."""
    report = draft.report
    planned = safety_task(draft.given.policy, report.category, report.walled)
    if report.severity is Severity.S1 and planned is not None:
        _offer(draft, planned)


def open_safety_task(draft: Draft) -> None:
    """Offer the safety task of a report that became S1, unless it had one.

    Raises DutyConflict where whoever's act it follows from might offer it to nobody.
    """
    report = draft.report
    if report.severity is Severity.S1 and not any(task.kind is TaskKind.SAFETY for task in report.tasks):
        _offer(draft, _permitted(draft))


def replace_safety_task(draft: Draft) -> None:
    """Offer it anew where nobody protects people any longer. Raises DutyConflict as ``open_safety_task`` does."""
    report = draft.report
    live = any(task.kind is TaskKind.SAFETY and task.state in LIVE_TASK_STATES for task in report.tasks)
    if report.severity is Severity.S1 and not live and report.state not in _OVER:
        _offer(draft, _permitted(draft))


def _permitted(draft: Draft) -> PlannedTask | None:
    """The first agency by the table to which the actor might offer it; None where the table has nobody at all."""
    report, policy = draft.report, draft.given.policy
    planned = safety_task(policy, report.category, report.walled)
    if planned is None or _refusal(draft, report, planned.agency) is None:
        return planned
    forbidden = frozenset(agency for agency in policy.agencies if _refusal(draft, report, agency) is not None)
    other = safety_task(policy, report.category, report.walled | forbidden)
    if other is None:
        require_may_be_read_by(draft.actor, report, planned.agency, policy)
    return other


def _refusal(draft: Draft, report: ReportFacts, agency: str) -> str | None:
    try:
        require_may_be_read_by(draft.actor, report, agency, draft.given.policy)
    except DutyConflict as refused:
        return refused.code
    return None


def _offer(draft: Draft, planned: PlannedTask | None) -> None:
    if planned is None:
        return
    offer = Offer(
        agency=planned.agency, role=planned.role, kind=planned.kind, obligatory=planned.obligatory, due_at=None
    )
    draft.offer(offer, system=True)
