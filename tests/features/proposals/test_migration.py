"""Reports that were there before: what duties look at is read from the trail, and is what living through it keeps."""

import asyncio
import json
from typing import Any

from alembic import command

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config
from tests.edge.api.story import DESK, LEAD, SARI, TONO, VERIFY, WATI, P, fire, headers, report
from tests.features.notices.telling import merge, wall
from tests.features.proposals.proposing import agreed, patch, person, refusal, version

BEFORE = "0018"
TOLD = """SELECT severity_taken, severity_highest, accused_ever, cleared, passed_over, steered FROM report
WHERE id = $1::uuid"""
HANDS = "SELECT worked_by FROM task WHERE report_id = $1::uuid ORDER BY offered_at, id"
AMENDED = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
  'seq', e.seq + 1, 'prev_seq', e.seq, 'prev', '\\x' || encode(e.leaf_hash, 'hex'), 'action', 'report.amended',
  'leaf', '\\x' || encode(l.leaf, 'hex'), 'leaf_hash', '\\x' || encode(sha256(l.leaf), 'hex')))).*
FROM audit_event e, convert_to($2, 'UTF8') AS l(leaf) WHERE e.report_id = $1::uuid ORDER BY e.seq DESC LIMIT 1"""
"""An event as the code of before wrote it, of which only the codes that it told are ever asked for here."""


LIMITS = """SELECT registered_at, limits_begun, limits_extended, led_before, reported_before,
  merged_into, carried, passed_over_before, lead_moved_before FROM report
