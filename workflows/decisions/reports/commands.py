"""What may be asked of a report, with its bounds: the only definition of each, checked before the law decides.

The same models are the request bodies of the HTTP contract. Unknown members are refused.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel, StringConstraints

from workflows.codes.reports import (
    Athg,
    Category,
    Channel,
    Classification,
    CloseOutcome,
    DismissOutcome,
    LinkKind,
    Reliability,
    ReportTrigger,
    Requirement,
    Severity,
)
from workflows.codes.reports import Field as LifeField
from workflows.decisions.command_members import (
    HAPPENED,
    KNOWN,
    AgencyCode,
    AreaCode,
    Command,
    ElectionCode,
    Line,
    Moment,
    NamedPersons,
    Reason,
    Text,
    Title,
)
from workflows.decisions.notices.commands import Notice
from workflows.decisions.tasks.commands import Offer

Account = Annotated[Text, Field(description="What was seen, to 10,000 characters.", examples=["Amplop dibagikan."])]
ENDING = Field(description="How the report ends.")


class Place(Command):
    """Where it happened: an area code of the region and, if known, words that find the spot."""

    area: AreaCode = Field(description="Kemendagri code of the region, kecamatan or village.", examples=["33.05.12"])
    detail: Line | None = Field(None, description="Free words that find the spot.", examples=["RT 02 RW 03"])


class ReportSource(Command):
    """How the report came in."""

    channel: Channel = Field(description="The way it arrived.", examples=["patrol"])
    reference: Line | None = Field(None, description="The other system's number, for example a SigapLapor number.")


class Reporter(Command):
    """Who reported. Sealed on arrival: shown by no answer but the audited unsealing."""

    name: Line = Field(description="Name of the person.", examples=["Pelapor Rahasia"])
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{6,15}$")] | None = Field(
        None, description="Telephone, digits with an optional leading plus.", examples=["081234567890"]
    )
    address: Line | None = Field(None, description="Postal address.")
    identity_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")] | None = Field(
        None, description="NIK, sixteen digits."
    )
    consent_to_share: bool = Field(False, description="Whether the person agreed that agencies learn who they are.")


class ReportedParty(Command):
    """Who is accused. An accused agency is walled off from the report."""

    agency: AgencyCode | None = Field(None, description="The agency accused, when it is one.", examples=["kpu"])
    name: Line | None = Field(None, description="The person or body accused; personal data, kept as text.")


class ReportIntake(Command):
    """A new report."""

    category: Category = Field(description="What kind of danger.", examples=["money_politics"])
    severity: Severity = Field(description="S1 critical to S4 low.", examples=["S2"])
    classification: Classification = Field(Classification.ORDINARY, description="Who may read it.")
    title: Title
    description: Account
    occurred_at: Moment = Field(description=HAPPENED, examples=["2024-11-24T20:15:00+07:00"])
    known_at: Moment | None = Field(
        None,
        description=f"{KNOWN} Without it nobody can tell whether it was lodged in time: `advisories` ask for it.",
    )
    place: Place = Field(description="Where.")
    election: ElectionCode | None = Field(None, description="The election it belongs to.", examples=["pilkada-2024"])
    source: ReportSource = Field(description="How it came in.")
    reporter: Reporter | None = Field(None, description="Who reported; absent for an anonymous early warning.")
    reported_party: ReportedParty | None = Field(None, description="Who is accused.")
    athg: Athg | None = Field(None, description="Threat (A), challenge (T), obstacle (H) or disturbance (G).")
    field: LifeField | None = Field(None, description="The field of life it touches.")
    named_persons: NamedPersons = ()


class ReportAmendment(Command):
    """Members to change; absent ones stay. Each amendment is an event with the texts it replaced kept."""

    title: Title | None = None
    description: Account | None = None
    category: Category | None = Field(None, description="Another category: the answer proposes where it goes now.")
    severity: Severity | None = None
    classification: Classification | None = None
    occurred_at: Moment | None = Field(None, description=HAPPENED)
    known_at: Moment | None = Field(None, description=KNOWN)
    place: Place | None = None
    election: ElectionCode | None = Field(
        None, description="The election it belongs to; null when it belongs to none.", examples=["pilkada-2024"]
    )
    athg: Athg | None = None
    field: LifeField | None = None
    reported_party: ReportedParty | None = Field(
        None, description="Who is accused too: an agency is added to those that are accused already."
    )
    named_persons: NamedPersons | None = None
    takes_lead_away: bool = Field(
        False,
        description="It is known and meant that by what it is taken for now, or when it happened, an agency loses the "
        "lead or its clearance, because the agency that the law would have lead is shut out. Two give it back.",
    )
    reason: Text = Field(description="Why it is changed.", examples=["Alamat diperbaiki pelapor"])


class Checklist(Command):
    """The two tests of a report: formal (who, when, where) and material (what is alleged, with what proof)."""

    formal: bool = Field(description="The formal requirements are met.", examples=[True])
    material: bool = Field(description="The material requirements are met.", examples=[True])


class Grade(Command):
    """Source grade: reliability of the source A to F and credibility of what it says 1 to 6."""

    reliability: Reliability = Field(examples=["B"])
    credibility: int = Field(ge=1, le=6, description="1 (confirmed) to 6 (cannot be judged).", examples=[2])


class Verify(Command):
    """Check a report and give it its register number."""

    trigger: Literal[ReportTrigger.VERIFY]
    checklist: Checklist
    grade: Grade


class Assign(Command):
    """Offer the tasks: exactly one lead, any number of supports."""

    trigger: Literal[ReportTrigger.ASSIGN]
    tasks: tuple[Offer, ...] = Field(min_length=1, max_length=20)
    reason: Text | None = Field(None, description="Required when the lead differs from the routing rule's.")


class ReturnReport(Command):
    """Send a handled report back; its lead task is reopened."""

    trigger: Literal[ReportTrigger.RETURN]
    reason: Reason


class Close(Command):
    """Close a handled report."""

    trigger: Literal[ReportTrigger.CLOSE]
    outcome: Annotated[CloseOutcome, ENDING]
    notice: Notice | None = Field(None, description="Required: the notice, or why there is none.")
    reference: Line | None = Field(None, description="The other body's reference; required for `referred`.")


class Dismiss(Command):
    """End a report that will not be worked."""

    trigger: Literal[ReportTrigger.DISMISS]
    outcome: Annotated[DismissOutcome, ENDING]
    reason: Reason
    duplicate_of: UUID | None = Field(None, description="The other report; required for `duplicate`.")
    reference: Line | None = Field(
        None, description="The reference of the body outside that goes on; required for `referred`."
    )


class Reopen(Command):
    """Take up a closed report again."""

    trigger: Literal[ReportTrigger.REOPEN]
    reason: Reason
    basis: Literal["new_fact", "decision"] = Field(description="What it is taken up for.")


ReportCommand = Verify | Assign | ReturnReport | Close | Dismiss | Reopen


class ReportTransition(RootModel[Annotated[ReportCommand, Field(discriminator="trigger")]]):
    """One trigger on a report, told apart by ``trigger``."""


class AddNote(Command):
    """A note on a report."""

    text: Text = Field(description="What is noted.")


class AddLink(Command):
    """A relation to another report of the region."""

    report: UUID = Field(description="The other report.")
    kind: Literal[LinkKind.RELATED, LinkKind.SAME_EVENT, LinkKind.CAUSED_BY] = Field(
        description="How this report relates to the other."
    )


class FoundIncomplete(Command):
    """The study before registration found that something is missing: the reporter is to be told within a day."""

    finding: Literal["incomplete"]
    missing: tuple[Requirement, ...] = Field(
        min_length=1, max_length=2, description="Which requirements are not met yet.", examples=[["material"]]
    )
    text: Text = Field(description="What is missing, in words.", examples=["Belum ada saksi dan bukti"])
    at: Moment | None = Field(None, description="When the study was finished. Default: now.")


class FoundComplete(Command):
    """The reporter has handed in what was missing."""

    finding: Literal["complete"]
    at: Moment | None = Field(None, description="When it was handed in. Default: now.")


Completeness = FoundIncomplete | FoundComplete


class NoteCompleteness(RootModel[Annotated[Completeness, Field(discriminator="finding")]]):
    """What a report that is not registered yet lacks, or that it was completed; told apart by ``finding``."""


class Unseal(Command):
    """Ask who the reporter is."""

    reason: Reason


class NoteWithdrawal(Command):
    """The reporter withdraws a report that has its register number: it is noted, and the case goes on."""

    reason: Reason
