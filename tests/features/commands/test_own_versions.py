"""An officer without a signal names the version that was read, each time: the second act was made after the first."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, REPORT, SARI, P, headers, report
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
from tests.features.ladder.looking import let_pass, watching

AMENDED = {"reason": "Perlu", "title": "Judul lain"}
WEEK = timedelta(days=7)


async def led(client: Any, settings: Settings) -> tuple[str, str]:
    """A report that Bawaslu leads, with the task that says so."""
    made = await report(client, settings)
    await send(client, settings, [verified(made["id"], 1), assigned(made["id"], 1)], DESK)
    shown = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))
    return made["id"], next(task["id"] for task in shown.json()["tasks"] if task["role"] == "lead")


def act(task: str, trigger: str, version: int, **members: Any) -> dict[str, Any]:
    return queued("task.transition", task, version, {"trigger": trigger, **members})


async def test_two_commands_on_one_report_may_both_name_the_version_that_was_read(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings)
    found = await send(client, settings, [verified(made["id"], 1), assigned(made["id"], 1)], DESK)
    assert [(one["status"], one["state"], one["version"]) for one in found] == [
        ("applied", "verified", 2),
        ("applied", "assigned", 3),
    ]


@pytest.mark.parametrize("named", [(1, 1, 1), (1, 2, 3), (1, 1, 2), (1, 2, 1), (1, 2, 2)])
async def test_a_task_goes_on_by_the_versions_read_or_foreseen(
    client: Any, settings: Settings, named: tuple[int, int, int]
) -> None:
    _, task = await led(client, settings)
    triggers = ("accept", "start", "complete")
    members: dict[str, Any] = {"complete": {"result": "Selesai"}}
    queue = [act(task, name, at, **members.get(name, {})) for name, at in zip(triggers, named, strict=True)]
    found = await send(client, settings, queue, SARI)
    assert [(one["status"], one["version"]) for one in found] == [("applied", 2), ("applied", 3), ("applied", 4)]


async def test_what_one_does_on_a_task_makes_ones_own_version_of_the_report(client: Any, settings: Settings) -> None:
    made, task = await led(client, settings)
    queue = [
        act(task, "accept", 1),
        act(task, "start", 1),
        noted(made, 3),
        act(task, "complete", 1, result="Terbukti"),
        queued("report.transition", made, 3, {"trigger": "return", "reason": "Kurang"}),
    ]
    found = await send(client, settings, queue, SARI)
    assert statuses(found)[:4] == ["applied"] * 4
    assert found[4]["problem"]["code"] != "precondition_failed"


async def test_a_version_that_somebody_else_made_in_between_is_a_conflict(client: Any, settings: Settings) -> None:
    made, task = await led(client, settings)
    changed = await client.patch(f"{P}/reports/{made}", json=AMENDED, headers=headers(settings, DESK, match=3))
    assert changed.status_code == 200, changed.text
    found = await send(client, settings, [act(task, "accept", 1), noted(made, 4), noted(made, 3)], SARI)
    assert statuses(found) == ["applied", "applied", "conflict"]
    assert found[2]["current"]["version"] == 4, "what was accepted is a version of the task"


async def test_a_warning_under_the_number_of_a_version_has_not_made_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    """What the clocks note beside a version of somebody else makes it nobody else's."""
    made, _ = await led(client, settings)
    changed = await client.patch(f"{P}/reports/{made}", json=AMENDED, headers=headers(settings, SARI, match=3))
    assert changed.status_code == 200, changed.text
    async with watching(settings) as ladder:
        for passed in (timedelta(minutes=20), timedelta(hours=3)):
            await let_pass(admin, passed)
            await ladder.sweep(datetime.now(UTC))
    assert "clock.warned" in {row["action"] for row in await admin.fetch(EVENTS, UUID(made)) if row["version"] == 4}
    found = await send(client, settings, [noted(made, 4), noted(made, 3)], DESK)
    assert statuses(found) == ["applied", "conflict"]


