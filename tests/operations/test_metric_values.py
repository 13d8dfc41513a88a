"""What the metrics say of workers and of originals is what is: each value grows and falls with its cause."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from service.edge import background
from service.edge.background import Beat, Supervisor
from service.edge.settings import Settings
from service.storage import task_standings
from service.storage.db.pool import Database
from service.storage.task_standings import Standings
from tests.edge.api.story import KODIM, report
from tests.faults.processes import started, until
from tests.features.evidence.conftest import caring
from tests.features.evidence.sending import photo, send
from tests.operations.run.running import free_port

OLDER = "UPDATE evidence SET checked_at = checked_at - interval '40 days'"
DAY_S = 86_400


async def metric(client: Any, name: str, **labels: str) -> float | None:
    """One value as ``/metrics`` has it; None where it has none."""
    text = (await client.get("/metrics")).text
    told = ",".join(f'{label}="{value}"' for label, value in labels.items())
    found = re.findall(rf"^{re.escape(name + (f'{{{told}}}' if told else ''))} (\S+)$", text, re.MULTILINE)
    return float(found[0]) if found else None


async def test_the_age_of_the_oldest_check_of_an_original_grows_until_it_is_checked(
    client: Any, settings: Settings, admin: Any
) -> None:
    async def age() -> float:
        found = await metric(client, "tindak_evidence_unchecked_seconds", region="33.05")
        assert found is not None
        return found

    assert await age() == 0, "there is no original"
    made = (await report(client, settings, KODIM))["id"]
    for seed in range(2):
        await send(client, settings, KODIM, made, photo(seed=seed))
    first = await age()
    assert 0 < first < DAY_S
    await asyncio.sleep(0.5)
    assert await age() >= first + 0.5
    await admin.execute(OLDER)
    assert 40 * DAY_S < await age() < 41 * DAY_S
    async with caring(settings) as care:
        assert await care.checker.check(care.policy, datetime.now(UTC)) == 2
    assert 0 <= await age() < DAY_S


async def test_since_when_no_worker_told_of_itself_counts_on_when_it_was_killed(
    client: Any, settings: Settings
) -> None:
    async def seen() -> float:
        found = await metric(client, "tindak_worker_seen_seconds")
        assert found is not None
        return found

    assert await seen() == -1, "no worker was ever there"
    with started(settings, "worker", free_port()) as kill:

        async def there() -> bool:
            return await seen() >= 0

        await until(there, "the worker tells of itself")
        kill()
    first = await seen()
    await asyncio.sleep(1.5)
    assert await seen() >= first + 1.5


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[Supervisor]:
    """A worker's supervisor that tells how its tasks stand; it ends without taking its lines away, as one killed."""
    assert settings.database_url is not None
    database, supervisor = Database(settings.database_url.get_secret_value(), size=1, application="tests"), Supervisor()
    await database.open()
    supervisor.start("standing", Standings(database, "worker", supervisor).keep_telling)
    supervisor.watch()
    try:
        yield supervisor
        await database.close()  # what it would say last cannot be said
    finally:
        await supervisor.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(background, "STILL_S", 0.3)
    monkeypatch.setattr(background, "LOOK_S", 0.02)
    monkeypatch.setattr(task_standings, "TELL_S", 0.02)


@pytest.mark.usefixtures("hurried")
async def test_failures_of_a_task_are_those_of_all_workers_together(client: Any, settings: Settings) -> None:
    async def failures() -> float | None:
        return await metric(client, "tindak_worker_task_failures", task="previews")

    def failing(times: int) -> Any:
        left = times

        async def run(beat: Beat) -> None:
            nonlocal left
            if left:
                left -= 1
                raise ValueError
            while True:
                beat()
                await asyncio.sleep(0.02)

        return run

    assert await failures() is None
    async with at_work(settings) as one, at_work(settings) as other:
        one.start("previews", failing(3))

        async def three() -> bool:
            return await failures() == 3

        await until(three, "one failed three times")
        other.start("previews", failing(2))

        async def five() -> bool:
            return await failures() == 5

        await until(five, "both together failed five times")


@pytest.mark.usefixtures("hurried")
async def test_a_task_that_gives_no_sign_of_life_is_told_until_it_does_or_its_worker_is_gone(
    client: Any, settings: Settings, admin: Any
) -> None:
    goes_on = asyncio.Event()

    async def still() -> float | None:
        return await metric(client, "tindak_worker_task_still", task="clocks")

    async def run(beat: Beat) -> None:
        beat()
        await goes_on.wait()
        while goes_on.is_set():
            beat()
            await asyncio.sleep(0.02)
        await asyncio.Event().wait()

    async def it_is(value: float) -> None:
        async def so() -> bool:
            return await still() == value

        await until(so, f"it is {value}")

    assert await still() is None
    async with at_work(settings) as worker:
        worker.start("clocks", run)
        await it_is(1)
        goes_on.set()
        await it_is(0)
        goes_on.clear()
        await it_is(1)
    assert await still() == 1
    await admin.execute("UPDATE background_task SET seen_at = seen_at - interval '1 minute'")
    assert await still() == 0, "nobody is at it whom one could help"
