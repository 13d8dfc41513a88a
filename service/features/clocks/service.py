"""Reading a clock, reckoning one beforehand, and extending one."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.problems.faults import says
from service.edge.representation import encode, etag
from service.edge.service_errors import FieldError, NotFound, ValidationFailed
from service.features.changing.changes import Changes, Decided, Subject
from service.features.clocks import repository
from service.features.clocks.schemas import ClockPreview
from service.features.clocks.views import Seen, Told, clock_of, clock_view, preview_view, told_of
from service.features.reports.changing import Terms
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.clocks.explaining import Reckoning
from workflows.clocks.readings import disputed, ends_of, lengthened
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import Regime
from workflows.codes.wording import Wording
from workflows.decisions.change import Circumstances
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.clocks.extending import decide_extension
from workflows.policy.counter import earliest_counter_end
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

OK = 200
FIRST_YEAR, LAST_YEAR = 1946, 2099
"""Of these years the calendar knows the holidays."""


class ClockService:
    """Clocks of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._changes = changes
        self._terms = terms
        self._reads = reads

    async def get(self, call: Call, clock: UUID) -> Answer:
        """One clock with all that explains it. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.CLOCK_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, clock)
            await transaction.commit()
        if row is None:
            raise NotFound
        self._reads.note(call, ReadKind.CLOCK_OPENED, classification=row["classification"], report=row["id"])
        seen = Seen(facts_of(row), clock_of(row), told_of(row))
        return Answer(OK, encode(clock_view(seen, call, datetime.now(UTC))), etag(seen.report.version))

    def preview(self, call: Call, regime: Regime, step: LegalStep, start: datetime, *, extended: bool) -> ClockPreview:
        """When a legal clock would run out. Raises ValidationFailed where no law limits or extends it."""
        require_role(call.actor, Action.CLOCK_READ)
        policy = call.policy
        day = start.astimezone(policy.zone).date()
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _refused("start", "out_of_calendar", says("years", first=FIRST_YEAR, last=LAST_YEAR))
        row = policy.law.clock(regime, step, day)
        if row is None:
            raise _refused("step", "no_limit", says("no_limit", regime=regime))
        if extended and row.extension is None:
            raise _refused("extended", "no_extension", says("no_extension", clock=row.id))
        ends = ends_of(row, start, policy.calendar)
        ends = lengthened(ends, start, policy.calendar) if extended else ends
        end, begins = ends[0], start.astimezone(UTC)
        reckoning = Reckoning(
            end.length, row.counts_from, begins, end.due_at, end.skipped, end.basis, row.status, extended,
            readings=disputed(ends), counter_end=earliest_counter_end(policy, row, start, end.due_at),
        )  # fmt: skip
        return preview_view(row, reckoning, call, regime, step)

    async def extend(self, call: Call, clock_id: UUID, body: ExtendClock) -> Answer:
        """Extend a clock. Raises the refusals of ``decide_extension``."""
        require_role(call.actor, Action.CLOCK_EXTEND)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_command(transaction, call, clock_id)
            held = visibility.tokens(call.actor)
            if row["id"] is None or not visibility.may_read(row["readers"], row["walled"], held):
                raise NotFound
            return Subject(row, row["version"], row["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            change, clock = decide_extension(facts_of(row), clock_of(row), body, call.actor, given)
            seen = Seen(change.report, clock, told_of(row))
            return Decided(change, pointers_of(row), self._answer(call, seen))

        return await self._changes.run(call, read, decide)

    def _answer(self, call: Call, seen: Seen) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            event = events[0]
            told = Told(event.id, event.draft.action, event.at, dict(event.draft.data))
            receipt = self._terms.receipts.receipt(call.region, event)
            view = clock_view(seen._replace(told=(*seen.told, told)), call, event.at, receipt)
            return Answer(OK, encode(view), etag(seen.report.version))

        return answer


def _refused(parameter: str, code: str, words: Wording) -> ValidationFailed:
    return ValidationFailed(errors=[FieldError(parameter, code, words)])
