"""An endpoint ends with the office in which it was made, and tells nothing after that; the trail says so."""

import json
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from service.features.webhooks.offices import Offices
from tests.edge.api.story import P
from tests.faults.processes import until_so
from tests.features.webhooks.desk import Hooks, delivering, signed
from tests.features.webhooks.receiver import Answer, Receiver
from workflows.access.actors import Actor
from workflows.codes.people import Role

DESK = (Role.COORDINATOR, "kesbangpol", "Ratna")
OTHER = (Role.COORDINATOR, "kesbangpol", "Lain")
ENDINGS = "SELECT leaf FROM audit_event WHERE action = 'webhook.ended' ORDER BY seq"
UNTOLD = "SELECT count(*) FROM webhook_delivery WHERE state = 'pending'"
SECRETS = "SELECT count(*) FROM webhook WHERE secret IS NOT NULL OR former_secret IS NOT NULL"


async def test_nothing_is_told_once_its_owner_was_seen_in_another_office(
    hooks: Hooks, settings: Settings, receiver: Receiver, admin: Any, quick: None
) -> None:
    del quick
    made = await hooks.make(receiver.url, DESK)
    receiver.behave = lambda _: Answer(503)
    await hooks.happen(1)
    async with delivering(settings):
        await until_so(lambda: receiver.got, "something is tried")
        await hooks.seen_as(Role.OFFICER, DESK)
        receiver.behave = lambda _: Answer()
        before = len(receiver.got)
        other = await hooks.make(receiver.url, OTHER)
        (last,) = await hooks.happen(1)
        await hooks.settled(other, 2, OTHER)
    # What is told now is told to the other endpoint alone: of the last report, two events.
    assert [got.data["report"] for got in receiver.got[before:]] == [last, last]
    assert await admin.fetchval(UNTOLD) == 0
    now = (await hooks.ask("GET", f"/{made['id']}", DESK)).json()
    assert (now["state"], now["reason"]) == ("ended", "office_changed")
    delivered = "SELECT count(*) FROM webhook_delivery WHERE webhook_id = $1 AND state = 'delivered'"
    assert await admin.fetchval(delivered, now["id"]) == 0


@pytest.mark.parametrize("office", [(Role.SUPERVISOR, *DESK[1:]), (Role.ADMIN, *DESK[1:]), (Role.AUDITOR, *DESK[1:])])
async def test_the_trail_says_which_office_it_was_and_in_which_its_owner_was_seen(
    hooks: Hooks, receiver: Receiver, admin: Any, office: Any
) -> None:
    made = await hooks.make(receiver.url, DESK)
    await hooks.client.get(f"{P}/policy", headers=signed(hooks.settings, office))
    (row,) = await admin.fetch(ENDINGS)
    leaf = json.loads(row["leaf"])
    assert leaf["data"] == {"webhook": made["id"], "office": {"agency": "kesbangpol", "role": "coordinator"}}
    assert leaf["actor"] == {"person": made["owner"], "agency": "kesbangpol", "role": office[0]}
    assert await admin.fetchval(SECRETS) == 0


CHANGES = {
    "amend": ("PATCH", "", {"enabled": True}),
    "a new secret": ("POST", "/secret", {"grace_hours": 1}),
    "replay": ("POST", "/replay", {"after": -1}),
    "deliveries": ("GET", "/deliveries", None),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_has_ended_cannot_be_changed_in_either_office_but_deleted(
    hooks: Hooks, receiver: Receiver, admin: Any, change: str
) -> None:
    made = await hooks.make(receiver.url, DESK)
    method, path, body = CHANGES[change]
    for version, office in ((2, (Role.SUPERVISOR, *DESK[1:])), (2, DESK)):
        match = version if method == "PATCH" else None
        answer = await hooks.ask(method, f"/{made['id']}{path}", office, body, match)
        assert (answer.status_code, answer.json()["code"]) == (409, "webhook_ended"), answer.text
    assert len(await admin.fetch(ENDINGS)) == 1
    assert (await hooks.ask("DELETE", f"/{made['id']}", DESK)).json()["state"] == "deleted"


async def test_a_change_ends_it_though_this_process_has_just_seen_its_owner_in_the_new_office(
    hooks: Hooks, receiver: Receiver, admin: Any
) -> None:
    """Made meanwhile by another process, in the former office."""
    await hooks.seen_as(Role.SUPERVISOR, DESK)
    made = await hooks.make(receiver.url, (Role.SUPERVISOR, *DESK[1:]))
    await admin.execute("UPDATE webhook SET owner_role = 'coordinator'")
    answer = await hooks.ask("POST", f"/{made['id']}/replay", (Role.SUPERVISOR, *DESK[1:]), {"after": -1})
    assert (answer.status_code, answer.json()["code"]) == (409, "webhook_ended")
    assert len(await admin.fetch(ENDINGS)) == 1


async def test_who_goes_on_in_the_same_office_keeps_it_and_is_looked_for_once_a_minute(
    hooks: Hooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, clock, looked = await hooks.make(receiver.url, DESK), [0.0], list[Any]()
    offices = Offices(hooks.client.app.state.database, now=lambda: clock[0])
    look = offices.end_former

    async def looking(*asked: Any) -> None:
        looked.append(asked)
        await look(*asked)

    monkeypatch.setattr(offices, "end_former", looking)
    actor = Actor(UUID(made["owner"]), DESK[1], DESK[0], frozenset({"33.05"}))
    for moment in (0, 1, 59, 61, 62):
        clock[0] = moment
        await offices.seen(actor, "33.05")
    assert len(looked) == 2
    assert (await hooks.ask("GET", f"/{made['id']}", DESK)).json()["state"] == "enabled"


async def test_an_api_keys_endpoint_stays_whatever_its_maker_becomes(hooks: Hooks, receiver: Receiver) -> None:
    """A key has one office; who keeps the keys of its agency revokes it."""
    body = {"name": "Papan", "scopes": ["webhook:make", "webhook:read", "event:read"]}
    answer = await hooks.client.post(f"{P}/api-keys", json=body, headers=signed(hooks.settings, DESK))
    machine = {"Authorization": f"Bearer {answer.json()['key']}"}
    body = {"url": receiver.url, "actions": ["*"]}
    made = (await hooks.client.post(f"{P}/webhooks", json=body, headers=machine)).json()
    await hooks.seen_as(Role.OFFICER, DESK)
    now = await hooks.client.get(f"{P}/webhooks/{made['id']}", headers=machine)
    assert now.json()["state"] == "enabled"
