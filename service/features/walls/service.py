"""Putting a wall up around an agency; it is taken down by a proposal."""

from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.features.changing.changes import Changes, Decided
from service.features.reports.changing import CREATED, ReportChanges, Terms
from service.features.walls import repository
from service.storage.db.write import Part
from service.storage.sealing import Sealer
from workflows.access.permissions import Action, require_role
from workflows.decisions.change import Circumstances
from workflows.decisions.protections.commands import RaiseWall
from workflows.decisions.reports.walls import decide_wall


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
