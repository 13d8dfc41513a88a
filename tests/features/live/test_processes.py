"""Streams of the service as it runs: many at once, a client that does not read, a stop, a kill.

That one is cut is in ``test_going_on``: the buffers of the system hold megabytes before it comes to that.
"""

import asyncio
import json
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from httpx_sse import aconnect_sse

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, REPORT, P, headers
from tests.edge.contract.serving import served
from tests.faults.load import Load
from tests.faults.processes import ready, started, until
from tests.operations.run.running import free_port
from workflows.codes.people import Role

pytestmark = pytest.mark.slow  # processes that are killed; tests/faults/test_kill.py has one

MANY = 60
STREAM = f"{P}/events/stream"
LEAVES = "SELECT count(*) FROM audit_leaf"
BURST = 160


def patient(address: str) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=address, timeout=httpx.Timeout(20, pool=60), limits=limits)


class Heard:
    """What one client was told on one stream."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.ready = False
        self.end: str | None = None


async def hear(http: httpx.AsyncClient, token: str, heard: Heard) -> None:
    async with aconnect_sse(http, "GET", STREAM, headers={"Authorization": f"Bearer {token}"}) as source:
        async for event in source.aiter_sse():
            if event.event == "position":
                heard.ready = True
            elif event.event == "end":
                heard.end = json.loads(event.data)["reason"]
            else:
                heard.indices.append(int(event.id))


def deaf(address: str, token: str) -> socket.socket:
    """A client that asks and then reads nothing, with as little room as the system lets it have."""
    where = urlsplit(address)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect((where.hostname, where.port))
    client.sendall(f"GET {STREAM} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    return client


async def metric(http: httpx.AsyncClient, name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", (await http.get("/metrics")).text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


async def burst(http: httpx.AsyncClient, settings: Settings, count: int) -> None:
    """Make so many events, each a note on an ordinary report."""
    body = REPORT | {"classification": "ordinary"}
    made = [
        (await http.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))).json()["id"] for _ in range(8)
    ]

    async def write(report: str) -> None:
        for _ in range(count // len(made)):
            answer = await http.post(f"{P}/reports/{report}/notes", json={"text": "a"}, headers=headers(settings, DESK))
            assert answer.is_success, answer.text

    await asyncio.gather(*map(write, made))


async def test_many_are_told_everything_beside_one_who_does_not_read_and_a_stop_ends_every_stream(
    settings: Settings, admin: Any
) -> None:
    tokens = [mint(settings.home, Role.OFFICER, "kodim", f"Orang {number}", ["33.05"]) for number in range(MANY)]
    heard = [Heard() for _ in tokens]
    with started(settings, "worker", free_port()), served(settings) as (address, process):
        async with patient(address) as http:
            listening = [asyncio.create_task(hear(http, *each)) for each in zip(tokens, heard, strict=True)]
            silent = deaf(address, tokens[0])
            await until(lambda: _is(metric(http, "tindak_open_streams"), MANY + 1), "all are open")
            await until(lambda: _all(each.ready for each in heard), "all were told where they are")
            await burst(http, settings, BURST)
            leaves = await _sequenced(admin)
            await until(lambda: _all(len(each.indices) == leaves for each in heard), "all were told everything")
            process.send_signal(signal.SIGTERM)
            await asyncio.gather(*listening)
        assert await asyncio.to_thread(process.wait, 15) in {0, -signal.SIGTERM}
        silent.close()
    assert all(each.indices == list(range(leaves)) for each in heard)
    assert {each.end for each in heard} == {"stopping"}


async def test_who_comes_back_with_the_last_identifier_misses_nothing_and_hears_nothing_twice(
    settings: Settings, admin: Any
) -> None:
    port, stop = free_port(), asyncio.Event()
    heard: list[int] = []
    with started(settings, "worker", port):
        async with patient(f"http://127.0.0.1:{port}") as http:
            load = Load(settings, http)
            token = mint(settings.home, *DESK, ["33.05"])
            listening = asyncio.create_task(_come_back(http, token, heard, stop))
            for way in ("killed", "stopped"):
                async with _api(settings, port, http, way):
                    writing = asyncio.create_task(load.run(stop))
                    goal = len(heard) + 40
                    await until(lambda goal=goal: _all([len(heard) >= goal]), "it hears")
                await writing
            async with _api(settings, port, http, "stopped"):
                leaves = await _sequenced(admin)
                await until(lambda: _all([len(heard) >= leaves]), "it hears the rest")
                stop.set()
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    assert heard == list(range(leaves))


async def _come_back(http: httpx.AsyncClient, token: str, heard: list[int], stop: asyncio.Event) -> None:
    """What an EventSource does: come back with the last identifier whenever the stream ends or breaks."""
    last = "-1"
    while not stop.is_set():
        sent = {"Authorization": f"Bearer {token}", "Last-Event-ID": last}
        try:
            async with aconnect_sse(http, "GET", STREAM, headers=sent) as source:
                async for event in source.aiter_sse():
                    last = event.id
                    if event.event == "message":
                        heard.append(int(event.id))
        except httpx.TransportError:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def _api(settings: Settings, port: int, http: httpx.AsyncClient, way: str) -> AsyncIterator[None]:
    """The API for as long as the block lasts; then killed, or told to stop."""
    if way == "killed":
        with started(settings, "api", port):
            await ready(http)
            yield
        return
    with served(settings, port) as (_, process):
        yield
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 15)  # its clients go on meanwhile


async def _sequenced(admin: Any) -> int:
    """How many leaves there are once nothing is pending."""
    await until(lambda: _is(admin.fetchval("SELECT count(*) FROM audit_pending"), 0), "everything is in the log")
    return int(await admin.fetchval(LEAVES))


async def _is(asked: Any, value: float) -> bool:
    return bool(await asked == value)


async def _all(holds: Any) -> bool:
    return all(holds)
