"""Records of reads are for auditors alone, and for an auditor whose agency is accused only as far as the wall lets."""

from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import ADMIN, AUDITOR, DESK, KPU, POLRES, TONO, report
from tests.signing import Signer
from tests.trail.reads.kept import Scene, ask, kept, opened, scene
from workflows.codes.people import Role

KPU_AUDITOR = (Role.AUDITOR, "kpu", "Rahman")
EVENTS = 4
"""Of the report itself; the record of its being read comes after them."""


async def _read_once(client: Any, settings: Settings, admin: Any, worker: Any) -> tuple[Scene, str]:
    """A secret report that was read once, and the event that says so, in the log."""
    at = await scene(client, settings, worker, "secret")
    assert (await ask(client, settings, DESK, "GET", f"/reports/{at.report}")).status_code == 200
    assert len(await kept(client, admin)) == 1
    await sequence_all(worker)
    return at, str(await admin.fetchval("SELECT id FROM audit_event WHERE report_id IS NULL"))


@pytest.mark.parametrize("who", [DESK, TONO, POLRES, KPU, ADMIN])
async def test_nobody_else_finds_it_anywhere(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, who: Any
) -> None:
    at, event = await _read_once(client, settings, admin, worker)
    await signer.publish(worker)
    paths = [
        "/events", "/events?after=3", "/summary", "/tasks", "/reports", f"/reports/{at.report}/history",
        f"/audit/proofs/inclusion?event={event}", f"/audit/proofs/{event}/tlog-proof", "/audit/entries",
        "/audit/tile/entries/000.p/5",
    ]  # fmt: skip
    for path in paths:
        answer = await ask(client, settings, who, "GET", path)
        assert event not in answer.text or path.startswith("/audit/proofs"), path
        assert "reads.recorded" not in answer.text, path
        assert answer.status_code == 404 or "/proofs/" not in path or who == ADMIN, path
    bundle = await ask(client, settings, who, "POST", "/audit/bundles", {"report": at.report})
    assert event.encode() not in bundle.content


async def test_an_auditor_finds_it_in_a_feed_and_entries_without_gaps(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    _, event = await _read_once(client, settings, admin, worker)
    feed = (await ask(client, settings, AUDITOR, "GET", "/events")).json()["items"]
    assert [item["leaf_index"] for item in feed] == list(range(EVENTS + 1))
    assert (feed[-1]["event"], feed[-1]["action"], feed[-1]["report"]) == (event, "reads.recorded", None)
    entries = (await ask(client, settings, AUDITOR, "GET", "/audit/entries")).json()["items"]
    assert [item["leaf_index"] for item in entries] == list(range(EVENTS + 1))
    assert '"what":"report.opened"' in entries[-1]["leaf"]
    tile = await ask(client, settings, AUDITOR, "GET", f"/audit/tile/entries/000.p/{EVENTS + 1}")
    assert b'"what":"report.opened"' in tile.content
    summary = (await ask(client, settings, AUDITOR, "GET", "/summary")).json()
    assert (summary["as_of"], [one["total"] for one in summary["elections"]]) == (EVENTS, [1])


async def test_a_wall_hides_who_read_the_report_behind_it(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    made = await report(client, settings, reported_party={"agency": "kpu", "name": "Anggota"})
    other = await report(client, settings)
    for one in (made, other):
        assert (await ask(client, settings, AUDITOR, "GET", f"/reports/{one['id']}")).status_code == 200
        await kept(client, admin)
    await sequence_all(worker)
    for who, walled in ((AUDITOR, False), (KPU_AUDITOR, True)):
        feed = (await ask(client, settings, who, "GET", "/events")).json()["items"]
        assert [item["action"] for item in feed[2:]] == [None if walled else "reads.recorded", "reads.recorded"]
        leaves = [item["leaf"] for item in (await ask(client, settings, who, "GET", "/audit/entries")).json()["items"]]
        assert (made["id"] in "".join(leaves)) is not walled
        assert other["id"] in "".join(leaves)


async def test_row_security_shows_it_to_the_audit_token_and_to_no_other(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    await _read_once(client, settings, admin, worker)
    count = "SELECT count(*) FROM audit_event WHERE region = '33.05' AND report_id IS NULL"
    async with opened(settings) as database:
        for tokens, seen in ((("audit",), 1), (("region", "desk", "system", "agency:kpu"), 0)):
            async with database.transaction("33.05", tokens) as transaction:
                assert await transaction.fetchval(count) == seen
