"""Every body of the document, each with a report in the state that it needs, and what comes of sending it."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from service.edge.settings import Settings
from tests.edge.api.local_days import day_off
from tests.edge.api.story import ADMIN, DESK, POLRES, REPORT, TONO, P, headers, report
from tests.edge.contract import administrative_steps
from tests.edge.contract.case_steps import STEP_BODIES, WHO, body_of
from tests.edge.contract.document import NOBODY, OPERATIONS
from tests.edge.contract.stage import (
    AFTER,
    BODIES,
    BY_DESK,
    CONTENT,
    PROPOSED,
    SECTIONS,
    WALLED,
    WALLER,
    clock_of,
    study_of,
)
from tests.edge.contract.values import full, plain
from tests.features.evidence.sending import photo
from tests.features.evidence.sending import send as send_evidence

ACTORS = {
    "createReport": POLRES,
    "amendReport": TONO,
    "unsealReporter": TONO,
    "requestErasure": ADMIN,
    "decideErasure": TONO,
    "proposeChange": TONO,
    "decideProposal": TONO,
    **dict.fromkeys(("extendClock", "recountClock"), TONO),
    **dict.fromkeys(("keepDay", "withdrawDay"), ADMIN),
    "unsealRecipient": TONO,
}
TO_SUPPORT = {"agency": "kejari", "role": "support", "kind": "information"}
SENT = {"sent": True, "text": "Kata", "reason": None, "channel": "letter", "language": "id"}
QUEUED = {"id": "019ab3f1-52aa-7c0e-9d11-6b8a4f20c7d3", "at": "2024-11-24T20:31:00+07:00", "expected_version": None}
QUEUE = {"commands": [{**QUEUED, "kind": "note.add", "target": NOBODY, "body": {"text": "Kata"}}]}
HOOK = {"url": "https://8.8.8.8/hook", "actions": ["*"]}
AMENDMENT = {
    "category": "black_campaign",
    "severity": "S4",
    "classification": "restricted",
    "occurred_at": "2024-11-24T20:15:00+07:00",
    "known_at": "2024-11-24T21:15:00+07:00",
    "election": "pilkada-2024",
    "named_persons": [NOBODY],
}
MACHINE = {"name": "Jembatan", "scopes": ["policy:read"]}
LAWFUL = {
    "makeWebhook": HOOK,
    "amendWebhook": HOOK,
    "replayWebhook": {"after": -1},
    "makeApiKey": {"scopes": MACHINE["scopes"], "agency": None, "expires_at": None},
    "applyCommands": QUEUE,
    "offerTask": TO_SUPPORT,
    "extendClock": {"ground": "question_to_reporter"},
    "close": {"notice": SENT},
    "dismiss": {"duplicate_of": None},
    "addLink": {"report": "{other}"},
    "sendNotice": {"template": None, "agency": None, "sent_at": None},
    "raiseWall": {"agency": "kecamatan"},
    "amendment": {"amendment": AMENDMENT},
    "wall": {"agency": WALLED},
    "accusation": {"agency": "kpu"},
    "lead": {"agency": "panwascam"},
    "makeEvidenceLink": {"purpose": "download"},
    "openContentCheck": {"screenshot": None},
    "requestTakedown": {"at": None},
    "noteCompleteness": {"at": None, "finding": "incomplete", "missing": ["formal"], "text": "Belum ada tanggal"},
    "answerTakedown": {"at": None},
    "transferEvidence": {"agency": "kejari", "outside_body": None},
    "requestErasure": {"text": "{text}"},
    "openReview": {"event": "pilkada-2024"},
    "recommend": {"agency": "kejari"},
    "keepDay": {"day": "2031-03-04", "working_day": False},
    "makeBundle": {"report": "{other}", "from": None, "to": None},
    "transfer": {"kind": "forwarded", "agency": "kejari"},
    **{step: {**STEP_BODIES[step], "at": None} for step in STEP_BODIES},
    **{step: {**body, "at": None} for step, body in administrative_steps.BODIES.items()},
}
"""What the law wants beyond the schema, by operation or trigger."""

CIRCUMSTANCES: dict[str, dict[str, Any]] = {
    "transfer": {"category": "hoax"},
    "accusation": {"reported_party": {"agency": "kpu"}},
    **{step: {"category": "administrative"} for step in administrative_steps.BODIES},
}
"""A report that such a body is lawful for: nobody but Bawaslu may lead a case of bought votes, and who is to be accused
no longer has to be accused."""

STEPS = BODIES | {"assign": BODIES["assign"] | {"reason": "Sesuai kesepakatan"}}


FRAMEWORKS_WORDS = re.compile(
    r"Input should|Field required|Extra inputs|Value error|String should|List should|Tuple should|Expected `|Invalid "
)
"""What models and the framework say themselves of what is wrong: none of it reaches who asks."""

TAGS = ("trigger", "step", "kind")
"""What tells the bodies of an operation apart."""


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation with each shape of its body: the trigger, or the operation again."""
    for name, operation in OPERATIONS.items():
        media = operation.get("requestBody", {"content": {}})["content"].get("application/json")
        if media is not None:
            schema = plain(media["schema"])
            for one in map(plain, schema.get("oneOf", [schema])):
                tag = next((one["properties"][name] for name in TAGS if name in one["properties"]), {})
                yield name, tag.get("const", name), one


