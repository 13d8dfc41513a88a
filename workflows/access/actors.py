"""Who acts: the only thing the law knows about a signed-in caller."""

from dataclasses import dataclass
from uuid import UUID

from workflows.codes.people import SYSTEM, Role

NOBODY = UUID(int=0)
"""Who acts where nobody does: the clocks, a rule."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller as the law sees them.

    ``person`` is a pseudonym derived from issuer and subject, the same for one person in every role.
    ``regions`` are Kemendagri codes; ``scopes`` are permission codes and bind integrators only. An API key acts for its
    ``maker``, who made it as a ``maker_role``; a person, and a machine with an access token, for nobody else.
    """

    person: UUID
    agency: str
    role: Role
    regions: frozenset[str]
    scopes: frozenset[str] = frozenset()
    maker: UUID | None = None
    maker_role: Role | None = None


CLOCKWORK = Actor(NOBODY, SYSTEM, Role.INTEGRATOR, frozenset())
"""Who acts when a clock does. In the trail its role is ``system``; as a machine without a scope it may ask nothing."""
