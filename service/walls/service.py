"""Putting a wall up around an agency; it is taken down by a proposal."""

from uuid import UUID

from service.calls import Call
from service.changes import Changes, Decided
from service.db.write import Part
from service.idempotency import Answer
from service.reports.changing import CREATED, ReportChanges, Terms
from service.sealing import Sealer
from service.walls import repository
from workflows.change import Circumstances
from workflows.commands import RaiseWall
from workflows.permissions import Action, require_role
from workflows.walls import decide_wall


class WallService:
    """Walls of every region, for whoever asks."""

    def __init__(self, changes: Changes, sealer: Sealer, terms: Terms) -> None:
        self._changing = ReportChanges(changes, sealer, terms)

    async def put_up(self, call: Call, report: UUID, body: RaiseWall) -> Answer:
        """Wall an agency off. Raises the refusals of ``decide_wall``."""
        require_role(call.actor, Action.WALL_RAISE)
        actor = call.actor

        def dress(decided: Decided, given: Circumstances) -> Decided:
            row = (call.region, next(given.ids), report, body.agency, actor.person, actor.agency, given.now)
            return decided._replace(extra=(Part(repository.INSERT_WALL, [row]),))

        return await self._changing.run(
            call,
            self._changing.reader(call, report),
            lambda shown, _, given: decide_wall(shown.facts, body, actor, given),
            status=CREATED,
            dress=dress,
        )
