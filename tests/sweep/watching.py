"""The second client: asks for small things without a pause, and writes down when each was asked and answered."""

import asyncio
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

LINE = struct.Struct("dd")
PATHS = ("/v1/me", "/v1/regions/33.05/tasks?limit=1")
PAUSE_S = 0.004


class Watch:
    """What the second client has met so far."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = 0

    def longest_since(self, begun: float) -> float:
        """Seconds of its longest wait since a moment of the monotonic clock, once it has asked anew after now."""
        over, longest, asked = time.monotonic(), 0.0, 0.0
        while asked < over:
            time.sleep(PAUSE_S)
            for asked, ended in self._new():
                if ended >= begun:
                    longest = max(longest, ended - asked)
        return longest

    def _new(self) -> Iterator[tuple[float, float]]:
        with self._file.open("rb") as written:
            written.seek(self._read)
            raw = written.read()
        whole = len(raw) - len(raw) % LINE.size
        self._read += whole
        yield from LINE.iter_unpack(raw[:whole])


@contextmanager
def watching(address: str, token: str, file: Path) -> Iterator[Watch]:
    """Let the second client ask, in a process of its own, until the block ends."""
    file.touch()
    command = [sys.executable, "-m", "tests.sweep.watching", address, token, str(file)]
    process = subprocess.Popen(command)
    try:
        yield Watch(file)
        assert process.poll() is None, "the second client ended by itself"
    finally:
        process.kill()
        process.wait()


async def _ask(address: str, token: str, file: Path) -> None:
    sent = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=sent, timeout=120) as http:
        with file.open("ab", buffering=0) as out:
            while True:
                for path in PATHS:
                    asked = time.monotonic()
                    try:
                        answer = await http.get(path)
                    except httpx.TransportError:
                        continue
                    assert answer.status_code == 200, answer.text
                    out.write(LINE.pack(asked, time.monotonic()))
                    await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    asyncio.run(_ask(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
