"""What may be asked of the transparency log."""

from uuid import UUID

from pydantic import Field

from workflows.decisions.command_members import Command, Moment


class BundleRequest(Command):
    """What a bundle is to cover: one report, the reports with an event in a period, or with neither the region."""

    report: UUID | None = Field(None, description="Only this report; excludes a period.")
    start: Moment | None = Field(None, alias="from", description="The first moment of the period.")
    end: Moment | None = Field(None, alias="to", description="The first moment after it; now when left out.")
