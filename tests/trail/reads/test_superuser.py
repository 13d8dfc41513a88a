"""A superuser who changes what is recorded of reads is named like one who changes a report's events."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit import sequencer
from service.trail.reading import recorder
from tests.signing import Signer
from tests.trail.log.verdicts import bundled, story

TABLES = ("audit_event", "audit_leaf", "audit_tile")
EDIT = """UPDATE audit_event SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '"what":"report.opened"',
  '"what":"events.listed"'), 'UTF8') WHERE report_id IS NULL AND seq = 2"""
GONE = """CREATE TEMP TABLE gone AS SELECT l.leaf_index AS at, l.event_id FROM audit_leaf l
  JOIN audit_event e ON e.id = l.event_id WHERE e.report_id IS NULL AND e.seq = 2;
DELETE FROM audit_leaf WHERE event_id IN (SELECT event_id FROM gone);
DELETE FROM audit_event WHERE id IN (SELECT event_id FROM gone);
UPDATE audit_leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > (SELECT at FROM gone);
UPDATE audit_head SET size = size - 1"""
ATTACKS = {
    "edited": (EDIT, False, "leaf_altered"),
    "edited and the tree made anew": (EDIT, True, "chain_broken"),
    "taken away": (GONE, False, "entries_missing"),
    "taken away and the tree made anew": (GONE, True, "sequence_gap"),
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", 0.02)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_record_of_reads_that_was_attacked_is_named(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, tmp_path: Path, attack: str
) -> None:
    await story(client, settings, worker, signer)
    sql, rebuilt, fault = ATTACKS[attack]
    for table in TABLES:
        await admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(sql)
    if rebuilt:
        await admin.execute("DELETE FROM audit_tile")
        await sequencer.grow_missing_trees(admin)
    code, verdict = await bundled(settings, tmp_path, signer)
    assert code == 1
    assert fault in {one["code"] for one in verdict["faults"]}, verdict["faults"]
