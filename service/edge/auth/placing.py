"""Whether a region and an agency that a token names are any of ours: a mistyped one is nobody's.

Source: docs/domain.md, "Who uses it": "Auditors may come from a body outside the regency."
"""

from collections.abc import Collection

from service.edge.auth.sign_in_errors import Reason, TokenRefused
from service.edge.policy_files import Policies
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.policy.region import Policy


def known_in(policy: Policy, role: Role) -> Collection[str]:
    """The agencies for which somebody of a role may speak in a region."""
    return {*policy.agencies, *policy.outside} if role is Role.AUDITOR else policy.agencies.keys()


def require_placed(actor: Actor, policies: Policies) -> None:
    """Hold who a credential speaks for against the policies, whatever the role.

    Raises TokenRefused ``unknown_region`` for a region that this installation does not serve, ``unknown_agency`` for an
    agency that does not take part in each of the regions.
    """
    served = {policy.region: policy for policy in policies}
    if not actor.regions or not actor.regions <= served.keys():
        raise TokenRefused(Reason.UNKNOWN_REGION, "regions")
    if any(actor.agency not in known_in(served[region], actor.role) for region in actor.regions):
        raise TokenRefused(Reason.UNKNOWN_AGENCY, "agency")
