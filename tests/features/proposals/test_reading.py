"""What of a proposal is told to whom: its codes to whoever sees the report, its words to whoever reads those."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import (
    ADMIN,
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    LEAD,
    POLRES,
    SARI,
    TONO,
    VERIFY,
    WATI,
    P,
    fire,
    headers,
    report,
)
from tests.features.proposals.proposing import OPENED, agreed, decide, patch, person, propose
from workflows.codes.people import Role

WORDS, ANSWER = "Saksitelahdilindungi", "Sudahdiperiksa"


async def listed(client: Any, settings: Settings, made: Any, who: Any, query: str = "") -> Any:
    return await client.get(f"{P}/reports/{made['id']}/proposals{query}", headers=headers(settings, who))


async def history(client: Any, settings: Settings, made: Any, who: Any) -> Any:
    answer = await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, who))
    return answer.json()["items"]


async def test_the_words_of_a_secret_reports_proposal_are_for_whoever_reads_it(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret")
    asked = await propose(client, settings, made, OPENED | {"reason": WORDS}, TONO)
    answer = await decide(client, settings, made, asked.json()["id"], WATI, approve=False, reason=ANSWER)
    assert (answer.json()["reason"], answer.json()["decision_reason"]) == (WORDS, ANSWER)
    for who, readable in ((TONO, True), (POLRES, True), (DESK, False), (AUDITOR, False)):
        found = await listed(client, settings, made, who)
        (one,) = found.json()["items"]
        assert (one["reason"], one["decision_reason"]) == ((WORDS, ANSWER) if readable else (None, None))
        assert (one["kind"], one["amendment"], one["protections"]) == (
            "amendment",
            {"classification": "ordinary"},
            ["classification"],
        )
        assert one["state"] == "refused"
        events = await history(client, settings, made, who)
        told = [event for event in events if event["action"].startswith("proposal.")]
        assert [event["action"] for event in told] == ["proposal.made", "proposal.refused"]
        said = [text["content"] for event in told for text in event["texts"]]
        assert said == ([WORDS, ANSWER] if readable else [])
        for path in (f"/reports/{made['id']}", "/events", f"/reports/{made['id']}/history", "/reports"):
            answer = await client.get(P + path, headers=headers(settings, who))
            assert readable or (WORDS not in answer.text and ANSWER not in answer.text)
    assert (await listed(client, settings, made, SARI)).status_code == 404


async def test_who_proposes_on_a_secret_report_without_reading_it_is_answered_no_words_of_it(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="secret")
    asked = await propose(client, settings, made, OPENED | {"reason": WORDS}, DESK)
    assert asked.status_code == 201, asked.text
    assert "title" not in asked.json()
    (one,) = (await listed(client, settings, made, DESK)).json()["items"]
    assert one["reason"] is None
    (one,) = (await listed(client, settings, made, WATI)).json()["items"]
    assert one["reason"] == WORDS


async def test_the_reason_of_a_secret_reports_proposal_is_kept_sealed(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, classification="secret")
    await propose(client, settings, made, OPENED | {"reason": WORDS}, TONO)
    assert await admin.fetchval("SELECT count(*) FROM report_text WHERE content IS NOT NULL") == 0
    for table in ("proposal", "audit_event", "idempotency"):
        assert await admin.fetchval(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%{WORDS}%'") == 0


async def test_proposals_are_listed_oldest_first_page_by_page(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    ids = [(await propose(client, settings, made, OPENED, who)).json()["id"] for who in (TONO, DESK, WATI)]
    assert [one["id"] for one in (await listed(client, settings, made, TONO)).json()["items"]] == ids
    found, query = [], "?limit=1"
    for _ in ids:
        page = await listed(client, settings, made, TONO, query)
        found += [one["id"] for one in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        assert ("Link" in page.headers) == (cursor is not None)
        query = f"?limit=1&cursor={cursor}"
    assert (found, cursor) == (ids, None)
    empty = await listed(client, settings, await report(client, settings), TONO)
    assert (empty.status_code, empty.json()["items"]) == (200, [])
    assert (await listed(client, settings, made, TONO, "?cursor=x")).status_code == 422


@pytest.mark.parametrize("classification", ["restricted", "secret"])
async def test_a_proposal_whose_reason_was_erased_is_listed_and_decided_without_it(
    client: Any, settings: Settings, classification: str
) -> None:
    made = await report(client, settings, classification=classification)
    asked = await propose(client, settings, made, OPENED | {"reason": WORDS}, TONO)
    for erased in ("reason", "title", "reporter"):
        texts = [text for event in await history(client, settings, made, TONO) for text in event["texts"]]
        body = {"target": "reporter"} if erased == "reporter" else {"target": "text"}
        if erased != "reporter":
            body["text"] = next(text["id"] for text in texts if text["field"] == erased)
        path = f"{P}/reports/{made['id']}/erasures"
        sent = await client.post(path, json=body | {"reason": "Hak"}, headers=headers(settings, ADMIN))
        assert sent.status_code == 201, sent.text
        done = await client.post(
            f"{path}/{sent.json()['id']}/decision", json={"approve": True}, headers=headers(settings, WATI)
        )
        assert done.status_code == 200, done.text
    found = await listed(client, settings, made, TONO)
    (one,) = found.json()["items"]
    assert (one["state"], one["reason"]) == ("requested", None)
    assert WORDS not in found.text
    answer = await decide(client, settings, made, asked.json()["id"], WATI)
    assert (answer.status_code, answer.json()["reason"]) == (200, None)
    shown = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, KODIM))
    assert (shown.status_code, shown.json()["title"]) == (200, None)


async def test_what_was_approved_follows_its_decision_in_the_history_and_names_the_proposal(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings)
    asked = (await propose(client, settings, made, OPENED, TONO)).json()
    await decide(client, settings, made, asked["id"], WATI)
    events = await history(client, settings, made, TONO)
    assert [event["action"] for event in events][-3:] == ["proposal.made", "proposal.approved", "report.amended"]
    assert {event["data"]["proposal"] for event in events[-3:]} == {asked["id"]}
    by = [event["actor"]["person"] for event in events[-3:]]
    assert by[0] != by[1]
    assert by[1] == by[2]


async def test_a_first_answer_is_told_again_without_the_words_of_what_became_secret(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="ordinary")
    path = f"{P}/reports/{made['id']}"
    told = {"audience": "agency", "agency": "kpu", "channel": "letter", "text": "Kata rahasia"}
    asked = {"kind": "amendment", "amendment": {"severity": "S4"}, "reason": "Kata rahasia"}
    acts = {"/notes": {"text": "Kata rahasia"}, "/notices": told, "/proposals": asked}

    async def again(who: Any) -> list[Any]:
        sent = {act: headers(settings, who, key=f"again-{act}") for act in acts}
        return [await client.post(path + act, json=body, headers=sent[act]) for act, body in acts.items()]

    first = await again(DESK)
    assert [answer.status_code for answer in first] == [201, 201, 201]
    assert [answer.content for answer in await again(DESK)] == [answer.content for answer in first]
    assert (await patch(client, settings, made, TONO, classification="secret")).status_code == 200
    for answer in await again(DESK):
        assert (answer.status_code, answer.headers["Idempotency-Replayed"]) == (201, "true")
        assert not any(words in answer.text for words in ("Kata rahasia", made["title"], made["description"]))
    assert (await again(DESK))[0].json()["withheld"]


async def test_a_first_answer_of_one_office_is_told_in_another_without_the_words_that_it_does_not_read(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="secret")
    path, promoted = f"{P}/reports/{made['id']}/notes", (Role.COORDINATOR, "kesbangpol", "Tono")

    async def note(who: Any) -> Any:
        return await client.post(path, json={"text": "Catatan"}, headers=headers(settings, who, key="one-person"))

    first = await note(TONO)
    assert first.json()["title"] == made["title"]
    again = await note(promoted)
    assert (again.status_code, again.json()["title"]) == (201, None)
    assert (await note(TONO)).json() == first.json()


async def test_what_protects_a_report_is_told_to_whoever_sees_it_as_its_history_tells_it(
    client: Any, settings: Settings
) -> None:
    """The desk decides on walls and accusations; whoever names one more person sends the whole list."""
    made = await report(client, settings, classification="secret")
    sari = await person(client, settings, SARI)
    await agreed(client, settings, made, {"kind": "amendment", "amendment": {"named_persons": [sari]}})
    accused = {"reported_party": {"agency": "kpu"}}
    assert (await patch(client, settings, made, TONO, **accused)).status_code == 200
    wall = {"agency": "dispermades", "reason": "Hubungan keluarga"}
    answer = await client.post(f"{P}/reports/{made['id']}/walls", json=wall, headers=headers(settings, TONO))
    assert answer.status_code == 201, answer.text
    protections = {
        "accused": ["kpu"],
        "walls": ["dispermades"],
        "walled": ["dispermades", "kpu"],
        "named_persons": [sari],
    }
    for who in (TONO, POLRES, SARI, DESK, AUDITOR):
        found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, who))
        assert (found.status_code, found.json()["protections"]) == (200, protections), who
        told: dict[str, Any] = {}
        for event in await history(client, settings, made, who):
            told |= event["data"] | event["data"].get("changed", {})
        assert [told["accused"], told["walled"], told["named"]] == [["kpu"], ["dispermades", "kpu"], [sari]], who
        assert told["agency"] == "dispermades", who
        wording = (made["title"], made["description"])
        assert (found.json()["title"] in wording) == (who in (TONO, POLRES, SARI))


async def test_what_protects_a_report_is_told_to_nobody_who_does_not_see_it(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret", severity="S1")
    accused = {"reported_party": {"agency": "kpu"}}
    assert (await patch(client, settings, made, TONO, **accused)).status_code == 200
    holder = (Role.OFFICER, "polres", "Andi")  # of the agency that has its safety task
    for who in (KPU, ADMIN, holder, KODIM):
        for path in ("", "/history", "/proposals"):
            answer = await client.get(f"{P}/reports/{made['id']}{path}", headers=headers(settings, who))
            assert answer.status_code in (403, 404), (who, path)
            assert "protections" not in answer.json()


async def test_no_key_sees_a_report_whose_words_it_does_not_read(client: Any, settings: Settings) -> None:
    """What protects a report is therefore told to no key that has not the words as well."""
    made = await report(client, settings, classification="secret")
    for who in (DESK, TONO, WATI):
        body = {"name": "Dasbor", "scopes": ["report:read"]}
        key = (await client.post(f"{P}/api-keys", json=body, headers=headers(settings, who))).json()["key"]
        found = await client.get(f"{P}/reports/{made['id']}", headers={"Authorization": f"Bearer {key}"})
        assert found.status_code == 404, who


@pytest.mark.parametrize(
    ("members", "kind", "protections"),
    [({"classification": "ordinary"}, "amendment", ["classification"]), (None, "lead", ["lead"])],
)
async def test_a_refusal_for_want_of_a_second_person_says_what_to_propose(
    client: Any, settings: Settings, members: Any, kind: str, protections: list[str]
) -> None:
    made = await report(client, settings, classification="secret")
    if members is None:
        path = f"/reports/{made['id']}"
        await fire(client, settings, DESK, path, 1, VERIFY)
        lead = {"trigger": "assign", "tasks": [LEAD | {"agency": "panwascam"}], "reason": "Dekat"}
        answer = await fire(client, settings, DESK, path, 2, lead)
    else:
        answer = await patch(client, settings, made, TONO, **members)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (403, "second_person_needed")
    assert (told["kind"], told["protections"]) == (kind, protections)
    assert f"`{kind}`" in told["detail"]
