"""The reporter's identity is opened: once, for a reason, to who may see it."""

from uuid import UUID

import msgspec

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode
from service.features.changing.changes import Subject
from service.features.reports import repository
from service.features.reports.changing import UNSEAL, Receipted, ReportChanges
from service.features.reports.identity_schemas import IdentityAnswer, UnsealAnswer
from service.storage.db.pool import Transaction
from service.storage.sealing import Sealer, open_identity
from workflows.access.permissions import Action, require_role
from workflows.decisions.reports.commands import Unseal
from workflows.decisions.reports.remarks import decide_unseal


class UnsealingService:
    """Identities of every region, for a supervisor who says why."""

    def __init__(self, sealer: Sealer, changing: ReportChanges) -> None:
        self._sealer = sealer
        self._changing = changing

    async def unseal(self, call: Call, report: UUID, body: Unseal) -> Answer:
        """Show the reporter to one supervisor, once, for a reason. The answer is not kept for a repetition."""
        require_role(call.actor, Action.REPORTER_UNSEAL)
        opened: list[bytes] = []

        async def read(transaction: Transaction) -> Subject:
            subject = await self._changing.subject(call, await repository.read_for_command(transaction, call, report))
            sealed = await repository.read_sealed(transaction, call.region, report)
            if sealed is not None:
                key = await self._sealer.key(call.region, report, sealed["wrapped_key"])
                opened[:] = [open_identity(key, sealed["sealed"])]
            return subject

        answer = await self._changing.run(
            call._replace(key=None),
            read,
            lambda shown, _, given: decide_unseal(
                shown.facts,
                body,
                call.actor,
                given,
                sealed=shown.sealed and (bool(opened) or shown.reporter is not None),
            ),
            extra_tokens=(UNSEAL,),
        )
        receipt = msgspec.json.decode(answer.body, type=Receipted).receipt
        reporter = msgspec.json.decode(opened[0], type=IdentityAnswer)
        return answer._replace(body=encode(UnsealAnswer(reporter=reporter, receipt=receipt)))
