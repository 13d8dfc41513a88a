"""Every operation and trigger, asked for by every role in every standing, held against the table of rights."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import pytest

from service.app import ROUTES
from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.bodies import (
    HOOK,
    MACHINE,
    QUEUE,
    asked_to_erase,
    checked,
    contents,
    key_made,
    proposed,
    reviewed,
    sent_in,
    text_of,
    told_somebody,
    walled_off,
    webhook_made,
)
from tests.edge.api.local_days import DAY, FAR_OFF, day_off
from tests.edge.api.rights import NOBODY, PEOPLE, RIGHTS, ROLES, STATUS, UNSCOPED, Caller, Right, callers
from tests.edge.api.story import DESK, OFFICER, REPORT, TONO, P, headers, report
from tests.edge.contract import administrative_steps
from tests.edge.contract.case_steps import STEP_BODIES, WHO, body_of
from tests.edge.contract.stage import AFTER, BODIES, BY_DESK, CONTENT, WALLED, clock_of, study_of
from tests.features.evidence.sending import CONTENT as OFFSETS
from tests.features.evidence.sending import TUS, begin, link
from workflows.codes.people import Role
from workflows.decisions.administrative.commands import AdministrativeCommand
from workflows.decisions.gakkumdu.commands import CaseCommand
from workflows.decisions.reports.commands import ReportCommand
from workflows.decisions.tasks.commands import TaskCommand

State = tuple[str, ...]
ROUTE = {route.operation_id: route for route in ROUTES if route.include_in_schema is not False}
REASON = {"reason": "Perlu"}
SUPPORT = {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False}
ACCUSING = {"classification": "ordinary", "reported_party": {"agency": "kpu", "name": "Anggota"}}
SENT: dict[str, dict[str, Any]] = BODIES | {
    "createReport": REPORT,
    "amendReport": {"title": "Judul", **REASON},
    "addNote": {"text": "Catatan"},
    "offerTask": SUPPORT,
    "close": {"outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}},
    "reopen": {"basis": "new_fact", **REASON},
    "transfer": {"agency": "polres", "kind": "forwarded", **REASON},
    "assign_person": {"assignee": str(UUID(int=7))},
    **dict.fromkeys(("unsealReporter", "return", "decline", "withdraw"), REASON),
    "sendNotice": {"audience": "reporter", "channel": "letter", "text": "Kabar"},
    "raiseWall": {"agency": "kecamatan", **REASON},
    "makeEvidenceLink": {"purpose": "download", **REASON},
    "openContentCheck": {"url": "https://contoh.example/1"},
    "judgeContent": {"verdict": "false", "clarification": "Kata"},
    "requestTakedown": {"to": "Penyedia"},
    "answerTakedown": {"outcome": "removed"},
    "transferEvidence": {"agency": "kejari", **REASON},
    **dict.fromkeys(("unsealRecipient", "noteWithdrawal"), REASON),
    "noteCompleteness": {"finding": "incomplete", "missing": ["formal"], "text": "Belum ada tanggal"},
    "proposeChange": {"kind": "wall", "agency": WALLED, **REASON},
    "decideProposal": {"approve": True},
    "requestErasure": {"target": "reporter", **REASON},
    "decideErasure": {"approve": True},
    "extendClock": REASON | {"ground": "question_to_reporter"},
    **dict.fromkeys(("recountClock", "withdrawDay"), REASON),
    "keepDay": DAY,
    "applyCommands": QUEUE,
    "makeApiKey": MACHINE,
    "makeWebhook": HOOK,
    "amendWebhook": {"enabled": False},
    "rotateWebhookSecret": {"grace_hours": 1},
    "replayWebhook": {"after": -1},
    "openReview": {"event": "pilkada-2024"},
    "recordSection": {"section": "why", "text": "Kata"},
    "addLesson": {"kind": "keep", "text": "Kata"},
    "recommend": {"agency": "kejari", "due_at": "2100-01-01T00:00:00Z", "text": "Kata"},
}
FIXED = {"region": "33.05", "tile": "0/000.p/1", "code": "not_found", "name": "init.js"}
TERMINATE = """UPDATE upload SET state = 'terminated', ended_at = now(), wrapped_key = NULL, told = NULL
WHERE state = 'open'"""
CHECKPOINT = "INSERT INTO audit_checkpoint SELECT region, size, sha256(''), 'a note', now() FROM audit_head"
FILLED = {
    "previewRouting": {"report": "{report_id}"},
    "getInclusionProof": {"event": "{event_id}"},
    "getConsistencyProof": {"old_size": "1"},
    "previewClock": {"regime": "pilkada", "step": "handling", "start": "2024-11-25T08:00:00+07:00"},
    "streamEvents": {"follow": "false"},
    "keepDay": {"day": "{far_day}"},
    "addLink": {"report": "{other_id}", "kind": "related"},
    "makeBundle": {"report": "{report_id}"},
    "getEvidenceContent": {name: f"{{{name}}}" for name in ("rendition", "custody", "expires", "signature")},
}
BYTES: dict[str, tuple[dict[str, str], bytes]] = {
    "createUpload": ({**TUS, "Upload-Length": "10"}, b""),
    "getUpload": (TUS, b""),
    "appendToUpload": ({**TUS, **OFFSETS, "Upload-Offset": "0"}, b"isi"),
    "terminateUpload": (TUS, b""),
}
"""What is sent beside or in place of JSON."""


def state_for(right: Right) -> State:
    """Whose task is worked on, and what has to happen before the trigger is legal."""
    return (
        "kejari" if right.operation == "transitionTask" else "bawaslu",
        *AFTER.get(right.trigger or right.operation, ()),
    )


STATES = sorted({state_for(right) for right in RIGHTS.values()})


TAGGED: dict[str, Any] = {
    "transitionReport": ReportCommand,
    "transitionTask": TaskCommand,
    "takeCaseStep": CaseCommand,
    "takeAdministrativeStep": AdministrativeCommand,
}
TAGS = {"takeCaseStep": "step", "takeAdministrativeStep": "step"}
"""What tells the commands of an operation apart, when it is not ``trigger``."""
STEPS_OF: dict[str, Any] = {"takeCaseStep": body_of, "takeAdministrativeStep": administrative_steps.body_of}
"""What a step of each is sent with."""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Those of an operator who has loaded borders, and whose links outlast however many ask for everything."""
    file = tmp_path / "borders.json"
    file.write_text('{"type": "FeatureCollection", "features": []}')
    return settings.model_copy(update={"borders": file, "evidence_link_s": 600})


