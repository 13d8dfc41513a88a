"""What may be asked for on the path of an administrative violation: one command a step, told apart by ``step``."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from workflows.codes.administrative import AdministrativeStep, CancellationRuling, ViolationFinding
from workflows.decisions.command_members import Command, Line, Moment

Numbered = Annotated[Line, Field(description="Number of the decision, kept as a text.")]
Letter = Annotated[Line | None, Field(description="Number of the letter, if there is one; kept as a text.")]


class AdministrativeStepCommand(Command):
    """Base of every step: when it was done, which legal clocks run from."""

    at: Moment | None = Field(None, description="When it was done; now when left out.")


class AdministrativeDecision(AdministrativeStepCommand):
    """Bawaslu's decision is read out, or its recommendation given.

    In pemilu KPU carries it out within three working days from then (UU 7/2017 art. 462).
    """

    step: Literal[AdministrativeStep.DECISION]
    finding: ViolationFinding
    reference: Numbered


class ReceivedByKpu(AdministrativeStepCommand):
    """KPU has received Bawaslu's decision or recommendation.

    In pilkada it acts on it within seven days from then (UU 1/2015 art. 140(1)).
    """

    step: Literal[AdministrativeStep.RECEIVED_BY_KPU]
    reference: Letter = None


class CarriedOutByKpu(AdministrativeStepCommand):
    """KPU has carried the decision out."""

    step: Literal[AdministrativeStep.CARRIED_OUT_BY_KPU]
    reference: Letter = None


class HandedUpToProvince(AdministrativeStepCommand):
    """A structured, systematic and massive violation is handed up to Bawaslu of the province (art. 135A(1), (2))."""

    step: Literal[AdministrativeStep.HANDED_UP]
    reference: Letter = None


class ProvinceDecision(AdministrativeStepCommand):
    """What came back from the province: its decision, dated by when it was issued (art. 135A(4))."""

    step: Literal[AdministrativeStep.PROVINCE_DECISION]
    finding: ViolationFinding
    reference: Numbered


class ProvinceFollowUp(AdministrativeStepCommand):
    """KPU acts on the province's decision by one of its own, dated by when that was fixed (art. 135A(4), (5))."""

    step: Literal[AdministrativeStep.PROVINCE_FOLLOW_UP]
    candidacy_cancelled: bool = Field(
        description="Whether it cancels the candidacy: only then the pair may go to the Supreme Court.", examples=[True]
    )
    reference: Numbered


class SupremeCourtAppeal(AdministrativeStepCommand):
    """The pair whose candidacy was cancelled goes to the Supreme Court (art. 135A(6))."""

    step: Literal[AdministrativeStep.SUPREME_COURT_APPEAL]
    reference: Letter = None


class SupremeCourtDecision(AdministrativeStepCommand):
    """What the Supreme Court decides, for good (art. 135A(7) to (9))."""

    step: Literal[AdministrativeStep.SUPREME_COURT_DECISION]
    ruling: CancellationRuling
    reference: Numbered


AdministrativeCommand = (
    AdministrativeDecision
    | ReceivedByKpu
    | CarriedOutByKpu
    | HandedUpToProvince
    | ProvinceDecision
    | ProvinceFollowUp
    | SupremeCourtAppeal
    | SupremeCourtDecision
)


class AdministrativeStepRequest(RootModel[Annotated[AdministrativeCommand, Field(discriminator="step")]]):
    """One step on the path of an administrative violation, told apart by ``step``."""
