"""A clock that runs into a year whose days off nobody here has read the decree of says that its end is an estimate.

Received on Wednesday 30 December 2026. Of the next year Friday 1 January is off, and Tuesday 5 (Isra' and Mi'raj).
"""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, SARI, TONO, VERIFY, fire, report
from tests.features.clocks.test_over_http import MORE, extend, read
from tests.features.clocks.test_put_right import OF_PEMILU, at
from tests.features.elections.at_a_time import set_clock

LATE_IN_2026: dict[str, Any] = OF_PEMILU | {
    "severity": "S4", "occurred_at": "2026-12-28T10:00:00+07:00", "known_at": "2026-12-29T10:00:00+07:00",
}  # fmt: skip
GUESSED = ["no_decree"]


def told(found: Any, task: str | None = None) -> dict[str, tuple[str, list[str]]]:
    """Until when each clock of a report runs, or of one of its tasks, and why that is a guess."""
    return {
        one["kind"]: (one["due_at"], one["estimates"])
        for one in found["clocks"]
        if one["task"] == task and one["stopped_at"] is None
    }


async def test_a_kept_clock_that_crosses_into_a_year_without_a_decree_says_so_wherever_it_is_shown(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To be acknowledged by the 31st and verified within three working days: 31, 4, 6. Study, two: 31, 4 January.

    Handling of the next day: by calendar to Thursday 7 January, by working days to the 13th: 4, 6, 7, 8, 11, 12, 13.
    """
    set_clock(monkeypatch, "2026-12-30T10:00:00")
    made = await report(client, settings, **LATE_IN_2026)
    begun = {
        "acknowledge": (at("2026-12-31T23:59:59"), []),
        "initial_study": (at("2027-01-04T23:59:59"), GUESSED),
        "verify": (at("2027-01-06T23:59:59"), GUESSED),
    }
    assert told(made) == told(await read(client, settings, f"/reports/{made['id']}")) == begun
    study = next(one["id"] for one in made["clocks"] if one["kind"] == "initial_study")
    found = await read(client, settings, f"/clocks/{study}")
    assert found["estimates"] == GUESSED
    assert "; an estimate (" in found["explanations"]["en"]
    assert "; masih perkiraan (" in found["explanations"]["id"]
    set_clock(monkeypatch, "2026-12-31T10:00:00")
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    handling = next(one for one in answer.json()["clocks"] if one["kind"] == "handling")
    assert told(answer.json()) == {"handling": (at("2027-01-07T23:59:59"), GUESSED)}
    readings = (await read(client, settings, f"/clocks/{handling['id']}"))["readings"]
    assert [one["due_at"] for one in readings] == [at("2027-01-07T23:59:59"), at("2027-01-13T23:59:59")]
    offered = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, {"trigger": "assign", "tasks": [LEAD]})
    (task,) = offered.json()["tasks"]
    # Acknowledged within one working day: Monday 4. The task says until when, its clock on what that rests.
    (row,) = (await read(client, settings, "/tasks?agency=bawaslu", TONO))["items"]
    assert (row["id"], row["due_at"]) == (task["id"], at("2027-01-04T23:59:59"))
    shown = await read(client, settings, f"/reports/{made['id']}", DESK)
    assert told(shown, task["id"]) == {"acknowledge": (row["due_at"], GUESSED)}
    longer = (await extend(client, settings, handling["id"], body=MORE)).json()
    assert (longer["due_at"], longer["estimates"]) == (at("2027-01-22T23:59:59"), GUESSED)


async def test_what_ends_within_the_decreed_years_or_has_stopped_is_no_estimate(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Received on Tuesday 29 December 2026, the study ends on Thursday 31: no day of 2027 can move it."""
    set_clock(monkeypatch, "2026-12-29T10:00:00")
    made = await report(client, settings, **LATE_IN_2026)
    assert told(made)["initial_study"] == (at("2026-12-31T23:59:59"), [])
    lodged = next(one for one in made["clocks"] if one["kind"] == "lodge_report")
    assert (lodged["due_at"] > at("2027-01-01T00:00:00"), lodged["stopped_at"] is None) == (True, False)
    assert lodged["estimates"] == []
