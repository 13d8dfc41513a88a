"""What the service really answers, held against the document."""

from itertools import islice, product
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.local_days import DAY, within_the_study
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KODIM, KPU, POLRES, REPORT, SARI, TONO, VERIFY, P
from tests.edge.contract import administrative_steps as violation
from tests.edge.contract.case_steps import PATH, WHO, body_of
from tests.edge.contract.document import NOBODY, OPERATIONS
from tests.edge.contract.player import Player
from tests.edge.contract.stage import HOOK, SECTIONS, study_of
from tests.features.evidence.sending import CONTENT, TUS, metadata, photo, sha256
from tests.signing import Signer
from tests.trail.reads.kept import settled

DUE = "2026-12-01T00:00:00Z"
AT = "2024-11-25T08:00:00+07:00"
WORK = (("start", {}), ("wait", {"reason": "Saksi"}), ("resume", {}), ("complete", {"result": "Selesai"}))
PARTY = {"agency": "kpu", "name": "Anggota"}
TASKS = [
    {"agency": "bawaslu", "role": "lead", "kind": "case"},
    {"agency": "kodim", "role": "support", "kind": "information", "obligatory": False, "due_at": DUE},
]
ASSETS = ("/docs", "/docs/assets/init.js", "/docs/assets/swagger-ui.css", "/docs/assets/swagger-ui-notice.txt")
PUBLIC = ("/healthz", "/readyz", "/metrics", "/openapi.json", *ASSETS, "/problems/not_found", "/problems/report_closed")
STREAM = "events/stream?after=-1&follow=false"
LISTS = ("reports", "reports?limit=1", "tasks", "tasks?limit=1", "events", STREAM, "summary", "elections", "reviews",
    "calendar/days", "calendar/days?limit=1")  # fmt: skip
EXPORTS = [f"{dataset}.{form}" for dataset, form in product(("reports", "tasks", "events"), ("csv", "ndjson"))]
EXPORTS += ["reports.xlsx", "tasks.xlsx", "events.xlsx", "situation.html", "situation.pdf"]
LOG = {name for name, one in OPERATIONS.items() if "/audit/" in one["path"]}


async def count_anew(player: Player, report: Any) -> None:
    """The clock of the initial study counted anew, once a day off has come; another one is withdrawn again."""
    first, second = islice(within_the_study(report), 2)
    kept = [
        await player.ask("POST", f"{P}/calendar/days", ADMIN, 201, body=DAY | {"day": day}) for day in (first, second)
    ]
    withdrawal = f"{P}/calendar/days/{kept[1]['id']}/withdrawal"
    await player.ask("POST", withdrawal, ADMIN, 200, body={"reason": "Dicabut"})
    clock = f"{P}/clocks/{study_of(report)}"
    changed = await player.ask("GET", f"{P}/clocks/changed?agency=bawaslu", TONO, 200)
    assert study_of(report) in {each["id"] for each in changed["items"]}
    moved = await player.ask("POST", f"{clock}/recount", TONO, 200, body={"reason": "Libur daerah"})
    assert [moved["recounts"][0]["due"], moved["recounted_due_at"]] == [moved["due_at"], None]


