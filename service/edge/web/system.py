"""Routes outside the regions: who am I, code lists, health, metrics and problems."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import PathParameter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from service.edge.problems.detail import plain_detail
from service.edge.problems.problem_table import PROBLEMS
from service.edge.representation import encode
from service.edge.service_errors import DatabaseReadOnly, DatabaseUnavailable, NotFound
from service.edge.web.from_request import JSON, permit, principal_of
from service.edge.web.system_schemas import (
    CodeListsAnswer,
    HealthAnswer,
    MeAnswer,
    ProblemTypeAnswer,
    ReadinessAnswer,
    WordsAnswer,
)
from workflows.policy.code_lists import code_lists

_METRICS = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
"""The framework says the charset of every text."""

ProblemCode = Annotated[
    str, PathParameter(description="The `code` of a problem.", schema_extra={"enum": sorted(PROBLEMS)})
]
_HEALTHY, _READY = encode(HealthAnswer(status="ok")), encode(ReadinessAnswer(status="ready"))
_STATE = """SELECT (SELECT count(*) = 1 FROM alembic_version),
current_setting('transaction_read_only') = 'off' AND NOT pg_is_in_recovery()"""
_Request = Request[Any, Any, Any]


@get("/v1/me", operation_id="getMe", before_request=permit(), opt={"answer": MeAnswer})
async def get_me(request: _Request) -> Response[bytes]:
    """Who the token says you are; `person` is what `assignee` takes."""
    principal = principal_of(request)
    actor = principal.actor
    view = MeAnswer(
        person=actor.person,
        name=principal.name,
        agency=actor.agency,
        role=actor.role,
        regions=sorted(actor.regions),
        scopes=sorted(actor.scopes),
        expires_at=principal.expires_at,
    )
    return Response(content=encode(view), media_type=JSON)


@get("/v1/code-lists", operation_id="getCodeLists", before_request=permit(), opt={"answer": CodeListsAnswer})
async def get_code_lists(request: _Request) -> Response[bytes]:
    """Every code with its wording in English and Indonesian, by region."""
    regions = principal_of(request).actor.regions
    lists = {p.region: code_lists(p) for p in request.app.state.policies if p.region in regions}
    return Response(content=encode(lists), media_type=JSON)


@get("/problems/{code:str}", operation_id="getProblem", opt={"public": True, "answer": ProblemTypeAnswer})
async def get_problem(code: ProblemCode) -> Response[bytes]:
    """What a problem's `type` means."""
    kind = PROBLEMS.get(code)
    if kind is None:
        raise NotFound
    title = WordsAnswer(**kind.title)
    detail = WordsAnswer(**{language: plain_detail(detail) for language, detail in kind.detail.items()})
    view = ProblemTypeAnswer(code=code, status=kind.status, title=title, detail=detail)
    return Response(content=encode(view), media_type=JSON)


@get("/healthz", operation_id="getHealth", opt={"public": True, "answer": HealthAnswer})
async def get_health() -> Response[bytes]:
    """The process lives."""
    return Response(content=_HEALTHY, media_type=JSON)


@get("/readyz", operation_id="getReadiness", opt={"public": True, "answer": ReadinessAnswer, "refuses": (503,)})
async def get_readiness(request: _Request) -> Response[bytes]:
    """The database answers, and takes writes."""
    async with request.app.state.database.bare() as connection:
        migrated, writes = await connection.fetchrow(_STATE)
        if not writes:
            raise DatabaseReadOnly
    if not migrated:
        raise DatabaseUnavailable
    return Response(content=_READY, media_type=JSON)


@get("/metrics", operation_id="getMetrics", opt={"public": True, "media": (CONTENT_TYPE_LATEST,)})
async def get_metrics(request: _Request) -> Response[bytes]:
    """Prometheus metrics of this process."""
    await request.app.state.region_metrics.refresh()
    await request.app.state.standings.refresh()
    return Response(content=generate_latest(), media_type=_METRICS)


ROUTES = [get_me, get_code_lists, get_problem, get_health, get_readiness, get_metrics]
