"""A clock of calendar days that ends at a counter: a day off moves nothing of it but the day on which that last closes.

The law here lets the initial study of a pilkada be handed in at the counter within ten calendar days, read in one way.
"""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from service.edge.policy_files import Policies, load_policies
from service.edge.settings import Settings
from service.features.calendar.marking import CHANGEABLE
from service.operations.doctor.findings import Level
from tests.edge.api.local_days import DAY
from tests.edge.api.story import ADMIN, TONO, P, headers, report
from tests.edge.contract.stage import study_of
from tests.operations.test_doctor_standing import found
from tests.workflows.law import LAW_RAW
from workflows.access.actors import NOBODY
from workflows.clocks.law import parse_law

MANY = """INSERT INTO clock SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
  'next_at', NULL, 'stopped_at', CASE WHEN n % 10 > 0 THEN c.due_at END))).*
FROM clock c, generate_series(1, 20000 / (SELECT count(*) FROM clock)) n"""


def put_in_force(client: Any) -> None:
    document = json.loads(LAW_RAW)
    (row,) = (row for row in document["clocks"] if (row["regime"], row["step"]) == ("pilkada", "initial_study"))
    row |= {"length": 10, "day_kind": "calendar_days", "at_counter": True, "readings": []}
    law = parse_law(json.dumps(document | {"version": "id/2027-01-1"}).encode(), "test.json")
    policies = Policies({"33.05": dataclasses.replace(load_policies().of("33.05"), law=law)})
    # The days that are kept reach the policies that the application holds, so it goes on holding the same.
    vars(client.app.state.policies).update(vars(policies))


async def read(client: Any, settings: Settings, path: str) -> Any:
    answer = await client.get(f"{P}{path}", headers=headers(settings, TONO))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_day_on_which_the_counter_is_shut_is_told_listed_and_counted_everywhere(
    client: Any, settings: Settings, admin: Any
) -> None:
    put_in_force(client)
    clock = study_of(await report(client, settings))
    before = await read(client, settings, f"/clocks/{clock}")
    assert (before["length"], before["readings"], before["recounted_due_at"]) == ("10cd", [], None)
    words = "legal clocks counted otherwise now; days off are decreed to 2026"
    standing = (await found(settings))["calendar"]
    assert (standing.level, standing.seen) == (Level.OK, f"33.05 0 of 1 {words}")
    last = (datetime.fromisoformat(before["counter_end"]) + timedelta(hours=7)).date().isoformat()
    answer = await client.post(f"{P}/calendar/days", json=DAY | {"day": last}, headers=headers(settings, ADMIN))
    assert answer.status_code == 201, answer.text
    assert await admin.fetchval("SELECT calendar_changed FROM clock WHERE id = $1", clock)
    assert [each["id"] for each in (await read(client, settings, "/clocks/changed"))["items"]] == [clock]
    standing = (await found(settings))["calendar"]
    assert (standing.level, standing.seen) == (Level.WARN, f"33.05 1 of 1 {words}")
    sent = headers(settings, TONO)
    moved = (await client.post(f"{P}/clocks/{clock}/recount", json={"reason": "Libur"}, headers=sent)).json()
    assert moved["due_at"] == before["due_at"]
    assert moved["counter_end"] < before["counter_end"]
    assert (await read(client, settings, "/clocks/changed"))["items"] == []
    standing = (await found(settings))["calendar"]
    assert (standing.level, standing.seen) == (Level.OK, f"33.05 0 of 1 {words}")


async def test_an_index_finds_what_a_calendar_can_change_among_all_clocks_that_were_ever_kept(
    client: Any, settings: Settings, admin: Any
) -> None:
    """The statements of the marking itself, planned over 20,000 clocks of which next to none are looked for."""
    await report(client, settings)
    await admin.execute(MANY)
    await admin.execute("ANALYZE clock")
    region, place = "33.05", (datetime.min.replace(tzinfo=UTC), NOBODY)
    for statement, index in zip(CHANGEABLE, ("clock_by_working_days", "clock_by_a_counter_alone"), strict=True):
        plan = "\n".join(row[0] for row in await admin.fetch(f"EXPLAIN {statement}", region, *place))
        assert index in plan, plan
        assert "Seq Scan on clock" not in plan
