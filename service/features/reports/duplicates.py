"""Reports that may be of the same matter as another: same area and category, three days apart at most, similar words.

A hint, no finding: whoever verifies decides, and dismisses with the outcome ``duplicate`` (``merging`` of
``workflows.decisions.reports``). Only what the caller may read is compared, and what is named is read under row
security. Sealed texts are like none.
"""

from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from service.features.reports.search_schemas import DuplicateAnswer
from service.storage.db.pool import Transaction
from service.storage.lexemes.asked_words import COMMON_LEXEMES
from service.storage.lexemes.vectors import vector_of
from workflows.decisions.reports.commands import ReportIntake

MOST_AT_INTAKE, MOST = 10, 200
"""How many of the place, kind and days are compared, the newest first; few where somebody waits."""

_FOUND_BY = """(SELECT json_agg(json_build_object('report', d.id, 'state', d.state,
    'register_number', d.register_number, 'occurred_at', d.occurred_at, 'similarity', round(p.similarity::numeric, 2))
    ORDER BY p.similarity DESC, d.id DESC)
  FROM possible_duplicates({}) p JOIN report d ON d.region = {} AND d.id = p.report) AS duplicates"""
_COMMON = f"'{{{','.join(COMMON_LEXEMES)}}}'::text[]"
OF_INTAKE = _FOUND_BY.format(f"$4, $5, $6, $7, $8::text::tsvector, {_COMMON}, NULL, {MOST_AT_INTAKE}", "$4")
"""Beside what else intake reads: its arguments five to eight are those of ``asked``."""

_OF_IT = f"""r.region, r.area, r.category, r.occurred_at,
    (SELECT coalesce(x.title, ''::tsvector) || coalesce(x.description, ''::tsvector)
     FROM report_words x WHERE x.region = r.region AND x.report_id = r.id), {_COMMON}, r.id, {MOST}"""
OF_REPORT = f"""SELECT r.classification, {_FOUND_BY.format(_OF_IT, "r.region")}
FROM report r WHERE r.region = $1 AND r.id = $2"""

_FOUND = msgspec.json.Decoder(list[DuplicateAnswer])


def asked(body: ReportIntake) -> tuple[Any, ...]:
    """What intake is compared by: area, category, day, and the words of title and description."""
    words = vector_of(f"{body.title} {body.description}")
    return (body.place.area, body.category, body.occurred_at, words)


async def read(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """A report's classification and its possible duplicates; None when it is not there for this caller."""
    return await transaction.fetchrow(OF_REPORT, region, report)


def duplicates_of(raw: str | None) -> list[DuplicateAnswer]:
    """What the database said of them."""
    return _FOUND.decode(raw) if raw else []
