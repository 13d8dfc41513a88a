"""When each legal clock ends, by dates that were counted by hand on the calendar.

docs/domain.md, "Legal clocks": "Counting begins on the day after the start, and a clock of days ends at 23:59:59 local
time, Asia/Jakarta, of its last day." Working days are "Monday to Friday without national holidays, joint leave and
election days".
"""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.walking import walked
from tests.workflows.law import LAW, POLICY, kept, local, started
from workflows.clocks.calendar import Calendar
from workflows.clocks.days import Length, due, due_before
from workflows.clocks.kept_clocks import extended
from workflows.codes.clocks import DayOff, LegalStep
from workflows.codes.wording import Wording
from workflows.decisions.clocks.starting import start_legal_clock

FEBRUARY, APRIL, NOVEMBER = "2024-02-07T10:00:00", "2024-04-08T10:00:00", "2024-11-22T10:00:00"
"""Wednesday before Isra' Mi'raj; Monday, the first day of the leave of Eid; Friday before the Pilkada."""

WORKING = {
    FEBRUARY: {
        # 8 Isra' Mi'raj, 9 joint leave, 10-11 weekend
        1: "Mon 2024-02-12", 2: "Tue 2024-02-13",
        # 14 voting day of the Pemilu
        3: "Thu 2024-02-15", 4: "Fri 2024-02-16",
        # 17-18 weekend
        5: "Mon 2024-02-19", 6: "Tue 2024-02-20", 7: "Wed 2024-02-21", 8: "Thu 2024-02-22", 9: "Fri 2024-02-23",
        # 24-25 weekend
        10: "Mon 2024-02-26", 11: "Tue 2024-02-27", 12: "Wed 2024-02-28", 13: "Thu 2024-02-29", 14: "Fri 2024-03-01",
    },
    APRIL: {
        # 9 joint leave, 10-11 Eid, 12 joint leave, 13-14 weekend, 15 joint leave
        1: "Tue 2024-04-16", 2: "Wed 2024-04-17", 3: "Thu 2024-04-18", 4: "Fri 2024-04-19",
        # 20-21 weekend
        5: "Mon 2024-04-22", 6: "Tue 2024-04-23", 7: "Wed 2024-04-24", 8: "Thu 2024-04-25", 9: "Fri 2024-04-26",
        # 27-28 weekend
        10: "Mon 2024-04-29", 11: "Tue 2024-04-30",
        # 1 May Labour Day
        12: "Thu 2024-05-02", 13: "Fri 2024-05-03",
        # 4-5 weekend
        14: "Mon 2024-05-06",
    },
    NOVEMBER: {
        # 23-24 weekend
        1: "Mon 2024-11-25", 2: "Tue 2024-11-26",
        # 27 voting day of the Pilkada
        3: "Thu 2024-11-28", 4: "Fri 2024-11-29",
        # 30 November and 1 December weekend
        5: "Mon 2024-12-02", 6: "Tue 2024-12-03", 7: "Wed 2024-12-04", 8: "Thu 2024-12-05", 9: "Fri 2024-12-06",
        # 7-8 weekend; 9 December is a Monday like any other
        10: "Mon 2024-12-09", 11: "Tue 2024-12-10", 12: "Wed 2024-12-11", 13: "Thu 2024-12-12", 14: "Fri 2024-12-13",
    },
}  # fmt: skip
"""The working, day by day from the day after the start; what stands between two days did not count."""

OTHERS = {
    FEBRUARY: {
        "24h": "2024-02-08T10:00:00",
        "2cd": "2024-02-09",
        "3cd": "2024-02-10",
        "5cd": "2024-02-12",
        "7cd": "2024-02-14",
    },
    APRIL: {
        "24h": "2024-04-09T10:00:00",
        "2cd": "2024-04-10",
        "3cd": "2024-04-11",
        "5cd": "2024-04-13",
        "7cd": "2024-04-15",
    },
    NOVEMBER: {
        "24h": "2024-11-23T10:00:00",
        "2cd": "2024-11-24",
        "3cd": "2024-11-25",
        "5cd": "2024-11-27",
        "7cd": "2024-11-29",
    },
}  # fmt: skip
"""Hours run around the clock, and of calendar days each counts: 14 February and 27 November too."""

