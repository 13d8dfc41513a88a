"""The recorder by itself: what it keeps while the trail cannot be written, and that it writes everything once."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import structlog
from structlog.testing import capture_logs

from service.edge.call import Call
from service.edge.policy_files import load_policies
from service.edge.service_errors import DatabaseUnavailable, Unavailable
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.database_connecting import cut_all
from service.storage.db.pool import Database
from service.trail.reading import recorder
from service.trail.reading.recorder import Recorder
from service.trail.reading.region_chain import append
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR as THE_AUDITOR
from tests.edge.api.story import DESK, report
from tests.faults.processes import until_so
from tests.lines import line_to
from tests.trail.reads.kept import ask, opened, written
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.trail.reads import MOST, Read, ReadKind

AWAY = "REVOKE INSERT ON audit_event FROM tindak_app"
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = $1 AND application_name = 'tindak-api'"""
BACK = "GRANT INSERT ON audit_event TO tindak_app"
NEVER_S = 3600.0
AUDITOR = Actor(UUID(int=7), "inspektorat", Role.AUDITOR, frozenset({REGION}))
CALL = Call(AUDITOR, REGION, load_policies().of(REGION), "en")


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[Database]:
    async with opened(settings) as found:
        yield found


def _reports(reads: list[dict[str, Any]]) -> list[str]:
    return [read["report"] for read in reads]


