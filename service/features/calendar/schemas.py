"""What kept days answer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import Moment, NameAnswer, Page, PersonId, Receipt

ReceiptOfDay = Annotated[Receipt | UnsetType, Meta(description="The receipt of the event that this request became.")]


class KeptDayAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A day that the region says is off, or worked after all, whatever the national calendar says."""

    id: Annotated[UUID, Meta(description="The day as it was kept; kept again it is another.")]
    day: Annotated[date, Meta(description="The local day.")]
    working_day: Annotated[bool, Meta(description="Whether it is a working day after all, or a day off.")]
    name: NameAnswer
    reason: Annotated[str, Meta(description="Why it is kept.")]
    source: Annotated[str, Meta(description="What says so.")]
    kept_at: Annotated[Moment, Meta(description="Since when it is kept.")]
    kept_by: PersonId
    withdrawn_at: Annotated[Moment | None, Meta(description="Since when it no longer holds; null while it does.")]
    withdrawn_by: PersonId | None
    withdrawal_reason: Annotated[str | None, Meta(description="Why it no longer holds; null while it does.")]
    receipt: ReceiptOfDay = UNSET


class KeptDayPage(Page[KeptDayAnswer], frozen=True, kw_only=True, gc=False):
    """One page of kept days, newest first."""
