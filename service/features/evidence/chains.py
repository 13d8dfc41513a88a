"""The report that evidence is asked of, and the one whose chain of custody tells of it: two, once one was merged.

A chain of custody stays where it began. Whoever reaches evidence as that of the report that goes on acts by what that
one allows, and the event stands with the duplicate, which they need not see.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.representation import etag
from service.edge.service_errors import NotFound
from service.features.changing.changes import Subject
from service.features.evidence import repository
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import TextPointers, pointers_of
from service.storage.db.pool import Transaction
from service.storage.sealing import Sealer
from service.storage.texts.keeping import Keeping, key_part
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.codes.reports import Classification
from workflows.decisions.change import Change


class Reports(NamedTuple):
    """The report that the evidence was taken for, and the one that it is reached through if that is another.

    ``keeping`` is how the words of a change are kept where the report is not the one that was asked.
    """

    taken_for: ReportFacts
    pointers: TextPointers
    through: ReportFacts | None = None
    keeping: Keeping | None = None

    def etag(self, change: Change) -> str:
        """The version that the caller can name: of the report that was asked."""
        return etag(change.report.version if self.through is None else self.through.version)


class Chain:
    """Reads for one command on evidence, as often as it is tried."""

    def __init__(self, sealer: Sealer, call: Call, report: UUID, evidence: UUID) -> None:
        self._sealer = sealer
        self._call = call
        self._asked = (report, evidence)
        self._reports: Reports | None = None

    @property
    def reports(self) -> Reports:
        """What ``read`` has read last. Raises RuntimeError before."""
        if self._reports is None:
            msg = "a command decides on what was read"
            raise RuntimeError(msg)
        return self._reports

    async def read(self, transaction: Transaction) -> Subject:
        """What the caller may act on. Raises NotFound for a report or evidence that is missing or hidden."""
        row = await repository.read_to_change(transaction, self._call, *self._asked)
        held = visibility.tokens(self._call.actor)
        seen = row["id"] is not None and visibility.may_read(row["readers"], row["walled"], held)
        if not seen or row["evidence_id"] is None:
            raise NotFound
        subject = Subject(row, row["version"], row["id"])
        if row["taken_for"] == row["id"]:
            self._reports = Reports(facts_of(row), pointers_of(row))
            return subject
        other = await self._taken_for(transaction, row["taken_for"])
        keeping = await self._keeping(other) if other["classification"] == Classification.SECRET else None
        self._reports = Reports(facts_of(other), pointers_of(other), facts_of(row), keeping)
        return subject._replace(report=other["id"], not_before=other["updated_at"])

    async def _taken_for(self, transaction: Transaction, duplicate: UUID) -> Record:
        """The duplicate, which is about to be written on by who may not see it: what was asked is read already."""
        await transaction.see_all()
        other = await repository.read_taken_for(transaction, self._call.region, duplicate)
        if other is None:
            raise NotFound
        return other

    async def _keeping(self, other: Record) -> Keeping:
        region, report, wrapped = self._call.region, other["id"], other["wrapped_key"]
        if wrapped is not None:
            return Keeping(await self._sealer.key(region, report, wrapped), texts=True)
        made = await self._sealer.make(region, report)
        part = key_part(region, report, made.wrapped, datetime.now(UTC))
        return Keeping(made.key, texts=True, made=(part,), conceals=True)
