"""Which agency may be offered which task, in the order that the law sets.

Sources: UU 7/2017 art. 454 and 476 (Bawaslu is the only door for an election violation),
docs/domain.md, "Agencies" (Kodim leads nothing; tasks of the joint desk once Bawaslu has registered the case).
"""

from collections.abc import Callable, Sequence

from msgspec import structs

from workflows.access.facts import ReportFacts
from workflows.access.own_side import leads_nothing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.tasks.commands import Offer
from workflows.policy.region import Policy
from workflows.policy.routing import Route, route

BAWASLU = "bawaslu"
KODIM = "kodim"
GAKKUMDU_PARTNERS = frozenset({"polres", "kejari"})

Rule = Callable[[Offer, ReportFacts, Route, Policy], str | None]


def not_behind_the_wall(offer: Offer, report: ReportFacts, way: Route, _policy: Policy) -> str | None:
    """An accused agency holds no task of the report that accuses it."""
    return "agency_walled" if offer.agency in report.walled | way.walled else None


def kodim_supports(offer: Offer, _report: ReportFacts, _way: Route, _policy: Policy) -> str | None:
    """Kodim never leads against civilians."""
    return "kodim_never_leads" if offer.agency == KODIM and offer.role is TaskRole.LEAD else None


def bawaslu_is_the_door(offer: Offer, report: ReportFacts, _way: Route, policy: Policy) -> str | None:
    """Where Bawaslu leads by rule, nobody else may lead the case, but for its own sub-district committees."""
    if offer.role is not TaskRole.LEAD or BAWASLU in {offer.agency, policy.above(offer.agency)}:
        return None
    return "bawaslu_only_door" if lead_by_law(report, policy) == BAWASLU else None


def registered_first(offer: Offer, report: ReportFacts, way: Route, _policy: Policy) -> str | None:
    """Polres and Kejari get their Gakkumdu task only once the case is registered."""
    of_the_desk = way.gakkumdu or way.lead == BAWASLU
    gakkumdu = offer.agency in GAKKUMDU_PARTNERS and offer.kind is TaskKind.CASE and of_the_desk
    return "gakkumdu_not_registered" if gakkumdu and report.register_number is None else None


RULES: tuple[Rule, ...] = (not_behind_the_wall, kodim_supports, bawaslu_is_the_door, registered_first)


def way_by_law(report: ReportFacts, policy: Policy) -> Route:
    """The way by the policy's rule, whoever of theirs put a wall up: the law's own door is shut by walls alone."""
    own_side = leads_nothing(report.accused | report.accused_ever, policy)
    return route(policy, report.category, report.stage, report.accused, report.barred, own_side)


def lead_by_law(report: ReportFacts, policy: Policy) -> str | None:
    """Who leads by ``way_by_law``."""
    return way_by_law(report, policy).lead


def route_of(report: ReportFacts, policy: Policy) -> Route:
    """Where the policy in force sends the report: past agencies of which a person has shut somebody out.

    The only door is lost by no act of its own, nor is a lead that its agency has of right, whoever else is shut out.
    """
    by_law = way_by_law(report, policy)
    passed_over = report.passed_over - report.cleared
    if by_law.lead not in passed_over or by_law.lead in {BAWASLU, _leads_of_right(report, policy)}:
        return by_law
    leads_not = passed_over | leads_nothing(report.accused | report.accused_ever, policy)
    return route(policy, report.category, report.stage, report.accused, report.barred, leads_not)


def _leads_of_right(report: ReportFacts, policy: Policy) -> str | None:
    """The present lead, where the rule names it for what the report is though nobody is shut out."""
    first = route(policy, report.category, report.stage, frozenset()).lead
    return first if first == report.lead_agency else None


def conflict_of_lead(report: ReportFacts, policy: Policy) -> str | None:
    """The rule that the present lead of a report stands against, as a code; None for a lawful lead, and for none."""
    if report.lead_agency is None:
        return None
    present = Offer(agency=report.lead_agency, role=TaskRole.LEAD, kind=TaskKind.INFORMATION, due_at=None)
    return objection(present, report, policy)


def leads_by_a_gap(report: ReportFacts, agency: str, policy: Policy) -> bool:
    """Whether the law lets an agency lead for no other reason than that somebody was shut out.

    Had nobody ever been accused or walled off, what the report is taken for would be another's to lead.
    """
    lead = structs.replace(report, lead_agency=agency)
    if conflict_of_lead(lead, policy) is not None:
        return False
    nobody: frozenset[str] = frozenset()
    shut_out = {"accused": nobody, "accused_ever": nobody, "barred": nobody, "walled": nobody, "passed_over": nobody}
    return conflict_of_lead(structs.replace(lead, **shut_out), policy) is not None


def objection(offer: Offer, report: ReportFacts, policy: Policy) -> str | None:
    """The first rule that forbids an offer, as a code; None for a lawful one."""
    return _objection(offer, report, route_of(report, policy), policy)


def _objection(offer: Offer, report: ReportFacts, way: Route, policy: Policy) -> str | None:
    return next((code for code in (rule(offer, report, way, policy) for rule in RULES) if code is not None), None)


def require_lawful(offers: Sequence[Offer], report: ReportFacts, policy: Policy, at: str = "/tasks/{}") -> None:
    """Check every offer against every rule.

    ``at`` is the JSON pointer of an offer, with its index. Raises InvalidCommand for an agency that the
    region does not have, LawForbids with the rule's code otherwise.
    """
    way = route_of(report, policy)
    for index, offer in enumerate(offers):
        pointer = at.format(index)
        if offer.agency not in policy.agencies:
            raise InvalidCommand("unknown_agency", f"{pointer}/agency", {"agency": offer.agency})
        code = _objection(offer, report, way, policy)
        if code is not None:
            raise LawForbids(code, {"agency": offer.agency, "pointer": pointer, "rule": way.rule})
