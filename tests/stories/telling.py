"""Stories by seed: each is told the same again alone, and is made smaller act by act."""

import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import NamedTuple

from tests.stories.findings import Met
from tests.stories.kinds import BAG
from tests.stories.machine import WIDTH
from tests.stories.running import Teller


class Drawn(NamedTuple):
    """One act before anybody knows what it will be about."""

    kind: str
    choices: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """How many stories of how many acts, from which seed, and of which kinds of act more than usual."""

    count: int = 1000
    acts: int = 40
    seed: int = 1
    about: tuple[str, ...] = ()

    def of(self, story: int) -> list[Drawn]:
        dice = random.Random(f"{self.seed}/{story}")
        bag = BAG + self.about * (len(BAG) // (2 * len(self.about) or 1))
        return [Drawn(dice.choice(bag), dice.randbytes(WIDTH)) for _ in range(self.acts)]


class Told(NamedTuple):
    """What came of a story."""

    story: int
    met: Met
    script: str


def tell(teller: Teller, acts: Sequence[Drawn], story: int = 0) -> Told:
    """All acts of a story, whatever they find."""
    met = Met(stories=1)
    teller.begin(met)
    for kind, choices in acts:
        teller.act(kind, choices)
    return Told(story, met, teller.end())


def told(plan: Plan, processes: int) -> Iterator[Told]:
    """Every story, in parts, each process on a stage of its own."""
    with ProcessPoolExecutor(processes) as pool:
        shares = [pool.submit(_share, plan, range(first, plan.count, processes)) for first in range(processes)]
        for share in as_completed(shares):
            yield from share.result()


def _share(plan: Plan, stories: Sequence[int]) -> list[Told]:
    done: list[Told] = []
    with Teller() as teller:
        for story in stories:
            done.append(tell(teller, plan.of(story), story))
            if len(done) % 20 == 0:
                found = {one.key for each in done for one in each.met.findings}
                sys.stderr.write(f"{len(done)} of {len(stories)} stories told, {len(found)} kinds of finding\n")
    return done


def shrink(teller: Teller, acts: Sequence[Drawn], key: str) -> Told:
    """The story with as few acts as still find this key: halves are left out, then quarters, at last single acts."""
    kept, best = list(acts), tell(teller, acts)
    part = len(kept)
    while part:
        for start in range(len(kept) - part, -1, -part):
            fewer = kept[:start] + kept[start + part :]
            tried = tell(teller, fewer)
            if any(one.key == key for one in tried.met.findings):
                kept, best = fewer, tried
        part //= 2
    return best
