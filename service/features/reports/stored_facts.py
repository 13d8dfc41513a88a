"""The facts of a report from its row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from workflows.access import visibility
from workflows.access.facts import ClockFacts, Escalation, ReportFacts, TaskFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ClockFamily

BUILTIN = (UUID, datetime, bytes)
_CLOCKS = msgspec.json.Decoder(tuple[ClockFacts, ...])
_KEPT_CLOCKS = msgspec.json.Decoder(tuple[KeptClock, ...])
_ESCALATIONS = msgspec.json.Decoder(tuple[Escalation, ...])


def facts_of(row: Mapping[str, Any] | Record) -> ReportFacts:
    """The facts of a report from its row, with ``tasks`` as a JSON array or null, and ``clocks`` where it was asked."""
    values = dict(row)
    tasks, pausable = values.pop("tasks", None), values.pop("pausable", None)
    escalations, clocks = values.pop("escalations", None), values.pop("clocks", None)
    values["walled"] = visibility.walled_agencies(values["walled"])
    values["accused_beyond"] = values.get("accused_beyond") or ()
    values["walled_beyond"] = visibility.walled_agencies(values.get("walled_beyond") or ())
    if escalations:
        values["escalations"] = _ESCALATIONS.decode(escalations)
    facts: ReportFacts = msgspec.convert(values, ReportFacts, builtin_types=BUILTIN)
    more: dict[str, Any] = {}
    if tasks:
        more["tasks"] = msgspec.json.decode(tasks, type=tuple[TaskFacts, ...])
    if pausable:
        more["pausable"] = _KEPT_CLOCKS.decode(pausable)
    if clocks:
        legal = (clock for clock in _KEPT_CLOCKS.decode(clocks) if clock.family is ClockFamily.LEGAL)
        more["counted"] = tuple(sorted(legal, key=lambda clock: clock.id))
    return msgspec.structs.replace(facts, **more) if more else facts


def clocks_of(raw: str | None) -> tuple[ClockFacts, ...]:
    """The clocks of a report from their JSON array, or null."""
    return _CLOCKS.decode(raw) if raw else ()
