"""Receipts as their holders check them: with the keys that are published, and the command."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.receipt_command import Question, check
from service.trail.verifier.receipts import read_receipt, signed_by
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, P, headers
from tests.signing import Signer
from workflows.trail.tlog.note_keys import VerifierKey, parse_verifier_key


async def published(client: Any, settings: Settings) -> list[VerifierKey]:
    """The keys of receipts as the service publishes them."""
    answer = await client.get(f"{P}/audit/receipt-keys", headers=headers(settings, AUDITOR))
    assert answer.status_code == 200, answer.text
    return [parse_verifier_key(line) for line in answer.text.splitlines()]


def signers(receipt: dict[str, Any], keys: list[VerifierKey], region: str = REGION) -> list[VerifierKey]:
    """Which of the keys signed a receipt."""
    return signed_by(read_receipt(json.dumps(receipt).encode()), region, keys)


def asked(question: Question) -> tuple[int, dict[str, Any]]:
    """The exit code of the command and its JSON document."""
    out = io.BytesIO()
    code = check(question, True, out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return code, document


class Holder:
    """Somebody with a receipt, a bundle of the region as the database is now, and the keys."""

    def __init__(self, client: Any, settings: Settings, signer: Signer, folder: Path) -> None:
        self.client, self.settings, self.signer, self.folder = client, settings, signer, folder

    async def check(self, receipt: Any, **changes: Any) -> tuple[int, dict[str, Any]]:
        held, made = self.folder / "receipt.json", self.folder / "trail.bundle"
        held.write_text(json.dumps(receipt))
        made.unlink(missing_ok=True)
        await asyncio.to_thread(bundle, self.settings, Scope(REGION), made)
        keys = [key.encode() for key in await published(self.client, self.settings)]
        log_keys = self.signer.key.split()
        question = Question(held, made, None, log_keys, keys)._replace(**changes)
        return await asyncio.to_thread(asked, question)
