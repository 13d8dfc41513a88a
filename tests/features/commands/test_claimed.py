"""A time claimed for an act is replayed with the trail: it is a time, and none after the act was taken."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.trail.verifier.tampering import dump, rechained
from tests.trail.verifier.trails import Trail
from workflows.codes.stamps import stamp
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

TRAIL = Trail()
TRAIL.intake()
AT = TRAIL.now
FIRST: dict[str, Any] = json.loads(TRAIL.leaves[0])
LATE = timedelta(minutes=1)


def replayed(claimed: Any, **told: Any) -> list[str]:
    event = FIRST | {"data": {**FIRST["data"], "claimed_at": claimed, **told}}
    replay, faults = Replay(TRAIL.region), list[Fault]()
    for at, leaf in enumerate(rechained([dump(event), *TRAIL.leaves[1:]])):
        replay.feed(leaf, at, faults)
    return [fault.code for fault in faults]


@pytest.mark.parametrize("before", [timedelta(0), timedelta(days=3), -CLOCK_SKEW])
def test_a_claimed_time_holds(before: timedelta) -> None:
    assert FIRST["at"] == stamp(AT)
    assert replayed(stamp(AT - before)) == []


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        (stamp(AT + CLOCK_SKEW + LATE), "state_contradicts"),
        ("yesterday", "leaf_malformed"),
        (None, "leaf_malformed"),
        ("2024-11-24T20:31:00+07:00", "leaf_malformed"),
    ],
)
def test_a_forged_one_is_named(claimed: Any, code: str) -> None:
    assert replayed(claimed) == [code]


@pytest.mark.parametrize(
    ("late", "told", "codes"),
    [
        (LATE, True, []),
        (timedelta(days=400), True, []),
        (timedelta(0), True, ["state_contradicts"]),
        (-LATE, False, []),
        (LATE, False, ["state_contradicts"]),
        (LATE, "yes", ["leaf_malformed"]),
        (LATE, None, ["leaf_malformed"]),
        (LATE, 1, ["leaf_malformed"]),
    ],
)
def test_a_clock_that_runs_ahead_is_told_as_it_is(late: timedelta, told: Any, codes: list[str]) -> None:
    assert replayed(stamp(AT + CLOCK_SKEW + late), clock_ahead=told) == codes
