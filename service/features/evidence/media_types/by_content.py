"""What a file is by its content. Its name and what its sender says of it count for nothing."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from service.features.evidence.media_types.apple_sound import aiff, caf
from service.features.evidence.media_types.boxes import is_older_film, media_type_of_boxes
from service.features.evidence.media_types.compound_files import SIGNATURE
from service.features.evidence.media_types.office_documents import document
from service.features.evidence.media_types.older_documents import older_document
from service.features.evidence.media_types.recorders import ASF, asf, program_stream, transport_stream
from service.features.evidence.media_types.sound import amr, flac, media_type_of_sound
from service.features.evidence.media_types.streams import matroska, ogg, riff
from service.features.evidence.media_types.view import WINDOW, Strange, Unseen, View
from service.features.evidence.media_types.written_words import rich_text, written
from workflows.codes.evidence import MediaType

MOST_WINDOWS = 24
"""Windows of a file that are looked at: its beginning, and where the beginning says that more is told."""

_HEAD = 16
_BEFORE_PDF = 1024
_BOM, _BLANK = b"\xef\xbb\xbf", b"\0\t\n\x0c\r "
"""What mail programs and scanners put in front of a PDF document, whose readers look for it that far (ISO 32000-2
section 7.5.2; white space: table 1)."""

_PRINTED = re.compile(rb"(?:\x1b%-12345X)?(?:@PJL[^\n]*\n)*")
"""What drivers of printers put there, too: the sequence that begins a job, and lines of its language (HP, "Printer Job
Language Technical Reference Manual")."""

Teller = Callable[[View], MediaType | None]


def _is(media: MediaType) -> Teller:
    return lambda _: media


_BEGINNINGS: tuple[tuple[int, bytes, Teller], ...] = (
    (0, b"\xff\xd8\xff", _is(MediaType.JPEG)),
    (0, b"\x89PNG\r\n\x1a\n", _is(MediaType.PNG)),
    (0, b"GIF87a", _is(MediaType.GIF)),
    (0, b"GIF89a", _is(MediaType.GIF)),
    (0, b"II*\0", _is(MediaType.TIFF)),
    (0, b"MM\0*", _is(MediaType.TIFF)),
    (0, b"II+\0\x08\0\0\0", _is(MediaType.TIFF)),  # BigTIFF, whose places have eight bytes (libtiff, "BigTIFF Design")
    (0, b"MM\0+\0\x08\0\0", _is(MediaType.TIFF)),
    (0, b"RIFF", riff),
    (0, b"RF64", riff),
    (4, b"ftyp", media_type_of_boxes),
    (0, b"FORM", aiff),
    (0, b"caff", caf),
    (0, b"\x1a\x45\xdf\xa3", matroska),
    (0, b"\0\0\1\xba", program_stream),
    (0, ASF, asf),
    (0, b"OggS", ogg),
    (0, b"fLaC", flac),
    (0, b"#!AMR", amr),
    (0, b"PK\x03\x04", document),
    (0, SIGNATURE, older_document),
    (0, b"{\\rtf", rich_text),
)
"""Where which bytes stand, and what looks closer."""

_OTHERS: tuple[Teller, ...] = (transport_stream, media_type_of_sound, written)
"""What looks at a file that has no mark of its own, text last: all of it is read for that."""


async def media_type_of(size: int, fetch: Callable[[int, int], Awaitable[bytes]]) -> MediaType | None:
    """What a file of so many bytes is; None for anything that is not taken as evidence.

    ``fetch`` gives the bytes between two places, the last included; what it raises is raised.
    """
    windows: dict[int, bytes] = {}
    for _ in range(MOST_WINDOWS):
        try:
            return await asyncio.to_thread(told, View(size, windows))
        except Unseen as needed:
            start = needed.window * WINDOW
            windows[needed.window] = await fetch(start, min(start + WINDOW, size) - 1)
        except Strange:
            return None
    return None


def told(view: View) -> MediaType | None:
    """What it is, as far as it can be seen. Raises Unseen or Strange."""
    head = view.read(0, _HEAD)
    for place, beginning, teller in _BEGINNINGS:
        if head[place:].startswith(beginning):
            return teller(view) or _written_all_the_same(beginning, view)
    if is_older_film(head):
        return media_type_of_boxes(view)
    front = _PRINTED.sub(b"", view.read(0, _BEFORE_PDF).removeprefix(_BOM).lstrip(_BLANK), count=1).lstrip(_BLANK)
    if front.startswith(b"%PDF-"):
        return MediaType.PDF
    return next(filter(None, (tell(view) for tell in _OTHERS)), None)


def _written_all_the_same(beginning: bytes, view: View) -> MediaType | None:
    """Text whose first word is that of another kind; None where no text begins so."""
    return written(view) if beginning.isalpha() and beginning.isascii() else None
