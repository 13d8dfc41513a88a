"""Two API processes on one database: a key is good in both, and revoked in both at the same moment."""

from pathlib import Path
from typing import Any

import httpx

from service.edge.settings import Settings
from tests.edge.api.story import REPORT, P
from tests.faults.processes import ready, started
from tests.features.api_keys.showing import made, revoke, shown
from tests.operations.run.running import free_port


async def test_a_key_revoked_in_one_process_is_refused_by_the_other_at_once_and_stands_in_no_log(
    settings: Settings, tmp_path: Path
) -> None:
    ports, log = [free_port(), free_port()], tmp_path / "api.log"
    loud = {"log": log, "TINDAK_LOG_LEVEL": "debug"}
    with started(settings, "api", ports[0], **loud), started(settings, "api", ports[1], **loud):  # type: ignore[arg-type]
        async with _client(ports[0]) as one, _client(ports[1]) as other:
            await ready(one)
            await ready(other)
            key = await made(one, settings)
            for client in (one, other):
                answer = await client.post(f"{P}/reports", json=REPORT, headers=shown(key["key"]))
                assert answer.status_code == 201, answer.text
            assert (await revoke(one, settings, key)).status_code == 200
            for client in (other, one):
                answer = await client.post(f"{P}/reports", json=REPORT, headers=shown(key["key"]))
                assert (answer.status_code, answer.json()["reason"]) == (401, "revoked")
    told = log.read_text()
    assert told.count('"route":') >= 6 or told.count("api-keys") >= 2, told[:2000]
    assert key["key"] not in told
    assert key["key"][12:40] not in told


def _client(port: int) -> Any:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20)
