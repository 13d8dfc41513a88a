"""Places for what takes long, and the least rate at which it is taken: slow readers keep nobody else out."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service.edge.limits.slots import ROOMS, Room, Slot, Slots
from service.edge.policy_files import load_policies
from service.edge.problems.problem_table import PROBLEMS
from service.edge.service_errors import TookTooLong, TooManyRequests, Unavailable
from service.edge.settings import Settings
from service.edge.web.pace import SLICE, Paced, TooSlowReader
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.pool import Database
from service.trail.audit.sequencer import sequence_all
from tests.bench.population import load
from tests.edge.api.story import AUDITOR, DESK, P, headers
from tests.edge.contract.serving import served
from tests.faults.processes import until
from tests.features.exports.test_broken_off import MAKING, slowly

REPORTS = 4_000
OTHER = (AUDITOR[0], "bpk", "Tamu")


def test_a_full_share_is_refused_to_its_person_alone_and_a_full_house_to_everybody() -> None:
    slots, one, two = Slots(Slot.EXPORT, Room(3, 2)), uuid4(), uuid4()
    with slots.place(one), slots.place(one):
        with pytest.raises(TooManyRequests) as own, slots.place(one):
            pass
        assert (own.value.code, own.value.extra) == ("too_many_at_once", {"kind": "exports", "most": 2})
        assert PROBLEMS[own.value.code].status == 429
        with slots.place(two), pytest.raises(Unavailable) as full, slots.place(uuid4()):
            pass
        assert (full.value.code, full.value.headers) == ("too_many_exports", {"Retry-After": "10"})
    assert slots.held == 0


@pytest.mark.parametrize("kind", Slot)
def test_nobody_has_all_the_places_and_every_refusal_has_its_words(kind: Slot) -> None:
    assert ROOMS[kind].each < ROOMS[kind].most
    assert PROBLEMS[f"too_many_{kind.value}"].status == 503


async def test_who_takes_less_than_the_least_rate_is_cut_and_who_takes_it_is_not() -> None:
    taken: list[int] = []

    async def never(_: bytes) -> None:
        await asyncio.Event().wait()

    async def at_once(data: bytes) -> None:
        taken.append(len(data))

    with pytest.raises(TooSlowReader):
        await Paced(never, grace_s=0.05)(b"a")
    await Paced(at_once, grace_s=0.05)(bytes(3 * SLICE + 1))
    assert taken == [SLICE, SLICE, SLICE, 1]


async def test_what_was_taken_fast_is_not_saved_up_for_a_long_rest() -> None:
    resting = asyncio.Event()

    async def take(_: bytes) -> None:
        if resting.is_set():
            await asyncio.Event().wait()

    paced = Paced(take, grace_s=0.05)
    await paced(bytes(100 * SLICE))
    resting.set()
    with pytest.raises(TooSlowReader):
        await paced(b"a")


@pytest.fixture
async def address(postgres: EmbeddedPostgres, database: str, settings: Settings, worker: Any) -> AsyncIterator[str]:
    """An API process over a log of thousands of events."""
    await load(postgres.url("postgres", database), load_policies().of("33.05"), 0, REPORTS)
    while await sequence_all(worker):
        pass
    with served(settings) as (found, _):
        yield found


@pytest.mark.slow
async def test_slow_readers_of_an_export_keep_nobody_out_and_are_cut(
    address: str, settings: Settings, admin: Any
) -> None:
    for _ in range(2):  # again and again
        slow = [await slowly(address, settings, DESK) for _ in range(8)]
        assert sorted(each.status for each in slow) == [200] * ROOMS[Slot.EXPORT].each + [429] * 6
        async with httpx.AsyncClient(base_url=address, timeout=60) as http:
            answer = await http.get(f"{P}/exports/events.ndjson", headers=headers(settings, OTHER))
            assert answer.status_code == 200

        async def none_left() -> bool:
            return bool(await admin.fetchval(MAKING) == 0)

        await until(none_left, "who reads nothing is cut")
        for each in slow:
            each.hang_up()


async def test_a_statement_that_takes_too_long_is_stopped_and_said_so(settings: Settings) -> None:
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=1, application="test", statement_s=1)
    await database.open()
    try:
        with pytest.raises(TookTooLong):
            await database.ask("SELECT pg_sleep(30)")
        async with database.hurried("33.05", (), 50) as transaction:
            assert await transaction.fetchval("SHOW statement_timeout") == "50ms"
        with pytest.raises(TookTooLong):
            async with database.hurried("33.05", (), 50) as transaction:
                await transaction.fetchval("SELECT pg_sleep(30)")
        assert await database.ask("SELECT 1")
    finally:
        await database.close()
