"""Events of keys are replayed with the trail: a forged one is named."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import ADMIN, TONO, headers, report
from tests.features.api_keys.showing import made, revoke
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.decisions.machines.api_keys import KeyDraft, told_created, told_revoked
from workflows.decisions.told import Told
from workflows.trail.region_events import Head, region_event
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

NOW = datetime(2024, 11, 25, tzinfo=UTC)
KEY, OTHER = UUID(int=1), UUID(int=2)
MAKER = Actor(UUID(int=3), "bawaslu", Role.SUPERVISOR, frozenset())
DRAFT = KeyDraft("bawaslu", ("report:read",), NOW + timedelta(days=90))
MADE, GONE = told_created(KEY, DRAFT, MAKER), told_revoked(KEY, "bawaslu", MAKER)


def data(told: Told, **members: Any) -> Told:
    return told._replace(data={**told.data, **members})


def replayed(*told: Told) -> list[tuple[str, str]]:
    """The code and the words of each fault."""
    replay, faults, head = Replay("33.05"), list[Fault](), Head(0, None, None)
    for number, each in enumerate(told, start=1):
        event = region_event("33.05", UUID(int=100 + number), each, head, NOW)
        head = Head(event.seq, event.leaf_hash, event.at)
        replay.feed(event.leaf, number - 1, faults)
    return [(fault.code, fault.words) for fault in faults]


def test_a_key_made_and_revoked_holds() -> None:
    assert replayed(MADE, GONE) == []
    assert replayed(GONE) == []  # a bundle of a period may begin after the key was made


FORGED: dict[str, tuple[tuple[Told, ...], str, str]] = {
    "revoked twice": ((MADE, GONE, GONE), "state_contradicts", "The account was altered: a key was revoked twice."),
    "made twice": ((MADE, MADE), "state_contradicts", "The account was altered: a key was made that was there before."),
    "made after it was revoked": (
        (GONE, MADE),
        "state_contradicts",
        "The account was altered: a key was made that was there before.",
    ),
    "for more than a machine may do": (
        (data(MADE, scopes=["report:close"]),),
        "state_contradicts",
        "The account was altered: a key was given what no machine may do.",
    ),
    "for another agency": (
        (MADE._replace(agency="polres"),),
        "state_contradicts",
        "The account was altered: a key was made for another agency than its maker's.",
    ),
    "for too long": (
        (data(MADE, expires="2026-11-25T00:00:00.000000Z"),),
        "state_contradicts",
        "The account was altered: a key was made that ends before it began, or too late.",
    ),
    "by a machine": (
        (MADE._replace(actor={**MADE.actor, "role": "integrator"}),),
        "illegal_transition",
        "The course was altered: 'integrator' neither makes nor revokes a key.",
    ),
    "without its key": ((data(MADE, key=None),), "leaf_malformed", "The leaf was altered: data.key is no text."),
    "without its end": (
        (data(MADE, expires="soon"),),
        "leaf_malformed",
        "The leaf was altered: data.expires is no time.",
    ),
    "no such event": (
        (MADE._replace(action="api_key.lent"),),
        "illegal_transition",
        "The account was altered: 'api_key.lent' by 'supervisor' belongs to a report.",
    ),
}


@pytest.mark.parametrize("deed", FORGED)
def test_a_forged_event_of_a_key_is_named(deed: str) -> None:
    told, code, words = FORGED[deed]
    assert (code, words) in replayed(*told)


async def test_what_the_service_writes_is_replayed_without_a_fault(client: Any, settings: Settings, admin: Any) -> None:
    await report(client, settings)
    keys = [await made(client, settings) for _ in range(2)]
    await revoke(client, settings, keys[0])
    await made(client, settings, "policy:read", who=ADMIN)
    assert (await client.get("/v1/me", headers=headers(settings, TONO))).status_code == 200
    replay, faults = Replay("33.05"), list[Fault]()
    for row in await admin.fetch("SELECT leaf FROM audit_event ORDER BY report_id NULLS FIRST, seq"):
        replay.feed(row["leaf"], None, faults)
    assert faults == []
