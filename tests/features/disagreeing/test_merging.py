"""Two reports of one matter become one, in one transaction, whoever else is at work on either."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import (
    DESK,
    KODIM,
    LEAD,
    POLRES,
    SARI,
    SUPERVISOR,
    TONO,
    VERIFY,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.edge.contract.serving import serving
from tests.features.commands.queueing import codes, queued, send
from tests.features.notices.telling import get, merge, wall

CLARIFY = {"agency": "kejari", "role": "support", "kind": "clarification"}
STANDING = "SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM task), (SELECT sum(version) FROM report)"


async def pair(client: Any, settings: Settings, **changes: Any) -> tuple[Any, Any]:
    """A report, and one like it with an open task, at version 2."""
    first, second = await report(client, settings), await report(client, settings, **changes)
    path = f"{P}/reports/{second['id']}/tasks"
    answer = await client.post(path, json=CLARIFY, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    return first, answer.json()


async def test_a_merge_ends_one_report_and_moves_its_open_task(client: Any, settings: Settings) -> None:
    first, second = await pair(client, settings)
    answer = await merge(client, settings, second, first["id"], 2)
    assert answer.status_code == 200, answer.text
    ended, goes_on = answer.json(), await get(client, settings, f"/reports/{first['id']}", DESK)
    assert (ended["state"], ended["outcome"]) == ("closed", "duplicate")
    (old,), (new,) = ended["tasks"], goes_on["tasks"]
    assert (old["state"], new["state"], new["transferred_from"]) == ("withdrawn", "offered", old["id"])
    assert goes_on["version"] == 2
    assert [(link["report"], link["kind"], link["outgoing"]) for link in ended["links"]] == [
        (first["id"], "duplicate_of", True)
    ]
    assert [(link["report"], link["kind"], link["outgoing"]) for link in goes_on["links"]] == [
        (second["id"], "duplicate_of", False)
    ]
    here, there = [
        (await get(client, settings, f"/reports/{each['id']}/history", DESK))["items"] for each in (second, first)
    ]
    assert [event["action"] for event in here][-2:] == ["report.dismissed", "task.withdrawn"]
    assert here[-2]["data"] | {"legal_clocks": None, "legal_stopped": None} == {
        "outcome": "duplicate",
        "duplicate_of": first["id"],
        "moved": [old["id"]],
        "legal_clocks": None,
        "legal_stopped": None,
    }
    assert [event["action"] for event in there][-2:] == ["report.merged", "task.offered"]
    told = {"duplicate": second["id"], "tasks": [old["id"]], "reported_by": [second["reported_by"]["person"]]}
    assert there[-2]["data"] == told
    assert here[-2]["texts"][0]["content"] == "Peristiwa yang sama"
    assert {event["at"] for event in (*here[-2:], *there[-2:])} == {here[-1]["at"]}
    assert here[-1]["actor"]["role"] == "system"


async def test_the_agency_answers_for_the_task_where_the_work_is(client: Any, settings: Settings) -> None:
    first, second = await pair(client, settings)
    await merge(client, settings, second, first["id"], 2)
    rina = ("officer", "kejari", "Rina")
    who = (SARI[0], *rina[1:])
    (task,) = (await get(client, settings, "/tasks?agency=kejari&state=offered", who))["items"]
    assert task["report"] == first["id"]
    answer = await fire(client, settings, who, f"/tasks/{task['id']}", 1, {"trigger": "accept"})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("classification", ["restricted", "secret"])
async def test_a_report_that_the_caller_may_not_see_is_not_known(
    client: Any, settings: Settings, admin: Any, classification: str
) -> None:
    made = await report(client, settings, category="logistics", classification="ordinary")
    hidden = await report(client, settings, (SARI[0], "polres", "Wahyu"), classification=classification)
    if classification == "secret":  # a task there lets KPU act on it and not read it
        task = {"agency": "kpu", "role": "support", "kind": "information"}
        path = f"{P}/reports/{hidden['id']}/tasks"
        assert (await client.post(path, json=task, headers=headers(settings, DESK))).status_code == 201
    before = await admin.fetchrow(STANDING)
    answers = [
        await merge(client, settings, made, into, 1, (SARI[0], "kpu", "Dewi"))
        for into in (hidden["id"], "00000000-0000-4000-8000-000000000000")
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "duplicate_unknown")] * 2
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert await admin.fetchrow(STANDING) == before


async def test_an_agency_that_is_walled_off_there_learns_of_nothing(client: Any, settings: Settings) -> None:
    first, second = await report(client, settings), await report(client, settings)
    task = CLARIFY | {"agency": "kpu"}
    await client.post(f"{P}/reports/{second['id']}/tasks", json=task, headers=headers(settings, DESK))
    assert (await wall(client, settings, first, "kpu")).status_code == 201
    answer = await merge(client, settings, second, first["id"], 2)
    assert (answer.status_code, answer.json()["code"], answer.json()["agencies"]) == (409, "walls_differ", ["kpu"])
    assert (await wall(client, settings, second, "kpu")).status_code == 201
    answer = await merge(client, settings, second, first["id"], 3)
    assert answer.status_code == 200, answer.text
    assert (await get(client, settings, f"/reports/{first['id']}", DESK))["tasks"] == []
    for each in (first, second):
        await get(client, settings, f"/reports/{each['id']}", (SARI[0], "kpu", "Dewi"), 404)


async def test_a_stale_version_and_a_repetition(client: Any, settings: Settings, admin: Any) -> None:
    first, second = await pair(client, settings)
    assert (await merge(client, settings, second, first["id"], 1)).status_code == 412
    body = {"trigger": "dismiss", "outcome": "duplicate", "duplicate_of": first["id"], "reason": "Sama"}
    told = headers(settings, DESK, match=2)
    path = f"{P}/reports/{second['id']}/transitions"
    done, again = [await client.post(path, json=body, headers=told) for _ in range(2)]
    assert (done.status_code, again.content, again.headers["Idempotency-Replayed"]) == (200, done.content, "true")
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'report.merged'") == 1


async def test_a_limit_that_runs_does_not_end_later_or_never_by_a_merge(client: Any, settings: Settings) -> None:
    """The clocks of both are looked at: of what is registered, and of what was extended."""
    first, second = [await report(client, settings, election="pemilu-2024") for _ in range(2)]
    less = 409, "survivor_protects_less", ["legal_clock"]
    found = await fire(client, settings, DESK, f"/reports/{second['id']}", 1, VERIFY)
    assert found.status_code == 200, found.text
    answer = await merge(client, settings, second, first["id"], 2)
    assert (answer.status_code, answer.json()["code"], answer.json()["protections"]) == less
    found = await fire(client, settings, DESK, f"/reports/{first['id']}", 1, VERIFY)
    clock = next(one["id"] for one in found.json()["clocks"] if one["kind"] == "handling")
    body = {"ground": "more_statements", "reason": "Keterangan saksi masih diperlukan"}
    longer = await client.post(f"{P}/clocks/{clock}/extension", json=body, headers=headers(settings, TONO))
    assert longer.status_code == 200, longer.text
    answer = await merge(client, settings, second, first["id"], 2)
    assert (answer.status_code, answer.json()["code"], answer.json()["protections"]) == less
    version = (await get(client, settings, f"/reports/{first['id']}", DESK))["version"]
    answer = await merge(client, settings, first, second["id"], version)
    assert answer.status_code == 200, answer.text


async def test_who_reported_the_duplicate_does_not_verify_what_goes_on(client: Any, settings: Settings) -> None:
    first, second = await report(client, settings), await report(client, settings, TONO)
    assert (await merge(client, settings, second, first["id"], 1)).status_code == 200
    answer = await fire(client, settings, TONO, f"/reports/{first['id']}", 2, VERIFY)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_report")
    shown = (await get(client, settings, f"/reports/{first['id']}", TONO))["actions"]
    assert [reason["code"] for one in shown if one["action"] == "verify" for reason in one["reasons"]] == ["own_report"]
    assert (await fire(client, settings, DESK, f"/reports/{first['id']}", 2, VERIFY)).status_code == 200


async def test_a_report_that_is_not_named_is_asked_for(client: Any, settings: Settings) -> None:
    first, second = await pair(client, settings)
    for body, code in (
        ({"outcome": "duplicate"}, "duplicate_unknown"),
        ({"outcome": "duplicate", "duplicate_of": second["id"]}, "duplicate_unknown"),
        ({"outcome": "unfounded", "duplicate_of": first["id"]}, "duplicate_unexpected"),
    ):
        sent = {"trigger": "dismiss", "reason": "Sama", **body}
        answer = await fire(client, settings, DESK, f"/reports/{second['id']}", 2, sent)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await merge(client, settings, second, first["id"], 2, KODIM)).status_code == 404
    assert (await merge(client, settings, second, first["id"], 2, POLRES)).status_code == 403
    assert (await merge(client, settings, second, first["id"], 2, (SUPERVISOR, "bawaslu", "Tono"))).status_code == 200


async def test_of_two_merges_that_cross_at_most_one_wins(settings: Settings, admin: Any) -> None:
    import httpx  # noqa: PLC0415 - only here

    with serving(settings) as address:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            for _ in range(10):
                first, second = [await report(client, settings) for _ in range(2)]
                for each in (first, second):
                    path = f"{P}/reports/{each['id']}/tasks"
                    await client.post(path, json=CLARIFY, headers=headers(settings, DESK))
                answers = await asyncio.gather(
                    *(merge(client, settings, first, second["id"], 2, who) for who in (DESK, TONO)),
                    *(merge(client, settings, second, first["id"], 2, who) for who in (DESK, TONO)),
                )
                found = Counter(answer.status_code for answer in answers)
                assert found[200] == 1, [answer.text for answer in answers]
                assert found.keys() <= {200, 409, 412}, [answer.text for answer in answers]
    assert await admin.fetchval("SELECT count(*) FROM report WHERE outcome = 'duplicate'") == 10
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'report.merged'") == 10
    assert await admin.fetchval("SELECT count(*) FROM task WHERE state = 'offered'") == 10


@pytest.mark.parametrize("ahead", [0, 1])
async def test_a_merge_is_never_before_what_was_in_either_report(
    client: Any, settings: Settings, admin: Any, ahead: int
) -> None:
    both = await pair(client, settings)
    last = await admin.fetchval(
        "UPDATE report SET updated_at = now() + interval '1 hour' WHERE id = $1::uuid RETURNING updated_at",
        both[ahead]["id"],
    )
    assert (await merge(client, settings, both[1], both[0]["id"], 2)).status_code == 200
    for one in both:
        newest = "SELECT max(at) FROM audit_event WHERE report_id = $1::uuid"
        assert await admin.fetchval(newest, one["id"]) >= last


async def test_a_merge_waits_for_who_is_at_work_on_the_other_report(
    client: Any, settings: Settings, admin: Any
) -> None:
    first, second = await pair(client, settings)
    path = f"{P}/reports/{first['id']}/notes"
    noted = [client.post(path, json={"text": f"catatan {n}"}, headers=headers(settings, DESK)) for n in range(10)]
    *notes, merged = await asyncio.gather(*noted, merge(client, settings, second, first["id"], 2))
    assert (merged.status_code, {note.status_code for note in notes}) == (200, {201}), merged.text
    rows = await admin.fetch("SELECT seq FROM audit_event WHERE report_id = $1 ORDER BY seq", first["id"])
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))


BUDI, EKO = POLRES, (SUPERVISOR, "polres", "Eko")
SUPPORT = {"role": "support", "kind": "information", "obligatory": True}


async def of_another(client: Any, settings: Settings, classification: str) -> tuple[Any, Any]:
    """A report that Bawaslu leads and Polres reads, and one of Polres with a task for KPU and one for Kodim."""
    first = await report(client, settings, classification=classification)
    body = {"trigger": "assign", "tasks": [LEAD, SUPPORT | {"agency": "polres"}]}
    for version, step in enumerate((VERIFY, body), start=1):
        assert (await fire(client, settings, DESK, f"/reports/{first['id']}", version, step)).status_code == 200
    second = await report(client, settings, KODIM, category="security_threat", classification="ordinary")
    for agency in ("kpu", "kodim"):
        path = f"{P}/reports/{second['id']}/tasks"
        answer = await client.post(path, json=SUPPORT | {"agency": agency}, headers=headers(settings, EKO))
        assert answer.status_code == 201, answer.text
    return first, answer.json()


@pytest.mark.parametrize("classification", ["restricted", "secret"])
@pytest.mark.parametrize("who", [BUDI, EKO], ids=["author", "supervisor"])
async def test_nobody_merges_tasks_into_a_report_where_they_may_offer_none(
    client: Any, settings: Settings, admin: Any, classification: str, who: Any
) -> None:
    first, second = await of_another(client, settings, classification)
    before = await admin.fetchrow(STANDING)
    code = {BUDI: "role_not_permitted", EKO: "not_lead_agency"}[who]
    if (classification, who) == ("secret", EKO):
        code = "duplicate_unknown"  # only who reported it sees it at Polres
    offered = await client.post(
        f"{P}/reports/{first['id']}/tasks", json=SUPPORT | {"agency": "kpu"}, headers=headers(settings, who)
    )
    assert offered.status_code in {403, 404}
    answer = await merge(client, settings, second, first["id"], 3, who)
    assert answer.json()["code"] == code, answer.text
    body = {"trigger": "dismiss", "outcome": "duplicate", "duplicate_of": first["id"], "reason": "Sama"}
    (result,) = await send(client, settings, [queued("report.transition", second["id"], 3, body)], who)
    assert (result["status"], codes([result])) == ("refused", [code])
    assert await admin.fetchrow(STANDING) == before
    for agency in ("kpu", "kodim"):
        await get(client, settings, f"/reports/{first['id']}", (SARI[0], agency, "Dewi"), 404)
    shown = await get(client, settings, f"/reports/{second['id']}", who)
    assert {one["action"]: one["reasons"] for one in shown["actions"]}["dismiss"] == []
    assert (await merge(client, settings, second, first["id"], 3, DESK)).status_code == 200


async def test_whoever_may_end_a_duplicate_merges_it_where_no_task_moves(client: Any, settings: Settings) -> None:
    first = await verified(client, settings)
    second = await report(client, settings, KODIM, category="security_threat", classification="ordinary")
    answer = await merge(client, settings, second, first["id"], 1, BUDI)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "duplicate"), answer.text
