"""All words of a secret report are encrypted, wherever they stand, and read by whom they were read before."""

import base64
import json
from os import urandom
from typing import Any

import pytest

from service.app import create_app
from service.edge.settings import Settings
from tests.alive import alive
from tests.edge.api.story import DESK, OFFICER, POLRES, SARI, TONO, VERIFY, WATI, P, fire, headers
from tests.features.erasures.cases import Told, whole_story, word
from tests.features.erasures.scan import places
from tests.walking import walked

PLAIN_IN = {"report_text.content", "idempotency.body"}
WORDS_IN = {"report_words.title", "report_words.description"}
"""Where a word stands without its ending, if it has one."""


def all_of(told: Told) -> list[str]:
    return [*told.words.values(), *told.identity.values()]


async def test_no_column_holds_a_word_of_a_secret_report(client: Any, settings: Settings, admin: Any) -> None:
    told = Told(client, settings)
    await whole_story(told, classification="secret")
    assert await places(admin, all_of(told)) == set()


async def test_no_column_holds_a_word_of_a_report_that_became_secret(
    client: Any, settings: Settings, admin: Any
) -> None:
    told = Told(client, settings)
    await whole_story(told, classification="ordinary")
    assert await places(admin, told.words.values()) - WORDS_IN == PLAIN_IN
    await told.amend(classification="secret")
    assert await places(admin, all_of(told)) == set()
    assert sorted(text["content"] for text in await told.history()) == sorted(told.words.values())


async def test_a_report_without_a_reporter_becomes_secret_too(client: Any, settings: Settings, admin: Any) -> None:
    told = Told(client, settings)
    await told.intake(classification="restricted", reporter=None)
    assert await admin.fetchval("SELECT count(*) FROM report_key") == 0
    await told.amend(classification="secret")
    assert await places(admin, told.words.values()) == set()
    assert (await told.read())["title"] == told.words["title"]


async def test_one_key_seals_the_reporter_and_every_text(client: Any, settings: Settings, admin: Any) -> None:
    told = Told(client, settings)
    await whole_story(told, classification="secret")
    assert await admin.fetchval("SELECT count(*) FROM report_key") == 1
    assert await admin.fetchval("SELECT count(*) FROM report_text WHERE sealed IS NULL") == 0


