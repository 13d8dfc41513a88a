"""The sweep asks every operation of the document, of what there is: a shape for nobody's identifier tells little."""

import asyncio
from base64 import b64encode
from pathlib import Path

import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import start_postgres
from service.operations.migrate import upgrade
from service.operations.seed import seed_areas
from tests.edge.contract.document import OPERATIONS
from tests.edge.contract.serving import served
from tests.sweep.acts import acts, who_may
from tests.sweep.stage import Stage, fill

NOT_FOUND = "404"
GONE = frozenset({"getTile", "deleteWebhook", "revokeApiKey", "terminateUpload"})
"""A log of so few events has no whole tile yet; and what was ended when it was first asked for."""


@pytest.mark.slow
def test_every_operation_is_asked_of_what_there_is(tmp_path: Path) -> None:
    server = start_postgres(tmp_path / "data", fast=True)
    try:
        upgrade(server.url("postgres"))
        seed_areas(server.url("postgres"))
        settings = Settings(
            embedded=True,
            home=tmp_path,
            database_url=server.url("tindak_app"),
            sealing_key=b64encode(bytes(32)).decode(),
            log_level="error",
        )
        with served(settings) as (address, _):
            stage = asyncio.run(fill(address, server, settings, 2))
            swept = {name.partition(":")[0] for name, _ in acts(address, settings, stage)}
            answered = {name: _first_answer(address, settings, stage, name) for name in OPERATIONS.keys() - GONE}
    finally:
        server.stop()
    assert swept >= OPERATIONS.keys()
    assert not {name: told for name, told in answered.items() if told.startswith(NOT_FOUND)}


def _first_answer(address: str, settings: Settings, stage: Stage, name: str) -> str:
    """What somebody is told who asks without a body, whom the operation does not refuse for who they are."""
    operation = OPERATIONS[name]
    return who_may(address, settings, operation["method"].upper(), stage.path(name), operation)[1]
