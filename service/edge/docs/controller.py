"""Serves the API page: two files of our own, and Swagger UI (Apache-2.0) out of the package that carries its files."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, NamedTuple

from litestar import Request, Response, get
from litestar.params import PathParameter

from service.edge.public_address import told_address
from service.edge.service_errors import NotFound

PAGE = "index.html"


class Asset(NamedTuple):
    """Where a file of the page lies, and what it is."""

    file: Traversable
    media_type: str


_OURS = files("service.edge.docs") / "assets"
# A plugin of MkDocs, of which these files are read alone: its name is an empty module, its code is never imported.
_SWAGGER_UI = files("mkdocs_swagger_ui_tag") / "swagger-ui"

ASSETS = {
    PAGE: Asset(_OURS / PAGE, "text/html"),
    "init.js": Asset(_OURS / "init.js", "text/javascript"),
    "swagger-ui-bundle.js": Asset(_SWAGGER_UI / "javascripts" / "swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": Asset(_SWAGGER_UI / "stylesheets" / "swagger-ui.css", "text/css"),
    "swagger-ui-license.txt": Asset(_SWAGGER_UI / "LICENSE", "text/plain"),
    "swagger-ui-notice.txt": Asset(_SWAGGER_UI / "NOTICE", "text/plain"),
}
"""What is served. Nothing else of either folder can be asked for, whatever the path looks like."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts from here only; Swagger UI writes style attributes, which is all that is allowed inline."""

_PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
_LICENSES = {"text/plain": "license"}
_ASSET_MEDIA = tuple(sorted({asset.media_type for asset in ASSETS.values()} - set(_LICENSES)))
_ASSET_HEADERS = {"Cache-Control": "public, max-age=86400"}

TEMPORARY = 307
"""RFC 9110 section 15.4.8. The address in it is relative: it leads there under whatever prefix a proxy serves."""

AssetName = Annotated[str, PathParameter(description="Which file of the page.", schema_extra={"enum": sorted(ASSETS)})]


@get("/docs", operation_id="getDocs", opt={"public": True, "media": ("text/html",)})
async def get_docs() -> Response[bytes]:
    """The API page."""
    return _answer(PAGE, _PAGE_HEADERS)


@get(
    "/docs/assets/{name:str}",
    operation_id="getDocsAsset",
    opt={"public": True, "media": _ASSET_MEDIA, "also": _LICENSES},
)
async def get_docs_asset(name: AssetName) -> Response[bytes]:
    """A file of the API page."""
    if name not in ASSETS:
        raise NotFound
    return _answer(name, _ASSET_HEADERS)


def _answer(name: str, headers: dict[str, str]) -> Response[bytes]:
    return Response(content=_read(name), media_type=ASSETS[name].media_type, headers=headers)


@cache
def _read(name: str) -> bytes:
    return ASSETS[name].file.read_bytes()


@get(
    "/",
    operation_id="getRoot",
    status_code=TEMPORARY,
    include_in_schema=False,
    opt={"public": True},
)
async def get_root(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Whoever opens the bare address, or looks whether it is there, finds the API page."""
    return Response(content=b"", status_code=TEMPORARY, headers={"Location": told_address(request.scope, "/docs")})


ROUTES = [get_docs, get_docs_asset, get_root]
