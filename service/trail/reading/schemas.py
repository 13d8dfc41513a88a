"""What the trail answers of reads."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.edge.answer_types import Moment, Page
from service.edge.described import one_of
from workflows.trail.reads import ReadKind


class ReadAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One read of a report, as the trail keeps it."""

    event: Annotated[UUID, Meta(description="The record of the trail that holds it, with others.")]
    what: Annotated[str, one_of(ReadKind)]
    at: Annotated[Moment, Meta(description="When.")]
    person: Annotated[UUID | None, Meta(description="Who, by pseudonym; null at the operator's command line.")]
    agency: Annotated[str | None, Meta(description="In which agency; null at the operator's command line.")]
    role: Annotated[str, Meta(description="In which role; `command_line` for the operator.", examples=["supervisor"])]
    task: Annotated[UUID | None, Meta(description="The task that was read; null when it was the report.")]


class ReadPage(Page[ReadAnswer], frozen=True, kw_only=True, gc=False):
    """One page of the reads of a report, in the order in which they were recorded."""
