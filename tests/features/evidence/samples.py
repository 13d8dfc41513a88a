"""A sample of every kind of evidence: made by a library where one writes it, otherwise written by its specification."""

import io
import random
import struct
import wave
import zipfile
from collections.abc import Mapping, Sequence

from fpdf import FPDF
from PIL import Image

from workflows.codes.evidence import PREVIEWED, MediaType

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    MediaType.DOCX: ("word/document.xml", f"{_OFFICE}wordprocessingml.document.main+xml"),
    MediaType.XLSX: ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet.main+xml"),
    MediaType.PPTX: ("ppt/presentation.xml", f"{_OFFICE}presentationml.presentation.main+xml"),
}


def picture(form: str, **how: bool) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 12), (200, 30, 30)).save(out, form, **how)
    return out.getvalue()


def box(kind: bytes, *inner: bytes) -> bytes:
    content = b"".join(inner)
    return struct.pack(">I", 8 + len(content)) + kind + content


def ftyp(main: str, *others: str) -> bytes:
    return box(b"ftyp", main.encode(), bytes(4), *(other.encode() for other in others))


def handler(kind: str) -> bytes:
    return box(b"hdlr", bytes(8), kind.encode(), bytes(12), b"\0")


def film(*kinds: str) -> bytes:
    """The tracks of a film, each of the kind that its handler names."""
    return box(b"moov", box(b"mvhd", bytes(100)), *(box(b"trak", box(b"mdia", handler(kind))) for kind in kinds))


def iso_media(main: str, others: Sequence[str] = (), *kinds: str) -> bytes:
    """As a camera writes it: what is in the tracks first, and the tracks behind it."""
    return ftyp(main, *others) + box(b"mdat", bytes(300)) + film(*kinds)


def still(main: str, *others: str) -> bytes:
    """A picture of this family: its items are told by a handler, and lie behind it."""
    return ftyp(main, *others) + box(b"meta", bytes(4), handler("pict")) + box(b"mdat", bytes(300))


def mp3(version: int = 3, rate: int = 0, frames: int = 6) -> bytes:
    """Frames of silence; version and rate as their bits are in ISO/IEC 11172-3."""
    hertz = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}[version][rate]
    kbits, samples = (64, 144_000) if version == 3 else (40, 72_000)
    length = samples * kbits // hertz
    head = bytes([0xFF, 0xE0 | version << 3 | 1 << 1 | 1, 5 << 4 | rate << 2, 0xC0])
    return (head + bytes(length - 4)) * frames


def adts(frames: int = 6, length: int = 100) -> bytes:
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return (head + bytes(length - 7)) * frames


def id3(size: int) -> bytes:
    """A tag in front of sound, as players put a cover there."""
    return b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + bytes(size)


def ogg(*packets: bytes) -> bytes:
    pages = (
        b"OggS\0\x02" + bytes(8) + struct.pack("<III", number, 0, 0) + bytes([1, len(packet)]) + packet
        for number, packet in enumerate(packets)
    )
    return b"".join(pages) + b"OggS\0\0" + bytes(100)


def element(name: int, content: bytes, *, unknown: bool = False) -> bytes:
    size = b"\x01" + b"\xff" * 7 if unknown else struct.pack(">Q", 1 << 56 | len(content))
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + content


def webm(*tracks: int, kind: bytes = b"webm", unknown: bool = False) -> bytes:
    listed = b"".join(element(0xAE, element(0xD7, b"\1") + element(0x83, bytes([track]))) for track in tracks)
    segment = element(0x1549A966, b"") + element(0x1654AE6B, listed) + element(0x1F43B675, bytes(200))
    return element(0x1A45DFA3, element(0x4282, kind)) + element(0x18538067, segment, unknown=unknown)


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return out.getvalue()


def long_wav() -> bytes:
    """The beginning of a sound whose lengths need 64 bits (EBU Tech 3306): they stand in a part of their own."""
    lengths = struct.pack("<QQQI", 5 << 30, 5 << 30, 5 << 29, 0)
    return b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<I", len(lengths)) + lengths + wav()[12:]


