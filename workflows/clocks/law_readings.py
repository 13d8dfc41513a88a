"""The ends of a limit that is read in more ways than one: each by its own reading, the earliest first.

The earliest counts: a clock warns and is missed by it. Source: docs/domain.md, "Legal clocks".
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

import msgspec

from workflows.clocks.calendar import Calendar, SkippedDay
from workflows.clocks.days import due, due_before, parse_length, put_off
from workflows.clocks.law_file import LegalClock
from workflows.codes.clocks import DayKind


class ReadEnd(msgspec.Struct, frozen=True):
    """When a limit ends by one reading of it (UTC), and to what length in all it may be extended."""

    length: str
    day_kind: DayKind
    basis: str
    due_at: datetime
    skipped: tuple[SkippedDay, ...]
    extends_to: str | None


def ends_of(row: LegalClock, start: datetime, calendar: Calendar) -> tuple[ReadEnd, ...]:
    """The ends of a row's limit by each reading that is valid on the day of its start, the earliest first.

    Raises ValueError for a start without offset.
    """
    reckoned = due_before if row.backward else due
    ends = []
    for reading in row.read_on(start.astimezone(calendar.zone).date()):
        end = reckoned(reading.written, start, calendar)
        basis, longer = reading.basis, row.extends(reading)
        ends.append(ReadEnd(reading.written, reading.day_kind, basis, end.due_at, end.skipped, longer))
    return earliest_first(ends)


def lengthened(ends: Iterable[ReadEnd], start: datetime, calendar: Calendar) -> tuple[ReadEnd, ...]:
    """The ends with their lengths in all, the earliest first; what no law extends stays as it is."""
    return earliest_first([_longer(end, start, calendar) for end in ends])


def earliest_first(ends: Iterable[ReadEnd]) -> tuple[ReadEnd, ...]:
    """In the order of time; one alone where all say the same."""
    ordered = sorted(ends, key=lambda end: end.due_at)
    return tuple(ordered[:1] if len({(end.length, end.due_at) for end in ordered}) == 1 else ordered)


def disputed(ends: tuple[ReadEnd, ...]) -> tuple[ReadEnd, ...]:
    """What a clock keeps beside its own end: each of several readings, nothing where there is but one."""
    return ends if len(ends) > 1 else ()


class Ended(Protocol):
    """A clock with an end, whatever keeps it."""

    @property
    def length(self) -> str:
        """How long it is."""

    @property
    def day_kind(self) -> DayKind:
        """What it counts."""

    @property
    def basis(self) -> str:
        """What sets it."""

    @property
    def due_at(self) -> datetime:
        """When it runs out."""

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        """What it passed over."""

    @property
    def extends_to(self) -> str | None:
        """Its length in all once it is extended."""


def end_kept(clock: Ended) -> ReadEnd:
    """The end of a clock whose law is read in one way."""
    return ReadEnd(clock.length, clock.day_kind, clock.basis, clock.due_at, clock.skipped, clock.extends_to)


def by_the_earliest(ends: tuple[ReadEnd, ...]) -> dict[str, Any]:
    """The members of a clock that is due by the earliest of these ends."""
    end = ends[0]
    return {
        "length": end.length, "day_kind": end.day_kind, "basis": end.basis, "due_at": end.due_at,
        "skipped": end.skipped,
    }  # fmt: skip


def _longer(end: ReadEnd, start: datetime, calendar: Calendar) -> ReadEnd:
    if end.extends_to is None:
        return end
    whole = parse_length(end.extends_to)
    if whole.kind is end.day_kind:
        later = put_off(end.length, end.extends_to, end.due_at, calendar)
        skipped = (*end.skipped, *later.skipped)
    else:
        later = due(end.extends_to, start, calendar)
        skipped = later.skipped
    return ReadEnd(str(whole), whole.kind, end.basis, later.due_at, skipped, end.extends_to)
