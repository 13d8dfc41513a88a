"""Who is signed in, as the service sees them."""

from dataclasses import dataclass
from datetime import datetime

from workflows.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller whose token was verified.

    ``pseudonym`` is what logs show: 16 hex digits, the same for one person, from which nobody without the
    deployment's key can tell the ``person`` in the database. ``name`` is for the caller's own eyes.
    ``expires_at`` is the token's own end, in UTC, without leeway.
    """

    actor: Actor
    name: str | None
    expires_at: datetime
    pseudonym: str
