"""The legal clocks of the nation: every limit that a law sets, validated once and then only read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from types import MappingProxyType

from workflows.clocks.days import Length
from workflows.clocks.law_file import (
    Citation,
    CounterHours,
    Extension,
    LawFile,
    LegalClock,
    Opening,
    OpeningHours,
    Reading,
    RegimeRow,
)
from workflows.codes.clocks import DayKind, LawStatus, LegalStep
from workflows.codes.policy import LegalClockSet, LegalMoment, Regime, Weekday
from workflows.files.json_lines import Path
from workflows.files.located import Fault, PolicyError, line_at, read_located

__all__ = [
    "NO_LAW",
    "Citation",
    "CounterHours",
    "Extension",
    "Law",
    "LegalClock",
    "Opening",
    "OpeningHours",
    "Reading",
    "RegimeRow",
    "parse_law",
]


_AROUND_THE_CLOCK = frozenset({DayKind.MINUTES, DayKind.HOURS})
_MINUTES: Mapping[DayKind, int] = {
    DayKind.MINUTES: 1, DayKind.HOURS: 60, DayKind.CALENDAR_DAYS: 24 * 60, DayKind.WORKING_DAYS: 24 * 60,
}  # fmt: skip
"""How many minutes one of each lasts at least."""


@dataclass(frozen=True, slots=True)
class Law:
    """In one version: the regimes that a law describes, the legal clocks by regime and step, and what begins when.

    ``counters`` are the hours of the counter, by regime and period.
    """

    version: str
    regimes: Mapping[Regime, RegimeRow]
    clocks: tuple[LegalClock, ...]
    openings: tuple[Opening, ...]
    by_step: Mapping[tuple[Regime, LegalStep], tuple[LegalClock, ...]]
    counters: tuple[CounterHours, ...]

    def clock(self, regime: Regime, step: LegalStep, day: date) -> LegalClock | None:
        """The limit of a step for a clock that starts on a local day, None where the law sets none."""
        rows = self.by_step.get((regime, step), ())
        return next((row for row in rows if row.valid_on(day)), None)

    def limits(self, regime: Regime) -> bool:
        """Whether it sets any limit under the regime."""
        return any(row.regime == regime for row in self.clocks)

    def sets(self, regime: Regime, step: LegalStep) -> bool:
        """Whether it limits a step under the regime, on whatever day."""
        return (regime, step) in self.by_step

    def counter(self, regime: Regime, day: date) -> CounterHours | None:
        """The hours of the counter for the regime on a local day, None where no regulation sets any."""
        return next((each for each in self.counters if each.regime == regime and each.valid_on(day)), None)

    def opened(
        self, moment: LegalMoment, regime: Regime, clocks: LegalClockSet | None, lead: str | None
    ) -> Iterator[LegalStep]:
        """The steps that begin at a moment under a regime for a report of this set that ``lead`` leads by rule."""
        for opening in self.openings:
            here = not opening.regimes or regime in opening.regimes
            if opening.moment is moment and here and clocks in opening.sets and opening.led_by in (None, lead):
                yield from opening.steps

    def begun_at(self, step: LegalStep, regime: Regime) -> frozenset[LegalMoment]:
        """The moments of a report's life at which a step begins under a regime, on whatever way the report is."""
        here = (opening for opening in self.openings if not opening.regimes or regime in opening.regimes)
        return frozenset(opening.moment for opening in here if step in opening.steps)


NO_LAW = Law("", MappingProxyType({}), (), (), MappingProxyType({}), ())
"""For reading a region's file by itself: no legal clock is known."""


def parse_law(raw: bytes, source: str) -> Law:
    """Read the file's bytes (JSON, UTF-8) and check all of it.

    ``source`` names the file in messages. Raises PolicyError with the line of the first fault.
    """
    parsed, lines = read_located(raw, source, LawFile)
    fault = next(_faults(parsed), None)
    if fault is not None:
        raise PolicyError(source, line_at(lines, fault.path), fault.reason)
    ordered = sorted(parsed.clocks, key=_step)
    by_step = {step: tuple(rows) for step, rows in groupby(ordered, _step)}
    regimes = MappingProxyType({row.code: row for row in parsed.regimes})
    return Law(parsed.version, regimes, parsed.clocks, parsed.openings, MappingProxyType(by_step), parsed.counters)


def _step(row: LegalClock) -> tuple[Regime, LegalStep]:
    return row.regime, row.step


def _faults(law: LawFile) -> Iterator[Fault]:
    yield from _regime_faults(law)
    for index, row in enumerate(law.clocks):
        yield from _row_faults(row, ("clocks", index))
    yield from _overlaps(law)
    yield from _without_limit(law)
    for index, counter in enumerate(law.counters):
        yield from _counter_faults(counter, ("counters", index))
    yield from _two_counters(law)


def _regime_faults(law: LawFile) -> Iterator[Fault]:
    seen = set[Regime]()
    for index, regime in enumerate(law.regimes):
        if regime.code in seen:
            yield Fault(("regimes", index, "code"), f"the regime '{regime.code}' is described twice")
        seen.add(regime.code)
    named = {"clocks": [row.regime for row in law.clocks], "counters": [row.regime for row in law.counters]}
    for name, regimes in named.items():
        for index, code in enumerate(regimes):
            if code not in seen:
                yield Fault((name, index, "regime"), undescribed(code, seen))
    for index, opening in enumerate(law.openings):
        for position, code in enumerate(opening.regimes):
            if code not in seen:
                yield Fault(("openings", index, "regimes", position), undescribed(code, seen))


