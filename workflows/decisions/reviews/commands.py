"""What may be asked of an after-action review, with its bounds."""

from pydantic import Field

from workflows.codes.reviews import LessonKind, ReviewSection
from workflows.decisions.command_members import AgencyCode, Command, ElectionCode, Moment, Text


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
