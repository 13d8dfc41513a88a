"""What accuses somebody's own side: neither ended nor decided by them, in whichever office, nor brought to it first."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, SARI, TONO, VERIFY, WATI, P, fire, headers, report
from tests.edge.contract.case_steps import body_of
from tests.features.notices.telling import sent, unseal, wall
from tests.features.proposals.proposing import (
    EKO,
    JOKO,
    RATNA,
    agreed,
    decide,
    nothing_changes,
    patch,
    propose,
    refusal,
)
from tests.features.proposals.test_leading import SAFETY, TO_DESK, lead_of, who_reported
from workflows.codes.people import Role

OWN_SIDE = (403, "own_side_accused")
OF_THE_REGENCY = {"reported_party": {"agency": "dispermades"}}
YUNI = (Role.OFFICER, "kesbangpol", "Yuni")
HADI_ABOVE = (Role.SUPERVISOR, "kesbangpol", "Hadi")
THREAT = {"category": "security_threat", "severity": "S3", "classification": "ordinary"}
DISMISS = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}
ACQUIT = {"kind": "accusation", "agency": "bawaslu"}


async def transition(client: Any, settings: Settings, made: Any, who: Any, body: dict[str, Any]) -> Any:
    found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))
    return await fire(client, settings, who, f"/reports/{made['id']}", found.json()["version"], body)


async def with_the_police(client: Any, settings: Settings) -> dict[str, Any]:
    """A threat that the police lead, and that accuses an agency of the regency; its lead task is offered to them."""
    made = await report(client, settings, SARI, **THREAT | OF_THE_REGENCY)
    assert (await transition(client, settings, made, EKO, VERIFY)).status_code == 200
    answer = await transition(client, settings, made, DESK, {"trigger": "assign", "tasks": [SAFETY]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def at_home(client: Any, settings: Settings) -> dict[str, Any]:
    """What the desk's agency led already when an agency of the regency was accused; its lead task is offered to it."""
    made = await report(client, settings, SARI, **THREAT | {"category": "polarisation"})
    assert (await transition(client, settings, made, DESK, VERIFY)).status_code == 200
    given = await transition(client, settings, made, DESK, {"trigger": "assign", "tasks": [TO_DESK]})
    assert given.status_code == 200, given.text
    sent = headers(settings, SARI, match=3)
    body = {"reason": "Diperbaiki"} | OF_THE_REGENCY
    answer = await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)
    assert (answer.status_code, answer.json()["lead_agency"]) == (200, "kesbangpol"), answer.text
    return dict(given.json())


