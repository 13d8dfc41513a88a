"""What an answer writes in one turn of the loop leaves as one segment, in order, and a long one leaves in parts."""

import asyncio
from typing import Any

import pytest

from service.server import JOINED_BYTES, JoinedWrites


class Wire:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        """Keep it."""
        self.sent.append(data)

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed

    def close(self) -> None:
        """Remember that."""
        self.closed = True

    def get_write_buffer_size(self) -> int:
        """All was taken at once."""
        return 0

    def get_extra_info(self, name: str) -> str:
        """Say something of one's own."""
        return f"own {name}"


def _joined() -> tuple[Wire, Any]:
    wire = Wire()
    return wire, JoinedWrites(wire, asyncio.get_running_loop())  # type: ignore[arg-type]


async def test_head_and_body_of_one_turn_are_one_segment() -> None:
    wire, joined = _joined()
    joined.write(b"head ")
    joined.write(b"body")
    assert wire.sent == []
    await asyncio.sleep(0)
    joined.write(b"next")
    await asyncio.sleep(0)
    assert wire.sent == [b"head body", b"next"]


@pytest.mark.parametrize("pieces", [2, 5, 40])
async def test_a_long_answer_does_not_gather(pieces: int) -> None:
    wire, joined = _joined()
    for piece in range(pieces):
        joined.write(bytes([piece]) * (JOINED_BYTES // 2 + 1))
    assert sum(map(len, wire.sent)) >= (pieces - 1) * (JOINED_BYTES // 2 + 1)
    await asyncio.sleep(0)
    assert b"".join(wire.sent) == b"".join(bytes([piece]) * (JOINED_BYTES // 2 + 1) for piece in range(pieces))


async def test_closing_sends_what_is_held_and_the_rest_is_the_transports_own() -> None:
    wire, joined = _joined()
    joined.write(b"last")
    joined.close()
    assert (wire.sent, wire.closed) == ([b"last"], True)
    assert joined.get_extra_info("peername") == "own peername"
    await asyncio.sleep(0)
    assert wire.sent == [b"last"]
