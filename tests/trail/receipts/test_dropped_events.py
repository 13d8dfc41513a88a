"""A superuser drops what was taken before it is sequenced. Nothing in the log shows it; the receipt does."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit import sequencer
from tests.edge.api.story import SARI, VERIFY, fire, report
from tests.signing import Signer
from tests.trail.receipts.asking import Holder

pytestmark = pytest.mark.slow  # tests/trail/verifier/test_receipts.py does the same without a server

DELAY_S = 1
UNQUEUED = "DELETE FROM audit_pending WHERE event_id = $1"
ERASED = """CREATE TEMP TABLE gone AS SELECT report_id FROM audit_event WHERE id = '{event}';
DELETE FROM audit_pending WHERE event_id = '{event}';
DELETE FROM report_text WHERE report_id IN (SELECT report_id FROM gone);
DELETE FROM clock WHERE report_id IN (SELECT report_id FROM gone);
DELETE FROM sealed_identity WHERE report_id IN (SELECT report_id FROM gone);
DELETE FROM audit_event WHERE report_id IN (SELECT report_id FROM gone);
DELETE FROM report WHERE id IN (SELECT report_id FROM gone)"""
TABLES = ("audit_event", "audit_leaf", "report", "report_text")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"max_merge_delay_s": DELAY_S})


@pytest.fixture
def holder(client: Any, settings: Settings, signer: Signer, tmp_path: Path) -> Holder:
    return Holder(client, settings, signer, tmp_path)


async def _sequenced(worker: Any, signer: Signer) -> None:
    """The worker's round, after every promise so far is due."""
    await asyncio.sleep(DELAY_S)
    await sequencer.sequence_all(worker)
    assert await signer.publish(worker) == 1


async def _drop(admin: Any, event: str, *, everything: bool) -> None:
    if not everything:
        assert await admin.execute(UNQUEUED, event) == "DELETE 1"
        return
    for table in TABLES:
        await admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    await admin.execute("SET session_replication_role = replica")
    await admin.execute(ERASED.format(event=event))
    assert not await admin.fetchval("SELECT count(*) FROM audit_event WHERE id = $1", event)


@pytest.mark.parametrize("everything", [False, True], ids=["unqueued", "erased"])
async def test_a_command_dropped_before_it_is_sequenced_is_named_by_its_receipt(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, holder: Holder, *, everything: bool
) -> None:
    dropped = (await report(client, settings))["receipt"]
    await _drop(admin, dropped["event"], everything=everything)
    kept = (await report(client, settings))["receipt"]
    await _sequenced(worker, signer)
    code, found = await holder.check(dropped)
    assert (code, found["signature"]["standing"], found["promise"]["standing"]) == (1, "valid", "not_kept"), found
    assert found["receipt"]["event"] == dropped["event"]
    code, found = await holder.check(kept)
    assert (code, found["holds"], found["promise"]["leaf_index"]) == (0, True, 0)


async def test_a_later_step_dropped_from_a_report_that_stays_is_named_too(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, holder: Holder
) -> None:
    made = await report(client, settings)
    step = (await fire(client, settings, SARI, f"/reports/{made['id']}", 1, VERIFY)).json()["receipt"]
    await _drop(admin, step["event"], everything=False)
    await _sequenced(worker, signer)
    code, found = await holder.check(step)
    assert (code, found["promise"]["standing"]) == (1, "not_kept"), found


async def test_an_event_put_in_the_place_of_another_is_named(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer, holder: Holder
) -> None:
    """The event is rewritten before it is sequenced: it stands in the log, with other contents than were promised."""
    taken = (await report(client, settings))["receipt"]
    await admin.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    await admin.execute("SET session_replication_role = replica")
    rewritten = "convert_to(replace(convert_from(leaf, 'UTF8'), 'money_politics', 'hoax'), 'UTF8')"
    await admin.execute(f"UPDATE audit_event SET leaf = {rewritten}, leaf_hash = sha256('\\x00'::bytea || {rewritten})")
    await _sequenced(worker, signer)
    code, found = await holder.check(taken)
    assert (code, found["promise"]["standing"], found["promise"]["leaf_index"]) == (1, "not_kept", 0), found


async def test_what_is_forged_is_told_from_what_was_dropped(
    client: Any, settings: Settings, worker: Any, signer: Signer, holder: Holder
) -> None:
    made = await report(client, settings)
    true = made["receipt"]
    await _sequenced(worker, signer)
    assert (await holder.check(made))[0] == 0
    for member, value in {
        "event": "019ab3f2-4b6a-7f13-9c55-0d8e1a2b3c4d",
        "leaf_hash": "00" * 32,
        "at": "2024-11-24T00:00:00Z",
        "max_merge_delay_s": 0,
    }.items():
        code, found = await holder.check(true | {member: value})
        assert (code, found["signature"]["standing"]) == (1, "invalid"), found
    code, found = await holder.check({name: value for name, value in true.items() if name != "signature"})
    assert (code, found["signature"]["standing"]) == (1, "missing"), found
