"""What keys answer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import AgencyCode, Moment, Page, PersonId, Receipt
from workflows.decisions.machines.api_keys import MachineScope

ReceiptOfKey = Annotated[Receipt | UnsetType, Meta(description="The receipt of the event that this request became.")]


class ApiKeyAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A key for a machine, without its secret."""

    id: Annotated[UUID, Meta(description="The key; as a person in the trail it is what the machine did.")]
    name: Annotated[str, Meta(description="What it is for.")]
    region: Annotated[str, Meta(description="The one region that it is good for.")]
    agency: AgencyCode
    scopes: Annotated[list[MachineScope], Meta(description="What it may do.")]
    created_at: Annotated[Moment, Meta(description="When it was made.")]
    created_by: PersonId
    expires_at: Annotated[Moment, Meta(description="When it ends.")]
    last_used_at: Annotated[Moment | None, Meta(description="The hour in which it was last used; null if never.")]
    revoked_at: Annotated[Moment | None, Meta(description="Since when it is refused; null while it is not revoked.")]
    revoked_by: PersonId | None
    receipt: ReceiptOfKey = UNSET


class ApiKeySecretAnswer(ApiKeyAnswer, frozen=True, kw_only=True, gc=False):
    """A key that was just made, with its secret."""

    key: Annotated[
        str | None,
        Meta(description="The secret, shown this once; null when the answer is repeated. It goes behind `Bearer`."),
    ]


class ApiKeyPage(Page[ApiKeyAnswer], frozen=True, kw_only=True, gc=False):
    """One page of keys, newest first."""
