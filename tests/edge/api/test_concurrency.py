import asyncio
from collections import Counter
from itertools import pairwise
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import DESK, LEAD, POLRES, REPORT, SARI, VERIFY, P, assigned, fire, headers, report, verified


async def test_of_fifty_writers_with_one_version_exactly_one_wins(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings)
    path = f"/reports/{made['id']}"
    answers = await asyncio.gather(*(fire(client, settings, SARI, path, 1, VERIFY) for _ in range(50)))
    assert Counter(a.status_code for a in answers) == {200: 1, 412: 49}
    assert await admin.fetchval("SELECT version FROM report") == 2
    assert await admin.fetchval("SELECT last FROM register_counter") == 1


async def test_fifty_notes_at_once_are_a_chain_without_gap_and_leave_the_version(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    url = f"{P}/reports/{made['id']}/notes"
    tasks = (client.post(url, json={"text": f"catatan {n}"}, headers=headers(settings, DESK)) for n in range(50))
    accepted = [a for a in await asyncio.gather(*tasks) if a.status_code == 201]
    assert len(accepted) == 50
    assert await admin.fetchval("SELECT version FROM report") == 1
    rows = await admin.fetch("SELECT seq, prev, leaf_hash FROM audit_event ORDER BY seq")
    assert [row["seq"] for row in rows] == list(range(1, 52))
    assert all(later["prev"] == earlier["leaf_hash"] for earlier, later in pairwise(rows))


async def test_one_key_sent_twenty_times_at_once_makes_one_report(client: Any, settings: Settings, admin: Any) -> None:
    sent = headers(settings, POLRES, key="same-key")
    answers = await asyncio.gather(*(client.post(f"{P}/reports", json=REPORT, headers=sent) for _ in range(20)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert len({a.json()["id"] for a in answers if a.status_code == 201}) == 1
    assert await admin.fetchval("SELECT count(*) FROM report") == 1
    again = await client.post(f"{P}/reports", json=REPORT, headers=sent)
    assert again.status_code == 201
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_tasks_of_one_report_worked_at_once_end_in_the_derived_state(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    path = f"/reports/{made['id']}"
    tasks = [LEAD, {"agency": "polres", "role": "support", "kind": "case"}]
    assigned = (await fire(client, settings, DESK, path, 2, {"trigger": "assign", "tasks": tasks})).json()
    ids = {task["agency"]: task["id"] for task in assigned["tasks"]}
    steps = (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"}))
    for version, (trigger, more) in enumerate(steps, start=1):
        body = {"trigger": trigger, **more}
        done = await asyncio.gather(
            fire(client, settings, SARI, f"/tasks/{ids['bawaslu']}", version, body),
            fire(client, settings, POLRES, f"/tasks/{ids['polres']}", version, body),
        )
        assert [a.status_code for a in done] == [200, 200], [a.text for a in done]
    found = await client.get(f"{P}{path}", headers=headers(settings, DESK))
    assert found.json()["state"] == "handled"


AHEAD = "UPDATE report SET updated_at = now() + interval '1 hour' RETURNING updated_at"


async def test_what_follows_in_a_report_is_never_before_what_was_there(
    client: Any, settings: Settings, admin: Any
) -> None:
    """A clock that was set back, or another machine's: the report's own last change comes first."""
    made = await assigned(client, settings)
    ahead = await admin.fetchval(AHEAD)
    note = await client.post(f"{P}/reports/{made['id']}/notes", json={"text": "a"}, headers=headers(settings, DESK))
    assert note.status_code == 201, note.text
    moved = await fire(client, settings, SARI, f"/tasks/{made['tasks'][0]['id']}", 1, {"trigger": "accept"})
    assert moved.status_code == 200, moved.text
    rows = await admin.fetch("SELECT at FROM audit_event ORDER BY seq DESC LIMIT 2")
    assert [row["at"] >= ahead for row in rows] == [True, True]
    assert await admin.fetchval("SELECT updated_at FROM report") >= ahead
