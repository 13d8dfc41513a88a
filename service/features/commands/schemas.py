"""What a batch of queued commands answers. Codes, identifiers and times only: the answer is kept for a repetition."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from service.edge.answer_types import Problem, Receipt
from workflows.decisions.queued import CommandKind, CommandVerdict

State = Annotated[str, Meta(description="The state of the report or task.", examples=["verified"])]
Version = Annotated[int, Meta(ge=1, description="Its version, as `expected_version` takes it.")]


class Essentials(Struct, frozen=True):
    """Of the answer of a single call what a queue needs to know; the receipt as the bytes that they are."""

    id: UUID
    state: str
    version: int
    receipt: Raw | UnsetType = UNSET
    advisories: list[str] = []


class CurrentAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A report or task as it is now, when that is not what the command expected."""

    state: Annotated[str | None, Meta(description="Its state; null for a caller who may not read it.")]
    version: Annotated[Version | None, Meta(description="Its version; null for a caller who may not read it.")]


class CommandResult(Struct, frozen=True, kw_only=True, gc=False):
    """What became of one command."""

    id: Annotated[UUID, Meta(description="The command.")]
    kind: CommandKind
    status: CommandVerdict
    target: Annotated[UUID | None, Meta(description="The report or task that it was about.")]
    state: Annotated[State | UnsetType, Meta(description="The state that it made, once it was applied.")] = UNSET
    version: Annotated[Version | UnsetType, Meta(description="The version that it made, once it was applied.")] = UNSET
    receipt: Annotated[
        Receipt | UnsetType, Meta(description="The receipt of its first answer; absent once that is forgotten.")
    ] = UNSET
    clock_ahead: Annotated[
        bool | UnsetType,
        Meta(
            description="True when it was applied though its `at` has not come yet: the clock of the device runs ahead."
        ),
    ] = UNSET
    advisories: Annotated[
        list[str] | UnsetType,
        Meta(
            description="Advice on the report that it made or changed, by code, as the single call gives it:"
            " `known_at_not_told` asks when it became known. Absent when there is none."
        ),
    ] = UNSET
    current: Annotated[CurrentAnswer | UnsetType, Meta(description="What stands there, with a `conflict`.")] = UNSET
    problem: Annotated[
        Problem | UnsetType,
        Meta(description="Why it was not applied, as the single call answers; pointers are into the command."),
    ] = UNSET


class CommandsAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One result for each command, in the order of the commands.

    `applied`: done now. `duplicate`: done before, under the same id. `conflict`: the report or task is not as the
    command expected it. `refused`: never as it stands. `unavailable`: unknown or not tried; send the batch again.
    """

    results: Annotated[list[CommandResult], Meta(description="In the order of the commands.")]
