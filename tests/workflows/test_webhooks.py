from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.decisions.machines.webhooks import GIVEN_UP_AFTER, RETRIES_S, SPREAD, next_try

BEGAN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@given(st.lists(st.floats(0, 1), min_size=60, max_size=60))
def test_tries_grow_rarer_and_end_within_three_days(chances: list[float]) -> None:
    now, waits = BEGAN, []
    for tried, chance in enumerate(chances, start=1):
        at = next_try(tried, BEGAN, now, chance)
        if at is None:
            break
        waits.append((at - now).total_seconds())
        now = at
    assert now <= BEGAN + GIVEN_UP_AFTER
    assert 8 <= len(waits) <= 14
    for wait, usual in zip(waits, RETRIES_S, strict=False):
        assert abs(wait - usual) <= usual * SPREAD + 1e-6


SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SAID = (
    *(5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE),
    *(2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR, 24 * HOUR),
)
"""docs/integrators.md, "Be told"."""


@pytest.mark.parametrize(("tried", "wait"), [*enumerate(SAID, start=1)])
def test_the_waits_are_those_that_integrators_are_told(tried: int, wait: timedelta) -> None:
    for chance, spread in ((0, 0.8), (0.5, 1), (1, 1.2)):
        assert next_try(tried, BEGAN, BEGAN, chance) == BEGAN + wait * spread


@pytest.mark.parametrize("late", [timedelta(), timedelta(microseconds=1)])
def test_a_try_that_would_come_later_than_three_days_is_not_made(late: timedelta) -> None:
    now = BEGAN + timedelta(days=3) - 24 * HOUR + late
    assert next_try(10, BEGAN, now, 0.5) == (None if late else BEGAN + timedelta(days=3))


def test_what_failed_together_is_tried_apart() -> None:
    first = [next_try(3, BEGAN, BEGAN, chance / 10) for chance in range(11)]
    assert len(set(first)) == 11
    assert max(one for one in first if one) - min(one for one in first if one) == timedelta(seconds=0.4 * RETRIES_S[2])
