"""The API is killed in the middle of a batch, again and again; the batch is sent again whole each time."""

import asyncio
from random import Random
from typing import Any

import httpx

from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers
from tests.faults.processes import ready, started, until
from tests.faults.trail import the_trail_is_whole
from tests.features.commands.programs import lawful
from tests.features.commands.queueing import Command, statuses
from tests.operations.run.running import free_port

REPORTS, EACH, KILLS = 40, 5, 1
COMMITTED = "SELECT count(*) FROM audit_event"
CLAIMED = "SELECT count(*) FROM audit_event WHERE convert_from(leaf, 'UTF8') LIKE '%claimed_at%'"
"""Each command leaves one event that has the officer's own time."""

CONNECTED = """SELECT count(*) = 0 FROM pg_stat_activity
WHERE application_name = 'tindak-api' AND datname = current_database()"""


async def test_each_command_is_applied_once_however_often_the_api_dies(settings: Settings, admin: Any) -> None:
    commands, moments, port = lawful(REPORTS, EACH), Random(33.05), free_port()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        for _ in range(KILLS):
            with started(settings, "api", port) as kill:
                await ready(http)
                sending = asyncio.create_task(_send(http, settings, commands))
                goal = await admin.fetchval(COMMITTED) + moments.randint(20, 60)
                await until(lambda goal=goal: admin.fetchval(f"SELECT ({COMMITTED}) >= $1", goal), "it is at work")
                kill()
                assert await sending is None
            await until(lambda: admin.fetchval(CONNECTED), "the killed API's connections end")
        with started(settings, "api", port):
            await ready(http)
            found = await _send(http, settings, commands)
            assert found is not None
            assert set(statuses(found)) == {"duplicate", "applied"}
            again = await _send(http, settings, commands)
            assert again is not None
            assert statuses(again) == ["duplicate"] * len(commands)
            assert [one["receipt"] for one in again] == [one["receipt"] for one in found]
    assert await admin.fetchval("SELECT array_agg(DISTINCT version) FROM report") == [3]
    assert await admin.fetchval(CLAIMED) == len(commands)
    await the_trail_is_whole(admin)


async def _send(http: httpx.AsyncClient, settings: Settings, commands: list[Command]) -> list[dict[str, Any]] | None:
    """The results; None when no answer comes back."""
    try:
        answer = await http.post(f"{P}/commands", json={"commands": commands}, headers=headers(settings, DESK))
    except httpx.TransportError:
        return None
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results
