"""A batch as it came: how many commands there are is known before any of them is looked at, and each is small.

Five megabytes can say two million commands, each at fault four times over. So the batch is told apart into the bytes of
its commands first, and they are checked one by one until enough faults are found.
"""

from typing import Annotated, Any

import msgspec
from pydantic import Field, TypeAdapter

from service.edge.service_errors import MOST_FAULTS, FieldError, ValidationFailed
from service.edge.web.body import checked, require_json
from workflows.decisions.command_members import Command
from workflows.decisions.queued import MOST_COMMANDS, QueuedCommand

MOST_VALUES = MOST_COMMANDS * 100
"""Values of a whole batch; a queue of the largest intakes has fewer."""


class _Counted(Command):
    """A batch as far as the number of its commands."""

    commands: Annotated[tuple[Any, ...], Field(min_length=1, max_length=MOST_COMMANDS)]


class _Apart(msgspec.Struct):
    """The commands, each as the bytes that it is."""

    commands: list[msgspec.Raw]


_COUNTED, _COMMAND = TypeAdapter(_Counted), TypeAdapter(QueuedCommand)
_APART = msgspec.json.Decoder(_Apart)


def read_batch(raw: bytes) -> tuple[QueuedCommand, ...]:
    """The commands of a batch. Raises as ``parse`` does, with the first faults of all."""
    require_json(raw, MOST_VALUES)
    checked(raw, _COUNTED)
    found: list[QueuedCommand] = []
    faults: list[FieldError] = []
    for place, each in enumerate(_APART.decode(raw).commands):
        try:
            found.append(checked(bytes(each), _COMMAND, within=f"/commands/{place}"))
        except ValidationFailed as error:
            faults += error.errors
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise ValidationFailed(errors=faults[:MOST_FAULTS])
    return tuple(found)
