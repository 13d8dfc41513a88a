"""Service clocks: how long an agency has, from when, until when, and which days did not count.

Minutes and hours run around the clock. The day after the starting day is day one of a working-day clock,
which ends at 23:59:59 local time of its last day. Source: DOMAIN.md, "Legal clocks" and the routing table.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflows.calendar import SkippedDay, day_off
from workflows.codes import Category, ClockKind, LawStatus, Severity
from workflows.policy import Policy, Rule

_LENGTH = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>m|h|wd)", re.ASCII)
_END_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends (UTC), and the days that it passed over."""

    due_at: datetime
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A service clock to start: times in UTC, with the rule and policy version that set its length."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime
    length: str
    rule: str
    policy_version: str
    status: LawStatus
    skipped: tuple[SkippedDay, ...]


def due(length: str, start: datetime, timezone: str) -> Due:
    """Return when a clock of ``length`` (``5m``, ``2h``, ``1wd``) started at ``start`` ends.

    ``timezone`` is the region's IANA name; days are its local days. Raises ValueError for a length of
    another form and for a start without offset.
    """
    if start.tzinfo is None:
        msg = "a clock starts at a time with an offset"
        raise ValueError(msg)
    count, unit = _parse(length)
    return _ENDS[unit](count, start, timezone)


def start_clock(policy: Policy, rule: str, severity: Severity, kind: ClockKind, start: datetime) -> ClockStart | None:
    """Start a clock of the rule, None where the policy sets none for this severity.

    A report may outlive its rule: one that this version no longer has is answered with the last rule of
    its category, and the answer names that one. Raises KeyError for a rule of no known category.
    """
    found = policy.rules_by_id.get(rule) or _default(policy, rule)
    lengths = found.clocks.of(severity)
    length = lengths.acknowledge if kind is ClockKind.ACKNOWLEDGE else lengths.verify
    if length is None:
        return None
    end = due(length, start, policy.timezone)
    return ClockStart(
        kind=kind,
        started_at=start.astimezone(UTC),
        due_at=end.due_at,
        length=length,
        rule=found.id,
        policy_version=policy.version,
        status=found.status,
        skipped=end.skipped,
    )


def _default(policy: Policy, rule: str) -> Rule:
    try:
        category = Category(rule.partition("/")[0])
    except ValueError:
        raise KeyError(rule) from None
    return policy.rules_of[category][-1]


@lru_cache(maxsize=256)
def _parse(length: str) -> tuple[int, str]:
    match = _LENGTH.fullmatch(length)
    if match is None:
        msg = f"'{length}' is no clock length; one is written 5m, 2h or 1wd"
        raise ValueError(msg)
    return int(match["count"]), match["unit"]


def _minutes(count: int, start: datetime, _timezone: str) -> Due:
    return Due(start.astimezone(UTC) + timedelta(minutes=count), ())


def _hours(count: int, start: datetime, _timezone: str) -> Due:
    return Due(start.astimezone(UTC) + timedelta(hours=count), ())


def _working_days(count: int, start: datetime, timezone: str) -> Due:
    zone = ZoneInfo(timezone)
    day = start.astimezone(zone).date()
    skipped: list[SkippedDay] = []
    while count:
        day += _DAY
        off = day_off(day)
        if off is None:
            count -= 1
        else:
            skipped.append(off)
    end = datetime.combine(day, _END_OF_DAY, tzinfo=zone)
    return Due(end.astimezone(UTC), tuple(skipped))


_ENDS: Mapping[str, Callable[[int, datetime, str], Due]] = {"m": _minutes, "h": _hours, "wd": _working_days}
