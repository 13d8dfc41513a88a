"""Evidence is sent, given up and resumed by the npm package `tus-js-client`, also while nobody can say how it is."""

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
from tests.edge.limits.test_connections import head
from tests.faults.processes import ready, started
from tests.features.evidence.sending import begin, evidence_of, put, sha256, taken, video
from tests.features.evidence.test_weak_lines import away
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


async def test_the_npm_client_waits_for_a_database_that_is_away_and_sends_nothing_twice(
    client: Any, settings: Settings, admin: Any, program: Path, tmp_path: Path
) -> None:
    assert client is not None  # it has made the issuer's key
    file, port = tmp_path / "rekaman.mp4", free_port()
    whole = video(3_000_001)
    file.write_bytes(whole)
    with started(settings, "api", port):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
            await ready(http)
            made = (await report(http, settings))["id"]
            path = (await begin(http, settings, POLRES, made, len(whole))).headers["Location"]
            assert (await put(http, settings, POLRES, path, 0, whole[:2_000_000])).status_code == 204
            token = mint(settings.home, *POLRES, ["33.05"])
            endpoint = f"http://127.0.0.1:{port}{P}/reports/{made}/evidence"
            pipe = asyncio.subprocess.PIPE
            async with away(admin):
                command = (str(program.with_name("resume.mjs")), endpoint, token, str(file), path)
                run = await asyncio.create_subprocess_exec("node", *command, stdout=pipe, stderr=pipe)
                assert run.stderr is not None
                assert await asyncio.wait_for(run.stderr.readline(), _WITHIN_S) == b"asked\n"
            told, wrong = await asyncio.wait_for(run.communicate(), _WITHIN_S)
            assert run.returncode == 0, wrong
            said = json.loads(told)
            assert said["url"] == path
            assert said["asked"][0] == {"method": "HEAD", "status": 423}
            assert [each for each in said["asked"] if each["status"] == 204] == [{"method": "POST", "status": 204}] * 2
            assert (await evidence_of(http, settings, POLRES, made))[0]["sha256"] == sha256(whole)


async def test_the_npm_client_waits_while_there_is_no_room_for_its_connection(
    client: Any, settings: Settings, program: Path, tmp_path: Path
) -> None:
    assert client is not None  # it has made the issuer's key
    file, port, room = tmp_path / "rekaman.mp4", free_port(), 10
    whole = video(3_000_001)
    file.write_bytes(whole)
    with started(settings, "api", port, TINDAK_CONNECTIONS=str(room)):
        address = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=address, timeout=20) as http:
            await ready(http)
            made = (await report(http, settings))["id"]
            path = (await begin(http, settings, POLRES, made, len(whole))).headers["Location"]
            assert (await put(http, settings, POLRES, path, 0, whole[:2_000_000])).status_code == 204
        busy = [(await asyncio.open_connection("127.0.0.1", port))[1] for _ in range(room)]
        for writer in busy:
            writer.write(head(settings, 10_000) + b"{")
        await asyncio.sleep(0.5)
        endpoint, pipe = f"{address}{P}/reports/{made}/evidence", asyncio.subprocess.PIPE
        command = (
            str(program.with_name("resume.mjs")),
            endpoint,
            mint(settings.home, *POLRES, ["33.05"]),
            str(file),
            path,
        )
        run = await asyncio.create_subprocess_exec("node", *command, stdout=pipe, stderr=pipe)
        assert run.stderr is not None
        assert await asyncio.wait_for(run.stderr.readline(), _WITHIN_S) == b"asked\n"
        for writer in busy:
            writer.close()
        told, wrong = await asyncio.wait_for(run.communicate(), _WITHIN_S)
        assert run.returncode == 0, wrong
        said = json.loads(told)
        assert (said["url"], said["asked"][0]) == (path, {"method": "HEAD", "status": 423})
        assert [each for each in said["asked"] if each["status"] == 204] == [{"method": "POST", "status": 204}] * 2
        async with httpx.AsyncClient(base_url=address, timeout=20) as http:
            assert (await evidence_of(http, settings, POLRES, made))[0]["sha256"] == sha256(whole)
