"""Each background task of worker and API, made to fail where it works: it is counted, and goes on working."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.edge import background
from service.edge.auth.jwks import RemoteKeys
from service.edge.background import TASKS, Supervisor
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.features.calendar.copies import CalendarCopies
from service.operations.doctor.questions import OF_A_WORKER
from service.operations.worker import main
from service.operations.worker.main import tasks_of
from service.storage.db.pool import Database
from service.storage.task_standings import Standings
from service.trail.cosigning.client import open_http
from service.trail.cosigning.keyfile import generate
from service.trail.reading.recorder import Recorder
from tests.faults.processes import started, until, until_so
from tests.operations.run.running import free_port
from workflows.trail.tlog.note_keys import KeyKind

WORKER = {
    "sequencing": "service.operations.worker.sequencing.sequence_all",
    "checkpoints": "service.trail.tlog.publisher.Publisher.publish_all",
    "housekeeping": "service.operations.worker.sequencing.forget",
    "witnesses": "service.trail.tlog.cosignatures.ask",
    "clocks": "service.features.ladder.service.LadderService.sweep",
    "previews": "service.features.evidence.previews.Previews.make",
    "sweeping": "service.features.evidence.sweeping.Sweeper.expire",
    "fixity": "service.features.evidence.fixity.Checker.check",
    "webhooks": "service.features.webhooks.delivering.fan_out",
    "standing": "service.storage.task_standings.Standings._tell",
}
"""What each does first of all at its every turn."""

ELSEWHERE = {
    "reads", "signing_keys", "calendar",  # below
    "live", "quotas", "delivery",  # with their features
    "watching",  # tests/edge/test_background.py
}  # fmt: skip
ITS_OWN = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename IN ('tindak_app', 'tindak_worker')"""
ERRORS = (ValueError, asyncio.CancelledError, asyncpg.QueryCanceledError, ValueError)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr("service.operations.worker.sequencing.RECONNECT_S", 0.01)
    monkeypatch.setattr("service.trail.tlog.cosignatures.AGAIN_S", 0.01)


class Failing:
    """Fails once in each way, and then does what it stands for."""

    def __init__(self, does: Callable[..., Any]) -> None:
        self.does, self.left, self.went_on = does, list(ERRORS), 0

    def bound(self) -> Callable[..., Any]:
        async def call(*args: Any, **named: Any) -> Any:
            if self.left:
                raise self.left.pop(0)
            done = await self.does(*args, **named)
            self.went_on += 1
            return done

        return call


def _fails(monkeypatch: pytest.MonkeyPatch, place: str) -> Failing:
    whole, _, name = place.rpartition(".")
    failing = Failing(getattr(pytest.importorskip("pkgutil").resolve_name(whole), name))
    monkeypatch.setattr(place, failing.bound())
    return failing


def test_every_task_is_made_to_fail_somewhere() -> None:
    assert WORKER.keys() | ELSEWHERE == TASKS.keys()


