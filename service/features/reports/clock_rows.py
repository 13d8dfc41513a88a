"""The rows of a report's clocks: their columns, and how a change starts, moves, stops and watches them."""

from datetime import datetime
from typing import Any

import msgspec

from service.storage.db.write import Insert, Part, Update
from workflows.access.facts import ReportFacts
from workflows.clocks.calendar import SkippedDay
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law_readings import ReadEnd
from workflows.clocks.warnings import PERCENTS, moment_of
from workflows.codes.clocks import LegalStep
from workflows.decisions.change import Change, ClockDraft, ClockStop

CLOCK_COLUMNS = (
    "id",
    "task_id",
    "kind",
    "started_at",
    "due_at",
    "stopped_at",
    "length",
    "rule",
    "policy_version",
    "status",
    "family",
    "regime",
    "whose",
    "day_kind",
    "counts_from",
    "basis",
    "law_version",
    "extends_to",
    "pauses",
    "skipped",
    "next_at",
    "readings",
    "extends_for",
    "counter_end",
    "extended",
    "calendar_changed",
)
INSERT_CLOCK = Insert("clock", ("region", "report_id", *CLOCK_COLUMNS))
STOP_CLOCK = Update(
    "clock", ("stopped_at", "next_at"), ("region", "report_id", "kind"), ("task_id",), "stopped_at IS NULL"
)
CHANGE_CLOCK = Update(
    "clock",
    (
        "due_at",
        "length",
        "day_kind",
        "extended",
        "paused_at",
        "paused_s",
        "skipped",
        "readings",
        "counter_end",
        "warned",
        "next_at",
        "calendar_changed",
    ),
    ("region", "id"),
    (),
    f"(stopped_at IS NULL OR kind = '{LegalStep.LODGE_REPORT}')",
)
"""What has stopped stays as it is, but for the limit for lodging, which stands and may be counted anew."""

STOP_LEGAL = Update(
    "clock", ("stopped_at", "next_at"), ("region", "report_id"), (), "family = 'legal' AND stopped_at IS NULL"
)
WATCH_CLOCK = Update("clock", ("warned", "rung", "next_at"), ("region", "id"))


def clock_parts(change: Change, now: datetime) -> list[Part]:
    """What stops, what moves, what starts, and what was seen of the clocks that run on."""
    report = change.report
    return [
        Part(STOP_CLOCK, [_stop_row(report, stop, now) for stop in change.stops]),
        Part(STOP_LEGAL, [(now, None, report.region, report.id)] if change.stops_legal else []),
        Part(CHANGE_CLOCK, [_changed_clock(report, clock) for clock in change.changed_clocks]),
        Part(INSERT_CLOCK, [_clock_row(report, clock) for clock in change.clocks]),
        Part(WATCH_CLOCK, [(c.warned, c.rung, c.next_at, report.region, c.id) for c in change.watched]),
    ]


def _stop_row(report: ReportFacts, stop: ClockStop, now: datetime) -> tuple[Any, ...]:
    return (now if stop.at is None else stop.at, None, report.region, report.id, stop.kind, stop.task)


def _clock_row(report: ReportFacts, clock: ClockDraft) -> tuple[Any, ...]:
    start = clock.start
    next_at = None if clock.stopped_at else moment_of(PERCENTS[0], start.started_at, start.warned_end)
    return (
        report.region, report.id, clock.id, clock.task, start.kind, start.started_at, start.due_at, clock.stopped_at,
        start.length, start.rule, start.policy_version, start.status, start.family, start.regime, start.whose,
        start.day_kind, start.counts_from, start.basis, start.law_version, start.extends_to, start.pauses,
        _json(start.skipped), next_at, _json(start.readings), start.extends_for, start.counter_end,
        start.extended, clock.calendar_changed,
    )  # fmt: skip


def _changed_clock(report: ReportFacts, clock: KeptClock) -> tuple[Any, ...]:
    return (
        clock.due_at, clock.length, clock.day_kind, clock.extended, clock.paused_at, clock.paused_s,
        _json(clock.skipped), _json(clock.readings), clock.counter_end, clock.warned,
        clock.next_at, clock.calendar_changed, report.region, clock.id,
    )  # fmt: skip


def _json(kept: tuple[SkippedDay, ...] | tuple[ReadEnd, ...]) -> str:
    """What explains a clock, as its row keeps it: days with both names, readings, for as long as the clock is kept."""
    return msgspec.json.encode(kept).decode() if kept else "[]"
