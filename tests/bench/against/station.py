"""One side of a comparison, a process of its own: run by its path, with the side's own Python, in the side's own tree.

It is asked in lines of JSON and answers each with one. Of the tree it takes only what its benchmark has long had by
these names, so that it runs in older commits as it stands.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import api as own
from tests.bench import machine, million

READERS = {"officer": ("polres", "Budi"), "coordinator": ("kesbangpol", "Hadi")}
"""Who asks: role, agency, name."""


class Server(NamedTuple):
    """The database that it is given, as the tree's own benchmark asks for it."""

    address: str

    def url(self, role: str) -> str:
        """The address for a role."""
        return self.address.format(role=role)


class Station:
    """What can be asked of a side, each by the name of its method."""

    def __init__(self, address: str, folder: Path, held: ExitStack) -> None:
        self._server, self._folder, self._held = Server(address), folder, held

    def serve(self) -> dict[str, Any]:
        """Migrate, start one API process on the database, and make tokens."""
        admin = self._server.url("postgres")
        machine.upgrade(admin)
        machine.seed_areas(admin)
        api = self._held.enter_context(own.served(self._server, self._folder))
        tokens = {
            role: own.mint(self._folder, own.Role(role), agency, name, [own.REGION])
            for role, (agency, name) in READERS.items()
        }
        return {"port": api.port, "process": api.process.pid, "tokens": tokens}

    def load(self, first: int, count: int) -> int:
        """Load reports by the tree's own loader; returns how many rows."""
        policy = own.load_policies().of(own.REGION)
        return asyncio.run(own.load(self._server.url("postgres"), policy, first, count))

    def start(self) -> dict[str, float]:
        """Seconds that `tindak run` takes until it is ready, cold and warm."""
        return own.start_times()

    def write(self, file: str, events: int) -> int:
        """Write a bundle of so many events or a few more; returns how many."""
        return million.write_history(Path(file), events)

    def verify(self, file: str) -> dict[str, float]:
        """Verify a bundle: events, processor seconds, and the peak of memory in megabytes."""
        done = million.verified(Path(file), million.LOG.verifier.encode())
        return {"events": done.events, "cpu_seconds": done.cost.cpu_seconds, "peak_mb": done.cost.peak_mb}


def main(address: str, folder: str) -> None:
    """Answer until there is nothing more to read. What is printed meanwhile is no answer."""
    with ExitStack() as held:
        station = Station(address, Path(folder), held)
        for asked in _lines():
            method: Callable[..., Any] = getattr(station, asked.pop("do"))
            with redirect_stdout(sys.stderr):
                answer = method(**asked)
            sys.stdout.write(f"{json.dumps(answer)}\n")
            sys.stdout.flush()


def _lines() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
