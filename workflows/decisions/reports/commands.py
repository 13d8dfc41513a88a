"""What may be asked, with its bounds: the only definition of every command, checked before the law decides.

The same models are the request bodies of the HTTP contract. Unknown members are refused.
"""

import re
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from workflows.codes.approvals import ErasureTarget
from workflows.codes.cases import DocumentKind
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion
from workflows.codes.reports import (
    Athg,
    Category,
    Channel,
    Classification,
    LinkKind,
    Outcome,
    Reliability,
    ReportTrigger,
    Severity,
)
from workflows.codes.reports import Field as LifeField
from workflows.codes.reviews import LessonKind, ReviewSection
from workflows.codes.tasks import TaskKind, TaskRole, TaskTrigger, TransferKind
from workflows.codes.visible import VISIBLE

NO_NUL = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""At least one character that is no white space, and no NUL, which PostgreSQL cannot keep. Words are VISIBLE too."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=NO_NUL), VISIBLE]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=NO_NUL), VISIBLE
]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL),
    VISIBLE,
    Field(description="One line, 1 to 200 characters.", examples=["Pembagian amplop di Desa Panjer"]),
]
Account = Annotated[Text, Field(description="What was seen, to 10,000 characters.", examples=["Amplop dibagikan."])]
Reason = Annotated[Text, Field(description="Why, in words that are kept with the event.")]
RFC3339 = re.compile(
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _read_rfc3339(value: object) -> object:
    if not isinstance(value, datetime) and not (isinstance(value, str) and RFC3339.fullmatch(value)):
        msg = "must be an RFC 3339 date-time with an offset, for example 2024-11-24T20:15:00+07:00"
        raise ValueError(msg)
    return datetime.fromisoformat(value.upper()) if isinstance(value, str) else value


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_read_rfc3339),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": f"^{RFC3339.pattern}$"}),
]
"""RFC 3339 section 5.6: an instant with its offset, from 1900 on."""
AGENCY_PATTERN = r"^[a-z][a-z0-9_]{1,31}$"
AREA_PATTERN = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"
ELECTION_PATTERN = r"^[a-z0-9][a-z0-9-]{1,39}$"
AgencyCode = Annotated[str, StringConstraints(pattern=AGENCY_PATTERN)]
AreaCode = Annotated[str, StringConstraints(pattern=AREA_PATTERN)]
ElectionCode = Annotated[str, StringConstraints(pattern=ELECTION_PATTERN)]
HAPPENED = "When it happened."
KNOWN = "When it became known; the legal limit for lodging runs from here."
"""The meaning of these moments, wherever they stand."""

