"""What two persons agree to erase is gone from every table, and everything still reads."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, AUDITOR, DESK, LEAD, POLRES, REPORT, TONO, VERIFY, P, headers
from tests.features.erasures.asking import BECAUSE, ask, decide, erase, text_of
from tests.features.erasures.cases import Told, whole_story, word
from tests.features.erasures.scan import places
from tests.walking import walked
from workflows.codes.people import Role
from workflows.codes.reports import TextField

FIELDS = [field.value for field in TextField]
CLASSES = ["ordinary", "secret"]


class Kept:
    """The ciphertexts, salts and keys of a database at a moment."""

    def __init__(self, admin: Any) -> None:
        self._admin = admin

    async def of_text(self, text: str) -> list[bytes]:
        row = await self._admin.fetchrow("SELECT content, salt, sealed FROM report_text WHERE id = $1", text)
        found = [row["content"].encode() if row["content"] else None, row["salt"], row["sealed"]]
        return [each for each in found if each is not None]

    async def keys(self) -> list[bytes]:
        return [row[0] for row in await self._admin.fetch("SELECT wrapped_key FROM report_key")]

    async def sealed(self) -> list[bytes]:
        sql = """SELECT sealed FROM report_text WHERE sealed IS NOT NULL UNION ALL
          SELECT sealed FROM sealed_identity WHERE sealed IS NOT NULL UNION ALL
          SELECT body FROM idempotency WHERE sealed"""
        return [row[0] for row in await self._admin.fetch(sql)]


@pytest.mark.parametrize("classification", CLASSES)
async def test_every_erased_text_its_salt_and_its_key_are_nowhere(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    """One after another in a story that has them all: the first beside all others, the last beside none."""
    told, kept = Told(client, settings), Kept(admin)
    await whole_story(told, classification=classification)
    for field in walked(FIELDS):
        text = await text_of(told, field)
        gone = await kept.of_text(text["id"])
        if classification == "secret":
            gone += [*await kept.keys(), *await kept.sealed()]
        assert await places(admin, gone), field
        done = await erase(client, settings, told, target="text", text=text["id"])
        assert (field, await places(admin, [text["content"], *gone])) == (field, set())
        row = await admin.fetchrow("SELECT erased_at, erasure FROM report_text WHERE id = $1", text["id"])
        assert (str(row["erasure"]), row["erased_at"].isoformat()) == (done["id"], _iso(done["decided_at"]))


@pytest.mark.parametrize("classification", CLASSES)
async def test_an_erased_reporter_and_the_key_are_nowhere(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    told, kept = Told(client, settings), Kept(admin)
    await whole_story(told, classification=classification)
    gone = [*await kept.keys(), *await kept.sealed()]
    assert len(gone) >= 2
    await erase(client, settings, told, target="reporter")
    assert await places(admin, [*told.identity.values(), *gone]) == set()
    assert await admin.fetchval("SELECT count(*) FROM report_key") == (classification == "secret")
    made = await told.read()
    assert made["reporter"]["erased"]["reason"] == BECAUSE
    assert (made["reporter"]["known"], made["reporter"]["sealed"]) == (True, False)
    path = f"{P}/reports/{made['id']}/reporter/unseal"
    answer = await client.post(path, json={"reason": "Perlu"}, headers=headers(settings, TONO))
    assert (answer.status_code, answer.json()["code"]) == (409, "reporter_erased")
    unseal = next(action for action in (await told.read(TONO))["actions"] if action["action"] == "unseal_reporter")
    assert [reason["code"] for reason in unseal["reasons"]] == ["reporter_erased"]


@pytest.mark.parametrize("classification", CLASSES)
async def test_what_else_was_written_still_reads_after_an_erasure(
    client: Any, settings: Settings, classification: str
) -> None:
    told = Told(client, settings)
    await whole_story(told, classification=classification)
    for field in ("title", "result"):
        await erase(client, settings, told, target="text", text=(await text_of(told, field))["id"])
    await erase(client, settings, told, target="reporter")
    left = {text["content"] for text in await told.history()} - {None, BECAUSE}
    assert left == set(told.words.values()) - {told.words["title"], told.words["result"]}
    await told.post("notes", DESK, text=(note := word()))
    assert note in {text["content"] for text in await told.history()}


@pytest.mark.parametrize("classification", CLASSES)
async def test_where_an_erased_text_stood_it_says_on_by_because(
    client: Any, settings: Settings, classification: str
) -> None:
    told = Told(client, settings)
    await told.intake(classification=classification)
    await told.work()
    done = {}
    for field in ("title", "result", "place_detail"):
        answer = await erase(client, settings, told, target="text", text=(await text_of(told, field))["id"])
        done[field] = {"at": answer["decided_at"], "by": answer["decided_by"]["person"], "reason": BECAUSE}
    made = await told.read()
    assert (made["title"], made["place"]["detail"]) == (None, None)
    assert made["erased"] == {"title": done["title"], "place.detail": done["place_detail"]}
    assert "title" not in made["withheld"]
    task = next(task for task in made["tasks"] if task["agency"] == "bawaslu")
    assert (task["result"], task["erased"]) == (None, {"result": done["result"]})
    (listed,) = (await told.get("/reports"))["items"]
    assert (listed["title"], listed["erased"]) == (None, {"title": done["title"]})
    one = await told.get(f"/tasks/{task['id']}")
    assert one["erased"] == {"about.title": done["title"], "result": done["result"]}
    assert (await told.get("/tasks?agency=bawaslu"))["items"] == [one]
    text = await text_of(told, "title")
    assert (text["content"], text["erased"]) == (None, done["title"])


async def test_who_may_not_read_the_texts_learns_no_reason(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await erase(client, settings, told, target="reporter")
    for who in (DESK, AUDITOR, ADMIN):
        (item,) = (await told.get(f"/reports/{told.made['id']}/erasures", who))["items"]
        assert (item["state"], item["reason"]) == ("approved", None)
    assert (await told.read(DESK))["reporter"]["erased"]["reason"] is None
    (item,) = (await told.get(f"/reports/{told.made['id']}/erasures", TONO))["items"]
    assert item["reason"] == BECAUSE


async def test_a_new_version_of_an_erased_text_stands_in_its_place(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake()
    await erase(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])
    await told.amend(title="Judul baru")
    assert (told.made["title"], "erased" in told.made) == ("Judul baru", False)
    assert (await told.read())["title"] == "Judul baru"


@pytest.mark.parametrize("target", ["reporter", "text"])
async def test_a_refused_erasure_erases_nothing(client: Any, settings: Settings, admin: Any, target: str) -> None:
    told = Told(client, settings)
    await told.intake()
    title = await text_of(told, "title")
    asked = (await ask(client, settings, told, target=target, text=title["id"] if target == "text" else None)).json()
    before = await admin.fetch("SELECT content, salt FROM report_text WHERE event_id = $1", _intake(told))
    answer = await decide(client, settings, told, asked["id"], approve=False, reason="Masih perlu")
    found = answer.json()
    assert (found["state"], found["decision_reason"]) == ("refused", "Masih perlu")
    assert before == await admin.fetch("SELECT content, salt FROM report_text WHERE event_id = $1", _intake(told))
    assert (await told.post("reporter/unseal", TONO, reason="Perlu"))["reporter"]["name"] == told.identity["name"]
    again = await ask(client, settings, told, target=target, text=title["id"] if target == "text" else None)
    assert again.status_code == 201


async def test_nobody_decides_on_the_own_request_in_any_role(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake()
    both = ("bawaslu", "Ganda")
    asked = (await ask(client, settings, told, (Role.ADMIN, *both), target="reporter")).json()
    (item,) = (await told.get(f"/reports/{told.made['id']}/erasures", (Role.SUPERVISOR, *both)))["items"]
    approve = next(action for action in item["actions"] if action["action"] == "approve")
    assert [reason["code"] for reason in approve["reasons"]] == ["own_request"]
    answer = await decide(client, settings, told, asked["id"], (Role.SUPERVISOR, *both))
    assert (answer.status_code, answer.json()["code"]) == (403, "own_request")
    assert (await decide(client, settings, told, asked["id"], TONO)).status_code == 200


REFUSALS = {
    "a text that is none": ({"target": "text", "text": "00000000-0000-4000-8000-000000000000"}, 422, "text_unknown"),
    "no text": ({"target": "text"}, 422, "text_required"),
    "a text for the reporter": ({"target": "reporter", "text": REPORT["title"]}, 422, "validation_failed"),
    "no reason": ({"target": "reporter", "reason": None}, 422, "validation_failed"),
    "no such target": ({"target": "report"}, 422, "validation_failed"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_request_that_names_nothing_to_erase_is_refused(client: Any, settings: Settings, case: str) -> None:
    told = Told(client, settings)
    await told.intake()
    body, status, code = REFUSALS[case]
    answer = await ask(client, settings, told, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_text_of_another_report_is_not_found_in_this_one(client: Any, settings: Settings) -> None:
    told, other = Told(client, settings), Told(client, settings)
    for one in (told, other):
        await one.intake()
    answer = await ask(client, settings, told, target="text", text=(await text_of(other, "title"))["id"])
    assert (answer.status_code, answer.json()["code"]) == (422, "text_unknown")
    asked = (await ask(client, settings, other, target="reporter")).json()
    assert (await decide(client, settings, told, asked["id"])).status_code == 404


async def test_nobody_is_erased_where_nobody_was_named_nor_twice(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(reporter=None)
    assert (await ask(client, settings, told, target="reporter")).json()["code"] == "reporter_anonymous"
    text = (await text_of(told, "title"))["id"]
    asked = (await ask(client, settings, told, target="text", text=text)).json()
    assert (await ask(client, settings, told, target="text", text=text)).json()["code"] == "erasure_pending"
    assert (await decide(client, settings, told, asked["id"])).status_code == 200
    answer = await decide(client, settings, told, asked["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    assert (await ask(client, settings, told, target="text", text=text)).json()["code"] == "already_erased"


GONE = {
    "reporter": "DELETE FROM sealed_identity",
    "text": "UPDATE report_text SET content = NULL, salt = NULL, erased_at = now(), "
    "erasure = (SELECT id FROM erasure) WHERE field = 'title'",
}


@pytest.mark.parametrize("target", GONE)
async def test_what_is_gone_by_another_hand_is_not_approved(
    client: Any, settings: Settings, admin: Any, target: str
) -> None:
    told = Told(client, settings)
    await told.intake(classification="ordinary")
    text = (await text_of(told, "title"))["id"] if target == "text" else None
    asked = (await ask(client, settings, told, target=target, text=text)).json()
    await admin.execute(GONE[target])
    answer = await decide(client, settings, told, asked["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "already_erased")
    assert await admin.fetchval("SELECT state FROM erasure") == "requested"
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'erasure.approved'") == 0


@pytest.mark.parametrize("who", [(Role.ADMIN, "kpu", "Operator"), (Role.SUPERVISOR, "kpu", "Ketua")])
async def test_an_accused_agency_finds_no_erasure(client: Any, settings: Settings, who: Any) -> None:
    told = Told(client, settings)
    await told.intake(category="ethics", classification="ordinary", reported_party={"agency": "kpu"})
    asked = (await ask(client, settings, told, target="reporter")).json()
    path = f"{P}/reports/{told.made['id']}/erasures"
    answers = [await client.get(path, headers=headers(settings, who))]
    if who[0] is Role.ADMIN:
        answers.append(await ask(client, settings, told, who, target="reporter"))
    else:
        answers.append(await decide(client, settings, told, asked["id"], who))
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_a_report_that_is_hidden_or_missing_has_no_erasures(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    asked = (await ask(client, settings, told, target="reporter")).json()
    stranger = (Role.SUPERVISOR, "satpolpp", "Luar")
    path = f"/reports/{told.made['id']}/erasures"
    assert (await client.get(P + path, headers=headers(settings, stranger))).status_code == 404
    assert (await decide(client, settings, told, asked["id"], stranger)).status_code == 404
    told.made = {"id": "00000000-0000-4000-8000-000000000000"}
    assert (await ask(client, settings, told, target="reporter")).status_code == 404


async def test_erasures_come_oldest_first_and_page_by_page(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake()
    path = f"/reports/{told.made['id']}/erasures"
    assert await told.get(path) == {"items": [], "next_cursor": None}
    asked = [(await ask(client, settings, told, target="reporter")).json()["id"]]
    for field in ("title", "description"):
        text = (await text_of(told, field))["id"]
        asked.append((await ask(client, settings, told, target="text", text=text)).json()["id"])
    first = await told.get(f"{path}?limit=2")
    rest = await told.get(f"{path}?limit=2&cursor={first['next_cursor']}")
    assert [item["id"] for item in (*first["items"], *rest["items"])] == asked
    assert [item["field"] for item in first["items"]] == [None, "title"]
    assert rest["next_cursor"] is None


async def test_an_admin_is_told_no_word_of_the_report(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="ordinary")
    text = (await text_of(told, "title"))["id"]
    asked = await ask(client, settings, told, target="text", text=text)
    listed = await client.get(f"{P}/reports/{told.made['id']}/erasures", headers=headers(settings, ADMIN))
    assert (asked.status_code, listed.status_code) == (201, 200)
    for answer in (asked, listed):
        assert not [word for word in walked(told.words.values()) if word in answer.text]


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_an_admin_whose_agency_holds_a_task_is_told_no_word_either(
    client: Any, settings: Settings, classification: str
) -> None:
    told, other = Told(client, settings), (Role.ADMIN, ADMIN[1], "Surya")
    await told.intake(classification=classification)
    await told.fire(DESK, **VERIFY)
    support = {"agency": ADMIN[1], "role": "support", "kind": "information", "obligatory": False}
    await told.fire(DESK, trigger="assign", tasks=[LEAD, support], reason="Sesuai aturan")
    assert (await ask(client, settings, told, target="reporter")).status_code == 201
    listed = await client.get(f"{P}/reports/{told.made['id']}/erasures", headers=headers(settings, other))
    assert [one["reason"] for one in listed.json()["items"]] == [None]
    assert BECAUSE not in listed.text
    assert [one["reason"] for one in (await told.get(f"/reports/{told.made['id']}/erasures"))["items"]] == [BECAUSE]


async def test_repeated_requests_and_decisions_get_the_first_answer(
    client: Any, settings: Settings, admin: Any
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    path, sent = f"{P}/reports/{told.made['id']}/erasures", headers(settings, ADMIN)
    body = {"target": "reporter", "reason": BECAUSE}
    asked, again = [await client.post(path, json=body, headers=sent) for _ in range(2)]
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (201, asked.json(), "true")
    path, sent = f"{path}/{asked.json()['id']}/decision", headers(settings, TONO)
    done, again = [await client.post(path, json={"approve": True}, headers=sent) for _ in range(2)]
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (200, done.json(), "true")
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action LIKE 'erasure.%'") == 2


async def test_a_stale_if_match_is_refused(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake()
    path = f"{P}/reports/{told.made['id']}/erasures"
    body = {"target": "reporter", "reason": BECAUSE}
    answer = await client.post(path, json=body, headers=headers(settings, ADMIN, match=7))
    assert answer.status_code == 412
    asked = await client.post(path, json=body, headers=headers(settings, ADMIN, match=1))
    assert (asked.status_code, asked.headers["ETag"]) == (201, '"1"'), "what is asked for changes nothing yet"
    path = f"{path}/{asked.json()['id']}/decision"
    assert (
        await client.post(path, json={"approve": True}, headers=headers(settings, TONO, match=9))
    ).status_code == 412
    assert (
        await client.post(path, json={"approve": True}, headers=headers(settings, TONO, match=1))
    ).status_code == 200


async def test_an_answer_that_held_an_erased_text_is_not_given_again(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    sent, body = headers(settings, POLRES), REPORT | {"title": word()}
    told.made = (await client.post(f"{P}/reports", json=body, headers=sent)).json()
    await erase(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])
    answer = await client.post(f"{P}/reports", json=body, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "answer_erased")
    assert body["title"] not in answer.text
    assert len((await told.get("/reports"))["items"]) == 1


@pytest.mark.parametrize("classification", CLASSES)
async def test_an_answer_about_another_report_is_given_again(
    client: Any, settings: Settings, classification: str
) -> None:
    told, sent, body = Told(client, settings), headers(settings, POLRES), REPORT | {"classification": classification}
    other = await client.post(f"{P}/reports", json=body, headers=sent)
    await told.intake(classification=classification)
    await erase(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])
    again = await client.post(f"{P}/reports", json=body, headers=sent)
    assert (again.status_code, again.content) == (201, other.content)


def _intake(told: Told) -> Any:
    return told.made["receipt"]["event"]


def _iso(moment: str) -> str:
    return moment.replace("Z", "+00:00")
