"""Files for who may have them: as of a leaf, with their digest, and kept in the trail before the first byte leaves.

A file is reckoned twice from one snapshot: first for its digest and length, which the trail and the headers say, then
to be sent. Nothing of it is ever held whole.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from uuid_utils.compat import uuid7

from service.edge.limits.slots import Slot, Slots
from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, ServiceError, ValidationFailed
from service.features.exports import repository
from service.features.exports.area_summary import ABOUT as ABOUT_AREAS
from service.features.exports.area_summary import geojson_of
from service.features.exports.datasets import DATASETS
from service.features.exports.export_standing import Standing
from service.features.exports.formats import LINES, csv_line
from service.features.exports.media import PDF, XLSX, about
from service.features.exports.situation import situation_of
from service.features.exports.situation_document import document_of
from service.features.exports.situation_html import ABOUT as ABOUT_HTML
from service.features.exports.situation_html import html_of
from service.storage.db.snapshot import IN_ORDER, snapshot
from service.trail.reading.region_chain import append
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.trail.reads import Read, ReadKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from service.edge.call import Call
    from service.features.exports.borders import Borders
    from service.features.exports.situation_document import Document
    from service.storage.db.pool import Database
    from workflows.trail.situation import Situation

    Send = Callable[[bytes], Awaitable[None]]
    Chunks = Callable[[], AsyncIterator[bytes]]

LONGEST_S = 3600.0
"""Seconds for a whole export: meanwhile its snapshot holds back vacuum."""

CHUNK = 64 * 1024
APPLICATION = "tindak-export"


def _pdf_of(document: Document) -> bytes:
    from service.features.exports.situation_pdf import pdf_of  # noqa: PLC0415 - a sixth of what the API would hold

    return pdf_of(document)


SITUATION_FORMS: dict[str, tuple[dict[str, str], Callable[[Document], bytes]]] = {
    "html": (ABOUT_HTML, html_of),
    "pdf": (about(PDF), _pdf_of),
}
"""Form: its own headers, and how a report is set in it."""


class File(NamedTuple):
    """What a file is called, without its ending and with it, and the headers of its own."""

    name: str
    form: str
    about: dict[str, str]


class Exporting(NamedTuple):
    """A file about to be sent: its name, its headers, and what writes it to a client."""

    name: str
    headers: Sequence[tuple[bytes, bytes]]
    write: Callable[[Send], Awaitable[None]]


class Exports:
    """Makes exports for whoever may have them."""

    def __init__(self, url: str, database: Database, borders: Borders | None = None) -> None:
        self._borders = borders
        self._url = url
        self._database = database
        self._slots = Slots(Slot.EXPORT)

    @asynccontextmanager
    async def open(self, call: Call, dataset: str, form: str, as_of: int | None) -> AsyncIterator[Exporting]:
        """An export that is ready to be written, until the block ends.

        Raises NotPermitted, ValidationFailed for a leaf that the log does not have, and what ``Slots.place`` raises.
        """
        require_role(call.actor, Action.EXPORT_MAKE)
        async with self._snapshot(call, as_of) as (connection, standing):

            def chunks() -> AsyncIterator[bytes]:
                return _lines(connection, call.region, standing.leaf, dataset, form)

            file = File(dataset, form, {"content-type": LINES[form][0]})
            yield _head(call, file, standing) if call.looks else await self._kept(call, file, standing, chunks)

    @asynccontextmanager
    async def workbook(self, call: Call, dataset: str, as_of: int | None) -> AsyncIterator[Exporting]:
        """The same rows as a workbook, until the block ends. Raises as ``open`` does."""
        from service.features.exports.workbook import parts_of, workbook  # noqa: PLC0415 - as above

        require_role(call.actor, Action.EXPORT_MAKE)
        async with self._snapshot(call, as_of) as (connection, standing):
            file = File(dataset, "xlsx", about(XLSX))
            if call.looks:
                yield _head(call, file, standing)
                return
            rows = _rows(connection, call.region, standing.leaf, dataset)
            async with _in_time(workbook(dataset, DATASETS[dataset].columns, rows)) as path:

                async def chunks() -> AsyncIterator[bytes]:
                    for part in parts_of(path):
                        yield part

                yield await self._kept(call, file, standing, chunks)

    @asynccontextmanager
    async def situation(self, call: Call, form: str, as_of: int | None) -> AsyncIterator[Exporting]:
        """A situation report that is ready to be sent, until the block ends. Raises as ``open`` does."""
        about, written = SITUATION_FORMS[form]

        def content(found: Situation) -> bytes:
            return written(document_of(found, call.policy))

        async with self._counted(call, File("situation", form, about), as_of, content) as made:
            yield made

    @asynccontextmanager
    async def areas(self, call: Call, as_of: int | None) -> AsyncIterator[Exporting]:
        """The summary by area, until the block ends. Raises as ``open``, and ServiceError ``borders_not_loaded``."""
        require_role(call.actor, Action.EXPORT_MAKE)
        borders = self._borders
        if borders is None:
            raise ServiceError("borders_not_loaded")

        def content(found: Situation) -> bytes:
            return geojson_of(found, call.policy, borders)

        async with self._counted(call, File("areas", "geojson", ABOUT_AREAS), as_of, content) as made:
            yield made

    @asynccontextmanager
    async def _counted(
        self, call: Call, file: File, as_of: int | None, content: Callable[[Situation], bytes]
    ) -> AsyncIterator[Exporting]:
        """A file that is made of counts, and small enough to be held."""
        require_role(call.actor, Action.EXPORT_MAKE)
        async with self._snapshot(call, as_of) as (connection, standing):
            if call.looks:
                yield _head(call, file, standing)
                return
            async with asyncio.timeout(LONGEST_S):
                found = await situation_of(connection, call.policy, standing, now=as_of is None)
            made = await asyncio.to_thread(content, found)

            async def chunks() -> AsyncIterator[bytes]:
                yield made

            yield await self._kept(call, file, standing, chunks)

    @asynccontextmanager
    async def _snapshot(self, call: Call, as_of: int | None) -> AsyncIterator[tuple[Any, Standing]]:
        with self._slots.place(call.person):
            async with snapshot(
                self._url, APPLICATION, call.region, visibility.tokens(call.actor), IN_ORDER
            ) as connection:
                yield connection, await _standing(connection, call.region, as_of)

    async def _kept(self, call: Call, file: File, standing: Standing, chunks: Chunks) -> Exporting:
        """Reckon the digest and keep in the trail who takes what; what the file is sent as.

        ``chunks`` gives the file's bytes as often as they are asked for.
        """
        digest, length = sha256(), 0
        async with asyncio.timeout(LONGEST_S):
            async for chunk in chunks():
                digest.update(chunk)
                length += len(chunk)
        actor, named = call.actor, f"{file.name}.{file.form}"
        covers: dict[str, str | int] = {"export": named, "as_of": standing.leaf, "sha256": digest.hexdigest()}
        at = datetime.now(UTC)
        read = Read(ReadKind.EXPORT_MADE, at, actor.person, actor.agency, actor.role.value, covers=covers)
        await append(self._database, call.region, uuid7(), [read])

        async def write(send: Send) -> None:
            async with asyncio.timeout(LONGEST_S):
                async for chunk in chunks():
                    await send(chunk)

        of_content = {
            "content-length": str(length),
            "repr-digest": f"sha-256=:{b64encode(digest.digest()).decode()}:",
        }
        return _sent_as(call, file, standing, of_content, write)


async def _standing(connection: Any, region: str, as_of: int | None) -> Standing:
    newest = await repository.newest_leaf(connection, region)
    if as_of is not None and as_of > newest:
        raise ValidationFailed(errors=[FieldError("as_of", "out_of_range", says("newest_leaf", newest=newest))])
    leaf = newest if as_of is None else as_of
    former = await repository.count_former_calendar(connection, region)
    return Standing(leaf, await repository.root(connection, region, leaf + 1), former)


async def _lines(connection: Any, region: str, leaf: int, dataset: str, form: str) -> AsyncIterator[bytes]:
    """The file in chunks, each of whole lines."""
    columns, sql, values = DATASETS[dataset]
    _, line = LINES[form]
    waiting = bytearray(csv_line(columns, columns) if line is csv_line else b"")
    async for row in repository.rows(connection, sql, region, leaf):
        waiting += line(columns, values(row))
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


async def _rows(connection: Any, region: str, leaf: int, dataset: str) -> AsyncIterator[tuple[Any, ...]]:
    _, sql, values = DATASETS[dataset]
    async for row in repository.rows(connection, sql, region, leaf):
        yield values(row)


@asynccontextmanager
async def _in_time(made: AbstractAsyncContextManager[Path]) -> AsyncIterator[Path]:
    """A file that is made within the time of an export, for as long as the block takes."""
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(LONGEST_S):
            path = await stack.enter_async_context(made)
        yield path


def _head(call: Call, file: File, standing: Standing) -> Exporting:
    """What is said of a file that nobody takes (HEAD): its digest and length would have to be reckoned for nothing."""

    async def nothing(_: Send) -> None:
        return

    return _sent_as(call, file, standing, {}, nothing)


def _sent_as(
    call: Call, file: File, standing: Standing, of_content: dict[str, str], write: Callable[[Send], Awaitable[None]]
) -> Exporting:
    """A file with what is said of it: the digest (RFC 9530) and length of its content, the tree as of which it is."""
    called = f"tindak-{call.region}-{file.name}-{standing.leaf}.{file.form}"
    told = {
        "content-disposition": f'attachment; filename="{called}"',
        **file.about,
        **of_content,
        "tindak-as-of": str(standing.leaf),
        "tindak-calendar-changed": str(standing.former),
        "tindak-tree-size": str(standing.size),
        "tindak-tree-root": b64encode(standing.root).decode(),
        "cache-control": "private, no-cache",
    }
    return Exporting(called, [(name.encode(), value.encode()) for name, value in told.items()], write)
