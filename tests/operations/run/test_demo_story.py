"""The story of the embedded run: whole, told once, and gone on with when it was cut short."""

import asyncio
import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.seed import seed_story
from service.trail.receipts.receipt_keys import signer_of
from workflows.codes.reports import ReportState
from workflows.codes.tasks import TaskState

SEALING_KEY = base64.b64encode(bytes(32)).decode()
TELL = """import sys; from pathlib import Path; from service.operations.seed import seed_story
from service.trail.receipts.receipt_keys import signer_of; from service.edge.settings import Settings
seed_story(*sys.argv[1:4], signer_of(Settings(embedded=True, home=Path(sys.argv[4]))))"""
WHOLE = """
SELECT r.category, r.severity, r.state, r.version, r.seq, r.outcome, r.stage,
  (SELECT array_agg(t.agency || ' ' || t.role || ' ' || t.kind || ' ' || t.state ORDER BY t.agency, t.role)
   FROM task t WHERE t.region = r.region AND t.report_id = r.id) AS tasks,
  (SELECT array_agg(e.action || ' ' || coalesce(e.agency, '') ORDER BY e.seq)
   FROM audit_event e WHERE e.region = r.region AND e.report_id = r.id) AS events,
  (SELECT count(*) FROM report_link l WHERE l.region = r.region AND l.report_id = r.id) AS links
FROM report r ORDER BY r.category, r.severity
"""
EVENTS = "SELECT count(*) FROM audit_event"
SESSIONS = "SELECT FROM pg_stat_activity WHERE application_name = 'tindak-seed' AND datname = current_database()"


class Region(NamedTuple):
    """A fresh database with what seeding it takes."""

    admin: str
    app: str
    home: Path

    def tell(self) -> None:
        seed_story(self.admin, self.app, SEALING_KEY, signer_of(Settings(embedded=True, home=self.home)))

    def ask(self, sql: str) -> list[Any]:
        return asyncio.run(_ask(self.admin, sql))

    def number(self, sql: str) -> int:
        return int(self.ask(sql)[0][0])


async def _ask(url: str, sql: str) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


@pytest.fixture
def region(postgres: EmbeddedPostgres, database: str, tmp_path: Path) -> Region:
    return Region(postgres.url("postgres", database), postgres.url("tindak_app", database), tmp_path)


@pytest.fixture
def undisturbed(postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[Region]:
    """A second fresh database, to compare with."""
    template = postgres.url("postgres", "template1")
    asyncio.run(_ask(template, "CREATE DATABASE undisturbed TEMPLATE postgres"))
    yield Region(postgres.url("postgres", "undisturbed"), postgres.url("tindak_app", "undisturbed"), tmp_path)
    asyncio.run(_ask(template, "DROP DATABASE undisturbed WITH (FORCE)"))


def test_every_state_that_a_newcomer_meets_is_there_once_told(region: Region) -> None:
    region.tell()
    assert {state for (state,) in region.ask("SELECT state FROM report")} == set(ReportState)
    # Nothing expires by itself.
    assert {state for (state,) in region.ask("SELECT state FROM task")} == set(TaskState) - {TaskState.EXPIRED}


def test_the_review_of_the_village_head_elections_is_there(region: Region) -> None:
    """docs/domain.md, "Kebumen": "a crowd rioted over the count at Plumbon"."""
    region.tell()
    assert region.number("SELECT count(*) FROM report") == 8
    carried = "SELECT r.election, r.stage, r.area, v.event, v.state FROM review v JOIN report r ON r.review = v.id"
    assert region.ask(carried) == [("pilkades-2023", "voting", "33.05.26", "pilkades-2023", "open")]
    entries = "SELECT n.field, n.owner FROM review_entry n ORDER BY n.id"
    assert region.ask(entries) == [
        ("planned", None),
        ("happened", None),
        ("lesson", None),
        ("lesson", None),
        ("recommendation", "dispermades"),
    ]
    owed = "SELECT t.agency, t.state FROM task t JOIN review_entry n ON n.region = t.region AND n.id = t.recommendation"
    assert region.ask(owed) == [("dispermades", "offered")]


def test_nobody_in_the_story_is_late(region: Region) -> None:
    region.tell()
    assert region.number("SELECT count(*) FROM clock") > 0
    assert region.ask("SELECT kind, due_at FROM clock WHERE coalesce(stopped_at, now()) > due_at") == []


def test_a_second_telling_changes_nothing(region: Region) -> None:
    region.tell()
    before = region.ask(WHOLE)
    region.tell()
    assert region.ask(WHOLE) == before


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_story_whose_keys_are_forgotten_is_not_told_again(region: Region, left: int) -> None:
    region.tell()
    before = region.ask(WHOLE)
    newest = f"SELECT created_at FROM idempotency ORDER BY created_at DESC LIMIT {left}"
    region.ask(f"DELETE FROM idempotency WHERE created_at NOT IN ({newest})")
    assert region.number("SELECT count(*) FROM idempotency") == left
    region.tell()
    assert region.ask(WHOLE) == before


def test_a_region_with_reports_of_its_own_gets_no_story(region: Region) -> None:
    cut_short(region, at="register_counter")
    region.ask("DELETE FROM idempotency")  # without their keys these are anybody's reports
    before = region.ask(WHOLE)
    assert len(before) == 1
    region.tell()
    assert region.ask(WHOLE) == before


def test_a_telling_that_was_killed_again_and_again_ends_as_an_undisturbed_one(
    region: Region, undisturbed: Region
) -> None:
    told = [cut_short(region, at=table) for table in ("register_counter", "report_link", "task")]
    region.tell()
    undisturbed.tell()
    assert told == sorted(set(told))  # each went on where the one before was killed
    assert told[-1] < region.number(EVENTS)
    assert region.ask(WHOLE) == undisturbed.ask(WHOLE)


def cut_short(region: Region, at: str) -> int:
    """Tell in a process of its own and kill it in the middle of the first step that writes to a table.

    Return how many events are there then.
    """
    asyncio.run(_cut_short(region, at))
    return region.number(EVENTS)


async def _cut_short(region: Region, table: str) -> None:
    holder = await asyncpg.connect(region.admin)
    watcher = await asyncpg.connect(region.admin)
    try:
        async with holder.transaction():
            await holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", TELL, region.admin, region.app, SEALING_KEY, region.home
            )
            try:
                await _until(watcher, f"SELECT EXISTS ({SESSIONS} AND wait_event_type = 'Lock')")
            finally:
                process.kill()
                await process.wait()
        await _until(watcher, f"SELECT NOT EXISTS ({SESSIONS})")  # the server has noticed
    finally:
        await holder.close()
        await watcher.close()


async def _until(connection: Any, sql: str) -> None:
    for _ in range(3000):
        if await connection.fetchval(sql):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(sql)
