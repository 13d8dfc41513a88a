"""A running key server and a verifier that believes it, both on a clock that the test moves."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from service.edge.auth.jwks import RemoteKeys
from service.edge.auth.tokens import TokenVerifier
from tests.edge.auth.forge import ALGORITHMS, AUDIENCE, EC, ED, NOW, RSA, published
from tests.edge.auth.key_server import KeyServer


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> float:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[KeyServer]:
    server = KeyServer()
    server.publish(published(RSA, EC, ED))
    yield server
    server.stop()


@pytest_asyncio.fixture
async def keys(server: KeyServer, clock: Clock) -> AsyncIterator[RemoteKeys]:
    keys = RemoteKeys(server.issuer, ALGORITHMS, clock=clock)
    yield keys
    await keys.close()


@pytest.fixture
def verifier(keys: RemoteKeys, server: KeyServer, clock: Clock) -> TokenVerifier:
    return TokenVerifier(
        keys,
        issuer=server.issuer,
        audience=AUDIENCE,
        algorithms=ALGORITHMS,
        pseudonym_key=b"of this deployment",
        now=clock,
        remembered=3,
    )
