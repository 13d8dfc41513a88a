"""What protects people around a report, and when a change takes some of it away.

One person may add protection; taking it away is a proposal of one person that another decides on. The table says of
each protection how its weakening shows and whose office decides. It looks at what a change makes of the report and
never at the member or trigger that was used, so that no other way leads around it. Source:
docs/domain.md, "Protections", "Walls" and "Who may read a report" [P].
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from workflows.access.facts import ReportFacts
from workflows.access.permissions import ANYONE, LEAD, Who
from workflows.codes.approvals import Protection
from workflows.codes.people import Role
from workflows.codes.policy import LegalMoment
from workflows.codes.reports import Classification, Severity
from workflows.decisions.clocks.kept_limits import as_under, once_under
from workflows.decisions.clocks.legal_clocks import (
    coming,
    counted_from,
    limited,
    limited_from,
    limited_once_registered,
    was_found,
)
from workflows.decisions.clocks.limits_anew import put_off_by_knowing
from workflows.decisions.reports.leading import cleared_by_wall, gained_lead, not_cleared
from workflows.policy.region import Policy

NOBODY: frozenset[str] = frozenset()
TWO_PERSON_SEVERITIES = frozenset({Severity.S1, Severity.S2})
"""The severities on which a duty hangs: a second person closes."""

_SECRECY = (Classification.ORDINARY, Classification.RESTRICTED, Classification.SECRET)

Weakened = Callable[[ReportFacts, ReportFacts, Policy], frozenset[str] | None]
"""The agencies that gain by a change from the first facts to the second; None when the protection stays as it is."""


class Rule(NamedTuple):
    """One protection: how its weakening shows, and who decides on a proposal that weakens it."""

    weakened: Weakened
    decided_by: Who


def more_read_it(before: ReportFacts, after: ReportFacts, _policy: Policy) -> frozenset[str] | None:
    """The classification is a lower one."""
    return NOBODY if _SECRECY.index(after.classification) < _SECRECY.index(before.classification) else None


def more_are_named(before: ReportFacts, after: ReportFacts, _policy: Policy) -> frozenset[str] | None:
    """Somebody is named on a report that not everybody reads."""
    hidden = before.classification is not Classification.ORDINARY
    return NOBODY if hidden and after.named - before.named else None


def fewer_are_accused(before: ReportFacts, after: ReportFacts, _policy: Policy) -> frozenset[str] | None:
    """An accusation of an agency is taken back."""
    return (before.accused - after.accused) or None


def a_wall_falls(before: ReportFacts, after: ReportFacts, _policy: Policy) -> frozenset[str] | None:
    """An agency is behind the wall no longer, for whatever reason it was, or behind one wall fewer."""
    return (before.walled - after.walled) | (before.barred - after.barred) or None


def a_duty_falls(before: ReportFacts, after: ReportFacts, _policy: Policy) -> frozenset[str] | None:
    """The severity no longer asks for a second person."""
    fell = before.severity in TWO_PERSON_SEVERITIES and after.severity not in TWO_PERSON_SEVERITIES
    return NOBODY if fell else None


def another_leads(before: ReportFacts, after: ReportFacts, policy: Policy) -> frozenset[str] | None:
    """An agency is cleared to lead, or one that is not would lead what is secret, or what becomes it."""
    gained = after.cleared - before.cleared - cleared_by_wall(before, after, policy)
    gained |= before.passed_over_before - after.passed_over_before
    if before.classification is Classification.SECRET:
        gained |= gained_lead(before, after, policy)
    elif after.classification is Classification.SECRET:
        gained |= not_cleared(after, policy)
    return gained or None


def a_limit_falls(before: ReportFacts, after: ReportFacts, policy: Policy) -> frozenset[str] | None:
    """A law's limits end, begin anew or later, or never begin: by another election, a later knowing, another category.

    By the law that it is under, and by each that it was ever under: it may come back, and one person brings it. What
    runs already runs on, whatever it is taken for.
    """
    if limited(before, policy):
        left = after.election != before.election
        never = limited_once_registered(before, policy) - limited_once_registered(after, policy) - before.limits_begun
        if left or never or _known_later(before, after, policy):
            return NOBODY
    for election in once_under(before, policy):
        then, now = (as_under(report, election, policy) for report in (before, after))
        moments = (coming(found=was_found(then)), LegalMoment.REGISTERED)  # there all begins anew
        opened, by_then = (limited_from(report, policy, *moments) for report in (then, now))
        if opened - by_then - before.limits_begun or _known_later(then, now, policy):
            return NOBODY
    return None


def _known_later(before: ReportFacts, after: ReportFacts, policy: Policy) -> bool:
    """Whether a limit that counts from the knowing would end later, or never begin.

    Whoever answers when it became known, where nobody had said it, takes no limit away: none was counted from it, but
    of a finding, whose limit ran from when it happened.
    """
    counted = before.known_at is not None or was_found(before)
    return counted and (counted_from(after) > counted_from(before) or put_off_by_knowing(before, after, policy))


_LEAD_OR_DESK: Who = {Role.SUPERVISOR: LEAD, Role.COORDINATOR: ANYONE}

PROTECTIONS: Mapping[Protection, Rule] = {
    Protection.CLASSIFICATION: Rule(more_read_it, _LEAD_OR_DESK),
    Protection.NAMED_PERSONS: Rule(more_are_named, {Role.SUPERVISOR: LEAD}),
    Protection.ACCUSATION: Rule(fewer_are_accused, _LEAD_OR_DESK),
    Protection.WALL: Rule(a_wall_falls, _LEAD_OR_DESK),
    Protection.SEVERITY: Rule(a_duty_falls, _LEAD_OR_DESK),
    Protection.LEAD: Rule(another_leads, _LEAD_OR_DESK),
    Protection.LEGAL_CLOCK: Rule(a_limit_falls, _LEAD_OR_DESK),
}
"""The seal itself has no row: a reporter is shown to one supervisor at a time for a reason, and what destroys an
identity is an erasure, which two persons make (``workflows.decisions.erasures.erasing``). Who leads decides who may
ask; see ``cleared``.
"""


def weakened(before: ReportFacts, after: ReportFacts, policy: Policy) -> Mapping[Protection, frozenset[str]]:
    """Each protection that a change weakens, with the agencies that gain by it."""
    asked = {name: rule.weakened(before, after, policy) for name, rule in PROTECTIONS.items()}
    return {name: gains for name, gains in asked.items() if gains is not None}
