"""What a machine is told of its own act, when none of its scopes reads what it acted on.

Every answer has a scope that reads it; a person's role reads what it acts on. One who writes without reading is told
what its act became: which thing, in which state and version, and the receipt.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.types import Scope
from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import Receipt
from workflows.access.permissions import EVERY as IN_ANY_RELATION
from workflows.access.permissions import PERMISSIONS, Action, denial
from workflows.codes.people import Role

ReadBy = Mapping[Any, Action]
"""The type of an answer: the scope that reads it."""


class ActAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What a machine is told of its own act when it has no scope that reads what it acted on."""

    id: Annotated[UUID, Meta(description="What was made or changed.")]
    state: Annotated[str, Meta(description="The state that it is in now.")]
    version: Annotated[int, Meta(ge=1, description="Its version now, as If-Match takes it.")]
    receipt: Annotated[Receipt | UnsetType, Meta(description="The receipt of the event that the act became.")] = UNSET
    secret: Annotated[
        str | UnsetType | None, Meta(description="Of an endpoint: its new secret, shown this once; null when repeated.")
    ] = UNSET


class _Told(Struct, frozen=True):
    """The same with the receipt as the bytes that it is."""

    id: UUID
    state: str
    version: int
    receipt: msgspec.Raw | UnsetType = UNSET
    secret: str | UnsetType | None = UNSET


_DECODER = msgspec.json.Decoder(_Told)


def may_be_shown(scope: Scope) -> bool:
    """Whether the caller of a request may read what its route answers with."""
    principal = scope["state"].get("principal")
    if principal is None or principal.actor.role is not Role.INTEGRATOR:
        return True
    reads = scope["litestar_app"].state.read_by.get(scope["route_handler"].opt.get("answer"))
    return reads is None or denial(Role.INTEGRATOR, principal.actor.scopes, IN_ANY_RELATION, reads) is None


def of_ones_own_act(body: bytes) -> bytes:
    """Of the answer to an act what is said of the act alone."""
    return msgspec.json.encode(_DECODER.decode(body))


def may_be_an_act_alone(answer: Any, action: Action | None, read_by: ReadBy) -> bool:
    """Whether a machine may do what a route is for and not read what it answers with."""
    reads = read_by.get(answer)
    return reads not in {None, action} and action is not None and Role.INTEGRATOR in PERMISSIONS[action]
