"""Asking for an erasure, deciding on it, and reading what was asked."""

from collections.abc import Callable
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.approvals import Told, told_of
from service.features.changing.changes import Changes, Decided, Subject
from service.features.erasures import repository
from service.features.erasures.schemas import ErasureAnswer, ErasurePage
from service.features.erasures.views import erasure_of, erasure_view
from service.features.reports.changing import Terms
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.storage.sealing import Sealer
from service.storage.texts.destroying import Destruction, Keys
from service.storage.texts.keeping import ALL_PLAIN, Keeping
from service.storage.texts.kept_texts import Opened, open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.actors import Actor
from workflows.access.permissions import Action, require_role
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.codes.people import Role
from workflows.codes.reports import Classification, TextField
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.erasures.commands import DecideErasure, RequestErasure
from workflows.decisions.erasures.erasing import ErasureFacts, Sought, decide_erasure, decide_request
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

CREATED, OK = 201, 200


class ErasureService:
    """Erasures of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._sealer = sealer
        self._terms = terms

    async def request(self, call: Call, report: UUID, body: RequestErasure) -> Answer:
        """Ask for an erasure, without reading anything of the report. Raises the refusals of ``decide_request``."""
        require_role(call.actor, Action.ERASURE_REQUEST)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_request(transaction, call, report, body.target, body.text)
            if row["id"] is None:
                raise NotFound
            return Subject(row, row["version"], row["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            change, erasure = decide_request(facts_of(row), body, _sought(row, body.target), call.actor, given)
            told = Told(call.person, call.actor.agency, given.now)

            async def enter(transaction: Transaction, events: tuple[RecordedEvent, ...]) -> None:
                await repository.insert(transaction, report, erasure, call, events[0])

            answer = self._answer(call, change, erasure, told, CREATED)
            return Decided(change, pointers_of(row), answer, also=enter)

        return await self._changes.run(call, read, decide, _behind_the_counter(call.actor))

    async def decide(self, call: Call, report: UUID, erasure_id: UUID, body: DecideErasure) -> Answer:
        """Approve or refuse; what is approved is destroyed at once. Raises the refusals of ``decide_erasure``."""
        require_role(call.actor, Action.ERASURE_DECIDE)
        keys: list[Keys] = []

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_decision(transaction, call, report, erasure_id)
            held = visibility.tokens(call.actor)
            seen = row["id"] is not None and visibility.may_read(row["readers"], row["walled"], held)
            if not seen or row["erasure_id"] is None:
                raise NotFound
            opened = await open_kept(self._sealer, call.region, (row["reason"], row["decision"]))
            keys[:] = await self._keys(call.region, row) if body.approve else []
            return Subject(row, row["version"], row["id"], opened)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            change, erasure = decide_erasure(facts_of(row), erasure_of(row), body, call.actor, given)
            told = told_of(row, subject.opened).by(call.actor, given.now, body.reason)
            chosen = keys[0] if keys else None
            destruction = Destruction(call.region, report, erasure, given.now, chosen, call.person, call.key)

            async def carry_out(transaction: Transaction, events: tuple[RecordedEvent, ...]) -> None:
                await repository.decided(transaction, erasure, call, events[0])
                if erasure.state is ApprovalState.APPROVED:
                    await destruction.carry_out(transaction, events[0].id)

            keeping = None if chosen is None else _keeping(chosen, change, subject.opened)
            answer = self._answer(call, change, erasure, told, OK)
            return Decided(change, pointers_of(row), answer, keeping=keeping, also=carry_out)

        return await self._changes.run(call, read, decide)

    async def listing(self, call: Call, report: UUID, after: UUID | None, limit: int) -> ErasurePage:
        """The erasures of a report, oldest first. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.ERASURE_READ)
        tokens = (*visibility.tokens(call.actor), *_behind_the_counter(call.actor))
        async with self._database.transaction(call.region, tokens) as transaction:
            rows = await repository.page(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        secrecy = rows[0]["classification"]
        self._reads.note(call, ReadKind.ERASURES_OPENED, classification=secrecy, report=report)
        found = [row for row in rows if row["erasure_id"] is not None]
        items = [await self._item(call, row) for row in found[:limit]]
        return ErasurePage(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)

    async def _item(self, call: Call, row: Record) -> ErasureAnswer:
        readable = visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))
        kept = (row["reason"], row["decision"]) if readable else ()
        opened = await open_kept(self._sealer, call.region, kept)
        told = told_of(row, opened, readable=readable)
        return erasure_view(erasure_of(row), facts_of(row), told, call)

    async def _keys(self, region: str, row: Record) -> list[Keys]:
        """The keys of a destruction, when what is to go is sealed."""
        if row["target"] == ErasureTarget.EVIDENCE:
            return []  # an original has a key of its own
        sealed = row["target"] != ErasureTarget.TEXT or row["text_sealed"]
        if not sealed or row["old_key"] is None:
            return []
        old = await self._sealer.key(region, row["id"], row["old_key"])
        return [Keys(old, await self._sealer.make(region, row["id"]))]

    def _answer(
        self, call: Call, change: Change, erasure: ErasureFacts, told: Told, status: int
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = erasure_view(erasure, change.report, told, call, receipt)
            return Answer(status, encode(view), etag(change.report.version))

        return answer


def _behind_the_counter(actor: Actor) -> tuple[str, ...]:
    """What an admin needs beside the own tokens: the report's row and chain, though none of its words are asked for.

    Walls against the admin's own agency hold all the same.
    """
    return (
        (visibility.SYSTEM, visibility.of_person(actor.person)) if Role.ADMIN in (actor.role, actor.maker_role) else ()
    )


def _keeping(keys: Keys, change: Change, opened: Opened) -> Keeping:
    """How an approval is kept that changes the key: as any other change, under the new one."""
    secret = change.report.classification is Classification.SECRET
    sealed = secret or any(text.content is not None for text in opened.values())
    return Keeping(keys.new.key, texts=secret) if sealed else ALL_PLAIN


def _sought(row: Record, target: ErasureTarget) -> Sought:
    if target is ErasureTarget.REPORTER:
        return Sought(row["identified"], None, row["reporter_gone"], row["pending"])
    if target is ErasureTarget.RECIPIENT:
        return Sought(row["received"], None, row["recipient_gone"], row["pending"])
    if target is ErasureTarget.EVIDENCE:
        return Sought(row["held"], None, row["evidence_gone"], row["pending"])
    field = row["of_field"]
    return Sought(field is not None, None if field is None else TextField(field), row["text_gone"], row["pending"])
