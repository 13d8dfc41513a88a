"""The stage of a report follows its election and when it happened, whatever is put right afterwards."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, POLRES, P, headers, report
from tests.features.elections.at_a_time import moment, set_clock
from tests.features.proposals.proposing import agreed

BORN = {"classification": "ordinary", "occurred_at": "2024-02-13T23:59:59+07:00", "election": "pemilu-2024"}
BORN |= {"known_at": "2024-03-21T08:00:00+07:00"}  # so that when it happened moves no limit


async def amend(client: Any, settings: Settings, made: Any, who: Any = POLRES, **members: Any) -> Any:
    sent = headers(settings, who, match=made["version"])
    body = {**members, "reason": "Diperbaiki"}
    return await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)


async def read(client: Any, settings: Settings, made: Any) -> Any:
    return (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()


async def put_right(client: Any, settings: Settings, made: Any, **members: Any) -> Any:
    """The report after what two persons put right of it."""
    await agreed(client, settings, made, {"kind": "amendment", "amendment": members})
    return await read(client, settings, made)


async def stages(client: Any, settings: Settings, **changes: Any) -> tuple[str | None, str | None]:
    """Election and stage of a report after an amendment, as the answer has them, held against a read."""
    made = await report(client, settings, **BORN)
    assert (made["election"], made["stage"]) == ("pemilu-2024", "quiet")
    if changes.get("election", BORN["election"]) != BORN["election"]:  # which one person does not take it out of
        again = await put_right(client, settings, made, **changes)
        return again["election"], again["stage"]
    answer = await amend(client, settings, made, **changes)
    assert answer.status_code == 200, answer.text
    again = await read(client, settings, made)
    same = ("election", "stage", "formal_receipt_at", "advisories", "version")
    assert [answer.json()[name] for name in same] == [again[name] for name in same]
    return again["election"], again["stage"]


@pytest.mark.parametrize(
    ("changes", "election", "stage"),
    [
        ({"occurred_at": "2024-02-14T00:00:00+07:00"}, "pemilu-2024", "voting"),
        ({"occurred_at": "2024-02-10T23:59:59+07:00"}, "pemilu-2024", "campaign"),
        ({"occurred_at": "2024-03-21T00:00:00+07:00"}, "pemilu-2024", "after"),
        ({"election": "pilkada-2024"}, "pilkada-2024", "before"),
        ({"election": "pilkades-2023"}, "pilkades-2023", "after"),
        ({"election": "pilkada-2024", "occurred_at": "2024-11-27T08:00:00+07:00"}, "pilkada-2024", "voting"),
        ({"election": None}, None, None),
        ({"election": None, "occurred_at": "2024-02-14T08:00:00+07:00"}, None, None),
        ({"title": "Judul baru"}, "pemilu-2024", "quiet"),
        ({"election": "pemilu-2024", "title": "Judul baru"}, "pemilu-2024", "quiet"),
    ],
    ids=str,
)
async def test_every_report_belongs_to_an_election_or_to_none_and_its_stage_is_computed_from_when_it_happened(
    client: Any, settings: Settings, changes: dict[str, Any], election: str | None, stage: str | None
) -> None:
    """docs/domain.md, "Elections and stages"."""
    assert await stages(client, settings, **changes) == (election, stage)


async def test_the_amendment_is_an_event_that_says_what_changed(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-10-12T10:00:00")
    made = await report(client, settings, classification="ordinary", occurred_at="2024-10-01T10:00:00+07:00")
    await put_right(client, settings, made, election="pemilu-2024")
    path = f"{P}/reports/{made['id']}/history"
    *_, approved, changed = (await client.get(path, headers=headers(settings, AUDITOR))).json()["items"]
    assert changed["action"] == "report.amended"
    # Both elections have a counter with the same ordinary hours on that Saturday: when it is received stays.
    assert changed["data"]["changed"] == {"election": "pemilu-2024", "stage": "after"}
    assert [clock["rule"] for clock in approved["data"]["legal_clocks"]] == [
        "pemilu/lodge_report", "pemilu/initial_study",
    ]  # fmt: skip


async def test_an_election_that_is_not_there_is_refused_by_name(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings, **BORN)
    answer = await amend(client, settings, made, election="pemilu-2029")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_election")
    assert answer.json()["errors"][0]["pointer"] == "/election"
    assert await admin.fetchval("SELECT version FROM report") == 1


async def test_the_same_election_again_changes_nothing(client: Any, settings: Settings) -> None:
    made = await report(client, settings, **BORN)
    answer = await amend(client, settings, made, election="pemilu-2024")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_amend")


async def test_no_election_is_put_right_to_one_and_back(client: Any, settings: Settings) -> None:
    made = await report(client, settings, **(BORN | {"election": None}))
    assert (made["election"], made["stage"], made["formal_receipt_at"]) == (None, None, None)
    made = (await amend(client, settings, made, election="pemilu-2024")).json()
    assert (made["election"], made["stage"]) == ("pemilu-2024", "quiet")
    assert made["formal_receipt_at"] is not None
    made = await put_right(client, settings, made, election=None)
    assert (made["election"], made["stage"], made["formal_receipt_at"]) == (None, None, None)


async def test_what_is_received_is_worked_out_again_from_when_it_was_reported(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Monday evening, in the quiet period of pilkada-2024, its counter is open and that of pemilu-2024 is not."""
    set_clock(monkeypatch, "2024-11-25T20:00:00")
    made = await report(client, settings, classification="ordinary", election="pilkada-2024")
    assert made["formal_receipt_at"] == made["reported_at"]
    set_clock(monkeypatch, "2024-11-26T12:00:00")
    made = await put_right(client, settings, made, election="pemilu-2024")
    assert moment("2024-11-26T08:00:00") == _time(made["formal_receipt_at"])
    made = await put_right(client, settings, made, election="pilkades-2023")
    assert made["formal_receipt_at"] is None


def _time(written: str) -> Any:
    return type(moment("2024-01-01T00:00:00")).fromisoformat(written)
