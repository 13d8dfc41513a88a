"""What a report's whole story adds up to, kept beside what it is today, because duties look at all of it.

Source: docs/domain.md, "Protections" (the whole story) [P].
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import structs

from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.own_side import house_of
from workflows.access.standing_in import stand_ins
from workflows.codes.tasks import TASK_STEPS, TaskTrigger
from workflows.policy.region import Policy

WORKS = frozenset(step.trigger for step in TASK_STEPS if step.works)
"""What makes whoever fires it one of those who worked on a task."""

STOOD_FOR = frozenset({TaskTrigger.COMPLETE})
"""What is done in the name of the assignee as well: whoever it is then has worked on the task too.

Merely being given it is nobody's own doing: one person would keep everybody from ending the report, one after another.
"""


def story_of(
    before: ReportFacts | None, report: ReportFacts, by: UUID | None, by_agency: str, policy: Policy
) -> Mapping[str, Any]:
    """The facts of the story that a change makes others; ``by`` is the person who made it, None where a clock did."""
    accused = report.accused_ever | report.accused | policy.walled_by_category[report.category]
    wanted: dict[str, Any] = {
        "severity_taken": report.severity_taken or (before or report).severity,
        "severity_highest": min(report.highest, report.severity),
        "accused_ever": accused,
        "stand_ins": stand_ins(structs.replace(report, accused_ever=accused), policy),
    }
    if before is not None and by is not None and _moved(before, report, by_agency, policy):
        wanted["lead_moved_by"] = report.lead_moved_by | {by}
    return {name: value for name, value in wanted.items() if value != getattr(report, name)}


def _moved(before: ReportFacts, report: ReportFacts, by_agency: str, policy: Policy) -> bool:
    """Whether somebody lost the lead, or the own house got it: who gives away what nobody had has shut nobody out."""
    lead = report.lead_agency
    if lead == before.lead_agency:
        return False
    return before.lead_agency is not None or lead in house_of(by_agency, policy)


def hands_on(task: TaskFacts, trigger: TaskTrigger, by: UUID) -> tuple[UUID, ...]:
    """Who has worked on a task, once ``by`` has fired a trigger on it."""
    more = {by} if trigger in WORKS else set()
    if trigger in STOOD_FOR and task.assignee is not None:
        more.add(task.assignee)
    return task.worked_by if more <= {*task.worked_by} else tuple(sorted({*task.worked_by, *more}))
