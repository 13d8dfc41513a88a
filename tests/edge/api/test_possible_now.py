"""What a refused transition names as possible now is what may really be asked of that thing."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, SARI, TONO, P, fire, headers, report, verified
from tests.features.content_checks.test_desk import BODIES, opened, post
from tests.features.gakkumdu.test_over_http import assigned, take, taken

DISMISS = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak ada bukti"}


async def legal(client: Any, settings: Settings, path: str, version: int, body: dict[str, Any]) -> list[str]:
    answer = await fire(client, settings, DESK, path, version, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition"), answer.text
    found: list[str] = answer.json()["legal"]
    return found


async def test_what_was_never_verified_names_no_reopening(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, SARI, path, 1, DISMISS)).status_code == 200
    assert await legal(client, settings, path, 2, DISMISS) == []
    reopened = await fire(
        client, settings, DESK, path, 2, {"trigger": "reopen", "reason": "Ada bukti", "basis": "new_fact"}
    )
    assert (reopened.status_code, reopened.json()["code"]) == (409, "never_verified")


async def test_what_was_verified_names_its_reopening(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, TONO, path, 2, DISMISS)).status_code == 200
    assert await legal(client, settings, path, 3, DISMISS) == ["reopen"]


async def test_a_merge_of_what_was_never_verified_names_no_reopening(client: Any, settings: Settings) -> None:
    made, other = await report(client, settings), await report(client, settings)
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, SARI, path, 1, DISMISS)).status_code == 200
    body = {"trigger": "dismiss", "outcome": "duplicate", "duplicate_of": other["id"], "reason": "Sama"}
    assert await legal(client, settings, path, 2, body) == []


@pytest.mark.parametrize(("language", "words"), [("en", ("Closed", "Dismiss", "nothing")), ("id", ("Ditutup",))])
async def test_state_and_triggers_are_told_in_words(
    client: Any, settings: Settings, language: str, words: tuple[str, ...]
) -> None:
    made = await report(client, settings)
    path = f"/reports/{made['id']}"
    assert (await fire(client, settings, SARI, path, 1, DISMISS)).status_code == 200
    sent = headers(settings, DESK, match=2) | {"Accept-Language": language}
    answer = await client.post(f"{P}{path}/transitions", json=DISMISS, headers=sent)
    said = answer.json()["detail"]
    assert all(word in said for word in words)
    assert "dismiss" not in said
    assert (answer.json()["state"], answer.json()["trigger"]) == ("closed", "dismiss")


async def test_of_true_content_no_take_down_is_named(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    check = await opened(client, settings, made)
    path = f"{made}/content-checks/{check['id']}"
    judged = await post(client, settings, TONO, f"{path}/verdict", BODIES["verdict"] | {"verdict": "true"})
    assert judged.status_code == 200, judged.text
    refused = await post(client, settings, TONO, f"{path}/takedown/answer", BODIES["takedown/answer"])
    assert (refused.status_code, refused.json()["legal"]) == (409, ["judge"]), refused.text


async def test_no_step_of_a_case_is_named_that_nobody_asks_for(client: Any, settings: Settings) -> None:
    """``supplement`` and ``stop`` are what a discussion decides."""
    made = await assigned(client, settings)
    await taken(client, settings, made, "register")
    refused = await take(client, settings, made, "second_discussion")
    assert (refused.status_code, refused.json()["legal"]) == (409, ["check_bundle", "first_discussion"]), refused.text
