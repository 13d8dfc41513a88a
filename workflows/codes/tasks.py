"""Tasks: their states and triggers, who holds which part."""

from enum import StrEnum


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
