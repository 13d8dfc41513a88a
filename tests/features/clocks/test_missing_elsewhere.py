"""What the study found missing, in a report that comes to its election late: as if it had been found there.

All dates were counted by hand: Wednesday 10 January 2024 lodged, Friday 12 found and told, Tuesday 16 the last day.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, VERIFY, P, headers, report
from tests.features.administrative.acting import running
from tests.features.clocks.test_as_told import done, found
from tests.features.clocks.test_january import INCOMPLETE, OF_JANUARY
from tests.features.clocks.test_nobody_alone import put_right
from tests.features.clocks.test_put_right import MISSING, at, noted, of_election, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.notices.telling import sent
from tests.signing import Signer

ELSEWHERE = [None, "pilkada-2024"]
"""No election, and one whose law limits nothing of what is missing."""
PEMILU = "pemilu-2024"
FOUND, TOLD, LATER = "2024-01-12T10:00:00", "2024-01-12T14:00:00", "2024-01-15T10:00:00"
COMPLETE = {"finding": "complete"}


async def lodged(client: Any, settings: Settings, clock: pytest.MonkeyPatch, election: str | None, **more: Any) -> Any:
    set_clock(clock, "2024-01-10T10:00:00")
    return await report(client, settings, **OF_JANUARY | {"election": election} | more)


async def studied(client: Any, settings: Settings, clock: pytest.MonkeyPatch, made: Any, *, told: bool) -> None:
    set_clock(clock, FOUND)
    await noted(client, settings, made, MISSING)
    if told:
        set_clock(clock, TOLD)
        await sent(client, settings, made, **INCOMPLETE)


def spell(clock: dict[str, Any]) -> list[Any]:
    return [clock[name] for name in ("started_at", "due_at", "counter_end", "stopped_at")]


@pytest.mark.parametrize("through", ELSEWHERE)
@pytest.mark.parametrize("told", [False, True])
async def test_what_is_to_be_told_and_handed_in_runs_in_its_own_election_alone_and_again_once_it_is_back(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    through: str | None,
    *,
    told: bool,
) -> None:
    made = await lodged(client, settings, monkeypatch, PEMILU)
    await studied(client, settings, monkeypatch, made, told=told)
    before = await shown(client, settings, made)
    runs = "complete_report" if told else "tell_missing"
    assert {kind for kind, clock in before.items() if clock["stopped_at"] is None} == {runs}
    await of_election(client, settings, made, through)
    assert not {"tell_missing", "complete_report"} & {*await running(client, settings, made["id"])}
    set_clock(monkeypatch, LATER)
    await of_election(client, settings, made, PEMILU)
    back = await shown(client, settings, made)
    assert {kind for kind, clock in back.items() if clock["stopped_at"] is None} == {runs}
    assert {kind: spell(back[kind]) for kind in (runs, "initial_study")} == {
        kind: spell(before[kind]) for kind in (runs, "initial_study")
    }
    await noted(client, settings, await found(client, settings, made), COMPLETE)
    assert await running(client, settings, made["id"]) == {}
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("first", ELSEWHERE)
@pytest.mark.parametrize("told", [False, True])
async def test_what_was_found_missing_elsewhere_is_to_be_told_and_handed_in_once_the_law_limits_it(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    first: str | None,
    *,
    told: bool,
) -> None:
    """The study is done; the day to tell it counts from Friday, and the days to hand it in from its notice."""
    made = await lodged(client, settings, monkeypatch, first)
    await studied(client, settings, monkeypatch, made, told=told)
    set_clock(monkeypatch, TOLD)
    await of_election(client, settings, made, PEMILU)
    limits = await shown(client, settings, made)
    assert limits["initial_study"]["stopped_at"].startswith(at(FOUND)[:16])
    telling = limits["tell_missing"]
    assert (telling["started_at"][:16], telling["due_at"]) == (at(FOUND)[:16], at("2024-01-15T23:59:59"))
    assert (telling["stopped_at"] is not None) is told
    if not told:
        assert "complete_report" not in limits
        await sent(client, settings, made, **INCOMPLETE)
        limits = await shown(client, settings, made)
    handing_in = limits["complete_report"]
    assert (handing_in["counter_end"], handing_in["stopped_at"]) == (at("2024-01-16T16:00:00"), None)
    await noted(client, settings, await found(client, settings, made), COMPLETE)
    assert await running(client, settings, made["id"]) == {}
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_was_handed_in_elsewhere_stands_as_met_and_what_is_registered_lacks_nothing(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, other = [await lodged(client, settings, monkeypatch, None) for _ in range(2)]
    for one in (made, other):
        await studied(client, settings, monkeypatch, one, told=True)
        set_clock(monkeypatch, LATER)
        await noted(client, settings, one, COMPLETE)
    await done(client, settings, other, VERIFY)
    for one in (made, other):
        await of_election(client, settings, one, PEMILU)
    limits = await shown(client, settings, made)
    assert limits["complete_report"]["stopped_at"].startswith(at(LATER)[:16])
    assert await running(client, settings, made["id"]) == {}
    assert {*await running(client, settings, other["id"])} == {"handling"}
    assert not {"tell_missing", "complete_report", "initial_study"} & {*await shown(client, settings, other)}


async def test_a_study_that_found_something_missing_is_done_whoever_led_by_then(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kominfo led what was taken for polarisation; Bawaslu leads what it is, and has not to study it again."""
    made = await lodged(client, settings, monkeypatch, PEMILU, category="polarisation")
    assert "initial_study" not in await shown(client, settings, made)
    set_clock(monkeypatch, FOUND)
    match = (await found(client, settings, made))["version"]
    path = f"{P}/reports/{made['id']}/completeness"
    answer = await client.post(path, json=MISSING, headers=headers(settings, DESK, match=match))
    assert answer.status_code == 201, answer.text
    answer = await put_right(client, settings, made, DESK, category="money_politics", takes_lead_away=True)
    assert answer.status_code == 200, answer.text
    study = (await shown(client, settings, made))["initial_study"]
    assert study["stopped_at"] is not None
    assert study["stopped_at"].startswith(at(FOUND)[:16])


async def test_what_was_told_before_it_was_noted_elsewhere_had_been_found_when_it_was_told(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told on Thursday 11, noted on Friday without saying when it was found: Friday 12 and Monday 15, and no more."""
    made = await lodged(client, settings, monkeypatch, None)
    set_clock(monkeypatch, "2024-01-11T10:00:00")
    await sent(client, settings, made, **INCOMPLETE)
    await studied(client, settings, monkeypatch, made, told=False)
    await of_election(client, settings, made, PEMILU)
    limits = await shown(client, settings, made)
    assert (limits["complete_report"]["counter_end"], "tell_missing" in limits) == (at("2024-01-15T16:00:00"), False)
