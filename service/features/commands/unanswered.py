"""Which commands of a batch stand behind one that could not be answered, so that the order on a report is kept."""

from collections.abc import Sequence
from uuid import UUID

from service.edge.call import Call
from service.edge.service_errors import Unavailable
from service.features.commands import repository
from service.storage.db.pool import Database
from workflows.decisions.queued import CommandKind, QueuedCommand


class Unanswered:
    """The reports on which a command was left without an answer.

    Which report a task belongs to is asked only once that has happened; when nobody can say, everything waits.
    """

    def __init__(self, database: Database, call: Call) -> None:
        self._database = database
        self._call = call
        self._reports: set[UUID] = set()
        self._report_of: dict[UUID, UUID] = {}
        self._everything = False

    async def note(self, command: QueuedCommand, later: Sequence[QueuedCommand]) -> None:
        """Remember a command that was not answered, with those that come after it."""
        tasks = {one.target for one in (command, *later) if one.kind is CommandKind.TASK_TRANSITION and one.target}
        unknown = tasks - self._report_of.keys()
        try:
            found = await repository.reports_of(self._database, self._call, unknown) if unknown else {}
        except Unavailable:
            self._everything = True
            return
        self._report_of |= {task: found.get(task, task) for task in unknown}
        self._reports.add(self._report(command))

    def stands_before(self, command: QueuedCommand) -> bool:
        """Whether the command must wait for one before it."""
        return self._everything or self._report(command) in self._reports

    def _report(self, command: QueuedCommand) -> UUID:
        about = command.about or command.id
        return self._report_of.get(about, about)
