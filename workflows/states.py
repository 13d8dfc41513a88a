"""Which trigger leads from which state to which: the two tables that everything else walks.

Source: DOMAIN.md, "The report" and "The task".
"""

from typing import NamedTuple

from workflows.codes import (
    ErasureState,
    ErasureTrigger,
    ReportState,
    ReportTrigger,
    TaskState,
    TaskTrigger,
)


class Transition(NamedTuple):
    """``trigger`` is legal in each of ``sources``; ``target`` None keeps the state."""

    trigger: str
    sources: tuple[str, ...]
    target: str | None


REPORT_TRANSITIONS = (
    Transition(ReportTrigger.VERIFY, (ReportState.REPORTED,), ReportState.VERIFIED),
    Transition(ReportTrigger.ASSIGN, (ReportState.VERIFIED,), ReportState.ASSIGNED),
    Transition(ReportTrigger.UNASSIGN, (ReportState.ASSIGNED,), ReportState.VERIFIED),
    Transition(ReportTrigger.HANDLE, (ReportState.ASSIGNED,), ReportState.HANDLED),
    Transition(ReportTrigger.RETURN, (ReportState.HANDLED,), ReportState.ASSIGNED),
    Transition(ReportTrigger.CLOSE, (ReportState.HANDLED,), ReportState.CLOSED),
    Transition(ReportTrigger.DISMISS, (ReportState.REPORTED, ReportState.VERIFIED), ReportState.CLOSED),
    Transition(ReportTrigger.REOPEN, (ReportState.CLOSED,), ReportState.VERIFIED),
)

LIVE_TASK_STATES = (TaskState.OFFERED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.WAITING)
"""A task in one of these still waits for its agency."""

REFUSED_TASK_STATES = (TaskState.DECLINED, TaskState.EXPIRED)
"""The agency did not take it; the desk may replace it or withdraw it."""

TASK_TRANSITIONS = (
    Transition(TaskTrigger.ACCEPT, (TaskState.OFFERED,), TaskState.ACCEPTED),
    Transition(TaskTrigger.DECLINE, (TaskState.OFFERED,), TaskState.DECLINED),
    Transition(TaskTrigger.START, (TaskState.ACCEPTED,), TaskState.IN_PROGRESS),
    Transition(TaskTrigger.WAIT, (TaskState.IN_PROGRESS,), TaskState.WAITING),
    Transition(TaskTrigger.RESUME, (TaskState.WAITING,), TaskState.IN_PROGRESS),
    Transition(TaskTrigger.COMPLETE, (TaskState.IN_PROGRESS,), TaskState.DONE),
    Transition(TaskTrigger.TRANSFER, LIVE_TASK_STATES, TaskState.TRANSFERRED),
    Transition(TaskTrigger.WITHDRAW, (*LIVE_TASK_STATES, *REFUSED_TASK_STATES), TaskState.WITHDRAWN),
    Transition(TaskTrigger.ASSIGN_PERSON, (TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.WAITING), None),
    Transition(TaskTrigger.EXPIRE, (TaskState.OFFERED,), TaskState.EXPIRED),
    Transition(TaskTrigger.REOPEN, (TaskState.DONE,), TaskState.IN_PROGRESS),
)

ERASURE_TRANSITIONS = (
    Transition(ErasureTrigger.APPROVE, (ErasureState.REQUESTED,), ErasureState.APPROVED),
    Transition(ErasureTrigger.REFUSE, (ErasureState.REQUESTED,), ErasureState.REFUSED),
)

SYSTEM_REPORT_TRIGGERS = frozenset({ReportTrigger.UNASSIGN, ReportTrigger.HANDLE})
"""Fired by the derivation from the tasks alone; nobody may ask for them."""

SYSTEM_TASK_TRIGGERS = frozenset({TaskTrigger.EXPIRE, TaskTrigger.REOPEN})
"""``expire`` is the clock's, ``reopen`` follows the report's ``return``."""

REPORT_PAST = {
    ReportTrigger.VERIFY: "report.verified",
    ReportTrigger.ASSIGN: "report.assigned",
    ReportTrigger.UNASSIGN: "report.unassigned",
    ReportTrigger.HANDLE: "report.handled",
    ReportTrigger.RETURN: "report.returned",
    ReportTrigger.CLOSE: "report.closed",
    ReportTrigger.DISMISS: "report.dismissed",
    ReportTrigger.REOPEN: "report.reopened",
}
"""The event that each report trigger leaves in the trail."""

TASK_PAST = {
    TaskTrigger.ACCEPT: "task.accepted",
    TaskTrigger.DECLINE: "task.declined",
    TaskTrigger.START: "task.started",
    TaskTrigger.WAIT: "task.paused",
    TaskTrigger.RESUME: "task.resumed",
    TaskTrigger.COMPLETE: "task.completed",
    TaskTrigger.TRANSFER: "task.transferred",
    TaskTrigger.WITHDRAW: "task.withdrawn",
    TaskTrigger.ASSIGN_PERSON: "task.person_assigned",
    TaskTrigger.EXPIRE: "task.expired",
    TaskTrigger.REOPEN: "task.reopened",
}
"""The event that each task trigger leaves in the trail."""

ERASURE_REQUESTED = "erasure.requested"
ERASURE_PAST = {ErasureTrigger.APPROVE: "erasure.approved", ErasureTrigger.REFUSE: "erasure.refused"}
"""The events that the asking for an erasure and the decision on it leave in the trail."""

NOTICE_SENT = "notice.sent"
RECIPIENT_UNSEALED = "recipient.unsealed"
WALL_RAISED, WALL_LIFTED = "report.walled", "report.wall_lifted"
MERGED = "report.merged"
WITHDRAWAL_NOTED = "report.withdrawal_noted"

CLOCK_EXTENDED = "clock.extended"
OBLIGING_EVENTS = (
    REPORT_PAST[ReportTrigger.VERIFY],
    REPORT_PAST[ReportTrigger.DISMISS],
    REPORT_PAST[ReportTrigger.CLOSE],
    TASK_PAST[TaskTrigger.TRANSFER],
    CLOCK_EXTENDED,
)
"""The events that a policy may make an occasion to tell somebody; a transfer is one when the lead is handed on."""
