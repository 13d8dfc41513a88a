"""The case of January 2024, told over HTTP from day to day: what was missing, until when, and whether it came.

It became known on Sunday 7 January and was lodged at the counter on Wednesday 10. Study: Thursday 11, Friday 12. Told
on Friday 12, its reporter had Monday 15 and Tuesday 16, until the counter shut at 16:00 [P].
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, SARI, fire, report
from tests.features.clocks.test_over_http import read
from tests.features.clocks.test_put_right import MISSING, at, noted, shown, verdict
from tests.features.elections.at_a_time import moment, set_clock
from tests.features.ladder.test_looking import look
from tests.features.notices.telling import get, sent
from tests.signing import Signer
from workflows.codes.stamps import stamp

OF_JANUARY: dict[str, Any] = {
    "election": "pemilu-2024", "occurred_at": "2023-12-24T20:00:00+07:00", "known_at": "2024-01-07T19:00:00+07:00",
    "classification": "ordinary", "source": {"channel": "counter"},
}  # fmt: skip
INCOMPLETE: dict[str, Any] = {
    "text": None, "template": "incomplete_reporter",
    "fields": [{"name": "missing", "words": "saksi"}, {"name": "until", "words": "Selasa, 16 Januari 2024, 16.00"}],
}  # fmt: skip
OWED = "not_complete_yet/reporter"
NOT_HANDED_IN = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Tidak dilengkapi"}


async def lodged(client: Any, settings: Settings, clock: pytest.MonkeyPatch) -> Any:
    set_clock(clock, "2024-01-10T10:00:00")
    return await report(client, settings, **OF_JANUARY)


async def told(client: Any, settings: Settings, clock: pytest.MonkeyPatch) -> Any:
    """Lodged on Wednesday, found incomplete on Friday at ten, and told on Friday at two."""
    made = await lodged(client, settings, clock)
    limits = await shown(client, settings, made)
    assert limits["initial_study"]["due_at"] == at("2024-01-12T23:59:59")
    set_clock(clock, "2024-01-12T10:00:00")
    await noted(client, settings, made, MISSING)
    limits = await shown(client, settings, made)
    assert limits["tell_missing"]["due_at"] == at("2024-01-15T23:59:59")
    assert limits["initial_study"]["stopped_at"] is not None
    assert OWED in (await get(client, settings, f"/reports/{made['id']}"))["owed_notices"]
    set_clock(clock, "2024-01-12T14:00:00")
    await sent(client, settings, made, **INCOMPLETE)
    assert OWED not in (await get(client, settings, f"/reports/{made['id']}"))["owed_notices"]
    limits = await shown(client, settings, made)
    assert limits["tell_missing"]["stopped_at"] is not None
    runs = limits["complete_report"]
    assert (runs["stopped_at"], runs["whose"]) == (None, "reporter")
    assert (runs["due_at"], runs["counter_end"]) == (at("2024-01-16T23:59:59"), at("2024-01-16T16:00:00"))
    return made


async def test_what_was_missing_was_not_handed_in_and_it_was_not_registered(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await told(client, settings, monkeypatch)
    assert await look(settings) > 0
    found = await read(client, settings, f"/reports/{made['id']}/history", DESK)
    clock = (await shown(client, settings, made))["complete_report"]
    warned = [one["data"] for one in found["items"] if one["data"].get("clock") == clock["id"]]
    assert (warned[-1]["percent"], warned[-1]["moment"]) == (100, stamp(moment("2024-01-16T16:00:00")))
    assert clock["lapsed"] is True
    said = (await read(client, settings, f"/clocks/{clock['id']}"))["explanations"]
    assert "it was a right of the reporter and no agency's duty" in said["en"]
    assert "ini hak pelapor, bukan kewajiban instansi" in said["id"]
    set_clock(monkeypatch, "2024-01-17T09:00:00")
    version = (await read(client, settings, f"/reports/{made['id']}", DESK))["version"]
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", version, NOT_HANDED_IN)
    assert (answer.status_code, answer.json()["state"]) == (200, "closed"), answer.text
    assert answer.json()["register_number"] is None
    limits = await shown(client, settings, made)
    assert limits["complete_report"]["stopped_at"] > limits["complete_report"]["due_at"]
    assert "handling" not in limits


async def test_what_was_handed_in_an_hour_before_the_counter_shut_was_in_time(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await told(client, settings, monkeypatch)
    set_clock(monkeypatch, "2024-01-16T15:30:00")
    await noted(client, settings, made, {"finding": "complete", "at": "2024-01-16T15:00:00+07:00"})
    met = (await shown(client, settings, made))["complete_report"]
    assert met["stopped_at"] == at("2024-01-16T15:00:00")
    assert met["stopped_at"] < met["counter_end"] < met["due_at"]


@pytest.mark.parametrize("noted_first", [True, False], ids=["found, then told", "told, then found"])
async def test_a_notice_dated_before_anything_was_found_takes_no_day_of_the_reporters(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, noted_first: bool
) -> None:
    """Dated back to the lodging, its two days were over on Friday, when the study found what was missing."""
    made = await lodged(client, settings, monkeypatch)
    set_clock(monkeypatch, "2024-01-12T10:00:00")
    dated = INCOMPLETE | {"sent_at": "2024-01-10T10:30:00+07:00"}
    if noted_first:
        await noted(client, settings, made, MISSING)
        notice = await sent(client, settings, made, **dated)
    else:
        notice = await sent(client, settings, made, **dated)
        await noted(client, settings, made, MISSING)
    assert notice["sent_at"] == dated["sent_at"]
    limits = await shown(client, settings, made)
    runs = limits["complete_report"]
    assert (runs["stopped_at"], runs["counter_end"]) == (None, at("2024-01-16T16:00:00"))
    assert at("2024-01-12T10:00:00") < runs["started_at"] < at("2024-01-12T10:01:00")
    if noted_first:
        assert limits["tell_missing"]["stopped_at"] == limits["tell_missing"]["started_at"] == runs["started_at"]
    set_clock(monkeypatch, "2024-01-15T10:00:00")
    await noted(client, settings, made, MISSING)
    assert (await shown(client, settings, made))["complete_report"] == runs, "found again gives no more time"


async def test_a_notice_of_what_nobody_found_missing_begins_no_limit_that_nobody_can_meet(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Told on Thursday 11 January 2024, noted on Friday without saying when it was found: Friday and Monday 15."""
    made = await lodged(client, settings, monkeypatch)
    set_clock(monkeypatch, "2024-01-11T10:00:00")
    await sent(client, settings, made, **INCOMPLETE)
    assert {*await shown(client, settings, made)} == {"lodge_report", "initial_study"}
    set_clock(monkeypatch, "2024-01-12T10:00:00")
    await noted(client, settings, made, MISSING)
    limits = await shown(client, settings, made)
    assert (limits["complete_report"]["stopped_at"], "tell_missing" in limits) == (None, False)
    assert limits["complete_report"]["counter_end"] == at("2024-01-15T16:00:00")
    assert OWED not in (await get(client, settings, f"/reports/{made['id']}"))["owed_notices"]
    await noted(client, settings, made, {"finding": "complete"})
    assert (await shown(client, settings, made))["complete_report"]["stopped_at"] is not None
    await sent(client, settings, made, **INCOMPLETE)
    assert {kind for kind, clock in (await shown(client, settings, made)).items() if not clock["stopped_at"]} == set()
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("noted_first", [True, False], ids=["found, then told", "told, then found"])
@pytest.mark.parametrize(
    ("entered", "since", "until"), [("16:20:00", "10", "12T16:30:00"), ("17:00:00", "12", "16T16:00:00")]
)
async def test_the_days_to_hand_in_are_not_over_before_they_are_entered(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path,
    *, noted_first: bool, entered: str, since: str, until: str,
) -> None:  # fmt: skip
    """Found and told on Wednesday 10 January 2024, it is said on Friday 12: the counter shut on that day at 16:30."""
    made = await lodged(client, settings, monkeypatch)
    set_clock(monkeypatch, f"2024-01-12T{entered}")
    found, dated = MISSING | {"at": "2024-01-10T10:05:00+07:00"}, {"sent_at": "2024-01-10T10:06:00+07:00"}
    for each in (True, False):
        if each is noted_first:
            await noted(client, settings, made, found)
        else:
            assert (await sent(client, settings, made, **INCOMPLETE | dated))["sent_at"] == dated["sent_at"]
    runs = (await shown(client, settings, made))["complete_report"]
    assert (runs["stopped_at"], runs["counter_end"]) == (None, at(f"2024-01-{until}"))
    assert runs["started_at"].startswith(f"2024-01-{since}")
    handed_in = {"finding": "complete", "at": "2024-01-11T10:00:00+07:00"}
    await noted(client, settings, made, handed_in)
    assert (await shown(client, settings, made))["complete_report"]["stopped_at"] is not None
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_was_told_on_friday_and_noted_without_a_moment_on_monday_gives_the_reporter_no_new_days(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told had been found by then: Monday 15 and Tuesday 16 stay, and are no Tuesday and Wednesday."""
    made = await lodged(client, settings, monkeypatch)
    set_clock(monkeypatch, "2024-01-12T14:00:00")
    await sent(client, settings, made, **INCOMPLETE)
    assert "complete_report" not in await shown(client, settings, made), "nothing is noted to be missing yet"
    set_clock(monkeypatch, "2024-01-15T10:00:00")
    await noted(client, settings, made, MISSING)
    limits = await shown(client, settings, made)
    assert (limits["complete_report"]["counter_end"], "tell_missing" in limits) == (at("2024-01-16T16:00:00"), False)
    # Said to have been found on Monday, it was not what the notice of Friday told of.
    other = await lodged(client, settings, monkeypatch)
    set_clock(monkeypatch, "2024-01-12T14:00:00")
    await sent(client, settings, other, **INCOMPLETE)
    set_clock(monkeypatch, "2024-01-15T10:00:00")
    await noted(client, settings, other, MISSING | {"at": "2024-01-15T09:00:00+07:00"})
    limits = await shown(client, settings, other)
    assert limits["complete_report"]["counter_end"] == at("2024-01-17T16:00:00")
