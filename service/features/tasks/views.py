"""A task as its agency sees it, with what it may know of the report."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.answer_types import ActionAnswer, Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.tasks.schemas import AboutAnswer, TaskAnswer
from service.storage.texts.kept_texts import NONE_OPENED, ErasedAnswer, Opened, shown
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.permissions import Standing, standing
from workflows.codes.tasks import TaskState
from workflows.decisions.available import Caller, caller_of, task_actions
from workflows.decisions.tasks.task_duties import Conflicts, TaskOf, task_conflicts, task_of
from workflows.decisions.unread import actions_unread

_ACCUSED = ("accused", "accused_ever", "accused_beyond")
"""Whom the report of a row accuses or ever accused, or one that it goes on to."""


def listed_tasks(rows: Sequence[Record], call: Call, opened: Opened = NONE_OPENED) -> list[TaskAnswer]:
    """Tasks from rows of the queue. Their values go out as the database gave them; ``opened`` has hidden texts."""
    person, known = call.actor.person, dict[tuple[Any, ...], list[ActionAnswer]]()
    answers = []
    for row in rows:
        leads, wrote = (row["lead_agency"], *(row["stand_ins"] or ())), row["reported_by"] == person
        accused = tuple(one for name in _ACCUSED for one in row[name] or ())
        stands = (row["state"], row["agency"], leads, wrote, row["report_seen"], accused)
        actions = known.get(stands)
        if actions is None:
            actions = known[stands] = _listed_actions(row, call, frozenset(accused))
        answers.append(_listed_task(row, opened, actions))
    return answers


def _listed_actions(row: Record, call: Call, accused: frozenset[str]) -> list[ActionAnswer]:
    above, instead = call.policy.above(row["agency"]), frozenset(row["stand_ins"] or ())
    stands = Standing(row["lead_agency"], row["reported_by"], row["agency"], above, stand_ins=instead)
    conflicts = task_conflicts(call.actor, TaskOf(row["agency"], accused), call.policy)
    return _actions(row["state"], caller_of(call.actor, stands), conflicts, call.language, row["report_seen"])


def _listed_task(row: Record, opened: Opened, actions: list[ActionAnswer]) -> TaskAnswer:
    title, result = shown(row["title"], opened), shown(row["result"], opened)
    about = about_report(row, title.content, row["report_seen"])
    return TaskAnswer(
        id=row["id"],
        report=row["report_id"] if about else None,
        agency=row["agency"],
        role=row["role"],
        kind=row["kind"],
        obligatory=row["obligatory"],
        state=row["state"],
        version=row["version"],
        offered_at=row["offered_at"],
        due_at=row["due_at"],
        due_clock=row["due_clock"],
        assignee=row["assignee"],
        completed_by=row["completed_by"],
        completed_at=row["completed_at"],
        transferred_from=row["transferred_from"],
        transferred_to=row["transferred_to"],
        transfer_kind=row["transfer_kind"],
        calendar_changed=row["calendar_changed"],
        result=result.content,
        about=about,
        actions=actions,
        erased=_erased(title.erased, result.erased),
    )


def _erased(title: ErasedAnswer | None, result: ErasedAnswer | None) -> dict[str, ErasedAnswer] | UnsetType:
    if title is None and result is None:
        return UNSET
    return {name: each for name, each in {"about.title": title, "result": result}.items() if each is not None}


def about_report(row: Record, title: str | None, visible: bool) -> AboutAnswer | None:  # noqa: FBT001 - one fact, one word
    """What a task shows of its report; null when the reader may only know that the task exists."""
    if not visible:
        return None
    return AboutAnswer(
        state=row["report_state"],
        category=row["category"],
        severity=row["severity"],
        area=row["area"],
        register_number=row["register_number"],
        title=title,
    )


def task_view(
    task: TaskFacts,
    report: ReportFacts,
    result: str | None,
    about: AboutAnswer | None,
    call: Call,
    receipt: Receipt | UnsetType = UNSET,
    *,
    became: UUID | None = None,
    title_erased: ErasedAnswer | None = None,
    calendar_changed: bool = False,
) -> TaskAnswer:
    """The whole representation of a task of ``report``."""
    stands = standing(report, task, call.policy.above(task.agency))
    conflicts = task_conflicts(call.actor, task_of(task, report), call.policy)
    return TaskAnswer(
        id=task.id,
        report=task.report_id if about else None,
        agency=task.agency,
        role=task.role,
        kind=task.kind,
        obligatory=task.obligatory,
        state=task.state,
        version=task.version,
        offered_at=task.offered_at,
        due_at=task.due_at,
        due_clock=task.due_clock,
        assignee=task.assignee,
        completed_by=task.completed_by,
        completed_at=task.completed_at,
        transferred_from=task.transferred_from if about else None,
        transferred_to=became if about else None,
        transfer_kind=task.transfer_kind,
        calendar_changed=calendar_changed and about is not None,
        result=result,
        about=about,
        actions=_actions(task.state, caller_of(call.actor, stands), conflicts, call.language, about is not None),
        erased=_erased(title_erased, None),
        receipt=receipt,
    )


@lru_cache(maxsize=4096)
def _actions(
    state: TaskState,
    caller: Caller,
    conflicts: Conflicts,
    language: str,
    reads: bool,  # noqa: FBT001 - a cache's key
) -> list[ActionAnswer]:
    """One list for all who may do the same: a page shows it fifty times. ``reads`` is whether they read the report."""
    found = task_actions(state, caller, conflicts)
    return actions_view(found if reads else actions_unread(found), language)


def after_change(report: ReportFacts, title: str | None, *, visible: bool) -> AboutAnswer | None:
    """What a task shows of its report once a change is written."""
    if not visible:
        return None
    return AboutAnswer(
        state=report.state,
        category=report.category,
        severity=report.severity,
        area=report.area,
        register_number=report.register_number,
        title=title,
    )
