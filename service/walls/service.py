"""Putting a wall up around an agency, and taking it down."""

from uuid import UUID

from service.calls import Call
from service.changes import Changes, Decided, Subject
from service.db.pool import Transaction
from service.db.write import Part
from service.idempotency import Answer
from service.reports.changing import CREATED, ReportChanges, Terms
from service.sealing import Sealer
from service.walls import repository
from workflows.change import Circumstances
from workflows.commands import LiftWall, RaiseWall
from workflows.permissions import Action, require_role
from workflows.walls import decide_lift, decide_wall


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

    async def take_down(self, call: Call, report: UUID, agency: str, body: LiftWall) -> Answer:
        """Take down a wall that somebody else put up. Raises the refusals of ``decide_lift``."""
        require_role(call.actor, Action.WALL_LIFT)
        actor = call.actor
        by: list[UUID | None] = []
        read_report = self._changing.reader(call, report)

        async def read(transaction: Transaction) -> Subject:
            subject = await read_report(transaction)
            by[:] = [await repository.raised_by(transaction, call.region, report, agency)]
            return subject

        def dress(decided: Decided, given: Circumstances) -> Decided:
            row = (actor.person, actor.agency, given.now, call.region, report, agency)
            return decided._replace(extra=(Part(repository.LIFT_WALL, [row]),))

        return await self._changing.run(
            call,
            read,
            lambda shown, _, given: decide_lift(shown.facts, agency, body, actor, given, raised_by=by[0]),
            dress=dress,
        )
