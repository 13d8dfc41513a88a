"""What stands in the place of a protection that is taken off: rules that refuse nothing, or look at today alone."""

from typing import Any

from workflows.access.permissions import require_role
from workflows.codes.reports import ReportTrigger, Severity
from workflows.codes.states import TaskState
from workflows.decisions.duties import DUTIES, is_ones_own, not_the_reporter
from workflows.decisions.protections.protection_table import weakened
from workflows.decisions.reports.named_persons import require_may_assign
from workflows.policy.routing import route


def nothing(*_: Any, **__: Any) -> None:
    """In place of what refuses."""


async def soon_nothing(*_: Any, **__: Any) -> None:
    """In place of what would be waited for."""


def no(*_: Any, **__: Any) -> bool:
    """In place of what finds a conflict."""
    return False


def all_but_names(before: Any, after: Any, policy: Any) -> Any:
    """The protections that a change weakens, but for who is named."""
    return {name: gains for name, gains in weakened(before, after, policy).items() if name != "named_persons"}


def passing_over_nobody(
    policy: Any, category: Any, stage: Any, accused: Any, barred: Any = frozenset(), *_: Any
) -> Any:
    """Where a report goes, whoever put walls up."""
    return route(policy, category, stage, accused, barred)


def of_accepting_alone(report: Any, task: Any, actor: Any, assignee: Any) -> None:
    """Whom a task may be given to, asked of who accepts it and of nobody who hands it over later."""
    if task.state is TaskState.OFFERED:
        require_may_assign(report, task, actor, assignee)


def _critical_today(actor: Any, report: Any, _policy: Any) -> str | None:
    """Whoever reported checks what is critical now, whatever it came in as."""
    return "own_report" if is_ones_own(actor, report) and report.severity is not Severity.S1 else None


DUTIES_OF_TODAY = {
    **DUTIES,
    ReportTrigger.VERIFY: tuple(
        _critical_today if duty is not_the_reporter else duty for duty in DUTIES[ReportTrigger.VERIFY]
    ),
}
"""The duties, of which one has forgotten as what a report came in."""


def of_the_endpoint_alone(actor: Any, action: Any) -> None:
    """Who may make an endpoint makes it, whether they may read events or not."""
    require_role(actor, action)
