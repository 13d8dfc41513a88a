"""The route of elections."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from service.edge.representation import encode
from service.edge.web.from_request import JSON, permit, reading
from service.edge.web.parameters import MOMENT, MOMENT_LENGTH, Region, moment_of
from service.features.elections.schemas import ElectionPage
from service.features.elections.views import elections_at


@get(
    "/v1/regions/{region:str}/elections",
    operation_id="listElections",
    before_request=permit(),
    opt={"answer": ElectionPage},
)
async def list_elections(
    request: Request[Any, Any, Any],
    region: Region,
    at: Annotated[
        str | None,
        QueryParameter(max_length=MOMENT_LENGTH, schema_extra=MOMENT, description="The moment; now when left out."),
    ] = None,
) -> Response[bytes]:
    """Tell the elections with their stages, which one each is in, and whether the counter is open for it."""
    policy = reading(request, region).policy
    moment = datetime.now(UTC) if at is None else moment_of(at, "at").astimezone(UTC)
    return Response(content=encode(elections_at(policy, moment)), media_type=JSON)


ROUTES = [list_elections]
