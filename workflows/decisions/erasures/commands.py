"""What may be erased, with its bounds: one asks, another decides."""

from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from workflows.codes.approvals import ErasureTarget
from workflows.decisions.command_members import Command, Reason, Text


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
