"""Which problems an operation can answer, derived from what its route declares."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from service.contract.headers import JsonObject, of_problem
from service.edge.problems.faults import says
from service.edge.problems.problem_body import problem_body
from service.edge.web.declared import REQUIRED

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"


class Refusal(NamedTuple):
    """One problem status: its name among the components, what it means, and a problem that has it."""

    name: str
    meaning: str
    code: str


REFUSALS = {
    400: Refusal("Malformed", "The request cannot be read, or does not name one host", "malformed_json"),
    401: Refusal("Unauthenticated", "Sign-in is required", "unauthenticated"),
    403: Refusal("Forbidden", "Role, relation, region or a duty forbids it", "not_lead_agency"),
    404: Refusal("NotFound", "Nothing there that the caller may see", "not_found"),
    408: Refusal("TooSlow", "The request did not come in time", "request_too_slow"),
    409: Refusal("Conflict", "The state or the law forbids it, or the first request is still at work", "report_closed"),
    410: Refusal("Gone", "It has ended", "upload_gone"),
    412: Refusal("PreconditionFailed", "Somebody was faster", "precondition_failed"),
    413: Refusal("TooLarge", "The body is too large", "body_too_large"),
    414: Refusal("TargetTooLong", "Path and query are too long", "target_too_long"),
    415: Refusal("UnsupportedMediaType", "The body is not JSON, or compressed", "unsupported_media_type"),
    416: Refusal("RangeNotSatisfiable", "There is nothing in the range", "range_not_satisfiable"),
    422: Refusal("Invalid", "A member, parameter or key is at fault", "validation_failed"),
    428: Refusal("PreconditionRequired", "If-Match is required", "precondition_required"),
    429: Refusal("TooManyRequests", "The quota of this minute is used up", "rate_limited"),
    431: Refusal("HeadTooLarge", "The head has too many bytes or fields", "head_too_large"),
    460: Refusal("ChecksumMismatch", "What arrived has another checksum", "upload_checksum_mismatch"),
    500: Refusal("InternalError", "Something went wrong on our side; nothing was written", "internal_error"),
    503: Refusal("Unavailable", "A part is out of reach; nothing was written", "database_unavailable"),
}
_OF_PROTOCOL = {412: Refusal("UnknownProtocolVersion", "The version of the protocol is not known", "tus_version")}
"""What a status means where a protocol of its own gives it another meaning."""

_OF_HEAD = {423: Refusal("Locked", "It cannot be said just now; ask again after Retry-After", "rate_limited")}
"""What only an answer without a body says: its problem would name another status."""

_DETAILS: Mapping[str, Mapping[str, Any]] = {
    "precondition_failed": {"current_version": 4},
    "unauthenticated": {"reason": "expired"},
    "upload_gone": {"state": "expired"},
    "rate_limited": {"violated-policies": ["write"]},
}
_ERRORS = {
    "validation_failed": [{"pointer": "/severity", "code": "enum", "detail": says("one_of", codes="S1, S2, S3, S4").en}]
}

_OF_ANY = (400, 408, 414, 429, 431, 500, 503)
"""What may befall any request: the door refuses before it knows which operation is asked for."""

_WAITED_OUT = (429, 500)
"""In whose place 423 is said where a route waits; 408 and 503 the door says to what it has not read the target of."""

Condition = Callable[[HTTPRouteHandler], bool]
_WHEN: tuple[tuple[Condition, tuple[int, ...]], ...] = (
    (lambda route: not route.opt.get("public"), (401, 422)),
    (lambda route: _takes(route, "{region:"), (403, 404)),
    (lambda route: _takes(route, "{"), (404,)),
    (lambda route: "body" in route.opt, (409, 413, 415, 422)),
    (lambda route: "match" in route.opt, (412,)),
    (lambda route: route.opt.get("match") == REQUIRED, (428,)),
)


def statuses(route: HTTPRouteHandler) -> list[int]:
    """Every problem status of an operation, in order."""
    found = {status for holds, some in _WHEN if holds(route) for status in some}
    waited = ({423}, _WAITED_OUT) if "waits" in route.opt else ((), ())
    return sorted({*_OF_ANY, *found, *route.opt.get("refuses", ()), *waited[0]} - {*waited[1]})


def reference(status: int, route: HTTPRouteHandler) -> JsonObject:
    """The problem response of a status of a route, by reference; for HEAD without the body that it never has."""
    refusal = _OF_HEAD.get(status) or (_OF_PROTOCOL.get(status) if "version" in route.opt else None)
    refusal = refusal or REFUSALS[status]
    if route.http_methods == {HttpMethod.HEAD}:
        return {name: told for name, told in _response(status, refusal).items() if name != "content"}
    return {"$ref": f"#/components/responses/{refusal.name}"}


def responses() -> JsonObject:
    """The problem responses, for the components."""
    known = [*REFUSALS.items(), *_OF_PROTOCOL.items()]
    return {refusal.name: _response(status, refusal) for status, refusal in known}


def _response(status: int, refusal: Refusal) -> JsonObject:
    code = refusal.code
    example = problem_body(code, "en", TRACE_ID, _DETAILS.get(code, {}), _ERRORS.get(code, []))
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {
        "description": f"{refusal.meaning}.",
        "headers": of_problem(None if refusal in _OF_PROTOCOL.values() else status),
        "content": {"application/problem+json": content},
    }


def _takes(route: HTTPRouteHandler, parameter: str) -> bool:
    return any(parameter in path for path in route.paths)
