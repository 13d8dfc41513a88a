"""What may be done with a report that was taken. Each method is one call from outside and one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.features.changing.changes import EARLIEST, Beside, Changes, Decided, Subject
from service.features.reports import repository
from service.features.reports.case_steps import Gone, case_steps, gone, paths, study
from service.features.reports.changing import CREATED, OK, ReportChanges
from service.features.reports.clock_views import clocks_in
from service.features.reports.shown import Shown
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Transaction
from workflows.access import visibility
from workflows.access.permissions import REPORT_ACTIONS, Action, require_role
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.reports import LinkKind, Outcome, ReportTrigger
from workflows.decisions.administrative.so_far import Stepped, so_far
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.legal_clocks import Limits, is_finding, limits_of
from workflows.decisions.clocks.studies import Studied
from workflows.decisions.gakkumdu.case_limits import Taken
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts
from workflows.decisions.notices.owed import Duplicate
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import (
    AddLink,
    AddNote,
    Completeness,
    Dismiss,
    NoteWithdrawal,
    ReportAmendment,
    ReportCommand,
)
from workflows.decisions.reports.completeness import ToldFirst, decide_completeness
from workflows.decisions.reports.merging import Running, decide_merge
from workflows.decisions.reports.remarks import decide_link, decide_note, decide_withdrawal
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.triggers import decide_offer

DUPLICATE = LinkKind.DUPLICATE_OF
ENDS = frozenset({ReportTrigger.CLOSE, ReportTrigger.DISMISS})


_TURNS = frozenset({"election", "category", "occurred_at", "reported_party"})
"""What of an amendment may put a report under another law or on another way: its steps tell what they have met."""


class ReportService:
    """Reports of every region, for whoever changes them."""

    def __init__(self, changes: Changes, changing: ReportChanges) -> None:
        self._changes = changes
        self._changing = changing

    async def transition(self, call: Call, report: UUID, command: ReportCommand) -> Answer:
        """Fire a trigger. Raises the refusals of ``decide_report``, and for a duplicate those of ``decide_merge``."""
        require_role(call.actor, REPORT_ACTIONS[command.trigger])
        if isinstance(command, Dismiss) and command.outcome is Outcome.DUPLICATE and command.duplicate_of is not None:
            return await self._merge(call, report, command, command.duplicate_of)
        if command.trigger in ENDS:
            return await self._end(call, report, command)
        year = datetime.now(ZoneInfo(call.policy.timezone)).year

        ended: list[KeptClock] = []
        case: list[Taken] = []

        async def read(transaction: Transaction) -> Subject:
            if command.trigger is ReportTrigger.VERIFY:
                row = await repository.read_for_verify(transaction, call, report, year)
            else:
                row = await repository.read_for_command(transaction, call, report)
            if command.trigger is ReportTrigger.REOPEN:
                ended[:] = await repository.ended_clocks(transaction, call.region, report)
                case[:] = await case_steps(transaction, call.region, report)
            return await self._changing.subject(call, row)

        def decide(shown: Shown, subject: Subject, given: Circumstances) -> Change:
            facts: dict[str, Any] = {}
            if command.trigger is ReportTrigger.VERIFY:
                facts["register_number"] = register_number(call.region, year, subject.row["number"])
            if command.trigger is ReportTrigger.REOPEN:
                facts |= {"ended": tuple(ended), "case": tuple(case)}
            return decide_report(shown.facts, command, call.actor, given, **facts)

        return await self._changing.run(call, read, decide)

    async def _end(self, call: Call, report: UUID, command: ReportCommand) -> Answer:
        """Close or dismiss a report, having looked how far its administrative violation and its case have come."""
        duplicates: list[Duplicate] = []
        far = Gone()

        async def read(transaction: Transaction) -> Subject:
            nonlocal far
            row = await repository.read_for_command(transaction, call, report)
            if row["register_number"] is not None:
                far = await gone(transaction, call.region, report)
            duplicates[:] = await repository.duplicates_to_tell(transaction, call.region, report)
            return await self._changing.subject(call, row)

        def decide(shown: Shown, _: Subject, given: Circumstances) -> Change:
            undone = far.undone(shown.facts.election, call.policy)
            return decide_report(shown.facts, command, call.actor, given, duplicates=duplicates, undone=undone)

        return await self._changing.run(call, read, decide)

    async def _merge(self, call: Call, report: UUID, command: Dismiss, other: UUID) -> Answer:
        """Dismiss a duplicate and change the other report with it. Both are locked, in one order for all."""
        found: list[Record | None] = []
        cases: dict[UUID, CaseFacts] = {}
        ways: dict[UUID, Sequence[Stepped]] = {}

        async def read(transaction: Transaction) -> Subject:
            subject = await self._changing.subject(call, await repository.read_for_command(transaction, call, report))
            survivor = await repository.read(transaction, call.region, other)
            found[:] = [_seen(call, survivor)]
            cases.update(await repository.cases(transaction, call.region, (report, other)))
            ways.update(await paths(transaction, call.region, (report, other)))
            since = EARLIEST if survivor is None else survivor["updated_at"]
            return subject._replace(not_before=since)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            shown, survivor = Shown.of(subject.row, call, subject.opened), found[0]
            facts = None if survivor is None else facts_of(survivor)
            linked = any((one.report, one.kind, one.outgoing) == (other, DUPLICATE, True) for one in shown.links)
            here, there = (cases.get(each, NO_CASE) for each in (report, other))
            way, way_there = (
                so_far(ways.get(each, ()), shown.facts.election, call.policy).state for each in (report, other)
            )
            limits, limits_there = limits_of(shown.facts, shown.clocks), _limits_in(survivor)
            running = Running(limits, limits_there, here, there, way, way_there)
            merge = decide_merge(shown.facts, facts, command, call.actor, given, running=running, linked=linked)
            answer = self._changing.answer(call, shown, merge.duplicate, OK)
            beside = None if survivor is None else Beside(merge.survivor, pointers_of(survivor))
            return Decided(merge.duplicate, shown.pointers, answer, beside=beside)

        return await self._changes.run(call, read, decide, lock=(report, other))

    async def amend(self, call: Call, report: UUID, body: ReportAmendment) -> Answer:
        """Amend a report. Raises the refusals of ``decide_amendment``."""
        require_role(call.actor, Action.REPORT_AMEND)
        read_report = self._changing.reader(call, report, area=body.place.area if body.place else None)
        case: list[Taken] = []
        studied: list[Studied] = []
        turns = bool(body.model_fields_set & _TURNS)

        async def read(transaction: Transaction) -> Subject:
            subject = await read_report(transaction)
            if turns and subject.row["register_number"] is not None:
                case[:] = await case_steps(transaction, call.region, report)
            elif turns:
                studied[:] = await study(transaction, call.region, report)
            return subject

        def decide(shown: Shown, subject: Subject, given: Circumstances) -> Change:
            known = subject.row["area_known"]
            return decide_amendment(
                shown.facts, body, call.actor, given, area_known=known, found=_found(shown), case=case, study=studied
            )

        return await self._changing.run(call, read, decide)

    async def note(self, call: Call, report: UUID, body: AddNote) -> Answer:
        """Add a note."""
        require_role(call.actor, Action.REPORT_NOTE)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_note(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def link(self, call: Call, report: UUID, body: AddLink) -> Answer:
        """Relate two reports."""
        require_role(call.actor, Action.REPORT_LINK)
        return await self._changing.run(
            call,
            self._changing.reader(call, report, other=body.report),
            lambda shown, subject, given: decide_link(
                shown.facts,
                body,
                call.actor,
                given,
                other_exists=subject.row["other_exists"],
                linked=any(
                    (one.report, one.kind, one.outgoing) == (body.report, body.kind, True) for one in shown.links
                ),
            ),
            status=CREATED,
        )

    async def note_withdrawal(self, call: Call, report: UUID, body: NoteWithdrawal) -> Answer:
        """Note that the reporter withdraws. Raises the refusals of ``decide_withdrawal``."""
        require_role(call.actor, Action.REPORT_WITHDRAWAL)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_withdrawal(shown.facts, body, call.actor, given),
            status=CREATED,
        )

    async def note_completeness(self, call: Call, report: UUID, body: Completeness) -> Answer:
        """Note what is missing, or that it was handed in. Raises the refusals of ``decide_completeness``."""
        require_role(call.actor, Action.REPORT_VERIFY)
        read, lacking = self._changing.reader(call, report), False
        told: ToldFirst | None = None

        async def read_with_study(transaction: Transaction) -> Subject:
            nonlocal lacking, told
            subject = await read(transaction)
            lacking = await repository.lacking(transaction, call.region, report)
            told = await repository.told_first(transaction, call.region, report)
            return subject

        return await self._changing.run(
            call,
            read_with_study,
            lambda shown, _, given: decide_completeness(
                shown.facts, body, call.actor, given, lacking=lacking, told=told
            ),
            status=CREATED,
        )

    async def offer(self, call: Call, report: UUID, body: Offer) -> Answer:
        """Offer one more task. Raises the refusals of ``decide_offer``."""
        require_role(call.actor, Action.TASK_OFFER)
        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_offer(shown.facts, body, call.actor, given),
            status=CREATED,
        )


def _seen(call: Call, row: Record | None) -> Record | None:
    """A second report, when the caller may read it as a report and not only act on a task of it."""
    if row is None or not visibility.may_read(row["readers"], row["walled"], visibility.tokens(call.actor)):
        return None
    return row


def _limits_in(row: Record | None) -> Limits:
    return Limits({}) if row is None else limits_of(facts_of(row), clocks_in(row))


def _found(shown: Shown) -> bool:
    return is_finding(shown.facts.reporting_agency, shown.channel, reporter=shown.sealed)


def register_number(region: str, year: int, number: int) -> str:
    """The gap-free register number of a region and year, for example ``33.05/2026/000017``."""
    return f"{region}/{year}/{number:06d}"
