"""Days that a region's operator keeps: a day off that stands in no national list, or one that is worked after all.

Joint leave that is announced late, a local day off, a re-vote, a feast that is seen on another day than was reckoned.
What is kept has a reason and a source, and is withdrawn with a reason; it moves no clock that runs. Source:
docs/domain.md, "The calendar".
"""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from workflows.access.actors import Actor
from workflows.access.permissions import Action, require_role
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.clocks.calendar import Calendar, KeptDay
from workflows.codes.states import DAY_KEPT, DAY_WITHDRAWN
from workflows.codes.visible import VISIBLE
from workflows.codes.wording import Wording
from workflows.decisions.command_members import NO_NUL, Command
from workflows.decisions.told import Told

FIRST, LAST = date(2015, 1, 1), date(2099, 12, 31)
"""Between which days one may be kept."""

_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def _read_date(value: object) -> object:
    if not isinstance(value, date) and not (isinstance(value, str) and _DATE.fullmatch(value)):
        msg = "must be a local day, for example 2026-12-24"
        raise ValueError(msg)
    return date.fromisoformat(value) if isinstance(value, str) else value


def _within(value: date) -> date:
    if not FIRST <= value <= LAST:
        msg = f"must be between {FIRST} and {LAST}"
        raise ValueError(msg)
    return value


Day = Annotated[
    date,
    BeforeValidator(_read_date),
    AfterValidator(_within),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE.pattern}$"}),
]
DayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL), VISIBLE
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=NO_NUL), VISIBLE]


class DayNames(Command):
    """What a day is called, in both languages."""

    en: DayName = Field(description="In English.", examples=["Joint leave for Christmas"])
    id: DayName = Field(description="In Bahasa Indonesia.", examples=["Cuti bersama Natal"])


class KeepDay(Command):
    """A day of the region that no national list has as it is."""

    day: Day = Field(description="The local day.", examples=["2026-12-24"])
    working_day: bool = Field(False, description="Whether it is a working day after all; without this it is a day off.")
    name: DayNames
    reason: Words = Field(
        description="Why it is kept; anybody who reads the calendar reads this.", examples=["Diumumkan kemudian"]
    )
    source: Words = Field(
        description="What says so, so that anybody can look it up.", examples=["SKB 3 Menteri 2026, perubahan"]
    )


class WithdrawDay(Command):
    """A kept day that no longer holds; that it was kept stays to be read."""

    reason: Words = Field(description="Why it no longer holds.", examples=["Keputusan dicabut"])


def decide_day(body: KeepDay, actor: Actor, calendar: Calendar, kept: KeptDay | None) -> KeptDay:
    """Keep a day; ``kept`` is what is kept of it now.

    Raises NotPermitted; LawForbids ``day_kept`` where it is kept already; InvalidCommand ``day_as_it_is`` for a day
    that is so without being kept.
    """
    require_role(actor, Action.CALENDAR_KEEP)
    if kept is not None:
        raise LawForbids("day_kept", {"day": body.day.isoformat()})
    if (calendar.day_off(body.day) is None) is body.working_day:
        raise InvalidCommand("day_as_it_is", "/day", {"day": body.day.isoformat()})
    return KeptDay(body.day, body.working_day, Wording(body.name.en, body.name.id))


def told_kept(kept: UUID, body: KeepDay, actor: Actor) -> Told:
    """What the trail keeps of a day that is kept: what it is from now on, and a digest of the words for it."""
    words = {"name": {"en": body.name.en, "id": body.name.id}, "reason": body.reason, "source": body.source}
    day = {"kept": str(kept), "day": body.day.isoformat(), "working_day": body.working_day}
    return Told(DAY_KEPT, actor.agency, _who(actor), {**day, "words": _digest(words)})


def told_withdrawn(kept: UUID, day: date, body: WithdrawDay, actor: Actor) -> Told:
    """What the trail keeps of a day that is withdrawn."""
    data = {"kept": str(kept), "day": day.isoformat(), "words": _digest({"reason": body.reason})}
    return Told(DAY_WITHDRAWN, actor.agency, _who(actor), data)


def _digest(words: Mapping[str, Any]) -> str:
    return sha256(msgspec.json.encode(words, order="sorted")).hexdigest()


def _who(actor: Actor) -> Mapping[str, str]:
    return {"person": str(actor.person), "agency": actor.agency, "role": actor.role.value}
