"""What is kept in the database as a function holds what the statements around it hold."""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from service.edge.settings import Settings
from service.features.changing.all_routines import ALL
from service.features.tasks.repository import READ_FOR_COMMAND
from service.features.tasks.transition_routines import ADVANCE_CALL, READ_CALL
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.routines import Installed, Routine, install, installed_schemas
from tests.edge.api.story import DESK, LEAD, SARI, TONO, P, assigned, fire, headers, verified
from tests.faults.processes import held_up

REGION = "33.05"
BAWASLU = "{region,agency:bawaslu}"


@pytest.fixture
async def app(postgres: EmbeddedPostgres, database: str) -> Any:
    # What waits for a lock where it should go on is a failure, and no test that never ends.
    bounded = {"lock_timeout": "5s"}
    connection = await asyncpg.connect(postgres.url("tindak_app", database), server_settings=bounded)
    yield connection
    await connection.close()


def _advance(report: str, expected: int, tokens: str, region: str = REGION) -> tuple[Any, ...]:
    """Arguments that move nothing but the report's own row."""
    call = (None, tokens, "assigned", expected, 99, b"", datetime.now(UTC), UUID(report), expected)
    return (region, [call], [], [], [], [], [])


def _read(task: UUID, tokens: str, region: str = REGION) -> tuple[Any, ...]:
    return (region, [uuid4()], [None], [task], [tokens])


@pytest.mark.parametrize(
    ("tokens", "region", "expected"),
    [
        ("{region,agency:kodim}", REGION, 4),  # a restricted report that Kodim has no part in
        ("{agency:nobody}", REGION, 4),
        ("{}", REGION, 4),
        (BAWASLU, "33.06", 4),
        (BAWASLU, REGION, 3),  # another event than the report's latest
    ],
)
async def test_nothing_is_written_for_who_does_not_see_the_report_or_means_another_version(
    client: Any, settings: Settings, admin: Any, app: Any, tokens: str, region: str, expected: int
) -> None:
    made = await assigned(client, settings)
    assert await app.fetchval(ADVANCE_CALL, *_advance(made["id"], expected, tokens, region)) == ["overtaken"]
    assert await admin.fetchval("SELECT version FROM report") == 3
    assert await admin.fetchval("SELECT seq FROM report") == 4


async def test_a_walled_agency_advances_nothing(client: Any, settings: Settings, admin: Any, app: Any) -> None:
    made = await assigned(client, settings, reported_party={"agency": "kpu"})
    walled = "{region,agency:bawaslu,agency:kpu}"
    assert await app.fetchval(ADVANCE_CALL, *_advance(made["id"], 4, walled)) == ["overtaken"]
    assert await admin.fetchval("SELECT version FROM report") == 3


async def test_the_same_call_by_who_sees_the_report_is_written(
    client: Any, settings: Settings, admin: Any, app: Any
) -> None:
    made = await assigned(client, settings)
    assert await app.fetchval(ADVANCE_CALL, *_advance(made["id"], 4, BAWASLU)) == ["written"]
    assert await admin.fetchval("SELECT version FROM report") == 4


async def test_of_calls_in_one_statement_each_is_written_or_not_by_itself(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str, admin: Any, app: Any
) -> None:
    made = [await assigned(client, settings) for _ in range(5)]
    good, old, hidden, at_work, held = [one["id"] for one in made]
    calls = [
        _advance(good, 4, BAWASLU)[1][0],
        _advance(old, 3, BAWASLU)[1][0],
        _advance(hidden, 4, "{region,agency:kodim}")[1][0],
        (4711, *_advance(at_work, 4, BAWASLU)[1][0][1:]),
        _advance(held, 4, BAWASLU)[1][0],
    ]
    other = await asyncpg.connect(postgres.url("postgres", database))
    async with other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock(4711)")
        await other.execute("SELECT FROM report WHERE id = $1 FOR UPDATE", UUID(held))
        said = await app.fetchval(ADVANCE_CALL, REGION, calls, [], [], [], [], [])
    await other.close()
    assert said == ["written", "overtaken", "overtaken", "in_flight", "overtaken"]
    versions = dict(await admin.fetch("SELECT id, version FROM report"))
    assert [versions[UUID(one["id"])] for one in made] == [4, 3, 3, 3, 3]


