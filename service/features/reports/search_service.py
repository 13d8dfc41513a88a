"""What is found among reports: by words, and what may be of the same matter as one of them."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Page, cursor_of, place_of, question_of
from service.edge.limits.slots import Slot, Slots
from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, NotFound, TookTooLong, Unavailable, ValidationFailed
from service.features.reports import duplicates
from service.features.reports.repository import Listing
from service.features.reports.schemas import ReportItem, ReportPage
from service.features.reports.search_repository import RELEVANCE, found, highlights_of
from service.features.reports.search_schemas import DuplicatesAnswer
from service.features.reports.shown import Shown, hidden_in
from service.features.reports.views import report_item
from service.storage.db.pool import Database
from service.storage.lexemes.asked_words import Phrase, count_of
from service.storage.lexemes.asked_words import question_of as words_sought
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.visible import is_visible
from workflows.trail.reads import ReadKind

MOST_WORDS = 12
"""Words of a search: of each, every text that is found is searched once more for where it stands."""

WITHIN_MS = 3_000
"""Milliseconds for a search."""


class SearchService:
    """Searches among the reports of every region, for whoever asks."""

    def __init__(self, database: Database, sealer: Sealer, reads: Recorder, connections: int) -> None:
        """``connections`` are the database's: half of them at most search, the rest is for everything else."""
        self._slots = Slots(Slot.SEARCH)
        self._searching = asyncio.Semaphore(max(1, connections // 2))
        self._database = database
        self._sealer = sealer
        self._reads = reads

    async def found(self, call: Call, wanted: Listing, sort: str, cursor: str | None, limit: int) -> ReportPage:
        """One page of the reports whose title and description have the words, in the order of ``sort``.

        Raises ValidationFailed ``cursor_invalid``; Unavailable ``search_too_wide``; what ``Slots.place`` raises.
        """
        require_role(call.actor, Action.REPORT_READ)
        question, by_rank = question_of(wanted, sort), sort == RELEVANCE
        sought = words_sought(wanted.q or "")
        after = place_of(cursor, question, int) if by_rank else place_of(cursor, question)
        page = Page(limit, descending=by_rank or sort.startswith("-"))
        tokens = visibility.tokens(call.actor)
        with self._slots.place(call.person):
            try:
                async with self._searching, self._database.hurried(call.region, tokens, WITHIN_MS) as transaction:
                    rows = await found(transaction, call.region, wanted, sought, after, page, by_rank=by_rank)
                    await transaction.commit()
            except TookTooLong as error:
                raise Unavailable("search_too_wide") from error
        self._reads.note(call, ReadKind.REPORTS_LISTED, wanted=wanted)
        last = rows[limit - 1] if len(rows) > limit else None
        return ReportPage(
            items=await self._items(call, rows[:limit], sought.phrases),
            next_cursor=cursor_of(last["rank" if by_rank else "reported_at"], last["id"], question) if last else None,
        )

    async def possible_duplicates(self, call: Call, report: UUID) -> DuplicatesAnswer:
        """What may be of the same matter as a report. Raises NotFound for one that is missing or hidden."""
        require_role(call.actor, Action.REPORT_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await duplicates.read(transaction, call.region, report)
            await transaction.commit()
        if row is None:
            raise NotFound
        self._reads.note(call, ReadKind.DUPLICATES_LISTED, classification=row["classification"], report=report)
        return DuplicatesAnswer(items=duplicates.duplicates_of(row["duplicates"]))

    async def _items(self, call: Call, rows: list[Record], phrases: Sequence[Phrase]) -> list[ReportItem]:
        opened = await open_kept(self._sealer, call.region, [kept for row in rows for kept in hidden_in(row)])
        marked = await asyncio.to_thread(lambda: highlights_of([row["sought"] for row in rows], phrases))
        return [
            report_item(Shown.of(row, call, opened), call.policy, highlights)
            for row, highlights in zip(rows, marked, strict=True)
        ]


def require_words(wanted: Listing, sort: str) -> None:
    """Raise ValidationFailed for an order of relevance to no words, for words that nobody sees, and for too many."""
    if wanted.q is not None and not is_visible(wanted.q):
        raise ValidationFailed(errors=[FieldError("q", "no_visible_character", says("visible"))])
    if wanted.q is not None and count_of(wanted.q) > MOST_WORDS:
        raise ValidationFailed(errors=[FieldError("q", "too_many_words", says("words_too_many", most=MOST_WORDS))])
    if sort == RELEVANCE and wanted.q is None:
        raise ValidationFailed(errors=[FieldError("sort", "invalid", says("relevance"))])
