"""The route of queued commands."""

from typing import Any

from litestar import Request, Response, post

from service.edge.web.body import read_body
from service.edge.web.declared import REQUIRED
from service.edge.web.from_request import changing, permit, principal_of, respond
from service.edge.web.parameters import Region
from service.edge.web.rates import spend
from service.features.commands.reading import read_batch
from service.features.commands.schemas import CommandsAnswer
from service.features.commands.service import CommandService
from workflows.decisions.queued import CommandBatch

MAX_BATCH_BYTES = 5_000_000
"""Ten kilobytes for each of 500 commands. A longer queue is sent in several batches."""

_Request = Request[Any, Any, Any]


@post(
    "/v1/regions/{region:str}/commands",
    operation_id="applyCommands",
    status_code=200,
    before_request=permit(),
    opt={"body": CommandBatch, "answer": CommandsAnswer, "key": REQUIRED},
)
async def apply_commands(request: _Request, region: Region) -> Response[bytes]:
    """Apply commands that were queued without a connection, in order.

    Each is the single call that it names, under the rights of the caller, and has its own result; one that is refused
    leaves the others alone. A batch may be sent again whole, also with other commands in it or in another order: what
    was applied is a `duplicate`, for as long as an Idempotency-Key is kept. Up to 500 commands and 5 MB; each command
    counts as one write.
    """
    service: CommandService = request.app.state.commands
    raw = await read_body(request, MAX_BATCH_BYTES)
    call = changing(request, region, raw, key_required=True)
    commands = read_batch(raw)
    await spend(request, principal_of(request), len(commands) - 1)
    return respond(await service.apply(call, commands, request.scope["state"]["trace_id"]))


ROUTES = [apply_commands]
