"""The clocks of real reports, looked after against the real database: in order, once, and seen by whom it concerns."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.edge.policy_files import Policies
from service.edge.settings import Settings
from service.features.ladder import repository
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, DESK, KPU, LEAD, SARI, TONO, VERIFY, P, fire, headers, report, verified
from tests.features.ladder.looking import TWICE, done, let_pass, moment, watching
from tests.signing import Signer
from tests.trail.log.verdicts import bundled
from workflows.decisions.clocks.overdue import decide_due

HOURS = timedelta(hours=12)
NOW = "SELECT clock_timestamp()"
RUNGS = ["lead_supervisor", "coordinator", "sekda", "forkopimda"]


async def offered(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    made = await verified(client, settings, **changes)
    body = {"trigger": "assign", "tasks": [LEAD]}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def get(client: Any, settings: Settings, path: str, who: Any = DESK) -> Any:
    answer = await client.get(P + path, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def look(settings: Settings, now: datetime | None = None, policies: Policies | None = None) -> int:
    async with watching(settings, policies) as ladder:
        return await ladder.sweep(now or datetime.now(UTC))


def steps(events: list[Any]) -> list[tuple[str, Any]]:
    told = [(event["action"], json.loads(event["data"])) for event in events]
    return [(action, data.get("percent", data.get("rung"))) for action, data in told]


WHOLE_WAY = [
    ("clock.warned", 50),
    ("clock.warned", 80),
    ("clock.warned", 100),
    ("task.expired", None),
    *(("report.escalated", rung) for rung in RUNGS),
]


async def test_a_stop_of_hours_is_made_up_in_order_and_nothing_twice(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await offered(client, settings)
    await let_pass(admin, HOURS)
    before = await admin.fetchval(NOW)
    assert await look(settings) == 1
    events = await done(admin)
    assert steps(events) == WHOLE_WAY
    moments = [moment(json.loads(event["data"])["moment"]) for event in events]
    assert moments == sorted(moments)
    assert all(each < before - timedelta(hours=8) for each in moments)
    assert all(event["at"] >= before for event in events)
    assert await look(settings) == 0
    assert steps(await done(admin)) == WHOLE_WAY
    found = await get(client, settings, f"/reports/{made['id']}")
    assert (found["state"], found["version"], found["tasks"][0]["state"]) == ("verified", 3, "expired")


async def test_one_look_after_another_tells_the_same_as_one_look_late(
    client: Any, settings: Settings, admin: Any
) -> None:
    """The second report is looked at from minute to minute, the first only at the end; their moments agree."""
    made = [await offered(client, settings) for _ in range(2)]
    clocks = "SELECT report_id, started_at FROM clock WHERE stopped_at IS NULL"
    started = {str(row["report_id"]): row["started_at"] for row in await admin.fetch(clocks)}
    first, second = (started[each["id"]] for each in made)
    for minutes in range(0, 181, 10):
        await admin.execute("UPDATE clock SET next_at = NULL WHERE report_id = $1", made[0]["id"])
        await look(settings, second + timedelta(minutes=minutes))
    await admin.execute(
        "UPDATE clock SET next_at = started_at + (due_at - started_at) / 2 WHERE report_id = $1 AND stopped_at IS NULL",
        made[0]["id"],
    )
    await look(settings, first + timedelta(minutes=181))
    events: dict[str, list[Any]] = {each["id"]: [] for each in made}
    for event in await done(admin):
        data = json.loads(event["data"])
        since = moment(data["moment"]) - started[str(event["report_id"])]
        events[str(event["report_id"])].append((event["action"], data.get("percent", data.get("rung")), since))
    assert events[made[0]["id"]] == events[made[1]["id"]]
    assert [each[:2] for each in events[made[0]["id"]]] == WHOLE_WAY


async def test_nothing_happens_before_its_moment(client: Any, settings: Settings, admin: Any) -> None:
    await offered(client, settings)
    due = await admin.fetchval("SELECT next_at FROM clock WHERE task_id IS NOT NULL")
    assert await look(settings, due - timedelta(microseconds=1)) == 0
    assert await look(settings, due) == 1
    assert steps(await done(admin)) == [("clock.warned", 50)]


async def test_the_answer_shows_who_has_to_see_to_it_since_when_and_why(client: Any, settings: Settings) -> None:
    made = await offered(client, settings)
    assert made["escalation"] is None
    task = made["tasks"][0]["id"]
    clock = next(clock for clock in made["clocks"] if clock["task"] == task)
    due = datetime.fromisoformat(clock["due_at"])
    await look(settings, due + timedelta(minutes=20))
    found = await get(client, settings, f"/reports/{made['id']}", TONO)
    shown = found["escalation"]
    assert datetime.fromisoformat(shown.pop("since")) == due + timedelta(minutes=15)
    assert shown == {"rung": "coordinator", "kind": "acknowledge", "task": task, "clock": clock["id"]}
    watched = next(each for each in found["clocks"] if each["id"] == clock["id"])
    assert (watched["warned"], watched["rung"], watched["stopped_at"]) == (100, "coordinator", None)


async def test_a_clock_tells_each_warning_that_it_has_sent(client: Any, settings: Settings, admin: Any) -> None:
    """Every warning is an event of the trail; the clock's own answer lists those that were sent."""
    made = await offered(client, settings)
    (kept,) = [clock for clock in made["clocks"] if clock["task"] == made["tasks"][0]["id"]]
    assert (await get(client, settings, f"/clocks/{kept['id']}"))["warnings"] == []
    await let_pass(admin, HOURS)
    await look(settings)
    found = await get(client, settings, f"/clocks/{kept['id']}")
    assert [one["percent"] for one in found["warnings"]] == [50, 80, 100]
    started, due = moment(found["started_at"]), moment(found["due_at"])
    told = [started + (due - started) * percent / 100 for percent in (50, 80, 100)]
    assert [moment(one["moment"]) for one in found["warnings"]] == told
    assert all(moment(one["at"]) > moment(one["moment"]) for one in found["warnings"])


