"""A write of several parts says whether those that decide found their rows."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.edge.settings import Settings
from service.storage.db.write import Part, Update, write
from tests.conftest import REGION
from tests.edge.api.story import report
from tests.trail.reads.kept import opened

MOVE = Update("report", ("updated_at",), ("region", "id", "version"))
SYSTEM, NOW = ("system",), datetime.now(UTC)


@pytest.mark.parametrize("found", list(product((True, False), repeat=2)))
async def test_a_change_of_two_is_written_when_both_find_their_rows(
    client: Any, settings: Settings, found: tuple[bool, bool]
) -> None:
    made = [UUID((await report(client, settings))["id"]) for _ in range(2)]
    parts = [Part(MOVE, [(NOW, REGION, one, 1 if there else 7)]) for one, there in zip(made, found, strict=True)]
    async with opened(settings) as database:
        for deciding, said in ((1, found[0]), (2, all(found))):
            async with database.transaction(REGION, SYSTEM) as transaction:
                assert await write(transaction, parts, deciding) is said  # and undone again


async def test_a_row_that_is_not_there_is_not_found(settings: Settings) -> None:
    async with opened(settings) as database, database.transaction(REGION, SYSTEM) as transaction:
        assert await write(transaction, [Part(MOVE, [(NOW, REGION, uuid4(), 1)])]) is False
