"""A log that signs with a key of each algorithm: kept, served, bundled, verified, and missed where one is missing."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from service.trail.verifier.command import verify
from tests.edge.api.story import AUDITOR, P, headers, report
from tests.signing import Signer
from workflows.trail.tlog.key_list import parse_key_list
from workflows.trail.tlog.note_keys import KeyKind
from workflows.trail.tlog.notes import Note, parse_note

UNGUARD = "ALTER TABLE audit_checkpoint DISABLE TRIGGER USER"


async def _grown(client: Any, settings: Settings, worker: Any, signer: Signer) -> int:
    await report(client, settings)
    await sequence_all(worker)
    return await signer.publish(worker)


async def _read(client: Any, settings: Settings, path: str) -> bytes:
    answer = await client.get(f"{P}/audit/{path}", headers=headers(settings, AUDITOR))
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


async def _judged(client: Any, settings: Settings, folder: Path, *keys: str) -> tuple[int, dict[str, Any]]:
    bundle = await client.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    (folder / "a.bundle").write_bytes(bundle.content)
    out = io.BytesIO()
    code = await asyncio.to_thread(verify, folder / "a.bundle", keys, None, True, out)
    return code, json.loads(out.getvalue())


def _but_looks(code: int, verdict: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Whoever fetches a bundle has looked: that look waits for the sequencer, and the next bundle may carry it."""
    looks = {"pending", "reads"}
    return code, verdict | {"counts": {name: n for name, n in verdict["counts"].items() if name not in looks}}


def added(signer: Signer) -> None:
    signer.kill()
    signer.command("signer", "--new-key", "--algorithm", "ml-dsa-44")
    signer.start()


async def _signed_by(client: Any, settings: Settings) -> list[KeyKind]:
    """The kinds of the published keys whose lines stand in the newest checkpoint."""
    keys = {each.key.key_id: each.key.kind for each in parse_key_list((await _read(client, settings, "keys")).decode())}
    note = parse_note(await _read(client, settings, "checkpoint"))
    return [keys[line.key_id] for line in note.signatures]


async def test_from_the_size_at_which_a_key_was_added_every_checkpoint_is_signed_with_both(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    assert await _grown(client, settings, worker, signer) == 1
    before = signer.command("audit", "key").strip()
    old = _but_looks(*await _judged(client, settings, tmp_path, before))
    assert await _signed_by(client, settings) == [KeyKind.LOG]
    added(signer)
    listed = signer.command("audit", "key")
    again = _but_looks(*await _judged(client, settings, tmp_path, listed))
    assert again == old, "what was signed before needs no second one"
    assert await _grown(client, settings, worker, signer) == 1
    assert await _signed_by(client, settings) == [KeyKind.LOG, KeyKind.SUBTREE]
    assert (await _read(client, settings, "keys")).decode() == listed
    first, start, second = listed.splitlines()
    assert (first, start) == (before, "# added at size 1")
    for keys, by in [((listed,), [first, second]), ((first,), [first]), ((second,), [second])]:
        code, verdict = await _judged(client, settings, tmp_path, *keys)
        assert (code, verdict["signed_by"]) == (0, by)


@pytest.mark.parametrize("kind", [KeyKind.LOG, KeyKind.SUBTREE])
async def test_a_line_that_is_missing_where_the_key_signs_is_told(
    kind: KeyKind, client: Any, settings: Settings, worker: Any, signer: Signer, admin: Any, tmp_path: Path
) -> None:
    """Whoever has one of the keys alone, or broke one of the algorithms, makes no checkpoint that passes."""
    added(signer)
    await _grown(client, settings, worker, signer)
    listed = signer.command("audit", "key")
    key = next(each.key for each in parse_key_list(listed) if each.key.kind is kind)
    note = parse_note((await worker.fetchval("SELECT note FROM audit_checkpoint")).encode())
    left = Note(note.text, tuple(line for line in note.signatures if line.key_id != key.key_id))
    await admin.execute(UNGUARD)
    await admin.execute("UPDATE audit_checkpoint SET note = $1", left.serialise().decode())
    code, verdict = await _judged(client, settings, tmp_path, listed)
    assert (code, verdict["fault_codes"]) == (1, ["signature_missing"])
    assert f"a key of {kind.algorithm} from size 0 on" in verdict["faults"][0]["words"]


async def test_a_checkpoint_is_not_kept_when_the_signer_has_lost_a_key_that_signed(
    client: Any, settings: Settings, worker: Any, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after somebody put a signer with another memory in its place, which knows of no second key."""
    monkeypatch.setattr("service.trail.tlog.publisher.log", structlog.get_logger("tindak.publisher"))
    added(signer)
    assert await _grown(client, settings, worker, signer) == 1
    signer.kill()
    for name in ("signer.sqlite", "keys/log.ml-dsa-44.key", "keys/log.ml-dsa-44.key.vkeys"):
        (signer.home / name).unlink()
    signer.start()
    with capture_logs() as said:
        assert await _grown(client, settings, worker, signer) == 0
    assert [(line["event"], line.get("reason")) for line in said] == [("checkpoint_unusable", "key_missing")]
