"""What is remembered of a report and its tasks between two events of the report."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.codes import ReportState, TaskRole, TaskState
from workflows.states import LIVE_TASK_STATES

NOT_SAID = "?"
"""In ``lead``: the event that last changed the lead agency does not say whose it became."""

_LIVE = frozenset(state.value for state in LIVE_TASK_STATES)
_STANDING = _LIVE | {TaskState.DONE.value}
_SETTLED = frozenset({TaskState.DONE.value, TaskState.WITHDRAWN.value, TaskState.TRANSFERRED.value})


class Erasing(NamedTuple):
    """An erasure that was asked for: its text, None for the reporter, who asked, and whether it was decided on."""

    id: bytes
    text: bytes | None
    by: bytes
    decided: bool = False


class Written(NamedTuple):
    """An entry of a review: which text it is, its lesson's kind or its recommendation's owner, and when it is due."""

    id: bytes
    field: str
    of: str | None = None
    due_at: str | None = None


class Reviewing(NamedTuple):
    """The after-action review that a report carries; ``owed`` is the recommendation whose task is not yet offered."""

    id: bytes
    event: str
    state: str
    version: int = 1
    entries: tuple[Written, ...] = ()
    owed: bytes | None = None


class Task:
    """A task as the events tell it, new when it is made. Identifiers and persons are 16 bytes."""

    __slots__ = (
        "agency",
        "assignee",
        "completed_by",
        "id",
        "kind",
        "obligatory",
        "recommendation",
        "role",
        "round",
        "state",
        "version",
    )

    def __init__(self, task_id: bytes, agency: str, role: str, kind: str, obligatory: bool, number: int) -> None:  # noqa: FBT001 - a task's own members
        self.id = task_id
        self.agency = agency
        self.role = role
        self.kind = kind
        self.obligatory = obligatory
        self.round = number
        self.state: str = TaskState.OFFERED.value
        self.version = 1
        self.assignee: bytes | None = None
        self.completed_by: bytes | None = None
        self.recommendation: bytes | None = None


class Report:
    """A report as the events tell it; without a state before its first.

    ``event``, ``leaf_index``, ``at``, ``person``, ``seq``, ``version`` and ``head`` are those of its latest event;
    ``leaf_index`` is None while that event is pending. ``at`` counts microseconds since 1970.
    """

    __slots__ = (
        "accused",
        "area",
        "at",
        "category",
        "classification",
        "election",
        "erasures",
        "event",
        "head",
        "lead",
        "leaf_index",
        "outcome",
        "person",
        "register_number",
        "reported_by",
        "review",
        "round",
        "seq",
        "severity",
        "state",
        "tasks",
        "version",
    )

    def __init__(self) -> None:
        self.state = self.category = self.severity = self.classification = self.area = ""
        self.version = self.seq = self.at = 0
        self.round = 1
        self.leaf_index: int | None = None
        self.event = self.person = self.reported_by = bytes(16)
        self.head = bytes(32)
        self.lead: str | None = None
        self.outcome: str | None = None
        self.register_number: str | None = None
        self.accused: tuple[str, ...] = ()
        self.erasures: tuple[Erasing, ...] = ()
        self.election: str | None = None
        self.review: Reviewing | None = None
        self.tasks: list[Task] = []

    def task(self, task_id: bytes | None) -> Task | None:
        """The task of that identifier."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        return None

    def done_leads(self) -> Iterator[Task]:
        """The lead tasks that were completed in the report's present round."""
        for task in self.tasks:
            if task.role == TaskRole.LEAD and task.state == TaskState.DONE and task.round == self.round:
                yield task


def demanded(report: Report) -> str | None:
    """The event that the tasks now demand of the report, as ``workflows.derivation`` has it; mostly none."""
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
    if report.state == ReportState.CLOSED and any(map(_left_over, report.tasks)):
        return "the report is closed while a task of it still waits for its agency"
    if report.review is not None and report.review.owed is not None:
        return "a recommendation was made, and no task was offered for it"
    return None


def _left_over(task: Task) -> bool:
    """Whether a task should have ended with its report; what was recommended outlives it."""
    return task.state in _LIVE and task.recommendation is None
