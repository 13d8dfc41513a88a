"""The chain of a region's reads, held against its own form: it belongs to no report and moves none."""

from typing import Any

from workflows.codes.people import SYSTEM
from workflows.codes.states import READS_RECORDED, WEBHOOK_EVENTS
from workflows.trail.reads import MOST
from workflows.trail.replay.chain import Place, place_of
from workflows.trail.replay.day_rules import DAY_EVENTS, KeptDays
from workflows.trail.replay.events import Event, NotInFormError, identifier, time_of
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.key_rules import KEY_EVENTS, Keys
from workflows.trail.replay.webhook_rules import Webhooks

_ALWAYS = {"what", "at", "person", "agency", "role"}
_IDENTIFIERS = ("person", "report", "task")


class Reads:
    """What is remembered of a region's reads: the newest record, and how many reads were told of."""

    def __init__(self) -> None:
        self.seq = self.at = self.told = 0
        self._keys = Keys()
        self._webhooks = Webhooks()
        self._days = KeptDays()
        self.head = bytes(32)

    def take(self, event: Event, faults: list[Fault]) -> None:
        """Take the next event that belongs to no report and add what does not hold to ``faults``."""
        if place_of(self, event, faults, "the records of reads") is Place.HAD_ITS_TURN:
            return
        leaf = event.leaf
        if leaf.version != leaf.seq:
            words = f"The account was altered: the record numbered {leaf.seq} says that it is version {leaf.version}."
            faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))
        if leaf.action in KEY_EVENTS:
            self._keys.take(event, faults)
        elif leaf.action in WEBHOOK_EVENTS:
            self._webhooks.take(event, faults)
        elif leaf.action in DAY_EVENTS:
            self._days.take(event, faults)
        else:
            self._read(event, faults)
        self.seq, self.head, self.at = leaf.seq, event.hash, event.at

    def _read(self, event: Event, faults: list[Fault]) -> None:
        leaf = event.leaf
        if leaf.action != READS_RECORDED or leaf.actor["role"] != SYSTEM:
            words = f"The account was altered: {leaf.action[:60]!r} by {leaf.actor['role'][:60]!r} belongs to a report."
            faults.append(event.fault(FaultCode.ILLEGAL_TRANSITION, words))
        self._count(event, faults)

    def _count(self, event: Event, faults: list[Fault]) -> None:
        try:
            times = [_time(read) for read in _listed(event.leaf.data.get("reads"))]
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
            return
        self.told += len(times)
        if max(times) > event.at:
            words = f"A time was altered: the record of {event.leaf.at} tells of a read that came after it."
            faults.append(event.fault(FaultCode.TIME_BACKWARDS, words))


def _listed(reads: Any) -> list[Any]:
    if not isinstance(reads, list) or not 0 < len(reads) <= MOST:
        raise NotInFormError("data.reads", f"is no list of 1 to {MOST} reads")
    return reads


def _time(read: Any) -> int:
    if not isinstance(read, dict) or not read.keys() >= _ALWAYS or not isinstance(read["at"], str):
        raise NotInFormError("data.reads", "holds something that does not say who read what when")
    for name in _IDENTIFIERS:
        value = read.get(name)
        if value is not None:
            identifier(str(value))
    return time_of(read["at"])
