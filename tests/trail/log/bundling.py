"""A trail that is large enough to be stopped in the middle, and clients that take a bundle slowly or not at all."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import AUDITOR, P, headers
from tests.faults.processes import until
from tests.signing import Signer

ROWS = 2000
FILL = f"""INSERT INTO report_text SELECT region, gen_random_uuid(), report_id, NULL::uuid, event_id, 'note',
  (SELECT string_agg(md5(n::text || '-' || g), '') FROM generate_series(1, 312) g), salt, created_at
FROM (SELECT * FROM report_text LIMIT 1) t, generate_series(1, {ROWS}) n"""
"""Twenty megabytes of words that hardly compress: more than what lies between a server and a client that waits."""

MAKING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tindak-bundle'"
)


async def signed(worker: Any, signer: Signer) -> None:
    """Give every event its place in the log, under a signed checkpoint."""
    await sequence_all(worker)
    assert await signer.publish(worker) == 1


class Slow:
    """A client that asked for a bundle and has read the head of the answer, and of the rest as little as it can."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str) -> None:
        self.reader, self.writer, self.head = reader, writer, head

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def hang_up(self) -> None:
        self.writer.transport.abort()

    async def rest(self) -> bytes:
        """Everything that still comes, chunk sizes included."""
        found = await self.reader.read(-1)
        self.writer.close()
        return found


async def slowly(address: str, settings: Settings, body: dict[str, Any] | None = None, who: Any = AUDITOR) -> Slow:
    """Ask for a bundle and read no more than the head of the answer."""
    where, content = urlsplit(address), json.dumps(body or {})
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=1 << 12)
    sent = {**headers(settings, who), "Host": where.netloc, "Content-Type": "application/json"}
    sent |= {"Content-Length": str(len(content)), "Connection": "close"}
    lines = [f"POST {P}/audit/bundles HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", content]
    writer.write("\r\n".join(lines).encode())
    return Slow(reader, writer, (await reader.readuntil(b"\r\n\r\n")).decode())


async def none_left(admin: Any) -> None:
    """Wait until the database has no connection of a bundle any more."""

    async def gone() -> bool:
        return bool(await admin.fetchval(MAKING) == 0)

    await until(gone, "the connections of bundles end")


def peak_kilobytes(pid: int) -> int:
    """The most memory that a process has held (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
