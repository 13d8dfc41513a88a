from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from service.embedded.postgres import EmbeddedPostgres


@pytest.fixture
async def worker(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """The test's database as the role that sequences."""
    connection = await asyncpg.connect(postgres.url("tindak_worker", database))
    yield connection
    await connection.close()
