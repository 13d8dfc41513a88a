"""Keeping, listing and withdrawing days. What was kept and withdrawn stands in the region's own chain of the trail."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.answer_types import NameAnswer
from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import cursor_of, place_of, question_of
from service.edge.representation import encode
from service.edge.service_errors import NotFound, Unavailable
from service.features.calendar import repository
from service.features.calendar.copies import CalendarCopies
from service.features.calendar.marking import mark
from service.features.calendar.schemas import KeptDayAnswer, KeptDayPage
from service.features.reports.changing import Terms
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part, write
from service.storage.first_answers import remember, replay_of
from service.storage.sealing import ReportKey
from service.trail.reading.chained_changes import chained, until_chained
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.decisions.clocks.kept_days import KeepDay, WithdrawDay, decide_day, told_kept, told_withdrawn

CREATED, OK = 201, 200
NEWEST_FIRST = "-kept_at"
KEEPING = "calendar"
"""The token under which days are kept and withdrawn."""

log = structlog.get_logger("tindak.calendar")


class CalendarService:
    """The kept days of every region."""

    def __init__(self, database: Database, terms: Terms, copies: CalendarCopies) -> None:
        self._database = database
        self._terms = terms
        self._copies = copies

    async def keep(self, call: Call, body: KeepDay) -> Answer:
        """Keep a day. Raises the refusals of ``decide_day``."""
        require_role(call.actor, Action.CALENDAR_KEEP)
        kept_id, now = uuid7(), datetime.now(UTC)

        async def attempt(transaction: Transaction) -> Answer:
            row = await repository.kept_of(transaction, call, body.day)
            replay = await replay_of(row, call.key, call.person, _never_sealed)
            if replay is not None:
                return replay
            decide_day(body, call.actor, call.policy.calendar, None if row["day"] is None else repository.kept_day(row))
            event, parts = await chained(transaction, call.region, told_kept(kept_id, body, call.actor), now)
            members = _members_of(kept_id, body, call, event.at)
            view = KeptDayAnswer(**members, receipt=self._terms.receipts.receipt(call.region, event))
            kept = Answer(CREATED, encode(view), location=f"/v1/regions/{call.region}/calendar/days/{kept_id}")
            parts += [
                Part(repository.INSERT, [_row(kept_id, body, call, event.at)]),
                remember(call.key, call.actor, call.region, kept, event.at, None),
            ]
            await write(transaction, parts)
            await transaction.commit()
            return kept

        return await self._tried(call, attempt)

    async def listing(self, call: Call, cursor: str | None, limit: int) -> KeptDayPage:
        """One page of the region's kept days, newest first."""
        require_role(call.actor, Action.CALENDAR_READ)
        question = question_of(repository.Wanted(), NEWEST_FIRST)
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, ()) as transaction:
            rows = await repository.listing(transaction, call.region, after, limit)
            await transaction.commit()
        items = [KeptDayAnswer(**_members(row)) for row in rows[:limit]]
        last = items[-1] if len(rows) > limit else None
        return KeptDayPage(items=items, next_cursor=cursor_of(last.kept_at, last.id, question) if last else None)

    async def withdraw(self, call: Call, kept: UUID, body: WithdrawDay) -> Answer:
        """Withdraw a day for good; once it is withdrawn, doing so again changes nothing. Raises NotFound."""
        require_role(call.actor, Action.CALENDAR_KEEP)
        now = datetime.now(UTC)

        async def attempt(transaction: Transaction) -> Answer:
            row = await repository.read(transaction, call.region, kept)
            if row is None:
                raise NotFound
            if row["withdrawn_at"] is not None:
                await transaction.commit()
                return Answer(OK, encode(KeptDayAnswer(**_members(row))))
            told = told_withdrawn(kept, row["day"], body, call.actor)
            event, parts = await chained(transaction, call.region, told, now)
            parts.insert(0, Part(repository.WITHDRAW, [repository.withdrawn_row(call, kept, event.at, body.reason)]))
            if not await write(transaction, parts):
                raise asyncpg.SerializationError  # somebody has just withdrawn it: read it again
            await transaction.commit()
            since = {"withdrawn_at": event.at, "withdrawn_by": call.person, "withdrawal_reason": body.reason}
            receipt = self._terms.receipts.receipt(call.region, event)
            return Answer(OK, encode(KeptDayAnswer(**(_members(row) | since), receipt=receipt)))

        return await self._tried(call, attempt)

    async def _tried(self, call: Call, attempt: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        """What is kept or withdrawn is known in this process at once."""
        held = (KEEPING, visibility.AUDIT, visibility.of_person(call.person))
        answer = await until_chained(self._database, call.region, held, attempt)
        await self._copies.begin()
        await self._mark(call.region)
        return answer

    async def _mark(self, region: str) -> None:
        """Mark the clocks that the day has changed; where that cannot be done now, the worker does it."""
        try:
            await mark(self._database, self._copies.policy_of(region))
        except Unavailable:
            log.warning("clocks_unmarked", region=region)


def _members_of(kept: UUID, body: KeepDay, call: Call, at: datetime) -> dict[str, Any]:
    return {
        "id": kept,
        "day": body.day,
        "working_day": body.working_day,
        "name": NameAnswer(en=body.name.en, id=body.name.id),
        "reason": body.reason,
        "source": body.source,
        "kept_at": at,
        "kept_by": call.person,
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawal_reason": None,
    }


def _members(row: Record) -> dict[str, Any]:
    members = dict(row.items())
    name = NameAnswer(en=members.pop("name_en"), id=members.pop("name_id"))
    return {**members, "name": name}


def _row(kept: UUID, body: KeepDay, call: Call, at: datetime) -> tuple[Any, ...]:
    what = (body.day, body.working_day, body.name.en, body.name.id, body.reason, body.source)
    return (call.region, kept, *what, at, call.person)


async def _never_sealed(_report: UUID, _wrapped: bytes) -> ReportKey:
    raise Unavailable
