"""What an event of a kept day needs: each is kept once, by who may, one of a day at a time, and withdrawn once."""

from datetime import date

from workflows.access.permissions import PERMISSIONS, Action
from workflows.codes.states import DAY_KEPT, DAY_WITHDRAWN
from workflows.trail.replay.events import Event, NotInFormError, identifier, text_of
from workflows.trail.replay.faults import Fault, FaultCode

DAY_EVENTS = frozenset({DAY_KEPT, DAY_WITHDRAWN})
_KEEPERS = frozenset(role.value for role in PERMISSIONS[Action.CALENDAR_KEEP])


class KeptDays:
    """The days of a region that events have told of."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._kept: dict[bytes, date] = {}

    def take(self, event: Event, faults: list[Fault]) -> None:
        """Take an event of a kept day and add what does not hold to ``faults``."""
        leaf = event.leaf
        try:
            kept, day = identifier(text_of(leaf.data, "kept")), _day(text_of(leaf.data, "day"))
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
            return
        if leaf.actor["role"] not in _KEEPERS:
            words = f"The course was altered: {leaf.actor['role'][:60]!r} neither keeps nor withdraws a day."
            faults.append(event.fault(FaultCode.ILLEGAL_TRANSITION, words))
        wrong = self._keep(kept, day) if leaf.action == DAY_KEPT else self._withdraw(kept, day)
        if wrong is not None:
            faults.append(event.fault(FaultCode.STATE_CONTRADICTS, f"The account was altered: {wrong}."))

    def _keep(self, kept: bytes, day: date) -> str | None:
        again = kept in self._seen or day in self._kept.values()
        self._seen.add(kept)
        self._kept[kept] = day
        return "a day was kept that is kept already" if again else None

    def _withdraw(self, kept: bytes, day: date) -> str | None:
        """Of a day that was kept before the trail at hand begins nothing is known: it is withdrawn all the same."""
        known, before = self._kept.pop(kept, None), kept not in self._seen
        self._seen.add(kept)
        return None if known == day or before else "a day was withdrawn that was not kept"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotInFormError("data.day", "is no day") from None