class Scene(NamedTuple):
    """A report led by Bawaslu, a task on it of Kejari's, and what the paths are filled with."""

    report: dict[str, Any]
    task: dict[str, Any]
    review: dict[str, Any] | None
    ids: dict[str, str]

    def fill(self, text: str) -> str:
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: (FIXED | self.ids)[found[1]], text)


async def scene(
    client: Any, settings: Settings, admin: Any, worker: str, *steps: str, evidence: bool = True, day: bool = True
) -> Scene:
    ids = {"other_id": (await report(client, settings, classification="ordinary"))["id"]}
    made = await report(client, settings, (OFFICER, *PEOPLE["author"]), **ACCUSING)
    path = f"{P}/reports/{made['id']}/tasks"
    made = (await client.post(path, json=SUPPORT, headers=headers(settings, DESK))).json()
    ids |= {"report_id": made["id"], "task_id": made["tasks"][0]["id"], "event_id": made["receipt"]["event"]}
    text = await text_of(client, settings, made["id"])
    ids["notice_id"] = await told_somebody(client, settings, made["id"])
    ids["agency"] = await walled_off(client, settings, made["id"])
    ids["proposal_id"] = await proposed(client, settings, made["id"])
    ids["key_id"] = await key_made(client, settings)
    ids["far_day"] = next(FAR_OFF)
    if day:
        ids["kept_day_id"] = (await day_off(client, settings, made))["id"]
    if evidence:
        await admin.execute(TERMINATE)
        ids |= await evidence_ids(client, settings, made["id"])
    ids["webhook_id"] = await webhook_made(client, settings, (Role.SUPERVISOR, *PEOPLE["owner"]))
    ids["erasure_id"] = await asked_to_erase(client, settings, made["id"], text)
    made = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    review = None
    for trigger in steps:
        if trigger in CONTENT:
            ids["check_id"] = await checked(client, settings, made["id"], trigger, ids.get("check_id", ""))
            continue
        if trigger == "review":
            review = await reviewed(client, settings, made["id"])
            ids["review_id"] = review["id"]
            continue
        by_desk = trigger in BY_DESK
        if trigger in STEP_BODIES:
            made = await stepped(client, settings, made, trigger)
            continue
        if trigger in administrative_steps.TRIGGERS:
            made = await on_the_path(client, settings, made, trigger)
            continue
        at = made if by_desk else held_by(worker, made)
        path = f"{P}/{'reports' if by_desk else 'tasks'}/{at['id']}/transitions"
        sent = headers(settings, DESK if by_desk else (OFFICER, worker, "Pekerja"), match=at["version"])
        answer = await client.post(path, json={"trigger": trigger, **BODIES.get(trigger, {})}, headers=sent)
        assert answer.status_code == 200, answer.text
        made = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    ids["clock_id"] = study_of(made) if day else clock_of(made)
    await sequence_all(admin)
    await admin.execute(CHECKPOINT)
    made = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    return Scene(made, held_by("kejari", made), review, ids)


