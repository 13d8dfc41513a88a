"""Duties that a person may not join, whatever their role. Source: docs/domain.md, "The report" and "Protections".

Each duty answers the code of the conflict or None from the actor and the facts alone, so that
it can be shown beforehand in ``actions`` as well as enforced.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import structs

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.held_offices import offices_of
from workflows.access.own_side import NOBODY, accuses_the_regency, house_of, keepers, side_of, with_arms
from workflows.access.refusals import DutyConflict
from workflows.access.standing_in import left_to_the_core
from workflows.access.visibility import may_read, text_readers, tokens, walled_tokens
from workflows.codes.people import Role
from workflows.codes.reports import Classification, ReportTrigger, Severity
from workflows.codes.tasks import REFUSED, TaskRole
from workflows.decisions.clocks.legal_clocks import counted_from
from workflows.decisions.protections.protection_table import TWO_PERSON_SEVERITIES
from workflows.decisions.reports.leading import OF_THE_LEAD, SECOND_PERSON, made_the_gap, unseal_conflicts
from workflows.decisions.tasks.legal_order import conflict_of_lead, route_of
from workflows.policy.region import Policy

Duty = Callable[[Actor, ReportFacts, Policy], str | None]
OWN_SIDE = "own_side_accused"
"""The code of what somebody may not do whose own side is accused."""
TAKEN_PART = "separation_of_duties"
"""The code of what somebody may not end who took part in it."""


def is_ones_own(actor: Actor, report: ReportFacts) -> bool:
    """Whether the actor reported it or what was merged into it, or made the API key that did."""
    return actor.person in report.reporters


def not_the_reporter(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """Whoever reported does not check their own report; what came in as S1 they may, and the event says so."""
    critical = report.severity is Severity.S1 and report.severity_taken in {None, Severity.S1}
    return "own_report" if is_ones_own(actor, report) and not critical else None


def not_who_led(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """What was ever S1 or S2 is ended by a second person, not by whoever took part in leading it in any round.

    Also when its lead task is taken back and it is dismissed: that would end it alone all the same.
    """
    if report.highest not in TWO_PERSON_SEVERITIES:
        return None
    return TAKEN_PART if actor.person in report.led_by else None


def not_for_ones_own_side(actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """Nobody ends what their own side was ever accused of; the desk belongs to the regency government."""
    return OWN_SIDE if of_the_accused(actor, report, policy) else None


def of_the_accused(actor: Actor, report: ReportFacts, policy: Policy) -> bool:
    """Whether the actor belongs to a side that the report accuses, or ever accused, or one that it goes on to."""
    return is_of_a_side(actor, report.accused_anywhere, policy, offices_of(actor, report))


def is_of_a_side(actor: Actor, accused: frozenset[str], policy: Policy, offices: frozenset[str] = NOBODY) -> bool:
    """Whether the actor belongs to the side of one of these agencies, in any of their ``offices`` that are known.

    The coordinators' side is the regency government, and it is that of everybody in their agency: whoever keeps the
    desk in one office is of it in the other.
    """
    houses = {actor.agency, *offices}
    if houses & with_arms(accused, policy):
        return True
    keeps_it = actor.role is Role.COORDINATOR or houses & keepers(policy)
    return bool(keeps_it) and accuses_the_regency(accused, policy)


def not_of_the_accused(actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """An agency that was ever accused checks nothing of the report, though the accusation was taken back."""
    return OWN_SIDE if offices_of(actor, report) & with_arms(report.accused_anywhere, policy) else None


def require_not_of_the_accused(actor: Actor, report: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict ``own_side_accused`` for somebody of an agency that was ever accused."""
    code = not_of_the_accused(actor, report, policy)
    if code is not None:
        raise DutyConflict(code)


