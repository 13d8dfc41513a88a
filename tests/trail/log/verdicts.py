"""A story under a checkpoint, and the verdict on a bundle of it."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, DESK, LEAD, TONO, P, fire, headers, report, verified
from tests.signing import Signer
from tests.trail.reads.kept import settled


async def bundled(settings: Settings, folder: Path, signer: Signer, **scope: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and verdict of the bundle as the database is now."""
    file = folder / "trail.bundle"
    await asyncio.to_thread(bundle, settings, Scope(REGION, **scope), file)
    out = io.BytesIO()
    key = signer.key
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
