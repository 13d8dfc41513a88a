"""A clock against the calendar in force: that it has changed is told, what is a guess is told, and nothing moves.

docs/domain.md, "The calendar".
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edge.policy_files import load_policies
from tests.workflows.law import POLICY, kept, local, started
from workflows.clocks.calendar import Calendar
from workflows.clocks.explaining import Reckoning, explain
from workflows.clocks.kept_clocks import KeptClock, extended
from workflows.clocks.law_readings import by_the_earliest, disputed, end_kept, ends_of
from workflows.clocks.recount import counted, estimates, recounted
from workflows.codes.clocks import DayKind, Estimate, LegalStep
from workflows.codes.policy import Regime
from workflows.codes.wording import Wording
from workflows.policy.counter import earliest_counter_end

LEAVE, WORKS = Wording("Late leave", "Cuti susulan"), Wording("Leave called off", "Cuti dibatalkan")
NATION = load_policies().of("33.05").calendar.nation
MONDAY = local("2024-02-19T10:00:00")


def calendar(off: tuple[date, ...] = (), on: tuple[date, ...] = ()) -> Calendar:
    """The region's calendar with days that it has said since."""
    days, works = dict.fromkeys(off, LEAVE), dict.fromkeys(on, WORKS)
    return replace(POLICY.calendar, days_off=MappingProxyType(days), working_days=MappingProxyType(works))


def end(text: str) -> datetime:
    """The end of a local day, in UTC."""
    return local(f"{text}T23:59:59").astimezone(UTC)


def investigation() -> KeptClock:
    """Pilkada, 14 working days from Monday 19 February 2024.

    20, 21, 22, 23 (4), 26 to 1 March (9), 4 to 8 March (14): Friday 8 March. Nyepi is on Monday 11.
    """
    clock = kept(started("pilkada/investigation", MONDAY))
    assert clock.due_at == end("2024-03-08")
    return clock


def test_under_the_calendar_that_it_was_counted_with_nothing_is_told() -> None:
    assert recounted(investigation(), POLICY.calendar) is None


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        (calendar(off=(date(2024, 3, 4),)), "2024-03-13"),  # 11 Nyepi and 12 its joint leave are passed over
        (calendar(off=(date(2024, 2, 20), date(2024, 2, 21))), "2024-03-14"),
        (calendar(on=(date(2024, 2, 24),)), "2024-03-07"),  # a Saturday on which the region works
    ],
)
def test_a_day_that_is_said_later_brings_another_end(changed: Calendar, due: str) -> None:
    clock = investigation()
    anew = recounted(clock, changed)
    assert anew is not None
    assert (anew.due_at, clock.due_at) == (end(due), end("2024-03-08"))


@pytest.mark.parametrize("day", [date(2024, 2, 19), date(2024, 2, 24), date(2024, 3, 9), date(2024, 3, 25)])
def test_a_day_off_before_after_or_on_a_weekend_of_it_changes_nothing(day: date) -> None:
    assert recounted(investigation(), calendar(off=(day,))) is None


def told_of(clock: KeptClock, changed: Calendar) -> Wording:
    """The explanation of a clock under another calendar."""
    return explain(
        Reckoning(
            clock.length, clock.counts_from, clock.started_at, clock.due_at, clock.skipped, clock.basis, clock.status,
            readings=clock.readings, counter_end=clock.counter_end, recounted=recounted(clock, changed),
        ),
        changed.zone,
    )  # fmt: skip


def test_an_end_that_stays_is_not_told_as_one_that_moves() -> None:
    """Of pemilu's investigation the hours end first, whatever the calendar: only the working days end later by it."""
    clock = kept(started("pemilu/investigation", local("2026-02-03T10:00:00")))
    why = told_of(clock, calendar(off=(date(2026, 2, 10),)))
    assert (
        "batas ini tetap, dan dari bacaan lain yang berubah: 14 hari kerja (UU 7/2017 Pasal 480(1)), sampai" in why.id
    )
    assert "its end stays, and of the other readings these would end otherwise: 14 working days" in why.en
    moved = told_of(investigation(), calendar(off=(date(2024, 3, 4),)))
    assert "jatuh temponya Rabu, 13 Maret 2024" in moved.id
    assert "tetap" not in moved.id


