"""Previews of pictures, made by the worker in a process of their own and sealed under the original's key."""

import asyncio
import os
import sys
from contextlib import suppress
from uuid import uuid4

import structlog
from asyncpg import Record

from service.features.evidence.object_store import Missing, Store
from service.features.evidence.originals import PREVIEW, Original
from service.features.evidence.rendering import REFUSED
from service.features.evidence.sealed_pieces import Different, OriginalKeys
from service.storage.db.pool import Database
from workflows.access import visibility
from workflows.codes.evidence import PreviewState

LARGEST = 128 << 20
"""Bytes of the largest original that a preview is made of: a photo of 200 megapixels may have 80 million."""

WITHIN_S = 10.0
"""Seconds for one picture, whatever it does."""

AT_A_TIME = 2
"""Pictures that are drawn beside each other, so that one hostile picture holds up nobody else's."""

MOST_DRAWN = 8 << 20
"""Bytes that are read of what the program says is a preview."""

NEEDED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All of the environment that the program gets: no key and no address."""

PAGE = 4
"""Pictures between two looks for what has come meanwhile."""

PENDING = """SELECT d.id, d.report_id, d.size, k.wrapped_key, k.pieces
FROM (SELECT e.*, row_number() OVER (PARTITION BY e.added_by ORDER BY e.id) AS turn FROM evidence e
  WHERE e.region = $1 AND e.preview = 'pending' AND e.erasure IS NULL) d
JOIN evidence_key k ON k.region = d.region AND k.evidence_id = d.id
WHERE d.region = $1 ORDER BY d.turn, d.id LIMIT $2"""
"""Everybody's first picture comes before anybody's second."""

SETTLE = """UPDATE evidence SET preview = $3 WHERE region = $1 AND id = $2 AND preview = 'pending' AND erasure IS NULL
RETURNING 1"""
KEEP = "UPDATE evidence_key SET preview = $3 WHERE region = $1 AND evidence_id = $2"
log = structlog.get_logger("tindak.evidence")


class Previews:
    """Makes the previews that are owed."""

    def __init__(self, database: Database, keys: OriginalKeys, store: Store) -> None:
        self._database = database
        self._keys = keys
        self._store = store

    async def make(self, region: str) -> int:
        """Make what is pending in a region. Returns how many were settled. Raises Unavailable."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            rows = await transaction.fetch(PENDING, region, PAGE)
            await transaction.commit()
        at_a_time = asyncio.Semaphore(AT_A_TIME)

        async def settle(row: Record) -> None:
            async with at_a_time:
                await self._settle(region, row)

        settled = await asyncio.gather(*map(settle, rows), return_exceptions=True)
        for failed in filter(None, settled):
            raise failed
        return len(rows)

    async def _settle(self, region: str, row: Record) -> None:
        key = await self._keys.key(region, row["report_id"], row["id"], row["wrapped_key"])
        original = Original(region, row["id"], row["size"], row["pieces"], key)
        preview = await self._drawn(original)
        name = uuid4()
        if preview is not None:
            await self._store.put(original.name_of(name), await key.seal(preview, PREVIEW))
        state = PreviewState.REFUSED if preview is None else PreviewState.READY
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            settled = await transaction.fetchrow(SETTLE, region, row["id"], state) is not None
            if settled and preview is not None:
                await transaction.fetch(KEEP, region, row["id"], name)
            await transaction.commit()
        if not settled:
            await self._store.delete([original.name_of(name)])

    async def _drawn(self, original: Original) -> bytes | None:
        """The preview, or None when none can be made."""
        if original.size > LARGEST:
            return None
        try:
            return await _render(original, self._store)
        except (Missing, Different):
            log.error("preview_of_altered", region=original.region, evidence=str(original.evidence))  # noqa: TRY400 - a trace may hold values
            return None


async def _render(original: Original, store: Store) -> bytes | None:
    """Let the program draw it. Raises Missing, Different or Unavailable."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service.features.evidence.rendering",
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in NEEDED if name in os.environ},
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            said = asyncio.ensure_future(_output(process))
            await _feed(process, original, store)
            preview = await said
            status = await process.wait()
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if status not in (0, REFUSED):
        log.warning("preview_broke", region=original.region, evidence=str(original.evidence), status=status)
    return preview if status == 0 and 0 < len(preview) <= MOST_DRAWN else None


async def _output(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    said = bytearray()
    while len(said) <= MOST_DRAWN and (part := await process.stdout.read(1 << 16)):
        said += part
    return bytes(said)


async def _feed(process: asyncio.subprocess.Process, original: Original, store: Store) -> None:
    """Give it the picture; it may end before it has read all of it."""
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with suppress(BrokenPipeError, ConnectionResetError):
        async for content in original.read(store, 0, original.size - 1):
            process.stdin.write(content)
            await process.stdin.drain()
        process.stdin.close()
