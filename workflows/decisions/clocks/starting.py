"""Clocks to start: the region's service clocks by its routing rules, and the nation's legal clocks by its law.

Two families, kept apart. Source: docs/domain.md, "Legal clocks" and "Service clocks and the ladder".
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import NamedTuple

from workflows.clocks.calendar import Calendar, SkippedDay
from workflows.clocks.days import due, parse_length
from workflows.clocks.law_readings import ReadEnd, by_the_earliest, disputed, end_kept, ends_of, lengthened
from workflows.codes.clocks import ClockFamily, ClockKind, CountsFrom, DayKind, ExtensionGround, LawStatus, LegalStep
from workflows.codes.policy import Regime
from workflows.codes.reports import Category, Severity
from workflows.policy.counter import counter_end
from workflows.policy.region import Election, Policy, Rule


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock to start, with everything that will explain it when the policy has long changed: times in UTC.

    ``whose`` is who must act, None where nobody in the region may. Of a legal clock ``law_version`` and ``regime`` say
    which law set it, ``extends_to`` to what length in all it may be extended and ``extends_for`` for what alone,
    ``extended`` whether it begins with that length, ``pauses`` whether it may stand still, ``readings`` each of several
    ways to read the law: the clock is the earliest of them. ``counter_end`` is when the counter last closes before its
    end, for what is handed in there.
    """

    family: ClockFamily
    kind: ClockKind | LegalStep
    started_at: datetime
    due_at: datetime
    length: str
    day_kind: DayKind
    counts_from: CountsFrom
    whose: str | None
    rule: str
    policy_version: str
    basis: str
    status: LawStatus
    skipped: tuple[SkippedDay, ...]
    regime: Regime | None = None
    law_version: str | None = None
    extends_to: str | None = None
    extends_for: ExtensionGround | None = None
    pauses: bool = False
    readings: tuple[ReadEnd, ...] = ()
    counter_end: datetime | None = None
    extended: bool = False

    @property
    def warned_end(self) -> datetime:
        """The end that it warns of: that of the counter, where there is one, else its own."""
        return self.counter_end or self.due_at


class Whose(NamedTuple):
    """Who must act before a service clock ends, and what started it."""

    whose: str | None
    counts_from: CountsFrom


NOBODY_YET = Whose(None, CountsFrom.RECEIVED)


def start_clock(
    policy: Policy, rule: str, severity: Severity, kind: ClockKind, start: datetime, *, of: Whose = NOBODY_YET
) -> ClockStart | None:
    """Start a service clock of the rule, None where the policy sets none for this severity.

    A report may outlive its rule: one that this version no longer has is answered with the last rule of
    its category, and the answer names that one. Raises KeyError for a rule of no known category.
    """
    found = policy.rules_by_id.get(rule) or _default(policy, rule)
    lengths = found.clocks.of(severity)
    length = lengths.acknowledge if kind is ClockKind.ACKNOWLEDGE else lengths.verify
    if length is None:
        return None
    end = due(length, start, policy.calendar)
    return ClockStart(
        family=ClockFamily.SERVICE,
        kind=kind,
        started_at=start.astimezone(UTC),
        due_at=end.due_at,
        length=length,
        day_kind=parse_length(length).kind,
        counts_from=of.counts_from,
        whose=of.whose,
        rule=found.id,
        policy_version=policy.version,
        basis=found.basis,
        status=found.status,
        skipped=end.skipped,
    )


def since_in_force(policy: Policy, regime: Regime, step: LegalStep, start: datetime) -> datetime:
    """From when a limit that would begin at ``start`` counts: from no earlier than the first day of its law.

    What nobody lodged, or handled, since then is late by any law. As it is given where no law limits the step, or it is
    not known since when one does.
    """
    first_days = [row.valid_from for row in policy.law.by_step.get((regime, step), ())]
    known = [day for day in first_days if day is not None]
    if not known or len(known) < len(first_days):
        return start
    return max(start, datetime.combine(min(known), time.min, policy.zone))


def start_legal_clock(
    policy: Policy, regime: Regime, step: LegalStep, start: datetime, election: Election | None = None
) -> ClockStart | None:
    """Start a legal clock under the regime, None where the law sets no limit for the step on that day.

    Nor does what is counted back from an event to come begin with a step. The stages of the ``election`` say when the
    counter keeps other hours; None for none.

    Raises ValueError for a start without offset.
    """
    row = policy.law.clock(regime, step, start.astimezone(policy.zone).date())
    if row is None or row.backward:
        return None
    ends = ends_of(row, start, policy.calendar)
    end = ends[0]
    return ClockStart(
        family=ClockFamily.LEGAL,
        kind=step,
        started_at=start.astimezone(UTC),
        due_at=end.due_at,
        length=end.length,
        day_kind=end.day_kind,
        counts_from=row.counts_from,
        whose=row.whose,
        rule=row.id,
        policy_version=policy.version,
        basis=end.basis,
        status=row.status,
        skipped=end.skipped,
        regime=regime,
        law_version=policy.law.version,
        extends_to=end.extends_to,
        extends_for=row.extends_for,
        pauses=row.pauses,
        readings=disputed(ends),
        counter_end=counter_end(policy, row, election, start, end.due_at),
    )


def begun_extended(start: ClockStart, calendar: Calendar) -> ClockStart:
    """A clock that begins anew once its step was extended: with its length in all, and no further."""
    if start.extends_to is None:
        return start
    ends = lengthened(start.readings or (end_kept(start),), start.started_at, calendar)
    return replace(start, **by_the_earliest(ends), readings=disputed(ends), extended=True)


def _default(policy: Policy, rule: str) -> Rule:
    try:
        category = Category(rule.partition("/")[0])
    except ValueError:
        raise KeyError(rule) from None
    return policy.rules_of[category][-1]
