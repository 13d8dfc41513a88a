"""As of what an export is."""

from typing import NamedTuple


class Standing(NamedTuple):
    """The newest leaf that counts, and the root of the tree up to it.

    ``former`` is how many legal clocks run by a calendar of before now, whatever the leaf.
    """

    leaf: int
    root: bytes
    former: int = 0

    @property
    def size(self) -> int:
        """Leaves of the tree."""
        return self.leaf + 1
