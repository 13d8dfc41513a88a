"""What could not be answered is sent again; until then nothing behind it on the same report is tried."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from service.edge.auth.local_issuer import subject_of
from service.edge.auth.local_keys import LOCAL_ISSUER
from service.edge.idempotency import bind_key
from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, SARI, P, headers, report, verified
from tests.features.commands.queueing import ASSIGN, codes, noted, post, queued, send, statuses
from workflows.access.actors import Actor


async def hold(admin: Any, who: Any, command: dict[str, Any]) -> None:
    """Be the one who has the same command at work at this moment."""
    role, agency, name = who
    person = uuid5(NAMESPACE_URL, f"{LOCAL_ISSUER}#{subject_of(agency, name)}")
    key = bind_key(command["id"], Actor(person, agency, role, frozenset()), "33.05", "", "", b"")
    await admin.execute("SELECT pg_advisory_lock($1)", key.lock)


async def test_only_what_stands_behind_it_on_the_same_report_waits_with_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    one, other = [await report(client, settings) for _ in range(2)]
    first, second, third = noted(one["id"]), noted(other["id"]), noted(one["id"])
    await hold(admin, POLRES, first)
    key = "antrean"
    answer = await post(client, settings, [first, second, third], key=key)
    found = answer.json()["results"]
    assert statuses(found) == ["unavailable", "applied", "unavailable"]
    assert codes(found) == ["request_in_flight", None, "earlier_command_unanswered"]
    await admin.execute("SELECT pg_advisory_unlock_all()")
    answer = await post(client, settings, [first, second, third], key=key)
    assert "Idempotency-Replayed" not in answer.headers
    assert statuses(answer.json()["results"]) == ["applied", "duplicate", "applied"]
    answer = await post(client, settings, [first, second, third], key=key)
    assert answer.headers["Idempotency-Replayed"] == "true"


async def test_a_task_waits_with_its_report_and_a_report_with_its_task(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await verified(client, settings)
    path = f"{P}/reports/{made['id']}/transitions"
    assigned = await client.post(path, json=ASSIGN, headers=headers(settings, DESK, match=2))
    task = assigned.json()["tasks"][0]["id"]
    note, accept = noted(made["id"]), queued("task.transition", task, 1, {"trigger": "accept"})
    for held, behind in ((note, accept), (accept, note)):
        await hold(admin, SARI, held)
        found = await send(client, settings, [held, behind], SARI)
        assert codes(found) == ["request_in_flight", "earlier_command_unanswered"]
        await admin.execute("SELECT pg_advisory_unlock_all()")
    assert statuses(await send(client, settings, [note, accept], SARI)) == ["applied"] * 2


async def test_an_answer_that_was_erased_was_an_answer(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings)
    note = noted(made["id"])
    await send(client, settings, [note])
    await admin.execute("UPDATE idempotency SET body = NULL WHERE report_id = $1", UUID(made["id"]))
    (found,) = await send(client, settings, [note])
    assert (found["status"], found["problem"]["code"]) == ("duplicate", "answer_erased")
