"""The situation of a region at a leaf, told from the log alone by what the asker may see."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from service.features.exports import repository
from service.features.exports.repository import OVERDUE, REPORTS, TASKS
from workflows.trail.as_of import report_account, task_account, told
from workflows.trail.situation import FormerCalendar, Overdue, ReportStood, Situation, TaskStood

if TYPE_CHECKING:
    from datetime import date

    from service.features.exports.export_standing import Standing
    from workflows.policy.region import Policy

_START = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of an empty log."""


async def situation_of(connection: Any, policy: Policy, standing: Standing, *, now: bool = False) -> Situation:
    """Count what stood at the leaf; ``now`` also what runs by a calendar of before.

    Constant memory but for limits of law.
    """
    region, leaf = policy.region, standing.leaf
    zone = ZoneInfo(policy.timezone)
    at = await repository.sequenced_at(connection, region, leaf) or _START
    day = at.astimezone(zone).date()
    made = Situation(region, day, at, leaf, standing.size, b64encode(standing.root).decode())
    async for row in repository.rows(connection, REPORTS, region, leaf):
        made.add_report(_report(row, zone))
    async for row in repository.rows(connection, TASKS, region, leaf):
        made.add_task(TaskStood(row["election"], row["agency"], task_account(map(told, row["leaves"])).state))
    async for row in repository.rows(connection, OVERDUE, region, leaf):
        made.overdue.append(_overdue(row))
    made.overdue.sort(key=lambda each: (each.due_at, each.report, each.step))
    if now:
        made.former = [_former(row) for row in await repository.former_calendar(connection, region)]
    return made


def digest_of(situation: Situation) -> str:
    """SHA-256 of all figures of the leaf as JSON with sorted members, in hex: the same in every form of the report."""
    figures = msgspec.to_builtins(situation)
    del figures["former"]
    return sha256(msgspec.json.encode(figures, order="sorted")).hexdigest()


def _report(row: Any, zone: ZoneInfo) -> ReportStood:
    account = report_account(map(told, row["leaves"]))
    ended = None if account.closed_at is None else _day(account.closed_at, zone)
    codes = (row["election"], row["report_state"], row["category"], row["severity"], row["area"])
    return ReportStood(*codes, _day(account.reported_at, zone), ended)


def _overdue(row: Any) -> Overdue:
    data = told(row["leaf"]).data
    return Overdue(
        row["election"],
        row["register_number"],
        str(row["report_id"]),
        data["kind"],
        row["whose"],
        row["basis"],
        datetime.fromisoformat(data.get("counter_end", data["due_at"])),
    )


def _former(row: Any) -> FormerCalendar:
    report, due = str(row["report_id"]), row["due_at"]
    return FormerCalendar(row["register_number"], report, row["kind"], row["whose"], due, row["basis"])


def _day(moment: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(moment).astimezone(zone).date()
