"""The API and the worker as processes that a test may kill."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from service.edge.settings import Settings
from service.trail.receipts.receipt_keys import make_key
from tests.commands import Command

WITHIN_S = 60.0
WAITING = """SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks
  WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""


def environment(settings: Settings, port: int, **own: str) -> dict[str, str]:
    """The environment in which a process has these settings; ``own`` are further variables of it."""
    assert settings.database_url is not None
    assert settings.worker_database_url is not None
    assert settings.sealing_key is not None
    return {
        **os.environ,
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(settings.home),
        "TINDAK_PORT": str(port),
        "TINDAK_DATABASE_URL": settings.database_url.get_secret_value(),
        "TINDAK_WORKER_DATABASE_URL": settings.worker_database_url.get_secret_value(),
        "TINDAK_SEALING_KEY": settings.sealing_key.get_secret_value(),
        "TINDAK_LOG_LEVEL": settings.log_level,
        "TINDAK_WEBHOOK_ALLOW": settings.webhook_allow or "",
        "TINDAK_WEBHOOK_PORTS": settings.webhook_ports or "",
        **own,
    }


@contextmanager
def started(
    settings: Settings, part: str, port: int, *, log: Path | None = None, **own: str
) -> Iterator[Callable[[], None]]:
    """Start ``api`` or ``worker``; yield what kills it with SIGKILL, which the end of the block does too.

    ``log`` is where its log goes, ``own`` are further variables of its environment.
    """
    if not settings.receipt_key_file().exists():  # as `tindak run` does before its parts: two would each make it
        make_key(settings.receipt_key_file(), settings.log_origin)
    out = settings.home / f"{part}.log" if log is None else log
    process = Command(part, env=environment(settings, port, **own), out=out)

    def kill() -> None:
        process.send_signal(signal.SIGKILL)
        process.wait(WITHIN_S)

    try:
        yield kill
        ended = process.poll()
        assert ended in {None, -signal.SIGKILL}, f"the {part} ended by itself with {ended}"
    finally:
        if process.poll() is None:
            kill()


async def until(true: Callable[[], Awaitable[object]], what: str) -> None:
    """Wait until it is true. Raises AssertionError when that takes too long."""
    deadline = time.monotonic() + WITHIN_S
    while not await true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.002)


async def until_so(true: Callable[[], object], what: str) -> None:
    """As ``until``, for what is known without asking anybody."""

    async def known() -> object:
        return true()

    await until(known, what)


async def held_up(admin: Any, count: int = 1) -> None:
    """Wait until so many sessions of ``admin``'s database wait for a lock."""

    async def so_many() -> bool:
        return bool(await admin.fetchval(WAITING) >= count)

    await until(so_many, f"{count} wait for a lock")


async def ready(http: httpx.AsyncClient) -> None:
    """Wait until the API says that it is ready."""

    async def says_so() -> bool:
        try:
            return (await http.get("/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    await until(says_so, "the API answers")
