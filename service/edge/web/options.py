"""OPTIONS for every path, naming its methods.

The framework's own handler names only the methods of the first route that was registered on the path.
"""

from collections.abc import Iterable

from litestar import HttpMethod, Response
from litestar.handlers import HTTPRouteHandler

NO_CONTENT = 204


def options_of(routes: Iterable[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """One handler a path. They are registered before the routes, so that the framework adds none."""
    methods: dict[str, set[str]] = {}
    told: dict[str, dict[str, str]] = {}
    for route in routes:
        for path in route.paths:
            methods.setdefault(path, {"OPTIONS"}).update(str(method) for method in route.http_methods)
            told.setdefault(path, {}).update(route.opt.get("options", {}))
    return [_handler(path, {"Allow": ", ".join(sorted(methods[path])), **told[path]}) for path in methods]


def _handler(path: str, headers: dict[str, str]) -> HTTPRouteHandler:
    async def options() -> Response[None]:
        return Response(content=None, status_code=NO_CONTENT, headers=headers)

    declare = HTTPRouteHandler(
        path=path, http_method=[HttpMethod.OPTIONS], status_code=NO_CONTENT, include_in_schema=False
    )
    return declare(options)
