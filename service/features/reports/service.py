"""What may be done with reports. Each method is one call from outside and one transaction."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.calls import Call
from service.edge.errors import IdempotencyConflict, NotFound, Unavailable
from service.edge.idempotency import Answer
from service.edge.paging import Page, cursor_of, place_of, question_of
from service.edge.representation import encode, etag
from service.features.changing.changes import EARLIEST, Beside, Changes, Decided, Subject
from service.features.reports import repository
from service.features.reports.changing import CREATED, OK, UNSEAL, Receipted, ReportChanges, Terms
from service.features.reports.duplicates import duplicates_of
from service.features.reports.lookups import LOOKUPS, REPORT, ROUTINES
from service.features.reports.rows import Intaken, facts_of
from service.features.reports.schemas import DuplicateAnswer, IdentityAnswer, ReportPage, RouteAnswer, UnsealAnswer
from service.features.reports.views import (
    Shown,
    clocks_in,
    hidden_in,
    pointers_of,
    report_item,
    report_view,
    route_view,
)
from service.storage.db.lookup import Lookups
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Insert, Part
from service.storage.sealing import NewKey, SealedIdentity, Sealer, open_identity, seal_identity
from service.storage.texts.keeping import ALL_PLAIN, Keeping, key_part
from service.storage.texts.kept import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import REPORT_ACTIONS, Action, require_role
from workflows.clocks.kept import KeptClock
from workflows.codes.reports import Classification, LinkKind, Outcome, ReportTrigger
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.legal_clocks import Limits, is_finding, limits_of
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import (
    AddLink,
    AddNote,
    Dismiss,
    NoteWithdrawal,
    ReportAmendment,
    ReportCommand,
    ReportIntake,
    Unseal,
)
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.merging import Running, decide_merge
from workflows.decisions.reports.remarks import decide_link, decide_note, decide_unseal, decide_withdrawal
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import route_of
from workflows.decisions.tasks.triggers import decide_offer
from workflows.trail.reads import ReadKind

DUPLICATE = LinkKind.DUPLICATE_OF
INSERT_SEALED = Insert("sealed_identity", ("region", "report_id", "sealed", "created_at"))


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
        self._changing = ReportChanges(changes, sealer, terms)
        self._lookups = Lookups(database, ROUTINES, LOOKUPS)

    async def intake(self, call: Call, body: ReportIntake, chosen: UUID | None = None) -> Answer:
        """Take a report, under an identifier that the client has ``chosen`` or a new one.

        Raises the refusals of ``decide_intake``; IdempotencyConflict ``report_id_taken`` when there is such a report.
        """
        require_role(call.actor, Action.REPORT_CREATE)
        report_id = chosen or uuid7()
        kept = await self._kept(call.region, report_id, body)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_intake(transaction, call, body)
            return Subject(row, None, None)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            intake = Intake(report_id, body, subject.row["area_known"])
            change = decide_intake(intake, call.actor, given)
            alike = duplicates_of(subject.row["duplicates"])
            return self._intaken(call, body, change, kept, given, alike)

        try:
            return await self._changes.run(call, read, decide)
        except Unavailable:
            if chosen is not None and await self._there_is(call.region, chosen):
                raise IdempotencyConflict("report_id_taken") from None
            raise

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
        return route_view(route_of(facts_of(row), call.policy))

    async def transition(self, call: Call, report: UUID, command: ReportCommand) -> Answer:
        """Fire a trigger. Raises the refusals of ``decide_report``, and for a duplicate those of ``decide_merge``."""
        require_role(call.actor, REPORT_ACTIONS[command.trigger])
        if isinstance(command, Dismiss) and command.outcome is Outcome.DUPLICATE and command.duplicate_of is not None:
            return await self._merge(call, report, command, command.duplicate_of)
        year = datetime.now(ZoneInfo(call.policy.timezone)).year

        ended: list[KeptClock] = []

        async def read(transaction: Transaction) -> Subject:
            if command.trigger is ReportTrigger.VERIFY:
                row = await repository.read_for_verify(transaction, call, report, year)
            else:
                row = await repository.read_for_command(transaction, call, report)
            if command.trigger is ReportTrigger.REOPEN:
                ended[:] = await repository.ended_clocks(transaction, call.region, report)
            return await self._changing.subject(call, row)

        def decide(shown: Shown, subject: Subject, given: Circumstances) -> Change:
            facts: dict[str, Any] = {}
            if command.trigger is ReportTrigger.VERIFY:
                facts["register_number"] = register_number(call.region, year, subject.row["number"])
            if command.trigger is ReportTrigger.REOPEN:
                facts["ended"] = tuple(ended)
            return decide_report(shown.facts, command, call.actor, given, **facts)

        return await self._changing.run(call, read, decide)

    async def _merge(self, call: Call, report: UUID, command: Dismiss, other: UUID) -> Answer:
        """Dismiss a duplicate and change the other report with it. Both are locked, in one order for all."""
        found: list[Record | None] = []
        cases: dict[UUID, CaseFacts] = {}

        async def read(transaction: Transaction) -> Subject:
            subject = await self._changing.subject(call, await repository.read_for_command(transaction, call, report))
            survivor = await repository.read(transaction, call.region, other)
            found[:] = [_seen(call, survivor)]
            cases.update(await repository.cases(transaction, call.region, (report, other)))
            since = EARLIEST if survivor is None else survivor["updated_at"]
            return subject._replace(not_before=since)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            shown, survivor = Shown.of(subject.row, call, subject.opened), found[0]
            facts = None if survivor is None else facts_of(survivor)
            linked = any((one.report, one.kind, one.outgoing) == (other, DUPLICATE, True) for one in shown.links)
            both = (cases.get(each, NO_CASE) for each in (report, other))
            running = Running(limits_of(shown.facts, shown.clocks), _limits_in(survivor), *both)
            merge = decide_merge(shown.facts, facts, command, call.actor, given, running=running, linked=linked)
            answer = self._changing.answer(call, shown, merge.duplicate, OK)
            beside = None if survivor is None else Beside(merge.survivor, pointers_of(survivor))
            return Decided(merge.duplicate, shown.pointers, answer, beside=beside)

        return await self._changes.run(call, read, decide, lock=(report, other))

    async def amend(self, call: Call, report: UUID, body: ReportAmendment) -> Answer:
        """Amend a report. Raises the refusals of ``decide_amendment``."""
        require_role(call.actor, Action.REPORT_AMEND)
        area = body.place.area if body.place else None
        return await self._changing.run(
            call,
            self._changing.reader(call, report, area=area),
            lambda shown, subject, given: decide_amendment(
                shown.facts, body, call.actor, given, area_known=subject.row["area_known"], found=_found(shown)
            ),
        )

    async def note(self, call: Call, report: UUID, body: AddNote) -> Answer:
        """Add a note."""
        require_role(call.actor, Action.REPORT_NOTE)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_note(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def link(self, call: Call, report: UUID, body: AddLink) -> Answer:
        """Relate two reports."""
        require_role(call.actor, Action.REPORT_LINK)
        return await self._changing.run(
            call,
            self._changing.reader(call, report, other=body.report),
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

    async def note_withdrawal(self, call: Call, report: UUID, body: NoteWithdrawal) -> Answer:
        """Note that the reporter withdraws. Raises the refusals of ``decide_withdrawal``."""
        require_role(call.actor, Action.REPORT_WITHDRAWAL)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_withdrawal(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def offer(self, call: Call, report: UUID, body: Offer) -> Answer:
        """Offer one more task. Raises the refusals of ``decide_offer``."""
        require_role(call.actor, Action.TASK_OFFER)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_offer(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def unseal(self, call: Call, report: UUID, body: Unseal) -> Answer:
        """Show the reporter to one supervisor, once, for a reason. The answer is not kept for a repetition."""
        require_role(call.actor, Action.REPORTER_UNSEAL)
        opened: list[bytes] = []

        async def read(transaction: Transaction) -> Subject:
            subject = await self._changing.subject(call, await repository.read_for_command(transaction, call, report))
            sealed = await repository.read_sealed(transaction, call.region, report)
            if sealed is not None:
                key = await self._sealer.key(call.region, report, sealed["wrapped_key"])
                opened[:] = [open_identity(key, sealed["sealed"])]
            return subject

        answer = await self._changing.run(
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
        receipt = msgspec.json.decode(answer.body, type=Receipted).receipt
        reporter = msgspec.json.decode(opened[0], type=IdentityAnswer)
        return answer._replace(body=encode(UnsealAnswer(reporter=reporter, receipt=receipt)))

    async def _there_is(self, region: str, report: UUID) -> bool:
        """Whether the region has a report of this identifier, whoever may see it."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            found = await repository.exists(transaction, region, report)
            await transaction.commit()
        return found

    def _intaken(
        self,
        call: Call,
        body: ReportIntake,
        change: Change,
        kept: _Kept,
        given: Circumstances,
        alike: list[DuplicateAnswer],
    ) -> Decided:
        identity, key = kept.identity, kept.key
        intaken = Intaken(
            channel=body.source.channel,
            sealed=identity is not None,
            consent_to_share=bool(body.reporter and body.reporter.consent_to_share),
        )
        shown = Shown(change.report, None, *intaken, readable=True, texts={}, results={}, clocks=[], links=[], owed=[])
        shown = shown._replace(duplicates=alike)
        answer = self._changing.answer(call, shown, change, CREATED)
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


def _seen(call: Call, row: Record | None) -> Record | None:
    """A second report, when the caller may read it as a report and not only act on a task of it."""
    if row is None or not visibility.may_read(row["readers"], row["walled"], visibility.tokens(call.actor)):
        return None
    return row


def _limits_in(row: Record | None) -> Limits:
    return Limits({}) if row is None else limits_of(facts_of(row), clocks_in(row))


def _found(shown: Shown) -> bool:
    return is_finding(shown.facts.reporting_agency, shown.channel, reporter=shown.sealed)


def register_number(region: str, year: int, number: int) -> str:
    """The gap-free register number of a region and year, for example ``33.05/2026/000017``."""
    return f"{region}/{year}/{number:06d}"