def archive(parts: Mapping[str, bytes | str], stored: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


def listed(*overrides: tuple[str, str]) -> str:
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return f'<?xml version="1.0"?><Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="a/xml"/>{rows}</Types>'


def office(media: MediaType, *, last: bool = False, **more: bytes) -> bytes:
    """Office Open XML; with the list of its parts first, as most write it, or last."""
    part, kind = MAIN_PARTS[media]
    parts = {"[Content_Types].xml": listed((part, kind)), "_rels/.rels": "<r/>", part: "<d/>", **more}
    return archive(dict(reversed(parts.items())) if last else parts)


def open_document(media: MediaType, **more: bytes) -> bytes:
    parts = {"mimetype": media.value, "content.xml": "<c/>", "META-INF/manifest.xml": "<m/>", **more}
    return archive(parts, ["mimetype"])


def pdf() -> bytes:
    made = FPDF()
    made.add_page()
    return bytes(made.output())


FLAC = b"fLaC\0\0\0\x22" + bytes(34) + b"\x81\0\0\0"
SAMPLES: Mapping[str, tuple[bytes, MediaType]] = {
    **{f"{media.name} by Pillow": (picture(media.name), media) for media in sorted({*PREVIEWED, MediaType.AVIF})},
    "HEIC of an iPhone": (still("heic", "mif1", "heic"), MediaType.HEIF),
    "HEIC with a first box of 28 bytes": (still("heic", "mif1", "miaf", "heic"), MediaType.HEIF),
    "HEIC of a Samsung": (still("heix", "mif1", "heix"), MediaType.HEIF),
    "HEIF by its structure alone": (still("mif1", "mif1"), MediaType.HEIF),
    "a burst": (iso_media("msf1", ["hevc", "iso8"], "pict"), MediaType.HEIF),
    "AVIF behind a brand of all pictures": (still("mif1", "avif", "miaf"), MediaType.AVIF),
    **{
        f"MP4 of {main}": (iso_media(main, ["isom"], "vide", "soun"), MediaType.MP4)
        for main in ("isom", "iso2", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV", "XAVC")
    },
    "MP4 of a hundred brands": (iso_media("isom", ["mp42", "avc1"] * 50, "vide"), MediaType.MP4),
    "MP4 that tells of itself last": (iso_media("zzzz", [*["yyyy"] * 80, "mp42"], "vide"), MediaType.MP4),
    "TIFF of a large scan": (picture("TIFF", big_tiff=True), MediaType.TIFF),
    "TIFF of a large scan, the other way round": (b"MM\0+\0\x08\0\0" + struct.pack(">QQ", 16, 0), MediaType.TIFF),
    "MP4 of a brand nobody knows": (iso_media("zzzz", ["mp42"], "vide"), MediaType.MP4),
    "MP4 in fragments": (ftyp("iso6", "dash") + film("vide") + box(b"moof"), MediaType.MP4),
    "MP4 with a long box": (
        ftyp("mp42") + struct.pack(">I4sQ", 1, b"mdat", 116) + bytes(100) + film("vide"),
        MediaType.MP4,
    ),
    "MP4 with a last box that goes on to the end": (
        ftyp("mp42") + film("vide") + b"\0\0\0\0mdat" + bytes(99),
        MediaType.MP4,
    ),
    "sound of the brand of films": (iso_media("mp42", ["isom"], "soun"), MediaType.M4A),
    "M4A": (iso_media("M4A ", ["mp42", "isom"], "soun"), MediaType.M4A),
    "M4A with a first box of 28 bytes": (iso_media("M4A ", ["M4A ", "mp42", "isom"], "soun"), MediaType.M4A),
    "an M4B with chapters": (iso_media("M4B ", ["isom"], "soun", "vide"), MediaType.M4A),
    "3GP": (iso_media("3gp4", ["isom", "3gp4"], "vide", "soun"), MediaType.THREE_GPP),
    "3GP with a first box of 28 bytes": (iso_media("3gp5", ["3gp5", "3gp4", "isom"], "vide"), MediaType.THREE_GPP),
    "a memo in 3GP": (iso_media("3gp4", ["isom", "3gp4"], "soun"), MediaType.THREE_GPP_SOUND),
    "3G2": (iso_media("3g2a", ["isom"], "vide"), MediaType.THREE_GPP2),
    "a memo in 3G2": (iso_media("3g2a", ["isom"], "soun"), MediaType.THREE_GPP2_SOUND),
    "QuickTime": (iso_media("qt  ", ["qt  "], "soun", "vide"), MediaType.QUICKTIME),
    "QuickTime without a brand": (box(b"wide") + box(b"mdat", bytes(99)) + film("vide"), MediaType.QUICKTIME),
    "WebM": (webm(1, 2), MediaType.WEBM),
    "WebM as it is recorded": (webm(1, unknown=True), MediaType.WEBM),
    "a memo in WebM": (webm(2, unknown=True), MediaType.WEBM_SOUND),
    **{
        f"MP3 of version {version} and rate {rate}": (mp3(version, rate), MediaType.MP3)
        for version in (0, 2, 3)
        for rate in (0, 1, 2)
    },
    "MP3 behind a tag": (id3(500) + mp3(), MediaType.MP3),
    "MP3 behind a large cover": (id3(3 << 20) + bytes(700) + mp3(2, 2), MediaType.MP3),
    "MP3 that begins in the middle of a frame": (mp3(frames=14)[100:], MediaType.MP3),
    "MP3 of low quality that does": (mp3(0, 2, 14)[37:], MediaType.MP3),
    "MP3 that begins with what a coder fills up with": (b"U" * 90 + mp3(frames=9), MediaType.MP3),
    "AAC": (adts(), MediaType.AAC),
    "AAC behind a tag": (id3(64) + adts(), MediaType.AAC),
    "AMR": (b"#!AMR\n\x3c" + bytes(31), MediaType.AMR),
    "AMR-WB": (b"#!AMR-WB\n\x44" + bytes(60), MediaType.AMR_WB),
    "FLAC": (FLAC, MediaType.FLAC),
    "FLAC behind a tag": (id3(20) + FLAC, MediaType.FLAC),
    "WAV": (wav(), MediaType.WAV),
    "Opus": (ogg(b"OpusHead\1\1" + bytes(9)), MediaType.OGG),
    "Vorbis": (ogg(b"\x01vorbis" + bytes(23)), MediaType.OGG),
    "Speex": (ogg(b"Speex   " + bytes(72)), MediaType.OGG),
    "Theora": (ogg(b"\x01vorbis" + bytes(23), b"\x80theora" + bytes(35)), MediaType.OGG_VIDEO),
    "WAV of more than four gigabytes": (long_wav(), MediaType.WAV),
    "PDF": (pdf(), MediaType.PDF),
    "PDF as it is sent to a printer": (
        b'\x1b%-12345X@PJL JOB NAME="form"\r\n@PJL ENTER LANGUAGE=PDF\r\n' + pdf(),
        MediaType.PDF,
    ),
    "PDF behind a line for a printer": (b"@PJL SET COPIES=1\n" + pdf(), MediaType.PDF),
    "PDF behind a byte order mark": (b"\xef\xbb\xbf" + pdf(), MediaType.PDF),
    "PDF behind a newline": (b"\r\n" + pdf(), MediaType.PDF),
    **{media.name: (office(media), media) for media in MAIN_PARTS},
    "DOCX with its list last": (office(MediaType.DOCX, last=True), MediaType.DOCX),
    "DOCX of many pictures": (
        office(MediaType.DOCX, last=True, **{"word/media/1.png": random.Random(1).randbytes(1 << 20)}),
        MediaType.DOCX,
    ),
    **{media.name: (open_document(media), media) for media in (MediaType.ODT, MediaType.ODS, MediaType.ODP)},
}
