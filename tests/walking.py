"""What a test walks is there: a walk over nothing holds whatever is broken."""

from collections.abc import Iterable
from typing import TypeVar

Found = TypeVar("Found")


def walked(found: Iterable[Found]) -> list[Found]:
    """What is walked, in its order. Fails where there is nothing to walk."""
    there = [*found]
    assert there, "there is nothing to walk, and so nothing was looked at"
    return there
