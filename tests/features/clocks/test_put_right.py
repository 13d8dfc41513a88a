"""What is put right of a report, and its limits of law: none is lost, and each is counted from where the law does.

All dates were counted by hand. In January and February 2024 the 8th, 9th and 14th of February were no working days.
"""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.local_days import DAY
from tests.edge.api.story import ADMIN, DESK, POLRES, REPORT, SARI, TONO, VERIFY, P, fire, headers, report
from tests.features.clocks.test_over_http import MORE, clocks, extend, read
from tests.features.elections.at_a_time import moment, set_clock
from tests.features.gakkumdu.test_over_http import assigned, take, taken
from tests.features.proposals.proposing import agreed
from tests.signing import Signer
from workflows.codes.stamps import stamp

OF_PEMILU: dict[str, Any] = {
    "election": "pemilu-2024", "occurred_at": "2024-02-01T08:00:00+07:00", "classification": "ordinary",
    "source": {"channel": "counter"},
}  # fmt: skip
OF_PILKADA = OF_PEMILU | {"election": "pilkada-2024", "occurred_at": "2024-11-04T08:00:00+07:00"}
MISSING = {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi"}


def at(local: str) -> str:
    return stamp(moment(local)).replace(".000000", "")


async def shown(client: Any, settings: Settings, made: Any) -> dict[str, Any]:
    """The clocks of law by their step: of several the one that runs."""
    found = await read(client, settings, f"/reports/{made['id']}", DESK)
    return clocks({"clocks": sorted(found["clocks"], key=lambda clock: clock["stopped_at"] is None)})


async def noted(client: Any, settings: Settings, made: Any, body: dict[str, Any]) -> None:
    path = f"{P}/reports/{made['id']}/completeness"
    answer = await client.post(path, json=body, headers=headers(settings, SARI, match=made["version"]))
    assert answer.status_code == 201, answer.text


async def test_complete_is_only_what_was_found_incomplete_and_only_once(client: Any, settings: Settings) -> None:
    """It would stand in the trail that a reporter handed in what nobody had asked for."""
    made = await report(client, settings, **OF_PILKADA)
    path, body = f"{P}/reports/{made['id']}/completeness", {"finding": "complete"}
    for wanted in ([MISSING, MISSING, body], [MISSING, body]):
        refused = await client.post(path, json=body, headers=headers(settings, SARI, match=made["version"]))
        assert (refused.status_code, refused.json()["code"]) == (409, "nothing_lacking")
        for sent in wanted:
            await noted(client, settings, made, sent)
    told = (await read(client, settings, f"/reports/{made['id']}/history", DESK))["items"]
    assert [one["action"] for one in told if one["action"] == "report.completed"] == ["report.completed"] * 2


async def of_election(client: Any, settings: Settings, made: Any, election: str | None) -> None:
    """One enters the election of a report that had none; two take it to another, or out of all."""
    found = await read(client, settings, f"/reports/{made['id']}", DESK)
    if found["election"] is not None:
        await agreed(client, settings, found, {"kind": "amendment", "amendment": {"election": election}})
        return
    sent = headers(settings, DESK, match=found["version"])
    body = {"election": election, "reason": "Keliru"}
    answer = await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)
    assert answer.status_code == 200, answer.text


async def verdict(settings: Settings, worker: Any, signer: Signer, folder: Path) -> tuple[int, Any]:
    await sequencer.sequence_all(worker)
    await signer.publish(worker)
    key, file, out = signer.command("audit", "key").strip(), folder / "trail.bundle", io.BytesIO()
    await asyncio.to_thread(bundle, settings, Scope(REGION), file)
    code = await asyncio.to_thread(verify, file, [key], None, as_json=True, out=out)
    return code, json.loads(out.getvalue())["faults"]


