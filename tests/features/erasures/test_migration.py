"""What was sealed before a report had one key opens after the migration; back goes until a text is sealed."""

import asyncio
import base64
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from alembic import command

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import alembic_config
from service.storage.sealing import Sealer, open_identity
from service.storage.wrapping import SettingsWrapper
from tests.edge.api.story import POLRES, TONO, P, headers, report
from tests.features.erasures.scan import places

KEYS = "SELECT report_id, wrapped_key FROM {} ORDER BY report_id"


async def test_sealed_identities_keep_their_keys_down_and_up(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    made = await report(client, settings, election=None)
    config = alembic_config(postgres.url("postgres", database))
    before = await admin.fetch(KEYS.format("report_key"))
    await asyncio.to_thread(command.downgrade, config, "0004")
    assert await admin.fetch(KEYS.format("sealed_identity")) == before
    await asyncio.to_thread(command.upgrade, config, "head")
    assert await admin.fetch(KEYS.format("report_key")) == before
    sealed = await admin.fetchval("SELECT sealed FROM sealed_identity")
    sealer = Sealer(SettingsWrapper(base64.b64encode(bytes(32)).decode()))
    key = await sealer.key("33.05", UUID(made["id"]), before[0]["wrapped_key"])
    assert b"Pelapor Rahasia" in open_identity(key, sealed)
    answer = await client.post(
        f"{P}/reports/{made['id']}/reporter/unseal", json={"reason": "Perlu"}, headers=headers(settings, TONO)
    )
    assert answer.json()["reporter"]["name"] == "Pelapor Rahasia"


async def test_a_secret_report_of_before_is_sealed_by_its_next_change(
    client: Any, settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str
) -> None:
    sent, body = headers(settings, POLRES), {"title": "Judulbiasa"}
    made = await report(client, settings, classification="ordinary", reporter=None, election=None, **body)
    await client.post(f"{P}/reports/{made['id']}/notes", json={"text": "Catatanbiasa"}, headers=sent)
    await admin.execute("UPDATE report SET classification = 'secret'")
    config = alembic_config(postgres.url("postgres", database))
    await asyncio.to_thread(command.downgrade, config, "0004")
    await asyncio.to_thread(command.upgrade, config, "head")
    words = ["Judulbiasa", "Catatanbiasa"]
    assert "report_text.content" in await places(admin, words)
    answer = await client.post(f"{P}/reports/{made['id']}/notes", json={"text": "x"}, headers=headers(settings, POLRES))
    assert answer.status_code == 201, answer.text
    assert await places(admin, words) == set()


async def test_there_is_no_way_back_once_a_text_is_sealed(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str
) -> None:
    await report(client, settings, classification="secret", election=None)
    config = alembic_config(postgres.url("postgres", database))
    with pytest.raises(Exception, match="contains null values") as refused:
        await asyncio.to_thread(command.downgrade, config, "0004")
    assert isinstance(refused.value.__cause__.__cause__, asyncpg.NotNullViolationError)  # type: ignore[union-attr]
