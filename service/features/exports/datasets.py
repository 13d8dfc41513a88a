"""What is exported: codes, identifiers and times, never a text, a person or an identity."""

from collections.abc import Callable
from typing import Any, NamedTuple

from service.features.exports import repository
from workflows.codes.stamps import stamp
from workflows.trail.as_of import report_account, task_account, told


class Dataset(NamedTuple):
    """One export: its columns, the statement that reads its rows, and what a row becomes."""

    columns: tuple[str, ...]
    sql: str
    values: Callable[[Any], tuple[Any, ...]]


def _report(row: Any) -> tuple[Any, ...]:
    account = report_account(map(told, row["leaves"]))
    return (
        str(row["id"]), account.register_number, row["report_state"], row["category"], row["severity"],
        account.classification, row["area"], row["election"], account.stage, row["lead_agency"], account.outcome,
        row["version"], account.reported_at, stamp(row["at"]), account.closed_at,
    )  # fmt: skip


def _task(row: Any) -> tuple[Any, ...]:
    account = task_account(map(told, row["leaves"]))
    former = row["transferred_from"] if account.merged else account.transferred_from
    return (
        str(row["id"]), str(row["report_id"]), row["agency"], account.role, account.kind, account.obligatory,
        account.state, account.round, None if former is None else str(former), row["election"], account.offered_at,
        account.accepted_at, account.completed_at, account.changed_at,
    )  # fmt: skip


def _event(row: Any) -> tuple[Any, ...]:
    return (
        row["leaf_index"], str(row["id"]), row["action"], str(row["report_id"]),
        None if row["task_id"] is None else str(row["task_id"]), row["agency"], row["before"], row["after"],
        row["actor_agency"], row["actor_role"], stamp(row["at"]), row["leaf_hash"],
    )  # fmt: skip


DATASETS: dict[str, Dataset] = {
    "reports": Dataset(
        (
            *("report", "register_number", "state", "category", "severity", "classification", "area", "election"),
            *("stage", "lead_agency", "outcome", "version", "reported_at", "updated_at", "closed_at"),
        ),
        repository.REPORTS,
        _report,
    ),
    "tasks": Dataset(
        (
            *("task", "report", "agency", "role", "kind", "obligatory", "state", "round", "transferred_from"),
            *("election", "offered_at", "accepted_at", "completed_at", "updated_at"),
        ),
        repository.TASKS,
        _task,
    ),
    "events": Dataset(
        (
            *("leaf_index", "event", "action", "report", "task", "agency", "from", "to", "actor_agency"),
            *("actor_role", "at", "leaf_hash"),
        ),
        repository.EVENTS,
        _event,
    ),
}
"""By name. Reports and tasks come in the order of their identifiers, events in that of the log."""
