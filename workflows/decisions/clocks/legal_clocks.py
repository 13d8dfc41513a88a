"""Which legal clocks a report's own life starts and stops. What opens when is a table of the law's file.

Sources: UU 7/2017 art. 454, UU 1/2015 art. 134, docs/domain.md, "Legal clocks" and "The counter".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, Protocol

from workflows.access.facts import ReportFacts
from workflows.codes.clocks import CountsFrom, LegalStep, Lodging
from workflows.codes.policy import LegalMoment
from workflows.codes.reports import Channel, ReportState
from workflows.decisions.clocks.starting import since_in_force, start_legal_clock
from workflows.decisions.drafting import Draft
from workflows.decisions.tasks.legal_order import BAWASLU, way_by_law
from workflows.policy.region import Policy
from workflows.policy.routing import route

OWN_EYES = frozenset({Channel.PATROL, Channel.SOCIAL_MEDIA})
"""Channels by which an agency finds a thing itself; by every other one somebody brings it."""

ENDED_BY_REGISTRATION = (LegalStep.FIX_FINDING, LegalStep.INITIAL_STUDY)
"""What is done once a finding or a report has its register number."""

OF_WHAT_IS_MISSING = (LegalStep.TELL_MISSING, LegalStep.COMPLETE_REPORT)
"""What runs only while a report lacks something: nothing is missing in what has a register number."""

_LIMITED = frozenset(step.value for step in LegalStep)
FROM_THE_BEGINNING = (LegalStep.LODGE_REPORT, *ENDED_BY_REGISTRATION)
"""What runs from receipt or discovery in every election."""

NONE_MET: Mapping[LegalStep, datetime] = MappingProxyType({})


class Limits(NamedTuple):
    """A report's legal clocks: until when each runs that does, and which of them stopped because the report ended."""

    running: Mapping[LegalStep, datetime]
    ended: frozenset[LegalStep] = frozenset()


class Clock(Protocol):
    """A clock of a report, of either family."""

    @property
    def kind(self) -> str:
        """The service clock or the step of the law."""

    @property
    def due_at(self) -> datetime:
        """When it runs out."""

    @property
    def stopped_at(self) -> datetime | None:
        """When what it waited for was done; None while it runs, also past its end."""


def is_finding(agency: str, channel: str, *, reporter: bool) -> bool:
    """Whether Bawaslu found it itself: entered by Bawaslu, by its own eyes, and nobody reported it."""
    return agency == BAWASLU and channel in OWN_EYES and not reporter


def limited(report: ReportFacts, policy: Policy) -> bool:
    """Whether a law sets limits in the report's election: nobody knows it of one that has left the policy."""
    election = policy.elections.get(report.election or "")
    if election is None:
        return report.election is not None
    return policy.law.limits(election.regime)


def limited_once_registered(report: ReportFacts, policy: Policy) -> frozenset[LegalStep]:
    """What the law limits from a report's registration on, by its election, category and stage alone.

    Walls come not in: who leads because another is accused is under no other law.
    """
    return limited_from(report, policy, LegalMoment.REGISTERED)


def limited_from(report: ReportFacts, policy: Policy, *moments: LegalMoment) -> frozenset[LegalStep]:
    """The same from each of these moments of its life on."""
    election = policy.elections.get(report.election or "")
    if election is None:
        return frozenset()
    way = route(policy, report.category, report.stage, frozenset())
    opened = (policy.law.opened(moment, election.regime, way.legal_clocks, way.lead) for moment in moments)
    return frozenset(step for steps in opened for step in steps if policy.law.sets(election.regime, step))


def counted_from(report: ReportFacts) -> datetime:
    """From when discovery and lodging are counted: nothing becomes known before it happens, nor after its receipt.

    Where nobody has said when it became known, from when it happened, which is never later.
    """
    known = report.occurred_at if report.known_at is None else max(report.known_at, report.occurred_at)
    return min(known, report.reported_at)


