"""One reader for each region that somebody listens to: it looks for new leaves and hands them to every stream.

It asks the database a few times a second and is never notified: what is sequenced is committed in batches, so that
a notification would come as often and save nothing, and a lost one could not be told from silence.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from service.edge.background import Supervisor
from service.features.live.frames import event_frame
from service.trail.audit.event_views import event_item
from service.trail.audit.stretches import Stretch, read_stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.edge.background import Beat
    from service.features.live.stream import Stream
    from service.storage.db.pool import Database
    from service.trail.audit.schemas import EventAnswer
    from workflows.decisions.machines.subscriptions import Interest

LOOK_S = 0.25
AGAIN_S = 1.0
"""Seconds until it looks again: for what is new, and for a database that is away."""

MOST = 500
"""Leaves of one stretch."""

log = structlog.get_logger("tindak.live")


class Reader:
    """Reads the log of one region while somebody listens."""

    def __init__(self, database: Database, region: str, supervisor: Supervisor | None = None) -> None:
        self._supervisor = supervisor or Supervisor()
        self._database = database
        self._region = region
        self._streams: set[Stream] = set()
        self._position = -1
        self._reading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def join(self, stream: Stream) -> bool:
        """Let a stream be handed what comes after its place; False while that is behind the reader's own."""
        async with self._reading:
            if self._streams and stream.at < self._position:
                return False
            if not self._streams:
                self._position = stream.at
            self._streams.add(stream)
            if self._task is None or self._task.done():
                self._task = self._supervisor.start("live", self._run, of=self._region, until_done=True)
            return True

    def leave(self, stream: Stream) -> None:
        """Hand it nothing more."""
        self._streams.discard(stream)

    async def close(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, _beat: Beat) -> None:
        while self._streams:
            try:
                went_on = await self._look()
            except Exception as error:  # noqa: BLE001 - the streams wait for it: whatever it was, it is tried again
                log.warning("log_unreadable", error=type(error).__name__, region=self._region)
                await asyncio.sleep(AGAIN_S)
            else:
                await asyncio.sleep(0 if went_on else LOOK_S)

    async def _look(self) -> bool:
        """Hand on one stretch. Returns whether there was any."""
        async with self._reading:
            askers = {stream.tokens for stream in self._streams}
            stretch = await read_stretch(self._database, self._region, self._position, askers, MOST, event_item)
            if stretch is None:
                return False
            hand_on(stretch, self._position, self._streams)
            self._position = stretch.upto
            return True


def hand_on(stretch: Stretch[EventAnswer], after: int, streams: Iterable[Stream]) -> None:
    """Give each stream what it sees and asked for. Who sees and asked for the same shares the same bytes."""
    made: dict[tuple[int, Interest], bytes] = {}
    for stream in streams:
        seen = stretch.seen[stream.tokens]
        if stream.at > after:
            stream.give(frames(seen, stream.interest, stream.at), max(stream.at, stretch.upto))
            continue
        key = (id(seen), stream.interest)
        if key not in made:
            made[key] = frames(seen, stream.interest, after)
        stream.give(made[key], stretch.upto)


def frames(seen: Sequence[EventAnswer], interest: Interest, after: int) -> bytes:
    """The events after a leaf index that are asked for, as bytes."""
    wanted = (it for it in seen if it.leaf_index > after and interest.takes(it.action, it.agency, it.report))
    return b"".join(map(event_frame, wanted))
