"""How an event follows the one before it: number, hash and time, in a report's chain and in that of the reads."""

from enum import Enum, auto
from typing import Protocol

from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import Fault, FaultCode


class Last(Protocol):
    """The newest event of a chain; number 0 before the first. ``at`` counts microseconds since 1970."""

    seq: int
    head: bytes
    at: int


class Place(Enum):
    """Where an event stands behind the newest."""

    NEXT = auto()
    AFTER_A_GAP = auto()
    HAD_ITS_TURN = auto()


def place_of(last: Last, event: Event, faults: list[Fault], whose: str) -> Place:
    """Check number, chain and time against the newest event of the chain, which is ``whose``."""
    leaf = event.leaf
    if leaf.seq <= last.seq:
        words = f"An event was repeated or put here: it is numbered {leaf.seq}, and {last.seq} was there before it."
        faults.append(event.fault(FaultCode.SEQUENCE_REPEATED, words))
        return Place.HAD_ITS_TURN
    if leaf.seq > last.seq + 1:
        words = f"Events were taken away: number {leaf.seq} follows number {last.seq} of {whose}."
        faults.append(event.fault(FaultCode.SEQUENCE_GAP, words))
        return Place.AFTER_A_GAP
    if leaf.prev != (last.head.hex() if last.seq else None):
        words = f"An event before this one was altered: number {leaf.seq} is not chained to number {last.seq}."
        faults.append(event.fault(FaultCode.CHAIN_BROKEN, words))
    if event.at < last.at:
        words = f"A time was altered: the event before this one is later than {leaf.at}."
        faults.append(event.fault(FaultCode.TIME_BACKWARDS, words))
    return Place.NEXT
