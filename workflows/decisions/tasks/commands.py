"""What may be asked of a task, with its bounds: an offer, and one command a trigger."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, RootModel, StringConstraints

from workflows.codes.cases import DocumentKind
from workflows.codes.tasks import TaskKind, TaskRole, TaskTrigger, TransferKind
from workflows.decisions.command_members import AgencyCode, Assignee, Command, Line, Moment, Reason, Text


class Offer(Command):
    """One task offered to one agency."""

    agency: AgencyCode = Field(description="The agency that is asked.", examples=["bawaslu"])
    role: TaskRole = Field(examples=["lead"])
    kind: TaskKind = Field(examples=["case"])
    obligatory: bool = Field(True, description="Whether the report waits for it before it is handled.")
    due_at: Moment | None = Field(None, description="When the work is wanted, once accepted.")


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


Day = date
"""Under a name of its own, since a document has a member of this one."""

DOCUMENT_NUMBER = r"^[A-Za-z._/()-]{0,40}[0-9][A-Za-z0-9._/()-]{0,40}$"
DocumentNumber = Annotated[
    str,
    StringConstraints(pattern=DOCUMENT_NUMBER),
    Field(description="Its number, without blanks and with a digit.", examples=["200/PM.00.02/K.JT-13/11/2024"]),
]


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
