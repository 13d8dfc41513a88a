"""Two sequencers in one region, made to cross: the second waits for the head, and the log is whole."""

import asyncio
from typing import Any

import asyncpg
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.audit.sequencer import sequence, sequence_all
from service.trail.tlog import tree_rows
from tests.conftest import REGION
from tests.edge.api.story import report
from tests.faults.processes import held_up
from workflows.trail.tlog.merkle import Range, hash_leaf

LEAVES = """SELECT l.leaf_index, l.leaf_hash, e.leaf FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id
ORDER BY l.leaf_index"""


@pytest.mark.parametrize("table", ["audit_leaf", "audit_tile"])
async def test_a_second_sequencer_goes_on_where_the_first_ends(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str, admin: Any, worker: Any, table: str
) -> None:
    """The first is held after it has taken its events; meanwhile there is one more, and a second sequencer."""
    second = await asyncpg.connect(postgres.url("tindak_worker", database))
    await report(client, settings)
    await sequence_all(worker)
    await report(client, settings)
    async with admin.transaction():
        await admin.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        sequencing = [asyncio.create_task(sequence(worker, REGION))]
        await held_up(admin)
        await report(client, settings)
        sequencing.append(asyncio.create_task(sequence(second, REGION)))
        await held_up(admin, 2)
    assert await asyncio.gather(*sequencing) == [1, 1]
    await second.close()
    tree = Range()
    for place, row in enumerate(await admin.fetch(LEAVES)):
        assert (row["leaf_index"], row["leaf_hash"]) == (place, hash_leaf(row["leaf"]))
        tree = tree.append(row["leaf_hash"])
    assert tree.size == await tree_rows.size_of(worker, REGION) == 3
    assert await tree_rows.root_of(worker, REGION, 3) == tree.root()