async def test_rows_of_a_report_that_is_not_moved_are_not_written(
    client: Any, settings: Settings, admin: Any, app: Any
) -> None:
    moved, left = [await assigned(client, settings) for _ in range(2)]
    events = []

    async def spy(*arguments: Any) -> list[asyncpg.Record]:
        events.append(arguments)
        return await ask(*arguments)

    database = client.app.state.database
    ask, database.ask = database.ask, spy
    await fire(client, settings, SARI, f"/tasks/{left['tasks'][0]['id']}", 1, {"trigger": "accept"})
    database.ask = ask
    _, region, calls, *rows = events[-1]
    before = await admin.fetchval("SELECT count(*) FROM audit_event")
    stale = tuple(calls[0])  # the version that was just overtaken by this very change
    fresh = _advance(moved["id"], 4, BAWASLU)[1][0]
    assert await app.fetchval(ADVANCE_CALL, region, [stale, fresh], *rows) == ["overtaken", "written"]
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == before


async def test_what_is_written_beside_a_change_that_was_overtaken_is_not(
    client: Any, settings: Settings, admin: Any, app: Any
) -> None:
    """A task is not moved back, nor its clock stopped, by the rows of a call whose report has gone on."""
    moved, left = [await assigned(client, settings) for _ in range(2)]
    task, sent = left["tasks"][0]["id"], []

    async def spy(*told: Any) -> list[asyncpg.Record]:
        sent.append(told)
        return await ask(*told)

    database = client.app.state.database
    ask, database.ask = database.ask, spy
    for version, trigger in enumerate(("accept", "start"), start=1):
        answer = await fire(client, settings, SARI, f"/tasks/{task}", version, {"trigger": trigger})
        assert answer.status_code == 200, answer.text
    database.ask = ask
    _, region, calls, *rows = sent[1]  # what wrote the acceptance
    assert rows[0]
    assert rows[1]  # a task moved and a clock stopped
    # Of a report that has not gone on it is a change like any other: a clock that was stopped stays stopped as it was.
    stopped = await admin.fetch("SELECT kind, stopped_at FROM clock ORDER BY kind")
    again = _advance(left["id"], 5, BAWASLU)[1]
    later = [(datetime.now(UTC), *row[1:]) for row in rows[1]]
    assert await app.fetchval(ADVANCE_CALL, region, again, [], later, [], [], []) == ["written"]
    assert await admin.fetch("SELECT kind, stopped_at FROM clock ORDER BY kind") == stopped
    await admin.execute("UPDATE clock SET stopped_at = NULL")
    fresh = _advance(moved["id"], 4, BAWASLU)[1][0]
    assert await app.fetchval(ADVANCE_CALL, region, [tuple(calls[0]), fresh], *rows) == ["overtaken", "written"]
    assert await admin.fetchval("SELECT version FROM task WHERE id = $1", UUID(task)) == 3
    assert await admin.fetchval("SELECT count(*) FROM clock WHERE stopped_at IS NOT NULL") == 0


