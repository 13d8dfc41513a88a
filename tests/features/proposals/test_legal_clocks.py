"""A legal clock that runs is ended, begun anew or put off by no act of one person, whichever way it is tried."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, OFFICER, SARI, TONO, P, fire, headers, report, verified
from tests.features.elections.at_a_time import set_clock
from tests.features.proposals.proposing import RATNA, agreed, decide, nothing_changes, patch, propose, refusal

AGUS = (OFFICER, "kodim", "Agus")
SECOND = (403, "second_person_needed")
PLAIN = {"classification": "ordinary", "severity": "S3"}
DISMISS = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}
CLOSE = {"trigger": "close", "outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}}
REOPEN = {"trigger": "reopen", "basis": "new_fact", "reason": "Fakta baru"}


def running(made: Any) -> dict[str, str]:
    """The end of each legal clock that runs."""
    return {
        clock["rule"]: clock["due_at"]
        for clock in made["clocks"]
        if clock["family"] == "legal" and clock["stopped_at"] is None
    }


async def read(client: Any, settings: Settings, made: Any) -> Any:
    return (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, TONO))).json()


async def registered(client: Any, settings: Settings, who: Any = AGUS, **changes: Any) -> Any:
    """A report of the author's own, whose handling runs since its registration."""
    made = await report(client, settings, who, **PLAIN | changes)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    assert answer.status_code == 200, answer.text
    assert running(answer.json()).keys() == {"pilkada/handling"}
    return answer.json()


VERIFY = {
    "trigger": "verify",
    "checklist": {"formal": True, "material": True},
    "grade": {"reliability": "B", "credibility": 2},
}


@pytest.mark.parametrize("election", [None, "pilkades-2023", "pemilu-2024"])
@pytest.mark.parametrize("who", [SARI, TONO, AGUS, DESK], ids=["officer", "supervisor", "author", "desk"])
async def test_nobody_alone_ends_the_handling_by_taking_the_election_away(
    client: Any, settings: Settings, admin: Any, who: Any, election: str | None
) -> None:
    made = await registered(client, settings)
    async with nothing_changes(client, settings, admin, made, TONO):
        answer = await patch(client, settings, made, who, election=election)
        assert refusal(answer) == SECOND
        assert (answer.json()["protections"], answer.json()["kind"]) == (["legal_clock"], "amendment")
    (clock,) = (one["id"] for one in made["clocks"] if one["rule"] == "pilkada/handling")
    why = {"ground": "question_to_reporter", "reason": "Keterangan pelapor masih diperlukan"}
    longer = await client.post(f"{P}/clocks/{clock}/extension", json=why, headers=headers(settings, TONO))
    assert longer.status_code == 200, longer.text


async def test_an_election_that_was_entered_wrongly_is_put_right_by_two_and_the_events_say_so(
    client: Any, settings: Settings
) -> None:
    made = await registered(client, settings)
    asked = await propose(client, settings, made, {"kind": "amendment", "amendment": {"election": None}}, SARI)
    assert (asked.status_code, asked.json()["protections"]) == (201, ["legal_clock"])
    assert running(await read(client, settings, made))
    assert refusal(await decide(client, settings, made, asked.json()["id"], SARI))[0] == 403
    assert (await decide(client, settings, made, asked.json()["id"], TONO)).status_code == 200
    found = await read(client, settings, made)
    assert (found["election"], running(found)) == (None, {})
    history = (await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, TONO))).json()
    assert [item["action"] for item in history["items"][-3:]] == [
        "proposal.made", "proposal.approved", "report.amended",
    ]  # fmt: skip


async def test_a_late_lodging_is_put_right_by_two_alone(client: Any, settings: Settings) -> None:
    known = (datetime.fromisoformat("2024-11-24T20:15:00+07:00") + timedelta(days=1)).isoformat()
    late = await report(client, settings, AGUS, **PLAIN, known_at="2024-11-24T20:15:00+07:00")
    for who in (AGUS, SARI, DESK):
        answer = await patch(client, settings, late, who, known_at=known)
        assert refusal(answer) == SECOND
    await agreed(client, settings, late, {"kind": "amendment", "amendment": {"known_at": known}})
    assert datetime.fromisoformat((await read(client, settings, late))["known_at"]) == datetime.fromisoformat(known)


async def test_a_moment_of_knowing_that_has_not_come_is_not_proposed(client: Any, settings: Settings) -> None:
    made = await report(client, settings, AGUS, **PLAIN)
    body = {"kind": "amendment", "amendment": {"known_at": "2999-01-01T00:00:00Z"}}
    answer = await propose(client, settings, made, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/amendment/known_at")


async def test_who_dismisses_and_reopens_finds_the_clock_as_it_was(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-11-25T10:00:00")
    made = await registered(client, settings)
    before = running(made)
    for day, body in (("2024-11-26", DISMISS), ("2024-12-09", REOPEN)):
        set_clock(monkeypatch, f"{day}T10:00:00")
        answer = await fire(client, settings, DESK, f"/reports/{made['id']}", made["version"], body)
        assert answer.status_code == 200, answer.text
        made = answer.json()
    assert running(made) == before
    assert running(await read(client, settings, made)) == before
    again = await fire(client, settings, RATNA, f"/reports/{made['id']}", made["version"], DISMISS)
    assert (again.status_code, running(again.json())) == (200, {})


async def test_an_extended_clock_runs_on_to_its_extended_end_and_is_extended_no_second_time(
    client: Any, settings: Settings
) -> None:
    made = await registered(client, settings)
    (clock,) = (one["id"] for one in made["clocks"] if one["rule"] == "pilkada/handling")
    why = {"ground": "question_to_reporter", "reason": "Keterangan pelapor masih diperlukan"}
    longer = await client.post(f"{P}/clocks/{clock}/extension", json=why, headers=headers(settings, TONO))
    assert longer.status_code == 200, longer.text
    made = await read(client, settings, made)
    before = running(made)
    for body in (DISMISS, REOPEN):
        answer = await fire(client, settings, DESK, f"/reports/{made['id']}", made["version"], body)
        assert answer.status_code == 200, answer.text
        made = answer.json()
    assert running(made) == before
    (clock,) = (one["id"] for one in made["clocks"] if one["rule"] == "pilkada/handling" and not one["stopped_at"])
    longer = await client.post(f"{P}/clocks/{clock}/extension", json=why, headers=headers(settings, TONO))
    assert refusal(longer) == (409, "already_extended")


async def test_what_a_report_s_own_steps_had_ended_stays_ended_when_it_is_reopened(
    client: Any, settings: Settings
) -> None:
    """The study ended with the registration, long before the report."""
    made = await verified(client, settings, election="pemilu-2024", **PLAIN)
    for body in (DISMISS, REOPEN):
        answer = await fire(client, settings, DESK, f"/reports/{made['id']}", made["version"], body)
        made = answer.json()
    assert running(made).keys() == {"pemilu/handling"}
