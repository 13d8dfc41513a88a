"""One call as the services see it: who asks, where, in which language, under which conditions."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.edge.idempotency import IdempotencyKey
from workflows.access.actors import Actor
from workflows.policy.region import Policy


class Call(NamedTuple):
    """A signed-in request to one region.

    ``if_match`` is the version the caller means, ``claimed_at`` when they say that they did what was sent only later.
    """

    actor: Actor
    region: str
    policy: Policy
    language: str
    key: IdempotencyKey | None = None
    if_match: int | None = None
    must_match: bool = False
    claimed_at: datetime | None = None

    @property
    def person(self) -> UUID:
        """The caller's pseudonym."""
        return self.actor.person
