"""One event as it meets the standing of its report."""

from typing import NamedTuple

from workflows.codes.people import SYSTEM
from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.standing import Report


class Step(NamedTuple):
    """The report before the event, the event, and where faults are put. Rules change the report."""

    report: Report
    event: Event
    faults: list[Fault]

    def illegal(self, words: str) -> None:
        """The event may not follow this state."""
        self.faults.append(self.event.fault(FaultCode.ILLEGAL_TRANSITION, f"The course was altered: {words}."))

    def contradicts(self, words: str) -> None:
        """The event and the events before it cannot both be true."""
        self.faults.append(self.event.fault(FaultCode.STATE_CONTRADICTS, f"The account was altered: {words}."))

    def unknown_task(self, words: str) -> None:
        """The event speaks of a task that no event has offered."""
        self.faults.append(self.event.fault(FaultCode.UNKNOWN_TASK, f"The account was altered: {words}."))

    def moved(self, targets: dict[str, str], state: str, whose: str, *, system: bool) -> None:
        """Hold the states that the event names against the table and against the state before it."""
        leaf = self.event.leaf
        if leaf.before is None or leaf.after is None or targets.get(leaf.before) != leaf.after:
            self.illegal(f"{leaf.action} does not lead from {leaf.before} to {leaf.after}")
        if leaf.before != state:
            self.contradicts(f"{leaf.action} says that {whose} was {leaf.before}, its events make it {state}")
        if system and leaf.actor["role"] != SYSTEM:
            self.illegal(f"{leaf.action} follows by rule and nobody may ask for it")
