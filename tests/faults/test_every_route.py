"""What every operation says while the database is closed, and while it takes no writes."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.rights import NOBODY, RIGHTS, Right, callers
from tests.edge.api.story import TONO, P, headers
from tests.edge.api.test_authorisation import FILLED, ROUTE, Scene, ask, scene, settings
from tests.edge.contract.document import NOBODY as NOBODYS
from tests.faults.test_database_says_no import CLOSED, READ_ONLY, done, server
from tests.features.api_keys.showing import made, shown
from workflows.codes.people import Role

__all__ = ["server", "settings"]

WITHOUT = {
    "listElections", "getCodeLists", "getMe", "getPolicy", "listNoticeTemplates", "previewClock", "getProblem",
    "getHealth", "getMetrics", "getOpenapi", "getDocs", "getDocsAsset", "listReceiptKeys",
}  # fmt: skip
"""What is answered from the policy's files or the process itself."""

OF_HEAD = {"getUpload": 423}
"""What a client that resumes asks again (docs/integrators.md, "Evidence")."""

AWAY = "database_unavailable"


def _of_one_state() -> list[Right]:
    """Every operation once, in the state that needs the least to come about."""
    return [*{right.operation: right for right in RIGHTS.values()}.values()]


async def _scene(client: Any, settings: Settings, admin: Any) -> Scene:
    """What the paths name; where nothing has come about yet, what is nobody's."""
    found = await scene(client, settings, admin, "bawaslu")
    missing = dict.fromkeys(("check_id", "review_id"), NOBODYS)
    return found._replace(ids=missing | found.ids)


@pytest.mark.parametrize("how", CLOSED)
async def test_every_operation_of_a_closed_database_is_503_with_the_time_to_come_back(
    how: str, client: Any, settings: Settings, admin: Any, server: Any, database: str
) -> None:
    at, wrong, rights = await _scene(client, settings, admin), {}, _of_one_state()
    assert len(rights) == len(ROUTE)
    async with done(CLOSED[how], server, database):
        for right in rights:
            caller = next(one for one in callers() if one.role != NOBODY and right.refusal(one, of_one=True) is None)
            answer = await ask(client, settings, right, caller, at)
            said = answer.status_code, answer.is_success or answer.headers.get("retry-after", "0") > "0"
            if said != (200 if right.operation in WITHOUT else OF_HEAD.get(right.operation, 503), True):
                wrong[right.name] = (answer.status_code, answer.text)
            elif said[0] == 503 and answer.json()["code"] != AWAY:
                wrong[right.name] = answer.json()["code"]
    assert not wrong


async def test_a_key_that_was_not_used_within_the_hour_reads_where_nothing_can_be_written(
    client: Any, settings: Settings, admin: Any, server: Any, database: str
) -> None:
    """Its last use is kept as soon as it can be."""
    at = await _scene(client, settings, admin)
    reads = {right.operation: right for right in RIGHTS.values() if _may_be_read(right)}
    assert len(reads) > 40
    key = await made(client, settings, *{right.scope for right in reads.values()} - {"signed", "public"})
    refused = {}
    async with done(READ_ONLY, server, database):
        for name in reads:
            asked = {part: at.fill(value) for part, value in FILLED.get(name, {}).items()}
            (path,) = ROUTE[name].paths
            code = AWAY
            while code == AWAY:  # of each connection that was cut, once
                answer = await client.get(at.fill(path), params=asked, headers=shown(key["key"]))
                code = answer.json()["code"] if answer.status_code == 503 else None
            refused |= {name: code} if code else {}
        await client.get("/readyz")  # meets it last, so that no connection of now is used later
    exported = {name for name in reads if name.startswith("export")}  # each is an event first
    assert refused == dict.fromkeys({"getReadiness", *exported}, "database_read_only")
    assert await _last_use(client, settings) is None
    assert (await client.get(f"{P}/reports", headers=shown(key["key"]))).status_code == 200
    assert await _last_use(client, settings) is not None


async def _last_use(client: Any, settings: Settings) -> str | None:
    """Of the key that was made last."""
    listed = await client.get(f"{P}/api-keys", headers=headers(settings, TONO))
    last: str | None = listed.json()["items"][0]["last_used_at"]
    return last


def _may_be_read(right: Right) -> bool:
    return "GET" in ROUTE[right.operation].http_methods and right.cells[Role.INTEGRATOR] != "-"
