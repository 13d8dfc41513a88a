"""What may be asked of a Gakkumdu case: one command a step, told apart by ``step``.

Numbers that other registers gave are identifiers of a fixed form; everything else that is written is a text.
"""

from typing import Annotated, Literal

from pydantic import Field, RootModel, StringConstraints

from workflows.codes.cases import CaseDecision, CaseStep, Verdict
from workflows.decisions.command_members import AgencyCode, Command, Line, Moment, Text

_MONTH = "(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)"
REGISTER_PATTERN = (
    rf"^[0-9]{{1,4}}/REG/(LP|TM)/[A-Z]{{2,4}}/[A-Za-z]{{2,12}}/[0-9]{{2}}\.[0-9]{{2}}/{_MONTH}/20[0-9]{{2}}$"
)
"""Bawaslu's own register, for example ``03/REG/LP/PB/Kab/14.18/XII/2020``. Source: docs/domain.md, "Agencies" [V]."""

SIGAPLAPOR_PATTERN = r"^[A-Z0-9][A-Za-z0-9./-]{2,39}$"
"""The number that SigapLapor gives; its form is to be confirmed."""

FORM_PATTERN = r"^Model [A-Z]\.[0-9]{1,2}(\.[0-9]{1,2})?$"
"""A form of Bawaslu's, for example ``Model B.1``. Source: docs/domain.md, "Agencies" [V]."""

POLICE_PATTERN = rf"^LP/[AB]/[0-9]{{1,5}}/{_MONTH}/20[0-9]{{2}}(/[A-Za-z0-9][A-Za-z0-9 .()-]{{0,39}}){{1,4}}$"
"""A police report, for example ``LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah``; to be confirmed."""

RECEIPT_PATTERN = r"^[A-Z][A-Za-z]{1,9}/[A-Za-z0-9][A-Za-z0-9 .()-]{0,39}(/[A-Za-z0-9][A-Za-z0-9 .()-]{0,39}){1,6}$"
"""The receipt for a police report, for example ``STTLP/112/XI/2024/SPKT/Polres Kebumen``; to be confirmed."""

ITEM_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"
MOST_ITEMS = 50

RegisterCode = Annotated[str, StringConstraints(pattern=REGISTER_PATTERN, max_length=60)]
SigapLaporCode = Annotated[str, StringConstraints(pattern=SIGAPLAPOR_PATTERN)]
FormCode = Annotated[str, StringConstraints(pattern=FORM_PATTERN)]
PoliceCode = Annotated[str, StringConstraints(pattern=POLICE_PATTERN, max_length=120)]
ReceiptCode = Annotated[str, StringConstraints(pattern=RECEIPT_PATTERN, max_length=120)]
ItemCode = Annotated[str, StringConstraints(pattern=ITEM_PATTERN)]

Letter = Annotated[Line, Field(description="Number of the covering letter, kept as a text.")]
LetterIfAny = Annotated[Line | None, Field(description="Number of the covering letter, if there is one.")]


class Step(Command):
    """Base of every step: when it was done, which legal clocks run from."""

    at: Moment | None = Field(None, description="When it was done; now when left out.")


class BundleItem(Command):
    """One item of the hand-over bundle."""

    item: ItemCode = Field(
        description="The item; `/v1/code-lists` names them under `handover_item`.", examples=["study"]
    )
    present: bool = Field(description="Whether it is there.", examples=[True])
    reference: Line | None = Field(None, description="Its number or where it lies, kept as a text.")


Items = Annotated[tuple[BundleItem, ...], Field(max_length=MOST_ITEMS)]


class Attendance(Command):
    """An agency that took part in a discussion."""

    agency: AgencyCode = Field(description="The agency.", examples=["bawaslu"])
    persons: Line | None = Field(None, description="Who came for it, kept as a text.")


class Discussion(Step):
    """Base of the three joint discussions."""

    step: CaseStep
    attendees: tuple[Attendance, ...] = Field(
        min_length=1,
        max_length=20,
        description="Who took part: the supervisor, the police and the prosecutor at least.",
    )
    minutes: Text = Field(description="What was said and concluded.")
    decision: CaseDecision = Field(
        description="`proceed` goes on, `supplement` waits for what is wanting, `stop` ends the case."
    )


