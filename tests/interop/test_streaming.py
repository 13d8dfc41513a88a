"""The npm package `eventsource` follows a stream, and the npm package `standardwebhooks` verifies what is posted."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import KODIM, P
from tests.edge.contract.serving import serving
from tests.features.webhooks.conftest import hooks, receiver  # noqa: F401 - fixtures
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Receiver
from tests.interop import npm

pytestmark = pytest.mark.interop
_FOLDER = Path(__file__).parent / "streaming"
_WITHIN_S = 60


@pytest.fixture(scope="module", autouse=True)
def program() -> None:
    npm.install(_FOLDER)


def run(*arguments: str) -> Any:
    done = subprocess.run(["node", *arguments], cwd=_FOLDER, check=True, capture_output=True, timeout=_WITHIN_S)
    return json.loads(done.stdout)


async def test_an_event_source_reads_every_event_under_its_identifier(hooks: Hooks, settings: Settings) -> None:  # noqa: F811 - a fixture
    await hooks.happen(3)
    token = mint(settings.home, *KODIM, ["33.05"])
    with serving(settings) as address:
        seen = run("listen.mjs", f"{address}{P}/events/stream?after=-1", token, "4")
    assert seen == [[str(index), index] for index in range(4)]


async def test_the_npm_library_verifies_what_is_posted_and_nothing_else(
    hooks: Hooks,  # noqa: F811 - a fixture
    receiver: Receiver,  # noqa: F811 - a fixture
    settings: Settings,
    tmp_path: Path,
) -> None:
    made = await hooks.make(receiver.url)
    other = (await hooks.make(receiver.url))["secret"]
    await hooks.happen(1)
    await hooks.ask("PATCH", f"/{made['id']}", body={"enabled": True}, match=1)
    async with delivering(settings):
        await hooks.settled(made, 2)
    asked = [
        {"secret": secret, "headers": got.headers, "body": body}
        for got in receiver.got
        for secret, body in (
            (made["secret"], got.body.decode()),
            (other, got.body.decode()),
            (made["secret"], got.body.decode().replace("report", "Report")),
        )
    ]
    file = tmp_path / "asked.json"
    file.write_text(json.dumps(asked))
    verdicts = run("verify.mjs", str(file))
    for got, (one, two, changed) in zip(receiver.got, zip(*[iter(verdicts)] * 3, strict=True), strict=True):
        assert sorted([one, two], key=str) == sorted([None, got.event["id"]], key=str)
        assert changed is None
