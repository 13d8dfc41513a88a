"""What the sweep finds there: long reports, an upload, a log, and who may ask for what."""

from typing import Any, NamedTuple

import asyncpg
import httpx

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import ADMIN, AUDITOR, DESK, POLRES, REPORT, TONO, P, headers
from tests.signing import Signer
from tests.trail.log.bundling import FILL, signed

LONG = 9_900
WORDS = 30
PEOPLE = (DESK, TONO, POLRES, ADMIN, AUDITOR)


class Stage(NamedTuple):
    """Identifiers by the names that paths give them."""

    ids: dict[str, str]


async def fill(address: str, server: EmbeddedPostgres, settings: Settings, reports: int) -> Stage:
    """Report many long reports, begin an upload, sequence and sign the log, and make its bundle a large one."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as http:
        made: Any = None
        for number in range(reports):
            body = REPORT | {"classification": "ordinary", "title": f"Laporan {number}", "description": _long(number)}
            answer = await http.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))
            assert answer.status_code == 201, answer.text
            made = answer.json()
        sent = headers(settings, DESK) | {"Tus-Resumable": "1.0.0", "Upload-Length": "10000000"}
        upload = await http.post(f"{P}/reports/{made['id']}/evidence", headers=sent)
        assert upload.status_code == 201, upload.text
    await _signed(server, settings)
    return Stage({"report_id": made["id"], "upload_id": upload.headers["Location"].rpartition("/")[2]})


async def _signed(server: EmbeddedPostgres, settings: Settings) -> None:
    signer = Signer(settings.home / "signer")
    signer.command("signer", "--new-key")
    signer.start()
    worker, admin = await asyncpg.connect(server.url("tindak_worker")), await asyncpg.connect(server.url("postgres"))
    try:
        while await sequence_all(worker):
            pass
        await signed(worker, signer)
        await admin.execute(FILL)
    finally:
        await worker.close()
        await admin.close()
        signer.kill()


def _long(number: int) -> str:
    """A text in which each of thirty words stands often."""
    words = [f"k{(number + at) % WORDS}" for at in range(LONG)]
    return " ".join(words)[:LONG]
