"""A clock as its readers see it, and what one would be."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.answer_types import NameAnswer, Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.clocks.schemas import (
    ClockDetail,
    ClockItem,
    ClockPreview,
    ExtensionAnswer,
    PauseAnswer,
    ReadingAnswer,
    RecountAnswer,
    SkippedAnswer,
    WarningAnswer,
)
from service.features.reports.clock_schemas import ClockAnswer
from service.features.reports.clock_views import clock_answer, estimates_of
from workflows.access.facts import ReportFacts
from workflows.clocks.calendar import SkippedDay
from workflows.clocks.days import parse_length
from workflows.clocks.explaining import Pause, Reckoning, explain
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law import LegalClock
from workflows.clocks.law_readings import ReadEnd
from workflows.codes.clocks import ClockFamily, LegalStep
from workflows.codes.policy import Regime
from workflows.codes.states import CLOCK_EXTENDED, CLOCK_PAUSED, CLOCK_RECOUNTED, CLOCK_RESUMED, CLOCK_WARNED
from workflows.codes.wording import Wording
from workflows.decisions.available import clock_actions
from workflows.decisions.clocks.recounting import by_the_calendar
from workflows.policy.counter import counted_anew, disputed_closing
from workflows.policy.region import Policy


class Told(msgspec.Struct, frozen=True):
    """An event of the trail that told of a clock."""

    event: UUID
    action: str
    at: datetime
    data: dict[str, Any]


class Seen(NamedTuple):
    """A clock of a report, with the events that told of it, oldest first."""

    report: ReportFacts
    clock: KeptClock
    told: tuple[Told, ...]


_CLOCK = msgspec.json.Decoder(KeptClock)
_TOLD = msgspec.json.Decoder(tuple[Told, ...])


def clock_of(row: Record) -> KeptClock:
    """The clock of a row."""
    clock: KeptClock = _CLOCK.decode(row["kept_clock"])
    return clock


def told_of(row: Record) -> tuple[Told, ...]:
    """The events that a row has of its clock."""
    told: tuple[Told, ...] = _TOLD.decode(row["told"]) if row["told"] else ()
    return told


def changed_in(row: Record, call: Call) -> Iterator[ClockItem]:
    """The clock of a row with its report, if the calendar in force would count it otherwise."""
    clock = clock_of(row)
    anew = counted_anew(call.policy, clock, row["election"])
    if anew is not None:
        yield ClockItem(**_members(clock_answer(clock, call, anew)), report=row["report_id"])


def clock_view(seen: Seen, call: Call, now: datetime, receipt: Receipt | UnsetType = UNSET) -> ClockDetail:
    """The whole representation of a clock."""
    clock = seen.clock
    pauses, guesses = list(_pauses(seen.told)), estimates_of(clock, call.policy)
    anew = by_the_calendar(seen.report, clock, call.policy)
    reckoning = Reckoning(
        clock.length, clock.counts_from, clock.started_at, clock.due_at, clock.skipped, clock.basis, clock.status,
        clock.extended, pauses, clock.readings, clock.counter_end, anew, guesses,
        clock.rule if clock.family is ClockFamily.SERVICE else None,
        disputed_closing(call.policy, clock.regime, clock.counter_end),
        lapsed_of=clock.whose if clock.lapsed else None,
    )  # fmt: skip
    why = explain(reckoning, call.policy.zone)
    row = _row_of(clock, call.policy)
    return ClockDetail(
        **_members(clock_answer(clock, call, anew)),
        report=seen.report.id,
        counts_from=clock.counts_from,
        extends_to=clock.extends_to,
        extends_for=clock.extends_for,
        may_pause=clock.pauses,
        skipped=skipped_view(clock.skipped),
        readings=_readings(clock.readings),
        pauses=[PauseAnswer(paused_at=pause.first, resumed_at=pause.last) for pause in pauses],
        warnings=[
            WarningAnswer(
                event=each.event,
                percent=each.data["percent"],
                moment=msgspec.convert(each.data["moment"], datetime),
                at=each.at,
            )
            for each in seen.told
            if each.action == CLOCK_WARNED
        ],
        extension=_extension(seen.told),
        recounted_skipped=skipped_view(() if anew is None else anew.skipped),
        recounts=[_recount(each) for each in seen.told if each.action == CLOCK_RECOUNTED],
        note=None if row is None else _said(row.note),
        caution=None if row is None else _said(row.caution),
        explanation=why.of(call.language),
        explanations=_name(why),
        actions=actions_view(clock_actions(seen.report, clock, call.actor, call.policy, now), call.language),
        receipt=receipt,
    )


def _members(clock: ClockAnswer) -> dict[str, Any]:
    return {name: getattr(clock, name) for name in clock.__struct_fields__}


def preview_view(row: LegalClock, reckoning: Reckoning, call: Call, regime: Regime, step: LegalStep) -> ClockPreview:
    """What a clock of a row of the law would be."""
    why = explain(reckoning, call.policy.zone)
    return ClockPreview(
        regime=regime,
        step=step,
        whose=row.whose,
        start=reckoning.started_at,
        due_at=reckoning.due_at,
        counter_end=reckoning.counter_end,
        length=reckoning.length,
        day_kind=parse_length(reckoning.length).kind,
        counts_from=row.counts_from,
        extended=reckoning.extended,
        extends_to=row.extends_to,
        extends_for=row.extends_for,
        may_pause=row.pauses,
        skipped=skipped_view(reckoning.skipped),
        readings=_readings(reckoning.readings),
        estimates=list(reckoning.estimates),
        rule=row.id,
        policy_version=call.policy.version,
        law_version=call.policy.law.version,
        basis=reckoning.basis,
        status=row.status,
        note=_said(row.note),
        caution=_said(row.caution),
        explanation=why.of(call.language),
        explanations=_name(why),
    )


def skipped_view(skipped: Sequence[SkippedDay]) -> list[SkippedAnswer]:
    """The days that were passed over."""
    return [SkippedAnswer(day=off.day, reason=off.reason, name=_name(off.name)) for off in skipped]


def _readings(ends: Sequence[ReadEnd]) -> list[ReadingAnswer]:
    return [ReadingAnswer(length=end.length, day_kind=end.day_kind, basis=end.basis, due_at=end.due_at) for end in ends]


def _pauses(told: Sequence[Told]) -> Iterator[Pause]:
    first: datetime | None = None
    for each in told:
        if each.action == CLOCK_PAUSED:
            first = each.at
        elif each.action == CLOCK_RESUMED and first is not None:
            yield Pause(first, each.at)
            first = None
    if first is not None:
        yield Pause(first, None)


def _extension(told: Sequence[Told]) -> ExtensionAnswer | None:
    for each in told:
        if each.action == CLOCK_EXTENDED:
            before = msgspec.convert(each.data["due_before"], datetime)
            return ExtensionAnswer(event=each.event, at=each.at, due_before=before)
    return None


def _recount(told: Told) -> RecountAnswer:
    before, due = (msgspec.convert(told.data[name], datetime) for name in ("due_before", "due"))
    return RecountAnswer(event=told.event, at=told.at, due_before=before, due=due)


def _row_of(clock: KeptClock, policy: Policy) -> LegalClock | None:
    """The row of the law that started the clock, as long as the law is of the same version."""
    if clock.regime is None or clock.law_version != policy.law.version:
        return None
    day = clock.started_at.astimezone(policy.zone).date()
    return policy.law.clock(clock.regime, LegalStep(clock.kind), day)


def _said(words: Wording | None) -> NameAnswer | None:
    return None if words is None else _name(words)


def _name(words: Wording) -> NameAnswer:
    return NameAnswer(en=words.en, id=words.id)
