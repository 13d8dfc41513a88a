"""The codes of the database are the codes of the law: Alembic compares names of domains, not their lists."""

import re
from typing import Any

from sqlalchemy.dialects.postgresql import DOMAIN

from service.storage.db import tables

LISTED = """SELECT t.typname, pg_get_constraintdef(c.oid) AS listed FROM pg_constraint c
JOIN pg_type t ON t.oid = c.contypid WHERE c.contype = 'c' AND t.typnamespace = 'public'::regnamespace"""


async def test_every_domain_lists_exactly_the_codes_of_its_columns(admin: Any) -> None:
    listed = {row["typname"]: set(re.findall(r"'([^']*)'", row["listed"])) for row in await admin.fetch(LISTED)}
    declared = {
        column.type.name: set(re.findall(r"'([^']*)'", str(column.type.check)))
        for table in tables.Report.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, DOMAIN)
    }
    assert len(declared) > 10
    assert listed == declared
