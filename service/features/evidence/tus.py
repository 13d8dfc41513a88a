"""The words of the tus protocol, version 1.0.0 (tus.io/protocols/resumable-upload): its headers read and written."""

import hashlib
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, NamedTuple

from litestar import Request

from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, MalformedRequest, UploadRefused, ValidationFailed
from service.edge.web.fields import field
from workflows.codes.declared_types import may_be_taken
from workflows.codes.evidence import MediaType
from workflows.codes.visible import is_visible
from workflows.codes.wording import Wording
from workflows.decisions.command_members import NO_NUL

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
RESUMABLE = {"Tus-Resumable": VERSION}
CONTENT = "application/offset+octet-stream"
ALGORITHMS: Mapping[str, Callable[[], Any]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
"""By the names of the protocol, which asks for the first; it finds faults of the way, and proves nothing."""

OFFERED = {
    **RESUMABLE,
    "Tus-Version": VERSION,
    "Tus-Extension": EXTENSIONS,
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}
"""What OPTIONS tells of the protocol."""

LONGEST_NAME, LONGEST_NOTE = 255, 1000
_OF_PROTOCOL = re.compile("(trailer )?(upload|tus)-[a-z0-9-]{1,40}|x-http-method-override", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_SHA256 = re.compile("[0-9a-f]{64}")
_WORDS = re.compile(NO_NUL)
_LONGEST_METADATA = 8192

Headers = Mapping[str, str]
_Request = Request[Any, Any, Any]


class Told(NamedTuple):
    """What its sender says of a file: name, what it shows, and SHA-256; ``raw`` is the header as it came."""

    name: str | None
    note: str | None
    sha256: str | None
    raw: str


class Checksum(NamedTuple):
    """What a request says of its own body."""

    algorithm: str
    digest: bytes


def require_protocol(request: _Request) -> None:
    """Hold a request to this version of the protocol and to the extensions that are offered.

    A header of any other one (``Upload-Concat``, ``Upload-Defer-Length``, a checksum that comes in the trailer) says
    that the sender means something else than would be done. Raises UploadRefused ``tus_version``, MalformedRequest
    ``upload_extension`` naming each header.
    """
    if field(request, "tus-resumable") != VERSION:
        raise UploadRefused("tus_version", headers={"Tus-Version": VERSION})
    taken = {"tus-resumable", *map(str.lower, request.route_handler.opt.get("takes", ()))}
    after = (name.strip().lower() for name in (field(request, "trailer") or "").split(","))
    sent = {*map(str.lower, request.headers), *(f"trailer {name}" for name in after)}
    astray = sorted(name.title() for name in sent if name not in taken and _OF_PROTOCOL.fullmatch(name))
    if astray:
        errors = [FieldError(name, "unknown", says("not_offered")) for name in astray]
        raise MalformedRequest("upload_extension", errors=errors, offered=EXTENSIONS)


def number_in(request: _Request, name: str) -> int:
    """A header that is a number. Raises MalformedRequest ``upload_header``."""
    value = field(request, name.lower()) or ""
    if _NUMBER.fullmatch(value) is None:
        raise _malformed(name, says("number"))
    return int(value)


def told_in(request: _Request) -> Told:
    """The Upload-Metadata.

    Raises MalformedRequest ``upload_header``; ValidationFailed for a member at fault; UploadRefused
    ``evidence_type_refused`` for a declared type that is not taken, before a byte of it was sent.
    """
    raw = field(request, "upload-metadata") or ""
    if len(raw) > _LONGEST_METADATA:
        raise _malformed("Upload-Metadata", says("too_long", most=_LONGEST_METADATA))
    members = members_of(raw)
    name, note, sha256 = members.get("filename"), members.get("note"), members.get("sha256")
    faults = [*_too_long("filename", name, LONGEST_NAME), *_too_long("note", note, LONGEST_NOTE)]
    if sha256 is not None and _SHA256.fullmatch(sha256) is None:
        faults.append(FieldError("Upload-Metadata/sha256", "malformed", says("sha256")))
    if faults:
        raise ValidationFailed(errors=faults)
    if not may_be_taken(_declared(members)):
        raise type_refused()
    return Told(name, note, sha256, raw)


def checksum_in(request: _Request) -> Checksum | None:
    """The Upload-Checksum. Raises MalformedRequest ``upload_header`` or ``checksum_unknown``."""
    value = field(request, "upload-checksum")
    if value is None:
        return None
    algorithm, _, encoded = value.partition(" ")
    if algorithm not in ALGORITHMS:
        raise MalformedRequest("checksum_unknown", known=sorted(ALGORITHMS))
    try:
        return Checksum(algorithm, b64decode(encoded, validate=True))
    except Error:
        raise _malformed("Upload-Checksum", says("checksum")) from None


def require_content(request: _Request) -> None:
    """Raise MalformedRequest ``unsupported_media_type`` for a body that is no part of an upload."""
    kind = (field(request, "content-type") or "").partition(";")[0].strip().lower()
    if kind != CONTENT or (field(request, "content-encoding") or "identity").lower() != "identity":
        raise MalformedRequest("unsupported_media_type")


def standing(offset: int, expires: datetime | None) -> dict[str, str]:
    """How an upload stands, and until when it may be resumed."""
    headers = {**RESUMABLE, "Upload-Offset": str(offset)}
    return headers if expires is None else {**headers, "Upload-Expires": http_date(expires)}


def http_date(moment: datetime) -> str:
    """A moment as HTTP writes it (RFC 9110 section 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def members_of(raw: str) -> dict[str, str]:
    """Names and values of an Upload-Metadata. Raises MalformedRequest ``upload_header``."""
    members: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in raw.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            value = b64decode(encoded.strip(), validate=True).decode()
        except (Error, UnicodeDecodeError):
            raise _malformed("Upload-Metadata", says("metadata_pairs")) from None
        if name in members:
            raise _malformed("Upload-Metadata", says("metadata_once"))
        if value.strip():
            members[name] = value.strip()
    return members


def declared_in(raw: str) -> str:
    """The media type that an Upload-Metadata declares, which was read before; empty for none."""
    return _declared(members_of(raw))


def _declared(members: Mapping[str, str]) -> str:
    return members.get("filetype") or members.get("type") or ""


def type_refused() -> UploadRefused:
    """The refusal of what is none of the kinds that are taken."""
    return UploadRefused("evidence_type_refused", taken=[each.value for each in MediaType])


def _too_long(name: str, value: str | None, most: int) -> list[FieldError]:
    if value is None or (len(value) <= most and _WORDS.match(value) and is_visible(value)):
        return []
    return [FieldError(f"Upload-Metadata/{name}", "invalid", says("words_at_most", most=most))]


def _malformed(header: str, what: Wording) -> MalformedRequest:
    return MalformedRequest("upload_header", errors=[FieldError(header, "malformed", what)], header=header)
