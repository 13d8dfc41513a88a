"""Why the law says no. Values of the domain, raised as exceptions, mapped to HTTP in one place.

Refused
├── IllegalTransition   the state does not allow the trigger
├── NotPermitted        the role, or the caller's relation to the thing, does not allow it
├── DutyConflict        the same person may not do both
├── LawForbids          a rule of law or of order stands against it
└── InvalidCommand      the command's own content is incomplete or contradicts itself
"""

from collections.abc import Mapping
from typing import Any

NO_DETAILS: Mapping[str, Any] = {}


class Refused(Exception):
    """Base of every refusal. ``code`` is stable and the same in every language."""

    def __init__(self, code: str, details: Mapping[str, Any] = NO_DETAILS) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class IllegalTransition(Refused):
    """``trigger`` cannot be fired in ``state``; ``legal`` lists what could be."""

    def __init__(self, state: str, trigger: str, legal: tuple[str, ...]) -> None:
        super().__init__("illegal_transition", {"state": state, "trigger": trigger, "legal": list(legal)})


class NotPermitted(Refused):
    """The caller's role or relation does not allow the action."""


class DutyConflict(Refused):
    """Separation of duties: this person already did the other half."""


class LawForbids(Refused):
    """A rule of law or of order is in the way whoever asks."""


class InvalidCommand(Refused):
    """The command is incomplete. ``pointer`` is the RFC 6901 pointer of the member at fault."""

    def __init__(self, code: str, pointer: str, details: Mapping[str, Any] = NO_DETAILS) -> None:
        super().__init__(code, details)
        self.pointer = pointer