@pytest.mark.parametrize("task", WORKER)
async def test_a_task_of_the_worker_fails_is_counted_and_goes_on(
    task: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing, supervisor = _fails(monkeypatch, WORKER[task]), Supervisor()
    key = generate(tmp_path / "witness.key", "kpu.example", KeyKind.COSIGNATURE)
    policy = tmp_path / "policy"
    policy.write_text(f"witness kpu {key.encode()} http://127.0.0.1:1\nquorum kpu\n")
    whole = settings.model_copy(
        update={"witness_policy": policy, "signer_url": "http://127.0.0.1:1", "signer_secret": _secret(settings)}
    )
    url, app_url = main._addresses(whole)  # noqa: SLF001 - as the worker reads them
    async with open_http() as http:
        tasks = tasks_of(whole, url, app_url, http, supervisor)
        assert {name for name, _, _ in tasks} | {"standing"} == WORKER.keys()
        if task == "standing":
            supervisor.start(task, lambda beat: main._tell(app_url, supervisor, beat))  # noqa: SLF001 - as above
        for name, of, run in tasks:
            if name == task:
                supervisor.start(name, run, of=of)
        await until_so(lambda: failing.went_on, "it goes on")
        (standing,) = [one for name, one in supervisor.standings.items() if name.split()[0] == task]
        assert not failing.left
        assert standing.failures in {3, 4}  # a cancelled statement is foreseen by some
        assert await supervisor.stop()


def _secret(settings: Settings) -> Any:
    assert settings.sealing_key is not None
    return settings.sealing_key  # long enough, and nobody is asked with it


async def test_the_writing_down_of_reads_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.database_url is not None
    failing, supervisor = _fails(monkeypatch, "service.trail.reading.recorder.Recorder.flush"), Supervisor()
    monkeypatch.setattr("service.trail.reading.recorder.EVERY_S", 0.01)
    database = Database(settings.database_url.get_secret_value(), size=1, application="tests")
    await database.open()
    reads = Recorder(database, supervisor)
    monkeypatch.setattr(reads, "_waiting", 1)
    reads.start()
    await until_so(lambda: failing.went_on, "it goes on")
    assert supervisor.standings["reads"].failures == len(ERRORS)
    await reads.close()
    await database.close()


async def test_the_keeping_of_signing_keys_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    failing, supervisor = _fails(monkeypatch, "service.edge.auth.jwks.RemoteKeys.refresh"), Supervisor()
    monkeypatch.setattr("service.edge.auth.jwks._SHORTEST_SLEEP_S", 0.01)
    keys = RemoteKeys("http://127.0.0.1:1", frozenset({"ES256"}), supervisor=supervisor)
    supervisor.start("signing_keys", keys._keep_fresh)  # noqa: SLF001 - without the first fetch, which its start awaits
    await until_so(lambda: failing.went_on, "it goes on")
    assert supervisor.standings["signing_keys"].failures == len(ERRORS)
    await supervisor.stop()
    await keys.close()


async def test_what_a_worker_tells_is_in_the_table_and_gone_when_it_stops(settings: Settings, admin: Any) -> None:
    assert settings.database_url is not None
    url, supervisor = settings.database_url.get_secret_value(), Supervisor()

    async def fails(_beat: background.Beat) -> None:
        raise ValueError

    supervisor.start("clocks", fails)
    await until_so(lambda: supervisor.standings["clocks"].failures, "it failed")
    supervisor.start("standing", lambda beat: main._tell(url, supervisor, beat))  # noqa: SLF001 - as the worker does
    told = "SELECT error FROM background_task WHERE part = 'worker' AND task = 'clocks' AND failures > 0"

    async def is_told() -> bool:
        return await admin.fetchval(told) == "ValueError"

    await until(is_told, "it is told")
    database = Database(url, size=1, application="tests")
    await database.open()
    await Standings(database, "api", Supervisor()).refresh()
    await database.close()
    assert await supervisor.stop()
    assert await admin.fetchval("SELECT count(*) FROM background_task") == 0


async def test_a_worker_has_no_more_connections_than_the_doctor_reckons(settings: Settings, admin: Any) -> None:
    whole = "SELECT count(*) FROM background_task WHERE part = 'worker' AND task = 'webhooks'"
    with started(settings, "worker", free_port()):
        await until(lambda: admin.fetchval(whole), "it is at work")
        assert 5 < await admin.fetchval(ITS_OWN) <= OF_A_WORKER


async def test_the_days_that_regions_keep_are_read_again_however_reading_them_failed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.features.calendar.copies.EVERY_S", 0.01)
    failing = _fails(monkeypatch, "service.features.calendar.copies.CalendarCopies.refresh")
    database, supervisor = Database(_address(settings), size=1, application="tindak-test"), Supervisor()
    await database.open()
    supervisor.start("calendar", CalendarCopies(database, load_policies().copied()).keep_fresh)
    await until_so(lambda: failing.went_on, "it goes on")
    assert supervisor.standings["calendar"].failures == len(ERRORS)
    assert await supervisor.stop()
    await database.close()


def _address(settings: Settings) -> str:
    assert settings.database_url is not None
    return settings.database_url.get_secret_value()


GIVE_NONE_AT_WORK = {"housekeeping", "sweeping", "fixity"}


@pytest.mark.parametrize("task", sorted(GIVE_NONE_AT_WORK))
async def test_a_task_of_the_worker_that_hangs_at_its_work_is_told_and_one_that_rests_is_not(
    task: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "RESTS_S", 0.01)
    monkeypatch.setattr(background, "MAY_TAKE_S", {})
    monkeypatch.setattr(background, "STILL_S", 1.0)
    monkeypatch.setattr(background, "LOOK_S", 0.02)
    hangs, met, at_work = asyncio.Event(), asyncio.Event(), _fails(monkeypatch, WORKER[task])
    at_work.left = []
    done = at_work.bound()

    async def work(*args: Any, **named: Any) -> Any:
        if hangs.is_set():
            met.set()
            await asyncio.Event().wait()
        return await done(*args, **named)

    monkeypatch.setattr(WORKER[task], work)
    supervisor = Supervisor()
    url, app_url = main._addresses(settings)  # noqa: SLF001 - as the worker reads them
    async with open_http() as http:
        (run,) = [run for name, _, run in tasks_of(settings, url, app_url, http, supervisor) if name == task]
        began = supervisor.start(task, run)
        supervisor.watch()
        standing = supervisor.standings[task]
        await until_so(lambda: at_work.went_on, "it has done its work, and rests")
        seen = standing.alive_s or 0.0
        await until_so(lambda: (standing.alive_s or 0.0) > seen, "it gives signs of life as it rests")
        await supervisor.stop({began})
        hangs.set()
        supervisor.start(task, run)
        await met.wait()
        await until_so(lambda: standing.still, "it is told that it stands still")
        assert await supervisor.stop()


async def test_the_keeping_of_signing_keys_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "RESTS_S", 0.01)
    supervisor = Supervisor()
    keys = RemoteKeys("http://127.0.0.1:1", frozenset({"ES256"}), supervisor=supervisor)
    supervisor.start("signing_keys", keys._keep_fresh)  # noqa: SLF001 - without the first fetch, which its start awaits
    standing = supervisor.standings["signing_keys"]
    await until_so(lambda: standing.alive_s is not None, "it gives one")
    first = standing.alive_s or 0.0
    await until_so(lambda: (standing.alive_s or 0.0) > first, "it gives more as it rests")
    await supervisor.stop()
    await keys.close()
