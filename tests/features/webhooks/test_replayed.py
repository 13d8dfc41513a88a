"""Events of endpoints are replayed with the trail: a forged one is named."""

from typing import Any
from uuid import UUID

import pytest

from tests.features.api_keys.test_replayed import replayed
from tests.features.webhooks.desk import MACHINE, Hooks
from tests.features.webhooks.receiver import Receiver
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.codes.states import (
    WEBHOOK_AMENDED,
    WEBHOOK_CREATED,
    WEBHOOK_DELETED,
    WEBHOOK_ENDED,
    WEBHOOK_EVENTS,
    WEBHOOK_REPLAYED,
    WEBHOOK_ROTATED,
)
from workflows.decisions.machines.webhooks import told
from workflows.decisions.told import Told
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

OWNER = Actor(UUID(int=3), "diskominfo", Role.INTEGRATOR, frozenset())
OPERATOR = Actor(UUID(int=4), "diskominfo", Role.ADMIN, frozenset())
MADE, CHANGED, AGAIN, GONE = (
    told(one, UUID(int=1), "diskominfo", OWNER)
    for one in (WEBHOOK_CREATED, WEBHOOK_AMENDED, WEBHOOK_REPLAYED, WEBHOOK_DELETED)
)
BY_OPERATOR = told(WEBHOOK_DELETED, UUID(int=1), "diskominfo", OPERATOR)
OVER = told(WEBHOOK_ENDED, UUID(int=1), "diskominfo", Actor(UUID(int=3), "kpu", Role.OFFICER, frozenset()))


@pytest.mark.parametrize("deeds", [(MADE, CHANGED, AGAIN, GONE), (CHANGED, BY_OPERATOR), (MADE, OVER, GONE)])
def test_the_life_of_an_endpoint_holds(deeds: tuple[Told, ...]) -> None:
    assert replayed(*deeds) == []


TWICE = "The account was altered: an endpoint was made twice, or changed after it ended or was deleted."
FORGED: dict[str, tuple[tuple[Told, ...], str, str]] = {
    "made twice": ((MADE, MADE), "state_contradicts", TWICE),
    "changed after its end": ((MADE, GONE, CHANGED), "state_contradicts", TWICE),
    "changed after its office": ((MADE, OVER, AGAIN), "state_contradicts", TWICE),
    "ended twice": ((MADE, OVER, OVER), "state_contradicts", TWICE),
    "made after its end": ((GONE, MADE), "state_contradicts", TWICE),
    "changed by the admin": (
        (MADE, told(WEBHOOK_AMENDED, UUID(int=1), "diskominfo", OPERATOR)),
        "illegal_transition",
        "The course was altered: 'admin' may not do this to an endpoint.",
    ),
    "without its endpoint": (
        (MADE._replace(data={}),),
        "leaf_malformed",
        "The leaf was altered: data.webhook is no text.",
    ),
    "no such event": (
        (MADE._replace(action="webhook.lent"),),
        "illegal_transition",
        "The account was altered: 'webhook.lent' by 'integrator' belongs to a report.",
    ),
}


@pytest.mark.parametrize("deed", FORGED)
def test_a_forged_event_is_named(deed: str) -> None:
    deeds, code, words = FORGED[deed]
    assert (code, words) in replayed(*deeds)


async def test_what_the_service_writes_holds_and_tells_no_address(hooks: Hooks, receiver: Receiver, admin: Any) -> None:
    made = await hooks.make(receiver.url, MACHINE)
    one = f"/{made['id']}"
    for method, path, body, match in (
        ("PATCH", one, {"url": f"{receiver.url}/other", "enabled": False}, 1),
        ("POST", f"{one}/secret", {"grace_hours": 2}, None),
        ("POST", f"{one}/replay", {"after": -1}, None),
        ("DELETE", one, None, None),
    ):
        if method == "DELETE":
            await hooks.seen_as(Role.OFFICER)
        answer = await hooks.ask(method, path, body=body, match=match)
        assert answer.status_code == 200, answer.text
    leaves = [row["leaf"] for row in await admin.fetch("SELECT leaf FROM audit_event ORDER BY seq")]
    assert [action for action in WEBHOOK_EVENTS if any(action.encode() in leaf for leaf in leaves)] == list(
        WEBHOOK_EVENTS
    )
    assert WEBHOOK_ROTATED.encode() in leaves[2]
    assert not any(b"127.0.0.1" in leaf for leaf in leaves)
    replay, faults = Replay("33.05"), list[Fault]()
    for leaf in leaves:
        replay.feed(leaf, None, faults)
    assert faults == []
    assert (
        await admin.fetchval("SELECT count(*) FROM webhook WHERE secret IS NOT NULL OR former_secret IS NOT NULL") == 0
    )
