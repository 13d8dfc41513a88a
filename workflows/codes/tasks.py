"""Tasks: their states and triggers, who holds which part."""

from enum import StrEnum
from typing import NamedTuple


class TaskState(StrEnum):
    """States of a task; ``waiting`` is a pause for an outside party."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class TaskTrigger(StrEnum):
    """What may be asked of a task. ``expire`` is the system's, ``reopen`` follows the report's ``return``."""

    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    WAIT = "wait"
    RESUME = "resume"
    COMPLETE = "complete"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    ASSIGN_PERSON = "assign_person"
    EXPIRE = "expire"
    REOPEN = "reopen"


LIVE = (TaskState.OFFERED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.WAITING)
"""A task in one of these still waits for its agency."""

REFUSED = (TaskState.DECLINED, TaskState.EXPIRED)
"""The agency did not take it; the desk may replace it or withdraw it."""


class TaskStep(NamedTuple):
    """A trigger: from each of ``sources`` it leads to ``target`` (None keeps the state) and leaves the event ``past``.

    Whoever fires one that ``works`` is of those who worked on the task. A ``system`` one nobody may ask for.
    """

    trigger: TaskTrigger
    sources: tuple[TaskState, ...]
    target: TaskState | None
    past: str
    works: bool
    system: bool = False


_S, _T = TaskState, TaskTrigger
TASK_STEPS = (
    TaskStep(_T.ACCEPT, (_S.OFFERED,), _S.ACCEPTED, "task.accepted", works=True),
    TaskStep(_T.DECLINE, (_S.OFFERED,), _S.DECLINED, "task.declined", works=False),
    TaskStep(_T.START, (_S.ACCEPTED,), _S.IN_PROGRESS, "task.started", works=True),
    TaskStep(_T.WAIT, (_S.IN_PROGRESS,), _S.WAITING, "task.paused", works=True),
    TaskStep(_T.RESUME, (_S.WAITING,), _S.IN_PROGRESS, "task.resumed", works=True),
    TaskStep(_T.COMPLETE, (_S.IN_PROGRESS,), _S.DONE, "task.completed", works=True),
    TaskStep(_T.TRANSFER, LIVE, _S.TRANSFERRED, "task.transferred", works=False),
    TaskStep(_T.WITHDRAW, (*LIVE, *REFUSED), _S.WITHDRAWN, "task.withdrawn", works=False),
    TaskStep(_T.ASSIGN_PERSON, (_S.ACCEPTED, _S.IN_PROGRESS, _S.WAITING), None, "task.person_assigned", works=False),
    TaskStep(_T.EXPIRE, (_S.OFFERED,), _S.EXPIRED, "task.expired", works=False, system=True),
    TaskStep(_T.REOPEN, (_S.DONE,), _S.IN_PROGRESS, "task.reopened", works=False, system=True),
)
"""Every trigger of a task. ``expire`` is the clock's, ``reopen`` follows the report's ``return``.

Source: docs/domain.md, "The task".
"""


class TaskRole(StrEnum):
    """Whether an agency leads the report or supports the lead."""

    LEAD = "lead"
    SUPPORT = "support"


class TaskKind(StrEnum):
    """What sort of work a task is; ``case`` is the legal case, ``safety`` protects people first."""

    CASE = "case"
    SAFETY = "safety"
    VERIFICATION = "verification"
    CLARIFICATION = "clarification"
    LOGISTICS = "logistics"
    INFORMATION = "information"


class TransferKind(StrEnum):
    """*Pelimpahan*, *pengambilalihan* and *penerusan*."""

    HANDED_DOWN = "handed_down"
    TAKEN_OVER = "taken_over"
    FORWARDED = "forwarded"