async def play_job(player: Player) -> dict[str, Any]:
    """A report from its intake to its end, with everything that can be added to it; the report as it is then."""
    full = REPORT | {"reported_party": PARTY, "athg": "G", "field": "politics", "category": "money_politics"}
    anonymous = REPORT | {"reporter": None, "severity": "S1"}
    other = await player.ask("POST", f"{P}/reports", POLRES, 201, body=anonymous)
    report = await player.ask("POST", f"{P}/reports", POLRES, 201, body=full)
    one = f"{P}/reports/{report['id']}"
    await count_anew(player, report)
    lacking = {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi"}
    await player.ask("POST", f"{one}/completeness", DESK, 201, body=lacking)
    report = await player.ask("GET", one, SARI, 200)
    report = await player.fire(report, SARI, **VERIFY)
    change = {"place": {"area": "33.05.13", "detail": "Balai desa"}, "reason": "Alamat diperbaiki"}
    clock = next(clock["id"] for clock in report["clocks"] if clock["kind"] == "handling")
    longer = {"ground": "question_to_reporter", "reason": "Pelapor dimintai keterangan"}
    await player.ask("POST", f"{P}/clocks/{clock}/extension", TONO, 200, body=longer)
    report = await player.ask("GET", one, SARI, 200)
    report = await player.ask("PATCH", one, SARI, 200, body=change, match=report["version"])
    report = await player.fire(report, DESK, "assign", tasks=TASKS)
    for path, body in {
        "notes": {"text": "Situasi terkendali"},
        "links": {"report": other["id"], "kind": "same_event"},
        "withdrawals": {"reason": "Surat pencabutan"},
        "tasks": {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False},
    }.items():
        report = await player.ask("POST", f"{one}/{path}", DESK, 201, body=body)
    recategorised = {"category": "black_campaign", "reason": "Kajian awal"}
    report = await player.ask("PATCH", one, SARI, 200, body=recategorised, match=report["version"])
    await player.ask("POST", f"{one}/reporter/unseal", TONO, 200, body={"reason": "Pemanggilan"})
    await queue(player, report)
    await machine(player)
    await hook(player)
    await carry_out(player)
    await tell(player, one)
    await wall(player, one)
    await prove(player, one)
    await debunk(player, one)
    await erase(player, one)
    await prosecute(player, one)
    report = await player.ask("GET", one, DESK, 200)
    person = (await player.ask("GET", "/v1/me", TONO, 200))["person"]
    task = next(task for task in report["tasks"] if task["role"] == "lead")
    task = await player.fire(task, TONO, "accept", assignee=person)
    for trigger, words in WORK:
        task = await player.fire(task, TONO, trigger, **words)
    await review(player, one, report["election"])
    report = await player.ask("GET", one, DESK, 200)
    return await player.fire(report, DESK, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})


async def queue(player: Player, report: Any) -> None:
    """What was queued without a connection: applied, known already, too late, not permitted and not there."""
    task, missing = report["tasks"][0], str(UUID(int=7))
    body = {"trigger": "assign", "tasks": TASKS}
    queued = [
        ("note.add", report["id"], None, {"text": "Catatan lapangan"}),
        ("report.transition", report["id"], 1, body),
        ("task.transition", task["id"], task["version"], {"trigger": "accept"}),
        ("task.transition", missing, 1, {"trigger": "accept"}),
        ("note.add", report["id"], None, {}),
    ]
    commands = [
        {"id": str(uuid7()), "kind": kind, "target": about, "expected_version": version, "at": AT, "body": body}
        for kind, about, version, body in queued
    ]
    found = await player.ask("POST", f"{P}/commands", DESK, 200, body={"commands": [*commands, commands[0]]})
    said = [result["status"] for result in found["results"]]
    assert said == ["applied", "conflict", "refused", "refused", "refused", "duplicate"]


async def machine(player: Player) -> None:
    """A key that is made, seen and revoked, twice."""
    body = {"name": "Jembatan SigapLapor", "scopes": ["report:create", "report:read"]}
    made = await player.ask("POST", f"{P}/api-keys", TONO, 201, body=body)
    for path in ("api-keys", "api-keys?limit=1"):
        assert (await player.ask("GET", f"{P}/{path}", TONO, 200))["items"]
    for _ in range(2):
        await player.ask("DELETE", f"{P}/api-keys/{made['id']}", TONO, 200)


async def prosecute(player: Player, one: str) -> None:
    """Every step of the report's case, up to the verdict of the high court; then the tasks that it opened."""
    for step in ("register", "check_bundle", *PATH[1:]):
        match = (await player.ask("GET", one, DESK, 200))["version"]
        await player.ask("POST", f"{one}/case/steps", WHO[step], 200, body=body_of(step), match=match)
    for task in (await player.ask("GET", one, DESK, 200))["tasks"]:
        if task["kind"] == "case" and task["role"] == "support":
            match = (await player.ask("GET", f"{P}/tasks/{task['id']}", DESK, 200))["version"]
            body = {"trigger": "withdraw", "reason": "Perkara selesai"}
            await player.ask("POST", f"{P}/tasks/{task['id']}/transitions", DESK, 200, body=body, match=match)


async def carry_out(player: Player) -> None:
    """An administrative violation of its own, decided and carried out; both agencies read how it went."""
    body = REPORT | {"category": "administrative", "classification": "ordinary", "election": "pemilu-2024"}
    made = await player.ask("POST", f"{P}/reports", POLRES, 201, body=body)
    one = f"{P}/reports/{made['id']}"
    await player.fire(made, SARI, **VERIFY)
    for step in ("decision", "carried_out_by_kpu"):
        match = (await player.ask("GET", one, DESK, 200))["version"]
        sent = violation.body_of(step)
        await player.ask("POST", f"{one}/administrative/steps", violation.WHO[step], 200, body=sent, match=match)
    for who in (TONO, KPU):
        assert (await player.ask("GET", f"{one}/administrative", who, 200))["state"] == "carried_out"


