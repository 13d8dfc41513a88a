"""One embedded PostgreSQL for the session, one migrated template, one clone for each test that asks."""

import asyncio
import base64
import gc
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import settings as settings_of_hypothesis
from litestar import Litestar
from pydantic import SecretStr

from service.app import Lifespan, assemble, living
from service.edge.auth.local_issuer import mint
from service.edge.logs import configure
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade
from service.operations.seed import seed_areas
from tests.alive import Client, alive
from tests.databases import Databases, place_for_data
from tests.signing import Signer
from workflows.codes.people import Role

settings_of_hypothesis.register_profile("tindak", deadline=None)  # a busy machine is no fault
settings_of_hypothesis.load_profile("tindak")

REGION = "33.05"


def pytest_configure() -> None:
    """Tests' own folders are in memory too, where there is plenty: each makes keys and waits until they are kept."""
    gc.disable()  # until the tests are collected: what is made till then stays to the end
    place = place_for_data()
    if place is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", place)


def pytest_collection_finish() -> None:
    """Thirteen thousand tests are a gigabyte that no collection of garbage has to walk through again."""
    gc.freeze()
    gc.enable()


def pytest_make_parametrize_id(val: object) -> str | None:
    """A name that is the same in every process: the parallel run's processes must agree on each test's."""
    if isinstance(val, AbstractSet):
        return ",".join(sorted(map(str, val))) or "none"
    if callable(val):
        return getattr(val, "__name__", type(val).__name__)
    return None


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    # Not below pytest's own folder: another session of the same user closes that to the server's account.
    with tempfile.TemporaryDirectory(prefix="tindak-tests-", dir=place_for_data()) as folder:
        server = start_postgres(Path(folder) / "data", fast=True)
        admin = server.url("postgres")
        upgrade(admin)
        seed_areas(admin)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def databases(postgres: EmbeddedPostgres) -> Databases:
    made = Databases(postgres)
    asyncio.run(made.keep_still())
    return made


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """The name of a database that is as a migrated one on its first day."""
    name = await databases.take()
    yield name
    await databases.give_back(name)


@pytest.fixture(scope="session")
def settings_of_all() -> Settings:
    """Read and checked once: that takes longer than many a test."""
    return Settings(
        embedded=True,
        database_url="postgresql:///none",
        worker_database_url="postgresql:///none",
        sealing_key=base64.b64encode(bytes(32)).decode(),
        log_level="error",
        webhook_allow="127.0.0.0/8",
        webhook_ports="1-65535",
    )


@pytest.fixture
def settings(settings_of_all: Settings, postgres: EmbeddedPostgres, database: str, tmp_path: Path) -> Settings:
    own = {
        "home": tmp_path,
        "database_url": SecretStr(postgres.url("tindak_app", database)),
        "worker_database_url": SecretStr(postgres.url("tindak_worker", database)),
    }
    return settings_of_all.model_copy(update=own)


class Lives:
    """One set of routes for the whole session, brought to life for each test with settings of its own.

    Registering them takes longer than most tests.
    """

    def __init__(self) -> None:
        self._living: Lifespan | None = None
        self._app = assemble(self._live)

    @asynccontextmanager
    async def _live(self, app: Litestar) -> AsyncIterator[None]:
        assert self._living is not None
        async with self._living(app):
            yield

    def app(self, settings: Settings) -> Litestar:
        configure(settings.log_level)
        self._living = living(settings)
        return self._app


@pytest.fixture(scope="session")
def lives() -> Lives:
    return Lives()


@pytest.fixture
async def client(settings: Settings, lives: Lives) -> AsyncIterator[Client]:
    mint(settings.home, Role.OFFICER, "polres", "Budi", [REGION])
    async with alive(lives.app(settings)) as running:
        yield running


@pytest.fixture
async def admin(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """The test's database as superuser."""
    connection = await asyncpg.connect(postgres.url("postgres", database))
    yield connection
    await connection.close()


@pytest.fixture
async def worker(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """The test's database as the role that sequences."""
    connection = await asyncpg.connect(postgres.url("tindak_worker", database))
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def first_signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """One that made its key by the command line and never starts: the others are like it."""
    made = Signer(tmp_path_factory.mktemp("key") / "signer")
    made.command("signer", "--new-key")
    return made


@pytest.fixture
def signer(first_signer: Signer, tmp_path: Path) -> Iterator[Signer]:
    made = first_signer.like(tmp_path / "signer")
    made.start()
    yield made
    made.kill()
