"""The chain of reads in the database: what it refuses, and that any number of processes append to one."""

import asyncio
import signal
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from service.edge.settings import Settings
from service.trail.reading.region_chain import append
from tests.edge.api.story import AUDITOR, P, headers, report
from tests.edge.contract.serving import served
from tests.faults.processes import held_up
from tests.trail.reads.kept import ask, kept, opened, written
from workflows.trail.reads import Read, ReadKind

COPY = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()) || $1)).*
FROM audit_event e WHERE report_id IS NULL AND seq = 1"""
OF_A_REPORT = """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
  'seq', e.seq + 1, 'prev_seq', e.seq, 'prev', '\\x' || encode(e.leaf_hash, 'hex')) || $1)).*
FROM audit_event e WHERE report_id IS NOT NULL ORDER BY seq DESC LIMIT 1"""
HASH = "(SELECT '\\x' || encode(leaf_hash, 'hex') FROM audit_event WHERE report_id IS NULL AND seq = 1)"
REFUSED: dict[str, tuple[str, str, type[asyncpg.PostgresError]]] = {
    "a fork": (COPY, "'{}'", asyncpg.UniqueViolationError),
    "a gap": (COPY, f"jsonb_build_object('seq', 3, 'prev_seq', 2, 'prev', {HASH})", asyncpg.ForeignKeyViolationError),
    "another predecessor": (
        COPY,
        """'{"seq": 2, "prev_seq": 1, "prev": "\\\\x00"}'""",
        asyncpg.ForeignKeyViolationError,
    ),
    "no predecessor": (COPY, """'{"seq": 2, "prev_seq": 1, "prev": null}'""", asyncpg.PostgresError),
    "another number before it": (COPY, f"jsonb_build_object('seq', 2, 'prev', {HASH})", asyncpg.PostgresError),
    "a record with a severity": (COPY, """'{"severity": "S1"}'""", asyncpg.CheckViolationError),
    "a record of something else": (COPY, """'{"action": "report.noted"}'""", asyncpg.CheckViolationError),
    "an event without its report": (OF_A_REPORT, """'{"report_id": null}'""", asyncpg.PostgresError),
    "an event without a state": (OF_A_REPORT, """'{"report_state": null}'""", asyncpg.CheckViolationError),
    "an event without an area": (OF_A_REPORT, """'{"area": null}'""", asyncpg.CheckViolationError),
    "reads of a report": (OF_A_REPORT, """'{"action": "reads.recorded"}'""", asyncpg.CheckViolationError),
    "an event of no report there is": (
        OF_A_REPORT,
        "jsonb_build_object('report_id', gen_random_uuid(), 'seq', 1, 'prev_seq', null, 'prev', null)",
        asyncpg.ForeignKeyViolationError,
    ),
}
"""Each is one statement, which without its fault would be stored."""

READERS, EACH = 4, 15


@pytest.fixture
async def begun(client: Any, settings: Settings, admin: Any) -> str:
    """A report, which an auditor has opened."""
    made = await report(client, settings)
    assert (await ask(client, settings, AUDITOR, "GET", f"/reports/{made['id']}")).status_code == 200
    assert len(await kept(client, admin)) == 1
    found: str = made["id"]
    return found


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("fault", REFUSED)
async def test_the_table_refuses_what_breaks_either_chain(admin: Any, fault: str) -> None:
    sql, change, error = REFUSED[fault]
    with pytest.raises(error):
        await admin.execute(sql.replace("$1", f"{change}::jsonb"))


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("sql", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
async def test_a_record_of_reads_can_neither_be_changed_nor_taken_away(admin: Any, sql: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute(f"{sql} WHERE report_id IS NULL")


async def test_two_processes_keep_one_chain_and_a_clean_stop_loses_nothing(
    begun: str, settings: Settings, admin: Any
) -> None:
    sent = headers(settings, AUDITOR)
    paths = [f"{P}/reports/{begun}", f"{P}/reports", f"{P}/events"]
    with served(settings) as (one, first), served(settings) as (other, second):

        async def reader(address: str) -> int:
            async with httpx.AsyncClient(base_url=address, timeout=30) as http:
                answers = [await http.get(paths[n % len(paths)], headers=sent) for n in range(EACH)]
            return sum(answer.status_code == 200 for answer in answers)

        served_reads = await asyncio.gather(*(reader(address) for address in (one, other) for _ in range(READERS)))
    # The server ends by the signal that stopped it, once it has stopped.
    assert {first.poll(), second.poll()} == {-signal.SIGTERM}
    assert sum(served_reads) == 2 * READERS * EACH
    assert len(await written(admin)) == 1 + sum(served_reads)


async def test_two_who_append_at_once_both_have_their_place(settings: Settings, admin: Any) -> None:
    """Both have read the same newest event when the first writes: the second looks again."""
    read = Read(ReadKind.REPORT_OPENED, datetime.now(UTC), UUID(int=7), "inspektorat", "auditor", uuid4())
    async with opened(settings) as database:
        await append(database, "33.05", uuid4(), (read,))
        async with admin.transaction():
            await admin.execute("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE")
            appending = [asyncio.create_task(append(database, "33.05", uuid4(), (read,))) for _ in range(2)]
            await held_up(admin, 2)
        await asyncio.gather(*appending)
    assert len(await written(admin)) == 3
