"""What a situation report counts: reports and tasks as they stood at a leaf, each election by itself, on one day.

No count adds up two elections (docs/domain.md, "Elections and stages"). Nothing here names a person or holds a text.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from workflows.codes.reports import ReportState
from workflows.codes.tasks import TaskState

NONE = "none"
"""Where a report stands that belongs to no election."""

_AT_WORK = (TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.WAITING)
TASK_GROUPS: Mapping[str, tuple[TaskState, ...]] = {
    "offered": (TaskState.OFFERED,),
    "at_work": _AT_WORK,
    "done": (TaskState.DONE,),
    "expired": (TaskState.EXPIRED,),
    "declined": (TaskState.DECLINED,),
}
"""The columns of tasks; what was transferred or withdrawn is no longer the agency's."""

_GROUP_OF = {state.value: group for group, states in TASK_GROUPS.items() for state in states}


class ReportStood(NamedTuple):
    """A report at the leaf: its codes, and the local days on which it came in and ended."""

    election: str | None
    state: str
    category: str
    severity: str
    area: str
    came_in: date
    ended: date | None


class TaskStood(NamedTuple):
    """A task at the leaf."""

    election: str | None
    agency: str
    state: str


class Overdue(msgspec.Struct, frozen=True):
    """A limit of the law that passed before what it waits for was done, in a report that is not closed."""

    election: str | None
    register_number: str | None
    report: str
    step: str
    whose: str | None
    basis: str
    due_at: datetime


class FormerCalendar(msgspec.Struct, frozen=True):
    """A limit of the law that runs by a calendar that has changed since it was counted."""

    register_number: str | None
    report: str
    step: str
    whose: str | None
    due_at: datetime
    basis: str


class Counted(msgspec.Struct):
    """The counts of one election."""

    election: str
    total: int = 0
    open: int = 0
    new: int = 0
    ended: int = 0
    state: Counter[str] = msgspec.field(default_factory=Counter)
    severity: Counter[str] = msgspec.field(default_factory=Counter)
    category: Counter[str] = msgspec.field(default_factory=Counter)
    category_open: Counter[str] = msgspec.field(default_factory=Counter)
    area: Counter[str] = msgspec.field(default_factory=Counter)
    area_open: Counter[str] = msgspec.field(default_factory=Counter)
    tasks: dict[str, Counter[str]] = msgspec.field(default_factory=dict)


class Situation(msgspec.Struct):
    """A region's situation at a leaf, on the local day of that leaf.

    ``former`` is not told by the leaf: what runs by a calendar of before now; None for a leaf that was named.
    """

    region: str
    day: date
    at: datetime
    leaf: int
    size: int
    root: str
    counted: dict[str, Counted] = msgspec.field(default_factory=dict)
    overdue: list[Overdue] = msgspec.field(default_factory=list)
    former: list[FormerCalendar] | None = None

    def add_report(self, report: ReportStood) -> None:
        """Count a report."""
        counts, district = self._of(report.election), district_of(report.area)
        counts.total += 1
        counts.new += report.came_in == self.day
        counts.ended += report.ended == self.day
        counts.state[report.state] += 1
        counts.severity[report.severity] += 1
        counts.category[report.category] += 1
        counts.area[district] += 1
        if report.state != ReportState.CLOSED:
            counts.open += 1
            counts.category_open[report.category] += 1
            counts.area_open[district] += 1

    def add_task(self, task: TaskStood) -> None:
        """Count a task with its agency, as long as it is the agency's."""
        group = _GROUP_OF.get(task.state)
        if group is not None:
            self._of(task.election).tasks.setdefault(task.agency, Counter())[group] += 1

    def elections(self) -> Iterable[Counted]:
        """The counts of each election in the order of their codes; last of what belongs to none."""
        return [self.counted[name] for name in sorted(self.counted, key=lambda name: (name == NONE, name))]

    def _of(self, election: str | None) -> Counted:
        return self.counted.setdefault(election or NONE, Counted(election or NONE))


def district_of(area: str) -> str:
    """The district that an area lies in: the first three parts of its Kemendagri code."""
    return ".".join(area.split(".")[:3])
