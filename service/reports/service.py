"""What may be done with reports. Each method is one call from outside and one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from uuid_utils.compat import uuid7

from service.calls import Call
from service.changes import Changes, Decided, Subject
from service.db.pool import Database, Transaction
from service.db.write import Insert, Part
from service.errors import NotFound
from service.idempotency import Answer
from service.paging import Page, cursor_of, place_of, question_of
from service.reading.recorder import Recorder
from service.receipts.signer import ReceiptSigner
from service.reports import repository
from service.reports.rows import Intaken, facts_of
from service.reports.schemas import IdentityAnswer, ReportPage, RouteAnswer, UnsealAnswer
from service.reports.views import Shown, hidden_in, report_item, report_view, route_view
from service.representation import encode, etag
from service.schemas import Receipt
from service.sealing import NewKey, SealedIdentity, Sealer, open_identity, seal_identity
from service.texts.keeping import ALL_PLAIN, Keeping, key_part
from service.texts.kept import open_kept
from workflows import visibility
from workflows.amendments import decide_amendment
from workflows.change import Change, Circumstances
from workflows.codes import Classification, ReportTrigger
from workflows.commands import (
    AddLink,
    AddNote,
    Dismiss,
    Offer,
    ReportAmendment,
    ReportCommand,
    ReportIntake,
    Unseal,
)
from workflows.intake import Intake, decide_intake
from workflows.legal_clocks import is_finding
from workflows.legal_order import route_of
from workflows.permissions import REPORT_ACTIONS, Action, require_role
from workflows.reads import ReadKind
from workflows.remarks import decide_link, decide_note, decide_unseal
from workflows.report_decisions import decide_report
from workflows.task_decisions import decide_offer
from workflows.trail import RecordedEvent

INSERT_SEALED = Insert("sealed_identity", ("region", "report_id", "sealed", "created_at"))
CREATED, OK = 201, 200
UNSEAL = "unseal"

DecideReport = Callable[[Shown, Subject, Circumstances], Change]


class Terms(NamedTuple):
    """What the operator promises: receipts, each signed."""

    receipts: ReceiptSigner


class _Receipted(msgspec.Struct):
    receipt: Receipt


class _Kept(NamedTuple):
    """What an intake stores encrypted: under which key, and who reported."""

    key: NewKey | None
    identity: SealedIdentity | None


class ReportService:
    """Reports of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._sealer = sealer
        self._terms = terms

    async def intake(self, call: Call, body: ReportIntake) -> Answer:
        """Take a report. Raises the refusals of ``decide_intake``."""
        require_role(call.actor, Action.REPORT_CREATE)
        report_id = uuid7()
        kept = await self._kept(call.region, report_id, body)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_intake(transaction, call, body.place.area)
            return Subject(row, None, None)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            intake = Intake(report_id, body, subject.row["area_known"])
            change = decide_intake(intake, call.actor, given)
            return self._intaken(call, body, change, kept, given)

        return await self._changes.run(call, read, decide)

    async def get(self, call: Call, report: UUID) -> Answer:
        """One report. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.REPORT_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, report)
            await transaction.commit()
        if row is None:
            raise NotFound
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
            items=[report_item(shown) for shown in items],
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
        return route_view(route_of(facts_of(row), call.policy))

    async def transition(self, call: Call, report: UUID, command: ReportCommand) -> Answer:
        """Fire a trigger. Raises the refusals of ``decide_report``."""
        require_role(call.actor, REPORT_ACTIONS[command.trigger])
        other = command.duplicate_of if isinstance(command, Dismiss) else None

        year = datetime.now(ZoneInfo(call.policy.timezone)).year

        async def read(transaction: Transaction) -> Subject:
            if command.trigger is ReportTrigger.VERIFY:
                return await self._subject(call, await repository.read_for_verify(transaction, call, report, year))
            row = await repository.read_for_command(transaction, call, report, other=other)
            return await self._subject(call, row)

        def decide(shown: Shown, subject: Subject, given: Circumstances) -> Change:
            facts: dict[str, Any] = {}
            if command.trigger is ReportTrigger.VERIFY:
                facts["register_number"] = register_number(call.region, year, subject.row["number"])
            if command.trigger is ReportTrigger.DISMISS:
                facts["duplicate_exists"] = subject.row["other_exists"]
            return decide_report(shown.facts, command, call.actor, given, **facts)

        return await self._change(call, read, decide)

    async def amend(self, call: Call, report: UUID, body: ReportAmendment) -> Answer:
        """Amend a report. Raises the refusals of ``decide_amendment``."""
        require_role(call.actor, Action.REPORT_AMEND)
        area = body.place.area if body.place else None
        return await self._change(
            call,
            self._reader(call, report, area=area),
            lambda shown, subject, given: decide_amendment(
                shown.facts, body, call.actor, given, area_known=subject.row["area_known"], found=_found(shown)
            ),
        )

    async def note(self, call: Call, report: UUID, body: AddNote) -> Answer:
        """Add a note."""
        require_role(call.actor, Action.REPORT_NOTE)
        return await self._change(
            call,
            self._reader(call, report),
            lambda shown, _, given: decide_note(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def link(self, call: Call, report: UUID, body: AddLink) -> Answer:
        """Relate two reports."""
        require_role(call.actor, Action.REPORT_LINK)
        return await self._change(
            call,
            self._reader(call, report, other=body.report),
            lambda shown, subject, given: decide_link(
                shown.facts,
                body,
                call.actor,
                given,
                other_exists=subject.row["other_exists"],
                linked=any(
                    (one.report, one.kind, one.outgoing) == (body.report, body.kind, True) for one in shown.links
                ),
            ),
            status=CREATED,
        )

    async def offer(self, call: Call, report: UUID, body: Offer) -> Answer:
        """Offer one more task. Raises the refusals of ``decide_offer``."""
        require_role(call.actor, Action.TASK_OFFER)
        return await self._change(
            call,
            self._reader(call, report),
            lambda shown, _, given: decide_offer(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def unseal(self, call: Call, report: UUID, body: Unseal) -> Answer:
        """Show the reporter to one supervisor, once, for a reason. The answer is not kept for a repetition."""
        require_role(call.actor, Action.REPORTER_UNSEAL)
        opened: list[bytes] = []

        async def read(transaction: Transaction) -> Subject:
            subject = await self._subject(call, await repository.read_for_command(transaction, call, report))
            sealed = await repository.read_sealed(transaction, call.region, report)
            if sealed is not None:
                key = await self._sealer.key(call.region, report, sealed["wrapped_key"])
                opened[:] = [open_identity(key, sealed["sealed"])]
            return subject

        answer = await self._change(
            call._replace(key=None),
            read,
            lambda shown, _, given: decide_unseal(
                shown.facts,
                body,
                call.actor,
                given,
                sealed=shown.sealed and (bool(opened) or shown.reporter is not None),
            ),
            extra_tokens=(UNSEAL,),
        )
        receipt = msgspec.json.decode(answer.body, type=_Receipted).receipt
        reporter = msgspec.json.decode(opened[0], type=IdentityAnswer)
        return answer._replace(body=encode(UnsealAnswer(reporter=reporter, receipt=receipt)))

    async def _change(
        self,
        call: Call,
        read: Callable[[Transaction], Any],
        decide: DecideReport,
        *,
        status: int = OK,
        extra_tokens: tuple[str, ...] = (),
    ) -> Answer:
        def decided(subject: Subject, given: Circumstances) -> Decided:
            shown = Shown.of(subject.row, call, subject.opened)
            change = decide(shown, subject, given)
            return Decided(change, shown.pointers, self._answer(call, shown, change, status))

        return await self._changes.run(call, read, decided, extra_tokens)

    def _answer(
        self, call: Call, shown: Shown, change: Change, status: int
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = report_view(shown.after(change, events), call, receipt)
            location = location_of(call.region, change.report.id) if status == CREATED else None
            return Answer(status, encode(view), etag(change.report.version), location)

        return answer

    def _intaken(self, call: Call, body: ReportIntake, change: Change, kept: _Kept, given: Circumstances) -> Decided:
        identity, key = kept.identity, kept.key
        intaken = Intaken(
            channel=body.source.channel,
            sealed=identity is not None,
            consent_to_share=bool(body.reporter and body.reporter.consent_to_share),
        )
        shown = Shown(change.report, None, *intaken, readable=True, texts={}, results={}, clocks=[], links=[])
        answer = self._answer(call, shown, change, CREATED)
        if key is None:
            return Decided(change, None, answer, intaken)
        extra = [key_part(call.region, change.report.id, key.wrapped, given.now)]
        if identity is not None:
            extra.append(Part(INSERT_SEALED, [(call.region, change.report.id, identity.ciphertext, given.now)]))
        commitments = () if identity is None else (identity.commitment,)
        keeping = Keeping(key.key, texts=True) if change.report.classification is Classification.SECRET else ALL_PLAIN
        return Decided(change, None, answer, intaken, commitments, tuple(extra), keeping)

    async def _kept(self, region: str, report: UUID, body: ReportIntake) -> _Kept:
        """The new report's key and its sealed reporter, where there is anything to seal."""
        if body.reporter is None and body.classification is not Classification.SECRET:
            return _Kept(None, None)
        made = await self._sealer.make(region, report)
        if body.reporter is None:
            return _Kept(made, None)
        identity = encode(body.reporter.model_dump(mode="json", exclude={"consent_to_share"}), order="sorted")
        return _Kept(made, seal_identity(made.key, report, identity))

    def _reader(self, call: Call, report: UUID, **wanted: Any) -> Callable[[Transaction], Any]:
        async def read(transaction: Transaction) -> Subject:
            return await self._subject(call, await repository.read_for_command(transaction, call, report, **wanted))

        return read

    async def _subject(self, call: Call, row: Any) -> Subject:
        """What the caller may act on. A report seen only as holder of a task is not there as a report."""
        held = visibility.tokens(call.actor)
        if row["id"] is None or not visibility.may_read(row["readers"], row["walled"], held):
            raise NotFound
        opened = await open_kept(self._sealer, call.region, hidden_in(row))
        return Subject(row, row["version"], row["id"], opened)


def _found(shown: Shown) -> bool:
    return is_finding(shown.facts.reporting_agency, shown.channel, reporter=shown.sealed)


def register_number(region: str, year: int, number: int) -> str:
    """The gap-free register number of a region and year, for example ``33.05/2026/000017``."""
    return f"{region}/{year}/{number:06d}"


def location_of(region: str, report: UUID) -> str:
    """The path of a report."""
    return f"/v1/regions/{region}/reports/{report}"
