"""One call as the services see it: who asks, where, in which language, under which conditions."""

from typing import NamedTuple
from uuid import UUID

from service.idempotency import IdempotencyKey
from workflows.actors import Actor
from workflows.policy import Policy


class Call(NamedTuple):
    """A signed-in request to one region. ``if_match`` is the version the caller means."""

    actor: Actor
    region: str
    policy: Policy
    language: str
    key: IdempotencyKey | None = None
    if_match: int | None = None
    must_match: bool = False

    @property
    def person(self) -> UUID:
        """The caller's pseudonym."""
        return self.actor.person
