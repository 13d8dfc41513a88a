"""A clock as it is kept, and what a decision or a pause makes of it. Nothing else ever changes its due time.

Every change starts from the due time that was kept: a clock that runs is not counted anew when policy or calendar
change. Sources: UU 7/2017 art. 454(8), UU 1/2015 art. 134(6),
docs/domain.md, "Legal clocks" and "The task".
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from workflows.clocks.calendar import Calendar, SkippedDay
from workflows.clocks.days import Length, due, end_of
from workflows.clocks.law_readings import ReadEnd, by_the_earliest, disputed, end_kept, lengthened
from workflows.clocks.warnings import PERCENTS, WHOLE, moment_of, next_percent
from workflows.codes.clocks import ClockFamily, CountsFrom, DayKind, ExtensionGround, LawStatus, Rung
from workflows.codes.policy import RIGHT_HOLDERS, Regime

_DAY = timedelta(days=1)
_DAYS = frozenset({DayKind.CALENDAR_DAYS, DayKind.WORKING_DAYS})


class KeptClock(msgspec.Struct, frozen=True, kw_only=True):
    """One clock of a report with all that explains it; ``paused_s`` counts the seconds of pauses that are over.

    ``warned`` is the percent of its last warning, ``rung`` how far up it went once it was missed, ``next_at`` when it
    has something to do next, None for nothing. Of several ``readings`` of its law it is due by the earliest.
    ``extends_for`` is for what alone its law extends it.
    ``counter_end`` is when the counter last closes before its end: what ends there is never put off.
    ``calendar_changed`` is the mark by which lists find it: that it was last seen to run by a calendar of before.
    """

    id: UUID
    task: UUID | None
    kind: str
    family: ClockFamily
    regime: Regime | None
    whose: str | None
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    length: str
    day_kind: DayKind
    counts_from: CountsFrom
    rule: str
    policy_version: str
    law_version: str | None
    basis: str
    status: LawStatus
    extends_to: str | None
    extended: bool
    pauses: bool
    paused_at: datetime | None
    paused_s: int
    skipped: tuple[SkippedDay, ...]
    warned: int = 0
    rung: Rung | None = None
    next_at: datetime | None = None
    readings: tuple[ReadEnd, ...] = ()
    extends_for: ExtensionGround | None = None
    counter_end: datetime | None = None
    calendar_changed: bool = False

    @property
    def warned_end(self) -> datetime:
        """The end that it warns of: that of the counter, where there is one, else its own."""
        return self.counter_end or self.due_at

    @property
    def lapsed(self) -> bool:
        """Whether it was a right of its owner and has warned of its end unused: nobody is late then."""
        return self.stopped_at is None and self.whose in RIGHT_HOLDERS and self.warned == WHOLE

    def runs(self, now: datetime) -> bool:
        """Whether it is neither stopped nor past its end."""
        return self.stopped_at is None and now <= self.due_at


def extended(clock: KeptClock, calendar: Calendar) -> KeptClock:
    """The clock with its length in all, counted on from where it would have ended.

    Raises ValueError for a clock that no law extends.
    """
    if clock.extends_to is None:
        msg = f"no law extends the clock {clock.id}"
        raise ValueError(msg)
    ends = lengthened(clock.readings or (end_kept(clock),), clock.started_at, calendar)
    return msgspec.structs.replace(clock, extended=True, readings=disputed(ends), **by_the_earliest(ends))


def warning_anew(clock: KeptClock, now: datetime) -> KeptClock:
    """The clock, whose end has just been put off, as it warns of that end: what has not passed of it is to come."""
    passed = max((percent for percent in PERCENTS if _moment(clock, percent) <= now), default=0)
    return _awaiting(msgspec.structs.replace(clock, warned=min(clock.warned, passed)), now)


def warning_by_its_time(clock: KeptClock, now: datetime) -> KeptClock:
    """The clock, whose end was just counted anew, as it warns of that end, also where its moments have passed.

    What has not passed of it is to come again; what has passed and was never said is said by its own moment. That the
    end itself has passed is said of each end that the clock had.
    """
    before_the_end = (percent for percent in PERCENTS if percent < WHOLE and _moment(clock, percent) <= now)
    warned = min(clock.warned, max(before_the_end, default=0))
    return msgspec.structs.replace(clock, warned=warned, next_at=_moment(clock, next_percent(warned) or WHOLE))


def paused(clock: KeptClock, now: datetime) -> KeptClock:
    """The clock as it stands still from now on."""
    return msgspec.structs.replace(clock, paused_at=now, next_at=None, calendar_changed=False)


def resumed(clock: KeptClock, now: datetime, calendar: Calendar) -> KeptClock:
    """The clock as it runs on: minutes and hours with what was left, days with the days that were left.

    The day on which it was paused had begun and counts as passed; of the days after it, those count from tomorrow on
    that were left. With none left it ends with the day of its resuming, or the next day of its kind.
    """
    since = clock.paused_at or now
    stood = int((now - since).total_seconds())
    still = msgspec.structs.replace(clock, paused_at=None, paused_s=clock.paused_s + stood)
    if clock.day_kind not in _DAYS:
        return _awaiting(msgspec.structs.replace(still, due_at=clock.due_at + (now - since)), now)
    passed = [off for off in clock.skipped if off.day <= _local(since, calendar)]
    left = _days_left(clock, since, calendar)
    if left:
        end = due(str(Length(left, clock.day_kind)), now, calendar)
        return _awaiting(msgspec.structs.replace(still, due_at=end.due_at, skipped=(*passed, *end.skipped)), now)
    day, off = _first_that_counts(_local(now, calendar), clock.day_kind, calendar)
    last = end_of(day, calendar)
    return _awaiting(msgspec.structs.replace(still, due_at=max(last, clock.due_at), skipped=(*passed, *off)), now)


def _awaiting(clock: KeptClock, now: datetime) -> KeptClock:
    """The clock with the moment of its next warning, which is not before now."""
    percent = next_percent(clock.warned)
    moment = None if percent is None else max(now, _moment(clock, percent))
    return msgspec.structs.replace(clock, next_at=moment)


def _moment(clock: KeptClock, percent: int) -> datetime:
    return moment_of(percent, clock.started_at, clock.warned_end, clock.paused_s)


def _days_left(clock: KeptClock, since: datetime, calendar: Calendar) -> int:
    first, last = _local(since, calendar), _local(clock.due_at, calendar)
    off = {each.day for each in clock.skipped}
    return sum(first + n * _DAY not in off for n in range(1, (last - first).days + 1))


def _first_that_counts(day: date, kind: DayKind, calendar: Calendar) -> tuple[date, list[SkippedDay]]:
    passed: list[SkippedDay] = []
    while kind is DayKind.WORKING_DAYS and (off := calendar.day_off(day)) is not None:
        passed.append(off)
        day += _DAY
    return day, passed


def _local(moment: datetime, calendar: Calendar) -> date:
    return moment.astimezone(calendar.zone).date()
