"""A file of which only some windows are at hand: who reads beside them is told which one to fetch, and reads anew."""

import io
from collections.abc import Mapping

WINDOW = 256 << 10
"""Bytes that are fetched at a time."""

LONGEST_READ = 1 << 20
"""Bytes that are read as one: what says that it is longer is not looked into."""


class Unseen(Exception):
    """A window that is not at hand is needed: the number of it."""

    def __init__(self, window: int) -> None:
        super().__init__(window)
        self.window = window


class Strange(Exception):
    """The file contradicts its own kind, or asks for more than is looked at."""


class View:
    """The content of a file of ``size`` bytes, as far as its ``windows`` are at hand."""

    def __init__(self, size: int, windows: Mapping[int, bytes]) -> None:
        self.size = size
        self._windows = windows

    def read(self, start: int, length: int) -> bytes:
        """The bytes from ``start`` on, fewer at the end of the file. Raises Unseen; Strange for too many."""
        end = min(start + length, self.size)
        if start >= end:
            return b""
        if length > LONGEST_READ:
            raise Strange
        parts = [self._window(number) for number in range(start // WINDOW, (end - 1) // WINDOW + 1)]
        first = start % WINDOW
        return b"".join(parts)[first : first + end - start]

    def number(self, start: int, length: int) -> int:
        """An unsigned number, big-endian. Raises Unseen; Strange when the file ends before it does."""
        raw = self.read(start, length)
        if len(raw) != length:
            raise Strange
        return int.from_bytes(raw, "big")

    def _window(self, number: int) -> bytes:
        try:
            return self._windows[number]
        except KeyError:
            raise Unseen(number) from None


class Reader(io.RawIOBase):
    """A view as a file that a library reads."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go there. Raises OSError before the beginning, as a file does."""
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._view.size}[whence]
        if at < 0:
            raise OSError(at)
        self._at = at
        return at

    def tell(self) -> int:
        """Where it is."""
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """What comes next. Raises Unseen or Strange."""
        left = max(self._view.size - self._at, 0)
        content = self._view.read(self._at, left if size is None or size < 0 else min(size, left))
        self._at += len(content)
        return content