def lodging_of(report: ReportFacts, policy: Policy) -> Lodging | None:
    """Whether a report was lodged within its limit; None where the law limits no lodging, as of a finding.

    The limit ends where its clock was told to end: a calendar that changes since moves no verdict, a decision does.
    """
    election = policy.elections.get(report.election or "")
    if (
        election is None
        or was_found(report)
        or LegalStep.LODGE_REPORT not in opening_of(report, policy, LegalMoment.REPORTED)
    ):
        return None
    since = since_in_force(policy, election.regime, LegalStep.LODGE_REPORT, counted_from(report))
    clock = start_legal_clock(policy, election.regime, LegalStep.LODGE_REPORT, since, election)
    if clock is None:
        return None
    if report.known_at is None:
        return Lodging.UNTOLD
    return Lodging.IN_TIME if report.reported_at <= (report.lodging_ends or clock.warned_end) else Lodging.LATE


def advice_on_knowing(report: ReportFacts, policy: Policy) -> str | None:
    """What whoever registers the report is to know of when it became known, as a code; None when nothing."""
    if report.known_at is None and was_found(report):
        return "known_at_not_told"
    return _ADVICE.get(lodging_of(report, policy))


def handled_since(report: ReportFacts, policy: Policy, *, found: bool | None = None) -> datetime | None:
    """From when the handling counts where its law counts it from the receipt; None where from the registration.

    Of what nobody has lodged, Bawaslu having ``found`` it itself, it counts from the discovery; None for as its limits
    that began say.
    """
    if LegalStep.HANDLING not in opening_of(report, policy, LegalMoment.REPORTED):
        return None
    return _come_in(report, discovered=was_found(report) if found is None else found)


def handling_began(
    report: ReportFacts, policy: Policy, registered_at: datetime | None, *, found: bool | None = None
) -> datetime | None:
    """From when the handling of a report with a case counts: nothing that its desk does later begins it anew.

    By its law from the receipt or the discovery, or else from the report's register number, whatever the report is
    taken for by now; where the law begins it by neither, from the case's first registration, ``registered_at``.
    Sources: UU 7/2017 art. 454(7), UU 1/2015 art. 134(5).
    """
    election = policy.elections.get(report.election or "")
    if election is None:
        return registered_at
    moments = policy.law.begun_at(LegalStep.HANDLING, election.regime)
    discovered = was_found(report) if found is None else found
    if coming(found=discovered) in moments:
        return _come_in(report, discovered=discovered)
    number_given = report.registered_at if LegalMoment.REGISTERED in moments else None
    return number_given or registered_at


def _come_in(report: ReportFacts, *, discovered: bool) -> datetime:
    return counted_from(report) if discovered else report.formal_receipt_at or report.reported_at


def limits_of(report: ReportFacts, clocks: Iterable[Clock]) -> Limits:
    """What a report's clocks say of the law's limits. What stopped when the report ended, nobody has met."""
    legal = [(LegalStep(clock.kind), clock) for clock in clocks if clock.kind in _LIMITED]
    closed_at = report.closed_at if report.state is ReportState.CLOSED else None
    return Limits(
        {step: clock.due_at for step, clock in legal if clock.stopped_at is None},
        frozenset(step for step, clock in legal if clock.stopped_at is not None and clock.stopped_at == closed_at),
    )


def open_at_intake(draft: Draft, *, found: bool) -> None:
    """Start what runs from a report's receipt, or from the discovery of a finding.

    A report that came in while the counter was closed is received when the counter opens next. The limit for lodging
    is met, or missed, by its coming in: its clock stands stopped from the beginning.
    """
    start_each(draft, opened_at(draft, coming(found=found)), found=found)


def open_at_registration(draft: Draft) -> None:
    """Stop what the register number ends, and start what runs from it."""
    for step in (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING):
        draft.stop_legal(step)
    for step in opened_at(draft, LegalMoment.REGISTERED):
        draft.start_legal(step)
    since = handled_since(draft.report, draft.given.policy)
    if since is not None and LegalStep.HANDLING not in draft.report.limits_begun:  # it came in before this was so
        draft.start_legal(LegalStep.HANDLING, since)


