"""A code that the region does not have is refused by name, wherever it filters: it never answers with nothing."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import pointers
from tests.edge.api.story import AUDITOR, DESK, P, headers
from tests.edge.api.test_bad_queries import ENDING, QUERIED, ask, required_beside
from tests.edge.contract.document import OPERATIONS
from tests.edge.contract.values import full

MISTYPED = {
    "agency": ("bawasl", "bawaslu"),
    "area": ("33.05.99", "33.05.09"),
    "election": ("pilkada-2042", "pilkada-2024"),
}
"""By parameter: a code that keeps the pattern, and the one that may have been meant."""

CODED = [
    (name, one["name"])
    for name, parameters in QUERIED.items()
    for one in parameters
    if one["name"] in MISTYPED or "enum" in one["schema"]
]
HOOKS = f"{P}/webhooks"


@pytest.mark.parametrize(("operation", "parameter"), CODED)
async def test_a_filter_by_an_unknown_code_is_refused_by_name(
    client: Any, settings: Settings, operation: str, parameter: str
) -> None:
    known = next(one["schema"] for one in QUERIED[operation] if one["name"] == parameter)
    mistyped, meant = MISTYPED.get(parameter, (f"{full(known)}x", None))
    beside = {**required_beside(operation, parameter), **ENDING.get(operation, {})}
    query = "&".join(f"{name}={value}" for name, value in {**beside, parameter: mistyped}.items())
    answer = await ask(client, settings, operation, query)
    assert (answer.status_code, pointers(answer)) == (422, [parameter]), answer.text
    assert mistyped not in answer.text.replace(meant or "", "")
    if meant is not None:
        (error,) = answer.json()["errors"]
        assert error["code"] == f"unknown_{parameter}"
        assert meant in error["detail"]


async def test_every_filter_by_a_code_of_the_region_is_held_against_its_list(client: Any, settings: Settings) -> None:
    asked = {name for name, operation in OPERATIONS.items() for one in QUERIED.get(name, ()) if one["name"] in MISTYPED}
    assert asked == {name for name, parameter in CODED if parameter in MISTYPED}
    good = {"agency": "bawaslu", "area": "33.05.12", "election": "none"}
    for operation, parameter in CODED:
        if parameter in good:
            beside = {**required_beside(operation, parameter), **ENDING.get(operation, {}), parameter: good[parameter]}
            query = "&".join(f"{name}={value}" for name, value in beside.items())
            assert (await ask(client, settings, operation, query)).status_code == 200, (operation, parameter)


UNKNOWN = {
    "tsk.*": "task.*",
    "report.verifed": "report.verified",
    "task.acepted": "task.accepted",
    "zq.zqzq": "report.*",
}


@pytest.mark.parametrize("action", UNKNOWN)
async def test_an_action_that_never_happens_is_refused_for_webhook_and_stream(
    client: Any, settings: Settings, admin: Any, action: str
) -> None:
    body = {"url": "https://8.8.8.8/hook", "actions": ["report.*", action]}
    refused = await client.post(HOOKS, json=body, headers=headers(settings, DESK))
    assert (refused.status_code, pointers(refused)) == (422, ["/actions/1"]), refused.text
    (error,) = refused.json()["errors"]
    assert (error["code"], UNKNOWN[action] in error["detail"]) == ("unknown_action", True)
    made = await client.post(HOOKS, json=body | {"actions": ["api_key.*"]}, headers=headers(settings, DESK))
    assert made.status_code == 201, made.text
    path = f"{HOOKS}/{made.json()['id']}"
    amended = await client.patch(path, json={"actions": ["*", action]}, headers=headers(settings, DESK, match=1))
    assert (amended.status_code, pointers(amended)) == (422, ["/actions/1"]), amended.text
    assert await admin.fetchval("SELECT actions FROM webhook") == ["api_key.*"]
    query = {"action": f"task.*,{action}", "follow": "false"}
    stream = await client.get(f"{P}/events/stream", params=query, headers=headers(settings, AUDITOR))
    assert (stream.status_code, pointers(stream)) == (422, ["action"]), stream.text
    assert UNKNOWN[action] in stream.json()["errors"][0]["detail"]