async def evidence_ids(client: Any, settings: Settings, made: str) -> dict[str, str]:
    """Evidence of who reported, a link of theirs to it, and an upload that they have begun."""
    author = (OFFICER, *PEOPLE["author"])
    evidence = await sent_in(client, settings, author, made)
    begun = await begin(client, settings, author, made, 10)
    url = urlsplit((await link(client, settings, author, made, evidence)).json()["url"])
    upload = begun.headers["Location"].rpartition("/")[2]
    return {"evidence_id": evidence, "upload_id": upload, **dict(parse_qsl(url.query))}


def version_for(path: str, at: Scene) -> int:
    """What the ETag of the thing says that a path names."""
    if "webhook_id" in path:
        return 1
    named = at.task if "task_id" in path else at.review if "review_id" in path else at.report
    return int(named["version"]) if named else 1


async def stepped(client: Any, settings: Settings, made: dict[str, Any], step: str) -> Any:
    """The report once a step of its case is taken."""
    path, sent = f"{P}/reports/{made['id']}", headers(settings, WHO[step], match=made["version"])
    answer = await client.post(f"{path}/case/steps", json=body_of(step), headers=sent)
    assert answer.status_code == 200, answer.text
    return (await client.get(path, headers=headers(settings, DESK))).json()


async def on_the_path(client: Any, settings: Settings, made: dict[str, Any], trigger: str) -> Any:
    """The report once it is taken for an administrative violation, or a step of one is taken.

    It accuses KPU: Bawaslu enters what that did.
    """
    method, below = administrative_steps.path_of(trigger)
    path, who = f"{P}/reports/{made['id']}", DESK if trigger == administrative_steps.TAKEN_FOR_IT else TONO
    sent = headers(settings, who, match=made["version"])
    answer = await client.request(method, path + below, json=administrative_steps.sent_with(trigger), headers=sent)
    assert answer.status_code == 200, answer.text
    return (await client.get(path, headers=headers(settings, DESK))).json()


def held_by(agency: str, made: dict[str, Any]) -> Any:
    return next(task for task in made["tasks"] if task["agency"] == agency)


def signed(settings: Settings, right: Right, caller: Caller) -> dict[str, str]:
    if caller.role == NOBODY:
        return {}
    role = Role.INTEGRATOR if caller.role == UNSCOPED else Role(caller.role)
    token = mint(settings.home, role, *PEOPLE[caller.standing], ["33.05"], right.scopes(caller.role))
    return {"Authorization": f"Bearer {token}"}


