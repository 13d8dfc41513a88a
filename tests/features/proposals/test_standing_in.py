"""No lawful report is buried: where neither the lead nor the desk may, the core agencies take the next step."""

from collections.abc import Mapping
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, KPU, POLRES, SARI, TONO, VERIFY, WATI, P, fire, headers, report
from tests.edge.contract.case_steps import body_of
from tests.features.notices.telling import wall
from tests.features.proposals.proposing import EKO, agreed, decide, propose, refusal
from tests.features.proposals.test_leading import SAFETY, who_reported
from tests.features.proposals.test_own_side import DISMISS, OF_THE_REGENCY, OWN_SIDE, acquitted
from workflows.codes.people import Role

RINI = (Role.SUPERVISOR, "kpu", "Rini")
GALIH = (Role.SUPERVISOR, "polres", "Galih")
RATIH = (Role.SUPERVISOR, "kejari", "Ratih")
GIVE = {"trigger": "assign", "tasks": [SAFETY], "reason": "Bawaslu dituduh, tidak ada penanggung jawab"}
REFERRED = {
    "trigger": "close",
    "outcome": "referred",
    "reference": "12/PP/2024",
    "notice": {"sent": False, "reason": "-"},
}
AGAINST_BAWASLU = {"category": "incumbent_abuse", "reported_party": {"agency": "bawaslu", "name": "Terlapor amplop"}}
PLACES = ("", "/history", "/proposals", "/notices", "/erasures", "/content-checks", "/evidence")
LISTS = (
    "/reports",
    "/tasks",
    "/events",
    "/summary",
    "/notices/owed",
    "/exports/reports.ndjson",
    "/exports/events.ndjson",
)

TELLING = {"", "/history", "/reports", "/events", "/exports/reports.ndjson", "/exports/events.ndjson"}
"""What tells of the report by its identifier, to whoever sees that there is one."""


async def seen(client: Any, settings: Settings, made: Any, who: Any) -> dict[str, Any]:
    answer = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, who))
    return {"status": answer.status_code, **answer.json()}


async def moved(client: Any, settings: Settings, made: Any, who: Any, body: Mapping[str, Any], by: Any = None) -> Any:
    """What comes of it; ``by`` is who knows the report's version, where it is not who moves it."""
    found = await seen(client, settings, made, by or who)
    return await fire(client, settings, who, f"/reports/{made['id']}", found.get("version", 1), dict(body))


async def done(client: Any, settings: Settings, made: Any, who: Any, body: Mapping[str, Any]) -> dict[str, Any]:
    told = {one["action"]: one["allowed"] for one in (await seen(client, settings, made, who))["actions"]}
    assert told[body["trigger"]]
    answer = await moved(client, settings, made, who, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def worked(client: Any, settings: Settings, task: Any) -> None:
    """The police do what they were given."""
    for version, body in enumerate(
        ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}), start=1
    ):
        answer = await fire(client, settings, POLRES, f"/tasks/{task['id']}", version, body)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("classification", ["restricted", "secret"])
async def test_what_accuses_the_regency_is_led_and_ended_by_who_is_not_of_it(
    client: Any, settings: Settings, classification: str
) -> None:
    """The desk's agency led by rule what accuses its own side, and nobody verified, assigned or ended it."""
    of = {"category": "polarisation", "classification": classification}
    made = await report(client, settings, SARI, **of | OF_THE_REGENCY)
    assert made["lead_agency"] == "polres"
    await done(client, settings, made, EKO, VERIFY)
    task = (await done(client, settings, made, EKO, GIVE))["tasks"][0]
    await worked(client, settings, task)
    assert refusal(await moved(client, settings, made, DESK, REFERRED)) == OWN_SIDE
    assert (await done(client, settings, made, GALIH, REFERRED))["state"] == "closed"


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_what_accuses_bawaslu_and_walls_the_regency_off_is_referred_by_core_agencies(
    client: Any, settings: Settings, classification: str
) -> None:
    made = await report(client, settings, POLRES, classification=classification, **AGAINST_BAWASLU)
    assert made["lead_agency"] is None
    for who in (DESK, TONO):
        assert (await seen(client, settings, made, who))["status"] == 404
    await done(client, settings, made, RINI, VERIFY)
    if classification == "secret":
        assert refusal(await moved(client, settings, made, RINI, GIVE)) == (403, "second_person_needed")
        await agreed(client, settings, made, {"kind": "lead", "agency": "polres"}, RINI, RATIH)
    task = (await done(client, settings, made, RATIH, GIVE))["tasks"][0]
    after = (await seen(client, settings, made, RINI))["status"]
    assert after == (200 if classification == "ordinary" else 404)  # somebody leads: nobody has to stand in
    await worked(client, settings, task)
    closed = await done(client, settings, made, GALIH, REFERRED)
    assert (closed["state"], closed["outcome"]) == ("closed", "referred")


