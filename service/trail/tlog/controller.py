"""Routes of the transparency log. Tiles and checkpoints keep the paths and bytes that C2SP gives them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.limits.quotas import RateClass
from service.edge.representation import encode
from service.edge.web.body import parse, read_body
from service.edge.web.from_request import JSON, permit, reading
from service.edge.web.parameters import Region, truth
from service.edge.web.streaming import Streaming
from service.trail.tlog.bundling import Bundles
from service.trail.tlog.schemas import ConsistencyAnswer, EntryPage, InclusionAnswer
from service.trail.tlog.service import PAGE, LogService
from workflows.access.permissions import Action
from workflows.trail.tlog.commands import BundleRequest
from workflows.trail.tlog.encoding import MAX_NUMBER
from workflows.trail.tlog.tiles import FULL_WIDTH

AUDIT = "/v1/regions/{region:str}/audit"
TEXT, BYTES, ZIP = "text/plain", "application/octet-stream", "application/zip"
FOREVER, FRESH = "private, max-age=31536000, immutable", "no-cache"
LARGEST = 2**53 - 1
_Request = Request[Any, Any, Any]
Event = Annotated[UUID, QueryParameter(description="The event, as a receipt or a history names it.")]
Size = Annotated[
    int | None, QueryParameter(ge=0, le=LARGEST, description="Leaves in the tree; the present one when left out.")
]


Quorum = Annotated[
    str | None,
    truth("The newest that satisfies the operator's witness policy."),
]
_BUNDLE = TypeAdapter(BundleRequest)


def _service(request: _Request) -> LogService:
    service: LogService = request.app.state.log
    return service


@get(
    AUDIT + "/checkpoint",
    operation_id="getCheckpoint",
    before_request=permit(Action.TRAIL_READ),
    opt={"media": (TEXT,), "example": "checkpoint", "refuses": (409,)},
)
async def get_checkpoint(request: _Request, region: Region, quorum: Quorum = None) -> Response[bytes]:
    """The newest signed checkpoint of the region's log, with its cosignatures (c2sp.org/tlog-checkpoint).

    With `quorum=true` the newest that the operator's own policy (c2sp.org/tlog-policy) holds for witnessed; whose
    policy that is decides nothing for a reader, who judges the cosignatures by another.
    """
    found = await _service(request).checkpoint(reading(request, region), quorum=quorum == "true")
    return Response(content=found, media_type=TEXT, headers={"Cache-Control": FRESH})


@get(
    AUDIT + "/keys",
    operation_id="listLogKeys",
    before_request=permit(Action.TRAIL_READ),
    opt={"media": (TEXT,), "example": "keys"},
)
async def list_log_keys(request: _Request, region: Region) -> Response[bytes]:
    """Every verifier key under which the log's checkpoints were signed, one a line, the newest last.

    Above each key that followed another of its kind stands ``# from size N``: the one before counts for no larger tree;
    above one that was put beside those of another kind ``# added at size N``: every larger tree is signed with both.
    """
    found = await _service(request).keys(reading(request, region))
    return Response(content=found.encode(), media_type=TEXT)


@get(
    AUDIT + "/tile/{tile:path}",
    operation_id="getTile",
    before_request=permit(Action.TRAIL_READ),
    opt={"media": (BYTES,), "example": "tile"},
)
async def get_tile(
    request: _Request,
    region: Region,
    tile: Annotated[
        str, PathParameter(description="`<level>/<index>`, `entries/<index>`, or either with `.p/<width>`.")
    ],
) -> Response[bytes]:
    """A hash tile, or for an auditor an entry bundle, by its path in c2sp.org/tlog-tiles."""
    place, data = await _service(request).tile(reading(request, region), f"tile/{tile.lstrip('/')}")
    cached = FOREVER if place.width == FULL_WIDTH else FRESH
    return Response(content=data, media_type=BYTES, headers={"Cache-Control": cached})


@get(
    AUDIT + "/entries",
    operation_id="listEntries",
    before_request=permit(Action.TRAIL_ENTRIES),
    opt={"answer": EntryPage},
)
async def list_entries(
    request: _Request,
    region: Region,
    start: Annotated[int, QueryParameter(ge=0, le=MAX_NUMBER >> 10, description="The first leaf index.")] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE, description="Leaves at most.")] = PAGE,
) -> Response[bytes]:
    """The leaves themselves, in the order of the log."""
    found = await _service(request).entries(reading(request, region), start, limit)
    return Response(content=encode(found), media_type=JSON)


@get(
    AUDIT + "/proofs/inclusion",
    operation_id="getInclusionProof",
    before_request=permit(Action.TRAIL_READ),
    opt={"answer": InclusionAnswer, "refuses": (409,)},
)
async def get_inclusion_proof(request: _Request, region: Region, event: Event, size: Size = None) -> Response[bytes]:
    """That an event stands in the tree (RFC 6962)."""
    found = await _service(request).inclusion(reading(request, region), event, size)
    return Response(content=encode(found), media_type=JSON)


@get(
    AUDIT + "/proofs/consistency",
    operation_id="getConsistencyProof",
    before_request=permit(Action.TRAIL_READ),
    opt={"answer": ConsistencyAnswer},
)
async def get_consistency_proof(
    request: _Request,
    region: Region,
    old_size: Annotated[int, QueryParameter(ge=0, le=LARGEST, description="Leaves in the smaller tree.")],
    size: Size = None,
) -> Response[bytes]:
    """That a tree begins with a smaller one (RFC 6962)."""
    found = await _service(request).consistency(reading(request, region), old_size, size)
    return Response(content=encode(found), media_type=JSON)


@get(
    AUDIT + "/proofs/{event_id:uuid}/tlog-proof",
    operation_id="getProofFile",
    before_request=permit(Action.TRAIL_READ),
    opt={"media": (TEXT,), "example": "tlog-proof", "refuses": (409,)},
)
async def get_proof_file(
    request: _Request,
    region: Region,
    event_id: Annotated[UUID, PathParameter(description="The event, as a receipt or a history names it.")],
) -> Response[bytes]:
    """The proof file of an event (c2sp.org/tlog-proof): checked with the log's public key alone."""
    found = await _service(request).proof(reading(request, region), event_id)
    named = {"Content-Disposition": f'attachment; filename="{event_id}.tlog-proof"'}
    return Response(content=found, media_type=TEXT, headers=named)


@post(
    AUDIT + "/bundles",
    operation_id="makeBundle",
    status_code=200,
    before_request=permit(Action.TRAIL_BUNDLE),
    opt={"body": BundleRequest, "media": (ZIP,), "rate": RateClass.EXPORT},
)
async def make_bundle(request: _Request, region: Region) -> Streaming:
    """Make a bundle: one file with which the trail is checked without us (docs/bundle.md).

    It holds exactly what the caller may read: of a region or a period for auditors, of one report for everyone who
    sees it. It is made while it is sent; one that ends without its ZIP directory broke off and is to be asked for anew.
    """
    call = reading(request, region)
    bundles: Bundles = request.app.state.bundles
    return Streaming(bundles.open(call, parse(await read_body(request), _BUNDLE)), ZIP)


ROUTES = [
    get_checkpoint,
    list_log_keys,
    get_tile,
    list_entries,
    get_inclusion_proof,
    get_consistency_proof,
    get_proof_file,
    make_bundle,
]
