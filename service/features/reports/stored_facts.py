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

BUILTIN = (UUID, datetime, bytes)
_CLOCKS = msgspec.json.Decoder(tuple[ClockFacts, ...])
_ESCALATIONS = msgspec.json.Decoder(tuple[Escalation, ...])


def facts_of(row: Mapping[str, Any] | Record) -> ReportFacts:
    """The facts of a report from its row, with ``tasks`` as a JSON array or null."""
    values = dict(row)
    tasks, pausable = values.pop("tasks", None), values.pop("pausable", None)
    escalations = values.pop("escalations", None)
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
        more["pausable"] = msgspec.json.decode(pausable, type=tuple[KeptClock, ...])
    return msgspec.structs.replace(facts, **more) if more else facts


def clocks_of(raw: str | None) -> tuple[ClockFacts, ...]:
    """The clocks of a report from their JSON array, or null."""
    return _CLOCKS.decode(raw) if raw else ()
