from typing import Any

import asyncpg
import pytest

from service.embedded.postgres import EmbeddedPostgres
from service.settings import Settings
from tests.api.story import KODIM, KPU, P, headers, report

TABLES = ("report", "task", "clock", "report_text", "audit_event", "sealed_identity", "idempotency")


async def _as_app(postgres: EmbeddedPostgres, database: str, region: str, tokens: str, sql: str) -> Any:
    connection = await asyncpg.connect(postgres.url("tindak_app", database))
    try:
        async with connection.transaction():
            if region:
                await connection.execute(f"SET LOCAL tindak.region = '{region}'")
                await connection.execute(f"SET LOCAL tindak.tokens = '{tokens}'")
            return await connection.fetchval(sql)
    finally:
        await connection.close()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("context", [("", ""), ("33.06", "{region,desk,audit}"), ("33.05", "{}")])
async def test_without_its_context_no_row_shows(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str, table: str, context: tuple[str, str]
) -> None:
    await report(client, settings, classification="ordinary", severity="S1")
    sql = f"SELECT count(*) FROM {table}"
    assert await _as_app(postgres, database, *context, sql) == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "DELETE FROM report",
        "UPDATE report SET reported_by = gen_random_uuid()",
        "DELETE FROM audit_pending",
        "INSERT INTO audit_leaf VALUES ('33.05', 99, gen_random_uuid(), '', now())",
        "SET ROLE tindak_owner",
        "SET ROLE postgres",
    ],
)
async def test_the_application_role_cannot_rewrite(postgres: EmbeddedPostgres, database: str, sql: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _as_app(postgres, database, "33.05", "{region,desk,audit,system}", sql)


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
async def test_even_a_superuser_is_refused_by_the_trigger(
    client: Any, settings: Settings, admin: Any, sql: str
) -> None:
    await report(client, settings)
    await admin.execute("SET session_replication_role = replica")
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute(sql)


async def test_an_accused_agency_finds_nothing_anywhere(client: Any, settings: Settings) -> None:
    accused = {"agency": "kpu", "name": "Anggota"}
    made = await report(client, settings, category="ethics", classification="ordinary", reported_party=accused)
    for path in (f"/reports/{made['id']}", f"/reports/{made['id']}/history"):
        assert (await client.get(P + path, headers=headers(settings, KPU))).status_code == 404
    for path in ("/reports", "/tasks", "/events", "/reports?q=amplop"):
        assert (await client.get(P + path, headers=headers(settings, KPU))).json()["items"] == []
    assert (await client.get(f"{P}/summary", headers=headers(settings, KPU))).json()["total"] == 0
    assert (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, KODIM))).status_code == 200
