"""Commands queued without a connection: what one holds, and which of them must not be tried when others failed.

An officer who works offline sees each thing as it was when last read, and the later commands of a queue rest on the
earlier ones. Source: docs/domain.md, "What others complained of".
"""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema

from workflows.decisions.command_members import Command, Moment

MOST_COMMANDS = 500
MOST_VERSION = 999_999_999
"""The largest version that an If-Match may name."""

UUID7_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
_TIME_ORDERED = 7


class CommandKind(StrEnum):
    """What a queued command is in the single calls."""

    REPORT_CREATE = "report.create"
    REPORT_TRANSITION = "report.transition"
    TASK_TRANSITION = "task.transition"
    NOTE_ADD = "note.add"


class CommandVerdict(StrEnum):
    """What became of a queued command."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


def _require_time_ordered(value: UUID) -> UUID:
    if value.version != _TIME_ORDERED:
        msg = "must be a UUID of version 7"
        raise ValueError(msg)
    return value


CommandId = Annotated[
    UUID,
    AfterValidator(_require_time_ordered),
    WithJsonSchema({"type": "string", "format": "uuid", "pattern": UUID7_PATTERN}),
]


class QueuedCommand(Command):
    """One command of a queue. Its body is judged when its turn comes, so that a bad one spoils no other."""

    id: CommandId = Field(
        description="Made by the client, a UUID of version 7 (RFC 9562). It is the command's Idempotency-Key, and for "
        "`report.create` the identifier that the report will have.",
        examples=["019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"],
    )
    kind: CommandKind
    target: UUID | None = Field(
        None, description="The report or task; for `report.create` the command's own id, or left out."
    )
    expected_version: int | None = Field(
        None,
        ge=1,
        le=MOST_VERSION,
        description="What If-Match says in the single call: required for transitions, optional for notes, without "
        "meaning for `report.create`.",
    )
    at: Moment = Field(
        description="When the officer did it, by the officer's own clock. It is kept with the event; the law counts "
        "from when the server took it.",
        examples=["2024-11-24T20:20:00+07:00"],
    )
    body: dict[str, Any] = Field(
        description="As in the single call: `ReportIntake`, `ReportTransition`, `TaskTransition` or `AddNote`."
    )

    @property
    def about(self) -> UUID | None:
        """The report or task that it is about."""
        return self.id if self.kind is CommandKind.REPORT_CREATE else self.target


class CommandBatch(Command):
    """Commands queued on a device, oldest first."""

    commands: tuple[QueuedCommand, ...] = Field(
        min_length=1, max_length=MOST_COMMANDS, description="In the order in which they are to be applied."
    )


class Missed:
    """What of a queue was not applied, and which later commands therefore rest on something that never happened."""

    def __init__(self) -> None:
        self._never_made: set[UUID] = set()
        self._expected: dict[UUID, int] = {}

    def note(self, command: QueuedCommand) -> None:
        """Remember a command that was refused or came into conflict."""
        about, expected = command.about, command.expected_version
        if about is None:
            return
        if command.kind is CommandKind.REPORT_CREATE:
            self._never_made.add(about)
        elif expected is not None:
            self._expected[about] = min(expected, self._expected.get(about, expected))

    def stands_before(self, command: QueuedCommand) -> bool:
        """Whether the command means a version, or a report, that only a missed one could have made.

        That version may be there all the same, made by somebody else: whoever queued the command has never seen it.
        """
        about, expected = command.about, command.expected_version
        if about is None or command.kind is CommandKind.REPORT_CREATE:
            return False
        if about in self._never_made:
            return True
        missed = self._expected.get(about)
        return missed is not None and expected is not None and expected > missed
