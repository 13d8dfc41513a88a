"""Reports whose clocks run, and a look at them at any moment, against the real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from service.edge.policy_files import Policies, load_policies
from service.edge.settings import Settings
from service.features.ladder.service import LadderService
from service.storage.db.pool import Database

PASSED = """UPDATE clock SET started_at = started_at - $1::interval, due_at = due_at - $1::interval,
  counter_end = counter_end - $1::interval, next_at = next_at - $1::interval WHERE stopped_at IS NULL"""
DONE = """SELECT e.report_id, e.action, e.at, convert_from(e.leaf, 'UTF8')::json->'data' AS data FROM audit_event e
WHERE e.action IN ('clock.warned', 'report.escalated', 'task.expired') ORDER BY e.report_id, e.seq"""
TWICE = """SELECT count(*) FROM (SELECT 1 FROM (
    SELECT action, convert_from(leaf, 'UTF8')::json->'data' AS d FROM audit_event) e
  WHERE action IN ('clock.warned', 'report.escalated', 'task.expired')
  GROUP BY action, d->>'clock', d->>'percent', d->>'rung' HAVING count(*) > 1) twice"""
WAITING = "SELECT count(*) FROM clock WHERE next_at <= now()"


@asynccontextmanager
async def watching(settings: Settings, policies: Policies | None = None) -> AsyncIterator[LadderService]:
    """What the worker looks after the clocks with."""
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=1, application="tindak-clocks")
    await database.open()
    try:
        yield LadderService(database, policies or load_policies())
    finally:
        await database.close()


async def let_pass(admin: Any, passed: timedelta) -> None:
    """Let every running clock be so much older, as if nobody had looked meanwhile."""
    await admin.execute(PASSED, passed)


async def done(admin: Any) -> list[Any]:
    """Every event of a clock, each report's in its order."""
    found: list[Any] = await admin.fetch(DONE)
    return found


def moment(text: str) -> datetime:
    """A moment of an event's data."""
    return datetime.fromisoformat(text)
