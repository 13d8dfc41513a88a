"""What was told and to whom can be erased like other words and persons, and the trail verifies after it."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, DESK, TONO, VERIFY, P, fire, headers, report
from tests.features.erasures.scan import places
from tests.features.erasures.test_erasing import Kept
from tests.features.erasures.test_verified import Auditor
from tests.features.notices.telling import BODY, RECIPIENT, get, lift, merge, notices, sent, unseal, wall
from tests.features.proposals.proposing import version
from tests.signing import Signer

WORDS, TEXT = list(RECIPIENT.values()), "Kabaryangdihapus"
CLASSES = ["ordinary", "secret"]


async def erase(client: Any, settings: Settings, made: Any, **target: Any) -> Any:
    path = f"{P}/reports/{made['id']}/erasures"
    asked = await client.post(path, json={"reason": "Hak", **target}, headers=headers(settings, ADMIN))
    assert asked.status_code == 201, asked.text
    path = f"{path}/{asked.json()['id']}/decision"
    done = await client.post(path, json={"approve": True}, headers=headers(settings, TONO))
    assert done.status_code == 200, done.text
    return done.json()


async def told(client: Any, settings: Settings, classification: str) -> tuple[Any, Any]:
    made = await report(client, settings, classification=classification)
    return made, await sent(client, settings, made, DESK, text=TEXT, recipient=RECIPIENT)


@pytest.mark.parametrize("classification", CLASSES)
async def test_an_erased_recipient_and_the_key_are_nowhere_and_the_rest_still_reads(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    made, notice = await told(client, settings, classification)
    other = await sent(client, settings, made, DESK, text="Kabar lain", recipient={"name": "Orang lain"})
    kept = Kept(admin)
    gone = [*await kept.keys(), *[row[0] for row in await admin.fetch("SELECT sealed FROM sealed_recipient")]]
    assert len(gone) == 3
    done = await erase(client, settings, made, target="recipient", text=notice["id"])
    assert (done["target"], done["text"], done["field"], done["state"]) == (
        "recipient",
        notice["id"],
        None,
        "approved",
    )
    assert await places(admin, [*WORDS, *gone]) == set()
    answer = await unseal(client, settings, made, notice["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "recipient_erased")
    assert (await unseal(client, settings, made, other["id"])).json()["recipient"]["name"] == "Orang lain"
    shown = {item["id"]: item["recipient"] for item in (await notices(client, settings, made, TONO))["items"]}
    assert shown[notice["id"]] == {"named": True, "sealed": False}
    assert shown[other["id"]] == {"named": True, "sealed": True}
    path = f"{P}/reports/{made['id']}/reporter/unseal"
    answer = await client.post(path, json={"reason": "Perlu"}, headers=headers(settings, TONO))
    assert answer.json()["reporter"]["name"] == "Pelapor Rahasia"


@pytest.mark.parametrize("classification", CLASSES)
async def test_an_erased_text_of_a_notice_says_so_where_it_stood(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    made, _ = await told(client, settings, classification)
    texts = [text for item in await history(client, settings, made) for text in item["texts"]]
    text = next(each for each in texts if each["field"] == "notice")
    done = await erase(client, settings, made, target="text", text=text["id"])
    assert await places(admin, [TEXT]) == set()
    (found,) = (await notices(client, settings, made, TONO))["items"]
    assert (found["text"], found["erased"]["text"]["by"]) == (None, done["decided_by"]["person"])


async def history(client: Any, settings: Settings, made: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await get(client, settings, f"/reports/{made['id']}/history", TONO))["items"]
    return found


@pytest.mark.parametrize("classification", CLASSES)
async def test_with_the_reporter_goes_whoever_was_told_as_the_reporter(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    """docs/domain.md, "Law behind it": "Erasing destroys words, salt and key, and the trail still verifies."."""
    made, notice = await told(client, settings, classification)
    party = {"audience": "reported_party", "recipient": {"name": "Terlapor"}}
    other = await sent(client, settings, made, DESK, **party)
    assert (
        await fire(client, settings, DESK, f"/reports/{made['id']}", await version(client, settings, made), VERIFY)
    ).is_success
    assert (await get(client, settings, f"/reports/{made['id']}", TONO))["owed_notices"] == ["registered/reporter"]
    await erase(client, settings, made, target="reporter")
    assert await places(admin, [*WORDS, "Pelapor Rahasia"]) == set()
    assert (await unseal(client, settings, made, notice["id"])).json()["code"] == "recipient_erased"
    assert (await unseal(client, settings, made, other["id"])).json()["recipient"]["name"] == "Terlapor"
    assert (await get(client, settings, f"/reports/{made['id']}", TONO))["owed_notices"] == []


async def test_a_recipient_is_erased_once_and_only_where_there_is_one(client: Any, settings: Settings) -> None:
    made, notice = await told(client, settings, "ordinary")
    unnamed, elsewhere = await sent(client, settings, made, DESK), await told(client, settings, "ordinary")
    path = f"{P}/reports/{made['id']}/erasures"
    for text, code in (
        (None, "text_required"),
        (unnamed["id"], "text_unknown"),
        (elsewhere[1]["id"], "text_unknown"),
    ):
        body = {"target": "recipient", "text": text, "reason": "Hak"}
        answer = await client.post(path, json=body, headers=headers(settings, ADMIN))
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    await erase(client, settings, made, target="recipient", text=notice["id"])
    body = {"target": "recipient", "text": notice["id"], "reason": "Hak"}
    answer = await client.post(path, json=body, headers=headers(settings, ADMIN))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_erased")


@pytest.fixture
def auditor(settings: Settings, worker: Any, signer: Signer, tmp_path: Path) -> Auditor:
    return Auditor(settings, worker, signer, tmp_path)


@pytest.mark.parametrize("classification", CLASSES)
async def test_a_bundle_holds_with_notices_walls_merges_and_erased_recipients(
    client: Any, settings: Settings, auditor: Auditor, classification: str
) -> None:
    made, notice = await told(client, settings, classification)
    assert (await wall(client, settings, made, "kodim")).status_code == 201
    assert (await lift(client, settings, made, "kodim")).status_code == 200
    body = {"category": "black_campaign", "reason": "Kajian awal"}
    version = (await get(client, settings, f"/reports/{made['id']}", TONO))["version"]
    sent_as = headers(settings, DESK, match=version)
    assert (await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent_as)).status_code == 200
    duplicate = await report(client, settings, classification=classification)
    task = {"agency": "kejari", "role": "support", "kind": "clarification"}
    path = f"{P}/reports/{duplicate['id']}/tasks"
    assert (await client.post(path, json=task, headers=headers(settings, DESK))).status_code == 201
    assert (await merge(client, settings, duplicate, made["id"], 2)).status_code == 200
    await unseal(client, settings, made, notice["id"])
    await erase(client, settings, made, target="recipient", text=notice["id"])
    await auditor.publish()
    await sent(client, settings, made, DESK, recipient=RECIPIENT)
    for scope in ({}, {"report": made["id"]}, {"report": duplicate["id"]}):
        code, said = await auditor.verdict(**scope)
        found = json.loads(said)
        assert (code, found["faults"]) == (0, []), found["faults"]
        assert not [word for word in WORDS if word in said]
    (erased,) = json.loads((await auditor.verdict())[1])["erasures"]
    assert (erased["field"], erased["text"]) == ("recipient", notice["id"])


@pytest.mark.parametrize("classification", CLASSES)
async def test_who_else_was_told_is_shown_when_nothing_else_of_the_report_is_sealed_any_more(
    client: Any, settings: Settings, classification: str
) -> None:
    """The report's key stays for as long as one recipient is sealed with it, and goes with the last."""
    made = await report(client, settings, classification=classification, reporter=None)
    told = [
        await sent(client, settings, made, DESK, audience="reported_party", recipient={"name": name})
        for name in ("Satu", "Dua", "Tiga")
    ]
    for gone in range(len(told)):
        await erase(client, settings, made, target="recipient", text=told[gone]["id"])
        for number, notice in enumerate(told):
            answer = await unseal(client, settings, made, notice["id"])
            assert answer.status_code == (409 if number <= gone else 200), answer.text


