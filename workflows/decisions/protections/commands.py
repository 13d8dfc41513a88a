"""What protects a report, with its bounds: a wall, and what may be proposed and decided."""

from typing import Annotated, Literal

from pydantic import Field, RootModel, model_validator

from workflows.codes.approvals import ProposalKind
from workflows.codes.reports import Category, Classification, Severity
from workflows.decisions.command_members import (
    HAPPENED,
    KNOWN,
    AgencyCode,
    Command,
    ElectionCode,
    Moment,
    NamedPersons,
    Reason,
    Text,
)


class RaiseWall(Command):
    """Wall an agency off for a conflict of interest, though it is not accused."""

    agency: AgencyCode = Field(description="The agency that may not know of the report any longer.", examples=["kpu"])
    reason: Reason


class ProposedAmendment(Command):
    """The members to change, at least one; absent ones stay."""

    category: Category | None = Field(None, description="Another category.")
    severity: Severity | None = Field(None, description="Another severity.", examples=["S3"])
    classification: Classification | None = Field(None, description="Who may read it.", examples=["restricted"])
    occurred_at: Moment | None = Field(None, description=HAPPENED)
    known_at: Moment | None = Field(None, description=KNOWN)
    election: ElectionCode | None = Field(None, description="The election it belongs to; null when to none.")
    named_persons: NamedPersons | None = Field(None, examples=[["2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33"]])

    @model_validator(mode="after")
    def _names_something(self) -> "ProposedAmendment":
        """Raise ValueError for a proposal that changes nothing."""
        if not self.model_fields_set:
            msg = "a proposal names at least one member to change"
            raise ValueError(msg)
        return self


class ProposeAmendment(Command):
    """Change what one person may not change alone.

    The classification, who is named, the severity, what routes it, and from what a law's limits are counted. Names are
    proposed by a supervisor of the lead; to take a name off needs no proposal.
    """

    kind: Literal[ProposalKind.AMENDMENT]
    amendment: ProposedAmendment
    reason: Reason


class ProposeLift(Command):
    """Take a wall down that somebody put up around an agency."""

    kind: Literal[ProposalKind.WALL]
    agency: AgencyCode = Field(description="The agency that would see the report again.", examples=["kpu"])
    reason: Reason


class ProposeAcquittal(Command):
    """Take back the accusation of an agency."""

    kind: Literal[ProposalKind.ACCUSATION]
    agency: AgencyCode = Field(description="The agency that would be accused no longer.", examples=["kpu"])
    reason: Reason


class ProposeLead(Command):
    """Clear an agency: it may lead what is secret, and its supervisors may ask who reported."""

    kind: Literal[ProposalKind.LEAD]
    agency: AgencyCode = Field(description="The agency that may lead then.", examples=["polres"])
    reason: Reason


Proposed = ProposeAmendment | ProposeLift | ProposeAcquittal | ProposeLead


class ProposeChange(RootModel[Annotated[Proposed, Field(discriminator="kind")]]):
    """One proposal, told apart by ``kind``."""


class DecideProposal(Command):
    """Approve or refuse what somebody else proposed. What is approved is changed at once."""

    approve: bool = Field(description="Whether it is done.", examples=[True])
    reason: Text | None = Field(None, description="Why, in words that are kept with the event.")
