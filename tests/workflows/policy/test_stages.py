"""The stage of a report follows from when it happened, by the region's local date."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.codes.clocks import LawStatus, Stage
from workflows.policy.region import parse_policy
from workflows.policy.stages import stage_of

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
POLICY = parse_policy(RAW, "33.05.json")
JAKARTA = ZoneInfo("Asia/Jakarta")
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ELECTIONS = st.sampled_from(sorted(POLICY.elections))


PERIODS = [
    ("pilkades-2023", Stage.VOTING, "2023-09-12", "2023-09-12", LawStatus.CONFIRMED),
    ("pemilu-2024", Stage.CAMPAIGN, "2023-11-28", "2024-02-10", LawStatus.CONFIRMED),
    ("pemilu-2024", Stage.QUIET, "2024-02-11", "2024-02-13", LawStatus.CONFIRMED),
    ("pemilu-2024", Stage.VOTING, "2024-02-14", "2024-02-14", LawStatus.CONFIRMED),
    ("pemilu-2024", Stage.RECAP, "2024-02-15", "2024-03-20", LawStatus.CONFIRMED),
    ("pilkada-2024", Stage.CANDIDATES, "2024-09-22", "2024-09-22", LawStatus.CONFIRMED),
    ("pilkada-2024", Stage.CAMPAIGN, "2024-09-25", "2024-11-23", LawStatus.CONFIRMED),
    ("pilkada-2024", Stage.QUIET, "2024-11-24", "2024-11-26", LawStatus.CONFIRMED),
    ("pilkada-2024", Stage.VOTING, "2024-11-27", "2024-11-27", LawStatus.CONFIRMED),
    ("pilkada-2024", Stage.RECAP, "2024-11-28", "2024-12-16", LawStatus.CONFIRMED),
]
"""Every stage with its first and last day and its mark.

Source: docs/domain.md, "Elections and stages", whose table was typed off.
"""

OUTSIDE = [
    ("pilkades-2023", "2023-09-11T23:59:59.999999", Stage.BEFORE),
    ("pilkades-2023", "2023-09-13T00:00:00", Stage.AFTER),
    ("pemilu-2024", "2023-11-27T23:59:59.999999", Stage.BEFORE),
    ("pemilu-2024", "2024-03-21T00:00:00", Stage.AFTER),
    ("pilkada-2024", "2024-09-21T23:59:59.999999", Stage.BEFORE),
    ("pilkada-2024", "2024-09-23T00:00:00", Stage.CANDIDATES),
    ("pilkada-2024", "2024-09-24T23:59:59.999999", Stage.CANDIDATES),
    ("pilkada-2024", "2024-12-17T00:00:00", Stage.AFTER),
]
"""The days around them; 23 and 24 September 2024 lie between two stages and belong to the one that began last."""


def test_the_policy_has_exactly_these_stages_with_their_marks() -> None:
    listed = [
        (election.code, period.stage, period.first.isoformat(), period.last.isoformat(), period.status)
        for election in POLICY.elections.values()
        for period in election.stages
    ]
    assert listed == PERIODS


@pytest.mark.parametrize(("election", "stage", "first", "last", "_status"), PERIODS)
def test_a_stage_lasts_from_the_first_moment_of_its_first_day_to_the_last_of_its_last(
    election: str, stage: Stage, first: str, last: str, _status: LawStatus
) -> None:
    for moment in (f"{first}T00:00:00", f"{last}T12:00:00", f"{last}T23:59:59.999999"):
        assert stage_of(POLICY, election, local(moment)) is stage
    assert stage_of(POLICY, election, local(f"{first}T00:00:00") - timedelta(microseconds=1)) is not stage


@pytest.mark.parametrize(("election", "moment", "stage"), OUTSIDE)
def test_what_lies_outside_of_them(election: str, moment: str, stage: Stage) -> None:
    assert stage_of(POLICY, election, local(moment)) is stage


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=JAKARTA)


def test_the_date_is_the_local_one() -> None:
    assert stage_of(POLICY, "pemilu-2024", datetime(2024, 2, 13, 17, tzinfo=UTC)) is Stage.VOTING
    assert stage_of(POLICY, "pemilu-2024", datetime(2024, 2, 13, 16, 59, tzinfo=UTC)) is Stage.QUIET


def test_a_day_between_two_stages_belongs_to_the_one_that_began_last() -> None:
    moment = datetime(2024, 9, 24, 12, tzinfo=JAKARTA)
    assert stage_of(POLICY, "pilkada-2024", moment) is Stage.CANDIDATES


def test_a_report_of_no_election_has_no_stage() -> None:
    assert stage_of(POLICY, None, datetime(2024, 2, 14, tzinfo=UTC)) is None


def test_an_unknown_election_is_an_error() -> None:
    with pytest.raises(KeyError):
        stage_of(POLICY, "pemilu-2029", datetime(2024, 2, 14, tzinfo=UTC))


def test_a_time_without_offset_is_an_error() -> None:
    with pytest.raises(ValueError, match="offset"):
        stage_of(POLICY, "pemilu-2024", datetime(2024, 2, 14))  # noqa: DTZ001


@given(ELECTIONS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=400)))
def test_time_never_goes_back_to_an_earlier_stage(election: str, moment: datetime, later: timedelta) -> None:
    order = list(Stage)
    first, second = stage_of(POLICY, election, moment), stage_of(POLICY, election, moment + later)
    assert first is not None
    assert second is not None
    assert order.index(first) <= order.index(second)
