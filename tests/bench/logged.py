"""The log as it runs in production: the worker, which sequences and publishes, and the signer, each a process."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.tlog.publisher import origin_of
from tests.bench.plans import REGION
from tests.signing import Signer

STOPS_WITHIN_S = 15


class Logged(NamedTuple):
    """A running worker, and the verifier key under which its checkpoints are signed."""

    worker: psutil.Process
    key: str

    def cpu_seconds(self) -> float:
        """Processor seconds that the worker has spent so far."""
        times = self.worker.cpu_times()
        return float(times.user + times.system)


@contextmanager
def logged(server: EmbeddedPostgres, home: Path) -> Iterator[Logged]:
    """Run ``tindak signer`` and ``tindak worker`` on the database ``postgres`` until the block ends."""
    signer = Signer(home / "signer")
    if not (home / "signer" / "keys").exists():
        signer.command("signer", "--new-key")
    signer.start()
    environment = {
        **os.environ,
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(home),
        "TINDAK_DATABASE_URL": server.url("tindak_app"),
        "TINDAK_WORKER_DATABASE_URL": server.url("tindak_worker"),
        "TINDAK_SEALING_KEY": base64.b64encode(bytes(32)).decode(),
        "TINDAK_SIGNER_URL": signer.address.url,
        "TINDAK_SIGNER_SECRET": signer.address.secret,
    }
    with (home / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "worker"], env=environment, stdout=log, stderr=log
        )
    try:
        yield Logged(psutil.Process(process.pid), _key_of(signer))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOPS_WITHIN_S)
        signer.kill()


def _key_of(signer: Signer) -> str:
    """What ``tindak audit key`` prints, asked of the signer itself."""
    origin = origin_of(signer.address.origin_prefix, REGION)
    return httpx.get(f"{signer.address.url}/vkey", params={"origin": origin}).raise_for_status().text.strip()
