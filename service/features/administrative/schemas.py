"""What administrative violations answer."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, field

from service.edge.answer_types import ActionAnswer, AgencyCode, Moment
from service.features.gakkumdu.schemas import StepText
from service.features.reports.member_types import ReceiptOfChange, ReportId
from service.trail.audit.schemas import ActorAnswer, After, Before, EventId, Told
from workflows.codes.administrative import AdministrativeState, AdministrativeStep


class AdministrativeStepAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A step that was taken."""

    step: AdministrativeStep
    event: EventId
    at: Annotated[Moment, Meta(description="When it was done, which legal clocks run from.")]
    recorded_at: Annotated[Moment, Meta(description="When it was entered.")]
    actor: ActorAnswer
    before: Before = field(name="from")
    after: After = field(name="to")
    data: Annotated[Told, Meta(description="Codes and times, as they were hashed.")]
    texts: Annotated[list[StepText], Meta(description="The words that the caller may read.")]


class StepOwnerAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Whose a step of this violation is."""

    step: AdministrativeStep
    agency: Annotated[
        AgencyCode, Meta(description="Who enters it. What KPU did Bawaslu enters where KPU is walled off.")
    ]
    basis: Annotated[str, Meta(description="The articles that it rests on.")]


class AdministrativeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The administrative violation of a report: where it stands, every step that was taken, and what is next."""

    report: ReportId
    version: Annotated[int, Meta(description="The report's version: what its ETag says.")]
    state: AdministrativeState
    owners: Annotated[
        list[StepOwnerAnswer], Meta(description="Whose each step is that the law of its election knows; else none.")
    ]
    steps: Annotated[
        list[AdministrativeStepAnswer], Meta(description="Every step in the order in which it was entered.")
    ]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET
