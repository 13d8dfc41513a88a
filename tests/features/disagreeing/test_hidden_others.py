"""Two reports that are linked and merged: neither names the other to who does not see it, anywhere, from then on."""

import asyncio
import io
import json
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import msgspec
import pytest

from service.edge.settings import Settings
from service.trail.verifier.command import verify
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    LEAD,
    OFFICER,
    REPORT,
    SARI,
    SUPERVISOR,
    TONO,
    VERIFY,
    P,
    fire,
    headers,
    report,
)
from tests.features.notices.telling import get, merge, wall
from tests.features.webhooks.desk import signed as as_machine
from tests.signing import Signer
from tests.trail.log.bundling import signed as sign
from workflows.codes.people import Role
from workflows.decisions.reports.namings import NAMES, THROUGH
from workflows.trail.leaf import Leaf, canonical, leaf_hash

OTHERS = {
    "officer": (OFFICER, "kpu", "Dewi"),
    "supervisor": (SUPERVISOR, "kpu", "Ratna"),
    "machine": (Role.INTEGRATOR, "kpu", "Mesin"),
    "auditor": (Role.AUDITOR, "kpu", "Rahman"),
    "holder": (OFFICER, "satpolpp", "Joko"),
    "holding supervisor": (SUPERVISOR, "satpolpp", "Yanto"),
}
"""Readers of what is not hidden. The holders' agency has had a task of either report."""

MOVING = {"agency": "satpolpp", "role": "support", "kind": "clarification"}
STAYING = {"agency": "kejari", "role": "support", "kind": "information"}
WAYS: Mapping[str, frozenset[str]] = {
    "walled off": frozenset(OTHERS),
    "restricted": frozenset({"officer", "supervisor", "machine"}),
    "secret": frozenset({"officer", "supervisor", "machine", "holder", "holding supervisor"}),
}
"""By the way in which one of the two is hidden later: the readers who then do not see it."""


class Two(NamedTuple):
    """The one that is hidden and the one that is seen, each with the identifiers of its tasks."""

    hidden: str
    seen: str
    tasks: dict[str, list[str]]

    hides_both: bool = False
    """Whether it is a wall of the survivor, which hides its duplicate as well from whom it walls off."""

    @property
    def unsaid(self) -> set[str]:
        """What must not be said beside the one that is seen."""
        return {self.hidden, *self.tasks[self.hidden]}


