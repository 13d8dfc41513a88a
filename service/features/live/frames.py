"""Server-sent events as bytes (WHATWG HTML, section 9.2.5).

A blank line is written only where an event ends: some clients hand on whatever a blank line closes, even a comment.
"""

from service.edge.representation import encode
from service.features.live.schemas import Ended, Position, Reset
from service.trail.audit.schemas import EventAnswer

HEARTBEAT = b":\n"
"""A comment: it keeps proxies from closing what is quiet and is no event."""


def event_frame(item: EventAnswer) -> bytes:
    """An event of the log, of the type ``message``; its identifier is its leaf index."""
    return b"id: %d\ndata: %b\n\n" % (item.leaf_index, encode(item))


def position_frame(leaf_index: int, retry_ms: int | None = None) -> bytes:
    """How far the client has been told, where that is further than the last event it was sent."""
    retry = b"" if retry_ms is None else b"retry: %d\n" % retry_ms
    return retry + _control(b"position", encode(Position(leaf_index=leaf_index)), leaf_index)


def reset_frame(reset: Reset) -> bytes:
    """The cursor cannot be gone on from; the stream goes on from the newest leaf instead."""
    return _control(b"reset", encode(reset), reset.newest)


def end_frame(ended: Ended) -> bytes:
    """Why the stream ends. The cursor stays as it was."""
    return b"event: end\ndata: %b\n\n" % encode(ended)


def _control(name: bytes, data: bytes, cursor: int) -> bytes:
    return b"event: %b\nid: %d\ndata: %b\n\n" % (name, cursor, data)
