#!/usr/bin/env bash
# pydantic 2.14.3, msgspec 0.22.0 in litestar 2.25.0: a date of ISO 8601 without hyphens is taken for Unix seconds.
#
# Expected: pydantic's strict mode refuses "20261129" for a time with an offset, as it refuses the number 20261129;
# a query parameter of type datetime takes RFC 3339 only, as the same type in a body does.
# Found: both answer a day of August 1970, in UTC; litestar even takes a bare year. With hyphens both refuse.
# Source: https://docs.pydantic.dev/latest/api/standard_library_types/#datetimes and
# https://github.com/msgspec/msgspec/pull/452
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pydantic==2.14.3 litestar==2.25.0 msgspec==0.22.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from litestar import Litestar, get
from litestar.testing import TestClient
from pydantic import AwareDatetime, TypeAdapter, ValidationError


def strict(text):
    try:
        return TypeAdapter(AwareDatetime).validate_json(text, strict=True).isoformat()
    except ValidationError as refused:
        return refused.errors()[0]["type"]


@get("/summary")
async def summary(as_of: datetime) -> str:
    return as_of.isoformat()


print(*(f"{name} {version(name)}" for name in ("pydantic", "msgspec", "litestar")), sep=", ")
found = {text: strict(text) for text in ('"20261129"', "20261129", '"2026-11-29"')}
with TestClient(Litestar([summary], openapi_config=None, logging_config=None)) as client:
    for value in ("20261129", "2026", "2026-11-29"):
        answer = client.get("/summary", params={"as_of": value})
        found[f"?as_of={value}"] = answer.text if answer.is_success else answer.status_code
for given, taken in found.items():
    print(given, "->", taken)
assert found == {
    '"20261129"': "1970-08-23T12:05:29+00:00",
    "20261129": "datetime_type",
    '"2026-11-29"': "datetime_parsing",
    "?as_of=20261129": "1970-08-23T12:05:29+00:00",
    "?as_of=2026": "1970-01-01T00:33:46+00:00",
    "?as_of=2026-11-29": 400,
}
PYTHON
