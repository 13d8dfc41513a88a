"""What a refusal says to do instead, in both languages."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, SARI, TONO, VERIFY, WATI, P, fire, headers, report
from tests.features.proposals.proposing import OPENED, person, propose, refusal, version


async def _in_both(client: Any, method: str, path: str, body: Any, sent: dict[str, str]) -> tuple[str, str]:
    """The details of one refusal, in English and in Indonesian."""
    answers = [
        await client.request(method, P + path, json=body, headers=sent | {"Accept-Language": language})
        for language in ("en", "id")
    ]
    assert {answer.status_code for answer in answers} <= {403, 409, 422}, answers[0].text
    assert answers[0].json()["code"] == answers[1].json()["code"]
    return answers[0].json()["detail"], answers[1].json()["detail"]


async def test_of_a_decided_proposal_it_is_said_that_nothing_is_possible(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    asked = (await propose(client, settings, made, OPENED, TONO)).json()["id"]
    path, body = f"/reports/{made['id']}/proposals/{asked}/decision", {"approve": False}
    own = await _in_both(client, "POST", path, body, headers(settings, TONO))
    assert ("another person" in own[0], "orang lain" in own[1]) == (True, True)
    assert (await client.post(P + path, json=body, headers=headers(settings, WATI))).status_code == 200
    english, local = await _in_both(client, "POST", path, body, headers(settings, WATI))
    assert "possible now: nothing. " in english
    assert "yang mungkin sekarang: tidak ada. " in local


async def test_an_agency_that_may_not_lead_is_refused_by_a_rule_with_its_name(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret")
    refused = await propose(client, settings, made, {"kind": "lead", "agency": "polres"})
    assert refusal(refused) == (409, "bawaslu_only_door")
    assert refused.json()["rule"]
    assert refused.json()["detail"].endswith(f"Rule: {refused.json()['rule']}.")


async def test_a_wall_by_accusation_and_an_accusation_put_to_null_lead_to_the_proposal(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, category="ethics", reported_party={"agency": "kpu"})
    asked = {"kind": "wall", "agency": "kpu", "reason": "Keadaan berubah"}
    path = f"/reports/{made['id']}"
    for said in await _in_both(client, "POST", f"{path}/proposals", asked, headers(settings, DESK)):
        assert "propose `accusation`" in said or "usulkan `accusation`" in said
    sent = headers(settings, TONO, match=await version(client, settings, made))
    for said in await _in_both(client, "PATCH", path, {"reported_party": None, "reason": "Dicabut"}, sent):
        assert "`accusation`" in said


async def test_what_weakens_is_told_in_the_words_of_the_code_list(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret")
    body = {"classification": "ordinary", "severity": "S4", "reason": "Dibuka"}
    _, local = await _in_both(client, "PATCH", f"/reports/{made['id']}", body, headers(settings, TONO, match=1))
    assert local.startswith("Yang berkurang: Klasifikasi, Tingkat kegawatan. Usulkan sebagai `amendment`")


async def test_who_may_not_take_a_secret_reports_lead_task_himself_is_told_who_gives_it(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="secret")
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, TONO, path, 1, VERIFY)).status_code == 200
    told = await fire(client, settings, TONO, path, 2, {"trigger": "assign", "tasks": [LEAD]})
    path = f"/tasks/{told.json()['tasks'][0]['id']}/transitions"
    body = {"trigger": "accept", "assignee": await person(client, settings, TONO)}
    english, local = await _in_both(client, "POST", path, body, headers(settings, TONO, match=1))
    assert "a supervisor of the lead agency" in english
    assert "penyelia instansi penanggung jawab" in local


@pytest.mark.parametrize(("language", "words"), [("en", "dismisses"), ("id", "menghentikan")])
async def test_who_dismisses_his_own_report_is_told_so(
    client: Any, settings: Settings, language: str, words: str
) -> None:
    made = await report(client, settings, SARI)
    body = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak ada bukti"}
    sent = headers(settings, SARI, match=1) | {"Accept-Language": language}
    answer = await client.post(f"{P}/reports/{made['id']}/transitions", json=body, headers=sent)
    assert refusal(answer) == (403, "own_report")
    assert words in answer.json()["title"]


async def test_the_table_of_problems_shows_its_places_by_name(client: Any) -> None:
    found = (await client.get("/problems/validation_failed")).json()["detail"]
    assert found["en"].startswith("{count} fields are wrong")
