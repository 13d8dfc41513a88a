"""One JSON line a request, its trace id, and its place in the metrics. Never a body, a token or a name."""

import re
import time
from functools import lru_cache
from os import urandom
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog
from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_TRACE_BYTES = 16
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_METHODS = {name: name for name in ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")}
"""Any other method is counted as one: what a stranger invents makes no new series and no log text."""
_HARDENING = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)
REQUESTS = Counter("tindak_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("tindak_request_seconds", "Seconds until the answer began", ["method", "route"])
log = structlog.get_logger("tindak.access")


class Access:
    """Gives each request its trace id (W3C Trace Context) and writes its line when it is answered."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        started = time.perf_counter()
        state: dict[str, Any] = scope["state"]
        trace_id = state["trace_id"] = _trace_id(scope)
        status = 500

        async def answered(message: "Message") -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                extra = [pair for pair in _HARDENING if pair[0] not in present]
                rate = state.get("rate", ())
                message["headers"] = [*message["headers"], *extra, *rate, (b"x-trace-id", trace_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, answered)
        finally:
            _tell(scope, status, time.perf_counter() - started)


class _Measures(NamedTuple):
    answers: Counter
    seconds: Histogram


@lru_cache(maxsize=1024)
def _measures(method: str, route: str, status: int) -> _Measures:
    """The metrics of one kind of answer; looking them up by label anew would cost as much as the log line."""
    return _Measures(REQUESTS.labels(method, route, status), SECONDS.labels(method, route))


def _tell(scope: "Scope", status: int, seconds: float) -> None:
    state = scope["state"]
    route = scope.get("path_template") or "-"
    method = _METHODS.get(str(scope.get("method")), "other")
    measures = _measures(method, route, status)
    measures.answers.inc()
    measures.seconds.observe(seconds)
    principal = state.get("principal")
    log.info(
        "request",
        trace_id=state["trace_id"],
        method=method,
        route=route,
        region=scope.get("path_params", {}).get("region"),
        status=status,
        problem=state.get("problem"),
        principal=principal.pseudonym if principal else None,
        duration_ms=round(seconds * 1000, 2),
    )


def _trace_id(scope: "Scope") -> str:
    for name, value in scope["headers"]:
        if name == b"traceparent":
            match = _TRACEPARENT.fullmatch(value.decode("latin-1"))
            if match and match.group(1).strip("0"):
                return match.group(1)
    return urandom(_TRACE_BYTES).hex()
