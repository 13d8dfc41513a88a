"""What is looked up in one round trip is what a transaction of the same caller reads, for each caller by itself."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from service.edge.settings import Settings
from service.features.changing.all_routines import ALL
from service.features.reports import lookups as of_reports
from service.features.tasks import lookups as of_tasks
from service.features.tasks.transition_routines import ROUTINES
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.lookup import Lookup
from service.storage.db.routines import Installed
from service.storage.lexemes.vectors import vector_of
from tests.edge.api.story import DESK, REPORT, P, assigned, headers

REGION = "33.05"
SEEN_BY = ("{region,desk}", "{region,agency:bawaslu}", "{region,agency:kodim}", "{}", "{region,agency:kpu}")
"""All, the lead, an agency that a restricted report does not name, nobody, and the one that is accused."""
OF_NO_REPORT = {"call_number", "won", "area_known", "seen_visible"}
LOOKUPS = [(lookup, of_reports.ROUTINES) for lookup in of_reports.LOOKUPS]
LOOKUPS += [(lookup, ROUTINES) for lookup in of_tasks.LOOKUPS]


@pytest.fixture
async def app(postgres: EmbeddedPostgres, database: str) -> Any:
    connection = await asyncpg.connect(postgres.url("tindak_app", database))
    yield connection
    await connection.close()


async def _arguments(lookup: Lookup, admin: Any, report: str) -> tuple[Any, ...]:
    """The arguments of a lookup that find something of the report."""
    task = await admin.fetchrow("SELECT id, agency, state, due_order FROM task WHERE report_id = $1", UUID(report))
    before = (task["due_order"].replace(year=2000), UUID(int=0))
    occurred = datetime.fromisoformat(REPORT["occurred_at"])
    alike = (REPORT["place"]["area"], REPORT["category"], occurred, vector_of(REPORT["title"]))
    known = {
        "look_up_for_intake": (uuid4(), None, *alike),
        "look_up_report": (UUID(report),),
        "look_up_task": (task["id"],),
        "look_up_queue": (task["agency"], 10),
        "look_up_queue_further": (task["agency"], *before, 10),
        "look_up_queue_in_state": (task["agency"], task["state"], 10),
        "look_up_queue_in_state_further": (task["agency"], task["state"], *before, 10),
    }
    return known[lookup.name]


def _showing(rows: list[Any]) -> list[Any]:
    """Those that show something of a report: an intake is answered a row whether or not there is one like it."""
    return [row for row in rows if {name for name, value in row.items() if value is not None} - OF_NO_REPORT]


@pytest.mark.parametrize(("lookup", "installed"), LOOKUPS, ids=lambda value: getattr(value, "name", ""))
async def test_each_caller_finds_what_row_security_shows_them_and_the_same_as_in_a_transaction(
    client: Any, settings: Settings, admin: Any, app: Any, lookup: Lookup, installed: Installed
) -> None:
    hidden = await assigned(client, settings)
    await assigned(client, settings, reported_party={"agency": "kpu"})
    arguments = await _arguments(lookup, admin, hidden["id"])
    calls = [(tokens, *arguments) for tokens in SEEN_BY]
    rows = await app.fetch(installed.call(lookup.routine()), REGION, *zip(*calls, strict=True))
    seen = {number: 0 for number, _ in enumerate(SEEN_BY, start=1)}
    for number, tokens in enumerate(SEEN_BY, start=1):
        async with app.transaction():
            await app.execute(f"SET LOCAL tindak.region = '{REGION}'")
            await app.execute(f"SET LOCAL tindak.tokens = '{tokens}'")
            within = await app.fetch(lookup.select, REGION, *arguments)
        together = [dict(row) for row in rows if row["call_number"] == number]
        seen[number] = len(_showing(together))
        assert [{k: v for k, v in row.items() if k != "call_number"} for row in together] == [dict(r) for r in within]
    assert seen[1]
    assert not seen[4]


@pytest.mark.parametrize(("lookup", "installed"), LOOKUPS, ids=lambda value: getattr(value, "name", ""))
async def test_another_region_shows_nothing_and_no_context_stays_behind(
    client: Any, settings: Settings, admin: Any, app: Any, lookup: Lookup, installed: Installed
) -> None:
    made = await assigned(client, settings)
    arguments = [[one] for one in await _arguments(lookup, admin, made["id"])]
    sql = installed.call(lookup.routine())
    assert not _showing(await app.fetch(sql, "33.06", ["{region,desk}"], *arguments))
    assert _showing(await app.fetch(sql, REGION, ["{region,desk}"], *arguments))
    assert await app.fetchval("SELECT count(*) FROM report") == 0
    assert not await app.fetchval("SELECT current_setting('tindak.tokens', true)")


async def test_without_the_routines_the_same_is_answered(client: Any, settings: Settings, admin: Any) -> None:
    made = await assigned(client, settings)
    paths = [f"/reports/{made['id']}", f"/tasks/{made['tasks'][0]['id']}", "/tasks?agency=bawaslu"]
    paths += ["/tasks?agency=bawaslu&state=offered&limit=1"]
    before = [(await client.get(P + path, headers=headers(settings, DESK))).json() for path in paths]
    for routines in ALL:
        await admin.execute(f"DROP SCHEMA {routines.schema} CASCADE")
    assert [(await client.get(P + path, headers=headers(settings, DESK))).json() for path in paths] == before


@pytest.mark.parametrize("filters", ["agency=bawaslu", "agency=bawaslu&state=offered", "state=offered"])
async def test_pages_of_a_queue_follow_each_other_whichever_way_they_are_read(
    client: Any, settings: Settings, filters: str
) -> None:
    made = {(await assigned(client, settings))["tasks"][0]["id"] for _ in range(5)}
    found, cursor = [], ""
    while True:
        answer = await client.get(f"{P}/tasks?{filters}&limit=2{cursor}", headers=headers(settings, DESK))
        found += [task["id"] for task in answer.json()["items"]]
        if answer.json()["next_cursor"] is None:
            break
        cursor = f"&cursor={answer.json()['next_cursor']}"
    assert len(found) == len(set(found)) == 5
    assert set(found) == made
