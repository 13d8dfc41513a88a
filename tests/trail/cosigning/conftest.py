"""One signer and one witness for all tests; every test has logs of its own."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import httpx
import pytest

from service.trail.cosigning.client import open_http
from tests.trail.cosigning.processes import SignerPart, WitnessPart, log_key, signer_in, witness_in
from workflows.trail.tlog.note_keys import SigningKey

_numbers = count()


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignerPart]:
    started = signer_in(tmp_path_factory.mktemp("signer"))
    started.part.start()
    yield started
    started.part.end()


@pytest.fixture(scope="session")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessPart]:
    started = witness_in(tmp_path_factory.mktemp("witness"), [log_key(number) for number in range(40)])
    started.part.start()
    yield started
    started.part.end()


@pytest.fixture
def log() -> SigningKey:
    """The key of a log that no other test uses; its name is the origin."""
    return log_key(next(_numbers))


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_http() as opened:
        yield opened
