"""Reports as they are read: one, a page of them, and where the policy would send one."""

from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import Page, cursor_of, place_of, question_of
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.reports import repository
from service.features.reports.changing import OK
from service.features.reports.lookups import LOOKUPS, REPORT, ROUTINES
from service.features.reports.routing_schemas import RouteAnswer
from service.features.reports.routing_views import route_view
from service.features.reports.schemas import ReportPage
from service.features.reports.shown import Shown, hidden_in
from service.features.reports.stored_facts import facts_of
from service.features.reports.views import report_item, report_view
from service.storage.db.lookup import Lookups
from service.storage.db.pool import Database
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.decisions.tasks.legal_order import route_of
from workflows.trail.reads import ReadKind


class ReadingService:
    """Reports of every region, for whoever may read them."""

    def __init__(self, database: Database, sealer: Sealer, reads: Recorder) -> None:
        self._database = database
        self._sealer = sealer
        self._reads = reads
        self._lookups = Lookups(database, ROUTINES, LOOKUPS)

    async def get(self, call: Call, report: UUID) -> Answer:
        """One report. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.REPORT_READ)
        found = await self._lookups.rows(REPORT, call.region, visibility.tokens(call.actor), report)
        if not found:
            raise NotFound
        row = found[0]
        self._reads.note(call, ReadKind.REPORT_OPENED, classification=row["classification"], report=report)
        shown = Shown.of(row, call, await open_kept(self._sealer, call.region, hidden_in(row)))
        return Answer(OK, encode(report_view(shown, call)), etag(shown.facts.version))

    async def listing(self, call: Call, wanted: repository.Listing, cursor: str | None, page: Page) -> ReportPage:
        """One page of reports, in the order in which they were reported."""
        require_role(call.actor, Action.REPORT_READ)
        question = question_of(wanted, "-reported_at" if page.descending else "reported_at")
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.listing(transaction, call.region, wanted, after, page)
            await transaction.commit()
        self._reads.note(call, ReadKind.REPORTS_LISTED, wanted=wanted)
        opened = await open_kept(self._sealer, call.region, [kept for row in rows for kept in hidden_in(row)])
        items = [Shown.of(row, call, opened) for row in rows[: page.limit]]
        last = items[-1].facts if len(rows) > page.limit else None
        return ReportPage(
            items=[report_item(shown, call.policy) for shown in items],
            next_cursor=cursor_of(last.reported_at, last.id, question) if last else None,
        )

    async def preview_route(self, call: Call, report: UUID) -> RouteAnswer:
        """Where the policy in force would send a report, and by which rule."""
        require_role(call.actor, Action.ROUTING_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, report)
            await transaction.commit()
        if row is None:
            raise NotFound
        self._reads.note(call, ReadKind.ROUTE_PREVIEWED, classification=row["classification"], report=report)
        return route_view(route_of(facts_of(row), call.policy), call)
