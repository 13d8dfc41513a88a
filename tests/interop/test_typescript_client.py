"""The generated TypeScript client: compiled with every operation, and able to do the main job against the service."""

from pathlib import Path

import pytest

from service.edge.settings import Settings
from tests.clients.at_work import at_work, example, run
from tests.clients.making import ROOT, check_typescript, typescript_client

pytestmark = pytest.mark.interop


@pytest.fixture(scope="session")
def programs() -> Path:
    """The programs that use it, compiled with it in the git-ignored folder of ``make clients``."""
    package = typescript_client(ROOT / "build" / "clients" / "typescript")
    return check_typescript(package, readme=example("ts"))


def test_the_main_job_and_the_example_of_readme_are_done_with_it(programs: Path, settings: Settings) -> None:
    with at_work(settings) as address:
        found = run(["node", str(programs / "readme.js")], settings, address)
        told = run(["node", str(programs / "main_job.js"), address], settings, address)
    assert found == ["accepted"]
    assert told[-1] == "filtered"
