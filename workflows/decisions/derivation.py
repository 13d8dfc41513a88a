"""The report's state is derived from its tasks; nobody can leave the two disagreeing."""

from workflows.access.facts import ReportFacts
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.states import STANDING_TASK_STATES
from workflows.codes.tasks import TaskRole, TaskState

_SETTLED = frozenset({TaskState.DONE, TaskState.WITHDRAWN, TaskState.TRANSFERRED})


def derived_trigger(report: ReportFacts) -> ReportTrigger | None:
    """What the tasks demand of an assigned report: ``unassign``, ``handle``, or nothing.

    Only tasks of the report's present round count. A declined or expired obligatory task holds
    ``handle`` back until the desk replaces it or withdraws it.
    """
    if report.state is not ReportState.ASSIGNED:
        return None
    present = [task for task in report.tasks if task.round == report.round]
    leads = [task for task in present if task.role is TaskRole.LEAD and task.state in STANDING_TASK_STATES]
    if not leads:
        return ReportTrigger.UNASSIGN
    owed = [t for t in present if t.obligatory and t.role is TaskRole.SUPPORT and t.state not in _SETTLED]
    finished = all(lead.state is TaskState.DONE for lead in leads) and not owed
    return ReportTrigger.HANDLE if finished else None
