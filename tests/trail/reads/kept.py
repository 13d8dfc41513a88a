"""What the trail keeps of reads, and the scene that is read."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from service.edge.settings import Settings
from service.storage.db.pool import Database
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, LEAD, SARI, VERIFY, P, fire, headers, report
from tests.faults.processes import until

RECORDS = "SELECT region, seq, prev, leaf, leaf_hash FROM audit_event WHERE report_id IS NULL ORDER BY seq"


class Scene(NamedTuple):
    """A report led by Bawaslu with its task and a clock of it, and the event that it began with."""

    report: str
    task: str
    event: str
    clock: str

    def fill(self, text: str) -> str:
        return text.format(**self._asdict())


async def scene(client: Any, settings: Settings, worker: Any, classification: str) -> Scene:
    made = await report(client, settings, classification=classification)
    one = f"/reports/{made['id']}"
    checked = await fire(client, settings, DESK if classification == "secret" else SARI, one, 1, VERIFY)
    assert checked.status_code == 200, checked.text
    assigned = await fire(client, settings, DESK, one, 2, {"trigger": "assign", "tasks": [LEAD]})
    assert assigned.status_code == 200, assigned.text
    await sequence_all(worker)
    return Scene(made["id"], assigned.json()["tasks"][0]["id"], made["receipt"]["event"], made["clocks"][0]["id"])


async def ask(client: Any, settings: Settings, who: Any, method: str, path: str, body: Any = None) -> Any:
    return await client.request(method, f"{P}{path}", json=body, headers=headers(settings, who))


async def kept(client: Any, admin: Any) -> list[dict[str, Any]]:
    """Every read in the trail, once what has gathered is written."""
    await settled(client)
    return await written(admin)


async def settled(client: Any) -> None:
    """Wait until every read that was noted is in the trail."""
    reads = client.app.state.reads

    async def none_waits() -> bool:
        return bool(reads.waiting == 0)

    await until(none_waits, "every read is written")


async def written(admin: Any) -> list[dict[str, Any]]:
    """Every read in the trail, whose chain has neither gap nor fork."""
    records = await admin.fetch(RECORDS)
    assert [row["seq"] for row in records] == list(range(1, len(records) + 1))
    assert [row["prev"] for row in records[1:]] == [row["leaf_hash"] for row in records[:-1]]
    return [read for row in records for read in json.loads(row["leaf"])["data"]["reads"]]


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database as the API connects to it."""
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=2, application="tindak-api")
    await database.open()
    yield database
    await database.close()
