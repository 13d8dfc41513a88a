"""Who acts on a secret report without reading it learns the state of their task, and nothing by being refused."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

import service
import workflows
from service.edge.call import Call
from service.edge.problems.from_errors import told
from service.edge.problems.problem_body import problem_body
from service.edge.problems.problem_table import PROBLEMS
from service.edge.settings import Settings
from service.features.changing.changes import Subject, _prepare
from tests.edge.api.story import DESK, OFFICER, SUPERVISOR, VERIFY, P, fire, headers, report
from tests.features.commands.queueing import queued
from tests.trail.verifier.trails import POLICY, actor
from tests.walking import walked
from tests.workflows import facts
from workflows.access import refusals, visibility
from workflows.access.refusals import IllegalTransition, InvalidCommand, LawForbids, NotPermitted, Refused
from workflows.codes.people import Role
from workflows.codes.tasks import TaskState, TaskTrigger, TransferKind
from workflows.decisions.engine import TASKS
from workflows.decisions.unread import BLINDLY, SAID, UNREAD

HOLDER = (SUPERVISOR, "kejari", "Rina")
OFFICER_OF_THEIRS = (OFFICER, "kejari", "Yusuf")
KEJARI = actor(Role.SUPERVISOR, "kejari", "Rina")
BESIDE = {"type", "title", "status", "detail", "code", "errors", "trace_id"}
KINDS = [value for value in vars(refusals).values() if isinstance(value, type) and issubclass(value, Refused)]
SENT: dict[str, dict[str, Any]] = {
    "accept": {},
    "start": {},
    "wait": {"reason": "Menunggu"},
    "resume": {},
    "complete": {"result": "Selesai"},
    "decline": {"reason": "Bukan kewenangan"},
    "withdraw": {"reason": "Tidak perlu"},
    "assign_person": {"assignee": str(uuid4())},
}


def members() -> Iterator[str]:
    """Every member that a refusal is raised with anywhere, whatever its code."""
    folders = [Path(str(package.__file__)).parent for package in (service, workflows)]
    names = {kind.__name__ for kind in KINDS}
    for file in sorted(one for folder in folders for one in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                for found in (one for given in node.args for one in ast.walk(given) if isinstance(one, ast.Dict)):
                    yield from (key.value for key in found.keys if isinstance(key, ast.Constant))


MEMBERS = sorted({*members(), "state", "trigger", "legal", "lead", "rule", "category", "severity", "accused"})


def refused(code: str) -> list[Refused]:
    """A refusal of this code in every class, with every member there is."""
    told_of = {name: f"secret {name}" for name in MEMBERS}
    made: list[Refused] = [kind(code, told_of) for kind in (LawForbids, NotPermitted, refusals.DutyConflict)]
    return [*made, InvalidCommand(code, "/agency", told_of), IllegalTransition("assigned", "reopen", ("close",))]


def answered(error: Refused, readers: list[str]) -> dict[str, Any]:
    """The problem that a refusal becomes for a holder, of a report that ``readers`` read."""
    call = Call(KEJARI, "33.05", POLICY, "en", None, None)
    row: Any = {**msgspec.structs.asdict(facts.report()), "readers": readers, "walled": [], "updated_at": None}

    def decide(_subject: Any, _given: Any) -> Any:
        raise error

    with pytest.raises(Refused) as found:
        _prepare(call, Subject(row, 1, UUID(int=1)), decide)
    code, details, errors = told(found.value, "en")
    return problem_body(code, "en", "", details, errors)


def test_the_members_of_refusals_are_found() -> None:
    assert {"agency", "rule", "register_number", "agencies", "election", "kind", "missing"} <= set(MEMBERS)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_no_refusal_tells_a_holder_more_than_the_state_of_the_task(code: str) -> None:
    for error in refused(code):
        body = answered(error, [visibility.of_holder("kejari")])
        said = SAID.get(body["code"])
        assert said is not None
        extra = body.keys() - BESIDE
        assert extra <= said
        told_of = json.dumps({name: value for name, value in body.items() if name not in said})
        for name in said & body.keys():
            told_of = told_of.replace(str(body[name]), "")  # the detail repeats what is told beside it
        assert "secret" not in told_of.replace(f"/problems/{code}", "")
        assert body["code"] == code or body["code"] == UNREAD


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_who_reads_the_report_is_told_every_reason(code: str) -> None:
    for error in refused(code):
        body = answered(error, [visibility.EVERYONE])
        assert body["code"] == error.code
        assert error.details.keys() <= body.keys()


async def secret_task(client: Any, settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """A secret report that accuses KPU, and the task of it that Kejari holds as Kejari sees it."""
    accused = {"reported_party": {"agency": "kpu"}}
    made = await report(client, settings, classification="secret", category="intimidation", **accused)
    assert (await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)).status_code == 200
    task = {"agency": "kejari", "role": "support", "kind": "clarification"}
    answer = await client.post(f"{P}/reports/{made['id']}/tasks", json=task, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    (mine,) = (await client.get(f"{P}/tasks?agency=kejari", headers=headers(settings, HOLDER))).json()["items"]
    return answer.json(), mine


def tell_tales(made: dict[str, Any]) -> list[str]:
    """What would tell what the report is about."""
    routing, lead = made["routing"]["rule"], made["lead_agency"]
    others = [task["id"] for task in made["tasks"] if task["agency"] != "kejari"]
    return [made["id"], made["category"], routing, lead, made["register_number"], '"S2"', "walled", *others]


def without_trace(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "trace_id"}


async def test_which_agency_may_have_the_task_is_not_told_by_trying(client: Any, settings: Settings) -> None:
    made, mine = await secret_task(client, settings)
    path = f"/tasks/{mine['id']}"
    answers = []
    for kind in TransferKind:
        for agency in (*POLICY.agencies, "tidak_ada"):
            for letter in ({}, {"reference": "B/1"}):
                body = {"trigger": "transfer", "kind": kind, "agency": agency, "reason": "Pindah", **letter}
                answers.append(await fire(client, settings, HOLDER, path, 1, body))
    assert {answer.status_code for answer in answers} == {403}
    first, *others = [without_trace(answer) for answer in answers]
    assert first["code"] == UNREAD
    assert all(other == first for other in others)
    assert not [tale for tale in tell_tales(made) for answer in answers if tale in answer.text]
    assert (await client.get(P + path, headers=headers(settings, HOLDER))).json()["state"] == "offered"


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("who", [HOLDER, OFFICER_OF_THEIRS])
async def test_a_holder_works_the_task_and_no_answer_tells_of_the_report(
    client: Any, settings: Settings, who: Any, language: str
) -> None:
    made, mine = await secret_task(client, settings)
    answers, version, state = [], 1, TaskState.OFFERED
    for step in ("accept", "start", "wait", "resume", "complete"):
        for trigger, body in SENT.items():
            if TaskTrigger(trigger) in TASKS.legal[state]:
                continue
            sent = headers(settings, who, match=version) | {"Accept-Language": language}
            path = f"{P}/tasks/{mine['id']}/transitions"
            answers.append(await client.post(path, json={"trigger": trigger, **body}, headers=sent))
        stale = headers(settings, who, match=99)
        late = await client.post(
            f"{P}/tasks/{mine['id']}/transitions", json={"trigger": step, **SENT[step]}, headers=stale
        )
        assert (late.status_code, late.json()["current_version"]) == (412, version)
        done = await fire(client, settings, who, f"/tasks/{mine['id']}", version, {"trigger": step, **SENT[step]})
        assert done.status_code == 200, done.text
        state, version = TaskState(done.json()["state"]), done.json()["version"]
        shown = await client.get(f"{P}/tasks/{mine['id']}", headers=headers(settings, who))
        assert (done.json()["actions"], done.json()["transferred_from"]) == (shown.json()["actions"], None)
        answers += [late, done, shown]
    assert {answer.status_code for answer in answers} <= {200, 403, 409, 412}
    assert not [(tale, answer.text) for tale in tell_tales(made) for answer in answers if tale in answer.text]
    assert (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, who))).status_code == 404


async def test_the_actions_of_a_task_say_no_more_than_that_the_report_is_not_read(
    client: Any, settings: Settings
) -> None:
    _, mine = await secret_task(client, settings)
    for one in walked(mine["actions"]):
        reasons = {reason["code"] for reason in one["reasons"]}
        expected = {"illegal_transition"} if one["action"] in BLINDLY else {UNREAD}
        assert one["allowed"] is (one["action"] in {"accept", "decline", "assign_person"} and not reasons)
        assert reasons <= expected


async def test_a_queued_command_of_a_holder_is_refused_as_the_single_one_is(client: Any, settings: Settings) -> None:
    made, mine = await secret_task(client, settings)
    body = {"trigger": "transfer", "kind": "forwarded", "agency": "kpu", "reason": "Pindah"}
    command = queued("task.transition", mine["id"], 1, body)
    answer = await client.post(f"{P}/commands", json={"commands": [command]}, headers=headers(settings, HOLDER))
    (result,) = answer.json()["results"]
    assert (result["status"], result["problem"]["code"]) == ("refused", UNREAD)
    assert not [tale for tale in tell_tales(made) if tale in answer.text]


async def test_who_reads_the_report_still_transfers_and_is_told_why_not(client: Any, settings: Settings) -> None:
    _, mine = await secret_task(client, settings)
    body = {"trigger": "transfer", "kind": "forwarded", "reason": "Pindah"}
    refusal = await fire(client, settings, DESK, f"/tasks/{mine['id']}", 1, body | {"agency": "kpu"})
    assert (refusal.status_code, refusal.json()["code"], refusal.json()["agency"]) == (409, "agency_walled", "kpu")
    assert (
        await fire(client, settings, DESK, f"/tasks/{mine['id']}", 1, body | {"agency": "polres"})
    ).status_code == 200