async def tell(player: Player, one: str) -> None:
    """Who is named in a notice is told by no answer but the unsealing."""
    told = {"template": "registered_reporter", "recipient": {"name": "Penerima Rahasia", "address": "Jalan Pemuda"}}
    for body in (told, {"text": "Status", "occasion": "registered"}):
        whom = {"audience": "reporter", "channel": "letter"}
        sent = await player.ask("POST", f"{one}/notices", DESK, 201, body=whom | body)
        if "recipient" in body:
            path = f"{one}/notices/{sent['id']}/recipient/unseal"
            await player.ask("POST", path, TONO, 200, body={"reason": "Keluhan"})
    for path in (f"{one}/notices", f"{one}/notices?limit=1", f"{P}/notices/owed", f"{P}/notice-templates"):
        await player.ask("GET", path, DESK, 200)


async def wall(player: Player, one: str) -> None:
    """Put up by one person, taken down by two others."""
    body = {"agency": "dispermades", "reason": "Hubungan keluarga"}
    await player.ask("POST", f"{one}/walls", DESK, 201, body=body)
    asked = {"kind": "wall", "agency": "dispermades", "reason": "Sudah pindah"}
    made = await player.ask("POST", f"{one}/proposals", DESK, 201, body=asked)
    decided = {"approve": True, "reason": "Sudah diperiksa"}
    await player.ask("POST", f"{one}/proposals/{made['id']}/decision", TONO, 200, body=decided)
    asked = {"kind": "amendment", "amendment": {"classification": "ordinary", "named_persons": []}, "reason": "Terbuka"}
    await player.ask("POST", f"{one}/proposals", TONO, 201, body=asked)
    for who in (DESK, TONO):
        assert len((await player.ask("GET", f"{one}/proposals?limit=1", who, 200))["items"]) == 1
        assert len((await player.ask("GET", f"{one}/proposals", who, 200))["items"]) == 2


async def prove(player: Player, one: str) -> None:
    """A photograph that breaks off, goes on, is looked at and handed over; and one that is given up."""
    picture = photo()
    for given_up in (True, False):
        size = {"Upload-Length": str(len(picture)), **metadata(filename="foto.jpg", sha256=sha256(picture))}
        await player.ask("POST", f"{one}/evidence", POLRES, 201, **TUS, **size)
        upload = urlsplit(player.last.headers["Location"]).path
        for start, end in ((0, 100), (100, 101 if given_up else len(picture))):
            at = {**TUS, **CONTENT, "Upload-Offset": str(start)}
            await player.ask("PATCH", upload, POLRES, 204, content=picture[start:end], **at)
        await player.ask("HEAD", upload, POLRES, 200, **TUS)
        if given_up:
            await player.ask("DELETE", upload, POLRES, 204, **TUS)
            await player.ask("HEAD", upload, POLRES, 410, **TUS)
    await player.ask("HEAD", upload, POLRES, 412)
    found = (await player.ask("GET", f"{one}/evidence?limit=1", POLRES, 200))["items"][0]
    where = f"{one}/evidence/{found['id']}"
    await player.ask("GET", where, TONO, 200)
    wanted = {"purpose": "download", "reason": "Klarifikasi"}
    made = await player.ask("POST", f"{where}/links", TONO, 201, body=wanted)
    await player.ask("GET", made["url"], TONO, 200)
    await player.ask("GET", made["url"], TONO, 206, Range="bytes=1-2")
    await player.ask("GET", made["url"], TONO, 416, Range="bytes=99999-")
    await player.ask("POST", f"{where}/transfers", TONO, 201, body={"agency": "kejari", "reason": "Pelimpahan"})
    assert [entry["act"] for entry in (await player.ask("GET", f"{where}/custody", TONO, 200))["items"]] == [
        "added",
        "downloaded",
        "transferred",
    ]


