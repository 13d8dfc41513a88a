"""What may be asked of a clock."""

from pydantic import Field

from workflows.decisions.command_members import Command, Text


class ExtendClock(Command):
    """Extend a legal clock as far as its law allows, once, before it has ended."""

    reason: Text = Field(
        description="Why, in words that are kept with the event.", examples=["Keterangan saksi masih diperlukan"]
    )


class RecountClock(Command):
    """Move a legal clock to where the calendar in force counts it, once that is no longer the one it was counted by."""

    reason: Text = Field(
        description="Why, in words that are kept with the event.",
        examples=["Cuti bersama diumumkan setelah laporan diregistrasi"],
    )
