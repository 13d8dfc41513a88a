"""Which reads are kept: every route that reads, by an auditor and by those whom a secret report names."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from service.app import ROUTES
from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, KPU, POLRES, SARI, TONO, headers
from tests.features.evidence.sending import photo, send
from tests.signing import Signer
from tests.trail.reads.kept import Scene, ask, kept, scene

OF_ONE: dict[str, tuple[str, str]] = {
    "getReport": ("/reports/{report}", "report.opened"),
    "listPossibleDuplicates": ("/reports/{report}/possible-duplicates", "duplicates.listed"),
    "getHistory": ("/reports/{report}/history", "history.opened"),
    "getTask": ("/tasks/{task}", "task.opened"),
    "getCase": ("/reports/{report}/case", "case.opened"),
    "getAdministrative": ("/reports/{report}/administrative", "case.opened"),
    "listErasures": ("/reports/{report}/erasures", "erasures.opened"),
    "listProposals": ("/reports/{report}/proposals", "proposals.opened"),
    "getClock": ("/clocks/{clock}", "clock.opened"),
    "listNotices": ("/reports/{report}/notices", "notices.opened"),
    "listContentChecks": ("/reports/{report}/content-checks", "content.listed"),
    "listEvidence": ("/reports/{report}/evidence", "evidence.listed"),
    "previewRouting": ("/routing/preview?report={report}", "route.previewed"),
}
LISTS: dict[str, tuple[str, str, list[str]]] = {
    "listReports": ("/reports?q=amplop&severity=S2&limit=5", "reports.listed", ["severity", "q"]),
    "listTasks": ("/tasks?agency=bawaslu&due_before=2100-01-01T00:00:00Z", "tasks.listed", ["agency", "due_before"]),
    "listOwedNotices": (
        "/notices/owed?agency=bawaslu&due_before=2100-01-01T00:00:00Z&report={report}",
        "owed_notices.listed",
        ["agency", "due_before", "report"],
    ),
    "listChangedClocks": ("/clocks/changed?agency=bawaslu", "clocks.listed", ["agency"]),
    "listEvents": ("/events?election=none&action=task.*", "events.listed", ["election", "action"]),
    "streamEvents": ("/events/stream?follow=false&agency=kejari", "events.listed", ["agency"]),
    "listReviews": ("/reviews?event=pilkada-2024", "reviews.listed", ["event"]),
    "getSummary": ("/summary?election=pilkada-2024", "summary.read", ["election"]),
    "listEntries": ("/audit/entries", "entries.listed", []),
    "getTile": ("/audit/tile/entries/000.p/4", "entries.listed", []),
}
OF_A_REVIEW: dict[str, tuple[str, str]] = {
    "getReview": ("/reviews/{review}", "review.shown"),
    "getTimeline": ("/reviews/{review}/timeline", "timeline.listed"),
}
OF_EVIDENCE: dict[str, tuple[str, str]] = {
    "getEvidence": ("/reports/{report}/evidence/{evidence}", "evidence.opened"),
    "listCustody": ("/reports/{report}/evidence/{evidence}/custody", "custody.listed"),
}
OF_READS = {"listReads"}
"""Kept too, and for few: tests/trail/reads/test_reads_of_a_report.py."""

IN_CUSTODY = {"getEvidenceContent"}
"""The link that it follows is an event of the report, with its reason."""

HASHES_ONLY: dict[str, str] = {
    "getCheckpoint": "/audit/checkpoint",
    "listLogKeys": "/audit/keys",
    "listReceiptKeys": "/audit/receipt-keys",
    "getInclusionProof": "/audit/proofs/inclusion?event={event}",
    "getConsistencyProof": "/audit/proofs/consistency?old_size=1",
    "getProofFile": "/audit/proofs/{event}/tlog-proof",
}
"""What shows hashes and signatures, and nothing of a case."""

OF_NO_CASE: dict[str, str] = {
    "previewClock": "/clocks/preview?regime=pemilu&step=handling&start=2024-02-07T10:00:00Z",
    "getPolicy": "/policy",
    "listNoticeTemplates": "/notice-templates",
    "listElections": "/elections",
    "listApiKeys": "/api-keys",
    "listKeptDays": "/calendar/days",
}
"""What the law and the policy say, and which machines have keys: nothing of anybody's case."""

FOR_THEIR_KEEPERS = {"listApiKeys", "listWebhooks", "getWebhook", "listDeliveries"}
"""Keys and endpoints are of no case; what was posted is what its owner's feed shows, and no auditor owns any."""

