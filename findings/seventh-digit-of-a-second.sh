#!/usr/bin/env bash
# pydantic 2.14.3 and msgspec 0.22.0 read the same text as two instants when a second has more than six digits.
#
# Expected: both cut off what a datetime cannot hold.
# Found: pydantic cuts off, msgspec rounds: the last instant of a month becomes the first of the next.
# Source: https://github.com/msgspec/msgspec/issues/200 and https://github.com/pydantic/pydantic-core/pull/762
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pydantic==2.14.3 msgspec==0.22.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import msgspec
from pydantic import TypeAdapter

TEXT = b'"2026-11-30T23:59:59.9999996Z"'

print("pydantic", version("pydantic"), "and msgspec", version("msgspec"), "read", TEXT.decode())
cut = TypeAdapter(datetime).validate_json(TEXT)
rounded = msgspec.json.decode(TEXT, type=datetime)
print("pydantic:", cut.isoformat())
print("msgspec: ", rounded.isoformat())
assert cut.isoformat() == "2026-11-30T23:59:59.999999+00:00"
assert rounded.isoformat() == "2026-12-01T00:00:00+00:00"
PYTHON