async def debunk(player: Player, one: str) -> None:
    """A video that goes round, judged, taken down and listed."""
    where = f"{one}/content-checks"
    made = await player.ask("POST", where, POLRES, 201, body={"url": "https://contoh.example/1"})
    steps = {
        "verdict": {"verdict": "false", "clarification": "Diambil di tempat lain"},
        "takedown": {"to": "Penyedia", "reference": "7/2026"},
        "takedown/answer": {"outcome": "removed", "note": "Sudah"},
    }
    for step, body in steps.items():
        await player.ask("POST", f"{where}/{made['id']}/{step}", TONO, 200, body=body)
    await player.ask("POST", f"{where}/{made['id']}/verdict", TONO, 409, body=steps["verdict"])
    await player.ask("GET", f"{where}?limit=1", KODIM, 200)


async def review(player: Player, one: str, event: str) -> None:
    """What was learnt of it, with a task that came of that."""
    told = await player.ask("POST", f"{one}/review", DESK, 201, body={"event": event})
    where = f"{P}/reviews/{told['id']}"
    for section in SECTIONS:
        body = {"section": section, "text": "Kata"}
        told = await player.ask("POST", f"{where}/sections", DESK, 200, body=body, match=told["version"])
    await player.ask("POST", f"{where}/lessons", TONO, 201, body={"kind": "keep", "text": "Patroli"})
    body = {"agency": "kejari", "due_at": "2100-01-01T00:00:00Z", "text": "Peta rawan"}
    told = await player.ask("POST", f"{where}/recommendations", DESK, 201, body=body)
    await player.ask("POST", f"{where}/closing", DESK, 200, body={"note": "Disepakati"}, match=told["version"])


async def hook(player: Player) -> None:
    """An endpoint from its making to its deletion, told nothing."""
    made = await player.ask("POST", f"{P}/webhooks", DESK, 201, body=HOOK)
    one = f"{P}/webhooks/{made['id']}"
    for path in (f"{P}/webhooks", f"{P}/webhooks?limit=1", one, f"{one}/deliveries"):
        await player.ask("GET", path, DESK, 200)
    changed = await player.ask("PATCH", one, DESK, 200, body={"enabled": False}, match=1)
    await player.ask("POST", f"{one}/secret", DESK, 200, body={"grace_hours": 1})
    await player.ask("POST", f"{one}/replay", DESK, 200, body={"after": -1})
    assert (await player.ask("POST", f"{one}/test", DESK, 200))["tried"]["error"] == "unreachable"
    assert changed["version"] + 2 == (await player.ask("GET", one, DESK, 200))["version"]
    await player.ask("DELETE", one, DESK, 200)


async def find_alike(player: Player) -> str:
    """Two reports of one matter, sought by their words; returns where either is said to be like the other."""
    body = REPORT | {
        "classification": "ordinary",
        "reporter": None,
        "title": "Selebaran palsu",
        "description": "Di pasar",
    }
    made = [await player.ask("POST", f"{P}/reports", KODIM, 201, body=body) for _ in range(2)]
    assert [hint["report"] for hint in made[1]["possible_duplicates"]] == [made[0]["id"]]
    found = await player.ask("GET", f"{P}/reports?q=selebaran&sort=relevance&limit=1", KODIM, 200)
    assert found["items"][0]["highlights"]
    return f"{P}/reports/{made[0]['id']}/possible-duplicates"


async def erase(player: Player, one: str) -> None:
    """The report's title and its reporter, asked for by the operator and approved by the lead agency."""
    history = await player.ask("GET", f"{one}/history", DESK, 200)
    title = next(text["id"] for text in history["items"][0]["texts"] if text["field"] == "title")
    for body in ({"target": "text", "text": title}, {"target": "reporter"}):
        asked = await player.ask("POST", f"{one}/erasures", ADMIN, 201, body=body | {"reason": "Hak pelapor"})
        decision = {"approve": True, "reason": "Sesuai"}
        await player.ask("POST", f"{one}/erasures/{asked['id']}/decision", TONO, 200, body=decision)
    for who in (ADMIN, TONO):
        assert len((await player.ask("GET", f"{one}/erasures?limit=1", who, 200))["items"]) == 1


