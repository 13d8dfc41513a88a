"""Proposing what takes protection away, deciding on it, and reading what was proposed."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.approvals import Told, told_of
from service.features.changing.changes import Changes, Decided, Subject
from service.features.proposals import repository
from service.features.proposals.schemas import ChangeProposalAnswer, ChangeProposalPage
from service.features.proposals.views import Seen, kept_asks, proposal_of, proposal_view
from service.features.reports.case_steps import case_steps, study
from service.features.reports.changing import ReportChanges, Terms
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.features.walls.repository import LIFT_WALL
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.approvals import ApprovalState
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.legal_clocks import is_finding
from workflows.decisions.clocks.studies import Studied
from workflows.decisions.gakkumdu.case_limits import Taken
from workflows.decisions.protections.commands import DecideProposal, Proposed, ProposeLift
from workflows.decisions.protections.proposals import ProposalFacts, decide_on_proposal, decide_proposal
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

CREATED, OK = 201, 200


class ProposalService:
    """Proposals of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._changing = ReportChanges(changes, sealer, terms)
        self._sealer = sealer
        self._terms = terms

    async def propose(self, call: Call, report: UUID, asks: Proposed) -> Answer:
        """Make a proposal. Raises NotFound and the refusals of ``decide_proposal``."""
        require_role(call.actor, Action.PROPOSAL_MAKE)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            change, proposal = decide_proposal(facts_of(subject.row), asks, call.actor, given)
            told = Told(call.person, call.actor.agency, given.now, asks.reason)

            def entered(events: tuple[RecordedEvent, ...]) -> list[Part]:
                return [Part(repository.INSERT, [_row(call, report, proposal, events[0])])]

            answer = self._answer(call, change, Seen(proposal, told), CREATED)
            return Decided(change, pointers_of(subject.row), answer, entered=entered)

        return await self._changes.run(call, self._changing.reader(call, report), decide)

    async def decide(self, call: Call, report: UUID, proposal_id: UUID, body: DecideProposal) -> Answer:
        """Approve or refuse; what is approved is changed at once. Raises the refusals of ``decide_on_proposal``."""
        require_role(call.actor, Action.PROPOSAL_DECIDE)

        case: list[Taken] = []
        studied: list[Studied] = []

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_decision(transaction, call, report, proposal_id)
            held = visibility.tokens(call.actor)
            seen = row["id"] is not None and visibility.may_read(row["readers"], row["walled"], held)
            if not seen or row["proposal_id"] is None:
                raise NotFound
            if body.approve:
                case[:] = await case_steps(transaction, call.region, report)
            if body.approve and row["register_number"] is None:
                studied[:] = await study(transaction, call.region, report)
            opened = await open_kept(self._sealer, call.region, (row["reason"], row["decision"]))
            return Subject(row, row["version"], row["id"], opened)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            facts, proposal = facts_of(row), proposal_of(row)
            found = is_finding(facts.reporting_agency, row["channel"], reporter=row["sealed"])
            change, decided = decide_on_proposal(
                facts, proposal, body, call.actor, given, found=found, case=case, study=studied
            )
            told = told_of(row, subject.opened, readable=_reads_words(row, call)).by(call.actor, given.now, body.reason)

            def entered(events: tuple[RecordedEvent, ...]) -> list[Part]:
                return [
                    Part(repository.DECIDE, [_decision(call, decided, events[0])]),
                    Part(LIFT_WALL, _lifted(call, report, decided, events[0])),
                ]

            answer = self._answer(call, change, Seen(decided, told), OK)
            return Decided(change, pointers_of(row), answer, entered=entered)

        return await self._changes.run(call, read, decide)

    async def listing(self, call: Call, report: UUID, after: UUID | None, limit: int) -> ChangeProposalPage:
        """The proposals on a report, oldest first. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.PROPOSAL_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.page(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        self._reads.note(call, ReadKind.PROPOSALS_OPENED, classification=rows[0]["classification"], report=report)
        found = [row for row in rows if row["proposal_id"] is not None]
        items = [await self._item(call, row) for row in found[:limit]]
        return ChangeProposalPage(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)

    async def _item(self, call: Call, row: Record) -> ChangeProposalAnswer:
        readable = _reads_words(row, call)
        opened = await open_kept(self._sealer, call.region, (row["reason"], row["decision"]) if readable else ())
        return proposal_view(Seen(proposal_of(row), told_of(row, opened, readable=readable)), facts_of(row), call)

    def _answer(
        self, call: Call, change: Change, seen: Seen, status: int
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = proposal_view(seen, change.report, call, receipt)
            return Answer(status, encode(view), etag(change.report.version))

        return answer


def _reads_words(row: Record, call: Call) -> bool:
    return visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))


def _row(call: Call, report: UUID, proposal: ProposalFacts, event: RecordedEvent) -> tuple[object, ...]:
    asks, protections = kept_asks(proposal.asks), sorted(proposal.protections)
    was = msgspec.json.encode(proposal.was).decode()
    what = (call.region, proposal.id, report, proposal.asks.kind, asks, was, protections, proposal.state)
    return (*what, event.texts[0].id, call.person, call.actor.agency, event.at)


def _decision(call: Call, decided: ProposalFacts, event: RecordedEvent) -> tuple[object, ...]:
    why = event.texts[0].id if event.texts else None
    return (decided.state, call.person, call.actor.agency, event.at, event.id, why, call.region, decided.id)


def _lifted(call: Call, report: UUID, decided: ProposalFacts, event: RecordedEvent) -> list[tuple[object, ...]]:
    """The row of the wall that falls, if one does."""
    asks = decided.asks
    if decided.state is not ApprovalState.APPROVED or not isinstance(asks, ProposeLift):
        return []
    return [(call.person, call.actor.agency, event.at, call.region, report, asks.agency)]
