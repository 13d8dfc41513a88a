"""Each command has its own result, and none stands in another's way that has nothing to do with it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from service.edge.settings import Settings
from tests.edge.api.bodies import contents
from tests.edge.api.story import AUDITOR, DESK, KODIM, KPU, POLRES, REPORT, SARI, VERIFY, P, fire, headers, report
from tests.features.commands.queueing import (
    EVENTS,
    assigned,
    codes,
    created,
    noted,
    post,
    queued,
    send,
    statuses,
    verified,
)

MADE_BY_ANOTHER = {"reason": "Perlu", "title": "Judul lain"}


async def test_a_queue_from_intake_to_an_accepted_task_is_applied_in_order(client: Any, settings: Settings) -> None:
    made = created()
    found = await send(client, settings, [made, noted(made["id"]), noted(made["id"], 1)])
    assert statuses(found) == ["applied"] * 3
    assert [(one["state"], one["version"], one["target"]) for one in found] == [
        ("reported", 1, made["id"]) for _ in range(3)
    ]
    found = await send(client, settings, [verified(made["id"], 1), assigned(made["id"], 2)], DESK)
    assert [one["state"] for one in found] == ["verified", "assigned"]
    tasks = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()["tasks"]
    accepted = queued("task.transition", tasks[0]["id"], 1, {"trigger": "accept"})
    started = queued("task.transition", tasks[0]["id"], 2, {"trigger": "start"})
    found = await send(client, settings, [accepted, started], SARI)
    assert [(one["status"], one["state"], one["version"]) for one in found] == [
        ("applied", "accepted", 2),
        ("applied", "in_progress", 3),
    ]


async def test_the_answer_holds_no_words_of_a_report(client: Any, settings: Settings) -> None:
    made = created()
    answer = await post(client, settings, [made, noted(made["id"])])
    assert statuses(answer.json()["results"]) == ["applied", "applied"]
    for words in (REPORT["title"], REPORT["description"], REPORT["reporter"]["name"], "Catatan lapangan"):
        assert words not in answer.text


async def test_the_officers_own_time_is_kept_with_the_event_and_the_servers_stays_the_legal_one(
    client: Any, settings: Settings, admin: Any
) -> None:
    made, before = created(), datetime.now(UTC)
    await send(client, settings, [made])
    history = await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, DESK))
    first = history.json()["items"][0]
    assert first["data"]["claimed_at"] == "2024-11-24T13:31:00.000000Z"
    assert datetime.fromisoformat(first["at"]) > before - timedelta(seconds=1)
    leaf = json.loads((await admin.fetchrow(EVENTS, UUID(made["id"])))["leaf"])
    assert leaf["data"]["claimed_at"] == "2024-11-24T13:31:00.000000Z"


async def test_what_is_refused_leaves_the_rest_alone(client: Any, settings: Settings) -> None:
    made, other = await report(client, settings), created()
    commands = [
        noted(made["id"], text=" "),
        noted(made["id"]),
        queued("report.transition", made["id"], 2, {"trigger": "dance"}),
        queued("report.transition", made["id"], None, VERIFY),
        created(place={"area": "33.05.99"}),
        created(secrecy="none"),
        other,
        noted(other["id"]),
        queued("note.add", uuid4(), None, {"text": "Kata"}),
        queued("task.transition", uuid4(), 1, {"trigger": "accept"}),
        created() | {"target": str(uuid4())},
        {name: value for name, value in noted(made["id"]).items() if name != "target"},
    ]
    found = await send(client, settings, commands)
    assert codes(found) == [
        "validation_failed",
        None,
        "validation_failed",
        "precondition_required",
        "unknown_area",
        "validation_failed",
        None,
        None,
        "not_found",
        "not_found",
        "validation_failed",
        "validation_failed",
    ]
    assert {code: one["status"] for code, one in zip(codes(found), found, strict=True) if code} == dict.fromkeys(
        filter(None, codes(found)), "refused"
    )
    pointers = [[fault["pointer"] for fault in one.get("problem", {}).get("errors", [])] for one in found]
    assert pointers[0] == ["/body/text"]
    assert pointers[2] == ["/body/trigger"]
    assert pointers[4] == ["/body/place/area"]
    assert pointers[5] == ["/body/secrecy"]
    assert pointers[10] == pointers[11] == ["/target"]


async def test_a_conflict_says_what_stands_there_now(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    (found,) = await send(client, settings, [queued("report.transition", made["id"], 1, VERIFY)], DESK)
    assert (found["status"], found["problem"]["code"]) == ("conflict", "precondition_failed")
    assert found["current"] == {"state": "verified", "version": 2}


async def test_a_command_that_rests_on_one_that_was_not_applied_is_not_tried(client: Any, settings: Settings) -> None:
    """Somebody else's change made the very version that the officer expected of the own one, unseen."""
    made = await report(client, settings, SARI)
    amended = await client.patch(
        f"{P}/reports/{made['id']}", json=MADE_BY_ANOTHER, headers=headers(settings, DESK, match=1)
    )
    assert amended.json()["version"] == 2
    unseen = noted(made["id"], 2, text="Sesudah verifikasi")
    free = noted(made["id"], None, text="Berdiri sendiri")
    found = await send(client, settings, [verified(made["id"], 1), unseen, free], DESK)
    assert statuses(found) == ["conflict", "conflict", "applied"]
    assert codes(found) == ["precondition_failed", "earlier_command_not_applied", None]
    assert found[1]["current"] == {"state": "reported", "version": 2}


