"""Every look at evidence is asked for with a reason, kept in the trail, and for its reader alone."""

import re
from datetime import timedelta
from typing import Any

import pytest

from service.edge.settings import Settings
from service.features.evidence.service import EvidenceService
from tests.edge.api.bodies import contents
from tests.edge.api.story import AUDITOR, DESK, KODIM, POLRES, SARI, TONO, P, headers, report
from tests.features.evidence.conftest import Care
from tests.features.evidence.sending import begin, custody, evidence_of, follow, link, photo, send, taken
from workflows.codes.people import Role

SAID = "SELECT action, leaf FROM audit_event WHERE action LIKE 'evidence.%' ORDER BY seq"


async def hand(client: Any, settings: Settings, who: Any, made: str, one: str, **body: Any) -> Any:
    told = {"reason": "Pelimpahan", **body}
    path = f"{P}/reports/{made}/evidence/{one}/transfers"
    return await client.post(path, json=told, headers=headers(settings, who))


async def test_the_chain_of_custody_is_whole_and_is_the_trails(
    client: Any, settings: Settings, admin: Any, care: Care
) -> None:
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    await care.previews.make("33.05")
    assert (await link(client, settings, SARI, made, one, "view")).status_code == 201
    await taken(client, settings, TONO, made, one)
    handed = await hand(client, settings, TONO, made, one, agency="kejari", reference="BA/1/2026")
    assert handed.status_code == 201, handed.text
    entries = await custody(client, settings, DESK, made, one)
    assert [entry["act"] for entry in entries] == ["added", "viewed", "downloaded", "transferred"]
    assert [entry["reason"] for entry in entries] == [None, "Pemeriksaan berkas", "Pemeriksaan berkas", "Pelimpahan"]
    assert [entry["agency"] for entry in entries] == ["polres", "bawaslu", "bawaslu", "bawaslu"]
    assert (entries[-1]["to_agency"], entries[-1]["reference"]) == ("kejari", "BA/1/2026")
    rows = await admin.fetch(SAID)
    assert [row["action"] for row in rows] == [f"evidence.{entry['act']}" for entry in entries]
    assert not re.search(b"Pemeriksaan|BA/1|Pelimpahan", b"".join(row["leaf"] for row in rows))


async def test_an_entry_of_custody_cannot_be_rewritten(client: Any, settings: Settings, admin: Any) -> None:
    made = (await report(client, settings))["id"]
    await send(client, settings, POLRES, made, photo())
    for change in ("UPDATE custody SET act = 'viewed'", "DELETE FROM custody", "TRUNCATE custody"):
        with pytest.raises(Exception, match="append-only"):
            await admin.execute(change)


async def test_a_link_opens_nothing_to_another_reader(client: Any, settings: Settings) -> None:
    made = (await report(client, settings, classification="ordinary"))["id"]
    one = await send(client, settings, POLRES, made, photo())
    url = (await link(client, settings, SARI, made, one)).json()["url"]
    assert (await follow(client, settings, SARI, url)).status_code == 200
    for other in (TONO, POLRES, DESK, KODIM):
        answer = await follow(client, settings, other, url)
        assert (answer.status_code, answer.json()["code"]) == (403, "link_invalid")
    assert (await client.get(url)).status_code == 401
    assert not re.search("Bearer|eyJ|Sari", url)


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("expires=1", "expires=2"),
        ("signature=.", lambda found: f"signature={'B' if found[0][-1] == 'A' else 'A'}"),
        ("rendition=original", "rendition=preview"),
        ("custody=.", "custody=f"),
    ],
)
async def test_a_link_that_was_changed_opens_nothing(client: Any, settings: Settings, found: str, put: Any) -> None:
    made = (await report(client, settings))["id"]
    one, other = [await send(client, settings, POLRES, made, photo(seed=seed)) for seed in range(2)]
    url = (await link(client, settings, POLRES, made, one)).json()["url"]
    changed = re.sub(found, put, url, count=1)
    answer = await follow(client, settings, POLRES, changed)
    assert changed != url
    assert (answer.status_code, answer.json()["code"]) == (403, "link_invalid")
    moved = await follow(client, settings, POLRES, url.replace(one, other))
    assert moved.json()["code"] == "link_invalid"


