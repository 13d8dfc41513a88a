"""Reading a clock, reckoning one beforehand, extending one, and counting one anew once the calendar has changed."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import cursor_of, place_of, question_of
from service.edge.problems.faults import says
from service.edge.representation import encode, etag
from service.edge.service_errors import FieldError, NotFound, ValidationFailed
from service.features.changing.changes import Changes, Decided, Subject
from service.features.clocks import repository
from service.features.clocks.schemas import ClockItem, ClockPage, ClockPreview
from service.features.clocks.views import Seen, Told, changed_in, clock_of, clock_view, preview_view, told_of
from service.features.reports.changing import Terms
from service.features.reports.sight import require_seen
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require_role
from workflows.clocks.explaining import Reckoning
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law_readings import disputed, ends_of, lengthened
from workflows.clocks.recount import estimates
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import Regime
from workflows.codes.wording import Wording
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.commands import ExtendClock, RecountClock
from workflows.decisions.clocks.extending import decide_extension
from workflows.decisions.clocks.recounting import decide_recount
from workflows.policy.counter import disputed_closing, earliest_counter_end
from workflows.policy.region import Policy
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

OK = 200
SORT = "due_at"
LOOKED_AT, LOOKS = 200, 10
"""How many clocks are looked at together, and how often, for one page of those whose calendar has changed."""


Decision = Callable[[ReportFacts, KeptClock, Circumstances], tuple[Change, KeptClock]]
"""What is decided on a clock of a report."""


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

    async def changed(self, call: Call, wanted: repository.Running, cursor: str | None, limit: int) -> ClockPage:
        """One page of the legal clocks whose calendar has changed since they were counted, due first."""
        require_role(call.actor, Action.CLOCK_READ)
        question = question_of(wanted, SORT)
        after, found = place_of(cursor, question), list[ClockItem]()
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            for _ in range(LOOKS):
                rows = await repository.by_working_days(transaction, call.region, wanted, after, LOOKED_AT)
                for row in rows[:LOOKED_AT]:
                    after = (row["due_at"], row["id"])
                    found.extend(changed_in(row, call))
                    if len(found) == limit:
                        break
                more = len(rows) > LOOKED_AT or (rows and after != (rows[-1]["due_at"], rows[-1]["id"]))
                if not more or len(found) == limit:
                    break
            await transaction.commit()
        self._reads.note(call, ReadKind.CLOCKS_LISTED, wanted=wanted)
        return ClockPage(items=found, next_cursor=cursor_of(*after, question) if more and after else None)

    def preview(self, call: Call, regime: Regime, step: LegalStep, start: datetime, *, extended: bool) -> ClockPreview:
        """When a legal clock would run out. Raises ValidationFailed where no law limits or extends it."""
        require_role(call.actor, Action.CLOCK_READ)
        policy = call.policy
        day = start.astimezone(policy.zone).date()
        row = policy.law.clock(regime, step, day)
        if row is None:
            raise _refused("step", "no_limit", says("no_limit", regime=regime))
        first, last = _known(policy)
        if not first <= day.year <= last:
            raise _refused("start", "out_of_calendar", says("years", first=first, last=last))
        if extended and row.extension is None:
            raise _refused("extended", "no_extension", says("no_extension", clock=row.id))
        ends = ends_of(row, start, policy.calendar)
        ends = lengthened(ends, start, policy.calendar) if extended else ends
        end, begins = ends[0], start.astimezone(UTC)
        counter = earliest_counter_end(policy, row, start, end.due_at)
        reckoning = Reckoning(
            end.length, row.counts_from, begins, end.due_at, end.skipped, end.basis, row.status, extended,
            readings=disputed(ends), counter_end=counter,
            estimates=estimates(ends, start, policy.calendar, counter),
            closing=disputed_closing(policy, regime, counter), backward=row.backward,
        )  # fmt: skip
        return preview_view(row, reckoning, call, regime, step)

    async def extend(self, call: Call, clock_id: UUID, body: ExtendClock) -> Answer:
        """Extend a clock. Raises the refusals of ``decide_extension``."""
        require_role(call.actor, Action.CLOCK_EXTEND)
        return await self._decided(
            call, clock_id, lambda report, clock, given: decide_extension(report, clock, body, call.actor, given)
        )

    async def recount(self, call: Call, clock_id: UUID, body: RecountClock) -> Answer:
        """Move a clock to where the calendar in force counts it. Raises the refusals of ``decide_recount``."""
        require_role(call.actor, Action.CLOCK_RECOUNT)
        return await self._decided(
            call, clock_id, lambda report, clock, given: decide_recount(report, clock, body, call.actor, given)
        )

    async def _decided(self, call: Call, clock_id: UUID, decision: Decision) -> Answer:
        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_for_command(transaction, call, clock_id)
            require_seen(row, call)
            return Subject(row, row["version"], row["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            change, clock = decision(facts_of(row), clock_of(row), given)
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


def _known(policy: Policy) -> tuple[int, int]:
    """The first and the last year of which the calendar knows the days off: before and after it guesses."""
    nation = policy.calendar.nation
    return (MINYEAR, MAXYEAR) if nation is None else (nation.first_year, nation.complete_to)


def _refused(parameter: str, code: str, words: Wording) -> ValidationFailed:
    return ValidationFailed(errors=[FieldError(parameter, code, words)])
