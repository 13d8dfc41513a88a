"""Checkpoints, c2sp.org/tlog-checkpoint: which log, how many entries, which root."""

from dataclasses import dataclass

from workflows.trail.tlog.encoding import MAX_NUMBER, from_base64, from_decimal, has_controls, to_base64
from workflows.trail.tlog.merkle import HASH_SIZE
from workflows.trail.tlog.tlog_errors import Malformed

_MANDATORY_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree's head: the log's origin, its size in leaves, its root of 32 bytes, and opaque extension lines.

    Raises Malformed: ``checkpoint_line`` for an origin or extension that is no non-empty line, ``number_invalid``
    for a size outside 0 to 2^63 - 1, ``root_size``.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not line or has_controls(line) for line in (self.origin, *self.extensions)):
            raise Malformed("checkpoint_line")
        if not 0 <= self.size <= MAX_NUMBER:
            raise Malformed("number_invalid")
        if len(self.root) != HASH_SIZE:
            raise Malformed("root_size")

    def text(self) -> str:
        """The note text: one line each, every line ended by a newline."""
        return "\n".join((self.origin, str(self.size), to_base64(self.root), *self.extensions, ""))


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its note text.

    Raises Malformed: ``checkpoint_lines`` without three lines and a final newline, ``checkpoint_line``,
    ``number_invalid``, ``base64_invalid``, ``base64_size``.
    """
    *lines, rest = text.split("\n")
    if rest or len(lines) < _MANDATORY_LINES:
        raise Malformed("checkpoint_lines")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, from_decimal(size), from_base64(root, HASH_SIZE), tuple(extensions))
