"""What hangs on a duplicate goes on with the report that stays: its evidence with its custody, and what is owed."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service.edge.settings import Settings
from service.trail.audit.repository import NEWS
from service.trail.verifier.command import verify
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    LEAD,
    OFFICER,
    POLRES,
    SARI,
    SUPERVISOR,
    TONO,
    VERIFY,
    WATI,
    P,
    fire,
    headers,
    report,
)
from tests.features.evidence.sending import custody, evidence_of, follow, link, photo, send, taken
from tests.features.notices.telling import get, merge, notices, sent, wall
from tests.signing import Signer
from tests.trail.log.bundling import signed
from workflows.trail.replay.machine import Replay
from workflows.trail.replay.namings import Opening

KEJARI = (OFFICER, "kejari", "Rina")
EKO = (SUPERVISOR, "polres", "Eko")
SUKES = (SUPERVISOR, "kesbangpol", "Sukes")
OF_KPU = "logistics"
"""A category that the elections commission leads by rule."""

OF_THREATS = {"category": "security_threat", "election": None}

LEAVES = "SELECT leaf FROM audit_event WHERE report_id IS NOT NULL ORDER BY at, report_id, seq"
NAMINGS = "SELECT event_id, report_id, content, salt FROM event_naming"
ONLY_TOLD = {"notice": {"sent": True, "channel": "letter", "language": "id", "text": "Laporan Saudara telah selesai."}}


async def joined(client: Any, settings: Settings, *, here: str = "restricted", there: str = "restricted") -> Any:
    """A duplicate that the elections commission would lead, with a photo, merged into a report that Bawaslu leads."""
    survivor = (await report(client, settings, classification=there))["id"]
    duplicate = await report(client, settings, KODIM, classification=here, category=OF_KPU)
    one = await send(client, settings, KODIM, duplicate["id"], photo(), filename="foto.jpg")
    merged = await merge(client, settings, duplicate, survivor, 1)
    assert merged.status_code == 200, merged.text
    return survivor, duplicate["id"], one


async def hand(client: Any, settings: Settings, who: Any, made: str, one: str, **body: Any) -> Any:
    path = f"{P}/reports/{made}/evidence/{one}/transfers"
    return await client.post(path, json={"reason": "Pelimpahan", **body}, headers=headers(settings, who))


def faults_of(leaves: list[bytes], shown: Any = None) -> list[str]:
    """What a replay names, which is shown what events say of other reports or none of it."""

    def opening(event: str) -> Opening | None:
        row = (shown or {}).get(event)
        return None if row is None else Opening(event, str(row["report_id"]), row["content"], row["salt"].hex())

    faults: list[Any] = []
    replay = Replay("33.05", openings=opening)
    for index, leaf in enumerate(leaves):
        replay.feed(leaf, index, faults)
    return [fault.code.value for fault in faults]


async def unforged(admin: Any) -> list[str]:
    """What a replay of the trail names, of which nobody is shown what it says of other reports, or everything."""
    leaves = [bytes(row["leaf"]) for row in await admin.fetch(LEAVES)]
    shown = {str(row["event_id"]): row for row in await admin.fetch(NAMINGS)}
    return [*faults_of(leaves), *faults_of(leaves, shown)]


async def test_the_lead_of_the_report_that_stays_reaches_the_photo_of_the_duplicate(
    client: Any, settings: Settings
) -> None:
    survivor, duplicate, one = await joined(client, settings)
    assert (await client.get(f"{P}/reports/{duplicate}", headers=headers(settings, SARI))).status_code == 404
    (listed,) = await evidence_of(client, settings, SARI, survivor)
    assert (listed["id"], listed["report"], listed["name"]) == (one, survivor, "foto.jpg")
    assert "duplicate" not in listed
    assert await get(client, settings, f"/reports/{survivor}/evidence/{one}", SARI) == listed
    assert await taken(client, settings, SARI, survivor, one) == photo()


async def test_who_reads_both_is_told_where_it_came_from(client: Any, settings: Settings) -> None:
    survivor, duplicate, one = await joined(client, settings)
    (listed,) = await evidence_of(client, settings, DESK, survivor)
    assert (listed["report"], listed["duplicate"]) == (survivor, duplicate)
    (own,) = await evidence_of(client, settings, DESK, duplicate)
    assert (own["id"], own["report"]) == (one, duplicate)
    assert "duplicate" not in own


async def test_its_custody_is_one_chain_from_before_the_merge_on(client: Any, settings: Settings, admin: Any) -> None:
    survivor, duplicate, one = await joined(client, settings)
    await taken(client, settings, SARI, survivor, one)
    handed = await hand(client, settings, TONO, survivor, one, agency="kejari", reference="BA/2/2026")
    assert handed.status_code == 201, handed.text
    entries = await custody(client, settings, SARI, survivor, one)
    assert [entry["act"] for entry in entries] == ["added", "downloaded", "transferred"]
    assert [entry["agency"] for entry in entries] == ["kodim", "bawaslu", "bawaslu"]
    assert [entry["reason"] for entry in entries[1:]] == ["Pemeriksaan berkas", "Pelimpahan"]
    assert entries[-1]["reference"] == "BA/2/2026"
    assert entries == await custody(client, settings, DESK, duplicate, one)
    history = (await get(client, settings, f"/reports/{duplicate}/history", DESK))["items"]
    assert [event["data"].get("through") for event in history[-2:]] == [survivor, survivor]
    assert await unforged(admin) == []


async def test_who_does_not_see_the_report_that_stays_is_not_told_through_which_evidence_was_reached(
    client: Any, settings: Settings, admin: Any
) -> None:
    survivor, duplicate, one = await joined(client, settings, here="ordinary")
    await taken(client, settings, SARI, survivor, one)
    for who, told in ((KPU, False), (DESK, True)):
        last = (await get(client, settings, f"/reports/{duplicate}/history", who))["items"][-1]
        assert (last["action"], "through" in last["data"]) == ("evidence.downloaded", told)
    leaf = await admin.fetchval("SELECT leaf FROM audit_event WHERE action = 'evidence.downloaded'")
    assert survivor.encode() not in leaf


@pytest.mark.parametrize(("who", "reports"), [(DESK, 2), (AUDITOR, 2), (SARI, 1)])
async def test_a_bundle_of_what_stays_holds_what_its_asker_sees_of_the_duplicate(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path, who: Any, reports: int
) -> None:
    survivor, duplicate, one = await joined(client, settings)
    await taken(client, settings, SARI, survivor, one)
    await signed(worker, signer)
    answer = await client.post(f"{P}/audit/bundles", json={"report": survivor}, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    with ZipFile(io.BytesIO(answer.content)) as file:
        told = {json.loads(line)["report"]: json.loads(line) for line in file.read("snapshots.jsonl").splitlines()}
    assert told.keys() == {survivor, duplicate} if reports == 2 else {survivor}
    assert [each["id"] for line in told.values() for each in line["evidence"]] == [one] * (reports - 1)
    (tmp_path / "a.bundle").write_bytes(answer.content)
    out, key = io.BytesIO(), signer.key
    assert await asyncio.to_thread(verify, tmp_path / "a.bundle", [key], None, True, out) == 0, out.getvalue()


async def test_evidence_that_no_merge_took_there_is_not_the_other_reports(client: Any, settings: Settings) -> None:
    _, duplicate, one = await joined(client, settings)
    other = (await report(client, settings))["id"]
    for path in (f"/reports/{other}/evidence/{one}", f"/reports/{other}/evidence/{one}/custody"):
        await get(client, settings, path, SARI, 404)
    assert (await link(client, settings, SARI, other, one)).status_code == 404
    assert (await link(client, settings, SARI, duplicate, one)).status_code == 404


async def test_who_cannot_read_the_report_that_stays_gains_nothing(client: Any, settings: Settings) -> None:
    survivor, duplicate, one = await joined(client, settings)
    for who in (KPU, KEJARI):
        await get(client, settings, f"/reports/{survivor}/evidence", who, 404)
        assert (await link(client, settings, who, survivor, one)).status_code == 404
    url = (await link(client, settings, SARI, survivor, one)).json()["url"]
    assert (await follow(client, settings, KPU, url)).status_code == 404
    assert duplicate not in url


async def test_who_does_not_lead_hands_nothing_on(client: Any, settings: Settings) -> None:
    survivor, _, one = await joined(client, settings)
    refused = await hand(client, settings, POLRES, survivor, one, agency="kejari")
    assert refused.status_code == 404  # who reported what stays does not see it there


@pytest.mark.parametrize("walled", [0, 1])
async def test_a_wall_of_either_report_hides_what_went_on(client: Any, settings: Settings, walled: int) -> None:
    survivor, duplicate, one = await joined(client, settings, here="ordinary", there="ordinary")
    assert [each["id"] for each in await evidence_of(client, settings, KPU, survivor)] == [one]
    put = await wall(client, settings, {"id": (survivor, duplicate)[walled]}, "kpu")
    assert put.status_code == 201, put.text
    answer = await client.get(f"{P}/reports/{survivor}/evidence", headers=headers(settings, KPU))
    assert answer.status_code == 404 or answer.json()["items"] == []
    await get(client, settings, f"/reports/{survivor}/evidence/{one}", KPU, 404)
    assert (await link(client, settings, KPU, survivor, one)).status_code == 404


async def protect(client: Any, settings: Settings, who: Any, one: str, classification: str) -> None:
    version = (await get(client, settings, f"/reports/{one}", who))["version"]
    body = {"reason": "Menyangkut saksi", "classification": classification}
    sent = headers(settings, who, match=version)
    answer = await client.patch(f"{P}/reports/{one}", json=body, headers=sent)
    assert answer.status_code == 200, answer.text


async def test_evidence_of_a_secret_duplicate_goes_on_only_to_a_report_that_is_secret_too(
    client: Any, settings: Settings, admin: Any
) -> None:
    survivor, _, one = await joined(client, settings, here="secret", there="ordinary")
    for who in (SARI, TONO, WATI, KPU, POLRES):
        assert await evidence_of(client, settings, who, survivor) == []
        assert (await link(client, settings, who, survivor, one)).status_code == 404
    await protect(client, settings, DESK, survivor, "secret")
    for who in (TONO, WATI):
        assert [each["name"] for each in await evidence_of(client, settings, who, survivor)] == ["foto.jpg"]
        assert await taken(client, settings, who, survivor, one) == photo()
    for who in (DESK, AUDITOR):
        (withheld,) = await evidence_of(client, settings, who, survivor)
        assert (withheld["id"], withheld["name"]) == (one, None)
    assert await evidence_of(client, settings, POLRES, survivor) == []  # who reported it
    assert [entry["reason"] for entry in await custody(client, settings, DESK, survivor, one)] == [None, None, None]
    assert await admin.fetchval("SELECT count(*) FROM report_text WHERE content = 'Pemeriksaan berkas'") == 0
    assert await unforged(admin) == []


async def test_evidence_of_a_restricted_duplicate_stays_with_its_own_readers_until_the_other_is_as_strict(
    client: Any, settings: Settings
) -> None:
    survivor, _, one = await joined(client, settings, there="ordinary")
    for who, seen in ((SARI, []), (TONO, []), (POLRES, []), (KEJARI, []), (DESK, [one]), (AUDITOR, [one])):
        assert [each["id"] for each in await evidence_of(client, settings, who, survivor)] == seen
    await protect(client, settings, DESK, survivor, "restricted")
    for who, seen in ((SARI, [one]), (TONO, [one]), (POLRES, []), (DESK, [one])):
        assert [each["id"] for each in await evidence_of(client, settings, who, survivor)] == seen


async def test_who_reported_what_stays_reads_no_secret_evidence_by_a_merge(client: Any, settings: Settings) -> None:
    duplicate = await report(client, settings, KODIM, classification="secret", category="security_threat")
    one = await send(client, settings, KODIM, duplicate["id"], photo(), filename="foto.jpg")
    survivor = (await report(client, settings, DESK, classification="ordinary", category="security_threat"))["id"]
    assert (await merge(client, settings, duplicate, survivor, 1)).status_code == 200
    for classification in (None, "secret"):
        if classification is not None:
            await protect(client, settings, DESK, survivor, classification)
        assert [each["name"] for each in await evidence_of(client, settings, DESK, survivor)] == [None]
        assert (await link(client, settings, DESK, survivor, one)).status_code == 403
    assert [each["name"] for each in await evidence_of(client, settings, EKO, survivor)] == ["foto.jpg"]


async def test_nobody_merges_unread_evidence_into_what_their_own_house_leads(client: Any, settings: Settings) -> None:
    duplicate = await report(client, settings, KODIM, classification="secret", **OF_THREATS)
    survivor = (await report(client, settings, classification="secret", category="polarisation", election=None))["id"]
    refused = await merge(client, settings, duplicate, survivor, 1)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_person_needed")
    assert refused.json()["kind"] == "lead"


async def test_who_stands_in_brings_no_evidence_home_by_a_merge(client: Any, settings: Settings) -> None:
    told: dict[str, Any] = {"severity": "S3", "election": None, "reporter": None}
    made = await report(client, settings, KODIM, classification="restricted", category="hoax", **told)
    path, duplicate = f"/reports/{made['id']}", made["id"]
    await send(client, settings, KODIM, duplicate, photo(), filename="foto.jpg")
    lead = {"agency": "kesbangpol", "role": "lead", "kind": "verification", "obligatory": True}
    for at, body in ((1, VERIFY), (2, {"trigger": "assign", "tasks": [lead], "reason": "Dekat"})):
        assert (await fire(client, settings, DESK, path, at, body)).status_code == 200
    party = {"reported_party": {"agency": "diskominfo"}}
    sent = headers(settings, KODIM, match=3)
    accusing = await client.patch(P + path, json={"reason": "Saksi", **party}, headers=sent)
    assert accusing.status_code == 200, accusing.text
    assert (await wall(client, settings, made, "kesbangpol", EKO)).status_code == 201
    survivor = (await report(client, settings, TONO, classification="ordinary", category="ethics", **told | party))[
        "id"
    ]
    assert (await wall(client, settings, {"id": survivor}, "kesbangpol", TONO)).status_code == 201
    assert [each["name"] for each in await evidence_of(client, settings, TONO, duplicate)] == [None]
    version = (await get(client, settings, path, TONO))["version"]
    refused = await merge(client, settings, made, survivor, version, TONO)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_person_needed")
    for who in (TONO, SARI):
        assert await evidence_of(client, settings, who, survivor) == []


async def test_it_goes_on_from_one_merge_to_the_next(client: Any, settings: Settings, admin: Any) -> None:
    middle, _, one = await joined(client, settings)
    last = (await report(client, settings))["id"]
    merged = await merge(client, settings, {"id": middle}, last, 2)
    assert merged.status_code == 200, merged.text
    assert [each["id"] for each in await evidence_of(client, settings, SARI, last)] == [one]
    assert (await hand(client, settings, SARI, last, one, agency="kejari")).status_code == 201
    assert await unforged(admin) == []


async def test_it_is_read_with_its_own_report_again_when_that_is_opened_again(client: Any, settings: Settings) -> None:
    survivor = (await report(client, settings))["id"]
    duplicate = await report(client, settings, KODIM, category=OF_KPU)
    one, path = await send(client, settings, KODIM, duplicate["id"], photo()), f"/reports/{duplicate['id']}"
    assert (await fire(client, settings, KPU, path, 1, VERIFY)).status_code == 200
    assert (await merge(client, settings, duplicate, survivor, 2)).status_code == 200
    assert (await taken(client, settings, SARI, survivor, one)) == photo()
    again = {"trigger": "reopen", "basis": "new_fact", "reason": "Saksi baru"}
    reopened = await fire(client, settings, DESK, path, 3, again)
    assert reopened.status_code == 200, reopened.text
    assert await evidence_of(client, settings, SARI, survivor) == []
    assert [each["id"] for each in await evidence_of(client, settings, KPU, duplicate["id"])] == [one]


async def test_a_retry_is_answered_as_the_first_time(client: Any, settings: Settings) -> None:
    survivor, _, one = await joined(client, settings)
    path = f"{P}/reports/{survivor}/evidence/{one}/transfers"
    known = headers(settings, SARI)
    first, again = [
        await client.post(path, json={"reason": "Pelimpahan", "agency": "kejari"}, headers=known) for _ in range(2)
    ]
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("action", "was", "becomes", "code"),
    [
        (b'"evidence.transferred"', b'"agency":"bawaslu"', b'"agency":"kejari"', "illegal_transition"),
        (b'"report.dismissed"', b'"outcome":"duplicate"', b'"outcome":"insufficient"', "state_contradicts"),
    ],
)
async def test_a_forged_hand_over_through_another_report_is_found(
    client: Any, settings: Settings, admin: Any, action: bytes, was: bytes, becomes: bytes, code: str
) -> None:
    survivor, _, one = await joined(client, settings)
    await hand(client, settings, TONO, survivor, one, agency="kejari")
    leaves = [bytes(row["leaf"]) for row in await admin.fetch(LEAVES)]
    shown = {str(row["event_id"]): row for row in await admin.fetch(NAMINGS)}
    assert faults_of(leaves, shown) == []
    forged = [leaf.replace(was, becomes) if action in leaf else leaf for leaf in leaves]
    assert forged != leaves
    assert code in faults_of(forged, shown)


async def closed(client: Any, settings: Settings, survivor: str, version: int, *, verified: bool = False) -> Any:
    """The report that stays, verified, dealt with and closed with a notice to its own reporter."""
    path, at = f"/reports/{survivor}", version
    first = [] if verified else [(SARI, VERIFY)]
    for who, body in (*first, (DESK, {"trigger": "assign", "tasks": [LEAD]})):
        answer = await fire(client, settings, who, path, at, body)
        assert answer.status_code == 200, answer.text
        at = answer.json()["version"]
    task = f"/tasks/{answer.json()['tasks'][-1]['id']}"
    for number, body in enumerate(
        ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}), start=1
    ):
        moved = await fire(client, settings, SARI, task, number, body)
        assert moved.status_code == 200, moved.text
    at = (await get(client, settings, path, TONO))["version"]
    answer = await fire(client, settings, TONO, path, at, {"trigger": "close", "outcome": "sanctioned", **ONLY_TOLD})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_closing_what_stays_owes_the_duplicates_reporter_a_notice_too(client: Any, settings: Settings) -> None:
    survivor, duplicate, _ = await joined(client, settings)
    before = (await get(client, settings, f"/reports/{duplicate}", DESK))["owed_notices"]
    ended = await closed(client, settings, survivor, 2)
    assert "closed/reporter" not in ended["owed_notices"]
    owed = (await get(client, settings, f"/reports/{duplicate}", DESK))["owed_notices"]
    assert sorted(owed) == sorted([*before, "closed/reporter"])
    listed = (await get(client, settings, "/notices/owed?agency=kpu", DESK))["items"]
    assert [each["report"] for each in listed if each["occasion"] == "closed"] == [duplicate]
    told = await notices(client, settings, {"id": duplicate}, DESK)
    assert "closed" in [each["occasion"] for each in told["owed"]]
    await sent(client, settings, {"id": duplicate}, DESK, occasion="closed", text="Laporan Saudara telah selesai.")
    assert (await get(client, settings, f"/reports/{duplicate}", DESK))["owed_notices"] == before


async def _owed(client: Any, settings: Settings, one: str) -> list[str]:
    found: list[str] = (await get(client, settings, f"/reports/{one}", DESK))["owed_notices"]
    return sorted(found)


async def test_a_notice_is_owed_over_two_merges(client: Any, settings: Settings) -> None:
    """To the reporter of each report that went into the one which stays in the end, and which is closed."""
    middle, first, _ = await joined(client, settings)
    last = (await report(client, settings))["id"]
    merged = await merge(client, settings, {"id": middle}, last, 2)
    assert merged.status_code == 200, merged.text
    before = {one: await _owed(client, settings, one) for one in (first, middle)}
    await closed(client, settings, last, 2)
    for one, owed in before.items():
        assert await _owed(client, settings, one) == sorted([*owed, "closed/reporter"])


async def test_a_duplicate_without_a_reporter_is_owed_nothing(client: Any, settings: Settings) -> None:
    survivor = (await report(client, settings))["id"]
    nobody = await report(client, settings, reporter=None)
    await merge(client, settings, nobody, survivor, 1)
    await closed(client, settings, survivor, 2)
    assert (await get(client, settings, f"/reports/{nobody['id']}", DESK))["owed_notices"] == []


async def accuse(client: Any, settings: Settings, one: str, agency: str) -> None:
    """EKO, whose police lead the report, names whom it accuses."""
    version = (await get(client, settings, f"/reports/{one}", EKO))["version"]
    body = {"reason": "Saksi baru", "reported_party": {"agency": agency}}
    sent = headers(settings, EKO, match=version)
    answer = await client.patch(f"{P}/reports/{one}", json=body, headers=sent)
    assert answer.status_code == 200, answer.text


async def accused(client: Any, settings: Settings, agency: str, category: str = "security_threat") -> Any:
    """A restricted duplicate with a photo that went into a report of which the police accuse an agency afterwards."""
    told = OF_THREATS | {"classification": "restricted"}
    survivor = (await report(client, settings, KODIM, **told))["id"]
    duplicate = await report(client, settings, KODIM, **told | {"category": category})
    one = await send(client, settings, KODIM, duplicate["id"], photo(), filename="foto.jpg")
    merged = await merge(client, settings, duplicate, survivor, 1)
    assert merged.status_code == 200, merged.text
    await accuse(client, settings, survivor, agency)
    return survivor, duplicate["id"], one


async def test_the_desk_of_the_accused_side_walls_nobody_off_the_duplicate(
    client: Any, settings: Settings, admin: Any
) -> None:
    survivor, duplicate, one = await accused(client, settings, "satpolpp")
    for each in (survivor, duplicate):
        refused = await wall(client, settings, {"id": each}, "polres")
        assert (refused.status_code, refused.json()["code"]) == (403, "own_side_accused")
    assert [each["id"] for each in await evidence_of(client, settings, EKO, survivor)] == [one]
    assert (await get(client, settings, f"/reports/{duplicate}", DESK))["lead_agency"] == "polres"
    assert await unforged(admin) == []


async def test_the_desk_of_the_accused_side_takes_no_custody_through_the_other_report(
    client: Any, settings: Settings
) -> None:
    survivor, duplicate, one = await accused(client, settings, "satpolpp")
    for reached in (survivor, duplicate):
        for to in ({"agency": "kesbangpol"}, {"outside_body": "polda"}):
            refused = await hand(client, settings, DESK, reached, one, **to)
            assert (refused.status_code, refused.json()["code"]) == (403, "own_side_accused")
        (shown,) = await evidence_of(client, settings, DESK, reached)
        (transfer,) = (each for each in shown["actions"] if each["action"] == "transfer")
        assert [reason["code"] for reason in transfer["reasons"]] == ["own_side_accused"]
    assert (await hand(client, settings, EKO, survivor, one, agency="kejari")).status_code == 201


async def ask_who_reported(client: Any, settings: Settings, path: str) -> Any:
    return await client.post(
        f"{P}{path}/reporter/unseal", json={"reason": "Klarifikasi"}, headers=headers(settings, SUKES)
    )


async def test_whom_the_other_report_accuses_reads_the_duplicate_that_they_led_no_longer(
    client: Any, settings: Settings, admin: Any
) -> None:
    told = OF_THREATS | {"classification": "restricted"}
    survivor = (await report(client, settings, KODIM, **told))["id"]
    duplicate = await report(client, settings, KODIM, **told | {"category": "polarisation"})
    one, path = await send(client, settings, KODIM, duplicate["id"], photo()), f"/reports/{duplicate['id']}"
    assert (await merge(client, settings, duplicate, survivor, 1)).status_code == 200
    shown = ("", "/evidence", "/history", "/notices", "/reads", f"/evidence/{one}/custody")
    for rest in shown:
        await get(client, settings, path + rest, SUKES)
    assert (await ask_who_reported(client, settings, path)).status_code == 200
    await accuse(client, settings, survivor, "kesbangpol")
    for rest in shown:
        await get(client, settings, path + rest, SUKES, 404)
    listed = (await get(client, settings, "/reports", SUKES))["items"]
    assert duplicate["id"] not in [each["id"] for each in listed]
    assert (await ask_who_reported(client, settings, path)).status_code == 404
    assert (await hand(client, settings, SUKES, duplicate["id"], one, outside_body="polda")).status_code == 404
    assert [each["id"] for each in await evidence_of(client, settings, EKO, survivor)] == [one]
    assert await unforged(admin) == []


async def test_news_of_a_duplicate_name_whom_the_other_report_walls_off(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer
) -> None:
    """Who is not told of it is not told the same as who is (``visibility.that_matter``)."""
    told = OF_THREATS | {"classification": "ordinary"}
    survivor, duplicate = [await report(client, settings, KODIM, **told) for _ in range(2)]
    assert (await merge(client, settings, duplicate, survivor["id"], 1)).status_code == 200
    await accuse(client, settings, survivor["id"], "satpolpp")
    await signed(worker, signer)
    before = await admin.fetchval("SELECT max(leaf_index) FROM audit_leaf WHERE region = '33.05'")
    note = {"text": "Berkas digabung"}
    added = await client.post(f"{P}/reports/{duplicate['id']}/notes", json=note, headers=headers(settings, DESK))
    assert added.status_code == 201, added.text
    await signed(worker, signer)
    await admin.execute("SELECT set_config('tindak.region', '33.05', false)")
    (news,) = await admin.fetch(NEWS, "33.05", before, 10)
    assert "agency:satpolpp" in news["named"]


JOKO = (SUPERVISOR, "satpolpp", "Joko")
KPU_LEAD = (SUPERVISOR, "kpu", "Kirana")


async def holding(client: Any, settings: Settings, classification: str) -> tuple[str, str, dict[str, str]]:
    """A report and a duplicate of it, in which two agencies held a task; the tasks by agency."""
    told = OF_THREATS | {"classification": classification, "severity": "S3"}
    survivor = (await report(client, settings, KODIM, **told))["id"]
    duplicate = await report(client, settings, KODIM, **told)
    tasks = dict[str, str]()
    for agency in ("satpolpp", "kpu"):
        offered = {"agency": agency, "role": "support", "kind": "safety", "due_at": "2030-06-30T23:59:59+07:00"}
        path = f"{P}/reports/{duplicate['id']}/tasks"
        answer = await client.post(path, json=offered, headers=headers(settings, DESK))
        assert answer.status_code == 201, answer.text
        tasks |= {each["agency"]: each["id"] for each in answer.json()["tasks"]}
    merged = await merge(client, settings, duplicate, survivor, answer.json()["version"])
    assert merged.status_code == 200, merged.text
    return survivor, duplicate["id"], tasks


async def told_of(client: Any, settings: Settings, who: Any, task: str, report: str) -> dict[str, Any]:
    """What somebody is answered about a task wherever tasks are told."""
    one = await client.get(f"{P}/tasks/{task}", headers=headers(settings, who))
    sent = headers(settings, who, match=2)
    acted = await client.post(f"{P}/tasks/{task}/transitions", json={"trigger": "accept"}, headers=sent)
    listed = [each["id"] for each in (await get(client, settings, f"/tasks?agency={who[1]}", who))["items"]]
    taken = await client.get(f"{P}/exports/tasks.ndjson", headers=headers(settings, who))
    news = await client.get(f"{P}/events?limit=500", headers=headers(settings, who))
    history = await client.get(f"{P}/reports/{report}/history", headers=headers(settings, who))
    assert (taken.status_code, news.status_code) == (200, 200)
    return {
        "one": one.status_code,
        "acted": acted.status_code,
        "listed": task in listed,
        "taken": task in taken.text,
        "news": task in news.text or report in news.text,
        "history": history.status_code,
    }


NOTHING = {"one": 404, "acted": 404, "listed": False, "taken": False, "news": False, "history": 404}


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_whom_the_other_report_accuses_sees_no_task_of_the_duplicate_that_was_theirs(
    client: Any, settings: Settings, worker: Any, signer: Signer, classification: str
) -> None:
    """As behind a wall of the duplicate's own; who else held one sees it as before."""
    survivor, duplicate, tasks = await holding(client, settings, classification)
    await signed(worker, signer)
    reads = classification != "secret"
    theirs = {"one": 200, "acted": 409, "listed": True, "taken": reads, "news": reads, "history": 200 if reads else 404}
    assert await told_of(client, settings, JOKO, tasks["satpolpp"], duplicate) == theirs
    await accuse(client, settings, survivor, "satpolpp")
    await signed(worker, signer)
    assert await told_of(client, settings, JOKO, tasks["satpolpp"], duplicate) == NOTHING
    assert await told_of(client, settings, JOKO, survivor, survivor) == NOTHING  # as of what there is not
    assert await told_of(client, settings, KPU_LEAD, tasks["kpu"], duplicate) == theirs