EXPORTS: dict[str, str] = {
    **{f"export{what.title()}Csv": f"{what}.csv" for what in ("reports", "tasks", "events")},
    **{f"export{what.title()}Ndjson": f"{what}.ndjson" for what in ("reports", "tasks", "events")},
    **{f"export{what.title()}Xlsx": f"{what}.xlsx" for what in ("reports", "tasks", "events")},
    "exportSituationHtml": "situation.html",
    "exportSituationPdf": "situation.pdf",
}
OF_BORDERS = {"exportAreas"}
"""An export too; it needs borders, and is taken in tests/features/exports/test_areas.py."""

SECRET, RESTRICTED, ORDINARY = "secret", "restricted", "ordinary"
NAMED = [TONO, POLRES, DESK]


def test_every_route_that_reads_has_its_place_here() -> None:
    reading = {
        route.operation_id
        for route in ROUTES
        for path in route.paths
        if "{region" in path and "GET" in route.http_methods
    }
    of_cases = {*OF_ONE, *OF_A_REVIEW, *OF_EVIDENCE, *OF_READS, *IN_CUSTODY, *LISTS, *EXPORTS, *OF_BORDERS}
    assert reading == {*of_cases, *HASHES_ONLY, *OF_NO_CASE, *FOR_THEIR_KEEPERS}


def _is(read: dict[str, Any], who: Any, what: str, since: datetime, **also: Any) -> bool:
    role, agency, _ = who
    assert since <= datetime.fromisoformat(read.pop("at")) <= datetime.now(UTC)
    assert len(read.pop("person")) == 36
    return read == {"what": what, "agency": agency, "role": role.value, **also}


def _of(operation: str, at: Scene) -> dict[str, str]:
    return {"report": at.report, **({"task": at.task} if operation == "getTask" else {})}


@pytest.mark.parametrize("operation", OF_ONE)
@pytest.mark.parametrize(
    ("who", "classification", "leaves"),
    [*((who, SECRET, True) for who in (*NAMED, AUDITOR)), (DESK, RESTRICTED, True), (AUDITOR, ORDINARY, True)]
    + [(who, ORDINARY, False) for who in NAMED],
)
async def test_what_is_not_ordinary_leaves_one_entry_when_it_is_opened_and_so_does_whatever_an_auditor_opens(
    client: Any,
    settings: Settings,
    admin: Any,
    worker: Any,
    operation: str,
    who: Any,
    classification: str,
    *,
    leaves: bool,
) -> None:
    at, since = await scene(client, settings, worker, classification), datetime.now(UTC)
    path, what = OF_ONE[operation]
    answer = await ask(client, settings, who, "GET", at.fill(path))
    assert answer.status_code == 200, answer.text
    reads = await kept(client, admin)
    assert len(reads) == int(leaves)
    assert all(_is(read, who, what, since, **_of(operation, at)) for read in reads)


@pytest.mark.parametrize("operation", OF_A_REVIEW)
async def test_a_review_and_its_timeline_are_kept_as_the_report_that_carries_them(
    client: Any, settings: Settings, admin: Any, worker: Any, operation: str
) -> None:
    path, what = OF_A_REVIEW[operation]
    for classification, kept_of in ((SECRET, (DESK, AUDITOR)), (ORDINARY, (AUDITOR,))):
        at, since = await scene(client, settings, worker, classification), datetime.now(UTC)
        opened = await ask(client, settings, DESK, "POST", f"/reports/{at.report}/review", {"event": "pilkada-2024"})
        before = len(await kept(client, admin))
        for who in (DESK, AUDITOR):
            answer = await ask(client, settings, who, "GET", path.format(review=opened.json()["id"]))
            assert answer.status_code == 200, answer.text
        found = (await kept(client, admin))[before:]
        assert [_is(read, who, what, since, report=at.report) for read, who in zip(found, kept_of, strict=True)] == [
            True for _ in kept_of
        ]


@pytest.mark.parametrize("operation", OF_EVIDENCE)
async def test_evidence_and_its_custody_are_kept_as_their_report(
    client: Any, settings: Settings, admin: Any, worker: Any, operation: str
) -> None:
    path, what = OF_EVIDENCE[operation]
    for classification, kept_of in ((SECRET, (DESK, AUDITOR)), (ORDINARY, (AUDITOR,))):
        at, since = await scene(client, settings, worker, classification), datetime.now(UTC)
        evidence = await send(client, settings, POLRES, at.report, photo())
        before = len(await kept(client, admin))
        for who in (DESK, AUDITOR):
            answer = await ask(client, settings, who, "GET", path.format(report=at.report, evidence=evidence))
            assert answer.status_code == 200, answer.text
        found = (await kept(client, admin))[before:]
        assert all(_is(read, who, what, since, report=at.report) for read, who in zip(found, kept_of, strict=True))


