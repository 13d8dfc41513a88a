"""As of what an export is."""

from typing import NamedTuple


class Standing(NamedTuple):
    """The newest leaf that counts, and the root of the tree up to it."""

    leaf: int
    root: bytes

    @property
    def size(self) -> int:
        """Leaves of the tree."""
        return self.leaf + 1
