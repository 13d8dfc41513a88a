"""What may be asked of evidence, with its bounds."""

from pydantic import Field

from workflows.codes.evidence import Purpose
from workflows.decisions.command_members import AgencyCode, Command, Line, Reason


class RequestEvidenceLink(Command):
    """Ask for a link to evidence: to view its preview, or to download the original. It is an act of custody."""

    purpose: Purpose = Field(description="What it is for.", examples=["download"])
    reason: Reason


class TransferEvidence(Command):
    """Record that evidence was handed to an agency of the region, or to a body outside."""

    agency: AgencyCode | None = Field(None, description="The agency that received it; absent for a body outside.")
    outside_body: AgencyCode | None = Field(
        None, description="The body outside that received it, by its code; absent for an agency.", examples=["dkpp"]
    )
    reference: Line | None = Field(
        None, description="The number of the record of handing over.", examples=["BA/12/XI/2026"]
    )
    reason: Reason