TABLE = """
pemilu/lodge_report              reporter          7wd   confirmed
pemilu/fix_finding               bawaslu           7wd   to_confirm
pemilu/initial_study             bawaslu           2wd   to_confirm
pemilu/tell_missing              bawaslu           1wd   to_confirm
pemilu/complete_report           reporter          2wd   to_confirm
pemilu/handling                  bawaslu           7wd   to_confirm  14wd
pemilu/administrative_decision   bawaslu           14wd  confirmed
pemilu/execute_decision          kpu               3wd   confirmed
pemilu/forward_crime             bawaslu           24h   confirmed
pemilu/inquiry                   polres            24h   to_confirm
pemilu/investigation             polres            14wd  to_confirm
pemilu/prosecutor_return         kejari            3wd   to_confirm
pemilu/resubmit                  polres            3wd   to_confirm
pemilu/to_court                  kejari            5wd   to_confirm
pemilu/first_instance            court             7wd   to_confirm
pemilu/lodge_appeal              parties           3wd   to_confirm
pemilu/send_file                 court             3wd   to_confirm
pemilu/appeal_decision           court             7wd   to_confirm
pemilu/deliver_judgment          court             3wd   to_confirm
pemilu/carry_out_judgment        kejari            3wd   to_confirm
pemilu/final_before_result       court             5cd   to_confirm
pilkada/lodge_report             reporter          7cd   confirmed
pilkada/initial_study            bawaslu           2cd   to_confirm
pilkada/handling                 bawaslu           3cd   to_confirm  5cd
pilkada/kpu_follow_up            kpu               7cd   confirmed
pilkada/kpu_follow_up            kpu               7cd   to_confirm
pilkada/province_decision        bawaslu_province  14wd  confirmed
pilkada/province_follow_up       kpu               3wd   confirmed
pilkada/supreme_court_appeal     parties           3wd   confirmed
pilkada/supreme_court_decision   supreme_court     14wd  confirmed
pilkada/forward_crime            bawaslu           24h   confirmed
pilkada/investigation            polres            14wd  confirmed
pilkada/prosecutor_return        kejari            3wd   confirmed
pilkada/resubmit                 polres            3wd   confirmed
pilkada/to_court                 kejari            5wd   confirmed
pilkada/first_instance           court             7cd   to_confirm
pilkada/lodge_appeal             parties           3cd   to_confirm
pilkada/send_file                court             3cd   to_confirm
pilkada/appeal_decision          court             7cd   to_confirm
pilkada/deliver_judgment         court             3cd   to_confirm
pilkada/carry_out_judgment       kejari            3cd   to_confirm
pilkada/final_before_result      court             5cd   to_confirm
"""
"""The table of docs/domain.md, "Legal clocks", typed off: regime and step, whose, length, mark, extended."""

ROWS = [(*line.split(), None)[:5] for line in TABLE.strip().splitlines()]
BACKWARD = {"pemilu/final_before_result", "pilkada/final_before_result"}
FORWARD = [row for row in ROWS if row[0] not in BACKWARD]
ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
STARTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def by_hand(length: str, week: str) -> datetime:
    """The end that was counted by hand."""
    if length in OTHERS[week]:
        end = OTHERS[week][length]
        return local(end if "T" in end else f"{end}T23:59:59")
    weekday, day = WORKING[week][int(length.removesuffix("wd"))].split()
    assert date.fromisoformat(day).strftime("%a") == weekday
    return local(f"{day}T23:59:59")


def test_the_law_has_exactly_the_rows_of_the_table() -> None:
    assert [(row.id, row.whose, row.written, row.status, row.extends_to) for row in LAW.clocks] == ROWS


@pytest.mark.parametrize("week", WORKING)
@pytest.mark.parametrize(("rule", "_whose", "length", "_status", "_extended"), FORWARD)
def test_each_clock_ends_on_the_day_counted_by_hand(
    rule: str, _whose: str, length: str, _status: str, _extended: str, week: str
) -> None:
    clock = started(rule, local(week))
    own = next((end for end in clock.readings if end.length == length), clock)
    assert (own.length, own.due_at) == (length, by_hand(length, week))


