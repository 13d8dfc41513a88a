"""The recorder: a read is noted in memory and answered; what has gathered is written once a second.

Noting waits for nothing. Nothing that was noted is lost while the process lives or when it is stopped cleanly: what
cannot be written is kept and tried again, and when too much waits no further read that must be kept is served.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import structlog
from uuid_utils.compat import uuid7

from service.edge.background import Supervisor
from service.edge.service_errors import Unavailable
from service.trail.reading.region_chain import append
from workflows.trail.reads import MOST, Read, audited

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from service.edge.background import Beat
    from service.edge.call import Call
    from service.storage.db.pool import Database
    from workflows.trail.reads import ReadKind

EVERY_S = 1.0
"""Seconds between two writes, if anything has gathered; ``MOST`` notes are written at once."""

MOST_KEPT = 10_000
"""Notes that wait at most."""

LAST_TRIES, LAST_TRY_S = 5, 1.0
"""How often a process that is stopped tries to write, and the seconds between."""

LAST_WITHIN_S = 8.0
"""Seconds for all of them, after which nothing is waited for: a line that vanished answers none of them."""

log = structlog.get_logger("tindak.reading")


class Batch(NamedTuple):
    """Reads of one region that become one event, under an identifier that stays theirs however often it is tried."""

    region: str
    event: UUID
    reads: tuple[Read, ...]


class Recorder:
    """Keeps the reads of one API process until the trail has them."""

    def __init__(self, database: Database, supervisor: Supervisor | None = None) -> None:
        self._database = database
        self._supervisor = supervisor or Supervisor()
        self._noted: list[tuple[str, Read]] = []
        self._batches: list[Batch] = []
        self._waiting = 0
        self._enough = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many reads are noted and not yet in the trail."""
        return self._waiting

    def start(self) -> None:
        """Begin to write what gathers."""
        self._task = self._supervisor.start("reads", self._run)

    def note(
        self,
        call: Call,
        what: ReadKind,
        *,
        classification: str | None = None,
        report: UUID | None = None,
        task: UUID | None = None,
        wanted: NamedTuple | None = None,
        covers: Mapping[str, str | int] | None = None,
    ) -> None:
        """Note a read if it is one that is kept; a bundle always is. Waits for nothing.

        ``wanted`` are the filters of a list: the names of those that were used are kept, what was asked for is not.

        Who asks for the head of an answer alone is shown nothing that is kept, and is not noted.

        Raises Unavailable ``reads_unrecorded`` when too many wait: who cannot be noted is not served.
        """
        actor = call.actor
        if call.looks or (covers is None and not audited(actor.role, classification)):
            return
        if self._waiting >= MOST_KEPT:
            raise Unavailable("reads_unrecorded", headers={"Retry-After": "10"})
        at = datetime.now(UTC)
        filters = () if wanted is None else used(wanted)
        read = Read(what, at, actor.person, actor.agency, actor.role.value, report, task, filters, covers)
        self._noted.append((call.region, read))
        self._waiting += 1
        if self._waiting >= MOST:
            self._enough.set()

    async def flush(self) -> bool:
        """Write everything that has gathered. Returns whether nothing is left; why not is logged, without content."""
        async with self._writing:
            self._gather()
            while self._batches:
                batch = self._batches[0]
                try:
                    await append(self._database, batch.region, batch.event, batch.reads)
                except Exception as error:  # noqa: BLE001 - whatever it was, nothing noted may be dropped for it
                    log.error("reads_not_recorded", error=type(error).__name__, waiting=self._waiting)  # noqa: TRY400 - a trace may hold values
                    return False
                del self._batches[0]
                self._waiting -= len(batch.reads)
        return True

    async def close(self) -> None:
        """Write the rest, and stop, within ``LAST_WITHIN_S``. What cannot be written is lost, and said to be."""
        if self._task is not None:
            self._task.cancel()
        rest = asyncio.create_task(self._write_rest())
        done, _ = await asyncio.wait({rest}, timeout=LAST_WITHIN_S)
        rest.cancel()  # not awaited: its end may wait for an answer on the same line
        if not done or not rest.result():
            log.critical("reads_lost", reads=self._waiting)

    async def _write_rest(self) -> bool:
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        for _ in range(LAST_TRIES):
            if await self.flush():
                return True
            await asyncio.sleep(LAST_TRY_S)
        return False

    async def _run(self, beat: Beat) -> None:
        while True:
            beat()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S):  # not wait_for: in Python 3.11 it may swallow the stop
                    await self._enough.wait()
            self._enough.clear()
            if self._waiting and not await self.flush():
                await asyncio.sleep(EVERY_S)

    def _gather(self) -> None:
        noted, self._noted = self._noted, []
        by_region: dict[str, list[Read]] = defaultdict(list)
        for region, read in noted:
            by_region[region].append(read)
        for region, reads in by_region.items():
            self._batches += [Batch(region, uuid7(), tuple(reads[at : at + MOST])) for at in range(0, len(reads), MOST)]


def used(wanted: NamedTuple) -> tuple[str, ...]:
    """The names of the filters that were used."""
    return tuple(name for name, value in zip(wanted._fields, wanted, strict=True) if value is not None)
