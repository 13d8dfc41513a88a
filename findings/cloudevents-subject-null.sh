#!/usr/bin/env bash
# cloudevents 2.2.0: an event in JSON whose `subject` is null is refused, as of a wrong type and as empty; the older API
# of the same package (`cloudevents.v1`) reads it as one without a subject.
#
# Expected: null in the JSON format is an attribute that is not set, and both ways to write that are read alike.
# Found: `subject`, `datacontenttype` and `dataschema` that are null make the event unreadable; an extension does not.
# Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#22-type-system-mapping
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet cloudevents==2.2.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
from importlib.metadata import version

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.v1.http import from_http

FIELDS = {"content-type": "application/cloudevents+json"}
EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "/told",
    "type": "report.received",
    "time": "2026-11-29T01:02:03Z",
    "data": {"n": 1},
}


def outcome(**more):
    try:
        from_http_event(HTTPMessage(FIELDS, json.dumps({**EVENT, **more}).encode()))
    except CloudEventValidationError as refused:
        return {name: [str(error) for error in errors] for name, errors in refused.errors.items()}
    return "taken"


print("cloudevents", version("cloudevents"))
found = {"left out": outcome()}
for name in ("subject", "datacontenttype", "dataschema", "region"):
    found[f"{name} null"] = outcome(**{name: None})
for written, told in found.items():
    print(f"{written}: {told}")
older = from_http(FIELDS, json.dumps({**EVENT, "subject": None}).encode())
print("subject null, older API:", older.get_attributes().get("subject", "left out"))
assert found["left out"] == found["region null"] == "taken"
for name in ("subject", "datacontenttype", "dataschema"):
    assert list(found[f"{name} null"]) == [name]
assert "subject" not in older.get_attributes()
PYTHON