async def test_a_clock_stops_once_and_only_its_own_tasks_and_kind(client: Any, settings: Settings, admin: Any) -> None:
    support = {"agency": "polres", "role": "support", "kind": "information", "obligatory": False}
    made = await verified(client, settings)
    body = {"trigger": "assign", "tasks": [LEAD, support]}
    tasks = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()["tasks"]
    mine = next(UUID(task["id"]) for task in tasks if task["agency"] == "bawaslu")
    stopped = "SELECT task_id, kind, stopped_at FROM clock WHERE task_id IS NOT NULL AND stopped_at IS NOT NULL"
    kinds = "SELECT kind FROM clock WHERE task_id = $1"
    assert {row[0] for row in await admin.fetch(kinds, mine)} & {
        row[0] for task in tasks if UUID(task["id"]) != mine for row in await admin.fetch(kinds, UUID(task["id"]))
    }
    other = "to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'kind', 'verify')"
    copied = f"SELECT (jsonb_populate_record(NULL::clock, {other})).* FROM clock c WHERE task_id = $1"
    await admin.execute(f"INSERT INTO clock {copied}", mine)
    told = []
    for version, trigger in enumerate(("accept", "start"), start=1):
        answer = await fire(client, settings, SARI, f"/tasks/{mine}", version, {"trigger": trigger})
        assert answer.status_code == 200, answer.text
        told.append(await admin.fetch(stopped))
    assert {(row["task_id"], row["kind"]) for row in told[-1]} == {(mine, "acknowledge")}
    assert set(told[0]) <= set(told[1])


async def test_each_of_several_readers_in_one_statement_sees_as_itself(
    client: Any, settings: Settings, app: Any
) -> None:
    task = UUID((await assigned(client, settings))["tasks"][0]["id"])
    crowd = ("{region,agency:kodim}", BAWASLU, "{}", BAWASLU, "{region,agency:kodim}")
    many = len(crowd)
    rows = await app.fetch(READ_CALL, REGION, [uuid4()] * many, [None] * many, [task] * many, list(crowd))
    assert [row["id"] is not None for row in rows] == [tokens == BAWASLU for tokens in crowd]


async def test_a_key_that_two_of_a_crowd_carry_moves_one_of_them_and_harms_no_other(
    client: Any, settings: Settings, admin: Any
) -> None:
    tasks = [(await assigned(client, settings))["tasks"][0]["id"] for _ in range(10)]

    async def accept(number: int, task: str) -> int:
        sent = headers(settings, SARI, match=1, key="twice" if number < 2 else f"key-{number}")
        return int(
            (await client.post(f"{P}/tasks/{task}/transitions", json={"trigger": "accept"}, headers=sent)).status_code
        )

    said = await asyncio.gather(*(accept(number, task) for number, task in enumerate(tasks)))
    assert sorted(said[:2]) in ([200, 409], [200, 422])
    assert said[2:] == [200] * 8
    states = await admin.fetch("SELECT state, count(*) AS n FROM task GROUP BY state ORDER BY state")
    assert [tuple(row) for row in states] == [("accepted", 9), ("offered", 1)]
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'task.accepted'") == 9


async def test_the_reading_routine_shows_what_row_security_shows(client: Any, settings: Settings, app: Any) -> None:
    made = await assigned(client, settings)
    task = UUID(made["tasks"][0]["id"])
    for tokens, seen in (("{region,agency:bawaslu}", True), ("{region,agency:kodim}", False), ("{}", False)):
        row = await app.fetchrow(READ_CALL, *_read(task, tokens))
        assert (row["id"] is not None, row["task_version"] is not None, row["title"] is not None) == (seen,) * 3
    assert (await app.fetchrow(READ_CALL, *_read(task, "{desk}", "33.06")))["id"] is None


async def test_the_reading_routine_leaves_no_context_behind(client: Any, settings: Settings, app: Any) -> None:
    made = await assigned(client, settings)
    task = UUID(made["tasks"][0]["id"])
    await app.fetchrow(READ_CALL, *_read(task, BAWASLU))
    assert await app.fetchval("SELECT count(*) FROM report") == 0
    assert not await app.fetchval("SELECT current_setting('tindak.tokens', true)")


async def test_the_row_that_is_decided_on_is_the_one_that_a_transaction_reads(
    client: Any, settings: Settings, app: Any
) -> None:
    made = await assigned(client, settings)
    task = UUID(made["tasks"][0]["id"])
    async with app.transaction():
        await app.execute(f"SET LOCAL tindak.region = '{REGION}'")
        await app.execute("SET LOCAL tindak.tokens = '{region,agency:bawaslu}'")
        within = await app.fetchrow(READ_FOR_COMMAND, None, uuid4(), None, REGION, task)
    alone = await app.fetchrow(READ_CALL, *_read(task, BAWASLU))
    assert dict(alone) == dict(within)