@pytest.mark.parametrize("classification", ["restricted", "secret"])
async def test_who_stands_in_is_told_no_word_and_officers_are_told_nothing(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    made = await report(client, settings, POLRES, classification=classification, **AGAINST_BAWASLU)
    note = {"text": "Catatan amplop"}
    answer = await client.post(f"{P}/reports/{made['id']}/notes", json=note, headers=headers(settings, POLRES))
    assert answer.status_code == 201, answer.text
    await sequence_all(admin)
    for path in (*(f"/reports/{made['id']}{place}" for place in PLACES), *LISTS):
        answer = await client.get(P + path, headers=headers(settings, RINI))
        assert answer.status_code == 200, (path, answer.text)
        assert "amplop" not in answer.text.lower(), path
        assert made["id"] in answer.text or path not in TELLING, path
        answer = await client.get(P + path, headers=headers(settings, KPU))
        assert made["id"] not in answer.text, path
    listed = await client.get(f"{P}/reports", headers=headers(settings, RINI))
    assert [one["id"] for one in listed.json()["items"]] == [made["id"]]
    sought = await client.get(f"{P}/reports?q=amplop", headers=headers(settings, RINI))
    assert sought.json()["items"] == []
    assert refusal(await who_reported(client, settings, made, RINI)) == (403, "not_lead_agency")
    amended = {"reason": "Diperbaiki", "severity": "S1"}
    sent = headers(settings, RINI, match=1)
    assert refusal(await client.patch(f"{P}/reports/{made['id']}", json=amended, headers=sent))[0] == 403
    words = {"kind": "amendment", "amendment": {"classification": "ordinary"}}
    asked = await propose(client, settings, made, words, RINI)
    assert asked.status_code == 201, asked.text
    verdict = refusal(await decide(client, settings, made, asked.json()["id"], RATIH))
    assert verdict == (403, "reads_no_words")


async def test_a_core_supervisor_walls_off_who_leads_where_the_desk_is_of_the_accused_side(
    client: Any, settings: Settings
) -> None:
    threat = {"category": "security_threat", "classification": "ordinary"}
    plain = await report(client, settings, SARI, **threat)
    assert refusal(await wall(client, settings, plain, "polres", RINI)) == (403, "not_lead_agency")
    made = await report(client, settings, SARI, **threat | OF_THE_REGENCY)
    assert refusal(await wall(client, settings, made, "polres", DESK)) == OWN_SIDE
    told = {one["action"]: one["allowed"] for one in (await seen(client, settings, made, RINI))["actions"]}
    assert told["raise_wall"]
    assert refusal(await wall(client, settings, made, "polres", KPU)) == (403, "role_not_permitted")
    assert (await wall(client, settings, made, "polres", RINI)).status_code == 201
    assert (await seen(client, settings, made, RINI))["lead_agency"] == "satpolpp"


async def test_who_stands_in_takes_a_lead_task_back_that_nobody_could_take(client: Any, settings: Settings) -> None:
    """The desk's agency led already when the regency was accused, and does nothing."""
    made = await report(client, settings, SARI, category="polarisation", classification="restricted")
    assert (await moved(client, settings, made, DESK, VERIFY)).status_code == 200
    at_home = GIVE | {"tasks": [SAFETY | {"agency": "kesbangpol"}]}
    task = (await moved(client, settings, made, DESK, at_home)).json()["tasks"][0]
    found = await seen(client, settings, made, SARI)
    assert (await seen(client, settings, made, RINI))["status"] == 404
    sent = headers(settings, SARI, match=found["version"])
    body = {"reason": "Pihak lain"} | OF_THE_REGENCY
    assert (await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)).status_code == 200
    (listed,) = (await client.get(f"{P}/tasks", headers=headers(settings, RINI))).json()["items"]
    assert {one["action"]: one["allowed"] for one in listed["actions"]}["withdraw"]
    answer = await fire(
        client, settings, RINI, f"/tasks/{task['id']}", 1, {"trigger": "withdraw", "reason": "Pihak sendiri"}
    )
    assert answer.status_code == 200, answer.text
    found = await seen(client, settings, made, EKO)
    assert (found["state"], found["lead_agency"]) == ("verified", "polres")
    assert (await seen(client, settings, made, RINI))["status"] == 404


