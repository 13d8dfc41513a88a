"""Rows of several calls in one statement: each call whole or not at all, in the caller's region alone."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.edge.settings import Settings
from service.features.reports.intakes import INSERTS
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.inserting_together import Inserts, array_text
from service.storage.db.write import Insert, Part, Update
from tests.edge.api.bodies import contents
from tests.edge.api.story import DESK, POLRES, REPORT, P, headers, report
from tests.features.commands.queueing import created, post

ONE = Insert("report_key", ("region", "report_id", "wrapped_key", "created_at"))
LETTERS = some.text(some.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
ARRAYS = some.lists(some.lists(LETTERS, max_size=4), min_size=1, max_size=20)


@pytest.fixture
async def app(postgres: EmbeddedPostgres, database: str) -> Any:
    connection = await asyncpg.connect(postgres.url("tindak_app", database))
    yield connection
    await connection.close()


async def test_an_array_comes_out_as_it_went_in(app: Any) -> None:
    sent: list[list[list[str]]] = []

    @given(ARRAYS)
    def drawn(arrays: list[list[str]]) -> None:
        sent.append(arrays)

    drawn()
    assert len(sent) > 20
    for arrays in sent:
        texts = [array_text(one) for one in arrays]
        rows = await app.fetch("SELECT x::text[] AS got FROM unnest($1::text[]) AS u (x)", texts)
        assert [row["got"] for row in rows] == arrays
    ids = [uuid4(), uuid4()]
    assert await app.fetchval("SELECT $1::text::uuid[]", array_text(ids)) == ids
    assert await app.fetchval("SELECT $1::text::int[]", array_text([7, -7])) == [7, -7]
    now = datetime.now(UTC)
    assert await app.fetchval("SELECT $1::text::timestamptz[]", array_text([now])) == [now]
    with pytest.raises(TypeError):
        array_text([b"bytes"])


def test_a_part_of_another_kind_is_not_taken() -> None:
    inserts = Inserts([ONE])
    row = ("33.05", uuid4(), b"", datetime.now(UTC))
    assert inserts.rows_of([Part(ONE, [row]), Part(Update("report", ("state",), ("region", "id")), [])]) == {ONE: [row]}
    assert inserts.rows_of([Part(Update("report", ("state",), ("region", "id")), [("x", "33.05", uuid4())])]) is None
    assert inserts.rows_of([Part(Insert("report_key", ONE.columns), [row])]) is None


async def test_a_call_whose_key_is_at_work_elsewhere_writes_nothing_and_its_neighbour_all(
    client: Any, settings: Settings, admin: Any, app: Any
) -> None:
    made = [UUID((await report(client, settings))["id"]) for _ in range(2)]
    await admin.execute("DELETE FROM sealed_identity; DELETE FROM report_key")
    await admin.execute("SELECT pg_advisory_lock(7)")
    rows = [{ONE: [("33.05", one, b"key", datetime.now(UTC))]} for one in made]
    inserts = Inserts([ONE])
    found = await app.fetch(inserts.sql, *inserts.arguments("33.05", made, [7, 8], rows))
    assert [row["report"] for row in found] == [made[1]]
    assert [row[0] for row in await admin.fetch("SELECT report_id FROM report_key")] == [made[1]]
    await admin.execute("SELECT pg_advisory_unlock(7)")


async def test_a_lone_call_writes_all_or_nothing(client: Any, settings: Settings, admin: Any, app: Any) -> None:
    made = UUID((await report(client, settings))["id"])
    await admin.execute("DELETE FROM sealed_identity; DELETE FROM report_key")
    await admin.execute("SELECT pg_advisory_lock(7)")
    inserts, rows = Inserts([ONE]), {ONE: [("33.05", made, b"key", datetime.now(UTC))]}
    for lock, entered in ((7, []), (None, [made])):
        sql, values = inserts.lone("33.05", made, lock, rows)
        assert [row["report"] for row in await app.fetch(sql, *values)] == entered
        assert [row[0] for row in await admin.fetch("SELECT report_id FROM report_key")] == entered
    await admin.execute("SELECT pg_advisory_unlock(7)")


async def test_every_row_is_of_the_region_that_the_statement_is_given(app: Any, admin: Any) -> None:
    """Row security knows it before any row is held against it, in a session that was never told."""
    assert await app.fetchval("SELECT current_setting('tindak.region', true)") in {None, ""}
    inserts, stranger = Inserts([ONE]), uuid4()
    rows = [{ONE: [("33.05", stranger, b"key", datetime.now(UTC))]}]
    with pytest.raises(asyncpg.ForeignKeyViolationError):  # and not a row that row security refuses
        await app.fetch(inserts.sql, *inserts.arguments("33.06", [stranger], [None], rows))
    sql, values = inserts.lone("33.06", stranger, None, rows[0])
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await app.fetch(sql, *values)
    assert await app.fetchval("SELECT current_setting('tindak.region', true)") in {None, ""}
    assert await admin.fetchval("SELECT count(*) FROM report_key") == 0


async def test_intakes_at_once_are_each_whole_or_refused_alone(client: Any, settings: Settings, admin: Any) -> None:
    """Thirty at once, of which ten name an identifier that is taken, and two are one command sent twice."""
    theirs = created()
    await post(client, settings, [theirs], DESK)

    async def sent(number: int, key: str) -> Any:
        body = REPORT | {"known_at": REPORT["occurred_at"], "title": f"Laporan {number}"}
        if number % 3:
            return await client.post(f"{P}/reports", json=body, headers=headers(settings, POLRES, key=key))
        return await post(client, settings, [theirs | {"body": body}], (*POLRES[:2], f"Petugas {number}"))

    keys = [str(uuid4()) for _ in range(30)]
    keys[1] = keys[2]
    answers = await asyncio.gather(*(sent(number, key) for number, key in enumerate(keys)))
    found = [answer.status_code for answer in answers]
    refused = [answers[at].json()["results"][0] for at in range(0, 30, 3)]
    assert [result["problem"]["code"] for result in refused] == ["report_id_taken"] * 10
    others = [found[at] for at in range(3, 30) if at % 3]
    assert others == [201] * 18
    assert sorted(found[1:3]) in ([201, 409], [201, 422])
    assert await admin.fetchval("SELECT count(*) FROM report") == 1 + 18 + 1
    for table in ("report_words", "sealed_identity", "report_key"):
        assert await admin.fetchval(f"SELECT count(*) FROM {table}") == 20
    assert await admin.fetchval("SELECT count(DISTINCT report_id) FROM audit_event") == 20
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == await admin.fetchval(
        "SELECT count(*) FROM audit_pending"
    )


async def test_a_refused_intake_leaves_nothing(client: Any, settings: Settings, admin: Any) -> None:
    before = await contents(admin)
    body = REPORT | {"known_at": REPORT["occurred_at"], "place": {"area": "33.05.99"}}
    answer = await client.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))
    assert answer.status_code == 422
    assert await contents(admin) == before


def test_an_intake_is_one_statement_whatever_it_brings() -> None:
    """So that PostgreSQL plans it once for a connection."""
    assert INSERTS.sql.count("INSERT INTO") == 11
    assert "audit_event" in INSERTS.sql
