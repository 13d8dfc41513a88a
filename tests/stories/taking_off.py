"""How a protection is taken off, and how it is seen whether stories find that it is gone."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
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
    names: tuple[tuple[str, Any], ...] = ()
    """Dotted names, each with what stands there instead. Where a name was imported to, not where it is from."""
    sql: tuple[str, ...] = ()
    """Statements that the owner of the database runs in every story's database."""
    about: tuple[str, ...] = ()
    """Kinds of act that come up more often while it is looked for: of three acts one is of these."""
    acting: bool = False
    """Whether acts show it by themselves: nobody asks what there is to read, and a story takes a tenth of the time."""
    quick: bool = False
    """Whether a story or two find it."""


@contextmanager
def without(fault: Fault) -> Iterator[None]:
    """The protection is off, for as long as the block lasts."""
    with ExitStack() as stack:
        for name, instead in fault.names:
            stack.enter_context(patch(name, instead))
        yield


def found(fault: Fault, plan: Plan) -> tuple[int, str | None]:
    """After how many stories the fault was found, and as what; None when it was not."""
    with without(fault), Teller(fault.sql, asking=not fault.acting) as teller:
        for story in range(plan.count):
            met = tell(teller, replace(plan, about=fault.about).of(story)).met
            wanted = [one.key for one in met.findings if one.key.startswith(fault.finds)]
            if wanted:
                return story + 1, wanted[0]
    return plan.count, None