PERSON_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-689a-fA-F][0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
_OF_A_KEY = 7
"""The version of an API key's identifier, which no person's pseudonym has."""


def _require_person(value: UUID) -> UUID:
    if value.version == _OF_A_KEY:
        msg = "must be a person; an API key reads no secret and holds no task"
        raise ValueError(msg)
    return value


_PERSON = {"type": "string", "format": "uuid", "pattern": PERSON_PATTERN}
Person = Annotated[UUID, AfterValidator(_require_person), WithJsonSchema(_PERSON)]
NamedPersons = Annotated[
    tuple[Person, ...],
    Field(
        max_length=50,
        description="All who may read the report while it is secret, beside the supervisors of its lead, its author "
        "and who was given its lead task; of any agency, by pseudonym, each from their `/v1/me`. The list replaces the "
        "one before: whoever is left out reads it no longer.",
    ),
]
Assignee = Annotated[
    UUID,
    AfterValidator(_require_person),
    WithJsonSchema({**_PERSON, "description": "The person who will do it, from their /v1/me."}),
]
Day = date
"""Under a name of its own, since a document has a member of this one."""

DOCUMENT_NUMBER = r"^[A-Za-z._/()-]{0,40}[0-9][A-Za-z0-9._/()-]{0,40}$"
DocumentNumber = Annotated[
    str,
    StringConstraints(pattern=DOCUMENT_NUMBER),
    Field(description="Its number, without blanks and with a digit.", examples=["200/PM.00.02/K.JT-13/11/2024"]),
]
ENDING = Field(description="How the report ends.")


class Command(BaseModel):
    """Base of every command: immutable, unknown members refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Command):
    """Where it happened: an area code of the region and, if known, words that find the spot."""

    area: AreaCode = Field(description="Kemendagri code of the region, kecamatan or village.", examples=["33.05.12"])
    detail: Line | None = Field(None, description="Free words that find the spot.", examples=["RT 02 RW 03"])


class Source(Command):
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
    known_at: Moment | None = Field(None, description=f"{KNOWN} Default: now.")
    place: Place = Field(description="Where.")
    election: ElectionCode | None = Field(None, description="The election it belongs to.", examples=["pilkada-2024"])
    source: Source = Field(description="How it came in.")
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
    reason: Text = Field(description="Why it is changed.", examples=["Alamat diperbaiki pelapor"])


class Checklist(Command):
    """The two tests of a report: formal (who, when, where) and material (what is alleged, with what proof)."""

    formal: bool = Field(description="The formal requirements are met.", examples=[True])
    material: bool = Field(description="The material requirements are met.", examples=[True])


class Grade(Command):
    """Source grade: reliability of the source A to F and credibility of what it says 1 to 6."""

    reliability: Reliability = Field(examples=["B"])
    credibility: int = Field(ge=1, le=6, description="1 (confirmed) to 6 (cannot be judged).", examples=[2])


class Offer(Command):
    """One task offered to one agency."""

    agency: AgencyCode = Field(description="The agency that is asked.", examples=["bawaslu"])
    role: TaskRole = Field(examples=["lead"])
    kind: TaskKind = Field(examples=["case"])
    obligatory: bool = Field(True, description="Whether the report waits for it before it is handled.")
    due_at: Moment | None = Field(None, description="When the work is wanted, once accepted.")


class Notice(Command):
    """The status notice to the reporter: its exact text, or why there is none."""

    sent: bool = Field(description="Whether the reporter was told.", examples=[True])
    text: Text | None = Field(
        None, description="Required when sent, else absent.", examples=["Laporan ditindaklanjuti"]
    )
    reason: Text | None = Field(None, description="Required when not sent, else absent.")
    channel: NoticeChannel | None = Field(None, description="How it was sent, when that is said.")
    language: NoticeLanguage = Field(NoticeLanguage.INDONESIAN, description="The language it is written in.")

    @field_validator("text", "reason")
    @classmethod
    def _belongs(cls, words: str | None, given: ValidationInfo) -> str | None:
        """Raise ValueError for words that would be dropped: a text of what was not sent, a reason for what was."""
        if words is not None and given.data.get("sent") is (given.field_name == "reason"):
            msg = "a notice holds its text when it was sent, and its reason when it was not"
            raise ValueError(msg)
        return words


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


class Return(Command):
    """Send a handled report back; its lead task is reopened."""

    trigger: Literal[ReportTrigger.RETURN]
    reason: Reason


class Close(Command):
    """Close a handled report."""

    trigger: Literal[ReportTrigger.CLOSE]
    outcome: Annotated[Literal[Outcome.RESOLVED, Outcome.REFERRED, Outcome.SANCTIONED, Outcome.NOT_PROVEN], ENDING]
    notice: Notice | None = Field(None, description="Required: the notice, or why there is none.")
    reference: Line | None = Field(None, description="The other body's reference; required for `referred`.")


class Dismiss(Command):
    """End a report that will not be worked."""

    trigger: Literal[ReportTrigger.DISMISS]
    outcome: Annotated[
        Literal[Outcome.UNFOUNDED, Outcome.OUT_OF_SCOPE, Outcome.DUPLICATE, Outcome.WITHDRAWN, Outcome.INSUFFICIENT],
        ENDING,
    ]
    reason: Reason
    duplicate_of: UUID | None = Field(None, description="The other report; required for `duplicate`.")


class Reopen(Command):
    """Take up a closed report again."""

    trigger: Literal[ReportTrigger.REOPEN]
    reason: Reason
    basis: Literal["new_fact", "decision"] = Field(description="What it is taken up for.")


ReportCommand = Verify | Assign | Return | Close | Dismiss | Reopen


class ReportTransition(RootModel[Annotated[ReportCommand, Field(discriminator="trigger")]]):
    """One trigger on a report, told apart by ``trigger``."""


class Accept(Command):
    """Take an offered task."""

    trigger: Literal[TaskTrigger.ACCEPT]
    assignee: Assignee | None = None


class Decline(Command):
    """Refuse an offered task."""

    trigger: Literal[TaskTrigger.DECLINE]
    reason: Reason
    legal_basis: Line | None = Field(None, description="The law that the refusal rests on.")


class Start(Command):
    """Begin an accepted task."""

    trigger: Literal[TaskTrigger.START]


class Wait(Command):
    """Pause for an outside party."""

    trigger: Literal[TaskTrigger.WAIT]
    reason: Reason


class Resume(Command):
    """Go on after a pause."""

    trigger: Literal[TaskTrigger.RESUME]


class Complete(Command):
    """Finish with a result."""

    trigger: Literal[TaskTrigger.COMPLETE]
    result: Text = Field(description="What was done.")


class Document(Command):
    """A document that goes along with a task."""

    kind: DocumentKind = Field(description="What sort of document.", examples=["study"])
    number: DocumentNumber | None = None
    date: Day | None = Field(None, description="The day it bears.", examples=["2024-11-25"])
    words: Line | None = Field(None, description="What it is, in words that are kept as a text.")


class Transfer(Command):
    """Hand the task to another agency, which gets a new offer and answers it."""

    trigger: Literal[TaskTrigger.TRANSFER]
    agency: AgencyCode = Field(
        description="The agency that gets the new offer: an arm of the holder or lead for `handed_down`, the own "
        "agency for `taken_over`, another authority for `forwarded`."
    )
    kind: TransferKind
    reason: Reason
    reference: Line | None = Field(
        None, description="Number of the covering letter; required for a task of kind `case`."
    )
    documents: tuple[Document, ...] = Field((), max_length=20, description="What goes along.")


class Withdraw(Command):
    """Take a task back from its agency."""

    trigger: Literal[TaskTrigger.WITHDRAW]
    reason: Reason


class AssignPerson(Command):
    """Hand the task to another person of the same agency; that the person works there cannot be checked here."""

    trigger: Literal[TaskTrigger.ASSIGN_PERSON]
    assignee: Assignee
    note: Text | None = Field(None, description="What the next person has to know, in words that are kept.")


TaskCommand = Accept | Decline | Start | Wait | Resume | Complete | Transfer | Withdraw | AssignPerson


class TaskTransition(RootModel[Annotated[TaskCommand, Field(discriminator="trigger")]]):
    """One trigger on a task, told apart by ``trigger``."""


class AddNote(Command):
    """A note on a report."""

    text: Text = Field(description="What is noted.")


class AddLink(Command):
    """A relation to another report of the region."""

    report: UUID = Field(description="The other report.")
    kind: Literal[LinkKind.RELATED, LinkKind.SAME_EVENT, LinkKind.CAUSED_BY] = Field(
        description="How this report relates to the other."
    )


class Unseal(Command):
    """Ask who the reporter is."""

    reason: Reason


class Recipient(Command):
    """Who received a notice. Sealed on arrival, as a reporter is: shown by no answer but an audited unsealing."""

    name: Line = Field(description="Name of the person or body.", examples=["Pelapor Rahasia"])
    address: Line | None = Field(None, description="Where it was sent: an address, a number, an account.")


TEMPLATE_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"
TemplateCode = Annotated[str, StringConstraints(pattern=TEMPLATE_PATTERN)]


class FieldWords(Command):
    """What one field of a template is to say."""

    name: TemplateCode = Field(description="The field, as the template names it.", examples=["reason"])
    words: Line = Field(description="What stands in its place.", examples=["Bukan pelanggaran pemilihan"])


class SendNotice(Command):
    """A notice of status that was sent: its exact text, or the template that it is made from."""

    audience: Audience = Field(description="Who was told.", examples=["reporter"])
    channel: NoticeChannel = Field(description="How it was sent.", examples=["letter"])
    language: NoticeLanguage = Field(NoticeLanguage.INDONESIAN, description="The language it is written in.")
    text: Text | None = Field(
        None, description="The exact words; absent with a template.", examples=["Laporan Saudara telah diregistrasi."]
    )
    template: TemplateCode | None = Field(
        None, description="A template of `/notice-templates`; absent with a text.", examples=["registered_reporter"]
    )
    fields: tuple[FieldWords, ...] | None = Field(
        None, max_length=20, description="What the template's own fields are to say; absent with a text."
    )
    occasion: Occasion | None = Field(
        None, description="What it tells of; settles what is owed of it. A template says it of itself."
    )
    recipient: Recipient | None = Field(
        None, description="Who received it; never for the public. Without one, the reporter as sealed with the report."
    )
    agency: AgencyCode | None = Field(None, description="Which agency was told; required for `agency`, else absent.")
    sent_at: Moment | None = Field(None, description="When it was sent. Default: now.")


class UnsealRecipient(Command):
    """Ask who received a notice."""

    reason: Reason


class RaiseWall(Command):
    """Wall an agency off for a conflict of interest, though it is not accused."""

    agency: AgencyCode = Field(description="The agency that may not know of the report any longer.", examples=["kpu"])
    reason: Reason


class NoteWithdrawal(Command):
    """The reporter withdraws a report that has its register number: it is noted, and the case goes on."""

    reason: Reason


class RequestErasure(Command):
    """Ask to erase who reported, one text, the recipient of a notice or evidence, for good. Another person decides."""

    target: ErasureTarget = Field(description="What is to be erased.", examples=["text"])
    text: UUID | None = Field(
        None,
        description="The text, by the identifier that the history gives it, the notice whose `recipient` is "
        "meant, or the evidence; required for all of them, absent for `reporter`.",
    )
    reason: Reason

    @field_validator("text")
    @classmethod
    def _belongs(cls, text: UUID | None, given: ValidationInfo) -> UUID | None:
        """Raise ValueError for a text that would be passed over."""
        if text is not None and given.data.get("target") is ErasureTarget.REPORTER:
            msg = "the reporter is not a text"
            raise ValueError(msg)
        return text


class DecideErasure(Command):
    """Approve or refuse an erasure that somebody else asked for. What is approved is erased at once."""

    approve: bool = Field(description="Whether it is erased.", examples=[True])
    reason: Text | None = Field(None, description="Why, in words that are kept with the event.")


class ExtendClock(Command):
    """Extend a legal clock as far as its law allows, once, before it has ended."""

    reason: Text = Field(
        description="Why, in words that are kept with the event.", examples=["Keterangan saksi masih diperlukan"]
    )


class OpenReview(Command):
    """Begin the after-action review of an event, on a report of it."""

    event: ElectionCode = Field(
        description="The election that the report belongs to, or a code of your own for another event.",
        examples=["pilkades-2023"],
    )


class RecordSection(Command):
    """What was planned, what happened, or why; recorded again, it takes the place of what was there and both stay."""

    section: ReviewSection = Field(description="Which of the three.", examples=["happened"])
    text: Text = Field(description="In words.")


class AddLesson(Command):
    """What to keep or to change next time."""

    kind: LessonKind = Field(description="Whether it is to be kept or changed.", examples=["change"])
    text: Text = Field(description="The lesson.")


class Recommend(Command):
    """Who is to do what until when; becomes a task that the agency is offered."""

    agency: AgencyCode = Field(description="The agency that is to do it.", examples=["kesbangpol"])
    due_at: Moment = Field(description="Until when; after now.", examples=["2030-06-30T23:59:59+07:00"])
    text: Text = Field(description="What is to be done.")


class CloseReview(Command):
    """End a review whose three sections are recorded."""

    note: Text | None = Field(None, description="Words that are kept with the event.")


class BundleRequest(Command):
    """What a bundle is to cover: one report, the reports with an event in a period, or with neither the region."""

    report: UUID | None = Field(None, description="Only this report; excludes a period.")
    start: Moment | None = Field(None, alias="from", description="The first moment of the period.")
    end: Moment | None = Field(None, alias="to", description="The first moment after it; now when left out.")
