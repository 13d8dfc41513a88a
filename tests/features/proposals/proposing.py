"""How protection is taken away: one person proposes, another decides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from service.edge.settings import Settings
from tests.edge.api.story import DESK, TONO, WATI, P, fire, headers
from workflows.codes.people import Role

CREATED = 201


async def propose(client: Any, settings: Settings, made: Any, body: Any, who: Any = DESK) -> Any:
    path = f"{P}/reports/{made['id']}/proposals"
    return await client.post(path, json={"reason": "Keadaan berubah"} | body, headers=headers(settings, who))


async def decide(
    client: Any, settings: Settings, made: Any, proposal: str, who: Any = TONO, *, approve: bool = True, **more: Any
) -> Any:
    path = f"{P}/reports/{made['id']}/proposals/{proposal}/decision"
    return await client.post(path, json={"approve": approve} | more, headers=headers(settings, who))


async def agreed(client: Any, settings: Settings, made: Any, body: Any, by: Any = TONO, and_by: Any = WATI) -> Any:
    """What two persons do: the report afterwards is read by who decided."""
    asked = await propose(client, settings, made, body, by)
    assert asked.status_code == CREATED, asked.text
    answer = await decide(client, settings, made, asked.json()["id"], and_by)
    assert answer.status_code == 200, answer.text
    return answer.json()


RATNA = (Role.COORDINATOR, "kesbangpol", "Ratna")
JOKO = (Role.SUPERVISOR, "kesbangpol", "Joko")
EKO = (Role.SUPERVISOR, "polres", "Eko")
OPENED = {"kind": "amendment", "amendment": {"classification": "ordinary"}}
KEPT = ("report", "task", "clock", "proposal", "report_wall", "report_text", "audit_event", "owed_notice")
"""All that is kept of a report."""

SHOWN = ("", "/history", "/proposals", "/notices", "/erasures", "/case")
LISTS = ("/reports", "/reports?q=amplop", "/tasks", "/events", "/summary", "/notices/owed")


async def person(client: Any, settings: Settings, who: Any) -> str:
    """The pseudonym under which somebody is named."""
    found = await client.get("/v1/me", headers=headers(settings, who))
    return str(found.json()["person"])


async def patch(client: Any, settings: Settings, made: Any, who: Any, **members: Any) -> Any:
    """What one person changes alone, under the version that the report has."""
    sent = headers(settings, who, match=await version(client, settings, made))
    body = {"reason": "Diperbaiki"} | members
    return await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)


async def version(client: Any, settings: Settings, made: Any) -> int:
    """The report's version, as whoever sees every report of these tests knows it."""
    answer = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, TONO))
    return int(answer.json().get("version", made["version"]))


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def kept(admin: Any, made: Any) -> dict[str, list[str]]:
    """Every row of a report as text, its events with it."""
    of = {table: "id" if table == "report" else "report_id" for table in KEPT}
    rows = "SELECT t::text AS row FROM {} t WHERE {} = $1 ORDER BY 1"
    return {
        table: [one["row"] for one in await admin.fetch(rows.format(table, key), UUID(made["id"]))]
        for table, key in of.items()
    }


async def seen(client: Any, settings: Settings, made: Any, who: Any) -> dict[str, Any]:
    """Everything that somebody is answered about a report and in every list: what it says, or how it is refused."""
    told = {}
    for path in (*(f"/reports/{made['id']}{path}" for path in SHOWN), *LISTS):
        answer = await client.get(P + path, headers=headers(settings, who))
        told[path] = answer.json() if answer.status_code == 200 else refusal(answer)
    return told


@asynccontextmanager
async def nothing_changes(client: Any, settings: Settings, admin: Any, made: Any, *people: Any) -> AsyncIterator[None]:
    """Within it no row of the report changes, no event is added, and each of these people reads what they read."""
    rows = await kept(admin, made)
    read = [await seen(client, settings, made, who) for who in people]
    yield
    assert await kept(admin, made) == rows
    assert [await seen(client, settings, made, who) for who in people] == read


async def reads_words(client: Any, settings: Settings, made: Any, who: Any) -> bool:
    """Whether somebody is shown the report's title."""
    answer = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, who))
    return bool(answer.status_code == 200 and answer.json()["title"])


async def work(client: Any, settings: Settings, made: Any, who: Any, *triggers: str) -> None:
    """What somebody does with the report's one task."""
    path = f"/reports/{made['id']}"
    for trigger in triggers or ("accept", "start", "complete"):
        (task, *_) = (await client.get(P + path, headers=headers(settings, TONO))).json()["tasks"]
        body = {"trigger": trigger} | ({"result": "Selesai"} if trigger == "complete" else {})
        answer = await fire(client, settings, who, f"/tasks/{task['id']}", task["version"], body)
        assert answer.status_code == 200, answer.text
