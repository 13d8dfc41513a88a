"""What is secret or sealed comes to another agency by two persons, and never to the agency of who brought it about."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, SARI, TONO, VERIFY, WATI, P, fire, headers, report, verified
from tests.features.commands.queueing import codes, queued, send
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
    reads_words,
    refusal,
)

SECOND = (403, "second_person_needed")
SAFETY = {"agency": "polres", "role": "lead", "kind": "safety"}
SUPPORT = {"agency": "polres", "role": "support", "kind": "information"}
SECRET = {"kind": "amendment", "amendment": {"classification": "secret"}}
TO_DESK = SAFETY | {"agency": "kesbangpol"}


async def who_reported(client: Any, settings: Settings, made: Any, who: Any) -> Any:
    path = f"{P}/reports/{made['id']}/reporter/unseal"
    return await client.post(path, json={"reason": "Perlu"}, headers=headers(settings, who))


async def lead_of(client: Any, settings: Settings, made: Any, who: Any = DESK) -> Any:
    found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, who))
    return found.json()["lead_agency"]


@pytest.mark.parametrize("classification", ["restricted", "secret"])
@pytest.mark.parametrize("by", ["wall", "accusation"])
async def test_a_coordinator_does_not_wall_the_lead_off_so_that_his_own_agency_asks_who_reported(
    client: Any, settings: Settings, admin: Any, classification: str, by: str
) -> None:
    made = await report(client, settings, classification=classification)
    named = await sent(client, settings, made, TONO, recipient={"name": "Penerima"})
    if by == "wall":
        assert (await wall(client, settings, made, "bawaslu", DESK)).status_code == 201
    else:
        assert (await patch(client, settings, made, DESK, reported_party={"agency": "bawaslu"})).status_code == 200
    assert await lead_of(client, settings, made) is None
    async with nothing_changes(client, settings, admin, made, JOKO):
        for answer in (
            await who_reported(client, settings, made, JOKO),
            await unseal(client, settings, made, named["id"], JOKO),
        ):
            assert answer.status_code in {403, 404}
            assert "Penerima" not in answer.text
            assert "Pelapor" not in answer.text
    assert not await reads_words(client, settings, made, JOKO) or classification == "restricted"


async def test_a_wall_that_the_lead_puts_around_itself_passes_the_lead_on_by_the_rule(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="secret")
    assert (await wall(client, settings, made, "bawaslu", TONO)).status_code == 201
    assert await lead_of(client, settings, made) == "kesbangpol"
    assert await reads_words(client, settings, made, JOKO)
    assert not await reads_words(client, settings, made, WATI)
    assert not await reads_words(client, settings, made, DESK)
    assert (await who_reported(client, settings, made, JOKO)).status_code == 200


async def _by_category(client: Any, settings: Settings, made: Any) -> Any:
    return await patch(client, settings, made, EKO, category="polarisation")


async def _by_assignment(client: Any, settings: Settings, made: Any) -> Any:
    body = {"trigger": "assign", "tasks": [TO_DESK], "reason": "Lebih dekat"}
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, DESK, path, 1, VERIFY)).status_code == 200
    return await fire(client, settings, EKO, path, 2, body)


async def _by_transfer(client: Any, settings: Settings, made: Any) -> Any:
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, DESK, path, 1, VERIFY)).status_code == 200
    told = (await fire(client, settings, DESK, path, 2, {"trigger": "assign", "tasks": [SAFETY]})).json()
    body = {"trigger": "transfer", "agency": "kesbangpol", "kind": "forwarded", "reason": "Wewenang"}
    return await fire(client, settings, EKO, f"/tasks/{told['tasks'][0]['id']}", 1, body)


@pytest.mark.parametrize("bring", [_by_category, _by_assignment, _by_transfer])
async def test_whoever_one_person_made_the_lead_asks_neither_who_reported_nor_who_was_told(
    client: Any, settings: Settings, admin: Any, bring: Any
) -> None:
    made = await report(client, settings, SARI, category="security_threat", severity="S3", classification="ordinary")
    answer = await bring(client, settings, made)
    assert answer.status_code == 200, answer.text
    assert await lead_of(client, settings, made) == "kesbangpol"
    named = await sent(client, settings, made, JOKO, recipient={"name": "Penerima"})
    async with nothing_changes(client, settings, admin, made, JOKO):
        assert refusal(await who_reported(client, settings, made, JOKO)) == SECOND
        assert refusal(await unseal(client, settings, made, named["id"], JOKO)) == SECOND
    found = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, JOKO))).json()
    (said,) = (one for one in found["actions"] if one["action"] == "unseal_reporter")
    assert [reason["code"] for reason in said["reasons"]] == ["second_person_needed"]
    await agreed(client, settings, made, {"kind": "lead", "agency": "kesbangpol"}, DESK, EKO)
    assert (await who_reported(client, settings, made, JOKO)).json()["reporter"]["name"] == "Pelapor Rahasia"
    assert (await unseal(client, settings, made, named["id"], JOKO)).status_code == 200


async def test_the_desk_brings_no_report_with_a_sealed_reporter_into_its_own_agency(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, SARI, category="security_threat", severity="S3", classification="ordinary")
    path, body = f"/reports/{made['id']}", {"trigger": "assign", "tasks": [TO_DESK], "reason": "Lebih dekat"}
    assert refusal(await patch(client, settings, made, DESK, category="polarisation")) == SECOND
    assert (await fire(client, settings, DESK, path, 1, VERIFY)).status_code == 200
    assert refusal(await fire(client, settings, DESK, path, 2, body)) == SECOND
    assert await lead_of(client, settings, made) == "polres"


@pytest.mark.parametrize("bring", [_by_category, _by_assignment, _by_transfer])
async def test_no_act_of_one_person_brings_what_is_secret_to_another_agency(
    client: Any, settings: Settings, bring: Any
) -> None:
    made = await report(client, settings, SARI, category="security_threat", severity="S3", classification="secret")
    assert refusal(await bring(client, settings, made)) == SECOND
    assert await lead_of(client, settings, made) == "polres"
    assert not await reads_words(client, settings, made, JOKO)


async def test_nor_does_an_assignment_that_was_queued_without_a_connection(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, SARI, category="security_threat", severity="S3", classification="secret")
    assert (await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
    command = queued("report.transition", made["id"], 2, {"trigger": "assign", "tasks": [TO_DESK], "reason": "Dekat"})
    async with nothing_changes(client, settings, admin, made, JOKO, DESK):
        (result,) = await send(client, settings, [command], DESK)
        assert (result["status"], codes([result])) == ("refused", ["second_person_needed"])


async def test_an_agency_is_not_cleared_by_its_own_people(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings, SARI, category="security_threat", classification="secret")
    asked = (await propose(client, settings, made, {"kind": "lead", "agency": "kesbangpol"}, EKO)).json()
    async with nothing_changes(client, settings, admin, made, JOKO, DESK):
        for who in (DESK, RATNA):
            assert refusal(await decide(client, settings, made, asked["id"], who)) == (403, "gains_by_it")
        assert refusal(await decide(client, settings, made, asked["id"], JOKO)) in {
            (403, "not_lead_agency"),
            (404, "not_found"),
        }


async def test_a_wall_is_taken_down_by_two_and_not_by_who_gains_by_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await verified(client, settings)
    assert (await wall(client, settings, made, "polres", DESK)).status_code == 201
    asked = (await propose(client, settings, made, {"kind": "wall", "agency": "polres"}, DESK)).json()
    async with nothing_changes(client, settings, admin, made, EKO):
        assert refusal(await decide(client, settings, made, asked["id"], DESK)) == (403, "own_request")
        assert refusal(await decide(client, settings, made, asked["id"], EKO)) == (404, "not_found")
    assert (await decide(client, settings, made, asked["id"], TONO)).status_code == 200
    assert refusal(await propose(client, settings, made, {"kind": "wall", "agency": "polres"}, DESK)) == (
        409,
        "wall_unknown",
    )


@pytest.mark.parametrize(("asks", "decides"), [(DESK, TONO), (TONO, DESK)], ids=["asks", "decides"])
async def test_whoever_put_a_wall_up_is_one_of_the_two_who_take_it_down(
    client: Any, settings: Settings, asks: Any, decides: Any
) -> None:
    made = await verified(client, settings)
    assert (await wall(client, settings, made, "polres", DESK)).status_code == 201
    await agreed(client, settings, made, {"kind": "wall", "agency": "polres"}, asks, decides)
    assert refusal(await propose(client, settings, made, {"kind": "wall", "agency": "polres"}, DESK)) == (
        409,
        "wall_unknown",
    )


@pytest.mark.parametrize(("agency", "code"), [("kodim", "kodim_never_leads"), ("polres", "already_cleared")])
async def test_who_never_leads_and_who_leads_already_is_not_cleared(
    client: Any, settings: Settings, agency: str, code: str
) -> None:
    made = await report(client, settings, SARI, category="security_threat")
    assert refusal(await propose(client, settings, made, {"kind": "lead", "agency": agency}, DESK)) == (409, code)


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
@pytest.mark.parametrize("to", ["kesbangpol", "kpu"])
async def test_the_lead_is_not_given_away_first_and_the_report_made_secret_then(
    client: Any, settings: Settings, admin: Any, classification: str, to: str
) -> None:
    """In the other order it is refused as well: whoever leads by rule would not find the report any longer."""
    made = await report(client, settings, SARI, category="security_threat", classification=classification)
    path, supervisor = f"/reports/{made['id']}", (JOKO[0], to, "Yuni")
    given = {"trigger": "assign", "tasks": [SAFETY | {"agency": to}, SUPPORT], "reason": "Lebih dekat"}
    for at, body in enumerate((VERIFY, given), start=1):
        assert (await fire(client, settings, EKO, path, at, body)).status_code == 200
    async with nothing_changes(client, settings, admin, made, supervisor, EKO):
        body = {"classification": "secret", "reason": "Saksi terancam"}
        answer = await client.patch(P + path, json=body, headers=headers(settings, DESK, match=3))
        assert (refusal(answer), answer.json()["kind"]) == (SECOND, "amendment")
    asked = (await propose(client, settings, made, SECRET)).json()
    async with nothing_changes(client, settings, admin, made, supervisor, EKO):
        gains = await decide(client, settings, made, asked["id"], supervisor)
        assert refusal(gains) == (403, "gains_by_it")
    assert (await decide(client, settings, made, asked["id"], EKO)).status_code == 200
    assert await reads_words(client, settings, made, supervisor)
    assert refusal(await who_reported(client, settings, made, supervisor)) == SECOND


async def test_two_clear_the_lead_of_what_is_not_secret_yet(client: Any, settings: Settings) -> None:
    made = await report(client, settings, SARI, category="security_threat", classification="ordinary")
    await agreed(client, settings, made, {"kind": "lead", "agency": "kpu"}, DESK, EKO)
    path = f"/reports/{made['id']}"
    given = {"trigger": "assign", "tasks": [SAFETY | {"agency": "kpu"}], "reason": "Lebih dekat"}
    for at, body in ((1 + 1, VERIFY), (1 + 2, given)):
        assert (await fire(client, settings, DESK, path, at, body)).status_code == 200
    answer = await patch(client, settings, made, DESK, classification="secret")
    assert answer.status_code == 200, answer.text
    assert await lead_of(client, settings, made) == "kpu"


async def test_nobody_takes_the_lead_away_by_a_slip_in_when_it_happened(client: Any, settings: Settings) -> None:
    """Hate speech is Bawaslu's in the campaign alone, and Bawaslu is shut out: whoever amends is told, and means it."""
    told = {"category": "hate_speech", "severity": "S3", "classification": "ordinary"}
    made = await report(client, settings, **told, occurred_at="2024-11-24T10:00:00+07:00")
    assert (await wall(client, settings, made, "bawaslu", DESK)).status_code == 201
    path = f"{P}/reports/{made['id']}"
    before = (await client.get(path, headers=headers(settings, EKO))).json()
    slip = {"occurred_at": "2024-11-10T10:00:00+07:00", "reason": "Salah ketik"}
    sent = headers(settings, EKO, match=before["version"])
    refused = await client.patch(path, json=slip, headers=sent)
    assert refusal(refused) == (409, "takes_lead_away")
    assert refused.json()["agencies"] == ["polres"]
    assert (await client.get(path, headers=headers(settings, EKO))).json() == before
    sent = headers(settings, EKO, match=before["version"])
    meant = await client.patch(path, json=slip | {"takes_lead_away": True}, headers=sent)
    assert (meant.status_code, meant.json()["lead_agency"]) == (200, None)
