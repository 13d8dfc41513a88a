"""Recording what was told, reading it, and listing what must still be told."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import Page, cursor_of, place_of, question_of
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.changes import Changes, Decided, Subject
from service.features.notices import repository
from service.features.notices.schemas import (
    NoticePage,
    OwingPage,
    ShownRecipient,
    TemplatesAnswer,
    UnsealRecipientAnswer,
)
from service.features.notices.views import listed_notice, owed_of, owing_view, sent_notice, templates_view
from service.features.reports import repository as reports
from service.features.reports.changing import CREATED, UNSEAL, Receipted, ReportChanges, Terms
from service.features.reports.shown import Shown
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.storage.sealing import NewKey, ReportKey, Sealer, open_recipient, seal_recipient
from service.storage.texts.keeping import Keeping, key_part, wrapped_key
from service.storage.texts.kept_texts import open_kept, shown
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.notices import Audience
from workflows.codes.people import Role
from workflows.codes.reports import Classification, ReportState
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.notices.commands import SendNotice, UnsealRecipient
from workflows.decisions.notices.telling import decide_notice, decide_recipient_unsealing
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

OWN = (Role.OFFICER, Role.SUPERVISOR)
"""Who works for the agency whose own list is meant when none is named; so does a key that one of them made."""


class _Sealing(NamedTuple):
    """The key that a recipient is sealed with; ``made`` when the report had none."""

    key: ReportKey
    made: NewKey | None


class NoticeService:
    """Notices of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._sealer = sealer
        self._terms = terms
        self._changing = ReportChanges(changes, sealer, terms)

    async def send(self, call: Call, report: UUID, body: SendNotice) -> Answer:
        """Record a notice that was sent. Raises the refusals of ``decide_notice``."""
        require_role(call.actor, Action.NOTICE_SEND)
        sealing: list[_Sealing] = []
        read_report = self._changing.reader(call, report)
        found_at: datetime | None = None

        async def read(transaction: Transaction) -> Subject:
            nonlocal found_at
            subject = await read_report(transaction)
            if body.audience is Audience.REPORTER and subject.row["state"] == ReportState.REPORTED:
                found_at = await reports.found_at(transaction, call.region, report)
            if body.recipient is not None:
                sealing[:] = [await self._sealing(transaction, call.region, report)]
            return subject

        def decide(subject: Subject, given: Circumstances) -> Decided:
            known = Shown.of(subject.row, call, subject.opened)
            change = decide_notice(known.facts, body, call.actor, given, found_at=found_at)
            decided = Decided(change, known.pointers, self._answer(call, change, readable=known.readable))
            return _sealed(decided, body, sealing[0], given) if sealing else decided

        return await self._changes.run(call, read, decide)

    async def unseal(self, call: Call, report: UUID, notice: UUID, body: UnsealRecipient) -> Answer:
        """Show who received a notice to one supervisor, once, for a reason. The answer is not kept for a repetition."""
        require_role(call.actor, Action.REPORTER_UNSEAL)
        opened: list[bytes] = []
        refused: list[str | None] = []
        read_report = self._changing.reader(call, report)

        async def read(transaction: Transaction) -> Subject:
            subject = await read_report(transaction)
            row = await repository.recipient(transaction, call.region, report, notice)
            if row is None:
                raise NotFound
            refused[:] = [_nobody(row)]
            if refused[0] is None:
                key = await self._sealer.key(call.region, report, row["wrapped_key"])
                opened[:] = [open_recipient(key, notice, row["sealed"])]
            return subject

        answer = await self._changing.run(
            call._replace(key=None),
            read,
            lambda known, _, given: decide_recipient_unsealing(
                known.facts, notice, body, call.actor, given, refused=refused[0]
            ),
            extra_tokens=(UNSEAL,),
        )
        receipt = msgspec.json.decode(answer.body, type=Receipted).receipt
        recipient = msgspec.json.decode(opened[0], type=ShownRecipient)
        return answer._replace(body=encode(UnsealRecipientAnswer(recipient=recipient, receipt=receipt)))

    async def listing(self, call: Call, report: UUID, after: UUID | None, limit: int) -> NoticePage:
        """The notices of a report and what it owes. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.NOTICE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.page(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        secrecy = rows[0]["classification"]
        self._reads.note(call, ReadKind.NOTICES_OPENED, classification=secrecy, report=report)
        found = [row for row in rows if row["id"] is not None]
        opened = await open_kept(self._sealer, call.region, [row["words"] for row in found[:limit]])
        items = [listed_notice(row, shown(row["words"], opened)) for row in found[:limit]]
        further = str(items[-1].id) if len(found) > limit else None
        return NoticePage(items=items, next_cursor=further, owed=owed_of(rows[0], call))

    async def owing(self, call: Call, wanted: repository.Owing, cursor: str | None, limit: int) -> OwingPage:
        """One page of what is owed, due first: of the caller's own agency, unless another is named."""
        require_role(call.actor, Action.NOTICE_READ)
        if wanted.agency is None and not {call.actor.role, call.actor.maker_role}.isdisjoint(OWN):
            wanted = wanted._replace(agency=call.actor.agency)
        question = question_of(wanted, "due_at")
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.owing(transaction, call.region, wanted, after, Page(limit))
            await transaction.commit()
        self._reads.note(call, ReadKind.OWED_LISTED, wanted=wanted)
        last = rows[limit - 1] if len(rows) > limit else None
        return OwingPage(
            items=[owing_view(row, call) for row in rows[:limit]],
            next_cursor=cursor_of(last["due_at"], last["id"], question) if last else None,
        )

    def templates(self, call: Call) -> TemplatesAnswer:
        """The templates of the region, and what must be told there."""
        require_role(call.actor, Action.NOTICE_READ)
        return templates_view(call)

    async def _sealing(self, transaction: Transaction, region: str, report: UUID) -> _Sealing:
        stored = await wrapped_key(transaction, region, report)
        if stored is not None:
            return _Sealing(await self._sealer.key(region, report, stored), None)
        made = await self._sealer.make(region, report)
        return _Sealing(made.key, made)

    def _answer(self, call: Call, change: Change, *, readable: bool) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = sent_notice(change, events[0], receipt, readable=readable)
            return Answer(CREATED, encode(view), etag(change.report.version))

        return answer


def _sealed(decided: Decided, body: SendNotice, sealing: _Sealing, given: Circumstances) -> Decided:
    """What was decided, with its recipient encrypted under the report's key.

    So is the first answer: the fingerprint of the request beside it is a hash of the recipient's words too.
    """
    report, notice = decided.change.report, decided.change.events[0].notice
    if notice is None or body.recipient is None:
        return decided
    plain = encode(body.recipient.model_dump(mode="json"), order="sorted")
    sealed = seal_recipient(sealing.key, notice.id, plain)
    row = (report.region, notice.id, report.id, sealed.ciphertext, given.now)
    secret, new = report.classification is Classification.SECRET, sealing.made
    made = () if new is None else (key_part(report.region, report.id, new.wrapped, given.now),)
    return decided._replace(
        sealed=(sealed.commitment,),
        extra=(Part(repository.INSERT_RECIPIENT, [row]),),
        keeping=Keeping(sealing.key, texts=secret, made=made, conceals=secret and new is not None),
    )


def _nobody(row: Record) -> str | None:
    """Why there is nobody to show, as a code."""
    if not row["named"]:
        return "recipient_unnamed"
    return "recipient_erased" if row["sealed"] is None else None
