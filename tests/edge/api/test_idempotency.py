"""A key stands for one request of one person: whatever else comes under it is another request."""

import asyncio
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.edge.idempotency import bind_key
from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, REPORT, SARI, TONO, VERIFY, P, assigned, headers, report
from tests.faults.processes import held_up
from workflows.access.actors import Actor
from workflows.codes.people import Role

NOTE = {"text": "Catatan"}
REQUESTS = list(product(("POST", "PATCH"), ("/a", "/b", "/a/b", "/ab"), (b"", b"{}", b'{"a":1}', b"/b{}")))
ACCEPT = {"trigger": "accept"}


def _actor(person: int = 1) -> Actor:
    return Actor(UUID(int=person), "polres", Role.OFFICER, frozenset({"33.05"}))


def test_requests_that_differ_in_anything_have_fingerprints_that_differ() -> None:
    made = [bind_key("k", _actor(), "33.05", *request) for request in REQUESTS]
    assert len({key.fingerprint for key in made}) == len(REQUESTS)
    assert len({key.lock for key in made}) == 1  # one key, whatever came under it
    assert bind_key("k", _actor(2), "33.06", *REQUESTS[0]).fingerprint == made[0].fingerprint


def test_a_key_of_another_person_or_region_waits_for_nobody() -> None:
    asked = product(("k", "K", "kk"), (1, 2), ("33.05", "33.06"))
    locks = {bind_key(key, _actor(person), region, *REQUESTS[0]).lock for key, person, region in asked}
    assert len(locks) == 3 * 2 * 2


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
async def test_the_same_words_to_another_path_under_the_same_key_are_refused(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    one, other = [(await report(client, settings, classification=classification))["id"] for _ in range(2)]
    sent = headers(settings, DESK, key="same")
    first = await client.post(f"{P}/reports/{one}/notes", json=NOTE, headers=sent)
    assert first.status_code == 201, first.text
    refused = await client.post(f"{P}/reports/{other}/notes", json=NOTE, headers=sent)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert one not in refused.text
    assert await admin.fetchval("SELECT array_agg(seq ORDER BY seq) FROM report") == [1, 2]


async def test_a_task_is_not_moved_by_a_key_that_moved_another(client: Any, settings: Settings, admin: Any) -> None:
    tasks = [(await assigned(client, settings))["tasks"][0]["id"] for _ in range(2)]
    sent = headers(settings, SARI, match=1, key="same")
    answers = [await client.post(f"{P}/tasks/{task}/transitions", json=ACCEPT, headers=sent) for task in tasks]
    assert [answer.status_code for answer in answers] == [200, 422]
    assert answers[1].json()["code"] == "idempotency_key_reused"
    states = await admin.fetch("SELECT state FROM task ORDER BY state")
    assert [row["state"] for row in states] == ["accepted", "offered"]


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
async def test_other_words_under_the_same_key_are_refused(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    made = (await report(client, settings, classification=classification))["id"]
    sent = headers(settings, DESK, key="same")
    answers = [
        await client.post(f"{P}/reports/{made}/notes", json={"text": text}, headers=sent) for text in ("Satu", "Dua")
    ]
    assert [answer.status_code for answer in answers] == [201, 422]
    assert answers[1].json()["code"] == "idempotency_key_reused"
    assert await admin.fetchval("SELECT seq FROM report") == 2


async def test_two_people_may_choose_the_same_key(client: Any, settings: Settings, admin: Any) -> None:
    made = (await report(client, settings, classification="ordinary"))["id"]
    told = [
        await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, who, key="same"))
        for who in (DESK, SARI, TONO)
    ]
    assert [answer.status_code for answer in told] == [201] * 3
    assert not any("Idempotency-Replayed" in answer.headers for answer in told)
    assert len({answer.json()["receipt"]["event"] for answer in told}) == 3
    assert await admin.fetchval("SELECT seq FROM report") == 4


async def test_a_repetition_is_the_first_answer_with_every_validator(client: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES)
    first = await client.post(f"{P}/reports", json=REPORT, headers=sent)
    made = first.json()["id"]
    moved = headers(settings, SARI, match=1)
    path = f"{P}/reports/{made}/transitions"
    for once, again in (
        (first, await client.post(f"{P}/reports", json=REPORT, headers=sent)),
        [await client.post(path, json=VERIFY, headers=moved) for _ in range(2)],
    ):
        assert once.is_success, once.text
        assert "Idempotency-Replayed" not in once.headers
        assert again.headers["Idempotency-Replayed"] == "true"
        assert (again.status_code, again.content) == (once.status_code, once.content)
        assert again.headers["ETag"] == once.headers["ETag"]
        assert again.headers.get("Location") == once.headers.get("Location")
    assert first.headers["Location"] == f"{P}/reports/{made}"


@pytest.mark.parametrize(("key", "taken"), [("k" * 255, True), ("k" * 256, False), ('"k"', True), ("k", True)])
async def test_a_key_has_255_characters_at_most_bare_and_quoted(
    client: Any, settings: Settings, admin: Any, key: str, *, taken: bool
) -> None:
    for name in (key, f'"{key}"' if key[0] != '"' else key.strip('"')):
        answer = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES, key=name))
        assert answer.status_code == (201 if taken else 400), answer.text
    # Quoted and bare it is the same key.
    assert await admin.fetchval("SELECT count(*) FROM report") == int(taken)


async def test_a_key_that_is_at_work_holds_up_its_own_request_alone(
    client: Any, settings: Settings, admin: Any
) -> None:
    """While the first is not committed, its repetition hears so and another key of the same person goes on."""
    made = (await report(client, settings))["id"]
    url = f"{P}/reports/{made}/notes"
    async with admin.transaction():
        await admin.execute("SELECT FROM report WHERE id = $1 FOR UPDATE", UUID(made))
        first = asyncio.create_task(client.post(url, json=NOTE, headers=headers(settings, DESK, key="held")))
        await held_up(admin)
        again = await client.post(url, json=NOTE, headers=headers(settings, DESK, key="held"))
        assert (again.status_code, again.json()["code"]) == (409, "request_in_flight")
        assert int(again.headers["Retry-After"]) > 0
        other = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, DESK, key=str(uuid4())))
        assert other.status_code == 201
    assert (await first).status_code == 201
