"""What is found among reports: by words, and what may be of the same matter as one of them."""

from uuid import UUID

from asyncpg import Record

from service.calls import Call
from service.db.pool import Database
from service.errors import FieldError, NotFound, ValidationFailed
from service.paging import Page, cursor_of, place_of, question_of
from service.reading.recorder import Recorder
from service.reports import duplicates
from service.reports.repository import Listing
from service.reports.schemas import DuplicatesAnswer, ReportItem, ReportPage
from service.reports.searching import RELEVANCE, found, highlights_of
from service.reports.views import Shown, hidden_in, report_item
from service.sealing import Sealer
from service.texts.kept import open_kept
from workflows import visibility
from workflows.permissions import Action, require_role
from workflows.reads import ReadKind
from workflows.visible import is_visible


class SearchService:
    """Searches among the reports of every region, for whoever asks."""

    def __init__(self, database: Database, sealer: Sealer, reads: Recorder) -> None:
        self._database = database
        self._sealer = sealer
        self._reads = reads

    async def found(self, call: Call, wanted: Listing, sort: str, cursor: str | None, limit: int) -> ReportPage:
        """One page of the reports whose title and description have the words, in the order of ``sort``.

        Raises ValidationFailed ``cursor_invalid``.
        """
        require_role(call.actor, Action.REPORT_READ)
        question, by_rank = question_of(wanted, sort), sort == RELEVANCE
        after = place_of(cursor, question, int) if by_rank else place_of(cursor, question)
        page = Page(limit, descending=by_rank or sort.startswith("-"))
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await found(transaction, call.region, wanted, after, page, by_rank=by_rank)
            await transaction.commit()
        self._reads.note(call, ReadKind.REPORTS_LISTED, wanted=wanted)
        last = rows[limit - 1] if len(rows) > limit else None
        return ReportPage(
            items=await self._items(call, rows[:limit]),
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

    async def _items(self, call: Call, rows: list[Record]) -> list[ReportItem]:
        opened = await open_kept(self._sealer, call.region, [kept for row in rows for kept in hidden_in(row)])
        return [report_item(Shown.of(row, call, opened), call.policy, highlights_of(row["marked"])) for row in rows]


def require_words(wanted: Listing, sort: str) -> None:
    """Raise ValidationFailed for words that nobody sees, and for an order of relevance to no words."""
    if wanted.q is not None and not is_visible(wanted.q):
        raise ValidationFailed(errors=[FieldError("q", "no_visible_character", "holds nothing that can be seen")])
    if sort == RELEVANCE and wanted.q is None:
        raise ValidationFailed(errors=[FieldError("sort", "invalid", "`relevance` is an order of what `q` finds")])
