"""Protections taken off one at a time: the net has to find each. `python -m tests.stories.faults`."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from tests.stories.running import Teller
from tests.stories.telling import Plan, tell


@dataclass(frozen=True, slots=True)
class Fault:
    """A protection, how it is taken off, and what a story has to find then."""

    name: str
    finds: tuple[str, ...]
    """Beginnings of the keys of findings, of which one has to come."""
    names: tuple[tuple[str, Callable[..., Any]], ...] = ()
    """Dotted names, each with what stands there instead. Where a name was imported to, not where it is from."""
    sql: tuple[str, ...] = ()
    """Statements that the owner of the database runs in every story's database."""


FAULTS: tuple[Fault, ...] = (
    Fault(
        "row security of reports is off",
        ("I1 existence by GET /reports", "I1 words by GET /reports"),
        sql=("ALTER TABLE report DISABLE ROW LEVEL SECURITY",),
    ),
)
"""One row for each wall that the stories watch."""


@contextmanager
def without(fault: Fault) -> Iterator[None]:
    """The protection is off, for as long as the block lasts."""
    with ExitStack() as stack:
        for name, instead in fault.names:
            stack.enter_context(patch(name, instead))
        yield


def found(fault: Fault, plan: Plan) -> tuple[int, str | None]:
    """After how many stories the fault was found, and as what; None when it was not."""
    with without(fault), Teller(fault.sql) as teller:
        for story in range(plan.count):
            met = tell(teller, plan.of(story)).met
            wanted = [one.key for one in met.findings if one.key.startswith(fault.finds)]
            if wanted:
                return story + 1, wanted[0]
    return plan.count, None


def main() -> int:
    """Exit code 1 when a fault was not found."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.faults")
    parser.add_argument("--stories", type=int, default=300, help="at most so many for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the fault whose name begins so")
    asked = parser.parse_args()
    missed = 0
    for fault in FAULTS:
        if asked.only is None or fault.name.startswith(asked.only):
            stories, key = found(fault, Plan(asked.stories, seed=asked.seed))
            missed += key is None
            sys.stdout.write(f"{fault.name}: {'MISSED' if key is None else key} in {stories} stories\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