@pytest.mark.parametrize("operation", LISTS)
async def test_a_list_leaves_one_entry_when_an_auditor_asks_and_none_when_others_do(
    client: Any, settings: Settings, admin: Any, worker: Any, operation: str
) -> None:
    at = await scene(client, settings, worker, SECRET)
    path, what, filters = LISTS[operation]
    path = at.fill(path)
    for who in (DESK, TONO, POLRES):
        assert (await ask(client, settings, who, "GET", path)).status_code in {200, 403}
    assert await kept(client, admin) == []
    since = datetime.now(UTC)
    assert (await ask(client, settings, AUDITOR, "GET", path)).status_code == 200
    (read,) = await kept(client, admin)
    assert _is(read, AUDITOR, what, since, **({"filters": filters} if filters else {}))


@pytest.mark.parametrize("scope", ["region", "report", "period"])
async def test_a_bundle_leaves_one_entry_whoever_makes_it(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, scope: str
) -> None:
    at = await scene(client, settings, worker, ORDINARY)
    await signer.publish(worker)
    since = datetime.now(UTC)
    start, end = "2024-11-01T00:00:00.000000Z", "2100-01-01T00:00:00.000000Z"
    period = {"from": start, "to": end}
    body = {"region": {}, "report": {"report": at.report}, "period": period}[scope]
    who = KPU if scope == "report" else AUDITOR
    assert (await ask(client, settings, who, "POST", "/audit/bundles", body)).status_code == 200
    (read,) = await kept(client, admin)
    assert _is(read, who, "bundle.made", since, scope=scope, size=4, **body)


@pytest.mark.parametrize("operation", EXPORTS)
async def test_an_export_leaves_one_entry_whoever_takes_it(
    client: Any, settings: Settings, admin: Any, worker: Any, operation: str
) -> None:
    await scene(client, settings, worker, SECRET)
    for who in (AUDITOR, DESK):
        before, since = len(await kept(client, admin)), datetime.now(UTC)
        answer = await ask(client, settings, who, "GET", f"/exports/{EXPORTS[operation]}")
        assert answer.status_code == 200, answer.text
        (read,) = (await kept(client, admin))[before:]
        about = {"as_of": int(answer.headers["Tindak-As-Of"]), "sha256": sha256(answer.content).hexdigest()}
        assert _is(read, who, "export.made", since, export=EXPORTS[operation], **about)


@pytest.mark.parametrize("path", [*HASHES_ONLY.values(), *OF_NO_CASE.values()])
async def test_hashes_and_what_is_of_no_case_leave_none(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, path: str
) -> None:
    at = await scene(client, settings, worker, SECRET)
    await signer.publish(worker)
    assert (await ask(client, settings, AUDITOR, "GET", at.fill(path))).status_code == 200
    assert await kept(client, admin) == []


async def test_what_is_refused_or_hidden_leaves_none(client: Any, settings: Settings, admin: Any, worker: Any) -> None:
    at = await scene(client, settings, worker, SECRET)
    paths = [path for path, _ in OF_ONE.values()]
    for path in paths:
        assert (await ask(client, settings, KPU, "GET", at.fill(path))).status_code == 404
    for path in ("/audit/entries", "/audit/tile/entries/000.p/4"):
        assert (await ask(client, settings, DESK, "GET", path)).status_code == 403
    for path in ("/reports?limit=0", "/reports?cursor=abc", "/events?after=x", f"/reports/{at.task}"):
        assert (await ask(client, settings, AUDITOR, "GET", path)).status_code in {404, 422}
    for body, who in (({"report": at.report}, SARI), ({}, DESK), ({}, AUDITOR)):
        answer = await client.post("/v1/regions/33.05/audit/bundles", json=body, headers=headers(settings, who))
        assert answer.status_code in {403, 404, 409}
    assert await kept(client, admin) == []


async def test_no_word_of_a_question_and_nothing_of_a_reporter_is_kept(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    at = await scene(client, settings, worker, SECRET)
    for path in ("/reports?q=Zulkarnain", *(path for path, _ in OF_ONE.values())):
        assert (await ask(client, settings, AUDITOR, "GET", at.fill(path))).status_code == 200
    body = {"reason": "Pemanggilan Zulkarnain"}
    assert (await ask(client, settings, TONO, "POST", f"/reports/{at.report}/reporter/unseal", body)).status_code == 200
    assert len(await kept(client, admin)) == 1 + len(OF_ONE)
    leaves = b"".join([row["leaf"] for row in await admin.fetch("SELECT leaf FROM audit_event")])
    for word in (b"Zulkarnain", b"Pelapor", b"0812", b"amplop", b"Amplop", b"Tono", b"Lestari"):
        assert word not in leaves
