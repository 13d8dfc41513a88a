"""A Gakkumdu case over HTTP: taken by the three of the joint desk, seen by whoever sees the report, hidden with it."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.bodies import contents
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    LEAD,
    POLRES,
    SARI,
    TONO,
    WATI,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.edge.api.test_round_trips import MOST_OF_A_READ, MOST_OF_A_WRITE, _asked
from tests.edge.contract.case_steps import ITEMS, MET, PATH, REGISTER, RINA, STEP_BODIES, WHO, body_of
from tests.features.elections.at_a_time import set_clock
from tests.features.erasures.scan import places
from tests.signing import Signer
from tests.workflows.codes.test_wording import POLICY
from workflows.codes.people import Role

OTHER_NUMBER = "04/REG/LP/PB/Kab/14.18/XII/2020"


async def assigned(client: Any, settings: Settings, **changes: Any) -> str:
    """A report that is led by Bawaslu, by its identifier."""
    made = await verified(client, settings, **changes)
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, {"trigger": "assign", "tasks": [LEAD]})
    assert answer.status_code == 200, answer.text
    return str(made["id"])


async def case_of(client: Any, settings: Settings, made: str, who: Any = TONO) -> Any:
    answer = await client.get(f"{P}/reports/{made}/case", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
    return answer.json()


async def take(client: Any, settings: Settings, made: str, step: str, who: Any = None, **members: Any) -> Any:
    """The answer to a step that is taken by somebody who may, or by ``who``."""
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, WATI))).json()["version"]
    sent = headers(settings, who or WHO[step], match=match)
    return await client.post(f"{P}/reports/{made}/case/steps", json=body_of(step) | members, headers=sent)


async def taken(client: Any, settings: Settings, made: str, *steps: str) -> Any:
    found = None
    for step in steps:
        answer = await take(client, settings, made, step)
        assert answer.status_code == 200, (step, answer.text)
        found = answer.json()
    return found


async def test_the_whole_path_is_taken_and_read_with_its_words(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    empty = await case_of(client, settings, made)
    assert (empty["state"], empty["register_number"], empty["steps"]) == ("unregistered", None, [])
    assert len(empty["missing"]) == len(empty["bundle"]) == 15
    assert [one["action"] for one in empty["actions"] if one["allowed"]] == ["register"]
    last = await taken(client, settings, made, *PATH)
    found = await case_of(client, settings, made)
    last.pop("receipt")
    assert last["steps"] == found["steps"]
    assert [step["step"] for step in found["steps"]] == PATH
    assert found["state"] == "carried_out"
    registered = found["steps"][0]["data"]
    assert {name: found[name] for name in REGISTER} == {name: registered[name] for name in REGISTER}
    assert found["form"] == "Model B.1"
    assert {name: found[name] for name in ("police_number", "police_receipt")} == STEP_BODIES["police_report"]
    assert not {one["item"] for one in ITEMS} & set(found["missing"])
    first = next(step for step in found["steps"] if step["step"] == "first_discussion")
    assert (first["from"], first["to"], first["data"]["decision"]) == ("registered", "first_discussed", "proceed")
    assert [(text["field"], text["about"], text["content"]) for text in first["texts"]] == [
        ("minutes", None, "Unsur terpenuhi"),
        ("attendees", "bawaslu", "Sari dan Tono"),
        ("attendees", "polres", "Budi"),
    ]
    forward = next(step for step in found["steps"] if step["step"] == "forward")
    assert {text["about"]: text["content"] for text in forward["texts"]} == {
        None: STEP_BODIES["forward"]["reference"], **{one["item"]: one["reference"] for one in ITEMS},
    }  # fmt: skip


async def test_the_tasks_of_police_and_prosecutor_open_along_the_path(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Agencies": "once Bawaslu has registered the case, not before"."""
    made = await assigned(client, settings)
    hidden = await client.get(f"{P}/reports/{made}/case", headers=headers(settings, RINA))
    assert hidden.status_code == 404
    await taken(client, settings, made, *PATH[: PATH.index("investigated")])
    tasks = (await client.get(f"{P}/tasks?agency=kejari", headers=headers(settings, RINA))).json()["items"]
    assert tasks == []
    await taken(client, settings, made, "investigated")
    (task,) = (await client.get(f"{P}/tasks?agency=kejari", headers=headers(settings, RINA))).json()["items"]
    assert (task["kind"], task["role"], task["obligatory"], task["state"]) == ("case", "support", True, "offered")
    assert (await case_of(client, settings, made, RINA))["state"] == "file_submitted"
    shown = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()
    assert [one["agency"] for one in shown["tasks"]] == ["bawaslu", "polres", "kejari"]


