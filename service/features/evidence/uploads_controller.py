"""Routes of uploads, in the words of the tus protocol 1.0.0, so that its clients can send evidence as they are."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, head, patch, post
from litestar.params import PathParameter

from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, MalformedRequest, ValidationFailed
from service.edge.web.addresses import address_of
from service.edge.web.body import arriving
from service.edge.web.declared import LOCATION, OPTIONAL, UPLOAD
from service.edge.web.from_request import changing, permit, reading
from service.edge.web.parameters import Region, ReportId
from service.features.evidence import tus
from service.features.evidence.uploads import UploadService
from workflows.access.permissions import Action

REGION = "/v1/regions/{region:str}"
UPLOADS = REGION + "/uploads/{upload_id:uuid}"
UploadId = Annotated[UUID, PathParameter(description="The upload; once it is finished, the evidence.")]
_Request = Request[Any, Any, Any]
_TUS: dict[str, Any] = {"always": tus.RESUMABLE, "options": tus.OFFERED, "version": tus.VERSION}
NO_CONTENT = 204


def _service(request: _Request) -> UploadService:
    service: UploadService = request.app.state.uploads
    return service


@post(
    REGION + "/reports/{report_id:uuid}/evidence",
    operation_id="createUpload",
    status_code=201,
    before_request=permit(Action.EVIDENCE_ADD),
    opt={
        **_TUS,
        "empty": "The upload was made; send its content to `Location`.",
        "key": OPTIONAL,
        "sends": (LOCATION, UPLOAD, "Upload-Expires"),
        "takes": ("Upload-Length", "Upload-Metadata"),
        "refuses": (400, 408, 409, 412, 413, 422),
    },
)
async def create_upload(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Begin to send evidence: its length, and what it is called. The content follows in pieces (tus `creation`).

    `Upload-Metadata` may hold `filename`, `note` (what it shows), `sha256` (of the whole, in hexadecimal) and
    `filetype` (a media type that is not taken is refused at once), each in base64. What it is is told by its content.
    It becomes evidence, under the same identifier, with its last byte.
    """
    tus.require_protocol(request)
    await _require_no_body(request)
    length, told = tus.number_in(request, "Upload-Length"), tus.told_in(request)
    if length == 0:
        raise ValidationFailed(errors=[FieldError("Upload-Length", "invalid", says("empty_file"))])
    call = changing(request, region, f"{length} {told.sha256}".encode())
    answer, expires = await _service(request).create(call, report_id, length, told)
    where = address_of(request, str(answer.location))
    made = where.rpartition("/")[2]
    headers = {**tus.RESUMABLE, "Location": where, UPLOAD: made, "Upload-Expires": tus.http_date(expires)}
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(content=b"", status_code=answer.status, headers=headers)


@head(
    UPLOADS,
    operation_id="getUpload",
    before_request=permit(Action.EVIDENCE_ADD),
    opt={
        **_TUS,
        "empty": "How it stands.",
        "sends": ("Upload-Offset", "Upload-Length", "Upload-Expires", "Upload-Metadata"),
        "refuses": (410, 412),
        "waits": True,
    },
)
async def get_upload(request: _Request, region: Region, upload_id: UploadId) -> Response[None]:
    """How many bytes of an upload of one's own are safe, from where it is resumed.

    What cannot be said just now (over quota, a part out of reach) is 423: ask again, nothing is lost.
    """
    tus.require_protocol(request)
    found = await _service(request).get(reading(request, region), upload_id)
    headers = {**tus.standing(found.received, found.expires), "Upload-Length": str(found.length)}
    if found.told is not None and found.told.raw:
        headers["Upload-Metadata"] = found.told.raw
    return Response(content=None, headers={**headers, "Cache-Control": "no-store"})


@patch(
    UPLOADS,
    operation_id="appendToUpload",
    status_code=NO_CONTENT,
    before_request=permit(Action.EVIDENCE_ADD),
    opt={
        **_TUS,
        "empty": "Taken; with the last byte it is evidence.",
        "content": tus.CONTENT,
        "sends": ("Upload-Offset", "Upload-Expires"),
        "takes": ("Upload-Offset", "Upload-Checksum"),
        "refuses": (400, 409, 410, 412, 413, 415, 422, 460),
    },
)
async def append_to_upload(request: _Request, region: Region, upload_id: UploadId) -> Response[None]:
    """Send what comes next, from the offset at which the upload stands. Breaking off loses nothing that is safe.

    With the last byte the whole is hashed, held against the sender's SHA-256, and told apart by its content.
    """
    tus.require_protocol(request)
    tus.require_content(request)
    offset, checksum = tus.number_in(request, "Upload-Offset"), tus.checksum_in(request)
    call = reading(request, region)
    found = await _service(request).append(call, upload_id, offset, _content(request, checksum), checksum)
    return Response(content=None, status_code=NO_CONTENT, headers=tus.standing(found.received, found.expires))


@delete(
    UPLOADS,
    operation_id="terminateUpload",
    status_code=NO_CONTENT,
    before_request=permit(Action.EVIDENCE_ADD),
    opt={**_TUS, "empty": "Given up.", "refuses": (410, 412)},
)
async def terminate_upload(request: _Request, region: Region, upload_id: UploadId) -> Response[None]:
    """Give an upload of one's own up: what came in of it is taken away. Evidence is not."""
    tus.require_protocol(request)
    await _service(request).terminate(reading(request, region), upload_id)
    return Response(content=None, status_code=NO_CONTENT, headers=tus.RESUMABLE)


async def _content(request: _Request, checksum: tus.Checksum | None) -> AsyncIterator[bytes]:
    """What the client sends. Of one who went away in the middle everything is there that came. Raises TooSlow."""
    async for part in arriving(request):
        if part is not None:
            yield part
        elif checksum is not None:
            raise MalformedRequest("malformed_request")


async def _require_no_body(request: _Request) -> None:
    async for part in arriving(request):
        if part is not None:
            raise MalformedRequest("upload_body_unexpected")


ROUTES = [create_upload, get_upload, append_to_upload, terminate_upload]
