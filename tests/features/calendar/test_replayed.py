"""Events of kept days are replayed with the trail: a forged one is named."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.edge.settings import Settings
from tests.edge.api.local_days import DAY
from tests.features.calendar.test_kept_days import CHAIN, kept, withdrawn
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.decisions.clocks.kept_days import KeepDay, WithdrawDay, told_kept, told_withdrawn
from workflows.decisions.told import Told
from workflows.trail.region_events import Head, region_event
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

NOW = datetime(2024, 11, 25, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)
KEEPER = Actor(UUID(int=3), "diskominfo", Role.ADMIN, frozenset())
BODY = KeepDay.model_validate(DAY | {"day": "2024-12-24"})
MADE = told_kept(FIRST, BODY, KEEPER)
GONE = told_withdrawn(FIRST, date(2024, 12, 24), WithdrawDay(reason="Dicabut"), KEEPER)
AGAIN = told_kept(SECOND, BODY, KEEPER)


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


def test_a_day_kept_withdrawn_and_kept_anew_holds() -> None:
    assert replayed(MADE, GONE, AGAIN) == []
    assert replayed(GONE, AGAIN) == []  # a bundle of a period may begin after the day was kept


ALREADY = "The account was altered: a day was kept that is kept already."
NOT_KEPT = "The account was altered: a day was withdrawn that was not kept."
FORGED: dict[str, tuple[tuple[Told, ...], str, str]] = {
    "kept twice": ((MADE, MADE), "state_contradicts", ALREADY),
    "one of a day": ((MADE, AGAIN), "state_contradicts", ALREADY),
    "withdrawn twice": ((MADE, GONE, GONE), "state_contradicts", NOT_KEPT),
    "withdrawn twice, as far as is known": ((GONE, GONE), "state_contradicts", NOT_KEPT),
    "withdrawn as another day": ((MADE, data(GONE, day="2024-12-26")), "state_contradicts", NOT_KEPT),
    "by a supervisor": (
        (MADE._replace(actor={**MADE.actor, "role": "supervisor"}),),
        "illegal_transition",
        "The course was altered: 'supervisor' neither keeps nor withdraws a day.",
    ),
    "of no day": ((data(MADE, day="24 Desember"),), "leaf_malformed", "The leaf was altered: data.day is no day."),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_event_of_a_day_is_named(what: str) -> None:
    told, code, words = FORGED[what]
    assert replayed(*told) == [(code, words)]


async def test_what_the_service_writes_of_days_holds(client: Any, settings: Settings, admin: Any) -> None:
    await withdrawn(client, settings, await kept(client, settings))
    await kept(client, settings)
    replay, faults = Replay("33.05"), list[Fault]()
    for at, row in enumerate(await admin.fetch(CHAIN)):
        replay.feed(row["leaf"], at, faults)
    assert faults == []
