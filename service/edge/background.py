"""Background tasks: each under one supervisor, which logs how it failed, counts it, and begins it again.

A task that nobody awaits ends in silence: what it raised is told, if at all, when it is collected. So none is made
but here, or awaited by whoever made it. Being cancelled from within (a driver does it to a statement, a library to a
future) is a failure like any other; being stopped by the supervisor is the only end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeAlias

import structlog
from prometheus_client import Counter, Gauge

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "reads": "writes down who read what",
        "signing_keys": "keeps the identity provider's keys fresh",
        "live": "reads the log for those who listen",
        "quotas": "leases shares of quotas",
        "sequencing": "gives events their numbers",
        "checkpoints": "gets the trees signed",
        "housekeeping": "forgets what is kept for repetitions",
        "witnesses": "asks a witness for its cosignature",
        "clocks": "looks after the clocks",
        "calendar": "reads the days that the region keeps",
        "previews": "makes previews of evidence",
        "sweeping": "clears the evidence store",
        "fixity": "reads originals again",
        "webhooks": "delivers webhooks",
        "delivery": "settles one delivery",
        "standing": "tells how the others stand",
        "watching": "looks for those that stand still",
    }
)
"""What runs beside the requests, and what for."""

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
"""Seconds before a task that failed begins again: twice as many each time, until it has gone well for so long."""

STILL_S = 120.0
"""Seconds without a sign of life after which a task is said to stand still."""

LOOK_S = 5.0
STOP_WITHIN_S, CUT_WITHIN_S = 4.0, 2.0
"""Seconds for tasks to end when they are told to, and then once their connections were cut."""

FAILURES = Counter("tindak_background_failures_total", "Failures of background tasks; each began again", ["task"])
STILL = Gauge("tindak_background_still", "Background tasks of this process that give no sign of life", ["task"])
log = structlog.get_logger("tindak.background")

Beat: TypeAlias = Callable[[], None]
Run: TypeAlias = Callable[[Beat], Awaitable[None]]


RESTS_S = 30.0
"""Seconds between signs of life of a task that rests for longer."""

MAY_TAKE_S = {"sweeping": 3_600.0, "fixity": 3_600.0}
"""Tasks of which one turn may take longer than ``STILL_S``: they go through every original."""


async def rest(beat: Beat, seconds: float) -> None:
    """Do nothing for so long, and give signs of life: of one that rests it is told apart when it hangs at its work."""
    while seconds > 0:
        beat()
        await asyncio.sleep(min(seconds, RESTS_S))
        seconds -= RESTS_S
    beat()


def nothing() -> None:
    """A sign of life that nobody looks for."""


@dataclass(slots=True)
class Standing:
    """How one task stands: its failures since the process began, the newest with its kind, and its last sign of life.

    ``alive_s`` is by the loop's clock; None before the first sign and for a task that gives none.
    """

    failures: int = 0
    failed_at: datetime | None = None
    error: str | None = None
    alive_s: float | None = None
    still: bool = False


@dataclass(slots=True)
class Supervisor:
    """The background tasks of one process."""

    standings: dict[str, Standing] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, task: str, run: Run, *, of: str = "", until_done: bool = False) -> asyncio.Task[None]:
        """Run it beside everything else, and again whenever it fails. ``of`` tells several of one kind apart.

        One that runs ``until_done`` ends when it returns; of any other that is a failure. Raises KeyError for a task
        that has no line in ``TASKS``.
        """
        assert TASKS[task]  # noqa: S101 - what has no line cannot be told about
        standing = self.standings.setdefault(f"{task} {of}".strip(), Standing())
        FAILURES.labels(task)
        made = asyncio.get_running_loop().create_task(self._keep(task, of, run, standing, until_done=until_done))
        self._tasks.add(made)
        made.add_done_callback(self._tasks.discard)
        return made

    def watch(self) -> None:
        """Say of every task that has stopped giving signs of life that it stands still."""
        self.start("watching", self._watch)

    async def stop(self, tasks: set[asyncio.Task[None]] | None = None, cut: Callable[[], None] | None = None) -> bool:
        """End tasks, all where none are named. ``cut`` ends what holds up those that do not end by themselves.

        Returns whether all have ended.
        """
        ending = set(self._tasks if tasks is None else tasks)
        for task in ending:
            task.cancel()
        for within_s, then in ((STOP_WITHIN_S, cut), (CUT_WITHIN_S, None)):
            if ending:
                _, ending = await asyncio.wait(ending, timeout=within_s)
            if ending and then is not None:
                then()
        if ending:
            log.critical("background_tasks_hang", tasks=len(ending))
        return not ending

    async def _keep(self, task: str, of: str, run: Run, standing: Standing, *, until_done: bool) -> None:
        own, loop, pause = asyncio.current_task(), asyncio.get_running_loop(), FIRST_PAUSE_S

        def beat() -> None:
            standing.alive_s = loop.time()

        while True:
            began = loop.time()
            try:
                await run(beat)
                if until_done:
                    return
                error: BaseException = RuntimeError("it returned")
            except asyncio.CancelledError as cancelled:
                if own is not None and own.cancelling():
                    raise
                error = cancelled
            except Exception as failed:  # noqa: BLE001 - whatever it was, it is told and begun again
                error = failed
            pause = FIRST_PAUSE_S if loop.time() - began > LONGEST_PAUSE_S else pause
            standing.failures += 1
            standing.failed_at, standing.error = datetime.now(UTC), type(error).__name__
            tell(task, error, of=of, again_in_s=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _watch(self, beat: Beat) -> None:
        said: dict[str, float] = {}
        while True:
            beat()
            now = asyncio.get_running_loop().time()
            for name, standing in self.standings.items():
                within_s = max(STILL_S, MAY_TAKE_S.get(name.partition(" ")[0], 0.0))
                standing.still = standing.alive_s is not None and now - standing.alive_s > within_s
                STILL.labels(name).set(standing.still)
                if standing.still and now - said.get(name, -STILL_S) >= STILL_S:
                    said[name] = now
                    log.error("background_task_still", task=name, since_s=round(now - (standing.alive_s or now)))
            await asyncio.sleep(LOOK_S)


def tell(task: str, error: BaseException, **more: object) -> None:
    """Log a failure by type and place, never by its words, and count it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else None
    FAILURES.labels(task).inc()
    log.error("background_task_failed", task=task, error=type(error).__name__, place=place, **more)