async def _walls_the_lead_off(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await report(client, settings, **OF_THE_REGENCY)
    return made, lambda: wall(client, settings, made, "bawaslu", DESK)


async def _accuses_the_lead(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await report(client, settings, **OF_THE_REGENCY)
    return made, lambda: patch(client, settings, made, DESK, reported_party={"agency": "bawaslu"})


async def _assigns_it_home(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await report(client, settings, SARI, **THREAT | OF_THE_REGENCY)
    assert (await transition(client, settings, made, EKO, VERIFY)).status_code == 200
    body = {"trigger": "assign", "tasks": [TO_DESK], "reason": "Lebih dekat"}
    return made, lambda: transition(client, settings, made, DESK, body)


async def _takes_it_over(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await with_the_police(client, settings)
    body = {"trigger": "transfer", "kind": "taken_over", "agency": "kesbangpol", "reason": "Lebih dekat"}
    return made, lambda: fire(client, settings, DESK, f"/tasks/{made['tasks'][0]['id']}", 1, body)


async def _turns_the_rule(client: Any, settings: Settings) -> tuple[Any, Any]:
    """The lead would follow once its task is taken back, declined or over."""
    made = await with_the_police(client, settings)
    return made, lambda: patch_as_it_is(client, settings, made, category="hoax")


async def _moves_the_day(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await report(client, settings, SARI, **THREAT | OF_THE_REGENCY | {"category": "hate_speech"})
    day = {"occurred_at": "2024-11-01T10:00:00+07:00"}
    return made, lambda: patch_as_it_is(client, settings, made, **day)


async def _takes_the_lead_task_back(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await with_the_police(client, settings)
    body = {"trigger": "withdraw", "reason": "Ditarik"}
    return made, lambda: fire(client, settings, DESK, f"/tasks/{made['tasks'][0]['id']}", 1, body)


async def _sends_back_what_another_handled(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await handled_by_the_police(client, settings)
    return made, lambda: transition(client, settings, made, DESK, {"trigger": "return", "reason": "Belum lengkap"})


async def handled_by_the_police(client: Any, settings: Settings) -> dict[str, Any]:
    made = await with_the_police(client, settings)
    steps = ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"})
    for version, body in enumerate(steps, start=1):
        answer = await fire(client, settings, EKO, f"/tasks/{made['tasks'][0]['id']}", version, body)
        assert answer.status_code == 200, answer.text
    return made


async def _reopens_what_another_ended(client: Any, settings: Settings) -> tuple[Any, Any]:
    made = await handled_by_the_police(client, settings)
    close = {"trigger": "close", "outcome": "sanctioned", "notice": {"sent": True, "text": "Selesai"}}
    assert (await transition(client, settings, made, EKO, close)).status_code == 200
    body = {"trigger": "reopen", "reason": "Fakta baru", "basis": "new_fact"}
    return made, lambda: transition(client, settings, made, DESK, body)


async def patch_as_it_is(client: Any, settings: Settings, made: Any, **members: Any) -> Any:
    found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))
    sent = headers(settings, DESK, match=found.json()["version"])
    return await client.patch(f"{P}/reports/{made['id']}", json={"reason": "Diperbaiki"} | members, headers=sent)


BRINGS = [
    _walls_the_lead_off,
    _accuses_the_lead,
    _assigns_it_home,
    _takes_it_over,
    _turns_the_rule,
    _moves_the_day,
    _takes_the_lead_task_back,
    _sends_back_what_another_handled,
    _reopens_what_another_ended,
]


@pytest.mark.parametrize("brings", BRINGS)
async def test_nobody_takes_the_lead_from_who_has_it_or_brings_it_home_for_their_own_side(
    client: Any, settings: Settings, admin: Any, brings: Any
) -> None:
    """A coordinator walled the lead off, led himself, and closed as a supervisor what accused the regency."""
    made, act = await brings(client, settings)
    async with nothing_changes(client, settings, admin, made, DESK, HADI_ABOVE):
        assert refusal(await act()) == OWN_SIDE


@pytest.mark.parametrize("who", [DESK, HADI_ABOVE, JOKO])
async def test_whoever_keeps_the_desk_is_of_its_side_in_every_office_of_its_agency(
    client: Any, settings: Settings, who: Any
) -> None:
    made = await at_home(client, settings)
    steps = ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"})
    for version, body in enumerate(steps, start=1):
        answer = await fire(client, settings, YUNI, f"/tasks/{made['tasks'][0]['id']}", version, body)
        assert answer.status_code == 200, answer.text
    close = {"trigger": "close", "outcome": "sanctioned", "notice": {"sent": True, "text": "Selesai"}}
    assert refusal(await transition(client, settings, made, who, close)) == OWN_SIDE
    acquit = {"kind": "accusation", "agency": "dispermades"}
    asked = await propose(client, settings, made, acquit, RATNA)
    assert asked.status_code == 201, asked.text
    assert refusal(await decide(client, settings, made, asked.json()["id"], who)) == OWN_SIDE


async def test_a_task_tells_whose_side_is_accused_that_its_lead_task_is_not_taken_back(
    client: Any, settings: Settings
) -> None:
    """Alone, in a list whether filtered or not, and after a change of it; the desk may where nobody is accused."""
    made = await with_the_police(client, settings)
    plain = await report(client, settings, SARI, **THREAT)
    assert (await transition(client, settings, plain, EKO, VERIFY)).status_code == 200
    assert (
        await transition(client, settings, plain, DESK, {"trigger": "assign", "tasks": [SAFETY]})
    ).status_code == 200
    for asked in ({}, {"agency": "polres"}, {"agency": "polres", "state": "offered"}):
        answer = await client.get(f"{P}/tasks", params=asked, headers=headers(settings, DESK))
        told = {one["report"]: _withdraw(one) for one in answer.json()["items"]}
        assert told == {made["id"]: ["own_side_accused"], plain["id"]: []}, asked
    task = f"/tasks/{made['tasks'][0]['id']}"
    assert _withdraw((await client.get(P + task, headers=headers(settings, DESK))).json()) == ["own_side_accused"]
    assert _withdraw((await client.get(P + task, headers=headers(settings, EKO))).json()) == []
    assert _withdraw((await fire(client, settings, EKO, task, 1, {"trigger": "accept"})).json()) == []


def _withdraw(task: dict[str, Any]) -> list[str]:
    """Why a task may not be taken back."""
    (found,) = (one for one in task["actions"] if one["action"] == "withdraw")
    return [each["code"] for each in found["reasons"]]


async def test_the_desk_hands_what_accuses_its_own_side_to_an_agency_that_can_end_it(
    client: Any, settings: Settings
) -> None:
    made = await at_home(client, settings)
    withdraw = {"trigger": "withdraw", "reason": "Pihak sendiri dituduh"}
    answer = await fire(client, settings, DESK, f"/tasks/{made['tasks'][0]['id']}", 1, withdraw)
    assert answer.status_code == 200, answer.text
    assert await lead_of(client, settings, made) == "polres"
    assert (await transition(client, settings, made, DESK, {"trigger": "assign", "tasks": [SAFETY]})).status_code == 200


async def acquitted(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    """A report that once accused Bawaslu, which leads it again: two persons took the accusation back."""
    made = await report(client, settings, **changes)
    assert (await patch(client, settings, made, POLRES, reported_party={"agency": "bawaslu"})).status_code == 200
    await agreed(client, settings, made, ACQUIT, DESK, RATNA)
    assert await lead_of(client, settings, made) == "bawaslu"
    return made


async def test_an_agency_that_was_ever_accused_neither_opens_nor_returns_nor_judges(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await acquitted(client, settings)
    named = await sent(client, settings, made, DESK, recipient={"name": "Penerima"})
    path = f"{P}/reports/{made['id']}/content-checks"
    check = await client.post(path, json={"url": "https://contoh.example/1"}, headers=headers(settings, SARI))
    verdict = {"verdict": "true", "clarification": "Benar"}
    async with nothing_changes(client, settings, admin, made, TONO):
        assert refusal(await who_reported(client, settings, made, TONO)) == OWN_SIDE
        assert refusal(await unseal(client, settings, made, named["id"], TONO)) == OWN_SIDE
        judged = f"{path}/{check.json()['id']}/verdict"
        assert refusal(await client.post(judged, json=verdict, headers=headers(settings, TONO))) == OWN_SIDE
    found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, TONO))
    told = {one["action"]: [reason["code"] for reason in one["reasons"]] for one in found.json()["actions"]}
    for action in ("unseal_reporter", "verify", "return", "close", "dismiss"):
        assert OWN_SIDE[1] in told[action], action
    listed = (await client.get(path, headers=headers(settings, TONO))).json()["items"][0]["actions"]
    judging = next(one for one in listed if one["action"] == "judge")
    assert [reason["code"] for reason in judging["reasons"]] == [OWN_SIDE[1]]


async def test_an_agency_that_was_ever_accused_does_not_return_what_is_handled(client: Any, settings: Settings) -> None:
    made = await acquitted(client, settings)
    assert (await transition(client, settings, made, DESK, VERIFY)).status_code == 200
    lead = {"agency": "bawaslu", "role": "lead", "kind": "information"}
    task = (await transition(client, settings, made, DESK, {"trigger": "assign", "tasks": [lead]})).json()["tasks"][0]
    for version, body in enumerate(
        ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}), start=1
    ):
        answer = await fire(client, settings, WATI, f"/tasks/{task['id']}", version, body)
        assert answer.status_code == 200, answer.text
    body = {"trigger": "return", "reason": "Kurang"}
    assert refusal(await transition(client, settings, made, TONO, body)) == OWN_SIDE
    assert (await transition(client, settings, made, DESK, body)).status_code == 200


async def test_an_agency_that_was_ever_accused_does_not_stop_the_case(client: Any, settings: Settings) -> None:
    made = await acquitted(client, settings)
    assert (await transition(client, settings, made, DESK, VERIFY)).status_code == 200
    lead = {"agency": "bawaslu", "role": "lead", "kind": "case"}
    assert (await transition(client, settings, made, DESK, {"trigger": "assign", "tasks": [lead]})).status_code == 200

    async def step(name: str, **members: Any) -> Any:
        found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, WATI))
        sent = headers(settings, TONO, match=found.json()["version"])
        return await client.post(f"{P}/reports/{made['id']}/case/steps", json=body_of(name) | members, headers=sent)

    assert (await step("register")).status_code == 200
    assert refusal(await step("first_discussion", decision="stop")) == OWN_SIDE
    assert (await step("first_discussion")).status_code == 200


async def test_where_nobody_leads_any_longer_supervisors_of_core_agencies_decide(
    client: Any, settings: Settings
) -> None:
    """A wall around the lead and an accusation of the regency left nobody who could take anything down again."""
    made = await report(client, settings, classification="ordinary")
    assert (await wall(client, settings, made, "bawaslu", DESK)).status_code == 201
    assert await lead_of(client, settings, made) is None
    accused = {"reason": "Diperbaiki"} | OF_THE_REGENCY
    by = headers(settings, POLRES, match=2)
    assert (await client.patch(f"{P}/reports/{made['id']}", json=accused, headers=by)).status_code == 200
    asked = await propose(client, settings, made, {"kind": "wall", "agency": "bawaslu"}, POLRES)
    assert asked.status_code == 201, asked.text
    proposal = asked.json()["id"]
    assert refusal(await decide(client, settings, made, proposal, RATNA)) == OWN_SIDE
    assert refusal(await decide(client, settings, made, proposal, JOKO))[0] == 403
    answer = await decide(client, settings, made, proposal, EKO)
    assert answer.status_code == 200, answer.text
    assert await lead_of(client, settings, made) == "bawaslu"


async def test_where_who_leads_is_of_the_accused_side_core_agencies_propose_and_decide(
    client: Any, settings: Settings
) -> None:
    """The desk's agency led what accuses the regency, and nobody decided on anything."""
    made = await at_home(client, settings)
    acquit = {"kind": "accusation", "agency": "dispermades"}
    found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, EKO))
    (told,) = (one for one in found.json()["actions"] if one["action"] == "propose")
    assert told["allowed"]
    asked = await propose(client, settings, made, acquit, TONO)
    assert asked.status_code == 201, asked.text
    assert refusal(await decide(client, settings, made, asked.json()["id"], JOKO)) == OWN_SIDE
    answer = await decide(client, settings, made, asked.json()["id"], EKO)
    assert answer.status_code == 200, answer.text