async def test_what_was_applied_before_stays_a_duplicate_behind_one_that_was_not(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings)
    amended = await client.patch(
        f"{P}/reports/{made['id']}", json=MADE_BY_ANOTHER, headers=headers(settings, DESK, match=1)
    )
    assert amended.status_code == 200, amended.text
    second = noted(made["id"], 2)
    await send(client, settings, [second])
    stale = noted(made["id"], 1, text="Versi lama")
    found = await send(client, settings, [stale, second])
    assert statuses(found) == ["conflict", "duplicate"]


async def test_nothing_is_added_to_somebody_elses_report_in_place_of_a_new_one(client: Any, settings: Settings) -> None:
    taken = await report(client, settings, DESK, classification="ordinary")
    theirs = created(classification="ordinary")
    await send(client, settings, [theirs], DESK)
    mine = theirs | {"body": REPORT | {"title": "Laporan lain"}}
    found = await send(client, settings, [mine, noted(theirs["id"]), noted(taken["id"])], POLRES)
    assert statuses(found) == ["refused", "conflict", "applied"]
    assert codes(found) == ["report_id_taken", "earlier_command_not_applied", None]


async def test_a_report_whose_command_is_forgotten_is_still_a_duplicate(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = created()
    await send(client, settings, [made])
    await admin.execute("DELETE FROM idempotency")
    (found,) = await send(client, settings, [made])
    assert (found["status"], found["state"], found["version"]) == ("duplicate", "reported", 1)
    assert "receipt" not in found
    assert await admin.fetchval("SELECT count(*) FROM report") == 1


async def test_a_command_twice_in_one_batch_is_applied_once(client: Any, settings: Settings, admin: Any) -> None:
    made = created()
    note = noted(made["id"])
    found = await send(client, settings, [made, note, note, made])
    assert statuses(found) == ["applied", "applied", "duplicate", "duplicate"]
    assert found[1]["receipt"] == found[2]["receipt"]
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE report_id = $1", UUID(made["id"])) == 2


async def test_an_id_that_was_used_for_another_command_is_refused(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    note = noted(made["id"])
    other = note | {"body": {"text": "Kata lain"}}
    found = await send(client, settings, [note, other])
    assert (statuses(found), codes(found)) == (["applied", "refused"], [None, "idempotency_key_reused"])


async def test_the_same_command_in_other_writing_is_the_same(client: Any, settings: Settings) -> None:
    made = created()
    await send(client, settings, [made])
    turned = {name: made[name] for name in reversed(made)} | {"body": dict(reversed(made["body"].items()))}
    assert statuses(await send(client, settings, [turned])) == ["duplicate"]


async def test_who_may_not_see_a_report_is_told_that_there_is_none(client: Any, settings: Settings) -> None:
    hidden = await report(client, settings, reported_party={"agency": "kpu"}, category="ethics")
    commands = [noted(hidden["id"]), queued("report.transition", hidden["id"], 9, VERIFY), noted(uuid4())]
    for who in (KPU, KODIM):
        found = await send(client, settings, [{**one, "id": str(uuid7())} for one in commands], who)
        assert codes(found) == ["not_found"] * 3
        bare = [{name: value for name, value in one["problem"].items() if name != "trace_id"} for one in found]
        assert bare[0] == bare[1] == bare[2]
        assert not any("current" in one for one in found)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"id": str(uuid4())}, "/commands/1/id"),
        ({"kind": "report.close"}, "/commands/1/kind"),
        ({"at": "2024-11-24T20:31:00"}, "/commands/1/at"),
        ({"expected_version": -1}, "/commands/1/expected_version"),
        ({"body": []}, "/commands/1/body"),
        ({"unknown": 1}, "/commands/1/unknown"),
    ],
)
async def test_a_queue_that_cannot_be_read_is_refused_whole(
    client: Any, settings: Settings, admin: Any, changes: Any, pointer: str
) -> None:
    before = await contents(admin)
    answer = await post(client, settings, [created(), noted(uuid4()) | changes])
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await contents(admin) == before


