#!/usr/bin/env bash
# litestar 2.25.0: its problem details plugin puts the detail of an HTTPException into `title` and the phrase of the
# status into `detail`; what is no HTTPException stays application/json.
#
# Expected: `title` is the phrase, the same each time (RFC 9457, 3.1.3), and `detail` what was raised, for every error.
# Found: the other way round, only for converted exceptions: a ProblemDetailsException keeps its members.
# Source: https://github.com/litestar-org/litestar/pull/3323
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet litestar==2.25.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from litestar import Litestar, get
from litestar.exceptions import HTTPException
from litestar.plugins.problem_details import ProblemDetailsConfig, ProblemDetailsException, ProblemDetailsPlugin
from litestar.testing import TestClient


@get("/converted")
async def converted() -> None:
    raise HTTPException(status_code=409, detail="Version 3 is not the latest")


@get("/raised")
async def raised() -> None:
    raise ProblemDetailsException(status_code=409, title="Conflict", detail="Version 3 is not the latest")


@get("/fault")
async def fault() -> None:
    raise LookupError


plugin = ProblemDetailsPlugin(ProblemDetailsConfig(enable_for_all_http_exceptions=True))
app = Litestar([converted, raised, fault], plugins=[plugin], openapi_config=None, logging_config=None)
print("litestar", version("litestar"))
found = {}
with TestClient(app, raise_server_exceptions=False) as client:
    for path in ("/raised", "/converted", "/fault"):
        answer = client.get(path)
        body = answer.json()
        found[path] = (answer.headers["content-type"], body.get("title"), body.get("detail"))
        print(path, *found[path], sep=" | ")
assert found["/raised"] == ("application/problem+json", "Conflict", "Version 3 is not the latest")
assert found["/converted"] == ("application/problem+json", "Version 3 is not the latest", "Conflict")
assert found["/fault"][0] == "application/json"
PYTHON
