"""The service at work with a task to accept, whom the programs act for, and how one is run."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, DESK, LEAD, POLRES, SARI, TONO, WATI, fire, verified
from tests.edge.contract.serving import serving
from tests.faults.processes import started
from workflows.codes.people import Role

PEOPLE = {
    "polres": POLRES,
    "bawaslu": SARI,
    "supervisor": TONO,
    "second": WATI,
    "kejari": (Role.OFFICER, "kejari", "Rina"),
    "desk": DESK,
    "auditor": AUDITOR,
}
PAGE = (Path(__file__).parents[2] / "docs" / "integrators.md").read_text()
_UNUSED_PORT = 9
_WITHIN_S = 120


def example(language: str) -> str:
    """The example that integrators are shown in this language."""
    section = PAGE.partition("## Clients")[2].partition("\n## ")[0]
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return str(found)


@contextmanager
def at_work(settings: Settings) -> Iterator[str]:
    """The API and the worker, and one task offered to Polres; yield the address."""
    with serving(settings) as address, started(settings, "worker", _UNUSED_PORT):
        asyncio.run(_offer(settings, address))
        yield address


def run(command: list[str], settings: Settings, address: str, **environment: str) -> list[str]:
    """The lines that a program prints, which must end well; it reads the tokens of everybody."""
    tokens = {name: mint(settings.home, *person, [REGION]) for name, person in PEOPLE.items()}
    told = {"TINDAK_URL": address, "TINDAK_TOKEN": tokens["polres"], **environment}
    done = subprocess.run(
        command,
        input=json.dumps(tokens),
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
        timeout=_WITHIN_S,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout.splitlines()


async def _offer(settings: Settings, address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=20) as http:
        report = await verified(http, settings)
        tasks = [LEAD, {"agency": "polres", "role": "support", "kind": "case"}]
        body = {"trigger": "assign", "tasks": tasks}
        answer = await fire(http, settings, DESK, f"/reports/{report['id']}", report["version"], body)
        assert answer.status_code == 200, answer.text
