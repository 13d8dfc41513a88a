"""What the sweep finds there: long reports, an upload, a log, one of whatever a path names, and who may ask for it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import asyncpg
import httpx

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import ADMIN, AUDITOR, DESK, POLRES, REPORT, TONO, P, headers
from tests.edge.contract.document import OPERATIONS
from tests.edge.contract.stage import Stage as OfEach
from tests.signing import Signer
from tests.sweep.shapes import UPLOAD_BYTES
from tests.trail.log.bundling import FILL, signed

KEY = {"name": "Jembatan", "scopes": ["report:read"]}
LONG = 9_900
WORDS = 30
PEOPLE = (DESK, TONO, POLRES, ADMIN, AUDITOR)
KNOWN: Mapping[str, str] = {
    "region": "33.05", "tile": "0/000", "agency": "kpu", "code": "not_found", "name": "init.js",
}  # fmt: skip
"""What a path may name that is there without anybody making it."""

ENDS = frozenset({"terminateUpload"})
"""What ends the very thing that other operations are asked of."""

_NAMED = re.compile(r"{(\w+)}")


class Stage(NamedTuple):
    """Identifiers by the names that paths give them: for all operations, and for those that need one of their own."""

    ids: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def path(self, operation: str) -> str:
        """The path of an operation, with what there is in every place. Raises KeyError where nothing was made."""
        return str(OPERATIONS[operation]["path"]).format_map({**KNOWN, **self.own.get(operation, self.ids)})


async def fill(address: str, server: EmbeddedPostgres, settings: Settings, reports: int) -> Stage:
    """Report many long reports, begin an upload, sequence and sign the log, and make its bundle a large one."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as http:
        made: Any = None
        for number in range(reports):
            body = REPORT | {"classification": "ordinary", "title": f"Laporan {number}", "description": _long(number)}
            answer = await http.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))
            assert answer.status_code == 201, answer.text
            made = answer.json()
        sent = headers(settings, DESK) | {"Tus-Resumable": "1.0.0", "Upload-Length": str(UPLOAD_BYTES)}
        upload = await http.post(f"{P}/reports/{made['id']}/evidence", headers=sent)
        assert upload.status_code == 201, upload.text
        key = await http.post(f"{P}/api-keys", json=KEY, headers=headers(settings, DESK))
        assert key.status_code == 201, key.text
    upload_id = upload.headers["Location"].rpartition("/")[2]
    ids = {"report_id": made["id"], "upload_id": upload_id, "key_id": key.json()["id"]}
    stage = Stage(ids, _of_each(address, settings, frozenset({*KNOWN, *ids})))
    await _signed(server, settings)
    return stage


def _of_each(address: str, settings: Settings, known: frozenset[str]) -> Mapping[str, Mapping[str, str]]:
    """By operation: what else its path names, made by the calls that a person would make."""
    making = OfEach(settings, address)
    wanted = {name for name, one in OPERATIONS.items() if not known.issuperset(_NAMED.findall(one["path"]))}
    try:
        return {name: making.path_for(name, None) for name in sorted(wanted | ENDS)}
    finally:
        making.close()


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
