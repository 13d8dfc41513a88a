"""What may be asked of a clock."""

from pydantic import Field

from workflows.codes.clocks import ExtensionGround
from workflows.decisions.command_members import Command, Text


class ExtendClock(Command):
    """Extend a legal clock as far as its law allows, once, before it has ended."""

    ground: ExtensionGround | None = Field(
        default=None,
        description="For what: the law extends a clock for one thing alone, its `extends_for`; it may be left out.",
        examples=["more_statements"],
    )
    reason: Text = Field(
        description="Why, in words that are kept with the event.", examples=["Keterangan saksi masih diperlukan"]
    )


class RecountClock(Command):
    """Move a legal clock to where the calendar in force counts it, once that is no longer the one it was counted by."""

    reason: Text = Field(
        description="Why, in words that are kept with the event.",
        examples=["Cuti bersama diumumkan setelah laporan diregistrasi"],
    )
