"""What is told to who acts on a report without reading it: that a task of theirs exists, its own state, and no more.

The agency that holds a task of a secret report is such a one, the operator who is asked for an erasure another. A
refusal that rests on the report would tell what it is about (``agency_walled`` whom it accuses, ``rule`` its category),
and so would the difference between an agency that may be given the task and one that may not. Both are closed here,
for every decision at once. Source: docs/domain.md, "Who may read a report".
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from workflows.access.refusals import InvalidCommand, NotPermitted, Refused
from workflows.codes.tasks import TaskTrigger
from workflows.decisions.available import Available
from workflows.decisions.tasks.triggers import TASK_ASKED

UNREAD = "report_unread"
"""Why not, where the reason is not to be told."""

BLINDLY = frozenset(trigger for trigger, asked in TASK_ASKED.items() if asked.blind)
"""What may be done with a task by who does not read its report: nothing of it depends on the report."""

_NOTHING: frozenset[str] = frozenset()
_WHO = frozenset({"action", "role"})
SAID: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # the state of the task itself
        "illegal_transition": frozenset({"state", "trigger", "legal"}),
        # the caller
        "role_not_permitted": _WHO,
        "scope_missing": _WHO,
        "not_task_agency": _WHO,
        # whom the caller names
        "names_oneself": _NOTHING,
        "may_not_name": _WHO,
        # what the operator asks to be erased, by identifiers that the operator has
        "text_required": _NOTHING,
        "text_unknown": frozenset({"text"}),
        "reporter_anonymous": _NOTHING,
        "already_erased": _NOTHING,
        "erasure_pending": _NOTHING,
        UNREAD: _NOTHING,
    }
)
"""The refusals that say nothing of the report, with the members that do not. Any other becomes ``report_unread``."""

_OF_TASKS = frozenset(trigger.value for trigger in BLINDLY)


def require_blind(trigger: TaskTrigger) -> None:
    """Raise NotPermitted ``report_unread`` for what takes knowing the report."""
    if trigger not in BLINDLY:
        raise NotPermitted(UNREAD)


def told_unread(refused: Refused) -> Refused:
    """A refusal as it is told to who does not read the report."""
    said = SAID.get(refused.code)
    if said is None or not _of_the_task(refused):
        return NotPermitted(UNREAD)
    details = {name: value for name, value in refused.details.items() if name in said}
    if isinstance(refused, InvalidCommand):
        return InvalidCommand(refused.code, refused.pointer, details)
    return NotPermitted(refused.code, details) if details != dict(refused.details) else refused


def actions_unread(actions: Iterable[Available]) -> tuple[Available, ...]:
    """The actions on a task as they are told to who does not read its report."""
    return tuple(one if one.action in _OF_TASKS else Available(one.action, (UNREAD,)) for one in actions)


def _of_the_task(refused: Refused) -> bool:
    """Whether a transition that is not legal is the task's, and no other machine's."""
    trigger: Any = refused.details.get("trigger")
    return refused.code != "illegal_transition" or trigger in _OF_TASKS
