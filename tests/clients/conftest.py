"""The Python client, generated once in a run."""

from pathlib import Path

import pytest

from tests.clients.making import python_client


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package stands in."""
    return python_client(tmp_path_factory.mktemp("clients") / "python")