async def linked(client: Any, settings: Settings) -> tuple[str, str]:
    """A duplicate that was linked and then merged into a report, with a task that moved and one that did not."""
    made, into = [(await report(client, settings, classification="ordinary"))["id"] for _ in range(2)]
    for each in (into, made):  # what was registered first goes on
        assert (await fire(client, settings, DESK, f"/reports/{each}", 1, VERIFY)).status_code == 200
    await led_for_a_while(client, settings, made)
    for of, task in ((into, STAYING), (made, STAYING), (made, MOVING)):
        answer = await client.post(f"{P}/reports/{of}/tasks", json=task, headers=headers(settings, DESK))
        assert answer.status_code == 201, answer.text
    body = {"report": into, "kind": "same_event"}
    answer = await client.post(f"{P}/reports/{made}/links", json=body, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    version = (await get(client, settings, f"/reports/{made}", DESK))["version"]
    assert (await merge(client, settings, {"id": made}, into, version)).status_code == 200
    return made, into


async def led_for_a_while(client: Any, settings: Settings, made: str) -> None:
    """Somebody accepts the lead task of a verified report, and it is taken back."""
    assign = {"trigger": "assign", "tasks": [LEAD]}
    (task,) = (await fire(client, settings, DESK, f"/reports/{made}", 2, assign)).json()["tasks"]
    back = {"trigger": "withdraw", "reason": "Peristiwa yang sama"}
    for who, at, body in ((SARI, 1, {"trigger": "accept"}), (TONO, 2, back)):
        assert (await fire(client, settings, who, f"/tasks/{task['id']}", at, body)).status_code == 200


async def hide(client: Any, settings: Settings, one: str, way: str) -> None:
    if way == "walled off":
        for agency in ("kpu", "satpolpp"):
            assert (await wall(client, settings, {"id": one}, agency)).status_code == 201
        return
    found = await get(client, settings, f"/reports/{one}", DESK)
    version = found["version"]
    if found["state"] == "closed":
        again = {"trigger": "reopen", "reason": "Fakta baru", "basis": "new_fact"}
        assert (await fire(client, settings, DESK, f"/reports/{one}", version, again)).status_code == 200
        version += 1
    body = {"classification": way, "reason": "Perlindungan"}
    answer = await client.patch(f"{P}/reports/{one}", json=body, headers=headers(settings, DESK, match=version))
    assert answer.status_code == 200, answer.text


async def two_of(client: Any, settings: Settings, side: str) -> Two:
    made, into = await linked(client, settings)
    tasks = {
        each: [task["id"] for task in (await get(client, settings, f"/reports/{each}", DESK))["tasks"]]
        for each in (made, into)
    }
    return Two(made, into, tasks) if side == "duplicate" else Two(into, made, tasks)


def sent(settings: Settings, who: Any) -> dict[str, str]:
    return as_machine(settings, who) if who[0] is Role.INTEGRATOR else headers(settings, who)


async def answers(client: Any, settings: Settings, who: Any, two: Two) -> dict[str, bytes]:
    """Everything that a reader may ask for of the report that is seen, and of all reports and events."""
    of_one = [f"/reports/{two.seen}", *(f"/reports/{two.seen}/{more}" for more in ("history", "possible-duplicates"))]
    lists = ["/reports", "/events", "/summary", "/reviews"]
    exports = [f"/exports/{name}.ndjson" for name in ("reports", "tasks", "events")]
    entries = ["/audit/entries"] if who[0] is Role.AUDITOR else []
    asked = [*of_one, *lists, *entries, *(exports if who[0] is not OFFICER else [])]
    found = {path: await client.get(P + path, headers=sent(settings, who)) for path in asked}
    bundle = {"report": two.seen}
    found["bundle"] = await client.post(f"{P}/audit/bundles", json=bundle, headers=sent(settings, who))
    statuses = {answer.status_code for path, answer in found.items() if path in of_one}
    assert statuses == {404 if two.hides_both and who[1] in {"kpu", "satpolpp"} else 200}
    assert {answer.status_code for answer in found.values()} <= {200, 403, 404}
    return {path: unpacked(answer) for path, answer in found.items()}


def unpacked(answer: Any) -> bytes:
    if answer.headers["Content-Type"] != "application/zip":
        content: bytes = answer.content
        return content
    with ZipFile(io.BytesIO(answer.content)) as file:
        inside = [file.read(name) for name in file.namelist()]
        leaves = [json.loads(line)["leaf"] for line in file.read("leaves.jsonl").splitlines()]
    return b"".join([*inside, *(b64decode(leaf) for leaf in leaves)])


async def of_tasks(client: Any, settings: Settings, who: Any, two: Two) -> list[str]:
    """What the tasks of either report say of the other to a reader."""
    found = [await client.get(f"{P}/tasks?agency={who[1]}&limit=100", headers=sent(settings, who))]
    shown = found[0].json()["items"]
    for one in (*two.tasks[two.hidden], *two.tasks[two.seen]):
        found.append(await client.get(f"{P}/tasks/{one}", headers=sent(settings, who)))
        shown += [found[-1].json()] if found[-1].status_code == 200 else []
    of = {task: report for report, tasks in two.tasks.items() for task in tasks}
    named = {two.hidden, *of}
    kept = {task: {task, *({two.seen} if report == two.seen else ())} for task, report in of.items()}
    kept = {task: own | {*(two.tasks[two.seen] if of[task] == two.seen else ())} for task, own in kept.items()}
    whole = {two.hidden, two.seen, *named}
    return [
        f"{task['id']} says {said}"
        for task in shown
        if task["id"] in of
        for said in sorted(whole - kept[task["id"]])
        if said in json.dumps(task)
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("side", ["duplicate", "survivor"])
async def test_who_does_not_see_one_finds_it_named_nowhere(
    client: Any, settings: Settings, worker: Any, signer: Signer, side: str, way: str
) -> None:
    two = await two_of(client, settings, side)
    await hide(client, settings, two.hidden, way)
    two = two._replace(hides_both=(side, way) == ("survivor", "walled off"))
    await sign(worker, signer)
    told = []
    for kind in sorted(WAYS[way]):
        who = OTHERS[kind]
        for path, content in (await answers(client, settings, who, two)).items():
            told += [f"{kind}: {path} names {one}" for one in two.unsaid if one.encode() in content]
        told += [f"{kind}: {said}" for said in await of_tasks(client, settings, who, two)]
    assert told == []


@pytest.mark.parametrize("side", ["duplicate", "survivor"])
async def test_who_sees_both_is_told_every_event_of_them(client: Any, settings: Settings, side: str) -> None:
    two = await two_of(client, settings, side)
    await hide(client, settings, two.hidden, "secret")
    named = set()
    for each in (two.hidden, two.seen):
        for event in (await get(client, settings, f"/reports/{each}/history", DESK))["items"]:
            assert "naming" not in event["data"]
            named |= {(event["action"], name) for name in NAMES.get(event["action"], ()) if name in event["data"]}
    # What is said of evidence that went on is held in ``test_going_on``.
    assert named == {(action, name) for action, names in NAMES.items() for name in names if name != THROUGH}


@pytest.mark.parametrize("side", ["duplicate", "survivor"])
async def test_a_list_of_links_does_not_tell_that_there_is_a_hidden_one(
    client: Any, settings: Settings, side: str
) -> None:
    two = await two_of(client, settings, side)
    bare = await report(client, settings, classification="ordinary")
    await hide(client, settings, two.hidden, "restricted")
    found = await get(client, settings, f"/reports/{two.seen}", OTHERS["officer"])
    assert found["links"] == (await get(client, settings, f"/reports/{bare['id']}", OTHERS["officer"]))["links"] == []


async def test_a_bundle_tells_what_could_not_be_checked_and_the_auditors_checks_it(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    two = await two_of(client, settings, "survivor")
    await hide(client, settings, two.hidden, "restricted")
    await sign(worker, signer)
    counts = {}
    for kind, who in (("officer", OTHERS["officer"]), ("auditor", AUDITOR)):
        answer = await client.post(f"{P}/audit/bundles", json={"report": two.seen}, headers=headers(settings, who))
        (tmp_path / kind).write_bytes(answer.content)
        out, key = io.BytesIO(), signer.key
        code = await asyncio.to_thread(verify, tmp_path / kind, [key], None, True, out)
        found = json.loads(out.getvalue())
        assert (code, found["faults"]) == (0, [])
        counts[kind] = found["counts"]["namings_shown"], found["counts"]["namings_not_shown"]
    assert counts == {"officer": (0, 4), "auditor": (4, 0)}


async def test_the_holder_of_a_secret_reports_task_links_nothing_to_it(client: Any, settings: Settings) -> None:
    seen = await report(client, settings, classification="ordinary")
    secret = await report(client, settings, classification="secret")
    path = f"{P}/reports/{secret['id']}/tasks"
    assert (await client.post(path, json=MOVING, headers=headers(settings, DESK))).status_code == 201
    for other in (secret["id"], "00000000-0000-4000-8000-000000000000"):
        body = {"report": other, "kind": "related"}
        answer = await client.post(
            f"{P}/reports/{seen['id']}/links", json=body, headers=headers(settings, OTHERS["holder"])
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "link_unknown")


async def test_an_answer_to_a_command_shows_a_holder_no_more_links_than_a_question(
    client: Any, settings: Settings
) -> None:
    seen = await report(client, settings, classification="ordinary")
    secret = await report(client, settings, classification="secret")
    path = f"{P}/reports/{secret['id']}/tasks"
    assert (await client.post(path, json=MOVING, headers=headers(settings, DESK))).status_code == 201
    body = {"report": secret["id"], "kind": "related"}
    answer = await client.post(f"{P}/reports/{seen['id']}/links", json=body, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    noted = await client.post(
        f"{P}/reports/{seen['id']}/notes", json={"text": "Catatan"}, headers=headers(settings, OTHERS["holder"])
    )
    assert (noted.status_code, noted.json()["links"]) == (201, [])
    assert secret["id"] not in noted.text


@pytest.mark.parametrize("way", WAYS)
async def test_a_first_answer_that_is_asked_for_again_names_what_is_seen_then(
    client: Any, settings: Settings, way: str
) -> None:
    seen, other = [(await report(client, settings, classification="ordinary"))["id"] for _ in range(2)]
    assert (await fire(client, settings, DESK, f"/reports/{other}", 1, VERIFY)).status_code == 200
    again = headers(settings, OTHERS["officer"])
    body = {"report": other, "kind": "related"}
    first, second = [await client.post(f"{P}/reports/{seen}/links", json=body, headers=again) for _ in range(2)]
    assert (first.status_code, second.content) == (201, first.content)
    assert other in first.text
    await hide(client, settings, other, way)
    third = await client.post(f"{P}/reports/{seen}/links", json=body, headers=again)
    assert (third.status_code, third.headers["Idempotency-Replayed"], third.json()["links"]) == (201, "true", [])
    assert other not in third.text


async def test_a_first_answer_of_an_intake_names_what_is_seen_then(client: Any, settings: Settings) -> None:
    dewi = OTHERS["officer"]
    other = (await report(client, settings, dewi, classification="ordinary"))["id"]
    again = headers(settings, (OFFICER, "satpolpp", "Joko"))
    body = REPORT | {"classification": "ordinary"}
    first = await client.post(f"{P}/reports", json=body, headers=again)
    assert [each["report"] for each in first.json()["possible_duplicates"]] == [other]
    assert (await wall(client, settings, {"id": other}, "satpolpp")).status_code == 201
    third = await client.post(f"{P}/reports", json=body, headers=again)
    assert (third.status_code, third.json()["possible_duplicates"]) == (201, [])


async def test_a_first_answer_about_a_task_tells_nothing_of_a_report_that_became_secret(
    client: Any, settings: Settings
) -> None:
    made = await report(client, settings, classification="ordinary")
    path = f"{P}/reports/{made['id']}/tasks"
    offered = (await client.post(path, json=MOVING, headers=headers(settings, DESK))).json()["tasks"][0]["id"]
    again, step = headers(settings, OTHERS["holder"], match=1), {"trigger": "accept"}
    first = await client.post(f"{P}/tasks/{offered}/transitions", json=step, headers=again)
    assert (first.status_code, first.json()["report"]) == (200, made["id"])
    await hide(client, settings, made["id"], "secret")
    third = await client.post(f"{P}/tasks/{offered}/transitions", json=step, headers=again)
    assert (third.status_code, third.json()["id"], third.json()["state"]) == (200, offered, "accepted")
    assert (third.json()["report"], third.json()["about"]) == (None, None)
    assert made["id"] not in third.text


async def plainly(admin: Any) -> None:
    """Make every leaf what it was before: it names the other report itself, and nothing is kept beside it."""
    rows = await admin.fetch(
        "SELECT e.id, e.leaf, n.content FROM event_naming n JOIN audit_event e ON e.id = n.event_id"
    )
    await admin.execute("SET session_replication_role = replica")
    await admin.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE event_naming DISABLE TRIGGER ALL")
    for row in rows:
        leaf = msgspec.json.decode(row["leaf"], type=Leaf)
        data = {name: value for name, value in leaf.data.items() if name != "naming"} | json.loads(row["content"])
        raw = canonical(msgspec.structs.replace(leaf, data=data))
        await admin.execute(
            "UPDATE audit_event SET leaf = $2, leaf_hash = $3 WHERE id = $1", row["id"], raw, leaf_hash(raw)
        )
    await admin.execute("DELETE FROM event_naming")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("side", ["duplicate", "survivor"])
async def test_leaves_of_before_are_not_shown_to_who_does_not_see_what_they_name(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, side: str, way: str
) -> None:
    two = await two_of(client, settings, side)
    await hide(client, settings, two.hidden, way)
    two = two._replace(hides_both=(side, way) == ("survivor", "walled off"))
    await plainly(admin)
    await sign(worker, signer)
    told = []
    for kind in sorted(WAYS[way]):
        who = OTHERS[kind]
        found = await answers(client, settings, who, two)
        assert two.hides_both or b"entries_withheld" in found["bundle"]
        for path, content in found.items():
            told += [f"{kind}: {path} names {one}" for one in two.unsaid if one.encode() in content]
        told += [f"{kind}: {said}" for said in await of_tasks(client, settings, who, two)]
    assert told == []
    both = await get(client, settings, f"/reports/{two.seen}/history", DESK)
    assert two.unsaid & {word.strip('"') for word in json.dumps(both).replace(",", " ").split()}


async def test_a_period_leaves_out_what_names_a_walled_report_in_its_own_leaf(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    two = await two_of(client, settings, "survivor")
    await hide(client, settings, two.hidden, "walled off")
    await plainly(admin)
    await sign(worker, signer)
    period = {"from": "2020-01-01T00:00:00+07:00", "to": "2100-01-01T00:00:00Z"}
    answer = await client.post(f"{P}/audit/bundles", json=period, headers=headers(settings, OTHERS["auditor"]))
    assert answer.status_code == 200
    assert not [one for one in two.unsaid if one.encode() in unpacked(answer)]