@pytest.mark.parametrize("classification", CLASSES)
async def test_the_first_answer_about_an_erased_recipient_is_given_again_to_nobody_and_every_other_is(
    client: Any, settings: Settings, classification: str
) -> None:
    made, other = [await report(client, settings, classification=classification) for _ in range(2)]
    keys, answers = {}, {}
    for name, of in (("gone", made), ("kept", other)):
        keys[name] = headers(settings, DESK, key=f"named-{name}")
        body = BODY | {"recipient": RECIPIENT}
        answers[name] = await client.post(f"{P}/reports/{of['id']}/notices", json=body, headers=keys[name])
        assert answers[name].status_code == 201, answers[name].text
    await erase(client, settings, made, target="recipient", text=answers["gone"].json()["id"])
    for name, of in (("gone", made), ("kept", other)):
        again = await client.post(f"{P}/reports/{of['id']}/notices", json=body, headers=keys[name])
        if name == "gone":
            assert (again.status_code, again.json()["code"]) == (409, "answer_erased")
        else:
            assert (again.status_code, again.content) == (201, answers[name].content)


async def test_an_answer_that_alone_is_sealed_still_opens_once_the_reporter_is_erased(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, classification="ordinary")
    keyed, path = headers(settings, DESK, key="named"), f"{P}/reports/{made['id']}/notices"
    body = BODY | {"recipient": RECIPIENT}
    first = await client.post(path, json=body, headers=keyed)
    await erase(client, settings, made, target="reporter")
    for table in ("sealed_identity", "sealed_recipient", "report_text"):
        assert await admin.fetchval(f"SELECT count(*) FROM {table} WHERE sealed IS NOT NULL") == 0
    again = await client.post(path, json=body, headers=keyed)
    assert (again.status_code, again.content) == (201, first.content)
