"""What is remembered of a report and its tasks between two events of the report."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.codes import CaseState, ReportState, TaskKind, TaskRole, TaskState
from workflows.states import LIVE_TASK_STATES
from workflows.warnings import WHOLE

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


class Wall(NamedTuple):
    """An agency that was walled off later, and who put the wall up."""

    agency: str
    by: bytes


class Limit(NamedTuple):
    """A legal clock that was started: who must act, when it ends, and what was done to it."""

    id: bytes
    whose: str
    due: int
    extended: bool = False
    paused: bool = False


class Watched(NamedTuple):
    """A clock that has warned: its kind and task (None for the report's own), the last percent, how far up it went.

    ``rung`` counts from 1, 0 for none yet; ``moment`` is that of its last event, in microseconds since 1970.
    """

    id: bytes
    kind: str
    task: bytes | None
    percent: int = 0
    rung: int = 0
    moment: int = 0


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


class Held(NamedTuple):
    """An original that was added as evidence: SHA-256 in hex, bytes and media type, and what became of it."""

    id: bytes
    sha256: str
    size: int
    media_type: str
    erased: bool = False
    altered: bool = False


class Content(NamedTuple):
    """Content that circulates and is checked: its hash if one was given, its state, and what was found."""

    id: bytes
    sha256: str | None = None
    state: str = "open"
    verdict: str | None = None
    outcome: str | None = None


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
        self.handed_to: str | None = None
        self.recommendation: bytes | None = None


class Report:
    """A report as the events tell it; without a state before its first.

    ``event``, ``leaf_index``, ``at``, ``person``, ``seq``, ``version`` and ``head`` are those of its latest event;
    ``leaf_index`` is None while that event is pending. ``at`` counts microseconds since 1970. ``merges`` are the
    duplicates that were merged into it.
    """

    __slots__ = (
        "accused",
        "area",
        "at",
        "case",
        "category",
        "classification",
        "clocks",
        "contents",
        "election",
        "erasures",
        "event",
        "evidence",
        "head",
        "lead",
        "leaf_index",
        "merges",
        "outcome",
        "person",
        "register_number",
        "reported_by",
        "reported_for",
        "review",
        "round",
        "seq",
        "severity",
        "state",
        "tasks",
        "version",
        "walls",
        "watched",
    )

    def __init__(self) -> None:
        self.state = self.category = self.severity = self.classification = self.area = ""
        self.version = self.seq = self.at = 0
        self.round = 1
        self.leaf_index: int | None = None
        self.event = self.person = self.reported_by = bytes(16)
        self.reported_for: bytes | str | None = None
        self.head = bytes(32)
        self.lead: str | None = None
        self.outcome: str | None = None
        self.register_number: str | None = None
        self.accused: tuple[str, ...] = ()
        self.erasures: tuple[Erasing, ...] = ()
        self.clocks: tuple[Limit, ...] = ()
        self.watched: tuple[Watched, ...] = ()
        self.case: Casing | None = None
        self.walls: tuple[Wall, ...] = ()
        self.merges: tuple[bytes, ...] = ()
        self.election: str | None = None
        self.review: Reviewing | None = None
        self.evidence: tuple[Held, ...] = ()
        self.contents: tuple[Content, ...] = ()
        self.tasks: list[Task] = []

    def task(self, task_id: bytes | None) -> Task | None:
        """The task of that identifier."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        return None

    def clock(self, clock_id: bytes) -> Limit | None:
        """The legal clock of that identifier, while the report is open."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

    def watch_of(self, clock_id: bytes) -> Watched | None:
        """The clock of that identifier, once it has warned."""
        return next((clock for clock in self.watched if clock.id == clock_id), None)

    def holds_case(self, agency: str) -> bool:
        """Whether the agency has a case task of the present round that still waits for it."""
        return any(
            (task.agency, task.kind, task.round) == (agency, TaskKind.CASE, self.round) and task.state in _LIVE
            for task in self.tasks
        )

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
    barred = {wall.agency for wall in report.walls}
    held = bool(barred) and any(task.agency in barred and task.state in _LIVE for task in report.tasks)
    return "an agency that is walled off still holds a task" if held else None


def _waiting_though_closed(report: Report) -> str | None:
    waits = report.state == ReportState.CLOSED and any(map(_left_over, report.tasks))
    return "the report is closed while a task of it still waits for its agency" if waits else None


def _left_over(task: Task) -> bool:
    """Whether a task should have ended with its report; what was recommended outlives it."""
    return task.state in _LIVE and task.recommendation is None


def _not_yet_offered(report: Report) -> str | None:
    owed = report.review is not None and report.review.owed is not None
    return "a recommendation was made, and no task was offered for it" if owed else None


_LEFT_OPEN = (_unexpired, _on_its_way, _behind_a_wall, _waiting_though_closed, _not_yet_offered)
