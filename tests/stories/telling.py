"""Chunks of stories: each is told from a seed of its own, so that it is told the same again alone."""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from hypothesis import Phase, seed
from hypothesis.stateful import run_state_machine_as_test

from tests.stories.findings import Met
from tests.stories.machine import Found, settings, stories
from tests.stories.running import Teller

CHUNK = 20
"""Stories of one chunk."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many stories of how many acts, from which seed."""

    count: int = 1000
    acts: int = 40
    seed: int = 1

    @property
    def chunks(self) -> range:
        return range(-(-self.count // CHUNK))

    def of(self, chunk: int) -> int:
        return min(CHUNK, self.count - chunk * CHUNK)

    def seed_of(self, chunk: int) -> int:
        return self.seed * 1_000_000 + chunk


class Told(NamedTuple):
    """What came of a chunk."""

    chunk: int
    met: Met


def tell(plan: Plan, chunk: int, teller: Teller) -> Told:
    """All stories of a chunk, whatever they find."""
    met = Met()
    machine = seed(plan.seed_of(chunk))(stories(teller, met, strict=False))
    run_state_machine_as_test(machine, settings=settings(plan.of(chunk), plan.acts, phases=[Phase.generate]))
    return Told(chunk, met)


def shrink(plan: Plan, chunk: int, key: str, teller: Teller) -> str:
    """The smallest story that hypothesis makes of the chunk's finding of this key; empty when there is none."""
    machine = seed(plan.seed_of(chunk))(stories(teller, Met(), only=key))
    phases = [Phase.generate, Phase.shrink]
    try:
        with redirect_stdout(StringIO()):
            run_state_machine_as_test(machine, settings=settings(plan.of(chunk), plan.acts, phases=phases))
    except Found as found:
        return str(found)
    return ""


def told(plan: Plan, processes: int) -> Iterator[Told]:
    """Every chunk as it is done, each process on a stage of its own."""
    shares = [list(plan.chunks)[first::processes] for first in range(processes)]
    with ProcessPoolExecutor(processes) as pool:
        for share in as_completed([pool.submit(_share, plan, tuple(chunks)) for chunks in shares if chunks]):
            yield from share.result()


def _share(plan: Plan, chunks: tuple[int, ...]) -> list[Told]:
    done = []
    with Teller() as teller:
        for chunk in chunks:
            done.append(tell(plan, chunk, teller))
            found = {one.key for one in done[-1].met.findings}
            sys.stderr.write(f"chunk {chunk}: {done[-1].met.stories} stories, {len(found)} kinds of finding\n")
    return done
