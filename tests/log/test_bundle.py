"""A bundle of the real log, and what its verifier says after a superuser has been at the database."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.audit import sequencer
from service.reading import recorder
from service.settings import Settings
from service.tlog.bundle import Scope
from service.tlog.command import bundle
from service.verifier.command import verify
from tests.api.story import AUDITOR, DESK, LEAD, TONO, P, fire, headers, report, verified
from tests.conftest import REGION
from tests.reads.kept import settled, written
from tests.signing import Signer

TABLES = ("audit_event", "audit_leaf", "audit_tile", "audit_checkpoint")
EDIT = (
    "UPDATE audit_event SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '\"agency\":\"bawaslu\"', "
    "'\"agency\":\"kejari\"'), 'UTF8') WHERE action = 'report.verified'"
)
FORGED = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
  'seq', e.seq + 1, 'prev_seq', e.seq, 'action', 'report.noted',
  'leaf', '\\x' || encode(convert_to(replace(replace(convert_from(e.leaf, 'UTF8'), e.action, 'report.noted'),
    '"seq":' || e.seq, '"seq":' || e.seq + 1), 'UTF8'), 'hex'), 'prev', '\\x' || encode(e.leaf_hash, 'hex')))).*
FROM audit_event e WHERE e.seq = (SELECT max(seq) FROM audit_event)"""
SWAP = """UPDATE audit_leaf SET leaf_index = 1003 - leaf_index WHERE leaf_index IN (1, 2);
UPDATE audit_leaf SET leaf_index = leaf_index - 1000 WHERE leaf_index > 1000"""
READ_EDIT = """UPDATE audit_event SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '"what":"report.opened"',
  '"what":"events.listed"'), 'UTF8') WHERE report_id IS NULL AND seq = 2"""
READ_GONE = """CREATE TEMP TABLE gone AS SELECT l.leaf_index AS at, l.event_id FROM audit_leaf l
  JOIN audit_event e ON e.id = l.event_id WHERE e.report_id IS NULL AND e.seq = 2;
DELETE FROM audit_leaf WHERE event_id IN (SELECT event_id FROM gone);
DELETE FROM audit_event WHERE id IN (SELECT event_id FROM gone);
UPDATE audit_leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > (SELECT at FROM gone);
UPDATE audit_head SET size = size - 1"""
MADE = {"what": "bundle.made", "at": "", "person": None, "agency": None, "role": "command_line", "size": 12}
ATTACKS = {
    "a leaf is edited": (EDIT, False, "leaf_altered"),
    "a leaf is edited and the tree made anew": (EDIT, True, "root_differs"),
    "only a state is edited": ("UPDATE report SET severity = 'S4'", False, "state_differs"),
    "only a task is edited": ("UPDATE task SET assignee = gen_random_uuid()", False, "state_differs"),
    "a report is deleted": ("DELETE FROM report", False, "snapshot_missing"),
    "a text is changed": ("UPDATE report_text SET content = 'Tidak ada apa-apa'", False, "text_altered"),
    "two leaves change places": (SWAP, False, "leaf_altered"),
    "two leaves change places and the tree is made anew": (SWAP, True, "root_differs"),
    "a record of reads is edited": (READ_EDIT, False, "leaf_altered"),
    "a record of reads is edited and the tree made anew": (READ_EDIT, True, "chain_broken"),
    "a record of reads is taken away": (READ_GONE, False, "entries_missing"),
    "a record of reads is taken away and the tree made anew": (READ_GONE, True, "sequence_gap"),
    "an unsigned event is forged": (FORGED, False, "state_differs"),
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", 0.02)


async def _bundled(settings: Settings, folder: Path, signer: Signer, **scope: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and verdict of the bundle as the database is now."""
    file = folder / "trail.bundle"
    await asyncio.to_thread(bundle, settings, Scope(REGION, **scope), file)
    out = io.BytesIO()
    key = signer.command("audit", "key").strip()
    code = await asyncio.to_thread(verify, file, [key], None, True, out)
    file.unlink()
    verdict: dict[str, Any] = json.loads(out.getvalue())
    return code, verdict


async def _story(client: Any, settings: Settings, worker: Any, signer: Signer) -> dict[str, Any]:
    """One report worked to its end and another that only came in, all of it under a checkpoint."""
    made = await verified(client, settings)
    body = {"trigger": "assign", "tasks": [LEAD]}
    assigned = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = f"/tasks/{assigned['tasks'][0]['id']}"
    steps: tuple[dict[str, Any], ...] = ({"trigger": "accept"}, {"trigger": "start"})
    for version, step in enumerate((*steps, {"trigger": "complete", "result": "Selesai"}), start=1):
        assert (await fire(client, settings, TONO, task, version, step)).status_code == 200
    await report(client, settings)
    for _ in range(3):
        opened = await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, AUDITOR))
        assert opened.status_code == 200
        await settled(client)
    await sequencer.sequence_all(worker)
    assert await signer.publish(worker) == 1
    found: dict[str, Any] = assigned
    return found


async def test_an_untouched_log_holds_in_every_scope(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, tmp_path: Path
) -> None:
    made = await _story(client, settings, worker, signer)
    note = await client.post(
        f"{P}/reports/{made['id']}/notes", json={"text": "menyusul"}, headers=headers(settings, DESK)
    )
    assert note.status_code == 201
    for scope in ({}, {"report": made["id"]}):
        code, verdict = await _bundled(settings, tmp_path, signer, **scope)
        assert code == 0, verdict
        assert verdict["counts"]["reads"] == (0 if scope else 3)
    *_, whole, one = await written(admin)
    assert whole | {"at": ""} == MADE | {"scope": "region"}
    assert one | {"at": ""} == MADE | {"scope": "report", "report": made["id"]}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_superuser_did_is_named(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, tmp_path: Path, attack: str
) -> None:
    await _story(client, settings, worker, signer)
    sql, rebuilt, fault = ATTACKS[attack]
    for table in TABLES:
        await admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(sql)
    if rebuilt:
        await admin.execute("DELETE FROM audit_tile")
        await sequencer.grow_missing_trees(admin)
    code, verdict = await _bundled(settings, tmp_path, signer)
    assert code == 1
    assert fault in {one["code"] for one in verdict["faults"]}, verdict["faults"]