@pytest.mark.parametrize("week", WORKING)
@pytest.mark.parametrize(("rule", "whole"), [("pemilu/handling", "14wd"), ("pilkada/handling", "5cd")])
def test_handling_is_extended_to_14_in_all_for_pemilu_and_by_2_for_pilkada(rule: str, whole: str, week: str) -> None:
    """docs/domain.md, "Legal clocks": "fourteen days in all, the first seven among them"."""
    longer = extended(kept(started(rule, local(week))), POLICY.calendar)
    assert (longer.length, longer.due_at) == (whole, by_hand(whole, week))


RESULTS = [
    # Before Wednesday 20 March 2024: 19, 18, 17, 16, 15. Working days: 19, 18, (17, 16 weekend), 15, 14, 13; the 11th
    # and 12th, a holiday and its leave, lie before.
    ("2024-03-20", "5cd", "2024-03-15"),
    ("2024-03-20", "5wd", "2024-03-13"),
    # Before Monday 16 December 2024: 15, 14, 13, 12, 11. Working days: (15, 14 weekend), 13, 12, 11, 10, 9.
    ("2024-12-16", "5cd", "2024-12-11"),
    ("2024-12-16", "5wd", "2024-12-09"),
    # Before Friday 16 February 2024: 15, 14, 13, 12, 11. Working: 15, (14 voting), 13, 12, (11, 10 weekend, 9 leave,
    # 8 Isra' Mi'raj), 7, 6.
    ("2024-02-16", "5cd", "2024-02-11"),
    ("2024-02-16", "5wd", "2024-02-06"),
]


@pytest.mark.parametrize(("result", "length", "last"), RESULTS)
def test_what_is_due_before_the_result_is_counted_back_from_it(result: str, length: str, last: str) -> None:
    for time in ("T00:00:00", "T23:59:59"):
        assert due_before(length, local(result + time), POLICY.calendar).due_at == local(f"{last}T23:59:59")


def test_hours_are_counted_back_to_the_hour() -> None:
    assert due_before("24h", local("2024-03-20T10:00:00"), POLICY.calendar).due_at == local("2024-03-19T10:00:00")


def test_what_is_counted_back_begins_with_no_step() -> None:
    assert {row.id for row in walked(LAW.clocks) if row.backward} == BACKWARD
    for rule in sorted(BACKWARD):
        regime, step = rule.split("/")
        assert start_legal_clock(POLICY, regime, LegalStep(step), local(FEBRUARY)) is None


def test_every_day_that_was_passed_over_has_its_reason() -> None:
    skipped = started("pemilu/lodge_report", local(FEBRUARY)).skipped
    assert [(off.day.isoformat(), off.reason, off.name.en, off.name.id) for off in skipped] == [
        ("2024-02-08", "holiday", "Isra' and Mi'raj", "Isra Mikraj Nabi Muhammad"),
        ("2024-02-09", "holiday", "Lunar New Year Joint Holiday", "Cuti Bersama Tahun Baru Imlek"),
        ("2024-02-10", "weekend", "Saturday", "Sabtu"),
        ("2024-02-11", "weekend", "Sunday", "Minggu"),
        ("2024-02-14", "holiday", "General Election Day", "Hari Pemilihan Umum"),
        ("2024-02-17", "weekend", "Saturday", "Sabtu"),
        ("2024-02-18", "weekend", "Sunday", "Minggu"),
    ]


def test_the_joint_leave_of_eid_2024_is_passed_over_whole() -> None:
    skipped = started("pemilu/initial_study", local("2024-04-05T16:00:00")).skipped
    assert [off.day.day for off in skipped] == [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]


def test_9_december_2024_is_a_monday_like_any_other() -> None:
    clock = started("pilkada/prosecutor_return", local("2024-12-06T09:00:00"))  # Friday: 9, 10, 11 December
    assert clock.due_at == local("2024-12-11T23:59:59")
    assert [off.day.day for off in clock.skipped] == [7, 8]


