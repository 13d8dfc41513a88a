"""Reading the path of an administrative violation and taking its steps."""

from collections.abc import Callable
from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.administrative import repository
from service.features.administrative.views import administrative_view, hidden_in, path_of, step_after, steps_of
from service.features.changing.changes import Changes, Decided, Subject
from service.features.changing.possible import naming_what_is_possible
from service.features.reports.changing import Terms
from service.features.reports.sight import require_seen
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.decisions.administrative.commands import AdministrativeCommand
from workflows.decisions.administrative.so_far import Path
from workflows.decisions.administrative.violation_path import actions, decide_step, require_step_role
from workflows.decisions.change import Change, Circumstances
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

OK = 200


class AdministrativeService:
    """Administrative violations of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._changes = changes
        self._sealer = sealer
        self._terms = terms
        self._reads = reads

    async def get(self, call: Call, report: UUID) -> Answer:
        """A report's administrative violation. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.CASE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, report)
            await transaction.commit()
        if row is None:
            raise NotFound
        self._reads.note(call, ReadKind.CASE_OPENED, classification=row["classification"], report=report)
        opened, facts = await open_kept(self._sealer, call.region, hidden_in(row)), facts_of(row)
        view = administrative_view(facts, path_of(row, call.policy), steps_of(row, opened), call)
        return Answer(OK, encode(view), etag(facts.version))

    async def take(self, call: Call, report: UUID, command: AdministrativeCommand) -> Answer:
        """Take a step. Raises the refusals of ``decide_step``."""
        require_step_role(call.actor)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_step(transaction, call, report)
            require_seen(row, call)
            opened = await open_kept(self._sealer, call.region, hidden_in(row))
            return Subject(row, row["version"], row["id"], opened)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            facts, before = facts_of(subject.row), path_of(subject.row, call.policy)
            at_the_desk = subject.row["at_the_desk"]
            with naming_what_is_possible(lambda: actions(facts, before, call.actor, call.policy)):
                change, path = decide_step(facts, before, command, call.actor, given, at_the_desk=at_the_desk)
            return Decided(change, pointers_of(subject.row), self._answer(call, subject, change, path))

        return await self._changes.run(call, read, decide)

    def _answer(
        self, call: Call, subject: Subject, change: Change, path: Path
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        row = subject.row

        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            readable = visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))
            steps = [*steps_of(row, subject.opened), step_after(events[0], readable=readable)]
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = administrative_view(change.report, path, steps, call, receipt)
            return Answer(OK, encode(view), etag(change.report.version))

        return answer
