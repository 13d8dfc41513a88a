"""Requests that trickle in and connections that say nothing, against the API as it is really served."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, REPORT, P, headers
from tests.faults.processes import ready, started
from tests.features.evidence.sending import photo
from tests.operations.run.running import free_port

pytestmark = pytest.mark.slow  # two processes and their quotas

WITHIN_S = 1
BOUND = 20


@asynccontextmanager
async def served(settings: Settings, **own: str) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
    port = free_port()
    environment = {"TINDAK_REQUEST_WITHIN_S": str(WITHIN_S), "TINDAK_CONNECTIONS": str(BOUND), **own}
    with started(settings, "api", port, **environment):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
            await ready(http)
            yield port, http


async def said(reader: asyncio.StreamReader) -> bytes:
    """Everything until the server closes."""
    return await asyncio.wait_for(reader.read(), 20)


def head(settings: Settings, length: int) -> bytes:
    sent = headers(settings, DESK) | {"Content-Type": "application/json", "Content-Length": str(length), "Host": "a"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return f"POST {P}/reports HTTP/1.1\r\n{lines}\r\n".encode()


async def test_what_trickles_in_is_cut_and_the_rest_go_on(settings: Settings, admin: Any) -> None:
    async with served(settings) as (port, http):
        slow = {
            "body": head(settings, 1000) + b'{"category": ',
            "head": b"GET /v1/me HTTP/1.1\r\nHost: a\r\nX-Slow: ",
            "nothing": b"",
            "blank lines": b"\r\n",
        }
        begun = time.monotonic()
        streams = {name: await asyncio.open_connection("127.0.0.1", port) for name in slow}
        for name, (_, writer) in streams.items():
            writer.write(slow[name])
        answer = await http.post(f"{P}/reports", json=REPORT, headers=headers(settings, DESK))
        assert answer.status_code == 201, answer.text
        found = {name: await said(reader) for name, (reader, _) in streams.items()}
        assert time.monotonic() - begun >= WITHIN_S
        assert found["body"].startswith(b"HTTP/1.1 408 ")
        assert b"request_too_slow" in found["body"]
        assert b"connection: close" in found["body"].lower()
        assert found["head"].startswith(b"HTTP/1.1 408 ")
        assert b"application/problem+json" in found["head"]
        assert found["nothing"] == found["blank lines"] == b""
        assert await admin.fetchval("SELECT count(*) FROM report") == 1
        for _, writer in streams.values():
            writer.close()


async def test_idle_connections_stop_nobody_and_when_all_are_at_work_a_further_one_is_told_so(
    settings: Settings,
) -> None:
    async with served(settings, TINDAK_REQUEST_WITHIN_S="60") as (port, http):
        await http.aclose()
        await _many_idle(settings, port)
        await _all_at_work(settings, port)


async def _many_idle(settings: Settings, port: int) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3 * BOUND)]
    for _ in range(3):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as fresh:
            answer = await fresh.get("/v1/me", headers=headers(settings, DESK))
            assert answer.status_code == 200, answer.text
    closed = 0
    for reader, writer in idle:
        with suppress(TimeoutError):
            closed += await asyncio.wait_for(reader.read(1), 0.05) == b""
        writer.close()
    assert closed >= 2 * BOUND


async def _all_at_work(settings: Settings, port: int) -> None:
    busy = []
    for _ in range(BOUND):
        busy.append(await asyncio.open_connection("127.0.0.1", port))
        busy[-1][1].write(head(settings, 10_000) + b"{")
        await busy[-1][1].drain()
    await asyncio.sleep(0.5)
    reader, last = await asyncio.open_connection("127.0.0.1", port)
    answer = await said(reader)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nretry-after: 1\r\n" in answer
    assert b"too_many_connections" in answer
    for writer in (last, *(writer for _, writer in busy)):
        writer.close()


async def test_two_processes_share_one_quota_and_a_killed_one_gives_nothing_back(settings: Settings) -> None:
    few = {"TINDAK_RATE_READ": "40"}
    async with served(settings, **few) as (_, one):
        async with served(settings, **few) as (_, other):
            answers = [
                await http.get("/v1/me", headers=headers(settings, DESK)) for _ in range(30) for http in (one, other)
            ]
            counts = [answer.status_code for answer in answers]
            assert 40 - 2 * 4 <= counts.count(200) <= 40
            assert set(counts) == {200, 429}
        async with served(settings, **few) as (_, again):
            answer = await again.get("/v1/me", headers=headers(settings, DESK))
            assert answer.status_code == 429


async def test_an_upload_that_trickles_in_is_cut_and_goes_on_from_what_is_safe(settings: Settings) -> None:
    picture = photo()
    async with served(settings) as (port, http):
        made = await http.post(f"{P}/reports", json=REPORT, headers=headers(settings, DESK))
        path = f"{P}/reports/{made.json()['id']}/evidence"
        sent = headers(settings, DESK) | {"Tus-Resumable": "1.0.0"}
        opened = await http.post(path, headers=sent | {"Upload-Length": str(len(picture))})
        assert opened.status_code == 201, opened.text
        upload = urlsplit(opened.headers["Location"]).path
        sent |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Host": "a"}
        sent |= {"Content-Length": str(len(picture))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"PATCH {upload} HTTP/1.1\r\n{lines}\r\n".encode() + picture[:100])
        cut = await said(reader)
        writer.close()
        assert cut.startswith(b"HTTP/1.1 408 ")
        standing = await http.head(upload, headers=headers(settings, DESK) | {"Tus-Resumable": "1.0.0"})
        at = int(standing.headers["Upload-Offset"])
        assert at == 100  # all that came: over a slow line it grows by every try
        rest = sent | {"Upload-Offset": str(at), "Content-Length": str(len(picture) - at)}
        done = await http.patch(upload, headers=rest, content=picture[at:])
        assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(picture)))
