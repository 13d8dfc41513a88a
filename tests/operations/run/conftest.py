from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.run.running import own_home


@pytest.fixture
def home() -> Iterator[Path]:
    with own_home() as folder:
        yield folder