SHAPES = {shape: (operation, schema) for operation, shape, schema in bodies()}


class Target(NamedTuple):
    """A report in the state that a body needs, and the request that would succeed."""

    method: str
    path: str
    who: Any
    match: int | None
    body: dict[str, Any]
    report: str


async def target(client: Any, settings: Settings, shape: str) -> Target:
    operation, schema = SHAPES[shape]
    other = (await report(client, settings, classification="ordinary"))["id"]
    made = await report(client, settings, classification="ordinary", **CIRCUMSTANCES.get(shape, {}))
    check = NOBODY
    for trigger in AFTER.get(shape, ("verify",)):
        if trigger in CONTENT:
            check = await checked(client, settings, made["id"], trigger, check)
            made = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
            continue
        if trigger == "review":
            await reviewed(client, settings, made["id"])
            continue
        if trigger in STEP_BODIES:
            made = await take(client, settings, made, trigger)
            continue
        if trigger in administrative_steps.TRIGGERS:
            made = await on_the_path(client, settings, made, trigger)
            continue
        task = None if trigger in BY_DESK else made["tasks"][0]
        made = await fire(client, settings, made, task, STEPS.get(trigger, {"trigger": trigger}))
    tasks = made["tasks"] or [{"id": NOBODY, "version": 1}]
    who = (
        WHO.get(shape)
        or administrative_steps.WHO.get(shape)
        or ACTORS.get(operation, TONO if operation == "transitionTask" and shape != "transfer" else DESK)
    )
    text = await text_of(client, settings, made["id"])
    asked = await asked_to_erase(client, settings, made["id"], text) if operation == "decideErasure" else NOBODY
    notice = await told_somebody(client, settings, made["id"]) if operation == "unsealRecipient" else NOBODY
    of_evidence = "evidence_id" in OPERATIONS[operation]["path"]
    evidence = await sent_in(client, settings, DESK, made["id"]) if of_evidence else NOBODY
    if shape == "wall":
        await walled_off(client, settings, made["id"])
    proposal = await proposed(client, settings, made["id"]) if operation == "decideProposal" else NOBODY
    lawful = json.dumps(LAWFUL.get(shape, {})).replace("{other}", other).replace("{text}", text)
    made = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    of_task = "task_id" in OPERATIONS[operation]["path"]
    match = None if operation == "createReport" else (tasks[0] if of_task else made)["version"]
    if "review_id" in OPERATIONS[operation]["path"]:
        match = 1 + len(SECTIONS)
    ids = {"report_id": made["id"], "task_id": tasks[0]["id"], "erasure_id": asked, "clock_id": clock_of(made)}
    ids |= {
        "check_id": check,
        "evidence_id": evidence,
        "notice_id": notice,
        "proposal_id": proposal,
        "review_id": made["review"],
    }
    if operation in {"recountClock", "withdrawDay"}:
        ids |= {"kept_day_id": (await day_off(client, settings, made))["id"], "clock_id": study_of(made)}
    if "webhook_id" in OPERATIONS[operation]["path"]:
        ids["webhook_id"], match = await webhook_made(client, settings), 1
    path = OPERATIONS[operation]["path"].format(region="33.05", **ids)
    return Target(OPERATIONS[operation]["method"], path, who, match, full(schema) | json.loads(lawful), made["id"])


async def take(client: Any, settings: Settings, made: Any, step: str) -> Any:
    """The report once a step of its case is taken."""
    path, sent = f"{P}/reports/{made['id']}", headers(settings, WHO[step], match=made["version"])
    answer = await client.post(f"{path}/case/steps", json=body_of(step), headers=sent)
    assert answer.status_code == 200, answer.text
    return (await client.get(path, headers=headers(settings, DESK))).json()


async def on_the_path(client: Any, settings: Settings, made: Any, trigger: str) -> Any:
    """The report, which came in as an administrative violation, once a step of it is taken."""
    path = f"{P}/reports/{made['id']}"
    if trigger != administrative_steps.TAKEN_FOR_IT:
        sent = headers(settings, administrative_steps.WHO[trigger], match=made["version"])
        step = administrative_steps.body_of(trigger)
        answer = await client.post(f"{path}/administrative/steps", json=step, headers=sent)
        assert answer.status_code == 200, answer.text
    return (await client.get(path, headers=headers(settings, DESK))).json()


async def text_of(client: Any, settings: Settings, made: str) -> str:
    """The first text of a report, as its history names it."""
    answer = await client.get(f"{P}/reports/{made}/history", headers=headers(settings, DESK))
    return str(answer.json()["items"][0]["texts"][0]["id"])