class Register(Step):
    """Bawaslu registers the case in its own register, which this one refers to and never replaces."""

    step: Literal[CaseStep.REGISTER]
    register_number: RegisterCode = Field(
        description="Number in Bawaslu's own register.", examples=["03/REG/LP/PB/Kab/14.18/XII/2020"]
    )
    sigaplapor_number: SigapLaporCode | None = Field(
        None, description="Number that SigapLapor gave, if it did.", examples=["SL-33.05-2024-0117"]
    )
    form: FormCode = Field(description="The form that the report was taken on.", examples=["Model B.1"])


class CheckBundle(Step):
    """Note which items of the hand-over bundle are there; what is not named stays as it was."""

    step: Literal[CaseStep.CHECK_BUNDLE]
    items: Items = Field(min_length=1, description="The items that were looked at.")


class FirstDiscussion(Discussion):
    """The first joint discussion: whether it may be an election crime, and what has to be gathered."""

    step: Literal[CaseStep.FIRST_DISCUSSION]


class SecondDiscussion(Discussion):
    """The second joint discussion: whether the crime is stated, so that it goes to the police."""

    step: Literal[CaseStep.SECOND_DISCUSSION]


class Forward(Step):
    """Bawaslu forwards the case to the police, with its bundle.

    At the police counter the reporter is the complainant: whoever was sealed becomes known to the police.
    """

    step: Literal[CaseStep.FORWARD]
    reference: Letter
    items: Items = Field((), description="Items of the bundle that were looked at, beside those noted before.")


class PoliceReport(Step):
    """The police counter, SPKT, makes a police report and a receipt for it.

    The reporter is the complainant there: whoever was sealed is known to the police from then on.
    """

    step: Literal[CaseStep.POLICE_REPORT]
    police_number: PoliceCode = Field(
        description="Number of the police report.", examples=["LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah"]
    )
    police_receipt: ReceiptCode = Field(
        description="Number of the receipt that the police counter gave for it.",
        examples=["STTLP/112/XI/2024/SPKT/Polres Kebumen"],
    )


class ThirdDiscussion(Discussion):
    """The third joint discussion: whether the investigation's result goes to the prosecutor."""

    step: Literal[CaseStep.THIRD_DISCUSSION]


class Investigated(Step):
    """The police hand the file to the prosecutor."""

    step: Literal[CaseStep.INVESTIGATED]
    reference: LetterIfAny = None


class Returned(Step):
    """The prosecutor returns an incomplete file."""

    step: Literal[CaseStep.RETURNED]
    instructions: Text = Field(description="What is wanting, kept as a text.")


class Resubmitted(Step):
    """The police submit the file again."""

    step: Literal[CaseStep.RESUBMITTED]
    reference: LetterIfAny = None


class ToCourt(Step):
    """The prosecutor takes the case to the district court."""

    step: Literal[CaseStep.TO_COURT]
    reference: LetterIfAny = None


class Judged(Step):
    """Base of what a court decides."""

    verdict: Verdict
    reference: Line = Field(description="Number of the verdict, kept as a text.")


class FirstInstance(Judged):
    """The district court's verdict."""

    step: Literal[CaseStep.FIRST_INSTANCE]


class AppealLodged(Step):
    """An appeal is lodged against the verdict."""

    step: Literal[CaseStep.APPEAL_LODGED]
    by: Literal["prosecutor", "defendant"] = Field(description="Who appeals.")


class FileSent(Step):
    """The district court sends the file to the high court."""

    step: Literal[CaseStep.FILE_SENT]
    reference: LetterIfAny = None


class AppealDecided(Judged):
    """The high court's verdict, which is final."""

    step: Literal[CaseStep.APPEAL_DECIDED]


class JudgmentReceived(Step):
    """The prosecutor receives a judgment: that of the first instance, or the final one."""

    step: Literal[CaseStep.JUDGMENT_RECEIVED]
    reference: LetterIfAny = None


class CarriedOut(Step):
    """The prosecutor has carried the judgment out."""

    step: Literal[CaseStep.CARRIED_OUT]
    reference: LetterIfAny = None


CaseCommand = (
    Register
    | CheckBundle
    | FirstDiscussion
    | SecondDiscussion
    | Forward
    | PoliceReport
    | ThirdDiscussion
    | Investigated
    | Returned
    | Resubmitted
    | ToCourt
    | FirstInstance
    | AppealLodged
    | FileSent
    | AppealDecided
    | JudgmentReceived
    | CarriedOut
)


class CaseStepRequest(RootModel[Annotated[CaseCommand, Field(discriminator="step")]]):
    """One step of a Gakkumdu case, told apart by ``step``."""
