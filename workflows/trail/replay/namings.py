"""What an event says of another report: opened where a bundle shows it, and only counted where it does not."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from workflows.decisions.reports.namings import NAMES, NAMING, named_plainly, told_of
from workflows.trail.leaf import commit
from workflows.trail.replay.events import Event, NotInFormError
from workflows.trail.replay.faults import Fault, FaultCode

_MEMBER = f"data.{NAMING}"
_COMMITMENT = re.compile("[0-9a-f]{64}")


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The opening of an event's commitment: what it says of another report, and the salt in hex."""

    event: str
    report: str
    content: str
    salt: str


Openings = Callable[[str], Opening | None]
"""The opening for an event by its identifier; None where none is shown."""


def none_shown(_event: str) -> None:
    """No opening is at hand."""


class Namings:
    """Opens what events say of other reports, and counts."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self.shown = 0
        self.untold = 0

    def open(self, event: Event, faults: list[Fault]) -> Event:
        """The event with what it says of another report among its data, where that is shown and as promised."""
        data = event.leaf.data
        if NAMING not in data:
            return event
        try:
            _require_form(event)
            opening = self._openings(event.leaf.event)
            if opening is None:
                self.untold += 1
                return event
            told = _told(event, opening)
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
            return event
        if told is None:
            words = "What the event says of another report was altered: it is not what the event promised."
            faults.append(event.fault(FaultCode.NAMING_ALTERED, words))
            return event
        self.shown += 1
        return event._replace(leaf=msgspec.structs.replace(event.leaf, data={**data, **told}))


def untold(event: Event) -> bool:
    """Whether the event says something of another report that is not shown."""
    data = event.leaf.data
    return NAMING in data and not named_plainly(event.leaf.action, data)


def _require_form(event: Event) -> None:
    action, data = event.leaf.action, event.leaf.data
    said = data[NAMING]
    if action not in NAMES or not isinstance(said, str) or _COMMITMENT.fullmatch(said) is None:
        raise NotInFormError(_MEMBER, "is no commitment to what the event says of another report")
    if NAMES[action] & data.keys():
        raise NotInFormError(_MEMBER, "stands beside what it commits to")


def _told(event: Event, opening: Opening) -> dict[str, Any] | None:
    """What was promised; None for what was not. Raises NotInFormError for a promise that is no naming."""
    leaf = event.leaf
    try:
        kept = commit(bytes.fromhex(opening.salt), opening.content)
    except ValueError:
        return None
    if (kept, opening.report) != (leaf.data[NAMING], leaf.report):
        return None
    try:
        told = told_of(opening.content)
    except msgspec.MsgspecError:
        told = {}
    if not told or not told.keys() <= NAMES[leaf.action]:
        raise NotInFormError(_MEMBER, "commits to something else than what the event says of another report")
    return told