async def test_the_first_of_a_batch_has_made_nothing_that_it_may_stand_on(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    checked = verified(made["id"], 1)["body"]
    answer = await client.post(
        f"{P}/reports/{made['id']}/transitions", json=checked, headers=headers(settings, DESK, match=1)
    )
    assert answer.status_code == 200, answer.text
    found = await send(client, settings, [assigned(made["id"], 1), noted(made["id"])], DESK)
    assert (statuses(found), codes(found)) == (["conflict", "applied"], ["precondition_failed", None])


async def test_a_batch_that_is_sent_again_whole_stands_on_what_it_did_before(client: Any, settings: Settings) -> None:
    _, task = await led(client, settings)
    first, second, third = act(task, "accept", 1), act(task, "start", 1), act(task, "complete", 1, result="Selesai")
    assert statuses(await send(client, settings, [first, second], SARI)) == ["applied", "applied"]
    found = await send(client, settings, [first, second, third], SARI)
    assert [(one["status"], one["version"]) for one in found] == [("duplicate", 2), ("duplicate", 3), ("applied", 4)]


async def test_the_clocks_make_nobodys_act_stale(client: Any, settings: Settings, admin: Any) -> None:
    """An officer reads, an hour passes with its warnings and its way up the ladder, and the act is still sent."""
    made, task = await led(client, settings)
    async with watching(settings) as ladder:
        for passed in (timedelta(minutes=20), timedelta(hours=3), WEEK):
            await let_pass(admin, passed)
            await ladder.sweep(datetime.now(UTC))
    actions = [row["action"] for row in await admin.fetch(EVENTS, UUID(made))]
    assert {"clock.warned", "report.escalated", "task.expired"} <= {*actions}
    shown = await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))
    assert (shown.json()["version"], shown.headers["ETag"]) == (3, '"3"')
    assert {one["id"]: one["version"] for one in shown.json()["tasks"]}[task] == 1
    found = await send(client, settings, [act(task, "accept", 1)], SARI)
    assert codes(found) == ["illegal_transition"], "the offer has passed, and nobody calls it another version"
    changed = await client.patch(f"{P}/reports/{made}", json=AMENDED, headers=headers(settings, DESK, match=3))
    assert changed.status_code == 200, changed.text


async def test_a_clock_that_runs_ahead_is_told_and_its_act_is_taken(client: Any, settings: Settings) -> None:
    before = datetime.now(UTC)
    ahead = before + timedelta(minutes=40)
    times = {"occurred_at": (ahead - timedelta(minutes=10)).isoformat(), "known_at": ahead.isoformat()}
    made = created(**times) | {"at": ahead.isoformat()}
    on_time = created()
    found = await send(client, settings, [made, on_time])
    assert [(one["status"], one.get("clock_ahead")) for one in found] == [("applied", True), ("applied", None)]
    shown = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, POLRES))).json()
    now = datetime.now(UTC)
    for name, since in (("occurred_at", timedelta(minutes=10)), ("known_at", timedelta(0))):
        found_at = datetime.fromisoformat(shown[name])
        assert before - since <= found_at <= now - since, "the server's time decides, and how long before stays"
    history = await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, DESK))
    first = history.json()["items"][0]
    assert first["data"]["clock_ahead"] is True
    assert datetime.fromisoformat(first["data"]["claimed_at"]) == ahead
    assert (
        "clock_ahead"
        not in (await client.get(f"{P}/reports/{on_time['id']}/history", headers=headers(settings, DESK))).json()[
            "items"
        ][0]["data"]
    )


async def test_a_queued_report_keeps_when_it_became_known_and_where_nobody_said_it_asks(
    client: Any, settings: Settings
) -> None:
    """Known on 24 November 2024, sent long after: late. Of the other nobody said it: no limit of lodging is counted."""
    said, unsaid = created(known_at="2024-11-24T20:20:00+07:00"), created(known_at=None)
    first, second = await send(client, settings, [said, unsaid])
    assert ("lodged_late" in first["advisories"], "known_at_not_told" in first["advisories"]) == (True, False)
    assert "known_at_not_told" in second["advisories"]
    shown = (await client.get(f"{P}/reports/{said['id']}", headers=headers(settings, DESK))).json()
    assert datetime.fromisoformat(shown["known_at"]) == datetime.fromisoformat("2024-11-24T20:20:00+07:00")
    one = f"{P}/reports/{unsaid['id']}"
    asked = (await client.get(one, headers=headers(settings, DESK))).json()
    assert (asked["known_at"], "known_at_not_told" in asked["advisories"]) == (None, True)
    assert "lodge_report" not in {clock["kind"] for clock in asked["clocks"]}
    answer = {"known_at": "2024-11-25T08:00:00+07:00", "reason": "Pelapor ditanya"}
    told = await client.patch(one, json=answer, headers=headers(settings, DESK, match=asked["version"]))
    assert told.status_code == 200, told.text
    (lodged,) = [clock for clock in told.json()["clocks"] if clock["kind"] == "lodge_report"]
    assert lodged["stopped_at"] > lodged["due_at"], "it came long after its limit"
    assert "lodged_late" in told.json()["advisories"]


async def test_a_time_that_had_not_come_by_the_devices_own_clock_is_refused(client: Any, settings: Settings) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=40)
    made = created(occurred_at=(ahead + timedelta(hours=1)).isoformat()) | {"at": ahead.isoformat()}
    found = (await post(client, settings, [made])).json()["results"]
    assert codes(found) == ["in_future"]
    assert [error["pointer"] for error in found[0]["problem"]["errors"]] == ["/body/occurred_at"]
    assert REPORT["title"] not in str(found)


async def test_versions_are_counted_from_one(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    answer = await client.post(
        f"{P}/commands", json={"commands": [noted(made["id"], 0)]}, headers=headers(settings, SARI)
    )
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/commands/0/expected_version"]