async def test_the_handling_of_what_was_once_incomplete_runs_again_when_it_comes_back_to_its_election(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registered on Monday 5 February 2024: seven calendar days are the 6th to the 12th."""
    set_clock(monkeypatch, "2024-02-05T10:00:00")
    made = await report(client, settings, **OF_PEMILU)
    await noted(client, settings, made, MISSING)
    await noted(client, settings, made, {"finding": "complete"})
    assert (await shown(client, settings, made))["tell_missing"]["stopped_at"] is not None
    assert (await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
    began = (await shown(client, settings, made))["handling"]
    set_clock(monkeypatch, "2024-02-06T10:00:00")
    await of_election(client, settings, made, None)
    assert (await shown(client, settings, made))["handling"]["stopped_at"] is not None
    await of_election(client, settings, made, "pemilu-2024")
    runs = (await shown(client, settings, made))["handling"]
    assert (runs["stopped_at"], runs["due_at"]) == (None, at("2024-02-12T23:59:59"))
    assert (runs["started_at"], runs["id"] == began["id"]) == (began["started_at"], False)


async def test_pilkada_counts_from_the_receipt_whatever_was_done_before_it_came_to_that_election(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lodged on Monday 4 November 2024: three calendar days are the 5th to the 7th (UU 1/2015 art. 134(5)).

    Taken for no election and registered at the desk on Wednesday; taken for pemilu and registered on Tuesday.
    """
    for first, acts in ((None, "register"), ("pemilu-2024", None)):
        set_clock(monkeypatch, "2024-11-04T10:00:00")
        made = await report(client, settings, **OF_PILKADA | {"election": first})
        set_clock(monkeypatch, "2024-11-05T10:00:00")
        assert (await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
        set_clock(monkeypatch, "2024-11-06T10:00:00")
        if acts:
            assert (await take(client, settings, made["id"], acts)).status_code == 200
        await of_election(client, settings, made, "pilkada-2024")
        handling = (await shown(client, settings, made))["handling"]
        told = handling["rule"], handling["started_at"], handling["due_at"], handling["stopped_at"]
        assert told == ("pilkada/handling", made["reported_at"], at("2024-11-07T23:59:59"), None)


async def test_a_clock_that_was_extended_and_then_counted_anew_leaves_a_trail_that_verifies(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Registered on Monday 19 February 2024; Thursday 22 is kept as a day off before it is extended.

    The fourteen days in all are counted on from the end that was told, to Friday 8 March; by the calendar they are
    20, 21, 23 (3), 26 to 1 March (8), 4 to 8 (13) and, after Nyepi and its leave on 11 and 12, Wednesday 13.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | {"occurred_at": "2024-02-18T10:00:00+07:00"})
    assert (await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
    clock = (await shown(client, settings, made))["handling"]["id"]
    body = DAY | {"day": "2024-02-22"}
    kept = await client.post(f"{P}/calendar/days", json=body, headers=headers(settings, ADMIN))
    assert kept.status_code == 201, kept.text
    longer = await extend(client, settings, clock, body=MORE)
    assert (longer.status_code, longer.json()["due_at"]) == (200, at("2024-03-08T23:59:59"))
    sent = headers(settings, TONO)
    moved = (await client.post(f"{P}/clocks/{clock}/recount", json={"reason": "Cuti"}, headers=sent)).json()
    assert (moved["due_at"], moved["recounted_due_at"]) == (at("2024-03-13T23:59:59"), None)
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_what_was_lodged_in_time_is_not_merged_into_what_was_not(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven working days from Thursday 1 February 2024 ended on Thursday 15; it came on Monday 19."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    late = await report(client, settings, **OF_PEMILU)
    body = {name: value for name, value in (REPORT | OF_PEMILU).items() if name != "known_at"}
    untold = (await client.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))).json()
    assert (late["advisories"], untold["advisories"]) == (["lodged_late"], ["known_at_not_told"])
    good = await report(client, settings, **OF_PEMILU | {"known_at": "2024-02-18T10:00:00+07:00"})
    merge = {"trigger": "dismiss", "outcome": "duplicate", "reason": "Sama"}
    for other in (late, untold):
        into = merge | {"duplicate_of": other["id"]}
        here = (await read(client, settings, f"/reports/{good['id']}", DESK))["version"]
        answer = await fire(client, settings, SARI, f"/reports/{good['id']}", here, into)
        refused = answer.json()
        assert (answer.status_code, refused["code"]) == (409, "survivor_protects_less"), answer.text
        assert refused["protections"] == ["legal_clock"]
        back = merge | {"duplicate_of": good["id"]}
        version = (await read(client, settings, f"/reports/{other['id']}", DESK))["version"]
        answer = await fire(client, settings, SARI, f"/reports/{other['id']}", version, back)
        assert answer.status_code == 200, answer.text


async def test_a_limit_that_is_met_by_a_phone_a_little_ahead_is_met_when_we_are_told(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-11-04T10:00:00")
    made = await assigned(client, settings, **OF_PILKADA)
    await taken(client, settings, made, "register", "first_discussion", "second_discussion")
    due = (await shown(client, settings, {"id": made}))["forward_crime"]["due_at"]
    set_clock(monkeypatch, "2024-11-05T09:58:00")
    answer = await take(client, settings, made, "forward", at="2024-11-05T10:02:30+07:00")
    assert answer.status_code == 200, answer.text
    found = await shown(client, settings, {"id": made})
    assert found["forward_crime"]["stopped_at"] == found["investigation"]["started_at"]
    assert at("2024-11-05T09:58:00") < found["forward_crime"]["stopped_at"] < due