WHERE id = $1::uuid"""


async def down(postgres: EmbeddedPostgres, database: str, to: str = BEFORE) -> None:
    await asyncio.to_thread(command.downgrade, alembic_config(postgres.url("postgres", database)), to)


async def up(postgres: EmbeddedPostgres, database: str) -> None:
    await asyncio.to_thread(command.upgrade, alembic_config(postgres.url("postgres", database)), "head")


async def lived(client: Any, settings: Settings) -> dict[str, Any]:
    """A report that was raised and lowered, accused and acquitted, walled, and worked by several."""
    made = await report(client, settings, severity="S3", reported_party={"agency": "kpu"})
    path = f"/reports/{made['id']}"
    assert (await patch(client, settings, made, TONO, severity="S2")).status_code == 200
    await agreed(client, settings, made, {"kind": "amendment", "amendment": {"severity": "S4"}})
    await agreed(client, settings, made, {"kind": "accusation", "agency": "kpu"}, DESK, TONO)
    assert (await wall(client, settings, made, "kodim", DESK)).status_code == 201
    for body in (VERIFY, {"trigger": "assign", "tasks": [LEAD]}):
        told = (await fire(client, settings, DESK, path, await version(client, settings, made), body)).json()
    task, wati = f"/tasks/{told['tasks'][0]['id']}", await person(client, settings, WATI)
    steps: tuple[tuple[Any, dict[str, Any]], ...] = (
        (SARI, {"trigger": "accept"}),
        (TONO, {"trigger": "assign_person", "assignee": wati}),
        (SARI, {"trigger": "start"}),
        (SARI, {"trigger": "complete", "result": "Selesai"}),
    )
    for at, (who, body) in enumerate(steps, start=1):
        answer = await fire(client, settings, who, task, at, body)
        assert answer.status_code == 200, answer.text
    return made


async def test_what_the_trail_tells_is_what_was_kept(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    made = await lived(client, settings)
    told, hands = await admin.fetchrow(TOLD, made["id"]), await admin.fetch(HANDS, made["id"])
    assert dict(told) == {
        "severity_taken": "S3",
        "severity_highest": "S2",
        "accused_ever": ["kpu"],
        "cleared": ["bawaslu"],
        "passed_over": ["kesbangpol"],
        "steered": False,
    }
    people = sorted([await person(client, settings, who) for who in (SARI, WATI)])
    assert [[str(one) for one in row["worked_by"]] for row in hands] == [people]
    await down(postgres, database)
    await up(postgres, database)
    assert await admin.fetchrow(TOLD, made["id"]) == told
    assert await admin.fetch(HANDS, made["id"]) == hands


async def test_the_duties_hold_for_what_one_person_did_before(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    """Severity lowered and an accusation taken away by one, as the code of before let them: the story knows both."""
    made = await report(client, settings, severity="S4", classification="ordinary")
    await down(postgres, database)
    changes = ({"severity": "S1", "accused": ["dispermades"]}, {"severity": "S4", "accused": []}, {"area": "33.05.13"})
    for changed in changes:
        leaf = json.dumps({"data": {"changed": changed, "routing": {"rule": "money_politics"}}})
        await admin.execute(AMENDED, made["id"], leaf)
    await up(postgres, database)
    told = await admin.fetchrow(TOLD, made["id"])
    assert (told["severity_taken"], told["severity_highest"]) == ("S4", "S1")
    assert (told["accused_ever"], told["cleared"], told["passed_over"]) == (["dispermades"], ["bawaslu"], [])
    body = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 1, body)
    assert refusal(answer) == (403, "own_side_accused")


async def test_a_report_of_before_is_led_and_worked_on_as_it_was(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str
) -> None:
    """Who led it may go on to, secret or not; what was named stays named."""
    made = await report(client, settings, classification="secret")
    await down(postgres, database)
    await up(postgres, database)
    path = f"{P}/reports/{made['id']}/reporter/unseal"
    answer = await client.post(path, json={"reason": "Perlu"}, headers=headers(settings, TONO))
    assert answer.json()["reporter"]["name"] == "Pelapor Rahasia"
    found = (await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)).json()
    assert (found["state"], found["lead_agency"]) == ("verified", "bawaslu")


async def test_limits_registration_and_who_led_and_reported_a_duplicate_are_read_from_what_is_there(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    into, made = [await report(client, settings, classification="ordinary") for _ in range(2)]
    for each in (into, made):
        assert (await wall(client, settings, each, "kpu", DESK)).status_code == 201
        told = await fire(client, settings, DESK, f"/reports/{each['id']}", 2, VERIFY)
        assert told.status_code == 200, told.text
        clock = next(one["id"] for one in told.json()["clocks"] if one["kind"] == "handling")
    why = {"ground": "question_to_reporter", "reason": "Keterangan pelapor masih diperlukan"}
    longer = await client.post(f"{P}/clocks/{clock}/extension", json=why, headers=headers(settings, TONO))
    assert longer.status_code == 200, longer.text
    path, assign = f"/reports/{made['id']}", {"trigger": "assign", "tasks": [LEAD]}
    task = (await fire(client, settings, DESK, path, await version(client, settings, made), assign)).json()["tasks"][0]
    for who, at, body in ((SARI, 1, {"trigger": "accept"}), (TONO, 2, {"trigger": "withdraw", "reason": "Sama"})):
        assert (await fire(client, settings, who, f"/tasks/{task['id']}", at, body)).status_code == 200
    merged = await merge(client, settings, made, into["id"], await version(client, settings, made))
    assert merged.status_code == 200, merged.text
    before = [dict(await admin.fetchrow(LIMITS, each["id"])) for each in (into, made)]
    assert [(one["limits_begun"], one["limits_extended"], len(one["led_before"])) for one in before] == [
        (["handling", "initial_study", "lodge_report"], ["handling"], 1),
        (["handling", "initial_study", "lodge_report"], ["handling"], 0),
    ]
    assert all(one["registered_at"] for one in before)
    authors = [[str(each) for each in one["reported_before"]] for one in before]
    assert authors == [[made["reported_by"]["person"]], []]
    assert [one["carried"] for one in before] == ["ordinary", None]
    assert [one["passed_over_before"] for one in before] == [["kesbangpol"], []]
    assert [str(one["merged_into"]) for one in before] == ["None", into["id"]]
    await down(postgres, database, "0023")
    await up(postgres, database)
    assert [dict(await admin.fetchrow(LIMITS, each["id"])) for each in (into, made)] == before
