"""Exports under way: clients that hang up, a database that goes away, too many at a time, and the memory it takes."""

import asyncio
import socket
from base64 import b64decode
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from service.edge.limits.slots import ROOMS, Slot
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.features.exports.service import APPLICATION
from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.audit.sequencer import sequence_all
from tests.bench.population import EVENTS_EACH, load
from tests.edge.api.story import AUDITOR, P, headers
from tests.edge.contract.serving import served
from tests.faults.processes import until
from tests.trail.log.bundling import Slow, peak_kilobytes

pytestmark = pytest.mark.slow  # waits for time limits

REPORTS = 8_000
"""Twelve megabytes of events: more than what lies between a server and a client that waits."""
MAKING = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{APPLICATION}'"
KILL = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{APPLICATION}'"
MOST_KILOBYTES = 12_000
EACH = ROOMS[Slot.EXPORT].each
OTHER = (AUDITOR[0], "bpk", "Tamu")


@pytest.fixture
async def address(
    postgres: EmbeddedPostgres, database: str, settings: Settings, worker: Any
) -> AsyncIterator[tuple[str, int]]:
    """An API process over a log of thousands of events; its address and its process."""
    await load(postgres.url("postgres", database), load_policies().of("33.05"), 0, REPORTS)
    while await sequence_all(worker):
        pass
    with served(settings) as (found, process):
        yield found, process.pid


async def slowly(address: str, settings: Settings, who: Any = AUDITOR) -> Slow:
    """Ask for all events and read no more than the head of the answer."""
    where = urlsplit(address)
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, (where.hostname, where.port))
    reader, writer = await asyncio.open_connection(sock=narrow, limit=1 << 12)
    sent = {**headers(settings, who), "Host": where.netloc, "Connection": "close"}
    lines = [f"GET {P}/exports/events.ndjson HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    return Slow(reader, writer, (await reader.readuntil(b"\r\n\r\n")).decode())


async def _none_left(admin: Any) -> None:
    async def gone() -> bool:
        return bool(await admin.fetchval(MAKING) == 0)

    await until(gone, "the connections of exports end")


async def test_an_export_that_breaks_off_leaves_nothing_behind(
    address: tuple[str, int], settings: Settings, admin: Any
) -> None:
    where, process = address
    async with httpx.AsyncClient(base_url=where, timeout=60) as http:
        whole = await http.get(f"{P}/exports/events.ndjson", headers=headers(settings, AUDITOR))
        assert b64decode(whole.headers["Repr-Digest"][9:-1]) == sha256(whole.content).digest()
        assert whole.content.count(b"\n") == REPORTS * EVENTS_EACH
        before = peak_kilobytes(process)
        for _ in range(EACH + 1):
            client = await slowly(where, settings)
            assert client.status == 200, client.head
            assert await admin.fetchval(f"{MAKING} AND xact_start IS NOT NULL") == 1
            client.hang_up()
            await _none_left(admin)
        clients = [await slowly(where, settings) for _ in range(EACH)]
        refused = await http.get(f"{P}/exports/reports.csv", headers=headers(settings, AUDITOR))
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_at_once")
        assert int(refused.headers["Retry-After"]) > 0
        assert (await http.get(f"{P}/exports/reports.csv", headers=headers(settings, OTHER))).status_code == 200
        assert await admin.fetchval(KILL)
        assert min([len(await one.rest()) for one in clients]) < len(whole.content)
        await _none_left(admin)
        assert peak_kilobytes(process) - before < MOST_KILOBYTES
        again = await http.get(f"{P}/exports/reports.csv", headers=headers(settings, AUDITOR))
        assert again.content.count(b"\r\n") == REPORTS + 1