async def test_a_link_ends(client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made = (await report(client, settings))["id"]
    one = await send(client, settings, POLRES, made, photo())
    service: EvidenceService = client.app.state.evidence
    monkeypatch.setattr(service, "_link_for", timedelta(seconds=-2))
    url = (await link(client, settings, POLRES, made, one)).json()["url"]
    answer = await follow(client, settings, POLRES, url)
    assert (answer.status_code, answer.json()["code"]) == (403, "link_expired")


async def test_who_may_not_read_the_texts_sees_that_there_is_evidence_and_its_hash(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = (await report(client, settings, classification="secret"))["id"]
    one = await send(client, settings, POLRES, made, photo(), filename="nama.jpg")
    for who in (DESK, AUDITOR):
        (found,) = await evidence_of(client, settings, who, made)
        assert (found["id"], len(found["sha256"]), found["name"]) == (one, 64, None)
        before = await contents(admin)
        refused = await link(client, settings, who, made, one)
        assert (refused.status_code, refused.json()["code"]) == (403, "evidence_withheld")
        assert await contents(admin) == before
    assert (await link(client, settings, TONO, made, one)).status_code == 201


async def test_a_reader_who_loses_sight_of_the_report_loses_the_link(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="ordinary")
    one = await send(client, settings, POLRES, made["id"], photo())
    url = (await link(client, settings, KODIM, made["id"], one)).json()["url"]
    assert (await follow(client, settings, KODIM, url)).status_code == 200
    walled = {"agency": "kodim", "reason": "Keluarga"}
    path = f"{P}/reports/{made['id']}/walls"
    assert (await client.post(path, json=walled, headers=headers(settings, DESK))).status_code == 201
    assert (await follow(client, settings, KODIM, url)).status_code == 404
    assert (await link(client, settings, KODIM, made["id"], one)).status_code == 404
    assert (await begin(client, settings, KODIM, made["id"], 10)).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "transfer_to_one"),
        ({"agency": "kejari", "outside_body": "dkpp"}, 422, "transfer_to_one"),
        ({"agency": "tidak_ada"}, 422, "unknown_agency"),
        ({"outside_body": "tidak_ada"}, 422, "outside_body_unknown"),
        ({"outside_body": "dkpp"}, 201, None),
        ({"agency": "kpu"}, 409, "agency_walled"),
    ],
)
async def test_evidence_is_handed_to_somebody_who_may_have_it(
    client: Any, settings: Settings, body: dict[str, str], status: int, code: str | None
) -> None:
    made = (await report(client, settings, reported_party={"agency": "kpu", "name": "Anggota"}))["id"]
    one = await send(client, settings, POLRES, made, photo())
    answer = await hand(client, settings, DESK, made, one, **body)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


async def test_the_desk_of_the_accused_side_takes_no_evidence_and_is_told_so(client: Any, settings: Settings) -> None:
    accusing = {"category": "security_threat", "classification": "ordinary", "reported_party": {"agency": "satpolpp"}}
    made = (await report(client, settings, **accusing))["id"]
    one = await send(client, settings, POLRES, made, photo())
    eko = (Role.SUPERVISOR, "polres", "Eko")
    for who, to, code in ((DESK, "kejari", "own_side_accused"), (eko, "kesbangpol", "keeps_no_evidence")):
        refused = await hand(client, settings, who, made, one, agency=to)
        assert refused.json()["code"] == code, refused.text
    for who, reasons in ((DESK, ["own_side_accused"]), (eko, [])):
        (found,) = await evidence_of(client, settings, who, made)
        handing = next(action for action in found["actions"] if action["action"] == "transfer")
        assert [reason["code"] for reason in handing["reasons"]] == reasons
    assert (await hand(client, settings, eko, made, one, agency="kejari")).status_code == 201
