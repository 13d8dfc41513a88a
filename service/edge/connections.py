"""Connections that cost us something and bring us nothing: a request that trickles in, and too many that are idle.

Uvicorn bounds neither the time of a request's head nor a fresh connection that says nothing, and above its limit it
answers everybody 503. Here a head has its seconds, and a connection too many takes the place of the one that has been
idle for longest: whoever opens thousands of them stops nobody else. Where none is idle, a few wait at the door until
their head was read: some clients must be refused in words of their own, and one is let in when another has left.
"""

import asyncio
import resource
from typing import ClassVar
from uuid import uuid4

import structlog

from service.edge.at_the_door import NOTHING, Asked, Front, asked, refusal
from service.edge.heads import CROWDED, STATUS, Beyond, BoundedProtocol

AT_THE_DOOR, HEARD_WITHIN_S = 64, 2.0
"""Connections beyond all others that are heard before they are refused, and for how many seconds."""

OTHER_FILES = 200 + AT_THE_DOOR
"""File descriptors that are no client's who was let in: the database, logs, keys, outgoing requests, the door."""

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
    front: ClassVar[Front] = Front()

    _idle: ClassVar[dict["GuardedProtocol", None]] = {}
    """Connections with no request under way, the longest idle first."""

    _at_the_door: ClassVar[set["GuardedProtocol"]] = set()
    """Connections beyond ``most``, which were not let in."""

    _waiting = True
    """Whether a head is still to come, or to be completed."""

    _begun = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, in another's place if need be."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.head_within_s, self._too_slow)
        self._idle[self] = None
        if self._crowded():
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
        """The head is whole: who waits at the door is let in if there is room by now."""
        if self in self._at_the_door:
            self._at_the_door.discard(self)
            if self._crowded():
                self._at_the_door.add(self)
                self._fault = CROWDED
                raise Beyond
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
        self._at_the_door.discard(self)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        super().connection_lost(exc)

    def said(self, status: int, code: str) -> bytes:
        """A refusal as it is sent; the log has its trace id, and what it was where another status is told."""
        trace_id = uuid4().hex
        log.info("refused_at_the_door", status=status, code=code, trace_id=trace_id)
        return refusal(self.front, self._asked(), status, code, trace_id)

    def _asked(self) -> Asked:
        """What has come of the head: until its target has, the parser knows no method."""
        if self.headers is None or not self.url:
            return NOTHING
        return asked(self.parser.get_method(), self.url, self.headers)

    def _too_slow(self) -> None:
        self._deadline = None
        if self._refused or self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self._deadline = self.loop.call_later(self.head_within_s, self._too_slow)
            return
        if self in self._at_the_door:
            self._close(STATUS[CROWDED], CROWDED)
        elif self._begun:
            self._close(408, "request_too_slow")
        else:
            self.transport.close()

    def _crowded(self) -> bool:
        """Whether there are more connections than there may be, those at the door not counted."""
        return len(self.connections) - len(self._at_the_door) > self.most

    def _make_room(self) -> None:
        """Close the one that is idle for longest; where none is, hear this one at the door, or refuse it at once."""
        oldest = next((other for other in self._idle if other is not self), None)
        if oldest is not None:
            self._idle.pop(oldest)
            oldest.transport.close()
            return
        self._idle.pop(self)
        if len(self._at_the_door) >= AT_THE_DOOR:
            self._close(STATUS[CROWDED], CROWDED)
            return
        self._at_the_door.add(self)
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(min(HEARD_WITHIN_S, self.head_within_s), self._too_slow)

    def _close(self, status: int, code: str) -> None:
        """Say why, before there is a request to answer, and close."""
        self.transport.write(self.said(status, code))
        self.transport.close()
