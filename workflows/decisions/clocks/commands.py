"""What may be asked of a clock."""

from pydantic import Field

from workflows.codes.clocks import ExtensionGround
from workflows.decisions.command_members import Command, Text


class ExtendClock(Command):
    """Extend a legal clock as far as its law allows, once, before it has ended."""

    ground: ExtensionGround = Field(
        description="For what: the law extends a clock for one thing alone, which its `extends_for` says.",
        examples=["more_statements"],
    )
    reason: Text = Field(
        description="Why, in words that are kept with the event.", examples=["Keterangan saksi masih diperlukan"]
    )
