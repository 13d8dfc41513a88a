"""The clocks of a report as its readers see them, from its row and once a change is written."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from service.features.reports.clock_schemas import ClockAnswer
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ClockFamily
from workflows.decisions.change import Change, ClockDraft

_CLOCKS = msgspec.json.Decoder(list[ClockAnswer])


def clocks_in(row: Record) -> list[ClockAnswer]:
    """The clocks of a row."""
    return _CLOCKS.decode(row["clocks"]) if row["clocks"] else []


def clocks_after(clocks: list[ClockAnswer], change: Change, now: datetime) -> list[ClockAnswer]:
    """The clocks once a change is written, without reading them back."""
    met: dict[tuple[UUID | None, str], datetime] = {(stop.task, stop.kind): stop.at or now for stop in change.stops}
    kept = [
        msgspec.structs.replace(clock, stopped_at=met.get((clock.task, clock.kind), now))
        if clock.stopped_at is None
        and ((clock.task, clock.kind) in met or (change.stops_legal and clock.family is ClockFamily.LEGAL))
        else clock
        for clock in clocks
    ]
    changed = {clock.id: clock for clock in change.changed_clocks}
    return [*(_changed(clock, changed.get(clock.id)) for clock in kept), *map(_started, change.clocks)]


def _changed(clock: ClockAnswer, kept: KeptClock | None) -> ClockAnswer:
    if kept is None:
        return clock
    moved = {"due_at": kept.due_at, "length": kept.length, "extended": kept.extended, "paused_at": kept.paused_at}
    moved["day_kind"] = kept.day_kind
    return msgspec.structs.replace(clock, **moved)


def _started(draft: ClockDraft) -> ClockAnswer:
    start = draft.start
    return ClockAnswer(
        id=draft.id,
        task=draft.task,
        kind=start.kind,
        family=start.family,
        regime=start.regime,
        whose=start.whose,
        started_at=start.started_at,
        due_at=start.due_at,
        counter_end=start.counter_end,
        stopped_at=draft.stopped_at,
        length=start.length,
        day_kind=start.day_kind,
        extended=False,
        paused_at=None,
        rule=start.rule,
        policy_version=start.policy_version,
        law_version=start.law_version,
        basis=start.basis,
        status=start.status,
        warned=0,
        rung=None,
    )