def told_missing(draft: Draft, at: datetime, *, found_at: datetime | None) -> None:
    """The reporter was told what is missing: the time to hand it in begins, once, while nothing is registered.

    Not before it was ``found_at`` to be missing, whatever date the notice has: nobody is told what nobody found, and
    of what nobody found nothing can be handed in. So nothing begins where nothing is outstanding, None.
    """
    if draft.report.state is ReportState.REPORTED and found_at is not None:
        since = max(at, found_at)
        draft.stop_legal(LegalStep.TELL_MISSING, since)
        start_once(draft, LegalStep.COMPLETE_REPORT, not_over(draft, since))


def not_over(draft: Draft, since: datetime) -> datetime:
    """From when the reporter's time to hand in counts: from the entry, where counted ``since`` it would be over by it.

    Whoever dates both the finding and the notice back takes nobody's right: its end was told to no one before.
    """
    policy, election = draft.given.policy, draft.report.election
    found = policy.elections.get(election or "")
    clock = start_legal_clock(policy, found.regime, LegalStep.COMPLETE_REPORT, since, found) if found else None
    return draft.given.now if clock is not None and clock.warned_end <= draft.given.now else since


def start_once(draft: Draft, step: LegalStep, at: datetime) -> None:
    """Start a step that never began: nobody has more time for it because it was noted again."""
    if step not in draft.report.limits_begun:
        draft.start_legal(step, at)


def was_found(report: ReportFacts) -> bool:
    """Whether its limits are those of a finding: what was lodged is studied first, and its lodging is limited."""
    begun = report.limits_begun
    lodged = begun & {LegalStep.LODGE_REPORT, LegalStep.INITIAL_STUDY}
    return LegalStep.FIX_FINDING in begun or (LegalStep.HANDLING in begun and not lodged)


_ADVICE: Mapping[Lodging | None, str] = {
    Lodging.UNTOLD: "known_at_not_told",
    Lodging.LATE: "lodged_late",
}


def coming(*, found: bool) -> LegalMoment:
    """The moment of a report's life that its coming in is: found by Bawaslu itself, or reported."""
    return LegalMoment.FOUND if found else LegalMoment.REPORTED


def start_each(
    draft: Draft, steps: Iterable[LegalStep], *, found: bool, met: Mapping[LegalStep, datetime] = NONE_MET
) -> None:
    """Start what runs from the beginning, but for what a registration has ended already; ``met`` stands as met."""
    report = draft.report
    known, received = counted_from(report), report.formal_receipt_at or report.reported_at
    discovered = CountsFrom.HAPPENED if found and _by_the_event(report) else None
    for step in steps:
        if step is LegalStep.LODGE_REPORT:
            _lodge(draft, known)
        elif report.register_number is None or step not in ENDED_BY_REGISTRATION:
            since = known if found else received
            draft.start_legal(step, since, met_at=met.get(step), counts_from=discovered)


def _lodge(draft: Draft, known: datetime) -> None:
    """Lodging is met or missed by the receipt; while nobody has said when it became known, nothing tells which."""
    if draft.report.known_at is not None:
        since = CountsFrom.HAPPENED if _by_the_event(draft.report) else None
        draft.start_legal(LegalStep.LODGE_REPORT, known, met_at=draft.report.reported_at, counts_from=since)


def _by_the_event(report: ReportFacts) -> bool:
    """Whether what counts from the knowing counts from the event: nobody said, or said a time before it happened."""
    return report.known_at is None or report.known_at < report.occurred_at


def opened_at(draft: Draft, moment: LegalMoment) -> list[LegalStep]:
    """What the law of the report's election opens at a moment, by the way that it is on."""
    return opening_of(draft.report, draft.given.policy, moment)


def opening_of(report: ReportFacts, policy: Policy, moment: LegalMoment) -> list[LegalStep]:
    """The same of a report as it stands.

    Whom it accuses or walls off is bound all the same: one person does that, and puts off no limit by it. What the law
    opens for who leads in their place opens beside it.
    """
    election = policy.elections.get(report.election or "")
    if election is None:
        return []
    ways = route(policy, report.category, report.stage, frozenset()), way_by_law(report, policy)
    opened = (policy.law.opened(moment, election.regime, way.legal_clocks, way.lead) for way in ways)
    return [*dict.fromkeys(step for steps in opened for step in steps)]
