"""A clock that keeps several readings of its law: the worker warns by the earliest, also once the dispute is settled.

Handling from Monday 19 February 2024 (UU 7/2017 art. 454(7)): seven calendar days to Monday 26, seven working days to
Wednesday 28. The law is settled for working days then, by data alone; what runs keeps what it began with.
"""

import dataclasses
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.edge.policy_files import Policies, load_policies
from service.edge.settings import Settings
from tests.edge.api.story import VERIFY, report
from tests.features.clocks.test_as_told import KNOWN, THURSDAY, changed, done, history, keep, recount
from tests.features.clocks.test_over_http import MORE, NEW_LAW, clocks, extend, law_with, read
from tests.features.clocks.test_put_right import OF_PEMILU, OF_PILKADA, at, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.ladder.test_looking import look
from tests.signing import Signer
from tests.workflows.law import LAW_RAW
from workflows.clocks.law import Law, parse_law

SETTLED = {"readings": [], "status": "confirmed", "note": None, "citations": [NEW_LAW]}
READ_AS = [("7cd", "2024-02-26T23:59:59"), ("7wd", "2024-02-28T23:59:59")]
A_BLINK = timedelta(seconds=1)


def settle(client: Any, law: Law | None = None) -> Policies:
    """Put a law in force that reads the handling in one way; what the application holds goes on to be told of days."""
    settled = law or law_with("id/2027-01-1", "pemilu/handling", **SETTLED)
    policies = Policies({"33.05": dataclasses.replace(load_policies().of("33.05"), law=settled)})
    vars(client.app.state.policies).update(vars(policies))
    return policies


async def running(client: Any, settings: Settings, clock: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """A report of Monday 19 February, and its handling with both readings."""
    set_clock(clock, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, made, VERIFY)
    runs = (await shown(client, settings, made))["handling"]
    found = await read(client, settings, f"/clocks/{runs['id']}")
    assert [(one["length"], one["due_at"]) for one in found["readings"]] == [(each, at(end)) for each, end in READ_AS]
    return made, found


def times(clock: Any) -> dict[int, datetime]:
    """When it warns, by its first end: of 7 days, 13:59:59 hours half, four fifths, and the whole."""
    start, end = datetime.fromisoformat(clock["started_at"]), datetime.fromisoformat(at("2024-02-26T23:59:59"))
    return {percent: start + (end - start) * percent / 100 for percent in (50, 80, 100)}


@pytest.mark.parametrize("law", ["disputed", "settled since"])
async def test_the_worker_warns_at_the_moments_of_the_earliest_reading_and_takes_nobody_up_the_ladder(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, law: str
) -> None:
    made, clock = await running(client, settings, monkeypatch)
    policies = settle(client) if law == "settled since" else None
    passed = 0
    for percent, moment in times(clock).items():
        await look(settings, moment - A_BLINK, policies)
        assert (await shown(client, settings, made))["handling"]["warned"] == passed
        await look(settings, moment, policies)
        passed = (await shown(client, settings, made))["handling"]["warned"]
        assert passed == percent
    told = [one for one in await history(client, settings, made) if one["data"].get("clock") == clock["id"]]
    warned = sorted((one["data"]["percent"], one["data"]["due_at"]) for one in told if one["action"] == "clock.warned")
    assert warned == [(percent, f"{at('2024-02-26T23:59:59')[:-1]}.000000Z") for percent in (50, 80, 100)]
    assert [one["action"] for one in told if one["action"] != "clock.warned"] == []
    missed = await read(client, settings, f"/clocks/{clock['id']}")
    assert ([one["percent"] for one in missed["warnings"]], missed["rung"]) == ([50, 80, 100], None)
    assert (missed["readings"], missed["due_at"], missed["lapsed"]) == (clock["readings"], clock["due_at"], False)
    assert "the earliest end counts; by the others: 7 working days" in missed["explanations"]["en"]
    assert "akhir yang paling awal yang dipakai; bacaan lain: 7 hari kerja" in missed["explanations"]["id"]


async def test_what_was_disputed_when_it_began_is_counted_anew_and_extended_by_each_reading_that_it_keeps(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Thursday 22 February off: working days to Thursday 29. Fourteen in all: 20, 21, 23, 26-29, 1, 4-8, 13 March."""
    _, clock = await running(client, settings, monkeypatch)
    settle(client)
    after = await read(client, settings, f"/clocks/{clock['id']}")
    # The note is of the row that began it, and told for as long as the law is of that version.
    same = set(clock) - {"note", "caution", "actions"}
    assert {name: after[name] for name in same} == {name: clock[name] for name in same}
    assert await changed(client, settings) == []
    other = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, other, VERIFY)
    new = (await shown(client, settings, other))["handling"]
    assert (new["length"], new["due_at"], new["law_version"]) == ("7wd", at("2024-02-28T23:59:59"), "id/2027-01-1")
    await keep(client, settings, THURSDAY)
    anew = {one["id"]: one["recounted_due_at"] for one in await changed(client, settings)}
    assert anew[clock["id"]] == at("2024-02-26T23:59:59")
    assert anew[new["id"]] == at("2024-02-29T23:59:59")
    moved = (await recount(client, settings, clock["id"])).json()
    assert [(one["length"], one["due_at"]) for one in moved["readings"]] == [
        ("7cd", at("2024-02-26T23:59:59")), ("7wd", at("2024-02-29T23:59:59")),
    ]  # fmt: skip
    assert (moved["due_at"], moved["law_version"], moved["basis"]) == (
        clock["due_at"], clock["law_version"], clock["basis"],
    )  # fmt: skip
    longer = (await extend(client, settings, clock["id"], body=MORE)).json()
    assert (longer["length"], longer["due_at"], longer["readings"]) == ("14wd", at("2024-03-13T23:59:59"), [])
    assert (longer["law_version"], longer["basis"]) == (clock["law_version"], clock["basis"])
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_an_hour_of_the_counter_that_is_settled_is_no_change_of_the_calendar(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known on Friday 11 October 2024, to be lodged by Friday 18, at 16:00 or 16:30; then the law says 16:30."""
    set_clock(monkeypatch, "2024-10-14T10:00:00")
    friday = {"occurred_at": "2024-10-11T08:00:00+07:00", "known_at": "2024-10-11T09:00:00+07:00"}
    made = await report(client, settings, **OF_PILKADA | friday)
    lodged = clocks(made)["lodge_report"]
    assert (lodged["due_at"], lodged["counter_end"]) == (at("2024-10-18T23:59:59"), at("2024-10-18T16:00:00"))
    document = json.loads(LAW_RAW) | {"version": "id/2027-01-1"}
    (hours,) = [one for counter in document["counters"] for one in counter["hours"] if "disputed" in one]
    hours["closes"] = hours.pop("disputed")
    hours.pop("closes_by"), hours.pop("disputed_by")
    settle(client, parse_law(json.dumps(document).encode(), "test.json"))
    found = await read(client, settings, f"/clocks/{lodged['id']}")
    assert {name: found[name] for name in lodged} == lodged
    assert "calendar has changed" not in found["explanations"]["en"]
    assert (await recount(client, settings, lodged["id"])).json()["code"] == "calendar_unchanged"
    later = clocks(await report(client, settings, **OF_PILKADA | friday))["lodge_report"]
    assert later["counter_end"] == at("2024-10-18T16:30:00")
    # A day off on that Friday is one: the counter last closes on Thursday.
    await keep(client, settings, "2024-10-18")
    found = await read(client, settings, f"/clocks/{lodged['id']}")
    assert found["recounted_counter_end"] == at("2024-10-17T16:00:00")
