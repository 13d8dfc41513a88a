"""Bundles under way: clients that hang up, a database that goes away, too many at a time."""

import io
from collections.abc import AsyncIterator
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from service.edge.limits.slots import ROOMS, Slot
from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, P, headers, report
from tests.edge.contract.serving import served, serving
from tests.signing import Signer
from tests.trail.log.bundling import FILL, MAKING, none_left, peak_kilobytes, signed, slowly

pytestmark = pytest.mark.slow  # waits for time limits

END = b"0\r\n\r\n"
"""The chunk that ends a whole answer (RFC 9112 section 7.1)."""

PIDS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tindak-bundle'"
OPEN = f"{MAKING} AND xact_start IS NOT NULL"
SOME_BYTES, MORE_KILOBYTES = 200_000, 12_000
MOST = ROOMS[Slot.BUNDLE].most


@pytest.fixture
async def address(client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer) -> AsyncIterator[str]:
    """An API process over a log whose bundle has twenty megabytes."""
    await report(client, settings)
    await signed(worker, signer)
    await admin.execute(FILL)
    with serving(settings) as found:
        yield found


async def test_a_client_that_hangs_up_leaves_neither_a_connection_nor_a_place_taken(
    address: str, settings: Settings, admin: Any
) -> None:
    for _ in range(MOST + 1):
        client = await slowly(address, settings)
        assert client.status == 200, client.head
        assert await admin.fetchval(OPEN) == 1
        client.hang_up()
        await none_left(admin)


async def test_what_breaks_off_in_the_middle_is_no_whole_file(address: str, settings: Settings, admin: Any) -> None:
    client = await slowly(address, settings)
    assert await client.reader.readexactly(SOME_BYTES)
    assert await admin.fetchval(PIDS)
    rest = await client.rest()
    assert not rest.endswith(END)
    assert b"PK\x05\x06" not in rest
    await none_left(admin)
    whole = await (await slowly(address, settings)).rest()
    assert whole.endswith(END)
    assert b"PK\x05\x06" in whole


def reader(number: int) -> Any:
    return (AUDITOR[0], "bpk", f"Pembaca {number}")


async def test_more_than_a_few_at_a_time_are_told_to_come_back(address: str, settings: Settings, admin: Any) -> None:
    clients = [await slowly(address, settings, who=reader(number)) for number in range(MOST)]
    again = await slowly(address, settings, who=reader(0))
    assert (again.status, "retry-after" in again.head.lower()) == (429, True)
    again.hang_up()
    async with httpx.AsyncClient(base_url=address, timeout=30) as http:
        refused = await http.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
        assert (refused.status_code, refused.json()["code"]) == (503, "too_many_bundles")
        assert int(refused.headers["Retry-After"]) > 0
        assert await admin.fetchval(MAKING) == MOST
        listed = await http.get(f"{P}/reports", headers=headers(settings, AUDITOR))
        assert listed.status_code == 200
        clients[0].hang_up()
        for client in clients[1:]:
            await client.rest()
        await none_left(admin)
        answer = await http.post(f"{P}/audit/bundles", json={}, headers=headers(settings, AUDITOR))
    assert answer.status_code == 200
    assert ZipFile(io.BytesIO(answer.content)).testzip() is None


async def test_a_large_bundle_takes_no_more_memory_than_a_small_one(
    client: Any, settings: Settings, worker: Any, admin: Any, signer: Signer
) -> None:
    await report(client, settings)
    await signed(worker, signer)
    with served(settings) as (address, process):
        small = await (await slowly(address, settings)).rest()
        before = peak_kilobytes(process.pid)
        await admin.execute(FILL)
        large = await (await slowly(address, settings)).rest()
        after = peak_kilobytes(process.pid)
    assert len(large) > len(small) + MORE_KILOBYTES * 800
    assert after - before < MORE_KILOBYTES
