"""Service clocks end when the policy says, and can explain each day they passed over."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.clocks.calendar import is_working_day
from workflows.clocks.days import due
from workflows.codes.clocks import ClockKind, LawStatus
from workflows.codes.reports import Severity
from workflows.decisions.clocks.starting import start_clock
from workflows.policy.region import parse_policy

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
POLICY = parse_policy(RAW, "33.05.json")
JAKARTA = ZoneInfo("Asia/Jakarta")
STARTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001


def jakarta(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [
        ("5m", "2024-02-14T23:58:00", "2024-02-15T00:03:00"),
        ("2h", "2024-02-10T23:00:00", "2024-02-11T01:00:00"),
        ("24h", "2024-02-09T10:00:00", "2024-02-10T10:00:00"),
        ("1wd", "2024-02-06T08:00:00", "2024-02-07T23:59:59"),
        ("1wd", "2024-02-07T08:00:00", "2024-02-12T23:59:59"),
        ("3wd", "2024-02-07T00:00:00", "2024-02-15T23:59:59"),
        ("7wd", "2024-02-07T23:59:59", "2024-02-21T23:59:59"),
        ("1wd", "2024-02-10T12:00:00", "2024-02-12T23:59:59"),
        ("1wd", "2024-12-31T12:00:00", "2025-01-02T23:59:59"),
    ],
)
def test_a_clock_ends_as_worked_out_by_hand(length: str, start: str, end: str) -> None:
    assert due(length, jakarta(start), POLICY.calendar).due_at == jakarta(end)


def test_the_starting_day_is_the_local_day_and_not_the_day_in_utc() -> None:
    start = datetime(2024, 2, 5, 18, tzinfo=UTC)
    assert due("1wd", start, POLICY.calendar).due_at == jakarta("2024-02-07T23:59:59")


def test_a_working_day_clock_names_each_day_it_passed_over() -> None:
    skipped = due("2wd", jakarta("2024-02-09T08:00:00"), POLICY.calendar).skipped
    assert [(day.day.day, day.reason, day.name.en) for day in skipped] == [
        (10, "weekend", "Saturday"),
        (11, "weekend", "Sunday"),
    ]


def test_minutes_and_hours_pass_over_no_day() -> None:
    assert due("48h", jakarta("2024-02-09T08:00:00"), POLICY.calendar).skipped == ()


@pytest.mark.parametrize("length", ["", "5", "m", "0m", "-1h", "1d", "1wd ", "1WD", "\uff11h", "99999h", "1wd\n"])
def test_a_length_of_another_form_is_refused(length: str) -> None:
    with pytest.raises(ValueError, match="no clock length"):
        due(length, datetime(2024, 2, 7, tzinfo=UTC), POLICY.calendar)


def test_a_start_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        due("1wd", datetime(2024, 2, 7), POLICY.calendar)  # noqa: DTZ001


@given(STARTS, st.integers(1, 20))
def test_exactly_so_many_working_days_lie_between_start_and_end(start: datetime, count: int) -> None:
    end = due(f"{count}wd", start, POLICY.calendar)
    last = end.due_at.astimezone(JAKARTA)
    day: date = start.astimezone(JAKARTA).date()
    passed = [day + timedelta(days=n) for n in range(1, (last.date() - day).days + 1)]
    working = [each for each in passed if is_working_day(each)]
    assert len(working) == count
    assert working[-1] == last.date()
    assert sorted([*working, *(off.day for off in end.skipped)]) == passed
    assert last.time().isoformat() == "23:59:59"


@given(STARTS, st.sampled_from(["5m", "2h", "1wd", "3wd"]), st.integers(-12, 14))
def test_the_offset_in_which_a_start_is_written_changes_nothing(start: datetime, length: str, offset: int) -> None:
    elsewhere = start.astimezone(timezone(timedelta(hours=offset)))
    end = due(length, elsewhere, POLICY.calendar)
    assert end == due(length, start, POLICY.calendar)
    assert end.due_at > start
    assert end.due_at.utcoffset() == timedelta()


def test_a_clock_says_which_rule_of_which_version_set_it() -> None:
    start = jakarta("2024-02-07T10:00:00")
    clock = start_clock(POLICY, "hoax/campaign", Severity.S3, ClockKind.VERIFY, start)
    assert clock is not None
    assert (clock.rule, clock.policy_version, clock.length) == ("hoax/campaign", POLICY.version, "1wd")
    assert (clock.kind, clock.status) == (ClockKind.VERIFY, LawStatus.TO_CONFIRM)
    assert clock.started_at == start
    assert clock.due_at == datetime(2024, 2, 12, 16, 59, 59, tzinfo=UTC)
    assert [off.day.day for off in clock.skipped] == [8, 9, 10, 11]


@pytest.mark.parametrize(
    ("rule", "severity", "kind", "length"),
    [
        ("disaster/default", Severity.S1, ClockKind.ACKNOWLEDGE, "5m"),
        ("disaster/default", Severity.S1, ClockKind.VERIFY, "15m"),
        ("money_politics/default", Severity.S2, ClockKind.ACKNOWLEDGE, "1h"),
        ("ethics/default", Severity.S4, ClockKind.VERIFY, "3wd"),
        ("negative_campaign/default", Severity.S1, ClockKind.ACKNOWLEDGE, None),
        ("ethics/default", Severity.S1, ClockKind.VERIFY, None),
    ],
)
def test_a_clock_has_the_length_of_its_rule_and_severity(
    rule: str, severity: Severity, kind: ClockKind, length: str | None
) -> None:
    clock = start_clock(POLICY, rule, severity, kind, datetime(2024, 2, 7, tzinfo=UTC))
    assert (clock and clock.length) == length


def test_a_rule_that_this_version_no_longer_has_is_answered_with_its_category() -> None:
    clock = start_clock(POLICY, "hoax/old", Severity.S1, ClockKind.VERIFY, datetime(2024, 2, 7, tzinfo=UTC))
    assert clock is not None
    assert (clock.rule, clock.length) == ("hoax/default", "1h")


def test_a_rule_of_no_known_category_is_an_error() -> None:
    with pytest.raises(KeyError):
        start_clock(POLICY, "weather/default", Severity.S1, ClockKind.VERIFY, datetime(2024, 2, 7, tzinfo=UTC))