async def test_of_one_key_at_once_one_moves_the_task_and_the_rest_hear_of_it(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings)
    url = f"{P}/tasks/{made['tasks'][0]['id']}/transitions"
    sent = headers(settings, SARI, match=1, key="the-same")
    body = {"trigger": "accept"}
    answers = await asyncio.gather(*(client.post(url, json=body, headers=sent) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"request_in_flight"}
    assert len({a.content for a in answers if a.status_code == 200}) == 1
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'task.accepted'") == 1


async def test_while_a_key_is_at_work_elsewhere_the_answer_is_in_flight(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings)
    url = f"{P}/tasks/{made['tasks'][0]['id']}/transitions"
    sent = headers(settings, SARI, match=1, key="at-work")
    assert (await client.post(url, json={"trigger": "accept"}, headers=sent)).status_code == 200
    other = headers(settings, SARI, match=2, key="held")
    person = (await client.get("/v1/me", headers=other)).json()["person"]
    scope = sha256(f"{REGION}\x00{person}\x00held".encode()).digest()
    async with admin.transaction():
        await admin.execute("SELECT pg_advisory_xact_lock($1)", int.from_bytes(scope[:8], "big", signed=True))
        refused = await client.post(url, json={"trigger": "start"}, headers=other)
        assert (refused.status_code, refused.json()["code"]) == (409, "request_in_flight")
    assert (await client.post(url, json={"trigger": "start"}, headers=other)).status_code == 200


async def test_a_task_of_a_report_that_became_secret_is_moved_with_its_answer_sealed(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await assigned(client, settings, classification="ordinary")
    sari = (await client.get("/v1/me", headers=headers(settings, SARI))).json()["person"]
    hidden = {"classification": "secret", "named_persons": [sari], "reason": "Saksi terancam"}
    changed = await client.patch(f"{P}/reports/{made['id']}", json=hidden, headers=headers(settings, TONO, match=3))
    assert changed.status_code == 200, changed.text
    answer = await fire(client, settings, SARI, f"/tasks/{made['tasks'][0]['id']}", 1, {"trigger": "accept"})
    assert answer.status_code == 200, answer.text
    kept = await admin.fetchrow(
        "SELECT sealed, body FROM idempotency WHERE person = $1 ORDER BY created_at DESC", UUID(sari)
    )
    assert kept["sealed"]
    assert b"accepted" not in kept["body"]


async def test_nobody_but_the_application_may_call_a_routine(postgres: EmbeddedPostgres, database: str) -> None:
    worker = await asyncpg.connect(postgres.url("tindak_worker", database))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await worker.fetchrow(READ_CALL, *_read(uuid4(), "{desk}"))
    await worker.close()


async def test_installing_takes_the_routines_of_other_versions_away(admin: Any) -> None:
    create = "CREATE FUNCTION {schema}.one() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    other, ours = Installed([Routine("one", (), create, 0)]), {one.schema for one in ALL}
    await install(admin, [other])
    assert await installed_schemas(admin) == {other.schema}
    assert await admin.fetchval(other.call(Routine("one", (), create, 0))) == 1
    await install(admin, ALL)
    assert await installed_schemas(admin) == ours
    await install(admin, ALL)
    assert await installed_schemas(admin) == ours


async def test_of_two_who_install_at_once_the_second_waits_and_finds_it_done(
    postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    create = "CREATE FUNCTION {schema}.one() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    wanted = [Installed([Routine("one", (), create, 0)])]
    second = await asyncpg.connect(postgres.url("postgres", database))
    looking = await asyncpg.connect(postgres.url("postgres", database))
    async with admin.transaction():
        await install(admin, wanted)
        installing = asyncio.create_task(install(second, wanted))
        await held_up(looking)
    await installing
    assert await installed_schemas(admin) == {wanted[0].schema}
    for connection in (second, looking):
        await connection.close()
