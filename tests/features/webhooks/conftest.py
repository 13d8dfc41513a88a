from collections.abc import AsyncIterator
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.features.webhooks.desk import Hooks
from tests.features.webhooks.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


@pytest.fixture
def hooks(client: Any, settings: Settings, worker: Any) -> Hooks:
    return Hooks(client, settings, worker)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow one another at once."""
    monkeypatch.setattr("workflows.decisions.machines.redelivery.RETRIES_S", (0.05,))
