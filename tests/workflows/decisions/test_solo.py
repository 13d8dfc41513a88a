"""A case from life: Surakarta, January 2024, as six papers told it in the same days; and its dates under both laws.

It happened on 24 December 2023, became known on Sunday 7 January 2024 and was lodged on Wednesday 10. The study was
finished on Friday 12, and the reporter told the same day what was missing, to be brought by Tuesday 16. Nothing came,
and on Wednesday 17 it was posted that the report was not registered.
"""

import pytest

from tests.features.gakkumdu.desk import Desk, at
from tests.workflows.law import local, started

KNOWN, LODGED, STUDIED, POSTED = (
    "2024-01-07T09:00:00",
    "2024-01-10T10:00:00",
    "2024-01-12T14:00:00",
    "2024-01-17T09:00:00",
)
LIMITS = {
    # Working days after Sunday 7: 8, 9, 10, 11, 12, (13 and 14 weekend), 15, 16. After Wednesday 10: 11, 12.
    "pemilu-2024": {"lodge_report": "2024-01-16", "initial_study": "2024-01-12"},
    # Calendar days after Sunday 7: 8 to 14. After Wednesday 10: 11, 12 for the study, 13 for the handling.
    "pilkada-2024": {"lodge_report": "2024-01-14", "initial_study": "2024-01-12", "handling": "2024-01-13"},
}
"""Two laws on the same dates."""

TOLD = [
    # One working day after Friday 12, over the weekend. It was done the same day.
    ("tell_missing", STUDIED, "2024-01-15"),
    # Two working days after Friday 12: Monday 15 and Tuesday 16.
    ("complete_report", STUDIED, "2024-01-16"),
]


def lodged(election: str) -> Desk:
    known, came = local(KNOWN).isoformat(), at("2024-01-10")
    return Desk(came, election=election, occurred_at="2023-12-24T10:00:00+07:00", known_at=known, severity="S3")


@pytest.mark.parametrize("election", LIMITS)
def test_each_law_has_its_own_limits_for_the_same_dates(election: str) -> None:
    desk = lodged(election)
    assert desk.due == {step: f"{day} 23:59:59" for step, day in LIMITS[election].items()}
    begun = {str(clock.start.kind): clock.start.started_at for clock in desk.change.clocks if clock.start.law_version}
    assert begun["lodge_report"] == local(KNOWN)
    assert begun["initial_study"] == local(LODGED)


@pytest.mark.parametrize("election", LIMITS)
def test_it_was_lodged_in_time_by_either_law(election: str) -> None:
    (lodging,) = (clock for clock in lodged(election).change.clocks if clock.start.kind == "lodge_report")
    assert lodging.stopped_at == local(LODGED) < lodging.start.due_at


@pytest.mark.parametrize(("step", "start", "last"), TOLD)
def test_what_was_missing_was_to_be_told_and_brought_within_working_days(step: str, start: str, last: str) -> None:
    assert started(f"pemilu/{step}", local(start)).due_at == local(f"{last}T23:59:59")


@pytest.mark.parametrize("election", LIMITS)
def test_what_is_not_registered_has_nothing_that_runs_on(election: str) -> None:
    desk = lodged(election).fire("dismiss", local(POSTED), outcome="insufficient", reason="Tidak dilengkapi")
    assert (desk.report.register_number, desk.due, desk.change.stops_legal) == (None, {}, True)


def test_counted_in_the_other_kind_of_day_each_limit_would_be_another() -> None:
    """A lodging on Monday 15 is in time in pemilu, and a day late in pilkada, whose last day is a Sunday."""
    late = local("2024-01-15T09:00:00")
    ends = {regime: started(f"{regime}/lodge_report", local(KNOWN)).due_at for regime in ("pemilu", "pilkada")}
    assert ends["pilkada"] < late < ends["pemilu"]
    assert ends["pilkada"].astimezone(late.tzinfo).strftime("%a") == "Sun"
