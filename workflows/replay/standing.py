"""What is remembered of a report and its tasks between two events of the report."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.codes import CaseState, ReportState, TaskKind, TaskRole, TaskState
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


class Limit(NamedTuple):
    """A legal clock that was started: who must act, when it ends, and what was done to it."""

    id: bytes
    whose: str
    due: int
    extended: bool = False
    paused: bool = False


class Casing(NamedTuple):
    """A Gakkumdu case: its state and numbers, the items of its bundle, when its last step was done.

    ``at`` counts microseconds since 1970; ``owed`` is the agency that the last step opened a task for and that has not
    been offered it yet.
    """

    state: str = CaseState.UNREGISTERED.value
    at: int = 0
    register_number: str | None = None
    sigaplapor_number: str | None = None
    police_number: str | None = None
    bundle: tuple[str, ...] = ()
    owed: str | None = None


class Task:
    """A task as the events tell it, new when it is made. Identifiers and persons are 16 bytes.

    ``handed_to`` is the agency that it was transferred to and that has not been offered it yet.
    """

    __slots__ = (
        "agency",
        "assignee",
        "completed_by",
        "handed_to",
        "id",
        "kind",
        "obligatory",
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
        self.handed_to: str | None = None


class Report:
    """A report as the events tell it; without a state before its first.

    ``event``, ``leaf_index``, ``at``, ``person``, ``seq``, ``version`` and ``head`` are those of its latest event;
    ``leaf_index`` is None while that event is pending. ``at`` counts microseconds since 1970.
    """

    __slots__ = (
        "accused",
        "area",
        "at",
        "case",
        "category",
        "classification",
        "clocks",
        "erasures",
        "event",
        "head",
        "lead",
        "leaf_index",
        "outcome",
        "person",
        "register_number",
        "reported_by",
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
        self.case: Casing | None = None
        self.clocks: tuple[Limit, ...] = ()
        self.tasks: list[Task] = []

    def task(self, task_id: bytes | None) -> Task | None:
        """The task of that identifier."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        return None

    def holds_case(self, agency: str) -> bool:
        """Whether the agency has a case task of the present round that still waits for it."""
        return any(
            (task.agency, task.kind, task.round) == (agency, TaskKind.CASE, self.round) and task.state in _LIVE
            for task in self.tasks
        )

    def clock(self, clock_id: bytes) -> Limit | None:
        """The legal clock of that identifier, while the report is open."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

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
    if any(task.handed_to is not None for task in report.tasks):
        return "a task was transferred and the agency that was to have it was not offered it"
    if report.case is not None and report.case.owed is not None:
        return f"the case went on to {report.case.owed}, which was not offered its task"
    if report.state == ReportState.CLOSED and any(task.state in _LIVE for task in report.tasks):
        return "the report is closed while a task of it still waits for its agency"
    return None
