"""Connections that cost us something and bring us nothing: a request that trickles in, and too many that are idle.

Uvicorn bounds neither the time of a request's head nor a fresh connection that says nothing, and above its limit it
answers everybody 503. Here a head has its seconds, and a connection too many takes the place of the one that has been
idle for longest: whoever opens thousands of them stops nobody else.
"""

import asyncio
import resource
from typing import ClassVar
from uuid import uuid4

import msgspec
import structlog

from service.edge.heads import BoundedProtocol, whole_answer
from service.edge.problems.problem_body import problem_body

OTHER_FILES = 200
"""File descriptors that are not clients': the database, logs, keys, outgoing requests."""

LANGUAGE = "en"
"""In which nobody's head was read yet."""

RETRY_AFTER = {503: {"retry-after": "1"}}
log = structlog.get_logger("tindak.access")


def room_for(connections: int) -> int:
    """How many connections there can be, after asking for as many file descriptors as they need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft - OTHER_FILES))


class GuardedProtocol(BoundedProtocol):
    """The bounded protocol with a bound on the seconds of a head and on the number of connections."""

    most: ClassVar[int] = 8192
    head_within_s: ClassVar[float] = 30.0
    public: ClassVar[str] = ""
    """The address under which clients know the service."""

    _idle: ClassVar[dict["GuardedProtocol", None]] = {}
    """Connections with no request under way, the longest idle first."""

    _waiting = True
    """Whether a head is still to come, or to be completed."""

    _begun = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, in another's place if need be."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.head_within_s, self._too_slow)
        self._idle[self] = None
        if len(self.connections) > self.most:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take what came, and see whether the head is whole."""
        self._idle.pop(self, None)
        super().data_received(data)
        if self._waiting:
            if self._deadline is None:
                self._deadline = self.loop.call_later(self.head_within_s, self._too_slow)
        elif self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def on_message_begin(self) -> None:
        """A head begins."""
        self._waiting = self._begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        super().on_headers_complete()
        self._waiting = self._begun = False

    def on_response_complete(self) -> None:
        """The next head may come."""
        super().on_response_complete()
        if self.timeout_keep_alive_task is not None and not self.transport.is_closing():
            self._waiting = True
            self._idle[self] = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._idle.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        super().connection_lost(exc)

    def said(self, status: int, code: str) -> bytes:
        """A refusal as a problem, with the fields that every problem has; the log has its trace id."""
        trace_id = uuid4().hex
        log.info("refused_at_the_door", status=status, code=code, trace_id=trace_id)
        fields = {
            "content-type": "application/problem+json",
            "content-language": LANGUAGE,
            "x-trace-id": trace_id,
            **RETRY_AFTER.get(status, {}),
        }
        body = problem_body(code, LANGUAGE, trace_id, {}, [], public=self.public)
        return whole_answer(status, fields, msgspec.json.encode(body))

    def _too_slow(self) -> None:
        self._deadline = None
        if self._refused or self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self._deadline = self.loop.call_later(self.head_within_s, self._too_slow)
            return
        self._close(408, "request_too_slow") if self._begun else self.transport.close()

    def _make_room(self) -> None:
        oldest = next((other for other in self._idle if other is not self), None)
        if oldest is None:
            self._close(503, "too_many_connections")
            return
        self._idle.pop(oldest)
        oldest.transport.close()

    def _close(self, status: int, code: str) -> None:
        """Say why, before there is a request to answer, and close."""
        self.transport.write(self.said(status, code))
        self.transport.close()
