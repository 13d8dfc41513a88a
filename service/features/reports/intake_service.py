"""Reports are taken in: whole, sealed where they must be, with what may be of the same matter."""

from typing import NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode
from service.edge.service_errors import IdempotencyConflict, Unavailable
from service.features.changing.changes import Alone, Changes, Decided, Subject
from service.features.reports import repository
from service.features.reports.changing import CREATED, ReportChanges
from service.features.reports.duplicates import duplicates_of
from service.features.reports.intakes import INSERT_SEALED, Intakes
from service.features.reports.report_rows import Intaken
from service.features.reports.search_schemas import DuplicateAnswer
from service.features.reports.shown import Shown
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.storage.sealing import NewKey, SealedIdentity, Sealer, seal_identity
from service.storage.texts.keeping import ALL_PLAIN, Keeping, key_part
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.reports import Classification
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.reports.commands import ReportIntake
from workflows.decisions.reports.intake import Intake, decide_intake


class _Kept(NamedTuple):
    """What an intake stores encrypted: under which key, and who reported."""

    key: NewKey | None
    identity: SealedIdentity | None


class IntakeService:
    """Intakes of every region, for whoever reports."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, changing: ReportChanges) -> None:
        self._database = database
        self._changes = changes
        self._sealer = sealer
        self._changing = changing
        self._intakes = Intakes(database)

    async def take(self, call: Call, body: ReportIntake, chosen: UUID | None = None) -> Answer:
        """Take a report, under an identifier that the client has ``chosen`` or a new one.

        Raises the refusals of ``decide_intake``; IdempotencyConflict ``report_id_taken`` when there is such a report.
        """
        require_role(call.actor, Action.REPORT_CREATE)
        report_id = chosen or uuid7()
        kept = await self._kept(call.region, report_id, body)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_intake(transaction, call, body)
            return Subject(row, None, None)

        async def read_alone() -> Subject:
            return Subject(await self._intakes.read(call, body), None, None)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            intake = Intake(report_id, body, subject.row["area_known"])
            change = decide_intake(intake, call.actor, given)
            alike = duplicates_of(subject.row["duplicates"])
            return self._intaken(call, body, change, kept, given, alike)

        plain = body.classification is not Classification.SECRET
        alone = Alone(read_alone, self._intakes.take) if plain else None
        try:
            return await self._changes.run(call, read, decide, alone=alone)
        except Unavailable:
            if chosen is not None and await self._there_is(call.region, chosen):
                raise IdempotencyConflict("report_id_taken") from None
            raise

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
