import pytest

from service.edge.settings import Settings
from tests.features.reviews.reviewing import Desk


@pytest.fixture
def desk(client: object, settings: Settings) -> Desk:
    return Desk(client, settings)