async def test_who_may_read_a_secret_report_reads_its_words_everywhere(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await told.work()
    made, words = await told.read(), told.words
    assert (made["title"], made["description"]) == (words["title"], words["description"])
    assert made["place"]["detail"] == words["place_detail"]
    assert made["reported_party"]["name"] == words["accused_name"]
    assert made["source"]["reference"] == words["source_reference"]
    task = next(task for task in made["tasks"] if task["agency"] == "bawaslu")
    assert task["result"] == words["result"]
    (listed,) = (await told.get("/reports"))["items"]
    assert listed["title"] == words["title"]
    one = await told.get(f"/tasks/{task['id']}")
    (queued,) = (await told.get("/tasks?agency=bawaslu"))["items"]
    assert one == queued
    assert (one["about"]["title"], one["result"]) == (words["title"], words["result"])
    assert sorted(text["content"] for text in await told.history()) == sorted(words.values())
    assert (await told.post("reporter/unseal", TONO, reason="Perlu"))["reporter"]["name"] == told.identity["name"]


@pytest.mark.parametrize(("who", "shown"), [(DESK, 200), (SARI, 404)])
async def test_who_may_not_read_its_texts_reads_none_of_them(
    client: Any, settings: Settings, who: Any, shown: int
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await told.work()
    one = f"/reports/{told.made['id']}"
    for path, status in ((one, shown), (f"{one}/history", shown), ("/reports", 200), ("/tasks", 200), ("/events", 200)):
        answer = await client.get(P + path, headers=headers(settings, who))
        assert answer.status_code == status, (path, answer.text)
        assert not [found for found in walked(all_of(told)) if found in answer.text], path


async def test_a_search_does_not_find_encrypted_words(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="restricted")
    found = f"/reports?q={told.words['title']}"
    assert len((await told.get(found))["items"]) == 1
    await told.amend(classification="secret")
    assert (await told.get(found))["items"] == []


async def test_a_report_that_is_no_longer_secret_stays_sealed_and_readable(
    client: Any, settings: Settings, admin: Any
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await told.open()
    assert await places(admin, told.words.values()) == set()
    assert (await told.read(SARI))["title"] == told.words["title"]
    note = word()
    await told.post("notes", DESK, text=note)
    assert "report_text.content" in await places(admin, [note])
    await told.amend(classification="secret", reason=word())
    assert await places(admin, [note, *told.words.values()]) == set()
    assert {note, told.words["title"]} <= {text["content"] for text in await told.history()}


AS_BEFORE = ("id", "state", "version", "receipt", "tasks")


async def test_a_repeated_command_gets_the_first_answer_again_from_its_ciphertext(
    client: Any, settings: Settings
) -> None:
    told = Told(client, settings)
    await told.intake(classification="ordinary")
    path, sent = f"{P}/reports/{told.made['id']}/notes", headers(settings, DESK)
    first = await client.post(path, json={"text": "Catatan"}, headers=sent)
    await told.amend(classification="secret")
    again = await client.post(path, json={"text": "Catatan"}, headers=sent)
    assert again.status_code == 201
    assert {name: again.json()[name] for name in AS_BEFORE} == {name: first.json()[name] for name in AS_BEFORE}
    assert again.json()["title"] is None  # the desk does not read it any longer
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await client.post(path, json={"text": "Lain"}, headers=sent)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_holder_who_may_not_read_a_secret_report_writes_under_its_key(
    client: Any, settings: Settings, admin: Any
) -> None:
    told, holder = Told(client, settings), (OFFICER, "kejari", "Bayu")
    await told.intake(classification="secret")
    support = {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False}
    task = (await told.post("tasks", WATI, **support))["tasks"][0]["id"]
    words, sent = word(), headers(settings, holder, match=3)
    for version, trigger in enumerate(("accept", "start"), start=1):
        assert (await fire(client, settings, holder, f"/tasks/{task}", version, {"trigger": trigger})).is_success
    path, body = f"{P}/tasks/{task}/transitions", {"trigger": "complete", "result": words}
    first, again = [await client.post(path, json=body, headers=sent) for _ in range(2)]
    assert (first.status_code, first.json()["result"], first.json()["about"]) == (200, words, None)
    assert again.json() == {**first.json(), "result": None}  # the words are the report's, which they do not read
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await places(admin, [words]) == set()
    assert words in {text["content"] for text in await told.history()}
    assert (await client.get(f"{P}/reports/{told.made['id']}", headers=headers(settings, holder))).status_code == 404


WRONG = base64.b64encode(urandom(32)).decode()


@pytest.mark.parametrize("path", ["/reports/{id}", "/reports", "/reports/{id}/history", "/tasks", "/tasks/{task}"])
async def test_a_wrong_sealing_key_answers_so_wherever_sealed_words_are_read(
    client: Any, settings: Settings, path: str
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    await told.work()
    task = next(task["id"] for task in told.made["tasks"] if task["agency"] == "bawaslu")
    changed = Settings(**(settings.model_dump() | {"sealing_key": WRONG}))
    async with alive(create_app(changed)) as other:
        answer = await other.get(P + path.format(id=told.made["id"], task=task), headers=headers(settings, WATI))
    assert (answer.status_code, answer.json()["code"]) == (503, "sealing_key_wrong")


async def test_a_wrong_sealing_key_lets_no_secret_report_be_changed(
    client: Any, settings: Settings, admin: Any
) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    changed = Settings(**(settings.model_dump() | {"sealing_key": WRONG}))
    async with alive(create_app(changed)) as other:
        answer = await other.post(
            f"{P}/reports/{told.made['id']}/transitions", json=VERIFY, headers=headers(settings, DESK, match=1)
        )
    assert (answer.status_code, answer.json()["code"]) == (503, "sealing_key_wrong")
    assert await admin.fetchval("SELECT max(version) FROM report") == 1


async def test_a_former_sealing_key_still_opens_what_it_wrapped(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret")
    assert settings.sealing_key is not None
    keys = f"{WRONG},{settings.sealing_key.get_secret_value()}"
    async with alive(create_app(Settings(**(settings.model_dump() | {"sealing_key": keys})))) as other:
        later = Told(other, settings)
        later.made = told.made
        assert (await later.read())["title"] == told.words["title"]
        await later.intake(classification="secret")
        assert (await later.read())["title"] == later.words["title"]


MOVES = {
    "another report": "UPDATE report_text x SET sealed = y.sealed FROM report_text y"
    " WHERE x.field = 'title' AND y.field = 'title' AND x.report_id <> y.report_id",
    "another text": "UPDATE report_text x SET sealed = y.sealed FROM report_text y"
    " WHERE x.field = 'title' AND y.field = 'description' AND x.report_id = y.report_id",
    "another report's key": "UPDATE report_key x SET wrapped_key = y.wrapped_key FROM report_key y"
    " WHERE x.report_id <> y.report_id",
}


@pytest.mark.parametrize("move", MOVES)
async def test_what_is_sealed_opens_nowhere_else(client: Any, settings: Settings, admin: Any, move: str) -> None:
    told, other = Told(client, settings), Told(client, settings)
    for one in (told, other):
        await one.intake(classification="secret")
    await admin.execute(MOVES[move])
    answer = await client.get(f"{P}/reports/{told.made['id']}", headers=headers(settings, POLRES))
    assert (answer.status_code, answer.json()["code"]) == (503, "sealing_key_wrong")


async def test_nothing_sealed_reaches_an_answer_as_it_is_kept(client: Any, settings: Settings) -> None:
    told = Told(client, settings)
    await told.intake(classification="secret", title="?{}", description="=?")
    made = await told.read()
    assert (made["title"], made["description"]) == ("?{}", "=?")
    assert "wrapped" not in json.dumps(made)
