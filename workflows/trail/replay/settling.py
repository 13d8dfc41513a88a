"""What cannot stay as it is once a change is over: a report agrees with its tasks, and nothing is left half done."""

from workflows.clocks.warnings import WHOLE
from workflows.codes.reports import ReportState
from workflows.codes.tasks import TaskRole, TaskState
from workflows.trail.replay.standing import LIVE, Report, Task

_STANDING = LIVE | {TaskState.DONE.value}
_SETTLED = frozenset({TaskState.DONE.value, TaskState.WITHDRAWN.value, TaskState.TRANSFERRED.value})


def demanded(report: Report) -> str | None:
    """The event that the tasks now demand of the report, as ``workflows.decisions.derivation`` has it; mostly none."""
    if report.state != ReportState.ASSIGNED:
        return None
    leads, owed = [], False
    for task in report.tasks:
        if task.round != report.round:
            continue
        if task.role == TaskRole.LEAD:
            if task.state in _STANDING:
                leads.append(task.state)
        elif task.obligatory and task.state not in _SETTLED:
            owed = True
    if not leads:
        return "report.unassigned"
    finished = not owed and all(state == TaskState.DONE for state in leads)
    return "report.handled" if finished else None


def unsettled(report: Report) -> str | None:
    """What cannot stay as it is once a change is over, in words; None when the report agrees with its tasks."""
    missing = demanded(report)
    if missing is not None:
        return f"the tasks of the report demand the event {missing}, and it is not there"
    return next((words for words in (look(report) for look in _LEFT_OPEN) if words is not None), None)


def _unexpired(report: Report) -> str | None:
    for clock in report.watched:
        task = None if clock.task is None else report.task(clock.task)
        if clock.percent == WHOLE and task is not None and task.state == TaskState.OFFERED:
            return f"the time to answer the offer to {task.agency} has passed, and it has not expired"
    return None


def _on_its_way(report: Report) -> str | None:
    if any(task.handed_to is not None for task in report.tasks):
        return "a task was transferred and the agency that was to have it was not offered it"
    if report.case is not None and report.case.owed is not None:
        return f"the case went on to {report.case.owed}, which was not offered its task"
    return None


def _behind_a_wall(report: Report) -> str | None:
    barred = report.barred | frozenset(report.story.walled)
    held = bool(barred) and any(task.agency in barred and task.state in LIVE for task in report.tasks)
    return "an agency that is walled off still holds a task" if held else None


def _waiting_though_closed(report: Report) -> str | None:
    waits = report.state == ReportState.CLOSED and any(map(_left_over, report.tasks))
    return "the report is closed while a task of it still waits for its agency" if waits else None


def _left_over(task: Task) -> bool:
    """Whether a task should have ended with its report; what was recommended outlives it."""
    return task.state in LIVE and task.recommendation is None


def _not_yet_offered(report: Report) -> str | None:
    owed = report.review is not None and report.review.owed is not None
    return "a recommendation was made, and no task was offered for it" if owed else None


def _not_carried_out(report: Report) -> str | None:
    owed = any(proposal.owed for proposal in report.proposals)
    return "a proposal was approved, and what it asks for was not done" if owed else None


_LEFT_OPEN = (_unexpired, _on_its_way, _behind_a_wall, _waiting_though_closed, _not_yet_offered, _not_carried_out)
