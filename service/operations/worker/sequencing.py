"""The worker's own connections: events get their numbers, trees their signatures, and old repetitions are forgotten.

Each statement is bounded by the server and by us, so that a line which vanished holds nothing up for longer.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from service.edge.background import Beat, Run, rest
from service.storage.db.availability import connected_to, failed
from service.storage.db.database_connecting import ANSWERED_S, BOUNDED, NotDirect, connected, require_direct
from service.storage.db.outages import CLOSED
from service.trail.audit.sequencer import BATCH, grow_missing_trees, sequence_all
from service.trail.tlog.publisher import Publisher

IDLE_S = 0.2
PUBLISH_S = 0.5
RECONNECT_S = 2.0
HOUSEKEEPING_S = 600.0
APPLICATION = "tindak-worker"
FORGET = "DELETE FROM idempotency WHERE created_at < now() - make_interval(hours => $1)"
log = structlog.get_logger("tindak.worker")

Turn = Callable[[Any], Awaitable[float]]
"""One turn of the work on a connection; returns the seconds until the next."""


def sequencing(url: str) -> Run:
    """Give events their numbers, after making the trees that a log older than its tree lacks."""
    grown = False

    async def turn(connection: Any) -> float:
        nonlocal grown
        if not grown:
            await grow_missing_trees(connection)
            grown = True
        return 0.0 if await sequence_all(connection) >= BATCH else IDLE_S

    return _again_and_again(url, turn)


def checkpoints(url: str, publisher: Publisher) -> Run:
    """Get every tree signed as it grows."""

    async def turn(connection: Any) -> float:
        await publisher.publish_all(connection)
        return PUBLISH_S

    return _again_and_again(url, turn)


def housekeeping(url: str, idempotency_hours: int) -> Run:
    """Forget what was kept for repetitions, in a connection made for it each time."""

    async def run(beat: Beat) -> None:
        while True:
            beat()
            try:
                async with connected(url, APPLICATION, BOUNDED, command_timeout=ANSWERED_S) as connection:
                    connected_to(url, connection)
                    await forget(connection, idempotency_hours)
            except CLOSED as error:
                failed(url, error)
                await asyncio.sleep(RECONNECT_S)
            else:
                await rest(beat, HOUSEKEEPING_S)

    return run


async def forget(connection: Any, idempotency_hours: int) -> None:
    """Forget what is older than an Idempotency-Key is remembered."""
    await connection.execute(FORGET, idempotency_hours)


def _again_and_again(url: str, turn: Turn) -> Run:
    async def run(beat: Beat) -> None:
        while True:
            try:
                await _connected(url, turn, beat)
            except CLOSED as error:
                failed(url, error)
                await asyncio.sleep(RECONNECT_S)

    return run


async def _connected(url: str, turn: Turn, beat: Beat) -> None:
    async with connected(url, APPLICATION, BOUNDED, command_timeout=ANSWERED_S) as connection:
        connected_to(url, connection)
        try:
            await require_direct(connection)
        except NotDirect as error:  # no lock of a session is held here: it is said, and gone on
            log.error("needs_direct_connection", what=str(error))  # noqa: TRY400 - the words say it all
        while True:
            pause = await turn(connection)
            beat()
            await asyncio.sleep(pause)
