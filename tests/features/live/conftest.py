from collections.abc import AsyncIterator
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.features.live.direct import Direct, direct


@pytest.fixture
async def live(client: Any, settings: Settings) -> AsyncIterator[Direct]:
    """The application to listen to, beside the one that ``client`` changes things in."""
    assert client
    async with direct(settings) as made:
        yield made
