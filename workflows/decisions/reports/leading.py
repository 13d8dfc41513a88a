"""Which agency comes to lead a report of which something is secret or sealed.

The first lead is the rule's. A wall on the lead passes it on by the rule of the policy, never to the agency of who put
the wall up, in the end to a body outside the regency; so does an accusation of the side that the lead is of. Every
other agency is cleared by two persons: without that no act of one person, and nothing that follows from it, brings it
what is secret or lets it ask who reported.
Source: docs/domain.md, "Walls" and "Protections" [P].
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile

from msgspec import structs

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.held_offices import offices_of
from workflows.access.own_side import leads_nothing
from workflows.access.refusals import DutyConflict
from workflows.codes.approvals import ProposalKind, Protection
from workflows.codes.reports import Classification
from workflows.decisions.tasks.legal_order import lead_by_law, leads_by_a_gap, route_of
from workflows.policy.region import Policy

SECOND_PERSON = "second_person_needed"
"""The code of what one person asks and two must do."""

OF_THE_LEAD: Mapping[str, object] = {"protections": [Protection.LEAD], "kind": ProposalKind.LEAD}
"""What a refusal for want of a second person tells where it is about who leads: what weakens, and what to propose."""


def heirs(report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    """Who leads by rule and, one after another, to whom the lead would pass if each of them came behind the wall."""
    found: list[str] = []
    while (lead := route_of(report, policy).lead) is not None:
        found.append(lead)
        report = structs.replace(report, barred=report.barred | {lead})
    return tuple(found)


def turned(before: ReportFacts, after: ReportFacts, actor: Actor, policy: Policy) -> bool:
    """Whether one person has changed who leads by rule, or to whom a wall would pass the lead on.

    Only a first wall around who leads, by rule, is no such thing: the next in order follows. One around somebody else
    lets those behind move up, and a second one by who has moved the lead before chooses who comes at last.
    """
    was, now = heirs(before, policy), heirs(after, policy)
    if (before.category, before.stage) != (after.category, after.stage):
        return was != now
    left = tuple(dropwhile(lambda agency: agency not in now, was))
    again = left != was and (actor.person in before.lead_moved_by or before.lead_agency != was[0])
    return again or now != left[: len(now)]


def may_lead(report: ReportFacts, agency: str) -> bool:
    """Whether one person may let an agency lead the report as it is."""
    secret = report.classification is Classification.SECRET
    return not secret or agency == report.lead_agency or agency in report.cleared


def brings_home(report: ReportFacts, agency: str, actor: Actor) -> bool:
    """Whether a report with a sealed reporter would come into an own agency of the actor, which nobody has cleared.

    Or one into which something was merged of which that agency's persons shut somebody out: a rule passes over nobody
    for what they did at another report, and that it led this one at first clears it for nothing of the other.
    """
    sealed = report.sealed and report.reporter_erasure is None and agency not in report.cleared
    own = agency in offices_of(actor, report) and (sealed or agency in report.passed_over_before)
    return own and agency != report.lead_agency


def made_the_gap(report: ReportFacts, actor: Actor) -> bool:
    """Whether nobody leads, and this person is one of those who moved the lead: it is for somebody else to choose."""
    return report.lead_agency is None and actor.person in report.gap_made_by


def chosen_by_who_made_the_gap(report: ReportFacts, agency: str, actor: Actor, policy: Policy) -> bool:
    """Whether one person would choose who leads in place of whom the same person, or one of their agency, shut out.

    An agency is passed over once one of theirs put a wall up or accused somebody; what it leads by law another's
    person may still give it. Whom two cleared once the gap was there is not of it.
    """
    if agency == report.lead_agency or agency in report.cleared - report.passed_over_before:
        return False
    by_law = agency == lead_by_law(report, policy) and agency not in offices_of(actor, report)
    return made_the_gap(report, actor) or (agency in report.who_shut_out and not by_law)


def require_gap_not_filled(report: ReportFacts, survivor: ReportFacts, actor: Actor, policy: Policy) -> None:
    """Raise DutyConflict ``second_person_needed`` where a merge hands a report to whose person shut somebody out of it.

    Whoever leads the report that goes on leads the matter: that is chosen as if the lead were given.
    """
    lead = survivor.lead_agency
    if lead is not None and chosen_by_who_made_the_gap(report, lead, actor, policy):
        raise DutyConflict(SECOND_PERSON, OF_THE_LEAD)


def require_may_lead(report: ReportFacts, agency: str, actor: Actor, policy: Policy) -> None:
    """Raise DutyConflict ``second_person_needed`` for an agency that two persons have to clear first.

    Nor does anybody alone bring a report with a sealed reporter into the own agency, whose supervisors could then ask,
    or choose who leads after having shut out who did.
    """
    alone = brings_home(report, agency, actor) or chosen_by_who_made_the_gap(report, agency, actor, policy)
    if alone or not may_lead(report, agency):
        raise DutyConflict(SECOND_PERSON, OF_THE_LEAD)


def lead_by_rule(report: ReportFacts, policy: Policy, actor: Actor | None = None) -> str | None:
    """Who leads when nobody is chosen: the rule's lead, where one person may let it lead, or else the present one.

    ``actor`` is whose act it follows from, where that chose no lead itself. Where the present lead gives way the rule's
    follows it, unless one person has turned the rule; where it leads by a gap alone, nobody does until two clear who.
    """
    lead = route_of(report, policy).lead
    if lead is None or (may_lead(report, lead) and not (actor and brings_home(report, lead, actor))):
        return lead
    if report.lead_agency is None or gives_way(report.lead_agency, report, policy):
        return None if report.steered else lead
    return None if leads_by_a_gap(report, report.lead_agency, policy) else report.lead_agency


def gives_way(lead: str, report: ReportFacts, policy: Policy) -> bool:
    """Whether an agency leads no longer by the rule of the policy: it is walled off, or of the accused side."""
    return lead in report.walled or lead in leads_nothing(report.accused | report.accused_ever, policy)


def cleared_by_wall(before: ReportFacts, after: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agency to which a wall or an accusation has passed the lead on by the rule of the policy, if it has."""
    lead, now = before.lead_agency, after.lead_agency
    if lead is None or now in {None, lead} or after.steered or not gives_way(lead, after, policy):
        return frozenset()
    return frozenset({now})


