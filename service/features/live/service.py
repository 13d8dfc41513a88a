"""Every open stream of this process: opening, catching up, and ending all of them when the process stops."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from prometheus_client import Counter, Gauge

from service.edge.background import Supervisor
from service.edge.limits.slots import RETRY_S, Slot, Slots
from service.edge.service_errors import Unavailable
from service.features.live.reader import MOST, Reader, frames
from service.features.live.schemas import EndReason, Reset, ResetReason
from service.features.live.stream import Stream
from service.trail.audit.event_views import event_item
from service.trail.audit.stretches import newest_leaf, read_stretch
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.trail.reads import ReadKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from uuid import UUID

    from service.edge.call import Call
    from service.storage.db.pool import Database
    from service.trail.reading.recorder import Recorder
    from workflows.decisions.machines.subscriptions import Interest

MOST_BEHIND = 10_000
"""Leaves that a stream catches up with; who is further behind reads the feed, which has pages."""

OPEN = Gauge("tindak_open_streams", "Streams that are open")
CUT = Counter("tindak_cut_streams_total", "Streams that were cut because their client read too slowly")


class Opened(NamedTuple):
    """A stream about to be sent; ``reset`` says that the cursor cannot be gone on from."""

    stream: Stream
    region: str
    reset: Reset | None


class _Asked(NamedTuple):
    agency: str | None
    report: UUID | None
    action: str | None


class LiveService:
    """The streams of every region, for whoever listens."""

    def __init__(self, database: Database, reads: Recorder, supervisor: Supervisor | None = None) -> None:
        self._supervisor = supervisor or Supervisor()
        self._database = database
        self._reads = reads
        self._readers: dict[str, Reader] = {}
        self._streams: set[Stream] = set()
        self._slots = Slots(Slot.STREAM)
        self._stopping = False

    async def open(self, call: Call, cursor: int | None, interest: Interest) -> Opened:
        """A stream from after ``cursor``, from the newest leaf when there is none.

        Raises NotPermitted, Unavailable ``too_many_streams`` of a process that stops, and DatabaseUnavailable.
        """
        require_role(call.actor, Action.EVENT_READ)
        if self._stopping:
            raise Unavailable("too_many_streams", headers={"Retry-After": str(RETRY_S)})
        newest = await newest_leaf(self._database, call.region)
        asked = _Asked(interest.agency, interest.report, ",".join(sorted(interest.actions)) or None)
        self._reads.note(call, ReadKind.EVENTS_LISTED, wanted=asked)
        reset = None if cursor is None else _reset(call, cursor, newest)
        at = newest if cursor is None or reset is not None else cursor
        return Opened(Stream(call.person, visibility.tokens(call.actor), interest, at), call.region, reset)

    @contextmanager
    def listed(self, stream: Stream) -> Iterator[None]:
        """Count it among the open ones until the block ends. Raises what ``Slots.place`` raises."""
        with self._slots.place(stream.person):
            self._streams.add(stream)
            OPEN.inc()
            if self._stopping:
                stream.end(EndReason.STOPPING)
            try:
                yield
            finally:
                self._gone(stream)

    def _gone(self, stream: Stream) -> None:
        self._streams.discard(stream)
        OPEN.dec()
        if stream.reason is EndReason.SLOW:
            CUT.inc()

    async def catch_up(self, opened: Opened, *, follow: bool) -> AsyncIterator[bytes]:
        """What came before, stretch by stretch as fast as it is taken; then the stream is handed what comes.

        Raises DatabaseUnavailable.
        """
        stream = opened.stream
        while True:
            stretch = await read_stretch(self._database, opened.region, stream.at, {stream.tokens}, MOST, event_item)
            if stretch is not None:
                yield frames(stretch.seen[stream.tokens], stream.interest, stream.at)
                stream.at = stretch.upto
            elif not follow or await self._reader(opened.region).join(stream):
                return

    def leave(self, opened: Opened) -> None:
        """Hand it nothing more."""
        self._reader(opened.region).leave(opened.stream)

    def stop(self) -> None:
        """End every stream, and open no other."""
        self._stopping = True
        for stream in self._streams:
            stream.end(EndReason.STOPPING)

    async def close(self) -> None:
        """End what is left and read no more."""
        self.stop()
        for reader in self._readers.values():
            await reader.close()

    def _reader(self, region: str) -> Reader:
        return self._readers.setdefault(region, Reader(self._database, region, self._supervisor))


def _reset(call: Call, cursor: int, newest: int) -> Reset | None:
    behind = newest - cursor
    if 0 <= behind <= MOST_BEHIND:
        return None
    too_old = behind > 0
    reason, after = (ResetReason.TOO_OLD, cursor) if too_old else (ResetReason.BEYOND_LOG, -1)
    read = call.address(f"/v1/regions/{call.region}/events?after={after}")
    return Reset(reason=reason, cursor=cursor, newest=newest, read=read)
