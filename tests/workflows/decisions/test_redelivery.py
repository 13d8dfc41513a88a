from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.decisions.machines.redelivery import (
    GIVEN_UP_AFTER,
    LONGEST_PAUSE,
    RETRIES_S,
    SPREAD,
    next_try,
    spared_until,
)

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


NO_DATES = (
    "Sun, 06 Nov 2044 08:49:37 +9999999999999999999",
    "Sun, 06 Nov 2044 08:49:37 -9999",
    "Sun, 06 Nov 99999999999999 08:49:37 GMT",
    "Sun, 99999999999999999999 Nov 2044 08:49:37 GMT",
    "Sun, 06 Nov 2044 99999999999999999999:49:37 GMT",
    "Sun, 06 Nov 0000 08:49:37 GMT",
    f"Sun, 06 Nov {'9' * 5000} 08:49:37 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    ",",
    ":",
)
"""What a library for dates refuses, each in its own way, and what is long past."""


def test_a_receiver_is_spared_for_as_long_as_it_asks_within_the_cap() -> None:
    soon, date = timedelta(seconds=90), "%a, %d %b %Y %H:%M:%S GMT"
    for asked, until in (
        ("90", BEGAN + soon),
        (" 90 ", BEGAN + soon),
        ((BEGAN + soon).strftime(date), BEGAN + soon),
        ("86400", BEGAN + LONGEST_PAUSE),
        *(("9" * digits, BEGAN + LONGEST_PAUSE) for digits in (9, 10, 12, 13, 30, 500, 5000)),
        ("0" * 5000 + "90", BEGAN + soon),
        ((BEGAN + timedelta(days=400)).strftime(date), BEGAN + LONGEST_PAUSE),
        *(
            (nothing, None)
            for nothing in (None, "", "0", "-5", "soon", "1.5", "٣", "0" * 500, "Mon, 99 Foo 2026", *NO_DATES)
        ),
        *(
            (late, BEGAN + LONGEST_PAUSE)
            for late in ("Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359")
        ),
        ((BEGAN - soon).strftime(date), None),
    ):
        assert spared_until(asked, BEGAN) == until, asked


def test_nothing_is_tried_before_the_pause_is_over_and_a_pause_alone_makes_no_try_come_sooner() -> None:
    assert next_try(1, BEGAN, BEGAN, 0.5, BEGAN + timedelta(hours=1)) == BEGAN + timedelta(hours=1)
    assert next_try(5, BEGAN, BEGAN, 0.5, BEGAN + timedelta(seconds=1)) == BEGAN + timedelta(seconds=RETRIES_S[4])
    assert next_try(5, BEGAN, BEGAN + GIVEN_UP_AFTER, 0.5, None) is None
