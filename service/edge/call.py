"""One call as the services see it: who asks, where, in which language, under which conditions."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from service.edge.idempotency import IdempotencyKey
from service.edge.public_address import absolute
from workflows.access.actors import Actor
from workflows.policy.region import Policy


class Call(NamedTuple):
    """A signed-in request to one region.

    ``if_match`` is the version the caller means, ``claimed_at`` when they say that they did what was sent only later.
    ``public`` is the address under which clients know the service, and ``looks`` says that they ask for the head of
    an answer alone (HEAD).
    """

    actor: Actor
    region: str
    policy: Policy
    language: str
    key: IdempotencyKey | None = None
    if_match: int | None = None
    must_match: bool = False
    claimed_at: datetime | None = None
    public: str = ""
    looks: bool = False

    @property
    def person(self) -> UUID:
        """The caller's pseudonym."""
        return self.actor.person

    def address(self, path: str) -> str:
        """A path of this API as its caller finds it."""
        return absolute(self.public, path)
