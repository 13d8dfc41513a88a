"""Webhooks: what may be asked of an endpoint, and what the trail keeps of it.

An endpoint belongs to one person or machine and is told what its owner may see, and no more.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from workflows.access.actors import Actor
from workflows.access.permissions import Action, require_role
from workflows.access.visibility import of_person
from workflows.codes.people import Role
from workflows.decisions.command_members import Command
from workflows.decisions.machines.subscriptions import ACTION_PATTERN, unknown_in
from workflows.decisions.told import Told

OFFICE_CHANGED = "office_changed"
"""Why an endpoint ended: its owner was seen in another office than the one in which it was made."""

ALL_ENDPOINTS = "webhooks"
"""The token under which an admin sees every endpoint of the region: where data go to, and nothing of the data."""

MOST_ACTIONS = 20
LARGEST = 2**53 - 1

Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")]


def _known(asked: str) -> str:
    for words in unknown_in([asked]).values():
        raise PydanticCustomError("unknown_action", "no such action happens; {instead}", {"instead": words})
    return asked


Wanted = Annotated[str, StringConstraints(max_length=64, pattern=rf"^(\*|{ACTION_PATTERN})$"), AfterValidator(_known)]
_URL = Field(
    description="Where events are posted to: https at port 443 or one that the operator adds, or http inside a network "
    "that the operator allows.",
    examples=["https://hooks.example.org/tindak"],
)
_ACTIONS = Field(
    min_length=1,
    max_length=MOST_ACTIONS,
    description="Which events: `*`, all of one object (`task.*`), or one action (`report.verified`).",
    examples=[["*"]],
)


class EndpointState(StrEnum):
    """Whether an endpoint is told anything. What has ``ended`` with an office is never told anything again."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ENDED = "ended"
    DELETED = "deleted"


class DeliveryState(StrEnum):
    """``dead`` was tried for three days; ``withheld`` its owner may not see, or it has no endpoint any longer."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    WITHHELD = "withheld"


class MakeWebhook(Command):
    """A new endpoint."""

    url: Url = _URL
    actions: tuple[Wanted, ...] = _ACTIONS


class AmendWebhook(Command):
    """What is to change of an endpoint; what is left out stays."""

    url: Url | None = Field(None, description=_URL.description, examples=_URL.examples)
    actions: tuple[Wanted, ...] | None = Field(
        None, min_length=1, max_length=MOST_ACTIONS, description=_ACTIONS.description, examples=[["report.*"]]
    )
    enabled: bool | None = Field(None, description="False tells it nothing; what happens meanwhile waits.")


class RotateSecret(Command):
    """A new secret; the former one signs beside it for a while."""

    grace_hours: int = Field(24, ge=0, le=168, description="Hours for which both secrets sign.")


class ReplayWebhook(Command):
    """Tell again what came after a leaf index."""

    after: int = Field(ge=-1, le=LARGEST, description="The last leaf index that need not be told again.", examples=[5])


class Office(NamedTuple):
    """For whom and as what somebody acts. An endpoint is told what its owner may see in the office that made it."""

    agency: str
    role: str


def office_of(actor: Actor) -> Office:
    """The office in which somebody asks."""
    return Office(actor.agency, actor.role.value)


TELLING = frozenset({Action.WEBHOOK_MAKE, Action.WEBHOOK_CHANGE})
"""What nobody may do to an endpoint who may not read what it is told."""


def require_endpoint(actor: Actor, action: Action) -> None:
    """Raise NotPermitted unless the caller may do this to an endpoint and, where it tells anything, read events."""
    require_role(actor, action)
    if action in TELLING:
        require_role(actor, Action.EVENT_READ)


def keeps(actor: Actor) -> str:
    """The token under which the caller sees endpoints: all of the region, or their own."""
    return ALL_ENDPOINTS if actor.role is Role.ADMIN else keeps_own(actor)


def keeps_own(actor: Actor) -> str:
    """The token under which the caller sees their own endpoints, in whichever office they were made."""
    return of_person(actor.person)


def told(action: str, webhook: UUID, agency: str, actor: Actor, data: Mapping[str, Any] | None = None) -> Told:
    """What the trail keeps of a change of an endpoint; where it sends to is not kept there."""
    who = {"person": str(actor.person), "agency": actor.agency, "role": actor.role.value}
    return Told(action, agency, who, {"webhook": str(webhook), **(data or {})})