async def test_the_reports_clocks_are_those_of_its_steps(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    await taken(client, settings, made, *PATH[: PATH.index("returned")])
    clocks = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["clocks"]
    running = {clock["kind"] for clock in clocks if clock["task"] is None and clock["stopped_at"] is None}
    assert running == {"prosecutor_return", "to_court"}
    stopped = {clock["kind"] for clock in clocks if clock["stopped_at"] is not None}
    assert {"handling", "investigation"} <= stopped
    from_receipt = {"initial_study", "handling"}  # which may end before the counter opens
    of_steps = [clock for clock in clocks if clock["kind"] not in from_receipt]
    assert all(clock["stopped_at"] >= clock["started_at"] for clock in of_steps if clock["stopped_at"])


async def test_a_step_takes_four_round_trips_and_a_read_three(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings, classification="ordinary")
    await taken(client, settings, made, *PATH[:3])
    match = (await case_of(client, settings, made))["version"]
    sent = headers(settings, TONO, match=match)
    async with _asked(client) as asked:
        answer = await client.post(f"{P}/reports/{made}/case/steps", json=body_of("forward"), headers=sent)
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= MOST_OF_A_WRITE, asked
    async with _asked(client) as asked:
        await case_of(client, settings, made)
    assert 0 < len(asked) <= MOST_OF_A_READ, asked


async def test_a_step_wants_its_key_and_its_version_and_is_answered_the_same_again(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings)
    path, body = f"{P}/reports/{made}/case/steps", body_of("register")
    bare = headers(settings, TONO, match=3)
    without = {name: value for name, value in bare.items() if name != "Idempotency-Key"}
    for sent, status in ((headers(settings, TONO), 428), (headers(settings, TONO, match=2), 412), (without, 400)):
        assert (await client.post(path, json=body, headers=sent)).status_code == status
    first, again = [await client.post(path, json=body, headers=bare) for _ in range(2)]
    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'case.registered'") == 1


async def test_of_two_at_once_one_is_taken(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    path, body = f"{P}/reports/{made}/case/steps", body_of("register")
    answers = await asyncio.gather(
        *(client.post(path, json=body, headers=headers(settings, who, match=3)) for who in (TONO, WATI))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_refused_step_writes_nothing(client: Any, settings: Settings, admin: Any) -> None:
    made = await assigned(client, settings)
    await taken(client, settings, made, *PATH[:3])
    before = await contents(admin)
    answer = await take(client, settings, made, "forward", items=ITEMS[:2])
    assert (answer.status_code, answer.json()["code"]) == (409, "bundle_incomplete")
    assert answer.json()["missing"] == ["study", "discussion_minutes"]
    assert POLICY.handover["study"].name.en in answer.json()["detail"]
    answer = await take(client, settings, made, "police_report")
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    assert answer.json()["legal"] == ["check_bundle", "forward"]
    answer = await take(client, settings, made, "forward", who=SARI)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_permitted")
    answer = await take(client, settings, made, "forward", who=(Role.SUPERVISOR, "polres", "Rudi"))
    assert answer.status_code == 404  # restricted, and the police hold no task of it yet
    assert await contents(admin) == before


async def test_the_answer_says_what_is_missing_and_what_may_be_done_next_by_whom(
    client: Any, settings: Settings
) -> None:
    made = await assigned(client, settings, classification="ordinary")
    found = await taken(client, settings, made, *PATH[:4])
    assert len(found["missing"]) == 11
    assert all(one["obligatory"] for one in found["bundle"])
    assert {one["item"] for one in found["bundle"] if one["stops_forwarding"]} == {one["item"] for one in ITEMS}
    for who, may in ((POLRES, ["police_report"]), (TONO, ["check_bundle"]), (RINA, []), (DESK, []), (AUDITOR, [])):
        shown = await case_of(client, settings, made, who)
        assert [one["action"] for one in shown["actions"] if one["allowed"]] == may
    reasons = {one["action"]: [reason["code"] for reason in one["reasons"]] for one in shown["actions"]}
    assert reasons["police_report"] == ["role_not_permitted"]


ACCUSED = {"classification": "ordinary", "reported_party": {"agency": "kpu", "name": "Anggota"}}


async def test_an_accused_agency_finds_no_case(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings, **ACCUSED)
    await taken(client, settings, made, *PATH[:4])
    chief = (Role.SUPERVISOR, "kpu", "Nur")
    for who in (KPU, chief):
        assert (await client.get(f"{P}/reports/{made}/case", headers=headers(settings, who))).status_code == 404
    answer = await take(client, settings, made, "police_report", who=chief)
    assert answer.status_code == 404
    missing = await client.get(f"{P}/reports/{REPORTLESS}/case", headers=headers(settings, KPU))
    assert {**missing.json(), "trace_id": ""} == {**answer.json(), "trace_id": ""}
    assert (await client.get(f"{P}/events", headers=headers(settings, KPU))).json()["items"] == []
    summary = (await client.get(f"{P}/summary", headers=headers(settings, KPU))).json()
    assert [one["total"] for one in summary["elections"] if one["total"]] == []


REPORTLESS = "00000000-0000-4000-8000-000000000000"


async def test_a_restricted_case_is_for_those_who_hold_a_task_of_it(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    await taken(client, settings, made, "register")
    for who in (KODIM, KPU, (Role.OFFICER, "polres", "Joko")):
        assert (await client.get(f"{P}/reports/{made}/case", headers=headers(settings, who))).status_code == 404
    await taken(client, settings, made, *PATH[1:4])
    assert (await case_of(client, settings, made, (Role.OFFICER, "polres", "Joko")))["state"] == "forwarded"


async def test_of_a_secret_case_the_words_are_for_the_named_and_are_sealed(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = (await report(client, settings, who=TONO, classification="secret"))["id"]
    checked = {"formal": True, "material": True}
    body = {"trigger": "verify", "checklist": checked, "grade": {"reliability": "B", "credibility": 2}}
    assert (await fire(client, settings, DESK, f"/reports/{made}", 1, body)).status_code == 200
    await fire(client, settings, DESK, f"/reports/{made}", 2, {"trigger": "assign", "tasks": [LEAD]})
    answer = await taken(client, settings, made, *PATH[:4])
    assert answer["steps"][1]["texts"][0]["content"] == MET["minutes"]
    said = [MET["minutes"], "Sari dan Tono", STEP_BODIES["forward"]["reference"], "No. study"]
    assert await places(admin, said) == set()
    for who, seen in ((WATI, 3), (DESK, 0), (AUDITOR, 0)):
        found = await case_of(client, settings, made, who)
        assert (found["state"], len(found["steps"][1]["texts"])) == ("forwarded", seen)
    for who in (SARI, (Role.OFFICER, "polres", "Joko"), RINA, KODIM):
        assert (await client.get(f"{P}/reports/{made}/case", headers=headers(settings, who))).status_code == 404
    (task,) = (await client.get(f"{P}/tasks?agency=polres", headers=headers(settings, POLRES))).json()["items"]
    assert (task["report"], task["about"]) == (None, None)


async def test_a_number_of_another_case_is_refused_when_it_shows_and_not_told_when_it_is_hidden(
    client: Any, settings: Settings
) -> None:
    first, second = [await assigned(client, settings) for _ in range(2)]
    same = {"register_number": OTHER_NUMBER}
    assert (await take(client, settings, first, "register", **same)).status_code == 200
    answer = await take(client, settings, second, "register", **same)
    assert (answer.status_code, answer.json()["code"]) == (422, "register_number_taken")
    assert answer.json()["errors"][0]["pointer"] == "/register_number"
    match = (await case_of(client, settings, first))["version"]
    hide = {"classification": "secret", "reason": "Saksi terancam"}
    answer = await client.patch(f"{P}/reports/{first}", json=hide, headers=headers(settings, TONO, match=match))
    assert answer.status_code == 200, answer.text
    answer = await take(client, settings, second, "register", who=SARI, **same)
    assert answer.status_code == 200, answer.text


async def test_a_report_that_is_none_of_the_joint_desks_has_an_empty_case(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings, category="administrative")
    found = await case_of(client, settings, made)
    assert found["state"] == "unregistered"
    reasons = {one["action"]: [reason["code"] for reason in one["reasons"]] for one in found["actions"]}
    assert reasons["register"] == ["not_gakkumdu"]
    answer = await take(client, settings, made, "register")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_gakkumdu")


async def test_numbers_that_are_none_are_named_and_nothing_of_them_is_repeated(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    answer = await take(client, settings, made, "register", register_number="Budi Santoso", form="Rahasia")
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/register_number", "/form"]
    assert "Budi" not in answer.text
    assert "Rahasia" not in answer.text


SUPERUSER = {
    "the state": ("UPDATE gakkumdu_case SET state = 'stopped'", "state of the case"),
    "Bawaslu's number": (f"UPDATE gakkumdu_case SET register_number = '{OTHER_NUMBER}'", "register_number of the case"),
    "the bundle": ("UPDATE gakkumdu_case SET bundle = '{study}'", "bundle of the case"),
    "the whole case": ("DELETE FROM gakkumdu_case", "the case is nothing in the tables"),
}


async def test_a_case_in_a_bundle_verifies_and_what_a_superuser_does_to_it_is_named(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    made = await assigned(client, settings)
    await taken(client, settings, made, *PATH[:6])
    await sequencer.sequence_all(worker)
    await signer.publish(worker)
    key, file = signer.key, tmp_path / "trail.bundle"

    async def verdict() -> tuple[int, Any]:
        out = io.BytesIO()
        await asyncio.to_thread(bundle, settings, Scope(REGION), file)
        code = await asyncio.to_thread(verify, file, [key], None, as_json=True, out=out)
        file.unlink()
        return code, json.loads(out.getvalue())["faults"]

    assert await verdict() == (0, [])
    await admin.execute("CREATE TABLE kept AS SELECT * FROM gakkumdu_case")
    for sql, words in SUPERUSER.values():
        await admin.execute(sql)
        code, (fault,) = await verdict()
        assert (code, fault["code"], fault["report"]) == (1, "state_differs", made)
        assert words in fault["words"]
        await admin.execute("DELETE FROM gakkumdu_case")
        await admin.execute("INSERT INTO gakkumdu_case SELECT * FROM kept")
    assert await verdict() == (0, [])


@pytest.mark.parametrize("step", ["first_discussion", "second_discussion"])
async def test_a_discussion_may_be_told_late_and_its_clock_is_met_when_it_was_held(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Registered on Monday 25 November 2024, handled within seven calendar days: 26 to 30, 1 and 2 December."""
    set_clock(monkeypatch, "2024-11-25T09:00:00")
    happened = {"occurred_at": "2024-11-25T06:00:00+07:00", "known_at": "2024-11-25T07:00:00+07:00"}
    made = await assigned(client, settings, **happened, election="pemilu-2024")
    set_clock(monkeypatch, "2024-11-28T16:00:00")
    held = {"register": "2024-11-25T10:00:00+07:00", "first_discussion": "2024-11-25T14:00:00+07:00"}
    for before in PATH[: PATH.index(step)]:
        assert (await take(client, settings, made, before, at=held[before])).status_code == 200
    answer = await take(client, settings, made, step, at="2024-11-28T15:00:00+07:00")
    assert answer.status_code == 200, answer.text
    told = answer.json()["steps"][-1]
    assert told["at"] == "2024-11-28T08:00:00Z"
    assert told["recorded_at"] > told["at"]
    clocks = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["clocks"]
    (handling,) = (clock for clock in clocks if clock["kind"] == "handling")
    met = None if step == "first_discussion" else "2024-11-28T08:00:00Z"
    assert handling["due_at"] == "2024-12-02T16:59:59Z"
    assert handling["stopped_at"] == met
