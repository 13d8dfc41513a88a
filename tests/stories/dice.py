"""Choices out of a string of bytes: the same bytes choose the same, and smaller bytes choose what stands first."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Bytes read from the front, two at a time; zeros when they are used up."""

    def __init__(self, choices: bytes) -> None:
        self._choices, self._at = choices, 0

    def below(self, limit: int) -> int:
        """A number from 0, smaller than the limit."""
        pair = self._choices[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(pair, "big") % limit

    def pick(self, among: Sequence[T]) -> T:
        return among[self.below(len(among))]

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred; zeros say no."""
        return self.below(100) >= 100 - percent

    def sample(self, among: Sequence[T], count: int) -> list[T]:
        left = list(among)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
