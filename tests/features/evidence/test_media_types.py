"""A file is what its structure says: every kind that is taken is told by its name, and what only begins so is not."""

import struct

import pytest

from service.features.evidence.media_types.by_content import MOST_WINDOWS, media_type_of
from service.features.evidence.media_types.view import WINDOW
from tests.features.evidence import samples
from tests.features.evidence.compound_samples import NOT_OLDER, OLDER
from tests.features.evidence.recorder_samples import NOT_TAKEN, RECORDED
from tests.features.evidence.samples import (
    FLAC,
    adts,
    archive,
    box,
    film,
    ftyp,
    id3,
    iso_media,
    listed,
    mp3,
    office,
    ogg,
    open_document,
    pdf,
    still,
    wav,
    webm,
)
from workflows.codes.declared_types import OTHER_NAMES, WRITTEN, is_as_said, may_be_taken
from workflows.codes.evidence import EXTENSIONS, MediaType

MACROS = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_BOMB = '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><t>&b;</t>'

SAMPLES = {**samples.SAMPLES, **RECORDED, **OLDER}
NONE = {
    **NOT_TAKEN,
    **NOT_OLDER,
    "junk behind a first box of 28 bytes": ftyp("isom", "iso2", "mp41") + bytes(range(256)) * 8,
    "a first box alone": ftyp("isom", "iso2", "mp41"),
    "a first box that is longer than the file": struct.pack(">I", 4000) + ftyp("mp42", "isom")[4:] + film("vide"),
    "a first box of nothing": struct.pack(">I", 8) + b"ftyp" + film("vide"),
    "brands cut in the middle": box(b"ftyp", b"mp42", bytes(4), b"is") + film("vide"),
    "a film of a brand nobody knows": iso_media("zzzz", ["yyyy"], "vide"),
    "a film of subtitles alone": iso_media("mp42", ["isom"], "text"),
    "a raw picture of a camera": iso_media("crx ", ["isom"], "vide"),
    "a picture by its brand, a film by its tracks": iso_media("heic", ["mif1"], "vide"),
    "a film by its brand, a picture by its items": still("mp42", "isom"),
    "WebM without tracks": webm(),
    "an Ogg of something else": ogg(b"\x80kate\0\0\0" + bytes(60)),
    "a first page of Ogg alone": b"OggS\0\x02",
    "one frame that looks like MP3": mp3(frames=1) + b"Sekadar kata-kata" * 9,
    "words, then MP3": b"<html>Sekadar kata-kata</html>\n" + mp3(frames=14),
    "MP3 far behind something else": bytes([1, 2]) * 1000 + mp3(frames=14),
    "a few frames of MP3 behind something else": bytes([1, 2]) * 50 + mp3(),
    "what only begins like a large TIFF": b"II+\0\x04\0\0\0" + bytes(40),
    "frames of two kinds": mp3(3, 0, 1) + mp3(0, 1, 1) + mp3(3, 0, 1),
    "one frame that looks like AAC": adts(1) + bytes(100),
    "a tag with nothing behind it": id3(500),
    "a tag that goes on beyond the file": id3(500)[:60],
    "AMR's line alone": b"#!AMR\n",
    "AMR's line and words": b"#!AMR\nSekadar kata-kata",
    "FLAC's mark alone": FLAC[:4] + b"\0Sekadar kata-kata",
    "RIFF of a film without its streams": wav()[:8] + b"AVI " + wav()[12:],
    "WAV without a format": wav()[:12] + b"data" + bytes(40),
    "a page, then PDF": b"<html>" + pdf(),
    "PDF far behind nothing": b"\n" * 2000 + pdf(),
    "any archive": archive({"foto.jpg": b"\xff\xd8\xff", "catatan.txt": b"kata"}),
    "a program in an archive": archive({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"}),
    "an archive that lists a part it has not": archive({"[Content_Types].xml": listed(("word/document.xml", _MAIN))}),
    "an archive whose list is none": archive({"[Content_Types].xml": b"kata", "word/document.xml": b"<d/>"}),
    "an archive whose list unfolds": archive({"[Content_Types].xml": _BOMB, "word/document.xml": b"<d/>"}),
    "an archive whose list is endless": archive(
        {"[Content_Types].xml": listed(("word/document.xml", _MAIN)) + " " * (2 << 20), "word/document.xml": b"<d/>"}
    ),
    "a document that may hold macros": archive(
        {"[Content_Types].xml": listed(("word/document.xml", _WORD)), "word/document.xml": b"<d/>"}
    ),
    "a document with macros": office(MediaType.DOCX, **MACROS),
    "a workbook with macros of before": office(MediaType.XLSX, **{"xl/macrosheets/sheet1.xml": b"<m/>"}),
    "a page behind a line for a printer": b"@PJL SET COPIES=1\n<html>" + pdf(),
    "an open document with macros": open_document(MediaType.ODT, **{"Basic/Standard/Module1.xml": b"<m/>"}),
    "an open document by its first part alone": archive({"mimetype": MediaType.ODT.value}, ["mimetype"]),
    "an open document of another kind": archive(
        {"mimetype": "application/epub+zip", "content.xml": "", "META-INF/manifest.xml": ""}, ["mimetype"]
    ),
    "a document cut short": office(MediaType.DOCX)[:-30],
    "a document behind a program": b"#!/bin/sh\n" + office(MediaType.DOCX),
    "nothing but a beginning of an archive": b"PK\x03\x04" + bytes(400),
}


LESS = {
    MediaType.OGG_VIDEO: (MediaType.OGG,),
    MediaType.MATROSKA: (MediaType.MATROSKA_SOUND,),
    MediaType.WMV: (MediaType.WMA,),
    MediaType.CSV: (MediaType.TEXT,),
}
"""What is left of a kind when its second stream or line was cut off."""


def is_words(content: bytes) -> bool:
    """Whether it is nothing but words, as the mark of a kind alone may be."""
    try:
        return all(one.isprintable() or one.isspace() for one in content.decode())
    except UnicodeDecodeError:
        return False


async def told(content: bytes) -> tuple[MediaType | None, int]:
    """What it is, and how many windows of it were looked at."""
    looks = 0

    async def fetch(first: int, last: int) -> bytes:
        nonlocal looks
        looks += 1
        return content[first : last + 1]

    return await media_type_of(len(content), fetch), looks


@pytest.mark.parametrize("kind", SAMPLES)
async def test_every_kind_is_told_by_its_content(kind: str) -> None:
    content, media = SAMPLES[kind]
    assert (await told(content))[0] == media


@pytest.mark.parametrize("kind", NONE)
async def test_what_only_begins_like_a_kind_is_none(kind: str) -> None:
    assert (await told(NONE[kind]))[0] is None


@pytest.mark.parametrize("kind", SAMPLES)
async def test_a_file_that_was_cut_anywhere_is_told_or_not_and_breaks_nothing(kind: str) -> None:
    content, media = SAMPLES[kind]
    for end in range(1, min(len(content), 400), 7):
        left = MediaType.TEXT if is_words(content[:end]) else None
        assert (await told(content[:end]))[0] in {media, None, left, *LESS.get(media, ())}, end


def test_there_is_a_sample_of_every_media_type() -> None:
    assert {media for _, media in SAMPLES.values()} == set(MediaType) == set(EXTENSIONS)


ALIASES = (
    *("audio/vnd.dlna.adts", "audio/x-amr", "audio/amr-nb", "audio/mpg", "audio/mpeg3", "audio/adts", "audio/x-m4b"),
    *("image/tif", "image/x-tiff", "image/mpo", "image/jfif", "video/x-webm", "video/x-mp4"),
    *("audio/aac-adts", "video/m4v", "application/mp4", "audio/x-vorbis+ogg", "video/x-theora+ogg", "image/x-jpeg"),
    *("audio/x-flac+ogg", "audio/x-speex+ogg", "application/x-ogg", "audio/x-ogg", "video/x-ogg", "image/apng"),
    *("image/avif-sequence", "audio/x-m4r", "audio/x-mpg", "audio/x-vorbis", "audio/x-opus", "video/mp4v-es"),
    *("application/acrobat", "image/pdf", "video/mov", "video/3gp2", "audio/x-amr-wb", "image/x-tiff-multipage"),
    *("application/zip", "application/x-zip-compressed", "application/download", "application/force-download"),
    *("application/x-zip", "application/x-download", "application/x-unknown", "binary/octet-stream"),
    *("image/*", "audio/*", "video/*", "application/*", "*/*", "Image/*; q=1"),
    *(
        "video/x-msvideo",
        "video/avi",
        "video/mkv",
        "video/vnd.dlna.mpeg-tts",
        "video/mp2ts",
        "video/x-mpeg",
        "video/mpg",
    ),
    *("video/x-ms-asf", "application/vnd.ms-asf", "audio/wma", "audio/x-aiff", "audio/caf", "application/csv"),
    *("application/msexcel", "text/rtf", "text/comma-separated-values", "Text/CSV; charset=utf-8; header=present"),
)
"""As phones, browsers and mail programs were seen to declare what is taken by its content."""


FAR = {
    "tracks behind a long film": ftyp("mp42") + box(b"mdat", bytes(8 << 20)) + film("vide"),
    "boxes without end": ftyp("mp42") + box(b"free", bytes(WINDOW)) * (2 * MOST_WINDOWS) + film("vide"),
    "pages without end": ogg(*[b"\x80kate" + bytes(240)] * 4000),
    "a list of parts without end": b"PK\x03\x04" + bytes(8 << 20) + b"PK\x05\x06" + bytes(4)
    + struct.pack("<HHIIH", 65535, 65535, 8 << 20, 4, 0),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAR)
async def test_of_a_long_file_few_windows_are_looked_at(kind: str) -> None:
    media, looks = await told(FAR[kind])
    assert media == (MediaType.MP4 if kind.startswith("tracks") else None)
    assert looks <= MOST_WINDOWS


@pytest.mark.parametrize(
    ("declared", "may"),
    [
        *((media.value, True) for media in MediaType),
        *((name, True) for name in OTHER_NAMES),
        ("IMAGE/JPEG", True),
        ("audio/ogg; codecs=opus", True),
        ("application/octet-stream", True),
        ("", True),
        ("foto", True),
        ("text/html", False),
        ("image/svg+xml", False),
        *((alias, True) for alias in ALIASES),
        ("application/x-7z-compressed", False),
        ("text/*", True),
        ("text/javascript", False),
        ("text/vcard", False),
        ("application/x-ole-storage", True),
        ("video/x-flv", False),
        ("application/vnd.ms-excel.sheet.macroenabled.12", False),
        ("application/x-msdownload", False),
        ("application/vnd.ms-word.document.macroenabled.12", False),
        ("video/x-matroska", True),
    ],
)
def test_what_a_sender_declares_is_taken_refused_or_says_nothing(declared: str, may: bool) -> None:  # noqa: FBT001
    assert may_be_taken(declared) is may


@pytest.mark.parametrize(
    ("found", "declared", "so"),
    [
        *((media, media.value, True) for media in MediaType),
        (MediaType.CSV, "application/vnd.ms-excel", True),  # as Windows with Excel declares every CSV
        (MediaType.TEXT, "message/rfc822", True),
        (MediaType.M4A, "video/mp4", True),
        (MediaType.DOCX, "application/zip", True),
        (MediaType.TEXT, "", True),
        (MediaType.TEXT, "text/*", True),
        (MediaType.TEXT, "image/jpeg", False),
        (MediaType.EML, "video/mp4; codecs=avc1", False),
        (MediaType.CSV, "AUDIO/MPEG", False),
        (MediaType.JPEG, "text/plain", False),
        (MediaType.MP4, "application/pdf", False),
    ],
)
def test_a_file_is_of_the_family_that_it_was_said_to_be_of(found: MediaType, declared: str, so: bool) -> None:  # noqa: FBT001
    assert is_as_said(found, declared) is so


def test_what_is_written_are_the_applications_texts_and_messages() -> None:
    assert {media.value.partition("/")[0] for media in WRITTEN} == {"application", "text", "message"}
    assert {media.value.partition("/")[0] for media in set(MediaType) - WRITTEN} == {"image", "video", "audio"}
