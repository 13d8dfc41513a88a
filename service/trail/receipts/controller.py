"""The route of the keys under which receipts are signed."""

from typing import Any

from litestar import Request, Response, get

from service.edge.web.from_request import permit
from service.edge.web.parameters import Region
from service.trail.receipts.signer import ReceiptSigner
from workflows.access.permissions import Action

TEXT = "text/plain"
_Request = Request[Any, Any, Any]


@get(
    "/v1/regions/{region:str}/audit/receipt-keys",
    operation_id="listReceiptKeys",
    before_request=permit(Action.TRAIL_READ),
    opt={"media": (TEXT,), "example": "receipt-keys"},
)
async def list_receipt_keys(request: _Request, region: Region) -> Response[bytes]:
    """Every verifier key under which receipts were signed, one a line, the newest last (c2sp.org/signed-note)."""
    signer: ReceiptSigner = request.app.state.receipts
    lines = "".join(f"{key.encode()}\n" for key in signer.keys(region))
    return Response(content=lines.encode(), media_type=TEXT)


ROUTES = [list_receipt_keys]
