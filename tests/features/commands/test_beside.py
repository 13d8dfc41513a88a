"""What is done beside a report makes no version of it: whoever read it before may still act on it."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, SARI, VERIFY, P, fire, headers, report
from tests.features.commands.beside import DONE_BESIDE, Act, Scene
from workflows.codes.actions import BESIDE

AMENDED = {"reason": "Perlu", "title": "Judul lain"}


async def amend(at: Scene, version: int) -> Any:
    sent = headers(at.settings, DESK, match=version)
    return await at.client.patch(f"{P}/reports/{at.id}", json=AMENDED, headers=sent)


@pytest.mark.parametrize(("act", "leaves"), DONE_BESIDE.items())
async def test_who_read_the_report_before_may_change_it_after_what_was_done_beside_it(
    act: Act, leaves: tuple[str, ...], client: Any, settings: Settings, admin: Any
) -> None:
    at = Scene(client, settings, admin, await report(client, settings))
    steps = act(at)
    await anext(steps)
    before, told = await at.shown(), len(await at.actions())
    assert await anext(steps, "done") == "done"
    after = await at.shown()
    assert {*(await at.actions())[told:]} == {*leaves}
    assert after.json()["version"] == before.json()["version"]
    assert after.headers["ETag"] == before.headers["ETag"]
    answer = await amend(at, before.json()["version"])
    assert answer.status_code == 200, answer.text


def test_everything_that_makes_no_version_is_done_here() -> None:
    """All but a recommendation, which brings the report a task: that is a version of it."""
    assert {action for leaves in DONE_BESIDE.values() for action in leaves} == BESIDE - {"review.recommended"}


async def test_who_read_the_report_before_may_not_act_on_what_others_changed(
    client: Any, settings: Settings, admin: Any
) -> None:
    """What holds of the rest is not that any version is taken."""
    at = Scene(client, settings, admin, await report(client, settings))
    assert (await fire(client, settings, SARI, f"/reports/{at.id}", 1, VERIFY)).status_code == 200
    assert (await at.shown()).headers["ETag"] == '"2"'
    answer = await amend(at, 1)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
