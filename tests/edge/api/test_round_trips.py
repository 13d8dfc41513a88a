"""How often one request asks the database: what an answer costs beside the work itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from service.features.changing.all_routines import ALL
from tests.edge.api.bodies import reviewed
from tests.edge.api.story import DESK, POLRES, REPORT, SARI, VERIFY, P, assigned, fire, headers, report, verified

MOST_OF_A_WRITE, MOST_OF_A_READ, MOST_OF_A_MOVE = 4, 3, 2


@asynccontextmanager
async def _asked(client: Any) -> AsyncIterator[list[str]]:
    """Every statement that the API sends meanwhile; each waits for its answer, so each is one round trip."""
    database, asked = client.app.state.database, []

    def hear(said: Any) -> None:
        asked.append(said.query)

    connection = await database.lease()
    connection.add_query_logger(hear)
    database.give_back(connection)
    yield asked
    for _ in range(3):
        await asyncio.sleep(0)  # the last statement is told of in the next turn of the loop
    connection = await database.lease()
    connection.remove_query_logger(hear)
    database.give_back(connection)


STEPS = ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Kajian selesai"})


async def test_every_transition_of_a_task_takes_two(client: Any, settings: Settings) -> None:
    task = (await assigned(client, settings))["tasks"][0]
    for version, body in enumerate(STEPS, start=1):
        async with _asked(client) as asked:
            answer = await fire(client, settings, SARI, f"/tasks/{task['id']}", version, body)
        assert answer.status_code == 200, answer.text
        if version > 1:  # by its first the connection learns the row types
            assert len(asked) == MOST_OF_A_MOVE, asked


async def test_without_the_routines_a_transition_takes_a_transaction(
    client: Any, settings: Settings, admin: Any
) -> None:
    task = (await assigned(client, settings))["tasks"][0]
    for routines in ALL:
        await admin.execute(f"DROP SCHEMA {routines.schema} CASCADE")
    async with _asked(client) as asked:
        answer = await fire(client, settings, SARI, f"/tasks/{task['id']}", 1, STEPS[0])
    assert answer.status_code == 200, answer.text
    assert "COMMIT" in asked
    events = await admin.fetch("SELECT action FROM audit_event WHERE task_id = $1 ORDER BY seq", UUID(task["id"]))
    assert [event["action"] for event in events] == ["task.offered", "task.accepted"]


async def test_a_transition_of_a_report_takes_four(client: Any, settings: Settings) -> None:
    await verified(client, settings)  # the connection's first: it also learns the types of what is owed
    made = await report(client, settings)
    async with _asked(client) as asked:
        answer = await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)
    assert answer.status_code == 200, answer.text
    # With the next number of the region's register, taken in the statement that reads.
    assert 0 < len(asked) <= MOST_OF_A_WRITE, asked


async def test_intake_takes_two(client: Any, settings: Settings) -> None:
    """That of a report whose reporter is sealed too."""
    await report(client, settings)  # the connection's first: it also learns the types of the columns
    async with _asked(client) as asked:
        answer = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    assert answer.status_code == 201, answer.text
    assert answer.json()["reporter"]["sealed"]
    assert len(asked) == MOST_OF_A_MOVE, asked


async def test_intake_of_a_secret_report_takes_a_transaction(client: Any, settings: Settings) -> None:
    await report(client, settings, classification="secret")
    async with _asked(client) as asked:
        answer = await client.post(
            f"{P}/reports", json=REPORT | {"classification": "secret"}, headers=headers(settings, POLRES)
        )
    assert answer.status_code == 201, answer.text
    assert "COMMIT" in asked
    assert len(asked) <= MOST_OF_A_WRITE, asked


async def test_without_the_routines_an_intake_still_writes_in_one(client: Any, settings: Settings, admin: Any) -> None:
    await report(client, settings)
    for routines in ALL:
        await admin.execute(f"DROP SCHEMA {routines.schema} CASCADE")
    async with _asked(client) as asked:
        answer = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    assert answer.status_code == 201, answer.text
    assert await admin.fetchval("SELECT count(*) FROM report") == 2
    assert 0 < len(asked) <= 1 + MOST_OF_A_WRITE, asked


@pytest.mark.parametrize(
    "path",
    [
        "/reports/{report}",
        "/clocks/{clock}",
        "/tasks/{task}",
        "/tasks?agency=bawaslu",
        "/reports",
        "/reports?q=amplop&sort=relevance",
        "/reports/{report}/possible-duplicates",
        "/reports/{report}/history",
    ],
)
async def test_a_read_takes_three(client: Any, settings: Settings, path: str) -> None:
    made = await assigned(client, settings)
    address = P + path.format(report=made["id"], task=made["tasks"][0]["id"], clock=made["clocks"][0]["id"])
    async with _asked(client) as asked:
        answer = await client.get(address, headers=headers(settings, DESK))
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= MOST_OF_A_READ, asked


@pytest.mark.parametrize(
    "path",
    ["/reports/{report}", "/tasks/{task}", "/tasks?agency=bawaslu", "/tasks?agency=bawaslu&state=offered&limit=1"],
)
async def test_what_is_asked_for_most_takes_one(client: Any, settings: Settings, path: str) -> None:
    made = await assigned(client, settings)
    address = P + path.format(report=made["id"], task=made["tasks"][0]["id"])
    await client.get(address, headers=headers(settings, DESK))  # the connection learns the types of the columns
    async with _asked(client) as asked:
        answer = await client.get(address, headers=headers(settings, DESK))
    assert answer.status_code == 200, answer.text
    assert len(asked) == 1, asked


async def test_writing_into_a_review_takes_four_and_reading_it_three(client: Any, settings: Settings) -> None:
    made = await verified(client, settings, classification="ordinary")
    review = await reviewed(client, settings, made["id"])  # the connection learns the types of the columns
    body = {"agency": "kejari", "due_at": "2100-01-01T00:00:00Z", "text": "Peta rawan"}
    path = f"{P}/reviews/{review['id']}"
    for _ in range(2):
        async with _asked(client) as asked:
            answer = await client.post(f"{path}/recommendations", json=body, headers=headers(settings, DESK))
        assert answer.status_code == 201, answer.text
    assert 0 < len(asked) <= MOST_OF_A_WRITE, asked
    async with _asked(client) as asked:
        assert (await client.get(path, headers=headers(settings, DESK))).status_code == 200
    assert 0 < len(asked) <= MOST_OF_A_READ, asked


async def test_a_secret_report_takes_no_more(client: Any, settings: Settings) -> None:
    await verified(client, settings)
    made = await report(client, settings, classification="secret")
    async with _asked(client) as asked:
        answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= MOST_OF_A_WRITE, asked
    async with _asked(client) as asked:
        found = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, POLRES))
    assert found.json()["title"] == REPORT["title"]
    assert 0 < len(asked) <= MOST_OF_A_READ, asked