def lost_by_gap(before: ReportFacts, after: ReportFacts, agencies: Iterable[str], policy: Policy) -> frozenset[str]:
    """Which of these agencies would lead after a change by a gap alone, and not before: what nobody has agreed to.

    Whatever the act was and in whichever order it came: another category, another stage, a wall, an accusation. Whom
    the rule names then has not lost it, but for one of whose persons the gap may be: cleared it was for something else.
    """
    return frozenset(
        one
        for one in agencies
        if leads_by_a_gap(after, one, policy)
        and not leads_by_a_gap(before, one, policy)
        and (one in after.passed_over or one != route_of(structs.replace(after, lead_agency=one), policy).lead)
    )


def lost_by_own_act(before: ReportFacts, after: ReportFacts, actor: Actor, policy: Policy) -> frozenset[str]:
    """The actor's own agencies, where this act shuts out another one that led: two cleared them for no such thing.

    The lead then passes by the rule to whom nobody's own act brings it, and two may clear the agency for it anew.
    """
    lead = before.lead_agency
    if lead is None or gives_way(lead, before, policy) or not gives_way(lead, after, policy):
        return frozenset()
    return offices_of(actor, before) - {lead}


def gained_lead(before: ReportFacts, after: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agency to which a change turns the rule, or the lead itself; none where one that gave way passed it on."""
    expected = route_of(structs.replace(after, category=before.category, stage=before.stage), policy).lead
    allowed = {None, expected, before.lead_agency, *before.cleared}
    return frozenset({route_of(after, policy).lead, after.lead_agency} - allowed - {None})  # type: ignore[arg-type]


def not_cleared(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agency that leads without being cleared, where one person brought it that: by an act, or by turning the rule.

    None where it leads by a rule that nobody alone has turned.
    """
    lead = report.lead_agency
    by_rule = not report.steered and lead == route_of(report, policy).lead
    return frozenset() if lead is None or by_rule else frozenset({lead}) - report.cleared


def unseal_conflicts(report: ReportFacts, actor: Actor) -> Iterator[str]:
    """Why a supervisor of the lead may not ask who reported or was told, as codes."""
    if report.lead_agency is not None and report.lead_agency not in report.cleared:
        yield SECOND_PERSON
    if actor.person in report.lead_moved_by:
        yield "own_lead_change"
