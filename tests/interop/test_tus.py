"""Evidence is sent, given up and resumed by the npm package `tus-js-client`."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import POLRES, P, report
from tests.faults.processes import ready, started
from tests.features.evidence.sending import evidence_of, sha256, taken, video
from tests.interop import npm
from tests.operations.run.running import free_port

pytestmark = pytest.mark.interop

_FOLDER = Path(__file__).parent / "tus"
_WITHIN_S = 60


@pytest.fixture(scope="module")
def program() -> Path:
    npm.install(_FOLDER)
    return _FOLDER / "send.mjs"


async def test_the_npm_client_sends_evidence_and_goes_on_where_it_gave_up(
    client: Any, settings: Settings, program: Path, tmp_path: Path
) -> None:
    assert client is not None  # it has made the issuer's key
    file, port = tmp_path / "rekaman.mp4", free_port()
    file.write_bytes(video(5_000_001))
    with started(settings, "api", port):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
            await ready(http)
            made = (await report(http, settings))["id"]
            token = mint(settings.home, *POLRES, ["33.05"])
            command = ["node", program, f"http://127.0.0.1:{port}{P}/reports/{made}/evidence", token, file]
            run = await asyncio.to_thread(
                subprocess.run, command, capture_output=True, text=True, timeout=_WITHIN_S, check=False
            )
            assert run.returncode == 0, run.stderr
            said = json.loads(run.stdout)
            assert (said["first"]["done"], said["second"]["done"]) == (False, True)
            (found,) = await evidence_of(http, settings, POLRES, made)
            assert (found["name"], found["sha256"]) == ("rekaman.mp4", sha256(file.read_bytes()))
            assert await taken(http, settings, POLRES, made, found["id"]) == file.read_bytes()
