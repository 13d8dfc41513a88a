"""In which stage of its election something happened."""

from bisect import bisect_right
from datetime import date, datetime

from workflows.codes.clocks import Stage
from workflows.policy.region import Election, Policy


def stage_of(policy: Policy, election: str | None, occurred_at: datetime) -> Stage | None:
    """Return the stage by the region's local date, None for a report that belongs to no election.

    A day between two stages still belongs to the one that began last. Raises KeyError for an election
    that the policy does not have and ValueError for a time without offset.
    """
    if election is None:
        return None
    if occurred_at.tzinfo is None:
        msg = "a time without offset has no date"
        raise ValueError(msg)
    return stage_on(policy.elections[election], occurred_at.astimezone(policy.zone).date())


def stage_on(election: Election, day: date) -> Stage:
    """Return the stage of an election on a local day."""
    periods = election.stages
    begun = bisect_right(periods, day, key=lambda period: period.first)
    if begun == 0:
        return Stage.BEFORE
    return Stage.AFTER if day > periods[-1].last else periods[begun - 1].stage
