"""What a signature of a note is made over: the text itself, or a message of c2sp.org/tlog-cosignature about it."""

from workflows.trail.tlog.checkpoints import parse_checkpoint
from workflows.trail.tlog.tlog_errors import Malformed

MAX_NAME_BYTES = 255
"""What a cosigned tree can hold of the cosigner's name, and of the log's origin."""

_LABEL = b"subtree/v1\n\x00"
_NUMBER_BYTES = 8
_START = 0


def plain_text(_: str, text: str, __: int | None) -> bytes:
    """The text as it stands."""
    return text.encode()


def dated_text(_: str, text: str, time: int | None) -> bytes:
    """``cosignature/v1``: a header and the POSIX time, then the whole text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosigned_tree(name: str, text: str, time: int | None) -> bytes:
    """``subtree/v1``: the cosigner's name, the POSIX time, and the tree of a checkpoint's text from its first leaf on.

    Extension lines are no part of it. Raises Malformed: what ``parse_checkpoint`` says of a text that is no
    checkpoint, and ``origin_too_long`` for an origin of more than 255 bytes.
    """
    checkpoint = parse_checkpoint(text)
    origin = checkpoint.origin.encode()
    if len(origin) > MAX_NAME_BYTES:
        raise Malformed("origin_too_long")
    numbers = [number.to_bytes(_NUMBER_BYTES, "big") for number in (time or 0, _START, checkpoint.size)]
    return b"".join((_LABEL, _prefixed(name.encode()), numbers[0], _prefixed(origin), *numbers[1:], checkpoint.root))


def _prefixed(raw: bytes) -> bytes:
    """RFC 8446 section 3.4: after its length in one byte."""
    return bytes([len(raw)]) + raw
