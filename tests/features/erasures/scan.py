"""Where words stand in a database: every column of every table is looked through, as superuser."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

COLUMNS = """SELECT c.table_name AS name, c.column_name AS at, c.data_type = 'bytea' AS raw
FROM information_schema.columns c JOIN pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
WHERE c.table_schema = 'public' ORDER BY name"""


async def places(admin: Any, words: Iterable[str | bytes]) -> set[str]:
    """The columns that hold any of the words, as text or as bytes."""
    sought = [word.encode() if isinstance(word, str) else word for word in words]
    columns = await admin.fetch(COLUMNS)
    assert {"report_text", "idempotency", "audit_event"} <= {column["name"] for column in columns}
    found = set()
    for table, of_table in groupby(columns, key=itemgetter("name")):  # one look at each table, for all its columns
        names = [(column["at"], column["raw"]) for column in of_table]
        held = ", ".join(
            _HOLDS.format(f't."{at}"' if raw else f"convert_to(t.\"{at}\"::text, 'UTF8')") for at, raw in names
        )
        row = await admin.fetchrow(f'SELECT {held} FROM "{table}" t', sought)
        found |= {f"{table}.{at}" for (at, _), holds in zip(names, row, strict=True) if holds}
    return found


_HOLDS = "bool_or(EXISTS (SELECT FROM unnest($1::bytea[]) w WHERE position(w IN {}) > 0))"