async def test_a_supervisor_and_the_desk_find_what_came_up_to_them(client: Any, settings: Settings, admin: Any) -> None:
    up, calm = await offered(client, settings), await offered(client, settings)
    await let_pass(admin, HOURS)
    later = "UPDATE clock SET next_at = now() + interval '1 year' WHERE report_id = $1 AND next_at IS NOT NULL"
    await admin.execute(later, calm["id"])
    await look(settings)
    for who in (TONO, DESK):
        found = (await get(client, settings, "/reports?escalated=true&agency=bawaslu", who))["items"]
        assert [(each["id"], each["escalation"]["rung"]) for each in found] == [(up["id"], "forkopimda")]
        rest = (await get(client, settings, "/reports?escalated=false", who))["items"]
        assert [(each["id"], each["escalation"]) for each in rest] == [(calm["id"], None)]
        assert len((await get(client, settings, "/reports", who))["items"]) == 2
    refused = await client.get(f"{P}/reports?escalated=maybe", headers=headers(settings, DESK))
    assert refused.status_code == 422


async def test_pages_of_what_came_up_follow_one_another(client: Any, settings: Settings, admin: Any) -> None:
    made = [(await offered(client, settings))["id"] for _ in range(3)]
    await let_pass(admin, HOURS)
    assert await look(settings) == 3
    first = await get(client, settings, "/reports?escalated=true&limit=2")
    second = await get(client, settings, f"/reports?escalated=true&limit=2&cursor={first['next_cursor']}")
    assert [each["id"] for each in (*first["items"], *second["items"])] == made[::-1]


async def test_an_index_serves_what_came_up_and_what_is_due(settings: Settings) -> None:
    async with watching(settings) as ladder:
        database = ladder._database  # noqa: SLF001 - the same session settings as the API's
        async with database.transaction("33.05", ("system",)) as transaction:
            plan = await transaction.fetch(
                "EXPLAIN SELECT id FROM report r WHERE r.region = '33.05' AND r.escalations IS NOT NULL AND true"
                " ORDER BY r.reported_at DESC, r.id DESC LIMIT 50"
            )
            due = await transaction.fetch(
                "EXPLAIN SELECT next_at, id, report_id FROM clock WHERE region = '33.05' AND next_at <= now()"
                " AND (next_at, id) > (now() - interval '1 year', gen_random_uuid()) ORDER BY next_at, id LIMIT 100"
            )
    assert "report_escalated" in "".join(row[0] for row in plan)
    assert "clock_due" in "".join(row[0] for row in due)


