"""Keys and reports from before migration 0021 are told apart as those of today: by what the trail says of them."""

import asyncio
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config, upgrade
from tests.edge.api.story import ADMIN, DESK, REPORT, P, report
from tests.features.api_keys.showing import made, revoke, shown

REVISION = "0021"
KEYS = "SELECT id::text, maker_role FROM api_key ORDER BY id"
REPORTS = """SELECT r.id::text, r.reported_for::text,
  (SELECT array_agg(x ORDER BY x) FROM unnest(r.readers) x) AS readers,
  (SELECT array_agg(x ORDER BY x) FROM unnest(r.text_readers) x) AS text_readers FROM report r ORDER BY r.id"""
UNKNOWN = """UPDATE report SET readers = array_remove(readers, 'person:' || k.created_by),
  text_readers = array_remove(text_readers, 'person:' || k.created_by) FROM api_key k WHERE k.id = reported_by"""


async def test_the_makers_of_older_keys_and_reports_are_found_in_the_trail(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    keys = [await made(client, settings, "report:create", who=DESK), await made(client, settings, who=DESK)]
    operators = await made(client, settings, "policy:read", who=ADMIN)
    for classification in ("ordinary", "restricted", "secret"):
        body = REPORT | {"classification": classification}
        answer = await client.post(f"{P}/reports", json=body, headers=shown(keys[0]["key"]))
        assert answer.status_code == 201, answer.text
    await report(client, settings)
    await revoke(client, settings, keys[1], DESK)
    before = [await admin.fetch(sql) for sql in (KEYS, REPORTS)]
    assert {row["id"]: row["maker_role"] for row in before[0]}[operators["id"]] == "admin"
    url = postgres.url("postgres", database)
    config = alembic_config(url)
    below = ScriptDirectory.from_config(config).get_revision(REVISION).down_revision
    await asyncio.to_thread(command.downgrade, config, str(below))
    await admin.execute(UNKNOWN)
    await asyncio.to_thread(upgrade, url)
    assert [await admin.fetch(sql) for sql in (KEYS, REPORTS)] == before
