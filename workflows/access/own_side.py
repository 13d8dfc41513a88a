"""Whose side a report accuses, and who therefore leads it by no rule. Source: docs/domain.md, "Walls" [P].

Those who lead end a report, and nobody ends what their own side was ever accused of. An agency of the regency
government that was accused, and the one that keeps the regency's desk once any of them was, would hold the lead and
could do nothing with it: the rule's next in order leads instead. Core agencies that were acquitted lead again, because
the law's limits bind them.
"""

from workflows.access.facts import ReportFacts
from workflows.codes.policy import AgencyKind
from workflows.policy.region import Policy

NOBODY: frozenset[str] = frozenset()


def ever_accused(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """Every agency that the report accuses or ever accused, with their arms, as the wall around them has it."""
    return with_arms(report.accused | report.accused_ever, policy)


def with_arms(agencies: frozenset[str], policy: Policy) -> frozenset[str]:
    """These agencies and every one that is under one of them."""
    return agencies.union(*(policy.arms.get(agency, NOBODY) for agency in agencies))


def house_of(agency: str, policy: Policy) -> frozenset[str]:
    """An agency with its arms, and the one that it is an arm of: what one of them holds, the other reads or takes."""
    above = policy.above(agency)
    return with_arms(frozenset({agency} if above is None else {agency, above}), policy)


def of_the_regency(report: ReportFacts, policy: Policy) -> bool:
    """Whether the report accuses, or ever accused, an agency of the regency government, whose the desk is."""
    return accuses_the_regency(report.accused | report.accused_ever, policy)


def accuses_the_regency(accused: frozenset[str], policy: Policy) -> bool:
    """Whether any of these agencies, or of those under them, is of the regency government."""
    return bool(_government(with_arms(accused, policy), policy))


def side_of(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agencies of the regency government, once any of them was ever accused, also beyond; none otherwise."""
    anywhere = accuses_the_regency(report.accused_anywhere, policy)
    return _government(frozenset(policy.agencies), policy) if anywhere else NOBODY


def keepers(policy: Policy) -> frozenset[str]:
    """The agencies that keep the region's desk."""
    return frozenset(code for code, agency in policy.agencies.items() if agency.desk)


def leads_nothing(accused: frozenset[str], policy: Policy) -> frozenset[str]:
    """Whom no rule makes the lead of a report by which these agencies were ever accused."""
    government = _government(with_arms(accused, policy), policy)
    return government | keepers(policy) if government else NOBODY


def _government(agencies: frozenset[str], policy: Policy) -> frozenset[str]:
    known = (policy.agencies[code] for code in agencies if code in policy.agencies)
    return frozenset(agency.code for agency in known if agency.kind is AgencyKind.REGENCY_GOVERNMENT)
