"""Where words stand in a database: every column of every table is looked through, as superuser."""

from collections.abc import Iterable
from typing import Any

COLUMNS = """SELECT c.table_name AS name, c.column_name AS at, c.data_type = 'bytea' AS raw
FROM information_schema.columns c JOIN pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
WHERE c.table_schema = 'public'"""


async def places(admin: Any, words: Iterable[str | bytes]) -> set[str]:
    """The columns that hold any of the words, as text or as bytes."""
    sought = [word.encode() if isinstance(word, str) else word for word in words]
    columns = await admin.fetch(COLUMNS)
    assert {"report_text", "idempotency", "audit_event"} <= {column["name"] for column in columns}
    found = set()
    for name, at, raw in columns:
        value = f'"{at}"' if raw else f"convert_to(\"{at}\"::text, 'UTF8')"
        holds = f'SELECT EXISTS (SELECT FROM "{name}" t, unnest($1::bytea[]) w WHERE position(w IN {value}) > 0)'
        if await admin.fetchval(holds, sought):
            found.add(f"{name}.{at}")
    return found
