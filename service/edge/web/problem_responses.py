"""The one place where anything that went wrong becomes an RFC 9457 problem."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from service.edge.problems.from_errors import as_json, log_unforeseen, told
from service.edge.problems.problem_body import problem_body
from service.edge.problems.problem_table import PROBLEMS
from service.edge.public_address import public_of
from service.edge.service_errors import PreconditionFailed, ServiceError, Unauthenticated
from service.edge.web.acts import may_be_shown
from service.edge.web.conditions import language_of
from service.edge.web.queries import missing_from, query_of
from workflows.access.refusals import Refused

PROBLEM_JSON = "application/problem+json"
_BY_STATUS = {
    400: "malformed_request",
    401: "unauthenticated",
    403: "role_not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_LONGEST_MESSAGE = 500
"""Characters of the framework's words that are looked at: some of them quote what was sent."""

_Request = Request[Any, Any, Any]


def on_service_error(request: _Request, error: ServiceError) -> Response[bytes]:
    """A fault of the edge."""
    headers = error.headers
    if isinstance(error, PreconditionFailed) and not may_be_shown(request.scope):
        error = PreconditionFailed(error.code)  # without the version of what the caller may not read
        headers = error.headers
    if isinstance(error, Unauthenticated):
        headers = {"WWW-Authenticate": "Bearer", **headers}
    return problem(request, *told(error, _language(request)), headers)


def on_refusal(request: _Request, error: Refused) -> Response[bytes]:
    """A no of the law."""
    return problem(request, *told(error, _language(request)))


def on_http_exception(request: _Request, error: HTTPException) -> Response[bytes]:
    """What the framework itself refuses: no such route, method, or parameter."""
    if isinstance(error, ValidationException):
        errors = _parameter_errors(request, error) or as_json(missing_from(request))
        return problem(request, "validation_failed", {}, errors)
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
    body = problem_body(code, language, _trace_id(request), details, errors, public_of(request.scope))
    request.scope["state"]["problem"] = code
    return Response(
        content=msgspec.json.encode(body),
        status_code=PROBLEMS[code].status,
        media_type=PROBLEM_JSON,
        headers={**_always(request), **(headers or {}), "Content-Language": language},
    )


def _language(request: _Request) -> str:
    return language_of(request.headers.get("accept-language"))


def _always(request: _Request) -> Mapping[str, str]:
    """What a route's protocol wants in every answer, also in a refusal."""
    handler = request.scope.get("route_handler")
    always: Mapping[str, str] = {} if handler is None else handler.opt.get("always", {})
    return always


def _trace_id(request: _Request) -> str:
    return str(request.scope.get("state", {}).get("trace_id", ""))


def _parameter_errors(request: _Request, error: ValidationException) -> list[dict[str, str]]:
    found = error.extra if isinstance(error.extra, list) else []
    names = {declared.argument: name for name, declared in query_of(request.route_handler).items()}
    return [
        {
            "pointer": names.get(key := str(item.get("key", "")), key),
            "code": "invalid",
            "detail": plain_words(str(item.get("message", ""))),
        }
        for item in found
        if isinstance(item, dict)
    ]


def plain_words(message: str) -> str:
    """The framework's words without its own place, without the value, and with ``$`` as the contract writes it."""
    placeless = re.sub(r"\s*-? ?at `[^`]*`", "", message[:_LONGEST_MESSAGE])
    valueless = re.sub(r"^(Invalid enum value).*", r"\1", placeless, flags=re.DOTALL)
    return valueless.replace("\\\\Z'", "$'")[:200]


HANDLERS: dict[Any, Any] = {
    ServiceError: on_service_error,
    Refused: on_refusal,
    HTTPException: on_http_exception,
    Exception: on_exception,
}