@pytest.mark.parametrize(
    ("start", "end"), [("2024-12-16T00:00:00", "2024-12-23"), ("2024-12-17T23:59:59", "2024-12-24")]
)
def test_a_start_at_either_end_of_the_day_counts_from_the_next_day(start: str, end: str) -> None:
    # From Monday 16: 17, 18, 19, 20, 23. From Tuesday 17: 18, 19, 20, 23, 24 December.
    assert started("pilkada/to_court", local(start)).due_at == local(f"{end}T23:59:59")


def test_karawang_the_prosecutor_has_five_working_days_and_the_voting_day_is_none() -> None:
    """docs/domain.md, "Legal clocks": "A warning therefore comes before the end."

    At 80 % of the time two working days are left to bring the suspect in.
    """
    start = local("2024-11-21T10:00:00")  # Thursday: 22, 25, 26, (27 voting), 28, 29 November
    clock = started("pilkada/to_court", start)
    assert (clock.whose, clock.basis, clock.due_at) == (
        "kejari",
        "UU 1/2015 Pasal 146(6) jo. UU 10/2016",
        local("2024-11-29T23:59:59"),
    )
    assert [off.day.day for off in clock.skipped] == [23, 24, 27]
    warned = start + 0.8 * (clock.due_at - start)
    assert warned < local("2024-11-28T08:00:00")


def test_one_pilkada_case_mixes_day_kinds() -> None:
    """docs/domain.md, "Legal clocks": "One pilkada case is counted in both kinds of day."

    Known on the Friday before the vote.
    """
    known = local("2024-11-22T20:00:00")
    lodged = started("pilkada/lodge_report", known)
    assert lodged.due_at == local("2024-11-29T23:59:59")  # calendar: 23, 24, 25, 26, 27, 28, 29
    handling = started("pilkada/handling", local("2024-11-26T09:00:00"))
    assert handling.due_at == local("2024-11-29T23:59:59")  # calendar: 27 (the vote), 28, 29
    investigation = started("pilkada/investigation", local("2024-11-29T15:00:00"))
    # working: 2-6, 9-13, 16-19 December
    assert investigation.due_at == local("2024-12-19T23:59:59")
    assert (lodged.day_kind, handling.day_kind, investigation.day_kind) == (
        "calendar_days", "calendar_days", "working_days",
    )  # fmt: skip


def test_bawaslu_forwards_a_crime_within_24_hours_also_over_a_weekend() -> None:
    clock = started("pemilu/forward_crime", local("2024-02-09T21:30:00"))
    assert clock.due_at == local("2024-02-10T21:30:00")
    assert clock.skipped == ()


@pytest.mark.parametrize(("zone", "offset"), ZONES.items())
def test_a_day_ends_at_the_region_s_own_midnight(zone: str, offset: int) -> None:
    calendar = Calendar(ZoneInfo(zone), {}, {})
    end = due("1wd", datetime(2024, 2, 12, 3, tzinfo=UTC), calendar).due_at
    assert end == datetime(2024, 2, 13, 23, 59, 59, tzinfo=UTC) - timedelta(hours=offset)


@pytest.mark.parametrize(("zone", "end"), [("Asia/Jakarta", 13), ("Asia/Makassar", 13), ("Asia/Jayapura", 15)])
def test_the_starting_day_is_the_region_s_own_day(zone: str, end: int) -> None:
    start = datetime(2024, 2, 12, 15, 30, tzinfo=UTC)  # 22:30 and 23:30 of the 12th, 00:30 of the 13th in Jayapura
    calendar = Calendar(ZoneInfo(zone), {}, {})
    assert due("1wd", start, calendar).due_at.astimezone(calendar.zone).day == end  # the 14th is voting day


