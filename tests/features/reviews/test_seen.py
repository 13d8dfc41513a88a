"""A review is as visible as the report that carries it, its words as that report's, its timeline as each report."""

import base64
from typing import Any

import asyncpg
import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KODIM, KPU, OFFICER, POLRES, TONO, P, headers, report
from tests.features.erasures.scan import places
from tests.features.reviews.reviewing import DUE, PILKADES, Desk

SATPOLPP = (OFFICER, "satpolpp", "Joko")
ACCUSING = {"reported_party": {"agency": "kpu", "name": "Anggota"}}


async def timeline(desk: Desk, review: str, who: Any = DESK, limit: int = 500) -> list[dict[str, Any]]:
    """Every page of it."""
    items: list[dict[str, Any]] = []
    cursor = -1
    while True:
        page = await desk.get(f"/reviews/{review}/timeline", who, limit=limit, cursor=cursor)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = int(page["next_cursor"])


async def test_who_does_not_see_the_report_finds_nothing_of_its_review(desk: Desk) -> None:
    who = KPU
    review = await desk.recommend(await desk.complete(await desk.verified(**ACCUSING)), "satpolpp")
    assert (await desk.get("/reviews", who))["items"] == []
    assert (await desk.get("/reviews", who, event="pilkades-2023"))["items"] == []
    for path in ("", "/timeline"):
        await desk.get(f"/reviews/{review['id']}{path}", who, 404)
    chief = (TONO[0], "kpu", "Nur")
    for path, body in {
        "lessons": {"kind": "keep", "text": "x"},
        "sections": {"section": "why", "text": "x"},
        "recommendations": {"agency": "kejari", "due_at": DUE, "text": "x"},
        "closing": {},
    }.items():
        answer = await desk.post(f"/reviews/{review['id']}/{path}", chief, match=review["version"], **body)
        assert answer.status_code == 404


async def test_the_timeline_is_every_event_of_the_election_in_the_order_of_the_log_with_its_proof(
    client: Any, settings: Settings, desk: Desk, worker: Any
) -> None:
    carrier = await desk.verified()
    other = await report(client, settings, **(PILKADES | {"category": "hoax"}))
    for election in ("pemilu-2024", None):
        await report(client, settings, **(PILKADES | {"election": election}))
    review = await desk.complete(carrier)
    await sequence_all(worker)
    told = await timeline(desk, review["id"])
    whole = (await desk.get("/events", limit=500))["items"]
    wanted = [item for item in whole if item["report"] in {carrier["id"], other["id"]}]
    assert [{name: value for name, value in item.items() if name != "proof"} for item in told] == wanted
    assert [item["leaf_index"] for item in told] == sorted(item["leaf_index"] for item in wanted)
    assert [item["action"] for item in told][-4:] == ["review.opened", *["review.recorded"] * 3]
    assert await timeline(desk, review["id"], limit=1) == told
    for item in (told[0], told[-1]):
        assert item["proof"] == f"{P}/audit/proofs/inclusion?event={item['event']}"


async def test_the_proof_of_an_event_is_where_the_timeline_says(
    desk: Desk, client: Any, settings: Settings, worker: Any, signer: Any
) -> None:
    review = await desk.opened(await desk.verified())
    await sequence_all(worker)
    await signer.publish(worker)
    item = (await timeline(desk, review["id"]))[0]
    proof = (await client.get(item["proof"], headers=headers(settings, DESK))).json()
    assert (proof["leaf_index"], proof["leaf_hash"]) == (item["leaf_index"], item["leaf_hash"])


async def test_a_timeline_copies_no_words(desk: Desk, worker: Any) -> None:
    review = await desk.record(await desk.opened(await desk.verified(title="Judulini")), "why", "Sebabini")
    await sequence_all(worker)
    answer = await desk.client.get(f"{P}/reviews/{review['id']}/timeline", headers=headers(desk.settings, DESK))
    assert answer.json()["items"]
    assert not any(word in answer.text for word in ("Judulini", "Sebabini"))


async def test_of_a_report_that_the_reader_does_not_see_no_event_is_told(
    client: Any, settings: Settings, desk: Desk, worker: Any
) -> None:
    carrier = await desk.verified()
    hidden = await report(client, settings, **(PILKADES | ACCUSING))
    walled = await report(client, settings, **(PILKADES | {"reported_party": {"agency": "inspektorat"}}))
    restricted = await report(client, settings, **(PILKADES | {"classification": "restricted"}))
    secret = await report(client, settings, **(PILKADES | {"classification": "secret"}))
    review = await desk.opened(carrier)
    await sequence_all(worker)
    every = {one["id"] for one in (carrier, hidden, walled, restricted, secret)}
    sees = {
        DESK: every,
        POLRES: every,
        KPU: {carrier["id"], walled["id"]},
        KODIM: {carrier["id"], hidden["id"], walled["id"]},
        AUDITOR: every - {walled["id"]},
    }
    for who, seen in sees.items():
        items = await timeline(desk, review["id"], who)
        assert {item["report"] for item in items} == seen
        listed = {one["id"] for one in (await desk.get("/reports", who, election="pilkades-2023"))["items"]}
        assert listed == seen


