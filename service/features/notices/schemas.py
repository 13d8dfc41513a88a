"""What notices answer. Who received one is shown by no answer but the audited unsealing."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import AgencyCode, AreaCode, Moment, Page, Receipt, RegimeCode
from service.edge.described import as_in, one_of
from service.features.reports.member_types import (
    AuthorAnswer,
    ErasedTexts,
    ReceiptOfChange,
    RegisterNumber,
    ReportId,
    Withholdable,
)
from service.features.reports.routing_schemas import PolicyVersion
from workflows.codes.clocks import LawStatus
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion, TemplateFact
from workflows.codes.reports import Category, ReportState, Severity
from workflows.decisions.notices import commands

NoticeId = Annotated[UUID, Meta(description="The notice itself.")]
OfOccasion = Annotated[Annotated[str, one_of(Occasion)] | None, as_in(commands.SendNotice, "occasion")]
ToBeConfirmed = Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed the rule.")]
Basis = Annotated[str, Meta(description="The law or practice that the rule rests on.")]


class RecipientAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What may be known of who received a notice: never who it is."""

    named: Annotated[bool, Meta(description="Whether somebody was named beside who reported.")]
    sealed: Annotated[bool, Meta(description="Whether that is kept sealed; false once it was erased.")]


class NoticeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A notice that was sent: its exact text, to whom, how and when."""

    id: NoticeId
    report: ReportId
    event: Annotated[UUID, Meta(description="The event of the trail that tells of it.")]
    audience: Audience
    channel: Annotated[
        Annotated[str, one_of(NoticeChannel)] | None, Meta(description="How it was sent; null when it was not said.")
    ]
    language: NoticeLanguage
    occasion: OfOccasion
    template: Annotated[str | None, as_in(commands.SendNotice, "template")]
    template_version: Annotated[str | None, Meta(description="The version of the policy that the template stands in.")]
    agency: Annotated[AgencyCode | None, Meta(description="Which agency was told; null unless one was.")]
    text: Withholdable
    recipient: RecipientAnswer
    sent_at: Annotated[Moment, Meta(description="When it was sent.")]
    sent_by: AuthorAnswer
    recorded_at: Annotated[Moment, Meta(description="When the service took it.")]
    erased: ErasedTexts = UNSET
    receipt: ReceiptOfChange = UNSET


class OwedAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A notice that must be sent and was not, with the rule that says so."""

    occasion: Occasion
    audience: Audience
    since: Annotated[Moment, Meta(description="When the event happened that obliges to it.")]
    due_at: Annotated[Moment, Meta(description="Until when it must be sent.")]
    basis: Basis
    status: ToBeConfirmed
    policy_version: PolicyVersion


class NoticePage(Page[NoticeAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a report's notices, oldest first, and all that is still owed."""

    owed: list[OwedAnswer]


class OwingAnswer(OwedAnswer, frozen=True, kw_only=True, gc=False):
    """A notice that is owed, with what it says of its report."""

    report: ReportId
    state: ReportState
    category: Category
    severity: Severity
    area: AreaCode
    register_number: RegisterNumber | None
    lead_agency: Annotated[AgencyCode | None, Meta(description="Who owes it; null when nobody leads the report.")]


class OwingPage(Page[OwingAnswer], frozen=True, kw_only=True, gc=False):
    """One page of what is owed, due first."""


class ShownRecipient(Struct, frozen=True, kw_only=True, gc=False):
    """Who received a notice, as it was sealed."""

    name: Annotated[str, as_in(commands.Recipient, "name")]
    address: Annotated[str | None, as_in(commands.Recipient, "address")]


class UnsealRecipientAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A recipient, shown once, with the receipt of the event that says so."""

    recipient: ShownRecipient
    receipt: Receipt


class FieldAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A place in a template that the sender fills in."""

    name: Annotated[str, Meta(description="As `fields` takes it.")]
    en: Annotated[str, Meta(description="What it is, in English.")]
    id: Annotated[str, Meta(description="What it is, in Bahasa Indonesia.")]


class TemplateWordsAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The words in both languages; `{name}` stands where a fact or a field is put in."""

    id: Annotated[str, Meta(description="In Bahasa Indonesia.")]
    en: Annotated[str, Meta(description="In English.")]


class TemplateAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A notice made ready."""

    code: Annotated[str, Meta(description="As `template` takes it.")]
    occasion: Occasion
    audiences: Annotated[list[Audience], Meta(description="Whom it may be sent to.")]
    facts: Annotated[list[TemplateFact], Meta(description="What it takes from the report itself.")]
    fields: Annotated[list[FieldAnswer], Meta(description="What its sender fills in.")]
    words: TemplateWordsAnswer


class OwedRuleAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Which event obliges to tell whom, and within how long."""

    occasion: Occasion
    event: Annotated[str, Meta(description="The action of the event.", examples=["report.closed"])]
    audience: Audience
    within: Annotated[str, Meta(description="Minutes `m`, hours `h` or working days `wd`.", examples=["1wd"])]
    regimes: Annotated[list[RegimeCode], Meta(description="The election regimes it is for; none means every report.")]
    basis: Basis
    status: ToBeConfirmed


class TemplatesAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The templates of a region, and what must be told."""

    policy_version: PolicyVersion
    templates: Annotated[list[TemplateAnswer], Meta(description="Every template.")]
    owed: Annotated[list[OwedRuleAnswer], Meta(description="Every rule of what must be told.")]