def require_not_of_ones_own_side(actor: Actor, report: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict ``own_side_accused`` for somebody of a side that was ever accused."""
    if of_the_accused(actor, report, policy):
        raise DutyConflict(OWN_SIDE)


def opening_conflicts(actor: Actor, report: ReportFacts, policy: Policy) -> Iterator[str]:
    """Why a supervisor of the lead may neither ask who reported or was told, nor have it destroyed, as codes."""
    if of_the_accused(actor, report, policy):
        yield OWN_SIDE
    yield from unseal_conflicts(report, actor)


def require_may_open(actor: Actor, report: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict with the first of ``opening_conflicts``."""
    for code in opening_conflicts(actor, report, policy):
        raise DutyConflict(code, OF_THE_LEAD if code == SECOND_PERSON else {})


def require_lead_not_moved_by_the_accused(
    actor: Actor, before: ReportFacts, after: ReportFacts, policy: Policy
) -> None:
    """Raise DutyConflict ``own_side_accused`` where an act turns, for the own side, who deals with the report.

    With the lead goes who may end it, and who decides what is taken away from its protection; with the way, whether it
    is a case at all; with what it is taken for and since when it is known, whether it came in time. An act that turns
    the rule moves the lead too, once the lead task is taken back, declined or over. Whom they wall off or accuse deals
    with it no longer: that is left to others, also where a wall stands already, since an accusation stays for good.
    """
    if not of_the_accused(actor, before, policy):
        return
    shut_out = (after.accused - before.accused) | (after.barred - before.barred)
    if shut_out or before.lead_agency != after.lead_agency or _way(before, policy) != _way(after, policy):
        raise DutyConflict(OWN_SIDE)


def _way(report: ReportFacts, policy: Policy) -> tuple[object, ...]:
    """Of a report's way what decides who deals with it, by which law, and in what time."""
    way = route_of(report, policy)
    since = report.known_at, counted_from(report)
    return way.lead, way.gakkumdu, way.legal_clocks, report.category, report.election, *since


def brought_to_ones_own(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> bool:
    """Whether who stands in would let their own house read the report: their agency, its arms, or the one above.

    Whoever holds a task of what is restricted reads it; the agency that two have cleared may.
    """
    house = _houses(actor, report, policy)
    hidden = report.classification is not Classification.ORDINARY and agency not in report.held_by
    return bool(house & report.stand_ins) and agency in house and hidden and agency not in report.cleared


def require_not_brought_to_ones_own(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> None:
    """Raise DutyConflict ``second_person_needed`` where who stands in would let their own house read the report."""
    if brought_to_ones_own(actor, report, agency, policy):
        raise DutyConflict(SECOND_PERSON, OF_THE_LEAD)


def require_lead_not_brought_home(actor: Actor, before: ReportFacts, after: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict ``second_person_needed`` where the act of who stands in lets the lead fall to their own house.

    Others stand in beside them, and may do the same.
    """
    if after.lead_agency not in {None, before.lead_agency}:
        require_not_brought_to_ones_own(actor, as_strict_as_it_carries(before), str(after.lead_agency), policy)


def as_strict_as_it_carries(report: ReportFacts) -> ReportFacts:
    """The report as whoever would lead it reads it: with the evidence of what was merged into it."""
    return structs.replace(report, classification=report.strictest)


def evidence_brought_home(actor: Actor, report: ReportFacts, survivor: ReportFacts, policy: Policy) -> bool:
    """Whether by a merge the own house of who merges would lead evidence that they do not read themselves.

    Not where it leads the duplicate already, or two have cleared it there.
    """
    lead = survivor.lead_agency
    houses = _houses(actor, report, policy) | _houses(actor, survivor, policy)
    comes_home = lead in houses and lead != report.lead_agency and lead not in report.cleared
    return comes_home and not _reads_what_goes_on(actor, report)


def require_evidence_not_brought_home(actor: Actor, report: ReportFacts, survivor: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict ``second_person_needed`` for who merges unread evidence into what their own house leads."""
    if evidence_brought_home(actor, report, survivor, policy):
        raise DutyConflict(SECOND_PERSON, OF_THE_LEAD)


def _reads_what_goes_on(actor: Actor, report: ReportFacts) -> bool:
    """Whether somebody reads the words of a report; of what was merged into it, by office alone."""
    if not may_read(text_readers(report), walled_tokens(report), tokens(actor)):
        return False
    restricted = report.carried is Classification.RESTRICTED and actor.role is Role.COORDINATOR
    return report.carried in {None, Classification.ORDINARY} or restricted or actor.agency == report.lead_agency


def require_not_taken_from_the_lead(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> None:
    """Raise DutyConflict ``own_side_accused`` where the accused side gives another the lead that somebody has by right.

    A lead of which nobody may act they hand on, and one that its agency has given up.
    """
    if agency != report.lead_agency and not left_to_the_core(report, policy) and not _given_up(report):
        require_not_of_ones_own_side(actor, report, policy)


def _given_up(report: ReportFacts) -> bool:
    """Whether who leads has declined what they were offered last, or let the time to answer pass."""
    offered = [task for task in report.tasks if task.role is TaskRole.LEAD and task.round == report.round]
    last = max(offered, key=lambda task: task.offered_at, default=None)
    return last is not None and last.agency == report.lead_agency and last.state in REFUSED


def require_may_be_read_by(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> None:
    """Hold a task that somebody offers against what it lets its agency read.

    Raises DutyConflict ``second_person_needed`` for the own house of who stands in, and ``own_side_accused`` for one's
    own side where that is accused.
    """
    require_not_brought_to_ones_own(actor, report, agency, policy)
    if report.classification is not Classification.ORDINARY:
        require_not_given_to_the_accused(actor, report, agency, policy)


def require_not_given_to_the_accused(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> None:
    """Raise DutyConflict ``own_side_accused`` where somebody brings a task to their own side: home, or next door.

    The side of the desk is the regency government: an agency of it ends nothing for the desk either.
    """
    if agency in _houses(actor, report, policy) | side_of(report, policy):
        require_not_of_ones_own_side(actor, report, policy)


def _houses(actor: Actor, report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The houses of every agency in which somebody is known to hold an office."""
    return frozenset().union(*(house_of(agency, policy) for agency in offices_of(actor, report)))


def lead_is_lawful(_actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """A report that became another case is not closed by a lead that may not have it."""
    unlawful = report.proposed_rule is not None and conflict_of_lead(report, policy) is not None
    return "routing_conflict" if unlawful else None


def not_who_made_the_gap(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """Whoever moved the lead so that nobody leads does not end it either: that would bury it alone."""
    return SECOND_PERSON if made_the_gap(report, actor) else None


DUTIES: Mapping[ReportTrigger, tuple[Duty, ...]] = {
    ReportTrigger.VERIFY: (not_the_reporter, not_of_the_accused),
    ReportTrigger.DISMISS: (not_the_reporter, not_who_led, not_for_ones_own_side, not_who_made_the_gap),
    ReportTrigger.RETURN: (not_for_ones_own_side,),
    ReportTrigger.CLOSE: (not_who_led, not_for_ones_own_side, lead_is_lawful),
    ReportTrigger.REOPEN: (not_for_ones_own_side,),
}


def conflicts(trigger: ReportTrigger, actor: Actor, report: ReportFacts, policy: Policy) -> list[str]:
    """Every duty that forbids this actor this trigger, as codes."""
    check = partial(_ask, actor=actor, report=report, policy=policy)
    return [code for code in map(check, DUTIES.get(trigger, ())) if code is not None]


def require_no_conflict(trigger: ReportTrigger, actor: Actor, report: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict with the first duty that forbids it."""
    for code in conflicts(trigger, actor, report, policy):
        raise DutyConflict(code, OF_THE_LEAD if code == SECOND_PERSON else {})


def _ask(duty: Duty, *, actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    return duty(actor, report, policy)
