"""A bundle of the real log holds, in every scope. What is found after an attack: tests/attacks."""

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

MADE = {"what": "bundle.made", "at": "", "person": None, "agency": None, "role": "command_line", "size": 12}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", 0.02)


async def bundled(settings: Settings, folder: Path, signer: Signer, **scope: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and verdict of the bundle as the database is now."""
    file = folder / "trail.bundle"
    await asyncio.to_thread(bundle, settings, Scope(REGION, **scope), file)
    out = io.BytesIO()
    key = signer.command("audit", "key").strip()
    code = await asyncio.to_thread(verify, file, [key], None, True, out)
    file.unlink()
    verdict: dict[str, Any] = json.loads(out.getvalue())
    return code, verdict


async def story(client: Any, settings: Settings, worker: Any, signer: Signer) -> dict[str, Any]:
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
    made = await story(client, settings, worker, signer)
    note = await client.post(
        f"{P}/reports/{made['id']}/notes", json={"text": "menyusul"}, headers=headers(settings, DESK)
    )
    assert note.status_code == 201
    for scope in ({}, {"report": made["id"]}):
        code, verdict = await bundled(settings, tmp_path, signer, **scope)
        assert code == 0, verdict
        assert verdict["counts"]["reads"] == (0 if scope else 3)
    *_, whole, one = await written(admin)
    assert whole | {"at": ""} == MADE | {"scope": "region"}
    assert one | {"at": ""} == MADE | {"scope": "report", "report": made["id"]}
