"""What cases answer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

from service.edge.answer_types import ActionAnswer, AgencyCode, Moment, NameAnswer
from service.edge.described import as_in, one_of
from service.features.reports.member_types import ReceiptOfChange, ReportId
from service.features.reports.routing_schemas import Basis
from service.storage.texts.kept_texts import ErasedAnswer
from service.trail.audit.schemas import ActorAnswer, After, Before, EventId, Told
from workflows.codes.cases import CaseState, CaseStep
from workflows.codes.clocks import LawStatus, LegalStep
from workflows.codes.reports import TextField
from workflows.decisions.gakkumdu import commands as case_commands


class StepText(Struct, frozen=True, kw_only=True, gc=False):
    """A text of a step."""

    id: Annotated[UUID, Meta(description="The text itself.")]
    field: Annotated[str, one_of(TextField)]
    about: Annotated[
        str | None, Meta(description="The agency that attended, or the item of the bundle, that it is about.")
    ]
    content: Annotated[str | None, Meta(description="The words; null once they were erased.")]
    erased: Annotated[ErasedAnswer | UnsetType, Meta(description="Present once the text was erased.")] = UNSET


class StepAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A step that was taken."""

    step: CaseStep
    event: EventId
    at: Annotated[Moment, Meta(description="When it was done, which legal clocks run from.")]
    recorded_at: Annotated[Moment, Meta(description="When it was entered.")]
    actor: ActorAnswer
    before: Before = field(name="from")
    after: After = field(name="to")
    data: Annotated[Told, Meta(description="Codes, numbers and times, as they were hashed.")]
    texts: Annotated[list[StepText], Meta(description="The words that the caller may read.")]


class ItemAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An item of the hand-over bundle."""

    item: Annotated[str, as_in(case_commands.BundleItem, "item")]
    present: Annotated[bool, as_in(case_commands.BundleItem, "present")]
    obligatory: Annotated[bool, Meta(description="Whether the list that asks for it lets nobody leave it out.")]
    stops_forwarding: Annotated[
        bool, Meta(description="Whether nothing is forwarded without it; what else is missing is told.")
    ]
    status: Annotated[
        LawStatus | None,
        Meta(description="Whether a lawyer has confirmed it; null for what is there from when it was asked for."),
    ]
    basis: Annotated[
        str | None,
        Meta(
            description="The law or practice that it rests on, in the language asked for; null when it is asked for no"
            " longer."
        ),
    ]


class DiscussionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who leads a joint discussion of this case."""

    step: CaseStep
    agency: Annotated[AgencyCode, Meta(description="Who leads it: the step is theirs.")]
    status: Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed who leads it.")]
    basis: Annotated[str, Meta(description="The law or practice that it rests on, in the language asked for.")]


class CautionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What the law has the partners know before one of its limits runs out, beside its days."""

    step: Annotated[LegalStep, Meta(description="The limit that it is about.")]
    said: Annotated[NameAnswer, Meta(description="What it is.")]
    basis: Basis


class CaseAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The Gakkumdu case of a report: where it stands, its numbers, its bundle, and every step that was taken."""

    report: ReportId
    version: Annotated[int, Meta(description="The report's version: what its ETag says.")]
    state: CaseState
    register_number: Annotated[
        Annotated[str, as_in(case_commands.Register, "register_number")] | None,
        Meta(description="Number in Bawaslu's own register; null until it is registered."),
    ]
    sigaplapor_number: Annotated[str | None, as_in(case_commands.Register, "sigaplapor_number")]
    form: Annotated[str | None, as_in(case_commands.Register, "form")]
    registered_at: Annotated[Moment | None, Meta(description="When it was first registered; null until then.")]
    police_number: Annotated[
        str | None, Meta(description="Number of the police report; null until the police gave it.")
    ]
    police_receipt: Annotated[
        str | None,
        Meta(description="Number of the police counter's receipt; null until it was told, and before it was kept."),
    ]
    bundle: list[ItemAnswer]
    discussions: Annotated[list[DiscussionAnswer], Meta(description="Who leads each of the three.")]
    advisories: Annotated[list[str], Meta(description="Advice by code; `/problems/{code}` explains it.")]
    missing: Annotated[
        list[str],
        Meta(
            description="The items of the bundle that are not there, as the forwarding tells them.",
            examples=[["study"]],
        ),
    ]
    cautions: Annotated[
        list[CautionAnswer], Meta(description="What the law of its election has to be known now, beside the days.")
    ]
    steps: Annotated[list[StepAnswer], Meta(description="Every step in the order in which it was entered.")]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET
