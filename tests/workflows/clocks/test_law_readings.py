"""Where the law is read in more ways than one a clock keeps each end with its basis, and counts by the earliest.

The article says "hari"; practice counts working days, the statute calendar days or none, and since 2 January 2026 the
code of criminal procedure has a day of 24 hours.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.clocks.test_explaining import reckoned
from tests.workflows.law import LAW, LAW_RAW, POLICY, kept, local, started
from workflows.clocks.calendar import KeptDay
from workflows.clocks.days import due, due_before
from workflows.clocks.explaining import explain
from workflows.clocks.kept_clocks import extended
from workflows.clocks.law import parse_law
from workflows.clocks.law_readings import ends_of, lengthened
from workflows.clocks.recount import ends_kept
from workflows.codes.clocks import DayKind
from workflows.codes.wording import Wording
from workflows.decisions.clocks.starting import begun_extended
from workflows.files.located import PolicyError
from workflows.policy.counter import counted_anew

DISPUTED = {
    "pemilu/fix_finding": (7, False),
    "pemilu/handling": (7, False),
    **{
        f"pemilu/{step}": (count, True)
        for step, count in {
            "investigation": 14, "prosecutor_return": 3, "resubmit": 3, "to_court": 5, "first_instance": 7,
            "lodge_appeal": 3, "send_file": 3, "appeal_decision": 7, "deliver_judgment": 3, "carry_out_judgment": 3,
        }.items()
    },
    "pilkada/initial_study": (2, False),
    **{
        f"pilkada/{step}": (count, False)
        for step, count in {"first_instance": 7, "lodge_appeal": 3, "send_file": 3, "appeal_decision": 7}.items()
    },
    **{f"pilkada/{step}": (3, False) for step in ("deliver_judgment", "carry_out_judgment")},
}  # fmt: skip
"""Rule, its length, and whether the day of 24 hours rivals it since 2026; typed off. Backward ones are apart."""

STARTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
RULES = [row for row in LAW.clocks if not row.backward]


def ends(rule: str, start: str) -> list[tuple[str, str]]:
    """Length and local end of each reading."""
    return [(end.length, str(end.due_at.astimezone(POLICY.zone))[:16]) for end in started(rule, local(start)).readings]


BY_HAND = [
    # Court of a pemilu, Wednesday 7 February 2024. Calendar: 8, 9, 10, 11, 12, 13, 14. Working: (8 Isra' Mi'raj, 9
    # leave, 10-11 weekend) 12, 13, (14 voting) 15, 16, (17-18) 19, 20, 21.
    ("pemilu/first_instance", "2024-02-07T10:00:00", [("7cd", "2024-02-14 23:59"), ("7wd", "2024-02-21 23:59")]),
    # Court of a pilkada, Friday 22 November 2024. Calendar: 23 to 29. Working: (23-24) 25, 26, (27 voting) 28, 29,
    # (30-1) 2, 3, 4 December.
    ("pilkada/first_instance", "2024-11-22T10:00:00", [("7cd", "2024-11-29 23:59"), ("7wd", "2024-12-04 23:59")]),
    # An appeal after the judgment of that Friday. Calendar: 23, 24, 25. Working: 25, 26, (27) 28.
    ("pilkada/lodge_appeal", "2024-11-22T10:00:00", [("3cd", "2024-11-25 23:59"), ("3wd", "2024-11-28 23:59")]),
    # Monday 8 April 2024, the leave of Eid. Calendar: 9, 10, 11. Working: (9 to 15) 16, 17, 18.
    ("pemilu/send_file", "2024-04-08T10:00:00", [("3cd", "2024-04-11 23:59"), ("3wd", "2024-04-18 23:59")]),
    # Handling of a pemilu from that Wednesday 7 February: as the court.
    ("pemilu/handling", "2024-02-07T10:00:00", [("7cd", "2024-02-14 23:59"), ("7wd", "2024-02-21 23:59")]),
    # Friday 20 February 2026, 15:30: three days of 24 hours are Monday 23, 15:30. Calendar: 21, 22, 23.
    # Working: (21-22) 23, 24, 25.
    (
        "pemilu/prosecutor_return",
        "2026-02-20T15:30:00",
        [("72h", "2026-02-23 15:30"), ("3cd", "2026-02-23 23:59"), ("3wd", "2026-02-25 23:59")],
    ),
    # The last day before the code is in force has two readings, the first has three: Thursday 1 January 2026 is New
    # Year. Calendar 2, 3, 4; working 2, (3-4) 5, 6. From Friday 2: 72 hours Monday 5, 10:00; 3, 4, 5; 5, 6, 7.
    ("pemilu/lodge_appeal", "2026-01-01T10:00:00", [("3cd", "2026-01-04 23:59"), ("3wd", "2026-01-06 23:59")]),
    (
        "pemilu/lodge_appeal",
        "2026-01-02T10:00:00",
        [("72h", "2026-01-05 10:00"), ("3cd", "2026-01-05 23:59"), ("3wd", "2026-01-07 23:59")],
    ),
    # What the law prints as working days, or defines, has one reading and keeps none beside it.
    ("pemilu/lodge_report", "2024-02-07T10:00:00", []),
    ("pilkada/investigation", "2024-11-22T10:00:00", []),
    ("pilkada/lodge_report", "2024-11-22T10:00:00", []),
]


@pytest.mark.parametrize(("rule", "start", "expected"), BY_HAND)
def test_each_reading_ends_on_the_day_counted_by_hand(rule: str, start: str, expected: list[tuple[str, str]]) -> None:
    assert ends(rule, start) == expected
    if expected:
        clock = started(rule, local(start))
        assert (clock.length, clock.due_at) == (expected[0][0], clock.readings[0].due_at)


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.id)
def test_the_disputed_rows_are_these_with_these_readings(row: object) -> None:
    told = [reading.written for reading in row.readings]  # type: ignore[attr-defined]
    if row.id not in DISPUTED:  # type: ignore[attr-defined]
        assert told == []
        return
    count, hours = DISPUTED[row.id]  # type: ignore[attr-defined]
    both = [row.written, *told]  # type: ignore[attr-defined]
    assert sorted(both) == sorted([f"{count}cd", f"{count}wd", *([f"{count * 24}h"] if hours else [])])


@given(STARTS, st.sampled_from(LAW.clocks))
def test_the_warned_end_is_never_later_than_any_reading(start: datetime, row: object) -> None:
    reckon = due_before if row.backward else due  # type: ignore[attr-defined]
    found = ends_of(row, start, POLICY.calendar)  # type: ignore[arg-type]
    day = start.astimezone(POLICY.zone).date()
    every = [reckon(each.written, start, POLICY.calendar).due_at for each in row.read_on(day)]  # type: ignore[attr-defined]
    assert found[0].due_at == min(every)


@given(STARTS, st.sampled_from(["pemilu/handling", "pilkada/handling"]))
def test_nor_once_it_is_extended(start: datetime, rule: str) -> None:
    clock = started(rule, start)
    longer = extended(kept(clock), POLICY.calendar)
    anew = begun_extended(clock, POLICY.calendar)
    assert longer.due_at == anew.due_at == due(longer.length, start, POLICY.calendar).due_at
    assert longer.due_at > clock.due_at
    assert all(longer.due_at <= end.due_at for end in longer.readings)


def test_the_fourteen_days_are_working_days_whichever_way_the_seven_are_read() -> None:
    """UU 7/2017 art. 454(8) prints "hari kerja": from 7 February 2024 they end on 1 March, and nothing is disputed."""
    longer = extended(kept(started("pemilu/handling", local("2024-02-07T10:00:00"))), POLICY.calendar)
    assert (longer.length, longer.day_kind, longer.due_at) == (
        "14wd", DayKind.WORKING_DAYS, local("2024-03-01T23:59:59"),
    )  # fmt: skip
    assert longer.readings == ()
    assert lengthened((), local("2024-02-07T10:00:00"), POLICY.calendar) == ()


def test_before_the_result_the_earliest_is_the_one_counted_back_in_working_days() -> None:
    """Before Wednesday 20 March 2024: calendar 15; working 19, 18, (17, 16) 15, 14, 13."""
    row = next(each for each in LAW.clocks if each.id == "pemilu/final_before_result")
    found = ends_of(row, local("2024-03-20T09:00:00"), POLICY.calendar)
    assert [end.due_at for end in found] == [local("2024-03-13T23:59:59"), local("2024-03-15T23:59:59")]


def test_of_a_regional_head_s_election_it_is_too() -> None:
    """Before Monday 16 December 2024: calendar 15, 14, 13, 12, 11; working (15-14 weekend) 13, 12, 11, 10, 9."""
    row = next(each for each in LAW.clocks if each.id == "pilkada/final_before_result")
    found = ends_of(row, local("2024-12-16T09:00:00"), POLICY.calendar)
    assert [(end.length, end.due_at) for end in found] == [
        ("5wd", local("2024-12-09T23:59:59")), ("5cd", local("2024-12-11T23:59:59")),
    ]  # fmt: skip


def test_both_languages_say_that_it_is_disputed_and_what_the_others_say() -> None:
    why = explain(reckoned("pilkada/lodge_appeal", local("2024-11-22T10:00:00")), POLICY.zone)
    assert "the law is read in more ways than one and the earliest end counts" in why.en
    assert "3 working days (UU 1/2015 Pasal 148(2); Perma 1/2018), until Thursday 28 November 2024" in why.en
    assert "undang-undang ini dibaca lebih dari satu cara dan akhir yang paling awal yang dipakai" in why.id
    assert "3 hari kerja (UU 1/2015 Pasal 148(2); Perma 1/2018), sampai Kamis, 28 November 2024" in why.id


def test_a_dispute_that_is_settled_is_a_change_of_data() -> None:
    """Each disputed rule, settled for its nominal reading: what begins has one end, what runs keeps each that it had.

    Over HTTP: tests/features/clocks/test_settled.py.
    """
    document = json.loads(LAW_RAW)
    for row in document["clocks"]:
        row.pop("readings", None)
    law = parse_law(json.dumps(document | {"version": "id/2027-01-1"}).encode(), "test.json")
    settled = replace(POLICY, law=law)
    closed = replace(
        settled,
        calendar=POLICY.calendar.keeping([KeptDay(date(2026, 2, 3), works=False, name=Wording("Off", "Libur"))]),
    )
    for rule in DISPUTED:
        before, new = (started(rule, local("2026-02-02T10:00:00"), policy) for policy in (POLICY, settled))
        assert (len(before.readings) > 1, new.readings, new.law_version) == (True, (), "id/2027-01-1"), rule
        clock = kept(before)
        assert counted_anew(settled, clock, None) is None, rule
        anew = counted_anew(closed, clock, None)
        assert anew is not None, rule
        was, now = ({end.length: end.due_at for end in ends_kept(each)} for each in (clock, anew))
        assert was.keys() == now.keys(), rule
        assert {length for length in was if now[length] > was[length]} == {
            end.length for end in before.readings if end.day_kind is DayKind.WORKING_DAYS
        }, rule
        assert (anew.law_version, anew.due_at) == (before.law_version, min(now.values())), rule


def test_what_may_be_extended_rests_on_one_basis_which_a_kept_clock_never_changes() -> None:
    document = json.loads(LAW_RAW)
    row = next(each for each in document["clocks"] if each["step"] == "handling")
    row["readings"][0]["citations"] = [{"law": "Perbawaslu 7/2022"}]
    with pytest.raises(PolicyError, match="rests on one basis"):
        parse_law(json.dumps(document).encode(), "test.json")


@pytest.mark.parametrize("changes", [{"status": "confirmed", "note": None}, {"pauses": True}])
def test_what_is_disputed_is_neither_confirmed_nor_paused(changes: dict[str, object]) -> None:
    document = json.loads(LAW_RAW)
    row = next(each for each in document["clocks"] if each["step"] == "fix_finding")
    row.update(changes)
    with pytest.raises(PolicyError, match="is to be confirmed, and never stands still"):
        parse_law(json.dumps(document).encode(), "test.json")
