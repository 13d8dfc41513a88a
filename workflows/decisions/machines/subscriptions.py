"""What somebody asks to be told of: some actions, one agency, one report. Everything that is named must fit."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from workflows.codes.actions import ASKABLE, OBJECTS
from workflows.codes.near import instead, nearest

EVERYTHING = "*"
ACTION_PATTERN = r"[a-z_]{2,20}\.(\*|[a-z_]{2,40})"
"""How an action is written, or every action of one object: ``task.accepted``, ``task.*``; ASKABLE has them all."""


def unknown_in(asked: Iterable[str]) -> dict[str, str]:
    """What is asked for and never happens, each with words that say what may have been meant."""
    return {one: _instead(one) for one in asked if one != EVERYTHING and one not in ASKABLE}


def _instead(action: str) -> str:
    """Like none of them, it is told their objects alone."""
    return instead(action, ASKABLE if nearest(action, ASKABLE) else {f"{thing}.*" for thing in OBJECTS})


class Interest(NamedTuple):
    """No actions, agency or report means all of them. An event of which nothing may be said fits only all."""

    actions: frozenset[str] = frozenset()
    agency: str | None = None
    report: UUID | None = None

    def takes(self, action: str | None, agency: str | None, report: UUID | None) -> bool:
        """Whether an event is asked for."""
        return (
            (self.agency is None or agency == self.agency)
            and (self.report is None or report == self.report)
            and (not self.actions or (action is not None and covers(self.actions, action)))
        )


ALL = Interest()


def covers(actions: frozenset[str], action: str) -> bool:
    """Whether an action is one of them, by its name or by its object."""
    return bool(actions & {EVERYTHING, action, f"{action.partition('.')[0]}.*"})
