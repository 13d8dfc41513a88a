"""Showing evidence, letting it be looked at against a reason, and its chain of custody."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode
from service.edge.service_errors import NotFound
from service.features.changing.changes import Changes, Decided, Subject
from service.features.evidence import repository
from service.features.evidence.chains import Chain
from service.features.evidence.links import Grant, Links
from service.features.evidence.originals import ORIGINAL, PREVIEW
from service.features.evidence.schemas import CustodyPage, EvidenceAnswer, EvidenceLinkAnswer, EvidencePage
from service.features.evidence.views import custody_view, evidence_view, facts_of_evidence, readable, transfer_view
from service.features.reports.changing import CREATED, Terms
from service.storage.db.pool import Database
from service.storage.db.write import Part
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.evidence import ACT_OF, CustodyAct, MediaType, Purpose
from workflows.codes.reports import TextField
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.evidence.commands import RequestEvidenceLink, TransferEvidence
from workflows.decisions.evidence.custody import decide_link, decide_transfer
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

RENDITIONS = {Purpose.VIEW: PREVIEW, Purpose.DOWNLOAD: ORIGINAL}


class Whereto(NamedTuple):
    """The agency, or the body outside, that evidence was handed to; neither for any other act."""

    agency: str | None = None
    outside: str | None = None


NOWHERE = Whereto()


class EvidenceService:
    """Evidence of every region, for whoever asks."""

    def __init__(
        self,
        database: Database,
        changes: Changes,
        sealer: Sealer,
        terms: Terms,
        reads: Recorder,
        links: Links,
        link_for: timedelta,
    ) -> None:
        self._database = database
        self._changes = changes
        self._sealer = sealer
        self._terms = terms
        self._reads = reads
        self._links = links
        self._link_for = link_for

    async def listing(self, call: Call, report: UUID, after: UUID | None, limit: int) -> EvidencePage:
        """The evidence of a report, oldest first. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.EVIDENCE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.page(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        self._reads.note(call, ReadKind.EVIDENCE_LISTED, classification=rows[0]["classification"], report=report)
        found = [row for row in rows if row["evidence_id"] is not None]
        items = [await self._item(call, row) for row in found[:limit]]
        return EvidencePage(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)

    async def get(self, call: Call, report: UUID, evidence: UUID) -> EvidenceAnswer:
        """One piece of evidence. Raises NotFound."""
        require_role(call.actor, Action.EVIDENCE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.one(transaction, call.region, report, evidence)
            await transaction.commit()
        if row is None:
            raise NotFound
        self._reads.note(call, ReadKind.EVIDENCE_OPENED, classification=row["classification"], report=report)
        return await self._item(call, row)

    async def custody(self, call: Call, report: UUID, evidence: UUID, after: UUID | None, limit: int) -> CustodyPage:
        """The chain of custody, oldest first. Raises NotFound."""
        require_role(call.actor, Action.EVIDENCE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.custody(transaction, call.region, report, evidence, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        self._reads.note(call, ReadKind.CUSTODY_LISTED, classification=rows[0]["classification"], report=report)
        found = [row for row in rows if row["id"] is not None]
        opened = await open_kept(
            self._sealer, call.region, [row[name] for row in found for name in ("reason", "reference")]
        )
        items = [custody_view(row, opened) for row in found[:limit]]
        return CustodyPage(items=items, next_cursor=str(items[-1].event) if len(found) > limit else None)

    async def link(self, call: Call, report: UUID, evidence: UUID, body: RequestEvidenceLink) -> Answer:
        """Let the caller look at evidence, for a reason that is kept. Raises the refusals of ``decide_link``."""
        require_role(call.actor, Action.EVIDENCE_READ)

        chain = Chain(self._sealer, call, report, evidence)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row, may, of = subject.row, readable(subject.row, call), chain.reports
            change = decide_link(
                of.taken_for, facts_of_evidence(row), body, call.actor, given, readable=may, through=of.through
            )

            def answer(events: tuple[RecordedEvent, ...]) -> Answer:
                link = self._linked(call, row, body.purpose, events[0])
                return Answer(CREATED, encode(link), of.etag(change))

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return [custody_part(change, evidence, ACT_OF[body.purpose], events[0])]

            return Decided(change, of.pointers, answer, entered=entered, keeping=of.keeping)

        return await self._changes.run(call, chain.read, decide)

    async def transfer(self, call: Call, report: UUID, evidence: UUID, body: TransferEvidence) -> Answer:
        """Record that evidence was handed to somebody else. Raises the refusals of ``decide_transfer``."""
        require_role(call.actor, Action.EVIDENCE_TRANSFER)

        chain = Chain(self._sealer, call, report, evidence)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row, of = subject.row, chain.reports
            change = decide_transfer(of.taken_for, facts_of_evidence(row), body, call.actor, given, through=of.through)

            def answer(events: tuple[RecordedEvent, ...]) -> Answer:
                receipt = self._terms.receipts.receipt(call.region, events[0])
                view = transfer_view(body, events[0], receipt, may_read=readable(row, call))
                return Answer(CREATED, encode(view), of.etag(change))

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                whereto = Whereto(body.agency, body.outside_body)
                return [custody_part(change, evidence, CustodyAct.TRANSFERRED, events[0], whereto)]

            return Decided(change, of.pointers, answer, entered=entered, keeping=of.keeping)

        return await self._changes.run(call, chain.read, decide)

    async def _item(self, call: Call, row: Record) -> EvidenceAnswer:
        opened = await open_kept(self._sealer, call.region, (row["name"], row["note"], row["erased"]))
        return evidence_view(row, call, opened)

    def _linked(self, call: Call, row: Record, purpose: Purpose, event: RecordedEvent) -> EvidenceLinkAnswer:
        rendition = RENDITIONS[purpose]
        until = (datetime.now(UTC) + self._link_for).replace(microsecond=0)
        evidence, report = row["evidence_id"], row["id"]
        expires = int(until.timestamp())
        grant = Grant(call.region, report, evidence, rendition, event.id, call.person, expires)
        query = {"rendition": rendition, "custody": event.id, "expires": expires, "signature": self._links.sign(grant)}
        path = f"/v1/regions/{call.region}/reports/{report}/evidence/{evidence}"
        original = rendition == ORIGINAL
        return EvidenceLinkAnswer(
            evidence=evidence,
            purpose=purpose,
            url=call.address(f"{path}/content?{urlencode(query)}"),
            expires_at=until,
            media_type=row["media_type"] if original else MediaType.JPEG.value,
            sha256=row["sha256"].hex() if original else None,
            receipt=self._terms.receipts.receipt(call.region, event),
        )


def custody_part(
    change: Change, evidence: UUID, act: CustodyAct, event: RecordedEvent, whereto: Whereto = NOWHERE
) -> Part:
    """The entry of the chain of custody that an event makes."""
    texts = {text.draft.field: text.id for text in event.texts}
    by = (event.person, event.actor["agency"], event.at)
    words = (texts.get(TextField.REASON), texts.get(TextField.REFERENCE))
    return Part(
        repository.INSERT_CUSTODY,
        [(change.report.region, event.id, change.report.id, evidence, act, *by, *words, *whereto)],
    )