def undescribed(regime: Regime, described: Iterable[Regime]) -> str:
    """What is said of a regime that no law describes."""
    return f"no law describes the regime '{regime}'; described are {', '.join(sorted(described))}"


def _row_faults(row: LegalClock, place: Path) -> Iterator[Fault]:
    if (row.status is not LawStatus.CONFIRMED) != (row.note is not None):
        yield Fault((*place, "note"), "a note says what is to be confirmed, and stands where something is")
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        yield Fault((*place, "valid_to"), f"'{row.id}' ends before it begins")
    if row.status is LawStatus.CONFIRMED and any(each.article is None for each in row.citations):
        yield Fault((*place, "citations"), "what is confirmed names its article")
    if row.readings and (row.pauses or row.status is LawStatus.CONFIRMED):
        yield Fault(
            (*place, "readings"), "what is read in more ways than one is to be confirmed, and never stands still"
        )
    if row.extension and any(each.basis != row.basis for each in row.readings):
        yield Fault((*place, "readings"), "what may be extended rests on one basis, however it is read")
    if row.backward and (row.extension or row.pauses):
        yield Fault((*place, "backward"), "what is counted back is neither extended nor stands still")
    if row.at_counter and (row.extension or row.pauses or row.backward):
        yield Fault((*place, "at_counter"), "what is handed in at a counter is neither extended nor stands still")
    if row.extension:
        yield from _extension_faults(row, row.extension, (*place, "extension"))


def _extension_faults(row: LegalClock, extension: Extension, place: Path) -> Iterator[Fault]:
    """What is extended ends later than it did by each of its readings, whatever days come between."""
    readings: tuple[LegalClock | Reading, ...] = (row, *row.readings)
    if not extension.in_all and extension.day_kind is not None:
        yield Fault((*place, "day_kind"), "what is added counts as the limit does")
    if not extension.in_all and len({reading.day_kind in _AROUND_THE_CLOCK for reading in readings}) > 1:
        yield Fault((*place, "count"), "hours and days are not extended by as many")
    if extension.in_all:
        for reading in readings:
            whole = Length(extension.count, extension.day_kind or reading.day_kind)
            if not _outlasts(whole, Length(reading.length, reading.day_kind)):
                yield Fault((*place, "count"), f"{whole} in all extends no limit of {reading.written}")


def _outlasts(whole: Length, part: Length) -> bool:
    """Whether a length always ends after another: working days have no upper bound, and a day lasts two at most."""
    if whole.kind is part.kind:
        return whole.units > part.units
    if part.kind is DayKind.WORKING_DAYS:
        return False
    longest = part.units * _MINUTES[part.kind] + (0 if part.kind in _AROUND_THE_CLOCK else _MINUTES[part.kind])
    return whole.units * _MINUTES[whole.kind] >= longest


def _overlaps(law: LawFile) -> Iterator[Fault]:
    for (_, one), (index, other) in combinations(enumerate(law.clocks), 2):
        if _step(one) == _step(other) and _meet(one, other):
            yield Fault(("clocks", index), f"'{other.id}' has two limits on the same days")


def _meet(one: LegalClock | CounterHours, other: LegalClock | CounterHours) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, other.valid_to or date.max)


def _without_limit(law: LawFile) -> Iterator[Fault]:
    known = {row.step for row in law.clocks if not row.backward}
    for index, opening in enumerate(law.openings):
        for position, step in enumerate(opening.steps):
            if step not in known:
                yield Fault(("openings", index, "steps", position), f"no limit of any regime begins with '{step}'")


def _counter_faults(counter: CounterHours, place: Path) -> Iterator[Fault]:
    if (counter.status is LawStatus.TO_CONFIRM) != (counter.note is not None):
        yield Fault((*place, "note"), "a note says what is to be confirmed, and stands where something is")
    if counter.valid_from and counter.valid_to and counter.valid_to < counter.valid_from:
        yield Fault((*place, "valid_to"), f"the counter of '{counter.regime}' closes for good before it opens")
    if counter.status is LawStatus.CONFIRMED and any(each.article is None for each in counter.citations):
        yield Fault((*place, "citations"), "what is confirmed names its article")
    seen = set[Weekday]()
    for index, hours in enumerate(counter.hours):
        yield from _hours_faults(hours, counter.status, (*place, "hours", index))
        for position, day in enumerate(hours.days):
            if day in seen:
                yield Fault((*place, "hours", index, "days", position), f"'{day}' has its hours twice")
            seen.add(day)
    if not seen - {Weekday.SATURDAY, Weekday.SUNDAY}:
        yield Fault((*place, "hours"), "the counter has no hours on any working day")


def _hours_faults(hours: OpeningHours, status: LawStatus, place: Path) -> Iterator[Fault]:
    if hours.closes <= hours.opens:
        yield Fault((*place, "closes"), f"closes at {hours.closes}, opens at {hours.opens}")
    if hours.disputed is not None and hours.disputed <= hours.closes:
        yield Fault(
            (*place, "disputed"), f"the earlier hour stands first, {hours.disputed} is not after {hours.closes}"
        )
    if {hours.disputed is None} != {hours.closes_by is None, hours.disputed_by is None}:
        yield Fault((*place, "disputed"), "of a disputed hour both are told with who says so, of every other nobody")
    if hours.disputed is not None and status is LawStatus.CONFIRMED:
        yield Fault((*place, "disputed"), "what is confirmed is disputed by nobody")


def _two_counters(law: LawFile) -> Iterator[Fault]:
    for (_, one), (index, other) in combinations(enumerate(law.counters), 2):
        if one.regime == other.regime and _meet(one, other):
            yield Fault(("counters", index), f"the counter of '{other.regime}' has two sets of hours on the same days")