def test_the_operator_adds_days_off_and_takes_them_back() -> None:
    floods, make_up = date(2024, 2, 13), date(2024, 2, 17)
    words = Wording("Flood", "Banjir")
    calendar = Calendar(POLICY.zone, {floods: words}, {make_up: Wording("Working Saturday", "Sabtu masuk")})
    found = due("3wd", local(FEBRUARY), calendar)
    assert found.due_at == local("2024-02-16T23:59:59")  # 12, 15, 16: the 13th is off
    assert (found.skipped[4].day, found.skipped[4].reason, found.skipped[4].name) == (floods, DayOff.REGION, words)
    assert due("4wd", local(FEBRUARY), calendar).due_at == local("2024-02-17T23:59:59")  # the Saturday counts


def test_a_day_that_is_a_working_day_after_all_beats_the_national_holiday() -> None:
    calendar = Calendar(POLICY.zone, {}, {date(2024, 2, 9): Wording("Work", "Masuk")})
    assert due("1wd", local(FEBRUARY), calendar).due_at == local("2024-02-09T23:59:59")


@given(STARTS, st.integers(1, 20), st.sets(DAYS, max_size=8), st.sets(DAYS, max_size=4))
def test_a_due_time_never_falls_on_a_skipped_day(start: datetime, count: int, off: set[date], on: set[date]) -> None:
    name = Wording("Day", "Hari")
    calendar = Calendar(POLICY.zone, dict.fromkeys(off, name), dict.fromkeys(on, name))
    end = due(f"{count}wd", start, calendar)
    last = end.due_at.astimezone(calendar.zone).date()
    assert calendar.day_off(last) is None
    assert last not in {each.day for each in end.skipped}


@given(STARTS, st.integers(1, 20), st.sets(DAYS, max_size=8), DAYS)
def test_a_holiday_more_never_moves_a_due_time_earlier(start: datetime, count: int, off: set[date], more: date) -> None:
    name = Wording("Day", "Hari")
    fewer, other = (Calendar(POLICY.zone, dict.fromkeys(days, name), {}) for days in (off, {*off, more}))
    assert due(f"{count}wd", start, other).due_at >= due(f"{count}wd", start, fewer).due_at


@given(STARTS, st.sampled_from(["pemilu/handling", "pilkada/handling"]))
def test_an_extension_ends_where_the_whole_length_would_have_ended(start: datetime, rule: str) -> None:
    clock = kept(started(rule, start))
    longer = extended(clock, POLICY.calendar)
    whole = due(longer.length, start, POLICY.calendar)
    assert (longer.due_at, longer.skipped) == (whole.due_at, whole.skipped)
    assert longer.due_at > clock.due_at


PROGRAM = """
from datetime import datetime, UTC
from tests.workflows.law import LAW, POLICY
from workflows.decisions.clocks.starting import start_legal_clock
for row in LAW.clocks:
    if row.backward:
        continue
    clock = start_legal_clock(POLICY, row.regime, row.step, datetime(2024, 2, 7, 18, 30, tzinfo=UTC))
    print(row.id, clock.due_at.isoformat(), len(clock.skipped))
"""


def test_the_machine_s_time_zone_and_language_change_nothing() -> None:
    told = set()
    for zone, language in (("UTC", "C"), ("Pacific/Kiritimati", "id_ID.UTF-8"), ("America/Los_Angeles", "en_US.UTF-8")):
        environment = os.environ | {"TZ": zone, "LANG": language, "LANGUAGE": language, "LC_ALL": language}
        root = Path(__file__).parents[3]
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=root, env=environment | {"PYTHONPATH": str(root)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told.add(done.stdout)
    (words,) = told
    assert len(words.splitlines()) == len(FORWARD)


def test_a_regime_without_a_law_of_its_own_starts_nothing() -> None:
    """Village-head elections have no row in the table."""
    assert not [row for row in walked(LAW.clocks) if row.regime == "pilkades"]


def test_a_length_is_written_as_it_is_read() -> None:
    for row in walked(LAW.clocks):
        assert str(Length(row.length, row.day_kind)) == row.written


def test_what_is_kept_reads_back() -> None:
    clock = kept(started("pemilu/handling", local(FEBRUARY)))
    assert msgspec.json.decode(msgspec.json.encode(clock), type=type(clock)) == clock
