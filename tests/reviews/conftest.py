import pytest

from service.settings import Settings
from tests.reviews.reviewing import Desk


@pytest.fixture
def desk(client: object, settings: Settings) -> Desk:
    return Desk(client, settings)
