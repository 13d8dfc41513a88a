"""Keys for machines: who may give which rights to one, for how long, and what the trail keeps of it.

A key speaks as an integrator of its maker's agency in one region, and never for more than its maker might do.
Source: docs/domain.md, "Who uses it".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import Field, StringConstraints

from workflows.access.actors import Actor
from workflows.access.permissions import ANYONE, PERMISSIONS, Action, require_role
from workflows.access.refusals import InvalidCommand, NotPermitted
from workflows.codes.people import Role
from workflows.codes.stamps import stamp
from workflows.codes.states import KEY_CREATED, KEY_REVOKED
from workflows.codes.visible import VISIBLE
from workflows.decisions.command_members import NO_NUL, AgencyCode, Command, Moment
from workflows.decisions.told import Told

USUAL, LONGEST = timedelta(days=90), timedelta(days=366)
"""How long a key is good for unless it is said, and at most."""

MOST_SCOPES = 40
MachineScope = StrEnum(  # type: ignore[misc]
    "MachineScope",
    {action.name: action.value for action, who in PERMISSIONS.items() if Role.INTEGRATOR in who},
)
MachineScope.__doc__ = "What a machine may be given: the codes of the permission table that integrators have."

EVERY_KEY = "keys"
"""The token that sees every key of the region."""

KEEPERS = (Role.ADMIN, Role.AUDITOR)
"""Who sees the keys of every agency of the region."""

KeyName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL), VISIBLE
]


class MakeApiKey(Command):
    """A new key for a machine."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL), VISIBLE
    ] = Field(description="What it is for, in the words of its keepers.", examples=["Jembatan SigapLapor"])
    scopes: tuple[MachineScope, ...] = Field(
        min_length=1, max_length=MOST_SCOPES, description="What it may do.", examples=[["report:create", "report:read"]]
    )
    agency: AgencyCode | None = Field(
        None, description="The agency that it speaks for; only the maker's own, which it is without this."
    )
    expires_at: Moment | None = Field(None, description="When it ends, at most 366 days from now. Default: in 90 days.")


class KeyDraft(NamedTuple):
    """A key as it is decided: its agency, what it may do, and when it ends."""

    agency: str
    scopes: tuple[str, ...]
    expires_at: datetime


def decide_key(body: MakeApiKey, actor: Actor, now: datetime) -> KeyDraft:
    """Give a machine some of one's own rights.

    Raises NotPermitted ``not_own_agency``, or ``key_beyond_maker`` for what the maker may not do; InvalidCommand
    ``expiry_out_of_range``.
    """
    require_role(actor, Action.KEY_MAKE)
    if body.agency not in {None, actor.agency}:
        raise NotPermitted("not_own_agency", {"agency": body.agency})
    scopes = tuple(sorted({scope.value for scope in body.scopes}))
    beyond = [scope for scope in scopes if not may_give(actor.role, Action(scope))]
    if beyond:
        raise NotPermitted("key_beyond_maker", {"scopes": beyond})
    expires_at = body.expires_at or now + USUAL
    if not now < expires_at <= now + LONGEST:
        raise InvalidCommand("expiry_out_of_range", "/expires_at")
    return KeyDraft(actor.agency, scopes, expires_at)


def may_give(role: Role, action: Action) -> bool:
    """Whether a machine with this right may do no more than somebody of this role: in no further relation."""
    own, given = PERMISSIONS[action].get(role), PERMISSIONS[action].get(Role.INTEGRATOR)
    return own is not None and given is not None and (given <= own or own >= ANYONE)


def keeps(actor: Actor) -> str:
    """The token under which the caller sees keys: those of the region, or those of the own agency."""
    return EVERY_KEY if actor.role in KEEPERS else f"keys:{actor.agency}"


def told_created(key: UUID, draft: KeyDraft, actor: Actor) -> Told:
    """What the trail keeps of a key that was made."""
    data: Mapping[str, Any] = {"key": str(key), "scopes": list(draft.scopes), "expires": stamp(draft.expires_at)}
    return Told(KEY_CREATED, draft.agency, _who(actor), data)


def told_revoked(key: UUID, agency: str, actor: Actor) -> Told:
    """What the trail keeps of a key that was revoked."""
    return Told(KEY_REVOKED, agency, _who(actor), {"key": str(key)})


def _who(actor: Actor) -> Mapping[str, str]:
    return {"person": str(actor.person), "agency": actor.agency, "role": actor.role.value}