async def reviewed(client: Any, settings: Settings, made: str) -> dict[str, Any]:
    """A review that the report carries, every section of it recorded."""
    body: dict[str, Any] = {"event": REPORT["election"]}
    answer = await client.post(f"{P}/reports/{made}/review", json=body, headers=headers(settings, DESK))
    for section in SECTIONS:
        assert answer.is_success, answer.text
        review, body = answer.json(), {"section": section, "text": "Kata"}
        sent = headers(settings, DESK, match=review["version"])
        answer = await client.post(f"{P}/reviews/{review['id']}/sections", json=body, headers=sent)
    found: dict[str, Any] = answer.json()
    return found


async def asked_to_erase(client: Any, settings: Settings, made: str, text: str) -> str:
    """An erasure of a text, which waits for its decision."""
    body = {"target": "text", "text": text, "reason": "Perlu"}
    answer = await client.post(f"{P}/reports/{made}/erasures", json=body, headers=headers(settings, ADMIN))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def key_made(client: Any, settings: Settings) -> str:
    """A key of Bawaslu's."""
    answer = await client.post(f"{P}/api-keys", json=MACHINE, headers=headers(settings, TONO))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def webhook_made(client: Any, settings: Settings, who: Any = DESK) -> str:
    """An endpoint that nothing is ever posted to."""
    answer = await client.post(f"{P}/webhooks", json=HOOK, headers=headers(settings, who))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def told_somebody(client: Any, settings: Settings, made: str) -> str:
    """A notice of a report to somebody who is named."""
    body = {"audience": "reporter", "channel": "letter", "text": "Kabar", "recipient": {"name": "Penerima Rahasia"}}
    answer = await client.post(f"{P}/reports/{made}/notices", json=body, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def checked(client: Any, settings: Settings, made: str, step: str, check: str) -> str:
    """A check of content after a step of it."""
    path, body = CONTENT[step]
    where = f"{P}/reports/{made}/content-checks{path.format(check=check)}"
    answer = await client.post(where, json=body, headers=headers(settings, DESK))
    assert answer.is_success, answer.text
    return str(answer.json()["id"])


async def sent_in(client: Any, settings: Settings, who: Any, made: str) -> str:
    """A photograph that was taken as evidence."""
    return await send_evidence(client, settings, who, made, photo())


async def walled_off(client: Any, settings: Settings, made: str) -> str:
    """An agency that a person of no test has walled off."""
    body = {"agency": WALLED, "reason": "Hubungan keluarga"}
    answer = await client.post(f"{P}/reports/{made}/walls", json=body, headers=headers(settings, WALLER))
    assert answer.status_code == 201, answer.text
    return WALLED


async def proposed(client: Any, settings: Settings, made: str) -> str:
    """A proposal of a person of no test, which waits for its decision."""
    answer = await client.post(f"{P}/reports/{made}/proposals", json=PROPOSED, headers=headers(settings, WALLER))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def fire(client: Any, settings: Settings, made: Any, task: Any, body: dict[str, Any]) -> Any:
    what, who = (made, DESK) if task is None else (task, TONO)
    path = f"{P}/{'reports' if task is None else 'tasks'}/{what['id']}/transitions"
    answer = await client.post(path, json=body, headers=headers(settings, who, match=what["version"]))
    assert answer.status_code == 200, answer.text
    return (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()


def changed(body: dict[str, Any], at: tuple[str | int, ...], value: Any, *, beside: str | None = None) -> str:
    """The body as JSON with one member set, or with another member beside it; a name may come twice."""
    copy = deepcopy(body)
    holder: Any = copy
    for step in at[:-1]:
        holder = holder[step]
    holder["@beside" if beside else at[-1]] = value
    return json.dumps(copy).replace('"@beside"', json.dumps(beside))


async def send(client: Any, settings: Settings, to: Target, body: str | bytes, **changes: Any) -> Any:
    sent = {**headers(settings, to.who, match=to.match), "Content-Type": "application/json", **changes}
    return await client.request(to.method, to.path, content=body, headers=sent)


COUNTS = "rate_window"
"""How often somebody asked is counted whether or not they were refused."""


_READS = "SELECT id FROM audit_event WHERE action = 'reads.recorded'"
_BUT_READS = {"audit_event": f"WHERE id NOT IN ({_READS})", "audit_pending": f"WHERE event_id NOT IN ({_READS})"}
"""What a test reads on its way is kept a moment later: no refusal wrote it."""


async def contents(admin: Any) -> dict[str, Any]:
    """Every table of the service by the hash of its rows, but for counts of requests and records of reads."""
    known = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> $1"
    names = [row["name"] for row in await admin.fetch(known, COUNTS)]
    assert {"report", "task", "audit_event", "idempotency"} <= set(names)
    hashed = "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM"
    return {name: await admin.fetchval(f'{hashed} "{name}" t {_BUT_READS.get(name, "")}') for name in names}


def is_problem(answer: Any) -> bool:
    if not answer.headers["Content-Type"].startswith("application/problem+json"):
        return False
    found = answer.json()
    leaks = [fault for fault in found["errors"] if FRAMEWORKS_WORDS.search(fault["detail"])]
    return {"type", "title", "status", "detail", "code", "trace_id"} <= set(found) and not leaks


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]
