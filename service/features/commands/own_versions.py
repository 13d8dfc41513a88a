"""Which versions the sender of a batch has made in it: an officer offline names the version that was read, each time.

What one officer did to one thing, one act after the other, was done in that order: the second act stands on the first.
"""

from uuid import UUID

from service.edge.call import Call
from service.edge.service_errors import PreconditionFailed, Unavailable
from service.features.commands import repository
from service.features.commands.schemas import Essentials
from service.storage.db.pool import Database
from workflows.decisions.queued import CommandKind, QueuedCommand


class OwnVersions:
    """What became of the versions that the commands of one batch name, as far as its own commands moved them on."""

    def __init__(self, database: Database, call: Call) -> None:
        self._database = database
        self._call = call
        self._tasks: dict[UUID, dict[int, int]] = {}
        self._any = False

    def note(self, command: QueuedCommand, made: Essentials) -> None:
        """Remember what a command made, now or when it was sent before."""
        self._any = True
        named = command.expected_version
        if command.kind is CommandKind.TASK_TRANSITION and named is not None:
            moved = self._tasks.setdefault(made.id, {})
            moved.update(dict.fromkeys(range(named, made.version), made.version))

    async def since(self, command: QueuedCommand, meant: int | None, error: PreconditionFailed) -> int | None:
        """The present version, if nobody but the sender has moved what ``command`` is about since the one it means.

        None when somebody else has, when nobody can say, or when what it rests on never happened.
        """
        present, about = error.extra.get("current_version"), command.about
        if not self._any or not meant or present is None or about is None or meant >= present:
            return None
        if command.kind is CommandKind.TASK_TRANSITION:
            return present if self._reached(about, meant) == present else None
        try:
            alone = await repository.changed_by_nobody_else(self._database, self._call, about, meant, present)
        except Unavailable:
            return None
        return present if alone else None

    def _reached(self, task: UUID, version: int) -> int:
        moved = self._tasks.get(task, {})
        while version in moved:
            version = moved[version]
        return version
