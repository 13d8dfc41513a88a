"""Samples of what recorders, cameras, Windows and Apple write, and of text: each as small as its specification lets."""

import io
import struct
import zipfile
from collections.abc import Mapping
from uuid import UUID

from tests.features.evidence.samples import webm
from workflows.codes.evidence import MediaType

PROGRAM, STREAMS = 0x0100, 0x1000


def chunk(kind: bytes, *inner: bytes, order: str = "<") -> bytes:
    content = b"".join(inner)
    return kind + struct.pack(f"{order}I", len(content)) + content + bytes(len(content) % 2)


def avi(*streams: bytes) -> bytes:
    """An AVI whose streams are of these kinds."""
    listed = [chunk(b"LIST", b"strl", chunk(b"strh", kind, bytes(52)), chunk(b"strf", bytes(40))) for kind in streams]
    head = chunk(b"LIST", b"hdrl", chunk(b"avih", bytes(56)), *listed)
    return chunk(b"RIFF", b"AVI ", chunk(b"JUNK", bytes(3)), head, chunk(b"LIST", b"movi", bytes(400)))


def packet(number: int, content: bytes, *, begins: bool = False, adapts: int = 0) -> bytes:
    head = bytes([0x47, number >> 8 | (0x40 if begins else 0), number & 0xFF, 0x30 if adapts else 0x10])
    return (head + (bytes([adapts]) + bytes(adapts) if adapts else b"") + content).ljust(188, b"\xff")


def section(table: int, content: bytes) -> bytes:
    """A section behind the pointer to it; its checksum is not looked at."""
    return b"\0" + bytes([table]) + struct.pack(">H", 0xB000 | len(content) + 4) + content + b"\1\2\3\4"


def transport(*types: int, times: bool = False, packets: int = 30) -> bytes:
    """A stream of packets whose programme holds streams of these types."""
    programs = section(0, bytes(5) + struct.pack(">HHHH", 0, 0xE010, 1, 0xE000 | STREAMS))
    listed = b"".join(bytes([one]) + struct.pack(">HH", 0xE101, 0xF002) + b"\x52\0" for one in types)
    streams = section(2, bytes(5) + struct.pack(">HH", 0xE100, 0xF003) + b"abc" + listed)
    sent = [packet(PROGRAM, bytes(100))] * 3
    sent += [packet(0, programs, begins=True, adapts=7), packet(STREAMS, streams, begins=True)]
    sent += [packet(PROGRAM, bytes(100))] * packets
    return b"".join((bytes(4) if times else b"") + one for one in sent)


def packs(*numbers: int, first: bool = False) -> bytes:
    """A programme stream of these packets, of MPEG-2 or of MPEG-1."""
    head = b"\0\0\1\xba" + (b"\x21" + bytes(7) if first else b"\x44" + bytes(8) + b"\xfa" + bytes(2))
    inner = b"".join(b"\0\0\1" + bytes([number]) + struct.pack(">H", 60) + bytes(60) for number in numbers)
    return (head + inner) * 4 + b"\0\0\1\xb9"


def windows_media(*kinds: str) -> bytes:
    """ASF whose streams are of these types."""

    def guid(text: str) -> bytes:
        return UUID(text).bytes_le

    def part(name: str, content: bytes) -> bytes:
        return guid(name) + struct.pack("<Q", 24 + len(content)) + content

    parts = part("8CABDCA1-A947-11CF-8EE4-00C00C205365", bytes(80))
    parts += b"".join(part("B7DC0791-A9B7-11CF-8EE6-00C00C205365", guid(kind) + bytes(62)) for kind in kinds)
    head = struct.pack("<IBB", 1 + len(kinds), 1, 2) + parts
    return part("75B22630-668E-11CF-A6D9-00AA0062CE6C", head) + part("75B22636-668E-11CF-A6D9-00AA0062CE6C", bytes(90))


ASF_FILM, ASF_SOUND = "BC19EFC0-5B4D-11CF-A8FD-00805F5C442B", "F8699E40-5B4D-11CF-A8FD-00805F5C442B"


def aiff(form: bytes = b"AIFF") -> bytes:
    inner = chunk(b"FVER", bytes(4), order=">") + chunk(b"COMM", bytes(18), order=">")
    return chunk(b"FORM", form, inner, chunk(b"SSND", bytes(200), order=">"), order=">")


CAF = b"caff\0\1\0\0desc" + struct.pack(">Q", 32) + struct.pack(">d", 24_000.0) + b"opus" + bytes(20)


def archived(front: bytes) -> bytes:
    """A ZIP archive with something else in front of it, which its readers pass over."""
    made = io.BytesIO(front)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("catatan.txt", "TPS 05")
    return made.getvalue()


LETTER = (
    b"Return-Path: <warga@contoh.example>\r\n"
    b"Received: from surat.example\r\n by kotak.example; Sun, 24 Nov 2024 20:01:00 +0700\r\n"
    b"From: Warga <warga@contoh.example>\r\nTo: posko@contoh.example\r\nDate: Sun, 24 Nov 2024 20:00:00 +0700\r\n"
    b"Subject: Pembagian amplop\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nCaf\xe9 di Panjer.\r\n"
)
CHAT = (
    "24/11/24 20.15 - Pesan dan panggilan dienkripsi secara end-to-end.\n"
    "24/11/24 20.16 - Budi: \u200eIMG-20241124-WA0001.jpg (file terlampir)\n"
    "24/11/24 20.17 - Sari: Siap, terima kasih 🙏\n"
)
TABLE = 'nik;nama;amplop\r\n1;Budi;50.000\r\n2;"Sari; Wati";50.000\r\n'
RICH = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0 Pembagian amplop.\par}"