async def test_more_than_five_hundred_and_more_than_five_megabytes_are_refused(client: Any, settings: Settings) -> None:
    answer = await post(client, settings, [noted(uuid4()) for _ in range(501)])
    assert answer.status_code == 422
    answer = await post(client, settings, [created(description="a" * 10_000) for _ in range(500)])
    assert answer.status_code == 413


async def test_a_batch_is_a_command_with_a_key_of_its_own(client: Any, settings: Settings) -> None:
    made = created()
    first = await post(client, settings, [made], key="kunci")
    again = await post(client, settings, [made], key="kunci")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.content == first.content
    assert (await post(client, settings, [created()], key="kunci")).json()["code"] == "idempotency_key_reused"
    sent = {name: value for name, value in headers(settings, POLRES).items() if name != "Idempotency-Key"}
    answer = await client.post(f"{P}/commands", json={"commands": [made]}, headers=sent)
    assert answer.json()["code"] == "idempotency_key_required"


async def test_a_batch_may_have_the_id_of_its_command_as_its_key(client: Any, settings: Settings) -> None:
    made = created()
    for replayed in (None, "true"):
        answer = await post(client, settings, [made], key=made["id"])
        assert statuses(answer.json()["results"]) == ["applied"]
        assert answer.headers.get("Idempotency-Replayed") == replayed
    assert statuses(await send(client, settings, [made])) == ["duplicate"]


async def test_words_of_a_result_are_in_the_language_asked_for(client: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES) | {"Accept-Language": "id"}
    answer = await client.post(f"{P}/commands", json={"commands": [noted(uuid4())]}, headers=sent)
    assert answer.json()["results"][0]["problem"]["title"] == "Tidak ditemukan"
    assert answer.json()["results"][0]["problem"]["trace_id"] == answer.headers["X-Trace-Id"]


async def test_an_auditor_may_send_a_queue_and_nothing_of_it_is_applied(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    found = await send(client, settings, [noted(made["id"]), created()], AUDITOR)
    assert codes(found) == ["role_not_permitted"] * 2


async def test_a_command_that_was_applied_to_one_report_is_not_applied_to_another(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Its id is its key: with another target, kind or body it is another command, and refused."""
    one, other = [(await report(client, settings))["id"] for _ in range(2)]
    command = noted(one)
    assert statuses(await send(client, settings, [command])) == ["applied"]
    for changes in (
        {"target": other},
        {"body": {"text": "Lain"}},
        {"kind": "report.transition", "body": VERIFY, "expected_version": 2},
    ):
        (found,) = await send(client, settings, [command | changes])
        assert (found["status"], found["problem"]["code"]) == ("refused", "idempotency_key_reused"), changes
    assert statuses(await send(client, settings, [command])) == ["duplicate"]
    assert await admin.fetchval("SELECT array_agg(seq ORDER BY seq) FROM report") == [1, 2]
