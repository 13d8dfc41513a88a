"""The one place where anything that went wrong becomes an RFC 9457 problem."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from service.edge.problems.from_errors import as_json, log_unforeseen, told
from service.edge.problems.problem_body import problem_body
from service.edge.problems.problem_table import PROBLEMS
from service.edge.problems.told_codes import words_of
from service.edge.public_address import public_of
from service.edge.service_errors import PreconditionFailed, ServiceError, Unauthenticated, Unavailable
from service.edge.web.acts import may_be_shown
from service.edge.web.conditions import language_of
from service.edge.web.parameter_faults import parameter_faults
from service.edge.web.queries import missing_from
from workflows.access.refusals import Refused
from workflows.policy.region import Policy

PROBLEM_JSON = "application/problem+json"
RETRY_S = 5
"""Seconds after which it may be tried again where a part is out of reach and nothing says when it comes back."""

_BY_STATUS = {
    400: "malformed_request",
    401: "unauthenticated",
    403: "role_not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_Request = Request[Any, Any, Any]


def on_service_error(request: _Request, error: ServiceError) -> Response[bytes]:
    """A fault of the edge."""
    headers = error.headers
    if isinstance(error, PreconditionFailed) and not may_be_shown(request.scope):
        error = PreconditionFailed(error.code)  # without the version of what the caller may not read
        headers = error.headers
    if isinstance(error, Unauthenticated):
        headers = {"WWW-Authenticate": "Bearer", **headers}
    if isinstance(error, Unavailable):
        headers = {"Retry-After": str(RETRY_S), **headers}
    return problem(request, *told(error, _language(request)), headers)


def on_refusal(request: _Request, error: Refused) -> Response[bytes]:
    """A no of the law."""
    return problem(request, *told(error, _language(request)))


def on_http_exception(request: _Request, error: HTTPException) -> Response[bytes]:
    """What the framework itself refuses: no such route, method, or parameter."""
    if isinstance(error, ValidationException):
        faults = parameter_faults(request.route_handler, error) or missing_from(request)
        return problem(request, "validation_failed", {}, as_json(faults, _language(request)))
    code = _BY_STATUS.get(error.status_code, "internal_error")
    allowed = {name.title(): value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return problem(request, code, {}, [], allowed)


def on_exception(request: _Request, error: Exception) -> Response[bytes]:
    """Anything unforeseen: the cause goes to the log by type and place, never to the client."""
    log_unforeseen(error, _trace_id(request))
    return problem(request, "internal_error", {}, [])


def problem(
    request: _Request,
    code: str,
    details: Mapping[str, Any],
    errors: list[dict[str, str]],
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """The problem response of a code, in the caller's language."""
    language = _language(request)
    of_region, public = words_of(_policy(request)), public_of(request.scope)
    body = problem_body(code, language, _trace_id(request), details, errors, of_region, public)
    request.scope["state"]["problem"] = code
    return Response(
        content=msgspec.json.encode(body),
        status_code=PROBLEMS[code].status,
        media_type=PROBLEM_JSON,
        headers={**_always(request), **(headers or {}), "Content-Language": language},
    )


def _policy(request: _Request) -> Policy | None:
    """The policy of the region in the path, of which somebody signed in for it asks; None for any other."""
    region = request.scope.get("path_params", {}).get("region")
    policies: Iterable[Policy] = request.app.state.get("policies", ())
    return next((policy for policy in policies if policy.region == region), None)


def _language(request: _Request) -> str:
    return language_of(request.headers.get("accept-language"))


def _always(request: _Request) -> Mapping[str, str]:
    """What a route's protocol wants in every answer, also in a refusal."""
    handler = request.scope.get("route_handler")
    always: Mapping[str, str] = {} if handler is None else handler.opt.get("always", {})
    return always


def _trace_id(request: _Request) -> str:
    return str(request.scope.get("state", {}).get("trace_id", ""))


HANDLERS: dict[Any, Any] = {
    ServiceError: on_service_error,
    Refused: on_refusal,
    HTTPException: on_http_exception,
    Exception: on_exception,
}