def test_two_days_that_outweigh_each_other_change_no_end() -> None:
    """The re-vote that was moved from a Tuesday to a Saturday that is worked: other days, one end."""
    assert recounted(investigation(), calendar(off=(date(2024, 2, 20),), on=(date(2024, 2, 24),))) is None


def test_what_is_called_otherwise_is_no_change() -> None:
    clock = investigation()
    other = tuple(msgspec.structs.replace(off, name=LEAVE) for off in clock.skipped)
    assert recounted(msgspec.structs.replace(clock, skipped=other), POLICY.calendar) is None


def test_what_is_over_or_stood_still_is_not_asked() -> None:
    off = calendar(off=(date(2024, 3, 4),))
    for over in ({"stopped_at": MONDAY}, {"paused_at": MONDAY}, {"paused_s": 60}):
        assert recounted(msgspec.structs.replace(investigation(), **over), off) is None


def test_of_a_disputed_limit_each_reading_is_counted_anew_and_the_earliest_still_counts() -> None:
    """Handling in pemilu: 7 calendar days to Monday 26, 7 working days to Wednesday 28 February 2024."""
    clock = kept(started("pemilu/handling", MONDAY))
    anew = recounted(clock, calendar(off=(date(2024, 2, 20),)))
    assert anew is not None
    assert [(each.length, each.due_at) for each in anew.readings] == [
        ("7cd", end("2024-02-26")), ("7wd", end("2024-02-29")),
    ]  # fmt: skip
    assert (anew.due_at, anew.day_kind) == (end("2024-02-26"), DayKind.CALENDAR_DAYS)


def test_an_extended_clock_is_counted_anew_with_its_length_in_all() -> None:
    longer = extended(kept(started("pemilu/handling", MONDAY)), POLICY.calendar)
    anew = recounted(longer, calendar(off=(date(2024, 3, 4),)))
    assert anew is not None
    assert (longer.length, longer.due_at, anew.length, anew.due_at) == (
        "14wd", end("2024-03-08"), "14wd", end("2024-03-13"),
    )  # fmt: skip


DAYS = st.dates(date(2024, 2, 12), date(2024, 3, 31))
STEPS = [(row.regime, row.step) for row in POLICY.law.clocks if not row.backward]


def in_one_order(clock: KeptClock) -> KeptClock:
    """With readings that end at one moment in the order of their lengths: which of them is told first says nothing."""
    ends = sorted(clock.readings or (end_kept(clock),), key=lambda end: (end.due_at, end.length))
    return msgspec.structs.replace(clock, readings=disputed(tuple(ends)), **by_the_earliest(tuple(ends)))


@given(st.sampled_from(STEPS), DAYS, st.frozensets(DAYS, max_size=9), st.frozensets(DAYS, max_size=9))
def test_no_end_that_is_warned_of_is_later_than_a_reading_and_the_former_calendar_brings_a_clock_back(
    step: tuple[Regime, LegalStep], day: date, off: frozenset[date], on: frozenset[date]
) -> None:
    row = POLICY.law.clock(*step, day)
    if row is None:
        return
    clock = kept(started(f"{step[0]}/{step[1]}", datetime(day.year, day.month, day.day, 3, tzinfo=UTC)))
    changed = calendar(tuple(off - on), tuple(on))
    anew = recounted(clock, changed)
    if anew is not None:
        assert anew.due_at == min(end.due_at for end in anew.readings or (end_kept(anew),))
        assert recounted(anew, changed) is None
        back = recounted(anew, POLICY.calendar)
        assert back is not None
        assert in_one_order(back) == in_one_order(clock)
        for each in anew.readings or (end_kept(anew),):
            passed_over = {off.day for off in each.skipped}
            assert counted(each.length, anew.started_at, passed_over, POLICY.zone) == each.due_at


def guessed(rule: str, start: str, policy_calendar: Calendar) -> tuple[Estimate, ...]:
    regime, step = rule.split("/")
    row, moment = POLICY.law.clock(Regime(regime), LegalStep(step), date.fromisoformat(start[:10])), local(start)
    assert row is not None
    return estimates(ends_of(row, moment, policy_calendar), moment, policy_calendar)


