"""Bawaslu's counter: when it is open for an election, and when it opens next.

Source: docs/domain.md, "The counter": "When Bawaslu's counter is open, a regulation says for each regime and period".
Until when something can be handed in is in ``test_counter_ends.py``.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.law import LAW, POLICY
from tests.workflows.law import REGION_RAW as RAW
from workflows.clocks.calendar import is_working_day
from workflows.codes.clocks import LawStatus, Stage
from workflows.policy.counter import counter_at, formal_receipt
from workflows.policy.region import PolicyError, parse_policy
from workflows.policy.stages import stage_of

JAKARTA = ZoneInfo("Asia/Jakarta")
SERVED = st.sampled_from(["pemilu-2024", "pilkada-2024"])
MOMENTS = st.datetimes(datetime(2023, 10, 1), datetime(2025, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=JAKARTA)


TABLE = [
    # "open Monday to Thursday 08:00-16:00": the week of 7 to 10 October 2024, in the campaign of pilkada-2024
    ("pilkada-2024", "2024-10-07T07:59:59", "2024-10-07T08:00:00"),
    ("pilkada-2024", "2024-10-07T08:00:00", None),
    ("pilkada-2024", "2024-10-07T15:59:59", None),
    ("pilkada-2024", "2024-10-07T16:00:00", "2024-10-08T08:00:00"),
    ("pilkada-2024", "2024-10-08T12:00:00", None),
    ("pilkada-2024", "2024-10-09T08:00:00", None),
    ("pilkada-2024", "2024-10-10T15:59:59", None),
    ("pilkada-2024", "2024-10-10T16:00:00", "2024-10-11T08:00:00"),
    # "Friday to 16:30", and the weekend after it
    ("pilkada-2024", "2024-10-11T16:00:00", None),
    ("pilkada-2024", "2024-10-11T16:29:59", None),
    ("pilkada-2024", "2024-10-11T16:30:00", "2024-10-14T08:00:00"),
    ("pilkada-2024", "2024-10-12T10:00:00", "2024-10-14T08:00:00"),
    ("pilkada-2024", "2024-10-13T23:59:59", "2024-10-14T08:00:00"),
    # A day off: Thursday 8 February 2024 (Isra Mikraj) and Friday 9 February (joint leave), before the quiet period
    # of 11 to 13 February, which begins on a Sunday
    ("pemilu-2024", "2024-02-07T16:00:00", "2024-02-11T00:00:00"),
    ("pemilu-2024", "2024-02-08T10:00:00", "2024-02-11T00:00:00"),
    ("pemilu-2024", "2024-02-09T10:00:00", "2024-02-11T00:00:00"),
    ("pemilu-2024", "2024-02-10T23:59:59", "2024-02-11T00:00:00"),
    # "around the clock in the quiet period and on voting day": 11-13 and 14 February 2024, a day off too
    ("pemilu-2024", "2024-02-11T00:00:00", None),
    ("pemilu-2024", "2024-02-12T03:00:00", None),
    ("pemilu-2024", "2024-02-13T23:59:59", None),
    ("pemilu-2024", "2024-02-14T00:00:00", None),
    ("pemilu-2024", "2024-02-14T23:59:59", None),
    ("pemilu-2024", "2024-02-15T00:00:00", "2024-02-15T08:00:00"),
    # and 24-26 and 27 November 2024; the Sunday before the quiet period of the other election is no exception
    ("pilkada-2024", "2024-11-22T16:30:00", "2024-11-24T00:00:00"),
    ("pilkada-2024", "2024-11-23T23:59:59", "2024-11-24T00:00:00"),
    ("pilkada-2024", "2024-11-24T00:00:00", None),
    ("pilkada-2024", "2024-11-26T23:30:00", None),
    ("pilkada-2024", "2024-11-27T23:59:59", None),
    # and in recapitulation, 28 November to 16 December, under 9/2024 alone
    ("pilkada-2024", "2024-11-28T00:00:00", None),
    ("pilkada-2024", "2024-12-15T23:59:59", None),
    ("pilkada-2024", "2024-12-17T00:00:00", "2024-12-17T08:00:00"),
    # Under 8/2020 it closed at 16:00 on Fridays too
    ("pilkada-2024", "2024-09-27T16:00:00", "2024-09-30T08:00:00"),
    ("pilkada-2024", "2024-02-12T03:00:00", "2024-02-12T08:00:00"),
    # Years later it keeps its ordinary hours; Christmas 2024 and its joint leave are days off
    ("pilkada-2024", "2024-12-24T16:00:00", "2024-12-27T08:00:00"),
    ("pemilu-2024", "2026-11-24T12:00:00", None),
]


@pytest.mark.parametrize(("election", "moment", "opens"), TABLE)
def test_the_counter_is_open_or_opens_next(election: str, moment: str, opens: str | None) -> None:
    found = counter_at(POLICY, election, local(moment))
    assert found is not None
    assert (found.open, found.opens_at) == (opens is None, opens and local(opens))


@pytest.mark.parametrize(("election", "moment", "opens"), TABLE)
def test_a_formal_report_is_received_now_when_it_is_open_else_when_it_opens(
    election: str, moment: str, opens: str | None
) -> None:
    assert formal_receipt(POLICY, election, local(moment)) == local(opens or moment)


@pytest.mark.parametrize("election", [None, "pilkades-2023"])
def test_no_counter_receives_what_belongs_to_no_election_or_to_a_village_head_election(election: str | None) -> None:
    assert {each.regime for each in LAW.counters} == {"pemilu", "pilkada"}
    assert counter_at(POLICY, election, local("2024-10-07T10:00:00")) is None
    assert formal_receipt(POLICY, election, local("2024-10-07T10:00:00")) is None


def test_the_hours_are_data_with_their_mark_and_basis() -> None:
    assert POLICY.counter.agency == "bawaslu"
    for hours in LAW.counters:
        assert (hours.status, bool(hours.note)) == (LawStatus.TO_CONFIRM, True)
        assert hours.basis.startswith("Perbawaslu ")


def test_a_day_that_the_region_takes_off_or_works_after_all_counts_for_the_counter_too() -> None:
    document = json.loads(RAW)
    said = {"name": {"en": "Flood", "id": "Banjir"}, "basis": "SK Bupati"}
    document["calendar"] = {
        "days_off": [{"day": "2024-10-08", **said}],
        "working_days": [{"day": "2024-12-26", **said}],
    }
    policy = parse_policy(json.dumps(document).encode(), "test.json", LAW)
    closed = counter_at(policy, "pilkada-2024", local("2024-10-08T10:00:00"))
    assert closed == (False, local("2024-10-09T08:00:00"))
    assert counter_at(policy, "pilkada-2024", local("2024-12-26T10:00:00")) == (True, None)


def test_a_time_without_offset_is_an_error() -> None:
    with pytest.raises(ValueError, match="offset"):
        counter_at(POLICY, "pemilu-2024", datetime(2024, 2, 14))  # noqa: DTZ001


def test_an_unknown_election_is_an_error() -> None:
    with pytest.raises(KeyError):
        counter_at(POLICY, "pemilu-2029", local("2024-10-07T10:00:00"))


@given(SERVED, MOMENTS)
def test_what_it_says_of_the_next_opening_is_true(election: str, at: datetime) -> None:
    found = counter_at(POLICY, election, at)
    assert found is not None
    if found.open:
        assert found.opens_at is None
        return
    assert found.opens_at is not None
    assert found.opens_at > at
    then, just_before = (
        counter_at(POLICY, election, moment) for moment in (found.opens_at, found.opens_at - timedelta(microseconds=1))
    )
    assert then is not None
    assert then.open
    assert just_before is not None
    assert (just_before.open, just_before.opens_at) == (False, found.opens_at)


@given(SERVED, MOMENTS)
def test_it_is_open_on_a_day_off_only_when_the_stage_says_so(election: str, at: datetime) -> None:
    found, stage = counter_at(POLICY, election, at), stage_of(POLICY, election, at)
    assert found is not None
    around_the_clock = stage in {Stage.QUIET, Stage.VOTING} or (election, stage) == ("pilkada-2024", Stage.RECAP)
    if not is_working_day(at.astimezone(JAKARTA).date()) or around_the_clock:
        assert found.open is around_the_clock


@given(MOMENTS)
def test_the_offset_in_which_a_moment_is_written_changes_nothing(at: datetime) -> None:
    written = [at.astimezone(ZoneInfo(zone)) for zone in ("Asia/Jayapura", "America/New_York", "Asia/Jakarta")]
    assert len({counter_at(POLICY, "pilkada-2024", moment) for moment in [at, *written]}) == 1


def put(path: str, value: Any) -> Callable[[Any], None]:
    *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))

    def change(document: Any) -> None:
        for step in steps:
            document = document[step]
        document[last] = value

    return change


FAULTS = {
    "unknown agency": (put("counter.agency", "bawaslo"), "unknown agency 'bawaslo'", '"bawaslo"'),
    "an election named like none": (put("elections.0.code", "none"), "belongs to no election", '"none"'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_hours_with_a_mistake_are_refused_with_line_and_reason(fault: str) -> None:
    change, reason, at = FAULTS[fault]
    document = json.loads(RAW)
    change(document)
    text = json.dumps(document, indent=1)
    with pytest.raises(PolicyError, match=re.escape("test.json")) as refused:
        parse_policy(text.encode(), "test.json")
    assert reason in refused.value.reason
    if at is not None:
        assert at in text.splitlines()[refused.value.line - 1]
