"""A report and a task as they stood at a leaf, told from the leaves up to it alone.

What the state tables say today does not come in: the same leaves make the same account next year. Only what an export
shows is kept; whether the leaves may follow one another is asked by ``workflows.trail.replay``.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from workflows.codes.tasks import TaskState
from workflows.decisions.reports.namings import FROM_A_DUPLICATE, NAMING

REPORT_TELLS = (
    "report.reported",
    "report.verified",
    "report.amended",
    "report.closed",
    "report.dismissed",
    "report.reopened",
)
"""The events whose data say more of a report than the codes that stand beside every event."""


class Told(msgspec.Struct, frozen=True, rename={"before": "from", "after": "to"}):
    """Of a leaf what an account needs."""

    action: str
    at: str
    before: str | None
    after: str | None
    data: dict[str, Any]


class ReportAccount(NamedTuple):
    """What the events of a report add to its codes. Times are as they stand in a leaf."""

    reported_at: str
    classification: str
    register_number: str | None = None
    stage: str | None = None
    outcome: str | None = None
    closed_at: str | None = None


class TaskAccount(NamedTuple):
    """A task. Times are as they stand in a leaf.

    One that was ``merged`` came from another report, which its account does not name.
    """

    role: str
    kind: str
    obligatory: bool
    round: int
    transferred_from: str | None
    merged: bool
    state: str
    offered_at: str
    accepted_at: str | None
    completed_at: str | None
    changed_at: str


_TOLD = msgspec.json.Decoder(Told)


def told(leaf: bytes | str) -> Told:
    """A leaf, read for an account."""
    return _TOLD.decode(leaf)


def report_account(events: Iterable[Told]) -> ReportAccount:
    """A report from those of its events that are in ``REPORT_TELLS``, oldest first; the first is its intake."""
    first, *others = events
    account = ReportAccount(first.at, first.data["classification"], stage=first.data.get("stage"))
    for event in others:
        account = account._replace(**_REPORT_CHANGES[event.action](event))
    return account


def task_account(events: Iterable[Told]) -> TaskAccount:
    """A task from all its events, oldest first; the first is its offer."""
    first, *others = events
    data, at = first.data, first.at
    merged = NAMING in data or FROM_A_DUPLICATE in data
    account = TaskAccount(
        data["role"], data["kind"], data["obligatory"], data["round"],
        None if merged else data.get("transferred_from"), merged, TaskState.OFFERED.value, at, None, None, at,
    )  # fmt: skip
    for event in others:
        account = account._replace(changed_at=event.at)
        if event.after is not None:
            account = account._replace(state=event.after, **_task_moved(event))
    return account


def _task_moved(event: Told) -> dict[str, Any]:
    if event.after == TaskState.DONE:
        return {"completed_at": event.at}
    if event.before == TaskState.OFFERED and event.after == TaskState.ACCEPTED:
        return {"accepted_at": event.at}
    return {"completed_at": None} if event.before == TaskState.DONE else {}


def _verified(event: Told) -> dict[str, Any]:
    return {"register_number": event.data["register_number"]}


def _amended(event: Told) -> dict[str, Any]:
    changed = event.data.get("changed", {})
    return {name: changed[name] for name in ("classification", "stage") if name in changed}


def _ended(event: Told) -> dict[str, Any]:
    return {"outcome": event.data["outcome"], "closed_at": event.at}


def _reopened(_event: Told) -> dict[str, Any]:
    return {"outcome": None, "closed_at": None}


_REPORT_CHANGES = {
    "report.verified": _verified,
    "report.amended": _amended,
    "report.closed": _ended,
    "report.dismissed": _ended,
    "report.reopened": _reopened,
}