async def test_it_ends_when_a_new_lead_accepts(client: Any, settings: Settings, admin: Any) -> None:
    made = await offered(client, settings)
    await let_pass(admin, HOURS)
    await look(settings)
    one = f"/reports/{made['id']}"
    again = await fire(client, settings, DESK, one, 3, {"trigger": "assign", "tasks": [LEAD]})
    assert again.json()["escalation"]["rung"] == "forkopimda"
    task = again.json()["tasks"][-1]
    taken = await fire(client, settings, SARI, f"/tasks/{task['id']}", 1, {"trigger": "accept"})
    assert taken.status_code == 200, taken.text
    found = await get(client, settings, one)
    assert found["escalation"] is None
    assert all(clock["stopped_at"] for clock in found["clocks"] if clock["kind"] == "acknowledge")
    assert (await get(client, settings, "/reports?escalated=true"))["items"] == []
    running = "SELECT count(*) FROM clock WHERE next_at IS NOT NULL AND family = 'service'"
    assert await admin.fetchval(running) == 0


async def test_a_report_that_nobody_checked_comes_up_until_it_is_verified(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    await let_pass(admin, HOURS)
    await look(settings)
    found = await get(client, settings, f"/reports/{made['id']}")
    assert (found["escalation"]["kind"], found["escalation"]["task"]) == ("acknowledge", None)
    answer = await fire(client, settings, SARI, f"/reports/{made['id']}", found["version"], VERIFY)
    assert answer.status_code == 200, answer.text
    assert answer.json()["escalation"] is None


async def test_accepting_in_time_leaves_nothing_to_look_at(client: Any, settings: Settings, admin: Any) -> None:
    made = await offered(client, settings)
    task = made["tasks"][0]["id"]
    answer = await fire(client, settings, SARI, f"/tasks/{task}", 1, {"trigger": "accept"})
    assert answer.status_code == 200, answer.text
    assert await admin.fetchval("SELECT count(*) FROM clock WHERE task_id = $1 AND next_at IS NOT NULL", task) == 0
    await let_pass(admin, HOURS)
    await look(settings)
    assert [step for step in steps(await done(admin)) if step[0] != "clock.warned"] == []


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_history_and_feed_show_it_to_whoever_sees_the_report_and_to_nobody_else(
    client: Any, settings: Settings, admin: Any, worker: Any, classification: str
) -> None:
    made = await report(client, settings, classification=classification)
    await let_pass(admin, HOURS)
    assert await look(settings) == 1
    await sequence_all(worker)
    seen = classification == "ordinary"
    for who, sees in ((DESK, True), (TONO, True), (AUDITOR, True), (KPU, seen)):
        history = await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, who))
        assert history.status_code == (200 if sees else 404)
        feed = (await get(client, settings, "/events?limit=500", who))["items"]
        met = {event["action"] for event in feed if event["report"] == made["id"]}
        assert ({"clock.warned", "report.escalated"} <= met) is sees
    items = (await get(client, settings, f"/reports/{made['id']}/history"))["items"]
    up = next(item for item in items if item["action"] == "report.escalated")
    assert up["actor"] == {"person": "00000000-0000-0000-0000-000000000000", "agency": "system", "role": "system"}
    assert (up["data"]["rung"], up["data"]["agency"], up["texts"]) == ("lead_supervisor", "bawaslu", [])


