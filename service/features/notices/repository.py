"""How notices are read. Row security hides them with their report, and their words from who may not read its texts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.keyset import Filter, Page, keyset_sql
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert
from service.storage.texts.kept_texts import KEPT

INSERT_RECIPIENT = Insert("sealed_recipient", ("region", "notice_id", "report_id", "sealed", "created_at"))

WORDS = KEPT.format("w")
_GONE = """n.named AND (EXISTS (SELECT FROM erasure e WHERE e.region = n.region AND e.report_id = n.report_id
    AND e.target = 'recipient' AND e.text_id = n.id AND e.state = 'approved')
  OR n.audience = 'reporter' AND r.reporter_erasure IS NOT NULL) AS recipient_gone"""
_OWED = """o.occasion, o.audience, o.since, o.due_at, o.basis, o.status, o.policy_version"""
PAGE = f"""SELECT r.id AS of_report, r.classification, n.*, {_GONE},
  (SELECT {WORDS} FROM report_text w WHERE w.region = n.region AND w.id = n.text_id) AS words,
  (SELECT json_agg(o ORDER BY o.due_at, o.id) FROM (SELECT {_OWED}, o.id FROM owed_notice o
   WHERE o.region = r.region AND o.report_id = r.id AND o.settled_at IS NULL) o) AS owed
FROM report r LEFT JOIN LATERAL (SELECT * FROM notice n WHERE n.region = r.region AND n.report_id = r.id
  AND ($3::uuid IS NULL OR n.id > $3) ORDER BY n.id LIMIT $4) n ON true
WHERE r.region = $1 AND r.id = $2 ORDER BY n.id"""
READ_RECIPIENT = """SELECT n.named, s.sealed, s.erasure, k.wrapped_key FROM notice n
LEFT JOIN sealed_recipient s ON s.region = n.region AND s.notice_id = n.id
LEFT JOIN report_key k ON k.region = n.region AND k.report_id = n.report_id
WHERE n.region = $1 AND n.report_id = $2 AND n.id = $3"""


class Owing(NamedTuple):
    """What the list of owed notices is asked for; None leaves a filter out."""

    agency: str | None = None
    due_before: datetime | None = None
    report: UUID | None = None


FILTERS = (
    Filter("agency", "r.lead_agency = {}"),
    Filter("due_before", "o.due_at < {}"),
    Filter("report", "o.report_id = {}"),
)
ORDER = ("o.due_at", "o.id")
_OWING = f"""SELECT {_OWED}, o.id, r.id AS report, r.state, r.category, r.severity, r.area, r.register_number,
  r.lead_agency FROM (SELECT * FROM owed_notice WHERE settled_at IS NULL) o
JOIN report r ON r.region = o.region AND r.id = o.report_id"""


async def page(transaction: Transaction, region: str, report: UUID, after: UUID | None, limit: int) -> list[Record]:
    """Notices after one, oldest first; a row without a notice for a report that has none, none for no report."""
    return await transaction.fetch(PAGE, region, report, after, limit)


async def recipient(transaction: Transaction, region: str, report: UUID, notice: UUID) -> Record | None:
    """Who received a notice, sealed; shown only to an unsealing transaction. None when there is no such notice."""
    return await transaction.fetchrow(READ_RECIPIENT, region, report, notice)


async def owing(
    transaction: Transaction, region: str, wanted: Owing, after: Sequence[Any] | None, page: Page
) -> list[Record]:
    """One page of what is owed, due first, with one row more than asked to tell whether there is a next page."""
    sql, args = keyset_sql(_OWING, "o.region", region, FILTERS, wanted, ORDER, after, page)
    return await transaction.fetch(sql, *args)
