"""What the tests share: programs that are not ours, installed or built once in a run, and a service that runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interop.cases import consistency_cases, inclusion_cases
from tests.interop.provider import Provider, install
from tests.interop.referee import Referee, build
from tests.interop.served import Served, serving
from tests.operations.run.running import own_home


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


@pytest.fixture(scope="session")
def referee(tmp_path_factory: pytest.TempPathFactory) -> Referee:
    """Build the Go program once in a run."""
    return build(tmp_path_factory.mktemp("referee"))


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """Run the service once, with a log of several hundred events."""
    with own_home() as folder, serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def roots(referee: Referee, served: Served) -> list[str]:
    """The root at every size from 1 on, as Go computes it from our entry bundles."""
    found: list[str] = referee.accepted([{"check": "roots", "bundles": served.bundles}])[0]
    return found


@pytest.fixture(scope="session")
def inclusions(served: Served, roots: list[str]) -> list[dict[str, Any]]:
    """See ``inclusion_cases``; asked for once in a run."""
    return inclusion_cases(served, roots)


@pytest.fixture(scope="session")
def consistencies(served: Served, roots: list[str]) -> list[dict[str, Any]]:
    """See ``consistency_cases``; asked for once in a run."""
    return consistency_cases(served, roots)
