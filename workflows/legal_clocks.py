"""Which legal clocks a report's own life starts and stops. What opens when is a table of the law's file.

Sources: UU 7/2017 art. 454, UU 10/2016 art. 134, DOMAIN.md, "Legal clocks".
"""

from workflows.change import Draft
from workflows.codes import Channel, LegalStep
from workflows.legal_order import BAWASLU, route_of
from workflows.policy_codes import LegalMoment

OWN_EYES = frozenset({Channel.PATROL, Channel.SOCIAL_MEDIA})
"""Channels by which an agency finds a thing itself; by every other one somebody brings it."""

ENDED_BY_REGISTRATION = (LegalStep.FIX_FINDING, LegalStep.INITIAL_STUDY)
"""What is done once a finding or a report has its register number."""


def is_finding(agency: str, channel: str, *, reporter: bool) -> bool:
    """Whether Bawaslu found it itself: entered by Bawaslu, by its own eyes, and nobody reported it."""
    return agency == BAWASLU and channel in OWN_EYES and not reporter


def open_at_intake(draft: Draft, *, found: bool) -> None:
    """Start what runs from a report's receipt, or from the discovery of a finding.

    The limit for lodging is met, or missed, by the receipt itself: its clock stands stopped from the beginning.
    """
    report, now = draft.report, draft.given.now
    known = min(report.known_at, now)
    for step in _opened(draft, LegalMoment.FOUND if found else LegalMoment.REPORTED):
        if step is LegalStep.LODGE_REPORT:
            draft.start_legal(step, known, met_at=now)
        else:
            draft.start_legal(step, known if found else now)


def known_anew(draft: Draft, *, found: bool) -> None:
    """Start anew what runs from the moment at which it became known, once that has been put right.

    The clock from the wrong moment stays as it was started, and stopped. What is registered is found and fixed.
    """
    report = draft.report
    step = LegalStep.FIX_FINDING if found else LegalStep.LODGE_REPORT
    if step not in _opened(draft, LegalMoment.FOUND if found else LegalMoment.REPORTED):
        return
    draft.stop_legal(step)
    known, taken = min(report.known_at, report.reported_at), report.reported_at
    if not found:
        draft.start_legal(step, known, met_at=taken)
    elif report.register_number is None:
        draft.start_legal(step, known)


def open_at_registration(draft: Draft) -> None:
    """Stop what the register number ends, and start what runs from it."""
    for step in ENDED_BY_REGISTRATION:
        draft.stop_legal(step)
    for step in _opened(draft, LegalMoment.REGISTERED):
        draft.start_legal(step)


def _opened(draft: Draft, moment: LegalMoment) -> list[LegalStep]:
    if draft.report.election is None:
        return []
    policy = draft.given.policy
    way = route_of(draft.report, policy)
    return list(policy.law.opened(moment, way.legal_clocks, way.lead))
