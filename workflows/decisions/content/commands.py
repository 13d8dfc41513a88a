"""What may be asked of the hoax desk, with its bounds."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from workflows.codes.addresses import WebAddress
from workflows.codes.content import ContentVerdict, TakedownOutcome
from workflows.decisions.command_members import Command, Line, Moment, Text


class OpenContentCheck(Command):
    """Content that circulates and is to be checked: where it is, its hash, a screenshot of it. One of them at least."""

    url: WebAddress | None = Field(
        None,
        description="Where it was seen: http or https, a host and no sign-in; kept as a text.",
        examples=["https://contoh.example/video/123"],
    )
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = Field(
        None, description="SHA-256 of the content itself, in lower-case hexadecimal.", examples=["a" * 64]
    )
    screenshot: UUID | None = Field(None, description="Evidence of the same report that shows it.")


class JudgeContent(Command):
    """What the content was found to be, with the words that put it right."""

    verdict: ContentVerdict = Field(description="What it is.", examples=["false"])
    clarification: Text = Field(
        description="What is true, in words that may be told.", examples=["Video itu diambil di tempat lain."]
    )


class RequestTakedown(Command):
    """Record that somebody was asked to take the content down."""

    to: Line = Field(description="Who was asked: a platform, a host, whoever spread it.", examples=["Tim kepercayaan"])
    at: Moment | None = Field(None, description="When. Default: now.")
    reference: Line | None = Field(None, description="The number of the letter.", examples=["200/KOMINFO/XI/2026"])


class AnswerTakedown(Command):
    """Record what became of it."""

    outcome: TakedownOutcome = Field(description="What became of the content.", examples=["removed"])
    at: Moment | None = Field(None, description="When. Default: now.")
    note: Text | None = Field(None, description="The answer in words.")
