"""The stage of a report follows from when it happened, by the region's local date."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.codes import Stage
from workflows.policy import parse_policy
from workflows.stages import stage_of

RAW = (Path(__file__).parents[2] / "workflows" / "policies" / "33.05.json").read_bytes()
POLICY = parse_policy(RAW, "33.05.json")
JAKARTA = ZoneInfo("Asia/Jakarta")
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ELECTIONS = st.sampled_from(sorted(POLICY.elections))


@pytest.mark.parametrize(
    ("election", "moment", "stage"),
    [
        ("pilkades-2023", "2023-09-11T23:59:59", Stage.BEFORE),
        ("pilkades-2023", "2023-09-12T00:00:00", Stage.VOTING),
        ("pilkades-2023", "2023-09-13T00:00:00", Stage.AFTER),
        ("pemilu-2024", "2023-11-27T23:59:59", Stage.BEFORE),
        ("pemilu-2024", "2023-11-28T00:00:00", Stage.CAMPAIGN),
        ("pemilu-2024", "2024-02-10T23:59:59", Stage.CAMPAIGN),
        ("pemilu-2024", "2024-02-11T00:00:00", Stage.QUIET),
        ("pemilu-2024", "2024-02-14T12:00:00", Stage.VOTING),
        ("pemilu-2024", "2024-03-20T23:59:59", Stage.RECAP),
        ("pemilu-2024", "2024-03-21T00:00:00", Stage.AFTER),
        ("pilkada-2024", "2024-09-21T12:00:00", Stage.BEFORE),
        ("pilkada-2024", "2024-09-22T12:00:00", Stage.CANDIDATES),
        ("pilkada-2024", "2024-09-25T00:00:00", Stage.CAMPAIGN),
        ("pilkada-2024", "2024-11-23T23:59:59", Stage.CAMPAIGN),
        ("pilkada-2024", "2024-11-24T20:15:00", Stage.QUIET),
        ("pilkada-2024", "2024-11-27T07:00:00", Stage.VOTING),
        ("pilkada-2024", "2024-12-16T12:00:00", Stage.RECAP),
    ],
)
def test_a_moment_falls_in_its_stage(election: str, moment: str, stage: Stage) -> None:
    assert stage_of(POLICY, election, datetime.fromisoformat(moment).replace(tzinfo=JAKARTA)) is stage


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