async def test_every_answer_of_the_main_job_is_as_the_document_says(
    client: Any, settings: Settings, admin: Any
) -> None:
    player = Player(client, settings)
    report = await play_job(player)
    await sequence_all(admin)
    reads = [await find_alike(player), "/v1/me", "/v1/code-lists"]
    one, task = f"{P}/reports/{report['id']}", f"{P}/tasks/{report['tasks'][0]['id']}"
    clock = next(clock["id"] for clock in report["clocks"] if clock["kind"] == "handling")
    preview = f"{P}/clocks/preview?regime=pilkada&step=handling&start=2024-11-25T08:00:00Z&extended=true"
    law = [f"{P}/clocks/{clock}", preview, f"{P}/policy"]
    reads += [
        *law,
        one,
        f"{one}/history",
        f"{one}/case",
        task,
        f"{P}/routing/preview?report={report['id']}",
    ]
    reads += [f"{P}/reviews/{report['review']}", f"{P}/reviews/{report['review']}/timeline"]
    for who, path in product((DESK, TONO, AUDITOR, KODIM), [*reads, *(f"{P}/{path}" for path in LISTS)]):
        read = await player.ask("GET", path, who, 200)
        assert read is None or read.get("items", True), path
    await settled(client)
    assert (await player.ask("GET", f"{one}/reads?limit=1", AUDITOR, 200))["next_cursor"] is not None
    for path in PUBLIC:
        await player.ask("GET", path, None, 200)
    await player.ask("GET", f"{P}/exports/areas.geojson", AUDITOR, 409)
    for export in EXPORTS:
        await player.ask("GET", f"{P}/exports/{export}", AUDITOR, 200)
    assert not player.wrong, "\n".join(player.wrong)
    assert player.seen == set(OPERATIONS) - LOG


async def test_every_answer_of_the_log_is_as_the_document_says(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    player = Player(client, settings)
    made = await player.ask("POST", f"{P}/reports", POLRES, 201, body=REPORT)
    await sequence_all(worker)
    await signer.publish(worker)
    event = made["receipt"]["event"]
    proofs = ["proofs/consistency?old_size=0", f"proofs/inclusion?event={event}", f"proofs/{event}/tlog-proof"]
    for path in ("checkpoint", "keys", "receipt-keys", "entries", "tile/0/000.p/1", "tile/entries/000.p/1", *proofs):
        await player.ask("GET", f"{P}/audit/{path}", AUDITOR, 200)
    await player.ask("POST", f"{P}/audit/bundles", AUDITOR, 200, body={})
    assert not player.wrong, "\n".join(player.wrong)
    assert player.seen == {*LOG, "createReport"}


REOPEN = {"trigger": "reopen", "reason": "Putusan", "basis": "decision"}
REFUSED: list[tuple[str, str, Any, int, Any, dict[str, str]]] = [
    ("GET", "/v1/me", None, 401, None, {}),
    ("GET", "/v1/me?unknown=1", DESK, 422, None, {}),
    ("GET", f"{P}/reports", ADMIN, 403, None, {}),
    ("GET", f"{P}/reports/{NOBODY}", DESK, 404, None, {}),
    ("GET", f"{P}/reports?limit=0", DESK, 422, None, {}),
    ("GET", "/problems/nothing", None, 404, None, {}),
    ("POST", f"{P}/reports", POLRES, 400, REPORT, {"Idempotency-Key": ""}),
    ("POST", f"{P}/reports", POLRES, 415, REPORT, {"Content-Type": "text/plain"}),
    ("POST", f"{P}/reports", POLRES, 415, REPORT, {"Content-Encoding": "gzip"}),
    ("POST", f"{P}/reports", POLRES, 413, REPORT | {"title": "a" * 1_000_001}, {}),
    ("POST", f"{P}/reports", POLRES, 422, {}, {"Accept-Language": "id"}),
    ("POST", "{one}/transitions", SARI, 428, VERIFY, {}),
    ("POST", "{one}/transitions", SARI, 412, VERIFY, {"If-Match": '"9"'}),
    ("POST", "{one}/transitions", DESK, 409, REOPEN, {"If-Match": '"1"'}),
]


@pytest.mark.parametrize(("method", "path", "who", "status", "body", "sent"), REFUSED)
async def test_every_refusal_is_as_the_document_says(
    client: Any, settings: Settings, method: str, path: str, who: Any, status: int, body: Any, sent: dict[str, str]
) -> None:
    player = Player(client, settings)
    made = await player.ask("POST", f"{P}/reports", POLRES, 201, body=REPORT)
    await player.ask(method, path.format(one=f"{P}/reports/{made['id']}"), who, status, body=body, **sent)
    assert not player.wrong, "\n".join(player.wrong)