@pytest.fixture(autouse=True)
def _says_it_to_whoever_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A logger that was used before, under other settings, is kept by them and says nothing to ``capture_logs``."""
    monkeypatch.setattr(recorder, "log", structlog.get_logger("tindak.reading"))


def _note(reads: Recorder, count: int = 1) -> list[str]:
    """Note so many reads, each of another report."""
    reports = [uuid4() for _ in range(count)]
    for one in reports:
        reads.note(CALL, ReadKind.REPORT_OPENED, report=one)
    return [str(one) for one in reports]


async def test_what_cannot_be_written_is_kept_in_its_order_and_written_once_when_it_can(
    pool: Database, admin: Any
) -> None:
    reads = Recorder(pool)
    noted = _note(reads)
    await admin.execute(AWAY)
    for _ in range(2):
        with capture_logs() as logs:
            assert not await reads.flush()
        assert [(one["event"], one["log_level"]) for one in logs] == [("reads_not_recorded", "error")]
        assert not {read for read in noted if read in str(logs)}
        noted += _note(reads)
    assert reads.waiting == len(noted) == 3
    assert await written(admin) == []
    await admin.execute(BACK)
    assert await reads.flush()
    assert _reports(await written(admin)) == noted


async def test_a_database_that_goes_away_and_comes_back_gets_every_read_once(
    pool: Database, postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    reads = Recorder(pool)
    noted = _note(reads)
    assert await reads.flush()
    outside = await asyncpg.connect(postgres.url("postgres", "template1"))
    try:
        await outside.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
        await outside.execute(CUT, database)
        noted += _note(reads, 2)
        assert not await reads.flush()
        await outside.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
    finally:
        await outside.close()
    noted += _note(reads)
    assert await reads.flush()
    assert _reports(await written(admin)) == noted


async def test_an_auditor_is_refused_and_others_are_served_while_too_much_waits(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await report(client, settings, classification="ordinary")
    monkeypatch.setattr(recorder, "MOST_KEPT", 0)
    refused = await ask(client, settings, THE_AUDITOR, "GET", f"/reports/{made['id']}")
    assert (refused.status_code, refused.json()["code"]) == (503, "reads_unrecorded")
    assert int(refused.headers["Retry-After"]) > 0
    assert made["title"] not in refused.text
    assert (await ask(client, settings, DESK, "GET", f"/reports/{made['id']}")).status_code == 200


async def test_who_cannot_be_noted_any_more_is_not_served(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MOST_KEPT", 3)
    reads = Recorder(pool)
    noted = _note(reads, 3)
    with pytest.raises(Unavailable) as refused:
        _note(reads)
    assert refused.value.code == "reads_unrecorded"
    officer = CALL._replace(actor=Actor(UUID(int=8), "kpu", Role.OFFICER, frozenset({REGION})))
    reads.note(officer, ReadKind.REPORT_OPENED, classification="ordinary", report=uuid4())
    assert await reads.flush()
    noted += _note(reads)
    assert await reads.flush()
    assert _reports(await written(admin)) == noted


async def test_many_reads_become_records_of_a_hundred_each(pool: Database, admin: Any) -> None:
    reads = Recorder(pool)
    noted = _note(reads, 2 * MOST + 1)
    assert await reads.flush()
    assert _reports(await written(admin)) == noted
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == 3


async def test_a_commit_whose_answer_was_lost_is_not_repeated(pool: Database, admin: Any) -> None:
    read = Read(ReadKind.REPORT_OPENED, datetime.now(UTC), UUID(int=7), "inspektorat", "auditor", uuid4())
    event = uuid4()
    for _ in range(2):
        await append(pool, REGION, event, (read,))
    assert len(await written(admin)) == 1


async def test_a_clean_stop_writes_what_has_gathered_even_if_it_takes_a_second_try(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = Recorder(pool)
    reads.start()
    noted = _note(reads, 5)
    await admin.execute(AWAY)

    async def back(_seconds: float) -> None:
        await admin.execute(BACK)

    monkeypatch.setattr(recorder.asyncio, "sleep", back)
    await reads.close()
    monkeypatch.undo()
    assert _reports(await written(admin)) == noted


@pytest.fixture
async def seldom(pool: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Recorder]:
    """A recorder at work that writes, by the clock, once an hour."""
    monkeypatch.setattr(recorder, "EVERY_S", NEVER_S)
    reads = Recorder(pool)
    reads.start()
    yield reads
    await reads.close()


async def test_a_hundred_notes_are_written_at_once_and_fewer_wait_for_their_time(seldom: Recorder, admin: Any) -> None:
    noted = _note(seldom, MOST - 1)
    await _turns()
    assert seldom.waiting == MOST - 1
    noted += _note(seldom)
    await _none_waits(seldom)
    assert _reports(await written(admin)) == noted
    noted += _note(seldom, 2)
    await _turns()
    assert seldom.waiting == 2  # woken once, it waits again
    noted += _note(seldom, MOST - 2)
    await _none_waits(seldom)
    assert _reports(await written(admin)) == noted
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == 2


async def test_a_recorder_at_work_goes_on_after_a_database_that_refused(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, tried = Recorder(pool), []

    async def spied(*told: Any) -> None:
        tried.append(told)
        await append(*told)

    monkeypatch.setattr(recorder, "append", spied)
    await admin.execute(AWAY)
    reads.start()
    noted = _note(reads, 3)
    await until_so(lambda: len(tried) > 1, "it was tried again")
    await admin.execute(BACK)
    await _none_waits(reads)
    await reads.close()
    assert _reports(await written(admin)) == noted
    assert len({event for _, _, event, _ in tried}) == 1  # one identifier however often it was tried


async def test_a_record_whose_commit_was_not_heard_of_is_written_once(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = Recorder(pool)
    noted = _note(reads, 2 * MOST)

    async def unheard(*told: Any) -> None:
        await append(*told)
        monkeypatch.setattr(recorder, "append", append)
        raise DatabaseUnavailable

    monkeypatch.setattr(recorder, "append", unheard)
    assert not await reads.flush()
    assert reads.waiting == 2 * MOST
    noted += _note(reads)
    assert await reads.flush()
    assert reads.waiting == 0
    assert _reports(await written(admin)) == noted


async def test_two_who_write_at_once_write_everything_once(pool: Database, admin: Any) -> None:
    reads = Recorder(pool)
    noted = _note(reads, 3 * MOST)
    assert await asyncio.gather(reads.flush(), reads.flush(), reads.flush()) == [True] * 3
    assert reads.waiting == 0
    assert _reports(await written(admin)) == noted


async def test_every_region_has_a_record_of_its_own(pool: Database, admin: Any) -> None:
    reads = Recorder(pool)
    noted: dict[str, list[str]] = {REGION: [], "33.06": []}
    for region in (REGION, "33.06", REGION, "33.06", "33.06"):
        noted[region].append(str(one := uuid4()))
        reads.note(CALL._replace(region=region), ReadKind.REPORT_OPENED, report=one)
    assert await reads.flush()
    rows = await admin.fetch("SELECT region, seq, leaf FROM audit_event")
    assert {row["region"]: _reports(json.loads(row["leaf"])["data"]["reads"]) for row in rows} == noted
    assert [row["seq"] for row in rows] == [1, 1]


async def test_what_a_stop_cannot_write_is_told_as_lost(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LAST_TRY_S", 0)
    reads = Recorder(pool)
    _note(reads, 5)
    await admin.execute(AWAY)
    with capture_logs() as logs:
        await reads.close()
    assert [one["event"] for one in logs] == ["reads_not_recorded"] * recorder.LAST_TRIES + ["reads_lost"]
    assert (logs[-1]["log_level"], logs[-1]["reads"]) == ("critical", 5)
    assert await written(admin) == []


async def _turns() -> None:
    """Let whatever could run do so."""
    for _ in range(50):
        await asyncio.sleep(0)


async def _none_waits(reads: Recorder) -> None:
    await until_so(lambda: reads.waiting == 0, "what was noted is written")


@pytest.mark.parametrize("turns", range(8))
async def test_a_stop_in_the_very_moment_of_the_hundredth_note_ends_and_writes_them(
    pool: Database, admin: Any, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    monkeypatch.setattr(recorder, "EVERY_S", NEVER_S)
    reads = Recorder(pool)
    reads.start()
    await _turns()
    noted = _note(reads, MOST)
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await reads.close()
    assert _reports(await written(admin)) == noted


async def test_on_a_line_that_vanished_it_stops_within_its_bound_and_says_what_is_lost(
    database: str, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an API does on SIGTERM when a router has forgotten its connections."""
    monkeypatch.setattr(recorder, "LAST_WITHIN_S", 0.2)
    with line_to(postgres.socket_dir) as line:
        pool = Database(line.url("tindak_app", database), size=1, application="tests")
        await pool.open()
        reads = Recorder(pool)
        _note(reads, 3)
        line.swallow()
        with capture_logs() as logs:
            async with asyncio.timeout(12):  # five tries of eleven seconds each, without a bound
                await reads.close()
        assert [(one["event"], one["reads"]) for one in logs if one["log_level"] == "critical"] == [("reads_lost", 3)]
        cut_all()
        await pool.close()
