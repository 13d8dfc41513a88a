"""Which quota each route spends: every file that is made for whoever asks spends the export quota."""

from typing import Any

import pytest

from service.app import create_app
from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.alive import alive
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, P, headers
from tests.edge.contract.document import OPERATIONS
from tests.edge.limits.test_quotas import told
from workflows.codes.people import Role

SPENDS = {
    "exportAreas": "export",
    "exportEventsCsv": "export",
    "exportEventsNdjson": "export",
    "exportEventsXlsx": "export",
    "exportReportsCsv": "export",
    "exportReportsNdjson": "export",
    "exportReportsXlsx": "export",
    "exportSituationHtml": "export",
    "exportSituationPdf": "export",
    "exportTasksCsv": "export",
    "exportTasksNdjson": "export",
    "exportTasksXlsx": "export",
    "makeBundle": "export",
    "getCheckpoint": "read",
    "listLogKeys": "read",
    "listReceiptKeys": "read",
    "getTile": "read",
    "getProofFile": "read",
    "getPolicy": "read",
    "streamEvents": "read",
    "getEvidenceContent": "read",
}
"""Every answer that is no JSON. Those that read lie there as they are sent, or are told as they happen."""


def is_a_file(operation: dict[str, Any]) -> bool:
    media = {kind for code, one in operation["responses"].items() if code[0] == "2" for kind in one.get("content", ())}
    return bool(media - {"application/json"}) and bool(operation["security"])


def test_every_file_has_its_class() -> None:
    assert {name for name, operation in OPERATIONS.items() if is_a_file(operation)} == SPENDS.keys()
    exporting = {name for name, one in OPERATIONS.items() if "/exports/" in one["path"] or "/bundles" in one["path"]}
    assert exporting == {name for name, spent in SPENDS.items() if spent == "export"}


EMPTY = {"exportAreas", "makeBundle"}
"""Files for which a region without a report has nothing: they spend, and are refused."""


@pytest.mark.parametrize("operation", [name for name, spent in SPENDS.items() if spent == "export"])
async def test_a_file_that_is_made_spends_the_export_quota(settings: Settings, operation: str) -> None:
    mint(settings.home, Role.OFFICER, "polres", "Budi", [REGION])
    one = OPERATIONS[operation]
    path, body = one["path"].format(region=REGION), {} if one["method"] == "post" else None
    async with alive(create_app(settings.model_copy(update={"rate_export": 2}))) as client:
        sent = headers(settings, AUDITOR)
        answers = [await client.request(one["method"], path, json=body, headers=sent) for _ in range(3)]
        assert told(answers[0], "RateLimit-Policy") == ("export", {"q": 2, "w": 60})
        made = 409 if operation in EMPTY else 200
        assert [answer.status_code for answer in answers[:2]] == [made, made]
        assert (answers[2].status_code, answers[2].json()["violated-policies"]) == (429, ["export"])
        assert (await client.get(f"{P}/reports", headers=sent)).status_code == 200
