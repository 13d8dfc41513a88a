"""Every operation that answers with a receipt answers with a signed one, and with the same when it is repeated."""

from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.rights import RIGHTS, Right, callers
from tests.edge.api.test_authorisation import ask, scene, state_for
from tests.edge.contract.document import OPERATIONS, follow
from tests.trail.receipts.asking import published, signers

CHANGES_NOTHING = {"makeBundle", "testWebhook"}
ONE_FOR_EACH_COMMAND = {"applyCommands"}
"""Its receipts are those of the single calls."""

OF_AN_UPLOAD = {"createUpload", "getUpload", "appendToUpload", "terminateUpload"}
"""Answers in the headers of the tus protocol; evidence that was taken is an event of its report's history."""

NOT_KEPT = {"unsealReporter", "unsealRecipient", "revokeApiKey", "withdrawDay"}
"""Whose answer is not kept for a repetition: because of the person in it, or because repeating it changes nothing."""


def answers_a_receipt(operation: dict[str, Any]) -> bool:
    """Whether a success of this operation is described with a receipt."""
    media = (
        content.get("schema", {})
        for status, answer in operation["responses"].items()
        if status.startswith("2")
        for content in follow(answer).get("content", {}).values()
    )
    # A read answers the same type without one, which is why the method is asked for too.
    said = [follow(one) for schema in media for one in follow(schema).get("anyOf", [schema])]
    return operation["method"] != "get" and any("receipt" in one.get("properties", {}) for one in said)


SIGNING = {name for name, operation in OPERATIONS.items() if answers_a_receipt(operation)}
ASKED = [right for right in RIGHTS.values() if right.operation in SIGNING]


def test_whatever_changes_something_answers_a_receipt() -> None:
    assert {name for name, operation in OPERATIONS.items() if operation["method"] != "get"} == (
        SIGNING | CHANGES_NOTHING | ONE_FOR_EACH_COMMAND | OF_AN_UPLOAD
    )
    assert {right.operation for right in ASKED} == SIGNING


@pytest.mark.parametrize("right", ASKED, ids=lambda right: right.name)
async def test_the_receipt_is_signed_and_stays_the_same(
    client: Any, settings: Settings, admin: Any, right: Right
) -> None:
    day = right.operation in {"recountClock", "withdrawDay"}
    at = await scene(client, settings, admin, *state_for(right), day=day)
    caller = next(one for one in callers() if right.refusal(one, of_one=True) is None)
    answer = await ask(client, settings, right, caller, at)
    assert answer.is_success, answer.text
    receipt = answer.json()["receipt"]
    keys = await published(client, settings)
    assert signers(receipt, keys) == keys
    again = await client.send(answer.request)
    if right.operation in NOT_KEPT:
        assert "Idempotency-Replayed" not in again.headers
    else:
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.json()["receipt"] == receipt
