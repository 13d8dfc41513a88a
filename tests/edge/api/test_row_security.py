from typing import Any

import asyncpg
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.edge.api.bodies import asked_to_erase, proposed, text_of, told_somebody, walled_off
from tests.edge.api.story import KODIM, KPU, TONO, VERIFY, P, headers, report
from tests.edge.contract.case_steps import body_of


async def taken(client: Any, settings: Settings, made: str) -> None:
    """The first step of the report's Gakkumdu case."""
    one = f"{P}/reports/{made}"
    for path, who, body in (("/transitions", TONO, VERIFY), ("/case/steps", TONO, body_of("register"))):
        version = (await client.get(one, headers=headers(settings, TONO))).json()["version"]
        answer = await client.post(one + path, json=body, headers=headers(settings, who, match=version))
        assert answer.status_code == 200, answer.text


TABLES = (
    "report",
    "task",
    "clock",
    "report_text",
    "report_key",
    "erasure",
    "gakkumdu_case",
    "audit_event",
    "sealed_identity",
    "notice",
    "sealed_recipient",
    "owed_notice",
    "report_wall",
    "proposal",
    "idempotency",
)


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
    made = await report(client, settings, classification="ordinary", severity="S1")
    await asked_to_erase(client, settings, made["id"], await text_of(client, settings, made["id"]))
    await taken(client, settings, made["id"])
    await told_somebody(client, settings, made["id"])
    await walled_off(client, settings, made["id"])
    await proposed(client, settings, made["id"])
    sql = f"SELECT count(*) FROM {table}"
    assert await _as_app(postgres, database, *context, sql) == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "DELETE FROM report",
        "DELETE FROM report_text",
        "UPDATE report_text SET field = 'note'",
        "UPDATE report_text SET event_id = gen_random_uuid()",
        "DELETE FROM sealed_identity",
        "DELETE FROM erasure",
        "DELETE FROM gakkumdu_case",
        "UPDATE gakkumdu_case SET report_id = gen_random_uuid()",
        "UPDATE gakkumdu_case SET region = '33.06'",
        "UPDATE erasure SET requested_by = gen_random_uuid()",
        "DELETE FROM notice",
        "UPDATE notice SET sent_at = now()",
        "DELETE FROM sealed_recipient",
        "UPDATE sealed_recipient SET notice_id = gen_random_uuid()",
        "DELETE FROM owed_notice",
        "UPDATE owed_notice SET due_at = now()",
        "DELETE FROM report_wall",
        "UPDATE report_wall SET raised_by = gen_random_uuid()",
        "DELETE FROM proposal",
        "UPDATE proposal SET asks = '{}'",
        "UPDATE proposal SET kind = 'lead'",
        "UPDATE proposal SET protections = '{severity}'",
        "UPDATE proposal SET report_id = gen_random_uuid()",
        "UPDATE proposal SET requested_by = gen_random_uuid()",
        "UPDATE proposal SET requested_agency = 'polres'",
        "UPDATE proposal SET requested_at = now()",
        "UPDATE proposal SET reason_text = gen_random_uuid()",
        "TRUNCATE proposal",
        "DELETE FROM idempotency",
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


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "UPDATE notice SET sent_at = now()",
        "DELETE FROM notice",
        "TRUNCATE notice CASCADE",
    ],
)
async def test_even_a_superuser_is_refused_by_the_trigger(
    client: Any, settings: Settings, admin: Any, sql: str
) -> None:
    await told_somebody(client, settings, (await report(client, settings))["id"])
    await admin.execute("SET session_replication_role = replica")
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute(sql)


LIVE = "content = NULL, salt = NULL"
REWRITES = {
    "other words": "content = 'Lain'",
    "other words and salt": "content = 'Lain', salt = '\\x00'",
    "no words and no tombstone": LIVE,
    "sealed and plain": "sealed = '\\x00'",
    "sealed as another field": f"{LIVE}, sealed = '\\x00', field = 'note'",
    "sealed for another report": f"{LIVE}, sealed = '\\x00', report_id = gen_random_uuid()",
    "sealed and erased": f"{LIVE}, sealed = '\\x00', erased_at = now(), erasure = (SELECT id FROM erasure)",
    "a tombstone without a time": f"{LIVE}, erasure = (SELECT id FROM erasure)",
    "a tombstone of no erasure": f"{LIVE}, erased_at = now(), erasure = gen_random_uuid()",
}
RAISED = (asyncpg.RestrictViolationError, asyncpg.CheckViolationError, asyncpg.ForeignKeyViolationError)


@pytest.mark.parametrize("rewrite", REWRITES)
async def test_a_text_is_written_once_then_only_sealed_or_erased(
    client: Any, settings: Settings, admin: Any, rewrite: str
) -> None:
    made = await report(client, settings)
    await asked_to_erase(client, settings, made["id"], await text_of(client, settings, made["id"]))
    with pytest.raises(RAISED):
        await admin.execute(f"UPDATE report_text SET {REWRITES[rewrite]} WHERE field = 'title'")
    for gone in ("DELETE FROM report_text", "TRUNCATE report_text"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await admin.execute(gone)


OTHERS = {
    "region": "'33.06'",
    "id": "gen_random_uuid()",
    "report_id": "gen_random_uuid()",
    "task_id": "gen_random_uuid()",
    "event_id": "gen_random_uuid()",
    "field": "'note'",
    "created_at": "now()",
}


@pytest.mark.parametrize("column", OTHERS)
async def test_a_text_that_is_sealed_stays_the_text_of_its_place(
    client: Any, settings: Settings, admin: Any, column: str
) -> None:
    await report(client, settings)
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute(f"UPDATE report_text SET {LIVE}, sealed = '\\x00', {column} = {OTHERS[column]}")
    await admin.execute(f"UPDATE report_text SET {LIVE}, sealed = '\\x00'")


async def test_what_was_erased_is_never_written_again(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings)
    await asked_to_erase(client, settings, made["id"], await text_of(client, settings, made["id"]))
    erased = f"{LIVE}, erased_at = now(), erasure = (SELECT id FROM erasure)"
    await admin.execute(f"UPDATE report_text SET {erased} WHERE field = 'title'")
    for back in ("content = 'Judul', salt = '\\x00'", "sealed = '\\x00'"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await admin.execute(
                f"UPDATE report_text SET {back}, erasure = NULL, erased_at = NULL WHERE field = 'title'"
            )


async def test_an_accused_agency_finds_nothing_anywhere(client: Any, settings: Settings) -> None:
    accused = {"agency": "kpu", "name": "Anggota"}
    made = await report(client, settings, category="ethics", classification="ordinary", reported_party=accused)
    for path in (f"/reports/{made['id']}", f"/reports/{made['id']}/history"):
        assert (await client.get(P + path, headers=headers(settings, KPU))).status_code == 404
    for path in ("/reports", "/tasks", "/events", "/reports?q=amplop"):
        assert (await client.get(P + path, headers=headers(settings, KPU))).json()["items"] == []
    assert (await client.get(f"{P}/summary", headers=headers(settings, KPU))).json()["elections"] == []
    assert (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, KODIM))).status_code == 200
