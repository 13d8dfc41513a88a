"""The API, the worker and the witness as processes of their own, and what the worker said."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.commands import Command
from tests.signing import Signer

WITHIN_S = 30.0


class Log:
    """What a process wrote, line by line as JSON."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def said(self, event: str, **members: object) -> bool:
        """Whether there is such a line."""
        lines = (json.loads(line) for line in self._file.read_text().splitlines() if line.startswith("{"))
        return any({"event": event, **members}.items() <= line.items() for line in lines)


@contextmanager
def started(part: str, environment: Mapping[str, str], log: Path) -> Iterator[Log]:
    """`tindak api` or `tindak worker` for as long as the block lasts."""
    process = Command(part, env={**os.environ, **environment}, out=log)
    try:
        yield Log(log)
        assert process.poll() is None, log.read_text()
    finally:
        process.kill()
        process.wait()


def until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.05)


def asking(signer: Signer) -> dict[str, str]:
    """What the worker needs to ask a signer."""
    return {"TINDAK_SIGNER_URL": signer.address.url, "TINDAK_SIGNER_SECRET": signer.address.secret}
