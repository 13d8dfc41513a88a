"""Checkpoints by a signer in a process of its own: what it signed it remembers, whatever becomes of the database."""

from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, KPU, P, headers, report
from tests.signing import Signer
from tests.walking import walked
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.merkle import Range
from workflows.trail.tlog.note_keys import parse_verifier_key
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.proofs import parse_proof, verify_proof

SIZES = "SELECT size FROM audit_checkpoint ORDER BY size"
UNGUARD = "ALTER TABLE {0} DISABLE TRIGGER USER"


async def _grow(client: Any, settings: Settings, worker: Any, reports: int = 1) -> list[dict[str, Any]]:
    made = [await report(client, settings) for _ in range(reports)]
    await sequence_all(worker)
    return made


async def _text(client: Any, settings: Settings, path: str, who: Any = AUDITOR, status: int = 200) -> bytes:
    answer = await client.get(f"{P}/audit/{path}", headers=headers(settings, who))
    assert answer.status_code == status, answer.text
    content: bytes = answer.content
    return content


async def _checkpoint(client: Any, settings: Settings) -> Checkpoint:
    key = parse_verifier_key((await _text(client, settings, "keys")).decode().rstrip("\n"))
    return open_checkpoint(await _text(client, settings, "checkpoint"), key)[0]


async def test_a_checkpoint_is_the_signed_root_of_the_leaves(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    await _text(client, settings, "checkpoint", status=404)
    for round_ in range(1, 4):
        await _grow(client, settings, worker, 2)
        assert await signer.publish(worker) == 1
        assert await signer.publish(worker) == 0
        found = await _checkpoint(client, settings)
        tree = Range()
        for item in (await client.get(f"{P}/audit/entries", headers=headers(settings, AUDITOR))).json()["items"]:
            tree = tree.append(bytes.fromhex(item["leaf_hash"]))
        assert found == Checkpoint(f"tindak.local/{REGION}", tree.size, tree.root())
        assert tree.size >= 2 * round_, "beside what was made stand the looks at it, which come when they come"


async def test_the_command_prints_the_key_that_the_log_publishes(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    await _grow(client, settings, worker)
    await signer.publish(worker)
    assert signer.command("audit", "key", "--region", REGION).encode() == await _text(client, settings, "keys")


async def test_the_proof_file_of_every_event_verifies_alone(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    made = []
    for reports in (1, 3, 2):
        made += await _grow(client, settings, worker, reports)
        await signer.publish(worker)
    key = parse_verifier_key(signer.key)
    for index, one in enumerate(walked(made)):
        receipt = one["receipt"]
        proof = parse_proof(await _text(client, settings, f"proofs/{receipt['event']}/tlog-proof"))
        checkpoint, _ = verify_proof(proof, bytes.fromhex(receipt["leaf_hash"]), key)
        assert proof.index == index < checkpoint.size


async def test_an_event_without_a_checkpoint_over_it_has_no_proof_file_yet(
    client: Any, settings: Settings, worker: Any, signer: Signer
) -> None:
    await _grow(client, settings, worker)
    await signer.publish(worker)
    (late,) = await _grow(client, settings, worker)
    await _text(client, settings, f"proofs/{late['receipt']['event']}/tlog-proof", status=409)
    await _text(client, settings, "proofs/00000000-0000-7000-8000-000000000000/tlog-proof", status=404)


async def test_what_is_hidden_has_no_proof_file(client: Any, settings: Settings, worker: Any, signer: Signer) -> None:
    accused = {"agency": "kpu", "name": "Anggota"}
    made = await report(client, settings, category="ethics", reported_party=accused)
    await sequence_all(worker)
    await signer.publish(worker)
    path = f"proofs/{made['receipt']['event']}/tlog-proof"
    await _text(client, settings, path, KPU, status=404)
    await _text(client, settings, path)


async def test_a_killed_signer_goes_on_where_it_stopped(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    await _grow(client, settings, worker)
    await signer.publish(worker)
    signer.kill()
    await _grow(client, settings, worker)
    assert await signer.publish(worker) == 0
    signer.start()
    assert await signer.publish(worker) == 1
    assert [row["size"] for row in await admin.fetch(SIZES)] == [1, 2]


async def test_a_checkpoint_lost_before_it_was_kept_is_signed_again(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    await _grow(client, settings, worker, 2)
    await signer.publish(worker)
    await admin.execute(UNGUARD.format("audit_checkpoint"))
    await admin.execute("DELETE FROM audit_checkpoint")
    assert await signer.publish(worker) == 1
    await _grow(client, settings, worker)
    assert await signer.publish(worker) == 1
    assert [row["size"] for row in await admin.fetch(SIZES)] == [2, 3]


@pytest.mark.parametrize("grown_again", [0, 1, 3])
async def test_a_database_put_back_to_an_older_state_gets_no_signature(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, grown_again: int
) -> None:
    """What came after leaf 1 is forgotten, and other events take its place: fewer, as many, more."""
    await _grow(client, settings, worker, 3)
    await signer.publish(worker)
    await _put_back(admin)
    if grown_again:
        await _grow(client, settings, worker, grown_again)
    assert await signer.publish(worker) == 0
    assert [row["size"] for row in await admin.fetch(SIZES)] == []


async def _put_back(admin: Any) -> None:
    for table in ("audit_tile", "audit_leaf", "audit_checkpoint"):
        await admin.execute(UNGUARD.format(table))
    await admin.execute("DELETE FROM audit_checkpoint")
    await admin.execute("DELETE FROM audit_leaf WHERE leaf_index >= 1")
    await admin.execute("UPDATE audit_tile SET data = substr(data, 1, 32)")
    await admin.execute("UPDATE audit_head SET size = 1")
    for table in ("audit_tile", "audit_leaf", "audit_checkpoint"):
        await admin.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change")
        await admin.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate")