RECORDED: Mapping[str, tuple[bytes, MediaType]] = {
    "AVI of a dash cam": (avi(b"vids", b"auds"), MediaType.AVI),
    "AVI of a DV camera": (avi(b"iavs"), MediaType.AVI),
    "Matroska": (webm(1, 2, kind=b"matroska"), MediaType.MATROSKA),
    "Matroska as it is recorded": (webm(2, 1, kind=b"matroska", unknown=True), MediaType.MATROSKA),
    "sound in Matroska": (webm(2, kind=b"matroska"), MediaType.MATROSKA_SOUND),
    "a transport stream": (transport(0x0F, 0x1B), MediaType.MPEG_TS),
    "a transport stream of a disc camera": (transport(0x1B, 0x81, times=True), MediaType.MPEG_TS),
    "a transport stream of HEVC that was cut": (transport(0x24)[:-50], MediaType.MPEG_TS),
    "a programme stream": (packs(0xBB, 0xC0, 0xE0), MediaType.MPEG),
    "a programme stream of MPEG-1": (packs(0xE0, first=True), MediaType.MPEG),
    "Windows Media": (windows_media(ASF_SOUND, ASF_FILM), MediaType.WMV),
    "sound of Windows Media": (windows_media(ASF_SOUND), MediaType.WMA),
    "AIFF": (aiff(), MediaType.AIFF),
    "packed AIFF": (aiff(b"AIFC"), MediaType.AIFF),
    "a memo of an iPhone": (CAF, MediaType.CAF),
    "Rich Text": (RICH, MediaType.RTF),
    "Rich Text with what Word puts behind it": (RICH + b"\r\n\0", MediaType.RTF),
    "a chat that was exported": (CHAT.encode(), MediaType.TEXT),
    "a note behind a byte order mark": ("\ufeffTPS 05 belum dibuka.".encode(), MediaType.TEXT),
    "a note of Windows": ("\ufeffTPS 05 belum dibuka.".encode("utf-16-le"), MediaType.TEXT),
    "a note in the other order": ("\ufeffTPS 05 belum dibuka.".encode("utf-16-be"), MediaType.TEXT),
    "a note that begins like sound": (b"FORMULIR PENGADUAN\nNama: Budi", MediaType.TEXT),
    "a note that begins like a film": (b"RIFF RAFF, kata mereka", MediaType.TEXT),
    "prose with as many commas in each line": (b"Kebumen, 24 November\nYth, Ketua\n", MediaType.TEXT),
    "columns by tabs": (b"nama\tamplop\nBudi\t50.000\n", MediaType.TEXT),
    "a table of Excel": (TABLE.encode(), MediaType.CSV),
    "a table with the line for Excel": (b"sep=;\r\n" + TABLE.encode(), MediaType.CSV),
    "a table by commas": (b'nama,alamat\nBudi,"Jalan Mawar 1\nRT 02"\n', MediaType.CSV),
    "a table in UTF-16": (("\ufeff" + TABLE).encode("utf-16-le"), MediaType.CSV),
    "a long text": (b"Sekadar kata-kata.\n" * 60_000, MediaType.TEXT),
    "a letter": (LETTER, MediaType.EML),
    "a letter with short ends of lines": (LETTER.replace(b"\r\n", b"\n"), MediaType.EML),
}

NOT_TAKEN: Mapping[str, bytes] = {
    "a letter that is an archive too": archived(LETTER),
    "an AVI of sound alone": avi(b"auds"),
    "an AVI without streams": avi(),
    "Matroska of subtitles": webm(17, kind=b"matroska"),
    "another document of EBML": webm(1, kind=b"something"),
    "a transport stream of sound alone": transport(0x0F),
    "packets without a programme": packet(PROGRAM, bytes(100)) * 40,
    "packets that stop to be some": transport(0x1B) + bytes(4000),
    "few packets": transport(0x1B)[:1000],
    "a programme stream of sound alone": packs(0xC0),
    "a pack alone": packs(),
    "Windows Media of neither": windows_media("59DACFC0-59E6-11D0-A3AC-00A0C90348F6"),
    "the mark of Windows Media alone": windows_media(ASF_FILM)[:30],
    "a form of something else": aiff(b"ILBM"),
    "a form without its chunk": b"FORM\0\0\0\x04AIFF",
    "a CAF of another version": CAF.replace(b"\0\1", b"\0\2", 1),
    "Rich Text that goes on as something else": RICH + b"PK\3\4" + bytes(40),
    "Rich Text that was cut": RICH[:-1],
    "a page": b"<!DOCTYPE html><p>Halo",
    "a page behind blanks and a mark": b"\xef\xbb\xbf\r\n  <html><script>alert(1)</script>",
    "a page in UTF-16": "\ufeff<script>alert(1)</script>".encode("utf-16-le"),
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "XML": b"<?xml version='1.0'?><a/>",
    "a script": b"#!/bin/sh\nrm -r x\n",
    "PostScript": b"%!PS-Adobe-3.0\nshowpage\n",
    "text of Windows-1252": "Caf\xe9 di Panjer".encode("cp1252"),
    "UTF-16 without a mark": "TPS 05".encode("utf-16-le"),
    "UTF-16 with half a character": "\ufeffTPS".encode("utf-16-le") + b"\x3d\xd8",
    "text with a program behind it": CHAT.encode() + b"\0MZ\x90\0",
    "text with a picture far behind it": b"kata " * 100_000 + b"\xff\xd8\xff\xe0",
    "text that moves the cursor": b"\x1b[2Jkata",
    "blanks": b" \r\n\t" * 10,
    "text that is too long": b"Sekadar kata-kata.\n" * 250_000,
    "a head with a program behind it": LETTER[:60] + b"\0" + LETTER[60:],
}
