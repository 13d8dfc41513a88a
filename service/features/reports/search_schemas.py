"""What is answered of words that were found, and of reports that may be of the same matter."""

from typing import Annotated

from msgspec import Meta, Struct

from service.edge.answer_types import Moment
from service.features.reports.member_types import RegisterNumber, ReportId
from workflows.codes.reports import ReportState
from workflows.decisions import command_members


class PartAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A piece of a passage. Text as it was written, never markup: a client sets it as text and marks what matched."""

    text: Annotated[str, Meta(description="The words as they stand in the report.", examples=["Pembagian "])]
    match: Annotated[bool, Meta(description="Whether this is what was sought.")]


class HighlightAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A passage in which a sought word stands; its parts, one after the other, are its text."""

    member: Annotated[
        str, Meta(description="Whose words they are.", extra_json_schema={"enum": ["title", "description"]})
    ]
    parts: list[PartAnswer]


class DuplicateAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A report of the same area and category, three days apart at most, in similar words."""

    report: ReportId
    state: ReportState
    register_number: RegisterNumber | None
    occurred_at: Annotated[Moment, Meta(description=command_members.HAPPENED)]
    similarity: Annotated[
        float,
        Meta(
            ge=0.4,
            le=1,
            description="How many of the words of both are in both: twice those over all.",
            examples=[0.67],
        ),
    ]


PossibleDuplicates = Annotated[
    list[DuplicateAnswer],
    Meta(description="At most five, the most similar first; `dismiss` with outcome `duplicate` merges two reports."),
]


class DuplicatesAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What may be of the same matter as a report, as far as the caller may read."""

    items: PossibleDuplicates
