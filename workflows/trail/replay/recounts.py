"""The ends of a clock that was counted anew, reckoned again from what its event says: no calendar is asked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.clocks.recount import counted
from workflows.trail.replay.events import NotInFormError, text_of, texts_of, time_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class CountedEnds(NamedTuple):
    """A clock's ends by each of its readings, as reckoned; how long each is, and what each passed over."""

    ends: tuple[int, ...]
    lengths: tuple[str, ...]
    passed_over: tuple[frozenset[date], ...]


def counted_ends(data: Mapping[str, Any], name: str) -> CountedEnds:
    """The ends under a member of an event's data, in the order of their lengths; one that is told has to be reckoned.

    Raises NotInFormError.
    """
    start, zone = _EPOCH + time_of(text_of(data, "from")) * _MICROSECOND, _zone(text_of(data, "zone"))
    told, member = data.get(name), f"data.{name}"
    if not isinstance(told, list) or not told or not all(isinstance(each, dict) for each in told):
        raise NotInFormError(member, "is no list of ends")
    found = sorted(_end(each, start, zone, member) for each in told)
    return CountedEnds(
        tuple(end for _, end, _ in found),
        tuple(length for length, _, _ in found),
        tuple(frozenset(days) for _, _, days in found),
    )


def _end(told: Mapping[str, Any], start: datetime, zone: ZoneInfo, member: str) -> tuple[str, int, tuple[date, ...]]:
    length, said = text_of(told, "length"), time_of(text_of(told, "due"))
    try:
        days = tuple(sorted(map(date.fromisoformat, texts_of(told, "passed_over"))))
        reckoned = (counted(length, start, frozenset(days), zone) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        raise NotInFormError(member, "holds an end that cannot be reckoned") from None
    if reckoned != said:
        raise NotInFormError(member, "holds an end that its length and its days do not bring it to")
    return length, said, days


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotInFormError("data.zone", "is no zone") from None