async def test_another_event_has_the_reports_that_were_linked_as_the_same_event(
    client: Any, settings: Settings, desk: Desk, worker: Any
) -> None:
    """docs/domain.md, "Kebumen": "one event in two categories, and two reports that name each other"."""
    carrier = await desk.verified(election=None)
    made = [await report(client, settings, **(PILKADES | {"election": None})) for _ in range(3)]
    hidden = await report(client, settings, **(PILKADES | ACCUSING))
    for at, to, kind in (
        (carrier, made[0], "same_event"), (made[1], carrier, "same_event"), (carrier, made[2], "related"),
        (carrier, hidden, "same_event"),
    ):  # fmt: skip
        answer = await desk.post(f"/reports/{at['id']}/links", report=to["id"], kind=kind)
        assert answer.status_code == 201, answer.text
    review = await desk.opened(carrier, "kericuhan-plumbon")
    await sequence_all(worker)
    wanted = {carrier["id"], made[0]["id"], made[1]["id"]}
    assert {item["report"] for item in await timeline(desk, review["id"])} == wanted | {hidden["id"]}
    assert {item["report"] for item in await timeline(desk, review["id"], KPU)} == wanted


async def test_the_words_of_a_secret_report_s_review_are_for_those_it_names(desk: Desk, admin: Any) -> None:
    carrier = await desk.verified(classification="secret")
    review = await desk.complete(carrier)
    chief = (TONO[0], "polres", "Rudi")
    review = await desk.recommend(review, "satpolpp", "Rahasiaini", chief)
    for who, words in ((chief, True), (POLRES, True), (DESK, False), (AUDITOR, False)):
        shown = await desk.get(f"/reviews/{review['id']}", who)
        assert shown["withheld"] is not words
        texts = [one["text"] for name in ("sections", "recommendations") for one in shown[name]]
        assert texts == (["Kata"] * 3 + ["Rahasiaini"] if words else [None] * 4)
    await desk.get(f"/reviews/{review['id']}", KODIM, 404)
    # The owner knows that a task of theirs exists, and nothing more.
    task = await desk.get(f"/tasks/{review['recommendations'][0]['task']['id']}", SATPOLPP)
    assert (task["report"], task["about"]) == (None, None)
    await desk.get(f"/reviews/{review['id']}", SATPOLPP, 404)
    assert await places(admin, ["Rahasiaini", base64.b64encode(b"Rahasiaini").decode()]) == set()


async def test_words_that_were_erased_are_gone_from_the_review(desk: Desk, admin: Any) -> None:
    carrier = await desk.verified()
    review = await desk.record(await desk.opened(carrier), "why", "Sebabterhapus")
    items = (await desk.get(f"/reports/{carrier['id']}/history"))["items"]
    text = next(each["id"] for item in items for each in item["texts"] if each["field"] == "why")
    body = {"target": "text", "text": text, "reason": "Memuat nama"}
    operator = ("admin", "diskominfo", "Operator")
    asked = await desk.post(f"/reports/{carrier['id']}/erasures", (type(OFFICER)(operator[0]), *operator[1:]), **body)
    chief = (TONO[0], "polres", "Rudi")
    path = f"/reports/{carrier['id']}/erasures/{asked.json()['id']}/decision"
    assert (await desk.post(path, chief, approve=True)).status_code == 200
    (section,) = (await desk.get(f"/reviews/{review['id']}"))["sections"]
    assert (section["text"], section["erased"]["reason"]) == (None, "Memuat nama")
    assert await places(admin, ["Sebabterhapus"]) == set()
    again = await desk.record(await desk.get(f"/reviews/{review['id']}"), "why", "Baru")
    assert again["sections"][0]["text"] == "Baru"


async def test_without_a_context_no_row_of_a_review_shows(desk: Desk, settings: Settings) -> None:
    await desk.complete(await desk.verified())
    assert settings.database_url is not None
    connection = await asyncpg.connect(settings.database_url.get_secret_value())
    try:
        for table in ("review", "review_entry"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"DELETE FROM {table}")
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "sql", ["UPDATE review_entry SET owner = owner", "DELETE FROM review_entry", "TRUNCATE review_entry"]
)
async def test_what_was_written_into_a_review_is_not_rewritten_even_by_a_superuser(
    desk: Desk, admin: Any, sql: str
) -> None:
    await desk.complete(await desk.verified())
    with pytest.raises(Exception, match="append-only"):
        await admin.execute(sql)
