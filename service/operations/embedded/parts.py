"""The processes that the embedded run starts, and what each said last when it ended."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from service.operations.embedded.forking import Forked

MOST_LINES, MOST_BYTES = 8, 16_384
"""The last lines of a log that are shown, and the bytes in which they are looked for."""


class Part(NamedTuple):
    """A process, its log, and where in that the process began to write."""

    process: Forked
    log: Path
    begins: int


def start_part(command: Callable[..., object], name: str, environment: dict[str, str], home: Path) -> Part:
    """Start a part, as this ``command`` is. It ends with us: it waits at the other end of a pipe."""
    log = home / f"{name}.log"
    begins = log.stat().st_size if log.exists() else 0
    return Part(Forked(command, name, "--tethered", env=environment, out=log), log, begins)


def how_it_ended(name: str, status: int, log: Path, begins: int = 0) -> str:
    """That a part ended, with the last lines that it wrote since ``begins``: they have the reason."""
    said = last_lines(log, begins)
    rest = f"; {log} ends with:\n{said}" if said else f", and wrote nothing to {log}"
    return f"the {name} ended with status {status}{rest}"


def last_lines(log: Path, begins: int) -> str:
    """The last lines of a file from a place on, each indented; nothing where it cannot be read."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(begins, size - MOST_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return "\n".join(f"  {line}" for line in [one for one in lines if one.strip()][-MOST_LINES:])
