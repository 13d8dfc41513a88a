"""The provider's fixtures, for tests of the verifier and of the whole API alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.provider import Provider, install


@pytest.fixture(scope="session")
def provider_program() -> Path:
    """Install the provider once in a run."""
    return install()


@pytest.fixture
def provider(provider_program: Path, tmp_path: Path) -> Iterator[Provider]:
    """Run a provider with keys of its own; settings with ``oidc_issuer=provider.issuer`` believe it."""
    provider = Provider(provider_program, tmp_path / "keys.json")
    provider.start()
    yield provider
    provider.stop()
