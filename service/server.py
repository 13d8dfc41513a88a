"""How the API is served: head and body of an answer in one segment, and few looks for garbage."""

import asyncio
import gc
import resource
from typing import Any

from service.app import create_app
from service.edge.at_the_door import Front
from service.edge.connections import GuardedProtocol, room_for
from service.edge.free_places import Place, require_free
from service.edge.listening import listen
from service.edge.settings import Settings
from service.features.evidence.locked_heads import told_instead

JOINED_BYTES = 1 << 16
LINGER_S = 10.0
"""Seconds for a client to take what was sent before its connection was closed."""

OPEN_FILES = 16_384
"""Connections and files that the process may have open, where the system lets it: each open stream is one."""

COLLECT_AFTER = 20_000
"""Objects made beyond those gone before the cycle collector looks: a request makes a thousand and no cycle."""


class JoinedProtocol(GuardedProtocol):
    """The guarded protocol on a transport that joins what is written in one turn of the event loop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection."""
        super().connection_made(JoinedWrites(transport, self.loop))  # type: ignore[arg-type]


class JoinedWrites:
    """A transport that sends the head and the body of an answer as one segment and not as two."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn, or at once when much has gathered: a long answer must feel its client."""
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > JOINED_BYTES:
            self._flush()

    def close(self) -> None:
        """Send what is held, then close. A client that does not take the rest is not waited for."""
        self._flush()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            self._loop.call_later(LINGER_S, self._transport.abort)

    def write_eof(self) -> None:
        """Send what is held, and nothing after it."""
        self._flush()
        self._transport.write_eof()

    def _flush(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def __getattr__(self, name: str) -> Any:
        """Leave everything else to the transport."""
        return getattr(self._transport, name)


def serve(settings: Settings) -> None:
    """Serve the API until SIGTERM or SIGINT, in this one process. Answers under way are finished first.

    Raises SettingsError for what cannot be used of the settings, and only then for a port that is taken.
    """
    _allow_connections()
    app = create_app(settings)
    require_free(Place(settings.host, settings.port))
    GuardedProtocol.most = room_for(settings.connections)
    GuardedProtocol.head_within_s = settings.request_within_s
    origins = frozenset(origin.encode() for origin in settings.allowed_origins)
    GuardedProtocol.front = Front(settings.public_url or "", origins, told_instead)
    gc.set_threshold(COLLECT_AFTER)
    gc.freeze()  # what was imported stays: no collection needs to look at it again

    def stop() -> None:
        app.state.live.stop()

    listen(app, settings.host, settings.port, stop, http=JoinedProtocol)


def _allow_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
