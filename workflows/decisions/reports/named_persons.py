"""Who may let a person read a secret report: nobody names himself, and only a supervisor of the lead names others.

It holds for every field and trigger that makes a reader: the named persons of a report, and the assignee of its lead
task. At intake the author names whom he likes, but himself. Source:
docs/domain.md, "Protections" and "Who may read a report" [P].
"""

from collections.abc import Collection
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.refusals import DutyConflict, NotPermitted
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.codes.tasks import TaskRole


def require_not_oneself(actor: Actor, named: Collection[UUID]) -> None:
    """Raise DutyConflict ``names_oneself``, also of whoever made the API key that asks."""
    if actor.person in named or actor.maker in named:
        raise DutyConflict("names_oneself")


def require_may_name(report: ReportFacts, actor: Actor, named: Collection[UUID]) -> None:
    """Raise DutyConflict ``names_oneself``, or NotPermitted ``may_not_name`` unless it is a supervisor of the lead."""
    if not named:
        return
    require_not_oneself(actor, named)
    if actor.role is not Role.SUPERVISOR or actor.agency != report.lead_agency:
        raise NotPermitted("may_not_name", {"role": actor.role.value})


def require_may_assign(report: ReportFacts, task: TaskFacts, actor: Actor, assignee: UUID | None) -> None:
    """Raise as ``require_may_name`` does when the assignee of the task would read a secret report by it."""
    if report.classification is Classification.SECRET and task.role is TaskRole.LEAD and assignee is not None:
        require_may_name(report, actor, {assignee})
