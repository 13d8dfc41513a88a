"""The election's regime is data: what no code knows runs from a file, from intake to the courts.

The dates are counted by hand on the calendar of March 2031, whose third is a Monday and which has no holiday before the
twenty-second.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, LEAD, SARI, VERIFY, P, fire, headers, report
from tests.features.elections.at_a_time import set_clock
from tests.features.gakkumdu.test_over_http import take
from tests.features.regimes.fictitious import ELECTION, LAW_FILE, REGIME, fictitious, put_in_force, region_document
from tests.workflows.law import LAW
from tests.workflows.policy.test_policy_command import tindak
from workflows.policy.code_lists import code_lists
from workflows.policy.region import PolicyError, parse_policy

MONDAY = "2031-03-03T10:00:00+07:00"
SEEN = {"election": ELECTION, "occurred_at": MONDAY, "known_at": MONDAY, "source": {"channel": "counter"}}
TOLD = [
    # step of the case, when it is taken, and which clocks it starts, until when
    # 12 hours after Thursday 6, 10:00
    ("second_discussion", "2031-03-06T10:00:00", {"forward_crime": "2031-03-06T22:00:01+07:00"}),
    # 10 calendar days after Thursday 6: 7 to 16, a Sunday
    ("forward", "2031-03-06T16:00:00", {"investigation": "2031-03-16T23:59:59+07:00"}),
    ("police_report", "2031-03-06T17:00:00", {}),
    ("third_discussion", "2031-03-07T10:00:00", {}),
    # 6 calendar days after Monday 10: 11 to 16. This law lets no prosecutor return a file within a time.
    ("investigated", "2031-03-10T10:00:00", {"to_court": "2031-03-16T23:59:59+07:00"}),
    # 72 hours from Wednesday 12, 10:00; the five working days of the other reading, 13, 14, 17, 18, 19, end later
    ("to_court", "2031-03-12T10:00:00", {"first_instance": "2031-03-15T10:00:01+07:00"}),
    # 2 working days after Friday 14: (15-16 weekend) 17, 18
    ("first_instance", "2031-03-14T10:00:00", {"lodge_appeal": "2031-03-18T23:59:59+07:00"}),
    # 5 calendar days after Monday 17: 18 to 22; no limit to send the file
    ("appeal_lodged", "2031-03-17T10:00:00", {"appeal_decision": "2031-03-22T23:59:59+07:00"}),
    ("file_sent", "2031-03-18T10:00:00", {}),
    ("appeal_decided", "2031-03-20T10:00:00", {}),
]


async def legal(client: Any, settings: Settings, made: str) -> dict[str, dict[str, Any]]:
    found = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()
    return {clock["kind"]: clock for clock in found["clocks"] if clock["family"] == "legal"}


async def test_it_runs_from_intake_through_registration_and_handling_to_the_courts(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(client)
    set_clock(monkeypatch, "2031-03-04T14:00:00")  # Tuesday, the counter is open until 15:00
    made = await report(client, settings, **SEEN)
    assert (made["stage"], made["formal_receipt_at"]) == ("campaign", "2031-03-04T07:00:01Z")
    path, clocks = made["id"], await legal(client, settings, made["id"])
    # 5 calendar days after Monday 3: 4 to 8, a Saturday; the counter is open from Monday to Thursday
    lodged = clocks["lodge_report"]
    assert (lodged["due_at"], lodged["counter_end"]) == ("2031-03-08T16:59:59Z", "2031-03-06T08:00:00Z")
    assert clocks["initial_study"]["due_at"] == "2031-03-05T16:59:59Z"  # a working day after Tuesday 4

    set_clock(monkeypatch, "2031-03-05T09:00:00")
    answer = await fire(client, settings, SARI, f"/reports/{path}", 1, VERIFY)
    assert answer.status_code == 200, answer.text
    assert answer.json()["owed_notices"] == ["registered/reporter"]
    handling = (await legal(client, settings, path))["handling"]
    assert (handling["due_at"], handling["basis"]) == ("2031-03-09T16:59:59Z", "UU 1/2030 Pasal 11")  # 6, 7, 8, 9
    longer = await client.post(
        f"{P}/clocks/{handling['id']}/extension",
        json={"reason": "Saksi di luar negeri"},
        headers=headers(settings, ("supervisor", "bawaslu", "Tono")),
    )
    assert (longer.status_code, longer.json()["due_at"]) == (200, "2031-03-11T16:59:59Z")  # two more: 10, 11

    answer = await fire(client, settings, DESK, f"/reports/{path}", 3, {"trigger": "assign", "tasks": [LEAD]})
    assert answer.status_code == 200, answer.text
    for step in ("register", "first_discussion"):
        assert (await take(client, settings, path, step)).status_code == 200
    seen = set(await legal(client, settings, path))
    for step, at, starts in TOLD:
        set_clock(monkeypatch, at)
        answer = await take(client, settings, path, step)
        assert answer.status_code == 200, (step, answer.text)
        clocks = await legal(client, settings, path)
        begun = {kind: datetime.fromisoformat(clock["due_at"]) for kind, clock in clocks.items() if kind not in seen}
        assert begun == {kind: datetime.fromisoformat(due) for kind, due in starts.items()}, step
        seen |= set(clocks)
    assert {(clock["regime"], clock["law_version"]) for clock in clocks.values()} == {(REGIME, "id/2031-01-1")}
    assert all(clock["stopped_at"] is not None for clock in clocks.values())


async def test_a_disputed_clock_of_it_keeps_each_reading(client: Any, settings: Settings) -> None:
    put_in_force(client)
    asked = {"regime": REGIME, "step": "first_instance", "start": "2031-03-12T10:00:00+07:00"}
    found = (await client.get(f"{P}/clocks/preview", params=asked, headers=headers(settings, AUDITOR))).json()
    assert [(each["length"], each["due_at"]) for each in found["readings"]] == [
        ("72h", "2031-03-15T03:00:00Z"), ("5wd", "2031-03-19T16:59:59Z"),
    ]  # fmt: skip
    assert found["due_at"] == "2031-03-15T03:00:00Z"


async def test_where_it_is_the_law_no_other_regime_is_known(client: Any, settings: Settings) -> None:
    put_in_force(client)
    asked = {"regime": "pemilu", "step": "handling", "start": MONDAY}
    refused = await client.get(f"{P}/clocks/preview", params=asked, headers=headers(settings, AUDITOR))
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["code"], error["pointer"]) == (
        422, "unknown_regime", "regime",
    )  # fmt: skip
    assert "pemilu_daerah" in error["detail"]


async def test_elections_policy_and_code_lists_tell_it_with_its_words(client: Any, settings: Settings) -> None:
    put_in_force(client)
    sent = headers(settings, AUDITOR)
    found = (await client.get(f"{P}/elections", headers=sent)).json()
    assert [one["regime"] for one in (*found["items"], *found["counter"]["hours"])] == [REGIME, REGIME]
    shown = (await client.get(f"{P}/policy", headers=sent | {"Accept": "application/json"})).json()
    assert {row["regime"] for row in shown["legal_clocks"]} == {REGIME}
    assert code_lists(fictitious())["regime"] == [{"code": REGIME, "en": "Local elections", "id": "Pemilu daerah"}]


def test_a_policy_with_a_regime_that_no_law_describes_is_refused_with_its_line(tmp_path: Path) -> None:
    text = json.dumps(region_document(), indent=1)
    region = tmp_path / "33.05.json"
    region.write_text(text)
    line = next(at for at, said in enumerate(text.splitlines(), 1) if f'"regime": "{REGIME}"' in said)
    reason = f"no law describes the regime '{REGIME}'; described are pemilu, pilkada, pilkades"
    code, _, error = tindak("check", str(region))
    assert (code, f"33.05.json:{line}: {reason}" in error) == (1, True), error
    code, out, error = tindak("check", str(region), "--law", str(LAW_FILE))
    assert (code, out) == (0, f"{region}: sound\n"), error
    assert tindak("check", str(LAW_FILE))[0] == 0


def test_a_notice_owed_under_a_regime_that_no_law_describes_is_refused() -> None:
    document = region_document()
    document["elections"] = []
    with pytest.raises(PolicyError, match="no law describes the regime 'pemilu_daerah'"):
        parse_policy(json.dumps(document).encode(), "33.05.json", LAW)
