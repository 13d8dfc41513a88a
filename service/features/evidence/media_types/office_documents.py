"""Documents that are archives, told from any other ZIP by the parts that each must have; one with macros is none.

Office Open XML: ECMA-376 part 2 section 10 (`[Content_Types].xml`). OpenDocument: OASIS, version 1.3 part 2 section 3.3
(`mimetype` first, and not packed).
"""

import zlib
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from service.features.evidence.media_types.view import Reader, View
from workflows.codes.evidence import MediaType

MOST_PARTS = 10_000
LONGEST_LIST = 1 << 20
"""Bytes of the list of content types, unpacked."""

_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_OFFICE}wordprocessingml.document.main+xml": MediaType.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": MediaType.XLSX,
    f"{_OFFICE}presentationml.presentation.main+xml": MediaType.PPTX,
}
"""What the main part of a document is; those of documents with macros have other names."""

_OPEN = {media.value: media for media in (MediaType.ODT, MediaType.ODS, MediaType.ODP)}
_OPEN_PARTS = frozenset({"content.xml", "META-INF/manifest.xml"})
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
_MACRO_ENDINGS = ("vbaproject.bin", "vbadata.xml")
_ENCRYPTED = 1


def document(view: View) -> MediaType | None:
    """Which document an archive is, None for any other archive. Raises Unseen or Strange."""
    try:
        with ZipFile(Reader(view)) as archive:
            return _document(archive)
    except (BadZipFile, ParseError, DefusedXmlException, zlib.error, OSError, ValueError, LookupError, RuntimeError):
        return None


def _document(archive: ZipFile) -> MediaType | None:
    parts = {part.filename: part for part in archive.infolist()}
    if len(parts) > MOST_PARTS or any(_is_macro(name.lower()) for name in parts):
        return None
    if _MIMETYPE in parts and parts[_MIMETYPE].header_offset == 0:
        said = _read(archive, parts[_MIMETYPE], max(map(len, _OPEN)))
        return _OPEN.get(said.decode("ascii")) if parts.keys() >= _OPEN_PARTS else None
    if _TYPES not in parts:
        return None
    listed = list(fromstring(_read(archive, parts[_TYPES], LONGEST_LIST), forbid_dtd=True))
    return next(filter(None, (_main(each, parts) for each in listed)), None)


def _main(listed: Element, parts: dict[str, ZipInfo]) -> MediaType | None:
    """What a part is the main one of, if it is there."""
    there = listed.tag == _OVERRIDE and listed.get("PartName", "").removeprefix("/") in parts
    return _MAIN.get(listed.get("ContentType", "")) if there else None


def _is_macro(name: str) -> bool:
    return name.startswith(_MACRO_FOLDERS) or name.endswith(_MACRO_ENDINGS)


def _read(archive: ZipFile, part: ZipInfo, most: int) -> bytes:
    """The content of a part. Raises ValueError for one that is longer, locked, or packed in a rarer way."""
    if part.flag_bits & _ENCRYPTED or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or part.file_size > most:
        raise ValueError(part.filename)
    with archive.open(part) as content:
        return content.read(most)
