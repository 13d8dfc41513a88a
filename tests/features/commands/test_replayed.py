"""Queues sent again, in pieces, out of order, and held against the same done by single calls."""

import json
from random import Random
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers
from tests.features.commands.programs import lawful, program
from tests.features.commands.queueing import EVENTS, Command, send, statuses
from workflows.decisions.queued import Missed, QueuedCommand

STATE = """SELECT r.id, r.state, r.version, r.seq, r.lead_agency,
  (SELECT count(*) FROM task t WHERE t.report_id = r.id) AS tasks FROM report r"""
REPORTS, EACH = 100, 5
RESTS = ("earlier_command_not_applied", 409, [])
OF = {"report.create": "", "report.transition": "/{}/transitions", "note.add": "/{}/notes"}


async def standing(admin: Any) -> dict[UUID, Any]:
    """Every report as it stands, with the actions that brought it there."""
    found = {}
    for row in await admin.fetch(STATE):
        events = await admin.fetch(EVENTS, row["id"])
        found[row["id"]] = (tuple(row)[1:], [event["action"] for event in events])
    return found


async def test_five_hundred_commands_twice_and_out_of_order_come_to_what_they_are_in_order(
    client: Any, settings: Settings, admin: Any
) -> None:
    commands = lawful(REPORTS, EACH)
    assert len(commands) == 500
    for _ in range(2):
        found = await send(client, settings, commands, DESK)
    assert statuses(found) == ["duplicate"] * 500
    in_order = sorted((state, actions) for state, actions in (await standing(admin)).values())

    again, random = lawful(REPORTS, EACH), Random(33.05)
    left = again
    while left:
        shuffled = random.sample(left, len(left))
        found = await send(client, settings, shuffled, DESK)
        assert set(statuses(found)) <= {"applied", "conflict", "refused"}
        assert "applied" in statuses(found)
        left = [sent for sent, one in zip(shuffled, found, strict=True) if one["status"] != "applied"]
    assert statuses(await send(client, settings, random.sample(again, len(again)), DESK)) == ["duplicate"] * 500
    mine = {UUID(one["id"]) for one in again if one["kind"] == "report.create"}
    out_of_order = sorted(what for report, what in (await standing(admin)).items() if report in mine)
    assert out_of_order == in_order


@pytest.mark.parametrize("seed", range(6))
async def test_a_batch_is_the_sequence_of_its_single_calls(
    client: Any, settings: Settings, admin: Any, seed: int
) -> None:
    """Cut into pieces anywhere, the same queue has the same results as its calls made one by one."""
    queue, singly = program(Random(seed), 4, 24), program(Random(seed), 4, 24)
    cut = Random(seed).randrange(1, len(queue))
    batched = [*await send(client, settings, queue[:cut], DESK), *await send(client, settings, queue[cut:], DESK)]
    told = await one_by_one(client, settings, singly, cut)
    assert [outcome(result) for result in batched] == told
    found = await standing(admin)
    for one, other in zip(queue, singly, strict=True):
        if one["kind"] == "report.create":
            assert found[UUID(one["id"])] == found[UUID(other["single"])]


def outcome(result: dict[str, Any]) -> tuple[Any, ...]:
    if result["status"] in {"applied", "duplicate"}:
        return ("applied", result["state"], result["version"])
    problem = result["problem"]
    pointers = [fault["pointer"].removeprefix("/body") for fault in problem["errors"]]
    return (problem["code"], problem["status"], pointers)


async def one_by_one(client: Any, settings: Settings, queue: list[Command], cut: int) -> list[tuple[Any, ...]]:
    """The single calls. What rests on a failure of the same piece means a version that there never is."""
    made: dict[str, str] = {}
    told: list[tuple[Any, ...]] = []
    missed = Missed()
    for place, command in enumerate(queue):
        missed = Missed() if place == cut else missed
        typed = QueuedCommand.model_validate_json(json.dumps(command))
        held = missed.stands_before(typed)
        about, version = made.get(command.get("target", "")), 0 if held else command.get("expected_version")
        path = f"{P}/reports{OF[command['kind']].format(about)}"
        sent = headers(settings, DESK, match=version, key=command["id"])
        answer = await client.post(path, json=command["body"], headers=sent)
        found = answer.json()
        if answer.is_success:
            made[command["id"]] = command["single"] = found["id"]
            told.append(("applied", found["state"], found["version"]))
            continue
        missed.note(typed)
        rests = held and found["code"] == "precondition_failed"
        pointers = [fault["pointer"] for fault in found["errors"]]
        told.append(RESTS if rests else (found["code"], found["status"], pointers))
    return told
