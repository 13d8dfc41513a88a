"""A line of the state tables held against what the events make of the report."""

from collections.abc import Iterator
from typing import Any

import msgspec

from workflows.replay.events import written
from workflows.replay.standing import NOT_SAID, Casing, Report, Task

_TASK_MEMBERS = ("agency", "role", "kind", "state", "version")


class TaskSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task as it stands in the state tables."""

    id: str
    agency: str
    role: str
    kind: str
    state: str
    version: int
    assignee: str | None


class CaseSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Gakkumdu case as it stands in the state tables."""

    state: str
    register_number: str | None
    sigaplapor_number: str | None
    police_number: str | None
    bundle: list[str]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as it stands in the state tables; ``head`` is the leaf hash of its last event in hex."""

    report: str
    state: str
    version: int
    seq: int
    head: str
    category: str
    severity: str
    classification: str
    area: str
    lead_agency: str | None
    register_number: str | None
    outcome: str | None
    tasks: list[TaskSnapshot]
    case: CaseSnapshot | None = None


def differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    """Each member in which the line differs from the events, in words with both values.

    The lead agency is passed over where the events do not say it.
    """
    for name, told in _told(report):
        shown = getattr(snapshot, name)
        if told not in (shown, NOT_SAID):
            yield _words(name, shown, told)
    yield from _task_differences(report, snapshot)
    yield from _case_differences(report.case, snapshot.case)


def _told(report: Report) -> Iterator[tuple[str, Any]]:
    for name in ("state", "version", "seq", "category", "severity", "classification", "area"):
        yield name, getattr(report, name)
    yield "head", report.head.hex()
    yield "lead_agency", report.lead
    yield "register_number", report.register_number
    yield "outcome", report.outcome


def _case_differences(told: Casing | None, shown: CaseSnapshot | None) -> Iterator[str]:
    if told is None or shown is None:
        if (told is None) != (shown is None):
            yield _words("the case", shown and shown.state, told and told.state)
        return
    for name in CaseSnapshot.__struct_fields__:
        of_events, of_tables = getattr(told, name), getattr(shown, name)
        if name == "bundle":
            of_events, of_tables = ", ".join(of_events), ", ".join(sorted(of_tables))
        if of_events != of_tables:
            yield _words(f"{name} of the case", of_tables, of_events)


def _task_differences(report: Report, snapshot: Snapshot) -> Iterator[str]:
    told = {written(task.id): task for task in report.tasks}
    shown = {task.id: task for task in snapshot.tasks}
    if len(shown) < len(snapshot.tasks):
        yield "a task stands twice in the tables"
    for task_id in told.keys() - shown.keys():
        yield f"task {task_id} is not in the tables, its events make it {told[task_id].state}"
    for task_id in shown.keys() - told.keys():
        yield f"task {task_id} is {shown[task_id].state} in the tables, and no event tells of it"
    for task_id in told.keys() & shown.keys():
        yield from _of_task(task_id, told[task_id], shown[task_id])


def _of_task(task_id: str, told: Task, shown: TaskSnapshot) -> Iterator[str]:
    for name in _TASK_MEMBERS:
        if getattr(told, name) != getattr(shown, name):
            yield _words(f"{name} of task {task_id}", getattr(shown, name), getattr(told, name))
    assignee = None if told.assignee is None else written(told.assignee)
    if assignee != shown.assignee:
        yield _words(f"assignee of task {task_id}", shown.assignee, assignee)


def _words(name: str, shown: Any, told: Any) -> str:
    return f"{name} is {_value(shown)} in the tables, the events make it {_value(told)}"


def _value(value: Any) -> str:
    return "nothing" if value is None else str(value)