async def test_an_agency_behind_the_wall_learns_nothing(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    made = await report(client, settings, classification="ordinary", reported_party={"agency": "kpu"})
    await let_pass(admin, HOURS)
    assert await look(settings) == 1
    await sequence_all(worker)
    assert (await get(client, settings, "/reports?escalated=true", KPU))["items"] == []
    feed = (await get(client, settings, "/events?limit=500", KPU))["items"]
    assert made["id"] not in {event["report"] for event in feed}


async def test_a_report_on_which_it_fails_holds_up_no_other(client: Any, settings: Settings, admin: Any) -> None:
    """Its clock names a task that is not there: nothing can be decided on it."""
    poor, sound = await offered(client, settings), await offered(client, settings)
    await admin.execute("UPDATE clock SET task_id = gen_random_uuid() WHERE report_id = $1", poor["id"])
    await let_pass(admin, HOURS)
    assert await look(settings) == 1
    assert {str(event["report_id"]) for event in await done(admin)} == {sound["id"]}


async def test_more_clocks_than_a_page_are_all_looked_at(
    client: Any, settings: Settings, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.features.ladder.service.PAGE", 2)
    for _ in range(4):
        await report(client, settings)
    await let_pass(admin, HOURS)
    assert await look(settings) == 4
    assert await admin.fetchval(TWICE) == 0


async def test_a_report_that_changes_while_it_is_decided_on_is_decided_on_anew(
    client: Any, settings: Settings, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offer is accepted after the worker has read it and before it writes: it does not expire."""
    made = await offered(client, settings)
    await let_pass(admin, HOURS)
    task, decide, calls = made["tasks"][0]["id"], decide_due, []

    def slow(*given: Any) -> Any:
        calls.append(1)
        return decide(*given)

    monkeypatch.setattr("service.features.ladder.service.decide_due", slow)
    async with watching(settings) as ladder:
        read = repository.read

        async def read_and_lose(*args: Any) -> Any:
            row = await read(*args)
            if not calls:
                answer = await fire(client, settings, SARI, f"/tasks/{task}", 1, {"trigger": "accept"})
                assert answer.status_code == 200, answer.text
            return row

        monkeypatch.setattr("service.features.ladder.repository.read", read_and_lose)
        await ladder.sweep(datetime.now(UTC))
    assert len(calls) == 2
    assert [step for step in steps(await done(admin)) if step[0] == "task.expired"] == []
    assert (await get(client, settings, f"/tasks/{task}"))["state"] == "accepted"


async def test_a_bundle_of_a_report_that_went_up_verifies(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Missed twice and then taken; another that is still missed; and one with the limits of the law beside it."""
    made = await offered(client, settings)
    await report(client, settings, election=None)
    later = datetime.now(UTC) + timedelta(days=5)
    assert await look(settings, later) == 2
    again = await fire(client, settings, DESK, f"/reports/{made['id']}", 3, {"trigger": "assign", "tasks": [LEAD]})
    assert again.status_code == 200, again.text
    await look(settings, later + HOURS)
    legal = [json.loads(event["data"])["kind"] for event in await done(admin) if event["action"] == "clock.warned"]
    assert "handling" in legal
    await sequence_all(worker)
    assert await signer.publish(worker) == 1
    for scope in ({}, {"report": made["id"]}):
        code, verdict = await bundled(settings, tmp_path, signer, **scope)
        assert (code, verdict["faults"]) == (0, []), [each["words"] for each in verdict["faults"]]


ATTACKS = {
    "an escalation is said to have gone less far": "UPDATE audit_event SET leaf = convert_to(replace(convert_from(leaf,"
    " 'UTF8'), 'forkopimda', 'sekda'), 'UTF8') WHERE action = 'report.escalated'",
    "an expired offer is made one that was never answered": "UPDATE task SET state = 'offered'",
    "a warning is taken away": "DELETE FROM audit_event WHERE action = 'clock.warned' AND seq = (SELECT max(seq)"
    " FROM audit_event WHERE action = 'clock.warned')",
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_superuser_makes_of_what_was_missed_is_named(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, tmp_path: Path, attack: str
) -> None:
    await offered(client, settings)
    await let_pass(admin, HOURS)
    await look(settings)
    await sequence_all(worker)
    assert await signer.publish(worker) == 1
    await admin.execute("SET session_replication_role = replica")
    for trigger in ("no_change", "no_truncate"):
        await admin.execute(f"ALTER TABLE audit_event DISABLE TRIGGER {trigger}")
    await admin.execute(ATTACKS[attack])
    code, verdict = await bundled(settings, tmp_path, signer)
    assert code == 1
    assert verdict["faults"]


@pytest.mark.parametrize(
    "change",
    [
        "warned = 60",
        "rung = 'coordinator'",
        "warned = 100, rung = 'mayor'",
        "stopped_at = now()",
        "pauses = true, paused_at = now()",
    ],
)
async def test_the_database_refuses_a_clock_that_cannot_have_come_about(
    client: Any, settings: Settings, admin: Any, change: str
) -> None:
    await report(client, settings)
    with pytest.raises(asyncpg.CheckViolationError):
        await admin.execute(f"UPDATE clock SET {change} WHERE next_at IS NOT NULL")
