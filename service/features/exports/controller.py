"""Routes of exports. Thin: read the request, open the file, send it."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from service.edge.limits.quotas import RateClass
from service.edge.web.declared import AS_OF, DIGEST, FORMER_CALENDAR, TREE_ROOT, TREE_SIZE
from service.edge.web.from_request import permit, reading
from service.edge.web.parameters import LARGEST, Region
from service.features.exports.area_summary import MEDIA as GEOJSON
from service.features.exports.datasets import DATASETS
from service.features.exports.export_stream import ExportStreaming
from service.features.exports.formats import LINES
from service.features.exports.media import PDF, XLSX
from service.features.exports.service import Exports
from service.features.exports.situation_html import MEDIA as HTML
from workflows.access.permissions import Action

BASE = "/v1/regions/{region:str}/exports"
SENDS = (DIGEST, AS_OF, TREE_SIZE, TREE_ROOT, FORMER_CALENDAR)
_Request = Request[Any, Any, Any]
AsOf = Annotated[
    int | None, QueryParameter(name="as_of", ge=0, le=LARGEST, description="A leaf index; the newest when left out.")
]


def exports_of(request: _Request) -> Exports:
    """What makes exports."""
    made: Exports = request.app.state.exports
    return made


_DOC = """Export {dataset} as {form}, as they stood at a leaf.

Codes, identifiers and times of what the caller sees today, never a text or a person; told from the log alone, so that
the same leaf gives the same bytes. `Repr-Digest` (RFC 9530) says their SHA-256. Who took what is in the trail before
the first byte leaves.
"""


def _route(dataset: str, form: str) -> HTTPRouteHandler:
    media, _ = LINES[form]

    async def export(request: _Request, region: Region, as_of: AsOf = None) -> ExportStreaming:
        return ExportStreaming(exports_of(request).open(reading(request, region), dataset, form, as_of), media)

    export.__doc__ = _DOC.format(dataset=dataset, form={"csv": "CSV", "ndjson": "newline JSON"}[form])
    return get(
        f"{BASE}/{dataset}.{form}",
        operation_id=f"export{dataset.title()}{form.title()}",
        before_request=permit(Action.EXPORT_MAKE),
        opt={"media": (media,), "sends": SENDS, "example": f"{dataset}.{form}", "rate": RateClass.EXPORT},
    )(export)


_WORKBOOK = """Export {dataset} as a workbook (XLSX), as they stood at a leaf.

The rows of the CSV of the same name, for spreadsheets: whatever the country's settings, codes stay text and numbers
numbers. The same leaf gives the same bytes; `Repr-Digest`, trail and permissions are those of the other forms.
"""


def _workbook(dataset: str) -> HTTPRouteHandler:
    async def export(request: _Request, region: Region, as_of: AsOf = None) -> ExportStreaming:
        return ExportStreaming(exports_of(request).workbook(reading(request, region), dataset, as_of), XLSX)

    export.__doc__ = _WORKBOOK.format(dataset=dataset)
    return get(
        f"{BASE}/{dataset}.xlsx",
        operation_id=f"export{dataset.title()}Xlsx",
        before_request=permit(Action.EXPORT_MAKE),
        opt={"media": (XLSX,), "sends": SENDS, "rate": RateClass.EXPORT},
    )(export)


_SITUATION = """The situation of the region on the day of a leaf, as {form}, in Bahasa Indonesia.

Counts of what the caller sees today, each election by itself: by state, category, district and agency, and the limits
of law that have passed, with charts; no text and no person. Told from the log alone, so that the same leaf gives the
same bytes; it names the leaf, the root of the tree and a digest of its figures.
"""


def _situation(form: str, media: str) -> HTTPRouteHandler:
    async def situation(request: _Request, region: Region, as_of: AsOf = None) -> ExportStreaming:
        return ExportStreaming(exports_of(request).situation(reading(request, region), form, as_of), media)

    situation.__doc__ = _SITUATION.format(form=form.upper())
    return get(
        f"{BASE}/situation.{form}",
        operation_id=f"exportSituation{form.title()}",
        before_request=permit(Action.EXPORT_MAKE),
        opt={"media": (media,), "sends": SENDS, "rate": RateClass.EXPORT},
    )(situation)


@get(
    f"{BASE}/areas.geojson",
    operation_id="exportAreas",
    before_request=permit(Action.EXPORT_MAKE),
    opt={"media": (GEOJSON,), "sends": SENDS, "refuses": (409,), "rate": RateClass.EXPORT},
)
async def export_areas(request: _Request, region: Region, as_of: AsOf = None) -> ExportStreaming:
    """Export the counts by area as GeoJSON, within the borders that the operator has loaded.

    Each election by itself, of what the caller sees today, as it stood at a leaf. An area without borders has no
    geometry. `borders_sha256` says which borders; without any it is 409 `borders_not_loaded`.
    """
    return ExportStreaming(exports_of(request).areas(reading(request, region), as_of), GEOJSON)


ROUTES = [
    export_areas,
    *(_route(dataset, form) for dataset in DATASETS for form in LINES),
    *(_workbook(dataset) for dataset in DATASETS),
    _situation("html", HTML),
    _situation("pdf", PDF),
]
