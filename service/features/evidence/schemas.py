"""What evidence answers: hashes for every reader of the report, words and contents for the readers of its texts."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import ActionAnswer, AgencyCode, Moment, Page, PersonId, Receipt, Sha256
from service.features.reports.member_types import AuthorAnswer, ReceiptOfChange, ReportId, Withholdable
from service.storage.texts.kept_texts import ErasedAnswer
from workflows.codes.evidence import CustodyAct, MediaType, PreviewState, Purpose

EvidenceId = Annotated[UUID, Meta(description="The evidence itself; also that of the upload it came of.")]
Size = Annotated[int, Meta(ge=1, description="Bytes of the original.")]
OfEvent = Annotated[UUID, Meta(description="The event of the trail that tells of it.")]


class EvidenceAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An original that was taken as evidence: what it is, by its content, and how it stands."""

    id: EvidenceId
    report: ReportId
    duplicate: Annotated[
        UUID | UnsetType,
        Meta(description="The report that it was taken for, when that was merged into this one and you may read it."),
    ] = UNSET
    event: OfEvent
    media_type: MediaType
    size: Size
    sha256: Sha256
    name: Withholdable
    note: Withholdable
    preview: PreviewState
    added_at: Annotated[Moment, Meta(description="When it was taken whole.")]
    added_by: AuthorAnswer
    checked_at: Annotated[Moment, Meta(description="When the store was last asked whether it is as it was taken.")]
    altered_at: Annotated[Moment | None, Meta(description="Since when it is known not to be; null while it is.")]
    erased: Annotated[
        ErasedAnswer | UnsetType, Meta(description="Present when it was erased: when, by whom and why.")
    ] = UNSET
    actions: list[ActionAnswer]


class EvidencePage(Page[EvidenceAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a report's evidence, oldest first."""


class EvidenceLinkAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A link to evidence, for its reader alone and for a short time."""

    evidence: EvidenceId
    purpose: Purpose
    url: Annotated[str, Meta(description="Where it is, relative to the server; ask for it with your own token.")]
    expires_at: Annotated[Moment, Meta(description="Until when the link may be used.")]
    media_type: Annotated[str, Meta(description="What is sent; a preview is a JPEG picture.")]
    sha256: Annotated[Sha256 | None, Meta(description="SHA-256 of the original; null for a preview.")]
    receipt: Receipt


class CustodyAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An entry of the chain of custody: who did what with the evidence, when and why."""

    event: OfEvent
    act: CustodyAct
    at: Annotated[Moment, Meta(description="When.")]
    person: Annotated[PersonId, Meta(description="By whom; of zeros for what a check has found.")]
    agency: Annotated[str, Meta(description="For which agency; `system` for what a check has found.")]
    reason: Withholdable
    reference: Withholdable
    to_agency: Annotated[AgencyCode | None, Meta(description="The agency that it was handed to.")]
    to_outside: Annotated[str | None, Meta(description="The body outside that it was handed to.")]


class CustodyPage(Page[CustodyAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a chain of custody, oldest first."""


class EvidenceTransferAnswer(CustodyAnswer, frozen=True, kw_only=True, gc=False):
    """A transfer of evidence that was recorded."""

    receipt: ReceiptOfChange = UNSET
