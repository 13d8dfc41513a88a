"""Members that the answers of several features share."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, UnsetType

from service.edge.answer_types import AgencyCode, PersonId, Receipt
from service.storage.texts.kept_texts import ErasedAnswer

ReportId = Annotated[UUID, Meta(description="A report of the region.")]
RegisterNumber = Annotated[
    str, Meta(description="Gap-free number of region and year, from verification on.", examples=["33.05/2026/000017"])
]
Withholdable = Annotated[
    str | None, Meta(description="Null when the caller may not read the texts, or when it was erased.")
]
ErasedTexts = Annotated[
    dict[str, ErasedAnswer] | UnsetType,
    Meta(description="Present when texts were erased: by the member that would show each, when, by whom and why."),
]
Version = Annotated[
    int, Meta(description="What its ETag says: counts what people changed, not clocks, looks or notes.")
]
ReceiptOfChange = Annotated[Receipt | UnsetType, Meta(description="Present in the answer of a change alone.")]


class AuthorAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A person, and the agency they acted for."""

    person: PersonId
    agency: AgencyCode
