from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.features.evidence import originals, receiving, sealed_pieces
from service.features.evidence.fixity import Checker
from service.features.evidence.object_store import Store, open_store
from service.features.evidence.previews import Previews
from service.features.evidence.sealed_pieces import OriginalKeys
from service.features.evidence.sweeping import Sweeper
from service.storage.db.pool import Database
from service.storage.texts.sealers import wrapper_of
from workflows.policy.region import Policy

REGION, BUCKET = "33.05", "bukti"
PIECE = 64
"""Bytes of a piece where a test has many."""


class Care(NamedTuple):
    """What the worker does for evidence."""

    previews: Previews
    sweeper: Sweeper
    checker: Checker
    store: Store
    policy: Policy


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    """Originals are cut into pieces of ``PIECE`` bytes."""
    for module in (sealed_pieces, receiving, originals):
        monkeypatch.setattr(module, "PIECE_BYTES", PIECE)
    return PIECE


@asynccontextmanager
async def caring(settings: Settings) -> AsyncIterator[Care]:
    """The parts of the worker, beside a service that has these settings."""
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=2, application="tindak-evidence")
    await database.open()
    keys, store = OriginalKeys(wrapper_of(settings)), open_store(settings)
    checker = Checker(database, keys, store, timedelta(days=settings.evidence_check_days))
    policy = load_policies().of(REGION)
    yield Care(Previews(database, keys, store), Sweeper(database, store), checker, store, policy)
    await database.close()


@pytest.fixture
async def care(settings: Settings) -> AsyncIterator[Care]:
    async with caring(settings) as made:
        yield made


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 server with a bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="kunci", aws_secret_access_key="rahasia"
    )
    client.create_bucket(Bucket=BUCKET)
    yield address
    server.stop()


@pytest.fixture
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """The settings of the test; with an S3 server as the store where the test is parametrised so."""
    kind = getattr(request, "param", "files")
    return settings if kind == "files" else with_s3(settings, request.getfixturevalue("s3"))


def with_s3(settings: Settings, address: str) -> Settings:
    return settings.model_copy(
        update={
            "evidence_store": f"s3://{BUCKET}/{settings.home.name}",
            "evidence_s3_endpoint": address,
            "evidence_s3_access_key": SecretStr("kunci"),
            "evidence_s3_secret_key": SecretStr("rahasia"),
        }
    )
