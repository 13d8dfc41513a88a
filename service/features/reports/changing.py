"""How a report is changed and answered with, for every feature that changes one."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode, etag
from service.features.changing.changes import Changes, Decided, Subject
from service.features.reports import repository
from service.features.reports.shown import Shown, hidden_in
from service.features.reports.sight import require_seen
from service.features.reports.views import report_view
from service.storage.db.pool import Transaction
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.receipts.signer import ReceiptSigner
from workflows.decisions.change import Change, Circumstances
from workflows.trail.chaining import RecordedEvent

CREATED, OK = 201, 200
UNSEAL = "unseal"
"""The token under which what is sealed of a report can be read, once, by who is to be shown it."""

ReadReport = Callable[[Transaction], Awaitable[Subject]]
DecideReport = Callable[[Shown, Subject, Circumstances], Change]
Dress = Callable[[Decided, Circumstances], Decided]


class Terms(NamedTuple):
    """What the operator promises: receipts, each signed."""

    receipts: ReceiptSigner


class Receipted(Struct):
    """Of an answer only its receipt."""

    receipt: Receipt


class ReportChanges:
    """Changes of one report, answered with the report."""

    def __init__(self, changes: Changes, sealer: Sealer, terms: Terms) -> None:
        self._changes = changes
        self._sealer = sealer
        self._terms = terms

    async def run(
        self,
        call: Call,
        read: ReadReport,
        decide: DecideReport,
        *,
        status: int = OK,
        extra_tokens: tuple[str, ...] = (),
        dress: Dress = lambda decided, _: decided,
    ) -> Answer:
        """Read, decide, write, answer. ``dress`` adds to what was decided whatever else has to be written."""

        def decided(subject: Subject, given: Circumstances) -> Decided:
            shown = Shown.of(subject.row, call, subject.opened)
            change = decide(shown, subject, given)
            return dress(Decided(change, shown.pointers, self.answer(call, shown, change, status)), given)

        return await self._changes.run(call, read, decided, extra_tokens)

    def reader(self, call: Call, report: UUID, **wanted: Any) -> ReadReport:
        """What reads the report for a command."""

        async def read(transaction: Transaction) -> Subject:
            return await self.subject(call, await repository.read_for_command(transaction, call, report, **wanted))

        return read

    async def subject(self, call: Call, row: Record) -> Subject:
        """What the caller may act on. A report seen only as holder of a task is not there as a report."""
        require_seen(row, call)
        opened = await open_kept(self._sealer, call.region, hidden_in(row))
        return Subject(row, row["version"], row["id"], opened)

    def answer(
        self, call: Call, shown: Shown, change: Change, status: int
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        """What answers with the report as it is after the change."""

        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = report_view(shown.after(change, events), call, receipt)
            location = location_of(call.region, change.report.id) if status == CREATED else None
            return Answer(status, encode(view), etag(change.report.version), location)

        return answer


def location_of(region: str, report: UUID) -> str:
    """The path of a report."""
    return f"/v1/regions/{region}/reports/{report}"
