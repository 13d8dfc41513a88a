"""A task as its agency sees it, with what it may know of the report."""

from typing import Any

import msgspec
from asyncpg import Record

from service.calls import Call
from service.reports.rows import BUILTIN
from service.reports.views import task_item
from service.representation import actions_view
from workflows.available import task_actions
from workflows.facts import ReportFacts, TaskFacts
from workflows.permissions import Standing

_FACTS = TaskFacts.__struct_fields__


def task_facts_of(row: Record) -> TaskFacts:
    """The facts of a task from its row."""
    facts: TaskFacts = msgspec.convert({name: row[name] for name in _FACTS}, TaskFacts, builtin_types=BUILTIN)
    return facts


def listed_task(row: Record, call: Call) -> dict[str, Any]:
    """A task from a row of the queue."""
    task = task_facts_of(row)
    about = about_report(row, row["seen_report"] is not None)
    stands = Standing(row["lead_agency"], row["reported_by"], task.agency)
    return task_view(task, row["result"], about, call, stands)


def about_report(row: Record, visible: bool) -> dict[str, Any] | None:  # noqa: FBT001 - one fact, one word
    """What a task shows of its report; null when the reader may only know that the task exists."""
    if not visible:
        return None
    return {
        "state": row["report_state"],
        "category": row["category"],
        "severity": row["severity"],
        "area": row["area"],
        "register_number": row["register_number"],
        "title": row["title"],
    }


def task_view(
    task: TaskFacts,
    result: str | None,
    about: dict[str, Any] | None,
    call: Call,
    stands: Standing,
) -> dict[str, Any]:
    """The whole representation of a task."""
    view = task_item(task, result)
    view["report"] = task.report_id if about else None
    view["about"] = about
    view["actions"] = actions_view(task_actions(task, call.actor, stands), call.language)
    return view


def after_change(report: ReportFacts, title: str | None, *, visible: bool) -> dict[str, Any] | None:
    """What a task shows of its report once a change is written."""
    if not visible:
        return None
    return {
        "state": report.state,
        "category": report.category,
        "severity": report.severity,
        "area": report.area,
        "register_number": report.register_number,
        "title": title,
    }
