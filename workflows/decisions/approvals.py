"""What one person asks for and another decides: erasures, and whatever takes protection away from a report.

Sources: UU 43/2009 (a disposal needs an approval), docs/domain.md, "Law behind it".
"""

from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.refusals import DutyConflict
from workflows.codes.approvals import ApprovalState, ApprovalTrigger
from workflows.decisions.engine import APPROVALS

ASKED = ApprovalState(APPROVALS.initial)
"""How what was asked for begins."""


def trigger_of(*, approve: bool) -> ApprovalTrigger:
    """The trigger behind a yes or a no."""
    return ApprovalTrigger.APPROVE if approve else ApprovalTrigger.REFUSE


def own_request(actor: Actor, requested_by: UUID) -> bool:
    """Whether this person asked for it, in whatever role."""
    return actor.person == requested_by


def settled(state: ApprovalState, requested_by: UUID, actor: Actor, *, approve: bool) -> ApprovalState:
    """What becomes of it. Raises IllegalTransition once it is decided, DutyConflict ``own_request``."""
    trigger = trigger_of(approve=approve)
    APPROVALS.require_legal(state, trigger)
    if own_request(actor, requested_by):
        raise DutyConflict("own_request")
    return APPROVALS.fire(state, trigger)