async def test_where_bawaslu_was_accused_once_police_or_prosecutor_stop_the_case(
    client: Any, settings: Settings
) -> None:
    made = await acquitted(client, settings, classification="ordinary")
    assert (await moved(client, settings, made, DESK, VERIFY)).status_code == 200

    async def step(name: str, who: Any, **members: Any) -> Any:
        sent = headers(settings, who, match=(await seen(client, settings, made, who))["version"])
        return await client.post(f"{P}/reports/{made['id']}/case/steps", json=body_of(name) | members, headers=sent)

    assert (await step("register", WATI)).status_code == 200
    assert refusal(await step("first_discussion", RATIH)) == (403, "not_step_agency")
    assert refusal(await step("first_discussion", RINI, decision="stop")) == (403, "not_step_agency")
    assert refusal(await step("first_discussion", WATI, decision="stop")) == OWN_SIDE
    case = (await client.get(f"{P}/reports/{made['id']}/case", headers=headers(settings, RATIH))).json()
    assert {one["action"]: one["allowed"] for one in case["actions"]}["first_discussion"]
    stopped = await step("first_discussion", RATIH, decision="stop")
    assert (stopped.status_code, stopped.json()["state"]) == (200, "stopped"), stopped.text
    assert refusal(await moved(client, settings, made, TONO, DISMISS)) == OWN_SIDE
    assert (await moved(client, settings, made, DESK, DISMISS)).status_code == 200


async def test_whose_person_accused_the_lead_stands_in_once_two_have_cleared_their_agency(
    client: Any, settings: Settings
) -> None:
    """The task is of the police, and row security goes by what stands on it."""
    of = {"category": "incumbent_abuse", "classification": "restricted", "severity": "S1"}
    made = await report(client, settings, KPU, **of)
    assert (made["lead_agency"], [one["agency"] for one in made["tasks"]]) == ("bawaslu", ["polres"])
    body, sent = {"reason": "Terlibat", "reported_party": {"agency": "bawaslu"}}, headers(settings, KPU, match=1)
    assert (await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)).status_code == 200
    assert [(await seen(client, settings, made, who))["status"] for who in (RINI, RATIH)] == [404, 200]
    await agreed(client, settings, made, {"kind": "lead", "agency": "kpu"}, RATIH, EKO)
    listed = (await client.get(f"{P}/tasks", headers=headers(settings, RINI))).json()["items"]
    assert [one["agency"] for one in listed] == ["polres"]
    await done(client, settings, made, RINI, VERIFY)


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
async def test_who_stands_in_writes_the_review_of_it(client: Any, settings: Settings, classification: str) -> None:
    made = await report(client, settings, POLRES, classification=classification, **AGAINST_BAWASLU)
    await done(client, settings, made, RINI, VERIFY)
    opened = await client.post(
        f"{P}/reports/{made['id']}/review", json={"event": "other-2024"}, headers=headers(settings, RINI)
    )
    assert opened.status_code == 201, opened.text
    section = {"section": "why", "text": "Mengapa terjadi"}
    path = f"{P}/reviews/{opened.json()['id']}/sections"
    answer = await client.post(path, json=section, headers=headers(settings, RINI, match=1))
    assert answer.status_code == 200, answer.text