WITH_NATION = replace(POLICY.calendar, nation=NATION)


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        ("2026-11-09T10:00:00", ()),
        ("2026-12-21T10:00:00", ("no_decree",)),  # 14 working days from it run into January 2027
        ("2027-03-01T10:00:00", ("no_decree", "estimated_feast")),
        ("2028-08-01T10:00:00", ("no_decree", "estimated_feast")),
        ("2050-12-20T10:00:00", ("no_decree", "calendar_incomplete")),
        ("2024-02-19T10:00:00", ()),
    ],
)
def test_a_clock_of_working_days_says_where_its_days_are_not_settled(start: str, codes: tuple[str, ...]) -> None:
    assert guessed("pilkada/investigation", start, WITH_NATION) == codes


def test_days_that_are_all_counted_are_never_an_estimate() -> None:
    assert guessed("pilkada/handling", "2027-03-01T10:00:00", WITH_NATION) == ()


def test_what_is_counted_back_is_as_much_a_guess_as_what_is_counted_on() -> None:
    """Five working days before Monday 3 January 2028 run into 2027, five before Saturday 20 March 2027 across Eid."""
    before = [
        guessed("pemilu/final_before_result", f"{day}T10:00:00", WITH_NATION)
        for day in ("2028-01-03", "2027-03-20", "2024-03-20")
    ]
    assert before == [("no_decree",), ("no_decree", "estimated_feast"), ()]


def test_until_when_a_counter_is_open_is_a_guess_where_its_days_off_are() -> None:
    """Lodging in pilkada counts every day; its last opening before Friday 12 March 2027 is on Friday 5, before Eid.

    In 2024 the days are decreed. What is open around the clock until the limit ends rests on no day off.
    """
    for start, due, codes in (
        ("2027-03-05T10:00:00", "2027-03-12", ("no_decree", "estimated_feast")),
        ("2024-10-10T10:00:00", "2024-10-17", ()),
        ("2024-11-19T10:00:00", "2024-11-26", ()),
    ):
        row, moment = POLICY.law.clock(Regime("pilkada"), LegalStep.LODGE_REPORT, date(2024, 1, 1)), local(start)
        assert row is not None
        ends = ends_of(row, moment, WITH_NATION)
        assert ends[0].due_at == end(due)
        shut = earliest_counter_end(replace(POLICY, calendar=WITH_NATION), row, moment, ends[0].due_at)
        assert estimates(ends, moment, WITH_NATION, shut) == codes
        assert estimates(ends, moment, WITH_NATION) == ()


def test_a_feast_on_which_the_region_has_spoken_is_no_guess() -> None:
    """Eid al-Fitr 2027 is reckoned for 10 and 11 March; the clock runs from Monday 1 to Monday 22."""
    feasts = tuple(date(2027, 3, day) for day in (9, 10, 11))
    said = replace(calendar(off=feasts), nation=NATION)
    assert guessed("pilkada/investigation", "2027-03-01T10:00:00", said) == ("no_decree",)


@pytest.mark.parametrize(("start", "guess"), [("2027-05-17T10:00:00", True), ("2027-05-18T10:00:00", False)])
def test_a_feast_on_the_day_of_the_start_may_still_come_after_it(start: str, guess: bool) -> None:  # noqa: FBT001 - a case
    """Eid al-Adha 2027 is reckoned for Monday 17 May: on the 18th it would be passed over by a clock of the 17th."""
    assert (Estimate.ESTIMATED_FEAST in guessed("pilkada/to_court", start, WITH_NATION)) is guess


def test_the_decrees_name_their_sources_and_the_years_follow_each_other() -> None:
    assert NATION is not None
    assert [NATION.first_year, NATION.complete_to] == [2015, 2050]
    assert [year for year in NATION.decrees if not NATION.decreed(year)] == [2027]
    assert all(decree.source for decree in NATION.decrees.values())
    assert not NATION.decreed(2028)


def test_what_was_passed_over_is_all_that_it_takes_to_count() -> None:
    passed_over = {date(2024, 2, 24), date(2024, 2, 25)}
    assert counted("7wd", MONDAY, passed_over, POLICY.zone) == end("2024-02-28")
    assert counted("7cd", MONDAY, passed_over, POLICY.zone) == end("2024-02-26")
    assert counted("24h", MONDAY, (), POLICY.zone) == MONDAY.astimezone(UTC) + timedelta(hours=24)
