"""The recorder by itself: what it keeps while the trail cannot be written, and that it writes everything once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from service.calls import Call
from service.db.pool import Database
from service.embedded.postgres import EmbeddedPostgres
from service.errors import Unavailable
from service.policies import load_policies
from service.reading import recorder
from service.reading.chain import append
from service.reading.recorder import Recorder
from service.settings import Settings
from tests.api.story import AUDITOR as THE_AUDITOR
from tests.api.story import DESK, report
from tests.conftest import REGION
from tests.reads.kept import ask, opened, written
from workflows.actors import Actor
from workflows.codes import Role
from workflows.reads import MOST, Read, ReadKind

AWAY = "REVOKE INSERT ON audit_event FROM tindak_app"
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = $1 AND application_name = 'tindak-api'"""
BACK = "GRANT INSERT ON audit_event TO tindak_app"
AUDITOR = Actor(UUID(int=7), "inspektorat", Role.AUDITOR, frozenset({REGION}))
CALL = Call(AUDITOR, REGION, load_policies().of(REGION), "en")


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[Database]:
    async with opened(settings) as found:
        yield found


def _reports(reads: list[dict[str, Any]]) -> list[str]:
    return [read["report"] for read in reads]


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
    made = await report(client, settings)
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
