"""The route of the live stream."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter

from service.edge.auth.token_claims import LEEWAY_S
from service.edge.web.conditions import parse_last_event_id
from service.edge.web.declared import OPTIONAL
from service.edge.web.fields import field
from service.edge.web.from_request import permit, principal_of, reading
from service.edge.web.interests import Actions, OfOneReport, interest_of
from service.edge.web.parameters import LARGEST, Agency, Region, truth, truth_of
from service.features.live.answer import Terms, Told
from service.features.live.service import LiveService
from workflows.access.permissions import Action

SSE = "text/event-stream"
_GUARD = permit(Action.EVENT_READ)
_Request = Request[Any, Any, Any]


@get(
    "/v1/regions/{region:str}/events/stream",
    operation_id="streamEvents",
    before_request=_GUARD,
    opt={"media": (SSE,), "resumes": OPTIONAL},
)
async def stream_events(
    request: _Request,
    region: Region,
    after: Annotated[
        int | None, QueryParameter(ge=-1, le=LARGEST, description="The last leaf index already read; -1 for none.")
    ] = None,
    agency: Agency = None,
    report: OfOneReport = None,
    action: Actions = None,
    follow: Annotated[str | None, truth("`false`: end once everything up to now has been told.")] = None,
) -> Told:
    """Listen to the events of the region as they enter its log (server-sent events).

    Each has its leaf index as its identifier and the same data as in `listEvents`. Without a cursor it begins with
    what comes next. Beside them are `position` (everything up to there was told), `reset` (the cursor is too old or
    beyond the log: read what was missed from the feed that it names) and `end` (with its reason).
    """
    live: LiveService = request.app.state.live
    cursor = parse_last_event_id(field(request, "last-event-id"))
    interest = interest_of(action, agency, report)
    opened = await live.open(reading(request, region), after if cursor is None else cursor, interest)
    terms = Terms(truth_of(follow) is not False, _good_for_s(request), _asking_again(request))
    return Told(live, opened, terms)


def _good_for_s(request: _Request) -> float:
    """Seconds for which the sign-in is accepted."""
    return (principal_of(request).expires_at - datetime.now(UTC)).total_seconds() + LEEWAY_S


def _asking_again(request: _Request) -> Callable[[], Awaitable[bool]]:
    """What the route asks first, asked again: a key may have been taken away, a person given another office."""
    before = principal_of(request).actor

    async def ask() -> bool:
        await _GUARD(request)
        return principal_of(request).actor == before

    return ask


ROUTES = [stream_events]
