"""The API in a process of its own on a database of its own, asked over HTTP."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from service.edge.settings import Settings
from tests.commands import Command
from tests.operations.run.running import free_port

READY_WITHIN_S = 120.0


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve until the block ends; yield the address."""
    with served(settings) as (address, _):
        yield address


@contextmanager
def served(settings: Settings, port: int | None = None) -> Iterator[tuple[str, Command]]:
    """Serve until the block ends; yield the address and the process."""
    port = port or free_port()
    assert settings.database_url is not None
    assert settings.sealing_key is not None
    environment = {
        **os.environ,
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(settings.home),
        "TINDAK_PORT": str(port),
        "TINDAK_DATABASE_URL": settings.database_url.get_secret_value(),
        "TINDAK_SEALING_KEY": settings.sealing_key.get_secret_value(),
        "TINDAK_RATE_EXPORT": "0",  # generated requests ask for more than anybody would
        "TINDAK_LOG_LEVEL": settings.log_level,
        "TINDAK_WEBHOOK_ALLOW": "127.0.0.0/8",
        "TINDAK_WEBHOOK_PORTS": "9",
    }
    process = Command("api", env=environment, out=settings.home / "api.log")
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait(address: str, process: Command) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    msg = "the API did not become ready"
    raise RuntimeError(msg)
