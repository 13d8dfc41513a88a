"""A duplicate that an agency of the regency leads, once the report that stays walls off the regency as a whole."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import KODIM, POLRES, SUPERVISOR, TONO, P, headers, report
from tests.features.disagreeing.test_going_on import NOTHING, told_of
from tests.features.notices.telling import get, merge
from tests.signing import Signer
from tests.trail.log.bundling import signed

OF_BPBD = (SUPERVISOR, "bpbd", "Yusuf")


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_its_lead_reads_neither_it_nor_the_task_that_was_theirs(
    client: Any, settings: Settings, worker: Any, signer: Signer, classification: str
) -> None:
    told = {"election": None, "severity": "S1", "classification": classification}
    survivor = await report(client, settings, POLRES, **told | {"category": "administrative"})
    duplicate = await report(client, settings, KODIM, **told | {"category": "disaster"})
    assert (duplicate["lead_agency"], survivor["lead_agency"]) == ("bpbd", "bawaslu")
    merged = await merge(client, settings, duplicate, survivor["id"], 1)
    assert merged.status_code == 200, merged.text
    await signed(worker, signer)
    task = next(each["id"] for each in duplicate["tasks"] if each["agency"] == "bpbd")
    before = await told_of(client, settings, OF_BPBD, task, duplicate["id"])
    assert before == {"one": 200, "acted": 409, "listed": True, "taken": True, "news": True, "history": 200}
    version = (await get(client, settings, f"/reports/{survivor['id']}", TONO))["version"]
    body = {"reason": "Saksi baru", "category": "incumbent_abuse"}
    answer = await client.patch(
        f"{P}/reports/{survivor['id']}", json=body, headers=headers(settings, TONO, match=version)
    )
    assert answer.status_code == 200, answer.text
    await signed(worker, signer)
    assert await told_of(client, settings, OF_BPBD, task, duplicate["id"]) == NOTHING
    assert await told_of(client, settings, OF_BPBD, survivor["id"], survivor["id"]) == NOTHING
