#!/usr/bin/env bash
# litestar 2.25.0: an exception handler that the app has for a status code wins over the one that the route itself
# has for the very class raised.
#
# Expected: the nearest layer answers, as for every other setting that litestar layers.
# Found: handlers of all layers are merged first, then status codes are looked at before classes.
# Source: https://docs.litestar.dev/2/usage/exceptions.html, "Exception handling layers"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet litestar==2.25.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from litestar import Litestar, Response, get
from litestar.exceptions import NotFoundException
from litestar.testing import TestClient


def answers(name):
    return lambda request, error: Response({"by": name}, status_code=404)


@get("/report", exception_handlers={NotFoundException: answers("route")})
async def report() -> None:
    raise NotFoundException


def asked(app_handlers):
    app = Litestar([report], exception_handlers=app_handlers, openapi_config=None, logging_config=None)
    with TestClient(app) as client:
        return client.get("/report").json()["by"]


print("litestar", version("litestar"))
found = {
    "app has none": asked({}),
    "app has the class": asked({NotFoundException: answers("app")}),
    "app has the status": asked({404: answers("app")}),
}
for case, by in found.items():
    print(f"{case}: answered by the {by}")
assert found == {"app has none": "route", "app has the class": "route", "app has the status": "app"}
PYTHON
