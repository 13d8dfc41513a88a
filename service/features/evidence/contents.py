"""The content of evidence on its way to a reader: opened piece by piece, never whole in memory."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from litestar.types import Message

from service.edge.call import Call
from service.edge.limits.slots import Slot, Slots
from service.edge.service_errors import NotFound, Unavailable
from service.edge.web.streaming import Streaming
from service.features.evidence import repository
from service.features.evidence.links import Grant, Links
from service.features.evidence.object_store import Missing, Store
from service.features.evidence.originals import PREVIEW, Original
from service.features.evidence.ranges import Part, part_of
from service.features.evidence.sealed_pieces import Different, OriginalKey, OriginalKeys
from service.storage.db.pool import Database
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.evidence import EXTENSIONS, MediaType

PARTIAL, WHOLE = 206, 200
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"private, no-store"),
    (b"accept-ranges", b"bytes"),
)
"""Whatever the file holds, no browser runs it, shows it inside a page, or keeps it."""

OCTETS = "application/octet-stream"
_READ_BY_ANYBODY = ("text/", "message/")
"""Types that a browser would show and a client decode: they are sent as bytes, and are told in the trail."""


def sent_as(media: MediaType) -> str:
    """The media type under which an original is handed out."""
    return OCTETS if media.value.startswith(_READ_BY_ANYBODY) else media.value


class Asked(NamedTuple):
    """What a link says, with the signature that it came with, and which range of it is wanted."""

    rendition: str
    event: UUID
    expires: int
    signature: str
    range: str | None = None
    if_range: str | None = None


class Sending(NamedTuple):
    """A file about to be sent, whole or in part."""

    name: str
    media: str
    tag: str
    part: Part
    write: Callable[[Callable[[bytes], Awaitable[None]]], Awaitable[None]]


class Contents:
    """Contents of evidence, for who holds a link that was made for them."""

    def __init__(self, database: Database, keys: OriginalKeys, store: Store, links: Links) -> None:
        self._database = database
        self._keys = keys
        self._store = store
        self._links = links
        self._slots = Slots(Slot.CONTENT)

    @asynccontextmanager
    async def open(self, call: Call, report: UUID, evidence: UUID, asked: Asked) -> AsyncIterator[Sending]:
        """The content that a link opens.

        Raises NotFound, also when its reader has lost sight of the report's texts since; LinkRefused;
        RangeNotSatisfiable; Unavailable ``evidence_unreadable`` or ``store_unavailable``; what ``Slots.place`` raises.
        """
        require_role(call.actor, Action.EVIDENCE_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.one(transaction, call.region, report, evidence)
            await transaction.commit()
        if row is None or row["original_key"] is None:
            raise NotFound
        grant = Grant(call.region, report, evidence, asked.rendition, asked.event, call.person, asked.expires)
        self._links.require(grant, asked.signature, datetime.now(UTC))
        key = await self._keys.key(call.region, row["taken_for"], evidence, row["original_key"])
        original = Original(call.region, evidence, row["size"], row["pieces"], key)
        try:
            with self._slots.place(call.person):
                if asked.rendition == PREVIEW:
                    yield await self._preview(original, row["preview_object"], asked)
                else:
                    tag = f'"{row["sha256"].hex()}"'
                    yield await self._original(original, MediaType(row["media_type"]), tag, asked)
        except (Missing, Different) as error:
            raise Unavailable("evidence_unreadable") from error

    async def _original(self, original: Original, media: MediaType, tag: str, asked: Asked) -> Sending:
        part = part_of(asked.range, asked.if_range, tag, original.size)
        content = original.read(self._store, part.first, part.last)
        first = await anext(content)  # what cannot be read is refused before anything of it is answered
        name = f"evidence-{original.evidence}.{EXTENSIONS[media]}"
        return Sending(name, sent_as(media), tag, part, partial(_write, first, content))

    async def _preview(self, original: Original, preview: UUID | None, asked: Asked) -> Sending:
        if preview is None:
            raise NotFound
        content = await read_preview(self._store, original, preview, original.key)
        tag = f'"{preview}"'
        part = part_of(asked.range, asked.if_range, tag, len(content))
        name = f"preview-{original.evidence}.{EXTENSIONS[MediaType.JPEG]}"
        chosen = content[part.first : part.last + 1]
        return Sending(name, MediaType.JPEG.value, tag, part, partial(_write, chosen, None))


class RangedStreaming(Streaming):
    """An answer with a whole file or a part of it, which no browser runs."""

    def start(self, source: Sending) -> Message:
        """How the answer begins."""
        part = source.part
        headers = [
            (b"content-type", source.media.encode()),
            (b"content-disposition", f'attachment; filename="{source.name}"'.encode()),
            (b"content-length", b"%d" % (part.last - part.first + 1)),
            (b"etag", source.tag.encode()),
            *_SAFE,
        ]
        if not part.whole:
            headers.append((b"content-range", f"bytes {part.first}-{part.last}/{part.size}".encode()))
        return {"type": "http.response.start", "status": WHOLE if part.whole else PARTIAL, "headers": headers}


async def read_preview(store: Store, original: Original, preview: UUID, key: OriginalKey) -> bytes:
    """The preview of an original. Raises Missing, Different or Unavailable."""
    return await key.open(await store.get(original.name_of(preview)), PREVIEW)


async def _write(first: bytes, rest: AsyncIterator[bytes] | None, chunk: Callable[[bytes], Awaitable[None]]) -> None:
    await chunk(first)
    if rest is not None:
        async for content in rest:
            await chunk(content)