async def ask(client: Any, settings: Settings, right: Right, caller: Caller, at: Scene) -> Any:
    route = ROUTE[right.operation]
    (path,), methods = route.paths, route.http_methods - {"OPTIONS"}
    (method,) = methods if methods == {"HEAD"} else methods - {"HEAD"}
    match = f'"{version_for(path, at)}"'
    sent = {"Idempotency-Key": str(uuid4()), "If-Match": match, **signed(settings, right, caller)}
    filled = {name: at.fill(value) for name, value in FILLED.get(right.operation, {}).items()}
    if method == "GET":
        return await client.get(at.fill(path), params=filled, headers=sent)
    if right.operation in BYTES:
        beside, content = BYTES[right.operation]
        return await client.request(method, at.fill(path), headers=sent | beside, content=content)
    filled |= {TAGS.get(right.operation, "trigger"): right.trigger} if right.trigger else {}
    body = SENT.get(right.trigger or right.operation, {}) | filled
    body = STEPS_OF[right.operation](right.trigger) if right.operation in STEPS_OF else body
    return await client.request(method, at.fill(path), headers=sent, json=body)


def path_of(right: Right) -> str:
    (path,) = ROUTE[right.operation].paths
    return str(path)


def code_of(answer: Any, due: str) -> str:
    """The code of a refusal; a refused HEAD has no body to say it in."""
    return due if answer.request.method == "HEAD" else str(answer.json().get("code"))


def asked_in(state: State) -> Iterator[tuple[Right, Caller, str | None]]:
    """Everybody asking for everything that the state is there for, with the refusal that is due."""
    for right in filter(lambda one: state_for(one) == state, RIGHTS.values()):
        of_one = "_id" in f"{ROUTE[right.operation].paths}{FILLED.get(right.operation)}"
        yield from ((right, caller, right.refusal(caller, of_one=of_one)) for caller in callers())


def test_every_operation_trigger_and_role_has_its_place_in_the_table() -> None:
    triggers = {
        operation: {get_args(one.model_fields[TAGS.get(operation, "trigger")].annotation)[0] for one in get_args(said)}
        for operation, said in TAGGED.items()
    }
    fired = {f"{operation}.{trigger}" for operation, known in triggers.items() for trigger in known}
    assert set(RIGHTS) == (ROUTE.keys() - triggers.keys()) | fired
    assert list(Role) == ROLES


@pytest.mark.parametrize("state", STATES, ids="-".join)
async def test_who_has_no_right_is_told_why_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, state: State
) -> None:
    at, before, wrongly = await scene(client, settings, admin, *state), await contents(admin), {}
    for right, caller, code in asked_in(state):
        if code is not None:
            answer = await ask(client, settings, right, caller, at)
            if (answer.status_code, code_of(answer, code)) != (STATUS.get(code, 403), code):
                wrongly[right.name, caller] = (code, answer.status_code, answer.text)
    assert not wrongly
    assert await contents(admin) == before


def each_once(acts: Iterator[tuple[Right, Caller, str | None]]) -> Iterator[tuple[Right, Caller, str | None]]:
    """Of those who may, every role and every standing at each act, and not each role in each standing."""
    met: set[tuple[str, str, str]] = set()
    for right, caller, code in acts:
        new = {(right.name, "role", caller.role), (right.name, "standing", caller.standing)} - met
        if code is None and new:
            met |= new
            yield right, caller, code


# A scene for each act: the one state that allows nearly all takes as long as all others. In small: those others.
SERVED = [pytest.param(state, marks=pytest.mark.slow) if state == ("bawaslu",) else state for state in STATES]


WHOM = [pytest.param(each_once, id="by pairs"), pytest.param(iter, id="every", marks=pytest.mark.slow)]
"""Each role in each standing takes a scene for each."""


@pytest.mark.parametrize("whom", WHOM)
@pytest.mark.parametrize("state", SERVED, ids="-".join)
async def test_who_has_the_right_is_served(
    client: Any, settings: Settings, admin: Any, state: State, whom: Callable[[Iterator[Any]], Iterator[Any]]
) -> None:
    at, wrongly = await scene(client, settings, admin, *state), {}
    for right, caller, code in whom(asked_in(state)):
        if code is None:
            meant, of_evidence = at, {"evidence_id", "upload_id"} & set(re.findall(r"{(\w+)", path_of(right)))
            if not ROUTE[right.operation].http_methods & {"GET", "HEAD"}:
                day = right.operation in {"recountClock", "withdrawDay"}
                meant = await scene(client, settings, admin, *state, evidence=bool(of_evidence), day=day)
            answer = await ask(client, settings, right, caller, meant)
            wrongly |= {} if answer.is_success else {(right.name, caller): answer.text}
    assert not wrongly
