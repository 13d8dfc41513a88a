"""Serves the API page and its assets, which are Swagger UI (Apache-2.0) and two small files of our own."""

from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from litestar import Response, get
from litestar.params import PathParameter

from service.errors import NotFound

PAGE = "index.html"
MEDIA_TYPES = {
    PAGE: "text/html",
    "init.js": "text/javascript",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
"""What is served. Nothing else in the folder can be asked for, whatever the path looks like."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts from here only; Swagger UI writes style attributes, which is all that is allowed inline."""

_PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
_ASSET_MEDIA = tuple(sorted(set(MEDIA_TYPES.values())))
_ASSET_HEADERS = {"Cache-Control": "public, max-age=86400"}

AssetName = Annotated[
    str, PathParameter(description="Which file of the page.", schema_extra={"enum": sorted(MEDIA_TYPES)})
]


class _Asset(NamedTuple):
    content: bytes
    media_type: str


@get("/docs", operation_id="getDocs", opt={"public": True, "media": ("text/html",)})
async def get_docs() -> Response[bytes]:
    """The API page."""
    return _answer(PAGE, _PAGE_HEADERS)


@get("/docs/assets/{name:str}", operation_id="getDocsAsset", opt={"public": True, "media": _ASSET_MEDIA})
async def get_docs_asset(name: AssetName) -> Response[bytes]:
    """A file of the API page."""
    if name not in MEDIA_TYPES:
        raise NotFound
    return _answer(name, _ASSET_HEADERS)


def _answer(name: str, headers: dict[str, str]) -> Response[bytes]:
    asset = _read(name)
    return Response(content=asset.content, media_type=asset.media_type, headers=headers)


@cache
def _read(name: str) -> _Asset:
    return _Asset(files("service.docs").joinpath("assets", name).read_bytes(), MEDIA_TYPES[name])


ROUTES = [get_docs, get_docs_asset]
