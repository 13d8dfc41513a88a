"""What was acknowledged of an upload outlives a killed API, and clients that are not ours go on with it."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from service.edge.settings import Settings
from service.features.evidence.sealed_pieces import PIECE_BYTES
from tests.edge.api.story import POLRES, P, headers, report
from tests.faults.processes import ready, started, until
from tests.features.evidence.sending import CONTENT, TUS, begin, evidence_of, put, sha256, stands, taken, video
from tests.operations.run.running import free_port

WHOLE = video(3 * PIECE_BYTES + 4321)


@pytest.fixture
async def http(client: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Asks an API of its own process; ``client`` has made the issuer's key."""
    assert client is not None
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port()}", timeout=20) as asking:
        yield asking


async def test_an_upload_goes_on_after_the_api_was_killed_in_the_middle_of_it(
    http: httpx.AsyncClient, settings: Settings
) -> None:
    port = http.base_url.port or 0
    with started(settings, "api", port) as kill:
        await ready(http)
        made = (await report(http, settings))["id"]
        begun = await begin(http, settings, POLRES, made, len(WHOLE), sha256=sha256(WHOLE))
        path = begun.headers["Location"]
        assert (await put(http, settings, POLRES, path, 0, WHOLE[:1000])).status_code == 204
        sent = asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            yield WHOLE[1000 : 2 * PIECE_BYTES + 2000]
            sent.set()
            await asyncio.Event().wait()  # the rest does not come before the end
            yield WHOLE[2 * PIECE_BYTES + 2000 :]

        known = {**headers(settings, POLRES), **TUS, **CONTENT, "Upload-Offset": "1000"}
        known["Content-Length"] = str(len(WHOLE) - 1000)
        sending = asyncio.create_task(http.patch(path, content=slowly(), headers=known))
        await sent.wait()

        async def two_are_safe() -> bool:
            return await _offset(http, settings, path) == 2 * PIECE_BYTES

        await until(two_are_safe, "two pieces are safe")
        kill()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    with started(settings, "api", port):
        await ready(http)
        offset = await _offset(http, settings, path)
        assert offset == 2 * PIECE_BYTES
        assert await evidence_of(http, settings, POLRES, made) == []
        done = await put(http, settings, POLRES, path, offset, WHOLE[offset:])
        assert done.status_code == 204, done.text
        (found,) = await evidence_of(http, settings, POLRES, made)
        assert found["sha256"] == sha256(WHOLE)
        assert await taken(http, settings, POLRES, made, found["id"]) == WHOLE


async def test_a_client_that_is_not_ours_sends_evidence_and_goes_on_with_it(
    http: httpx.AsyncClient, settings: Settings
) -> None:
    with started(settings, "api", http.base_url.port or 0):
        await ready(http)
        made = (await report(http, settings))["id"]
        signed = {"Authorization": headers(settings, POLRES)["Authorization"]}
        foreign = TusClient(f"{http.base_url}{P}/reports/{made}/evidence", headers=signed)

        def send() -> None:
            told = {"filename": "rekaman.mp4", "sha256": sha256(WHOLE)}
            first = foreign.uploader(
                file_stream=io.BytesIO(WHOLE), chunk_size=1_000_000, metadata=told, upload_checksum=True
            )
            first.upload(stop_at=2_000_000)
            again = foreign.uploader(file_stream=io.BytesIO(WHOLE), chunk_size=700_001, url=first.url)
            assert again.offset == 2_000_000
            again.upload()
            short = foreign.uploader(file_stream=io.BytesIO(b"Bukan\0bukti"), chunk_size=100)
            with pytest.raises(TusCommunicationError) as refused:
                short.upload()
            assert refused.value.status_code == 422

        await asyncio.to_thread(send)
        (found,) = await evidence_of(http, settings, POLRES, made)
        assert (found["sha256"], found["name"]) == (sha256(WHOLE), "rekaman.mp4")
        assert await taken(http, settings, POLRES, made, found["id"]) == WHOLE


async def _offset(http: httpx.AsyncClient, settings: Settings, path: str) -> int:
    return int((await stands(http, settings, POLRES, path)).headers["Upload-Offset"])
