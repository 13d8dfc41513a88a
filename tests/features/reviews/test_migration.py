"""Down and up again loses nothing that was there before reviews; there is no way back once a review holds words."""

import asyncio
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config
from tests.edge.api.story import DESK
from tests.features.reviews.reviewing import Desk

REVISION = "0011"


async def test_reports_stay_what_they_were_down_and_up(
    desk: Desk, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    made = await desk.verified()
    config = alembic_config(postgres.url("postgres", database))
    below = ScriptDirectory.from_config(config).get_revision(REVISION).down_revision
    listed = "SELECT id, election, stage, state, version FROM report"
    before = await admin.fetch(listed)
    await asyncio.to_thread(command.downgrade, config, str(below))
    assert await admin.fetch(listed) == before
    await asyncio.to_thread(command.upgrade, config, "head")
    assert await admin.fetch(listed) == before
    again = await desk.get(f"/reports/{made['id']}", DESK)
    assert (again["review"], again["formal_receipt_at"]) == (None, None)
    assert (await desk.opened(again))["state"] == "open"


async def test_there_is_no_way_back_once_a_review_holds_words(
    desk: Desk, postgres: EmbeddedPostgres, database: str
) -> None:
    await desk.record(await desk.opened(await desk.verified()), "why")
    config = alembic_config(postgres.url("postgres", database))
    below = ScriptDirectory.from_config(config).get_revision(REVISION).down_revision
    with pytest.raises(Exception, match="text_field_known") as refused:
        await asyncio.to_thread(command.downgrade, config, str(below))
    assert isinstance(refused.value.__cause__.__cause__, asyncpg.CheckViolationError)  # type: ignore[union-attr]
