"""How evidence and uploads are read and written. Row security hides them with their report, keys with its texts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import BEYOND, COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import KEPT

INSERT_UPLOAD = Insert(
    "upload",
    (
        "region", "id", "report_id", "person", "state", "length", "received", "pieces", "wrapped_key", "told",
        "created_at", "expires_at", "to_sweep",
    ),
)  # fmt: skip
INSERT_EVIDENCE = Insert(
    "evidence",
    (
        "region", "id", "report_id", "event_id", "media_type", "size", "sha256", "name_text", "note_text", "preview",
        "added_by", "added_agency", "added_at", "checked_at",
    ),
)  # fmt: skip
INSERT_KEY = Insert("evidence_key", ("region", "evidence_id", "report_id", "wrapped_key", "pieces"))
INSERT_CUSTODY = Insert(
    "custody",
    (
        "region", "id", "report_id", "evidence_id", "act", "person", "agency", "at", "reason_text", "reference_text",
        "to_agency", "to_outside",
    ),
)  # fmt: skip
FINISH_UPLOAD = Update(
    "upload",
    ("state", "received", "pieces", "wrapped_key", "told", "ended_at", "to_sweep"),
    ("region", "id"),
    (),
    "state = 'open'",
)

UPLOAD = """SELECT u.*, r.classification, r.readers, r.walled FROM upload u
JOIN report r ON r.region = u.region AND r.id = u.report_id
WHERE u.region = $1 AND u.id = $2 AND u.person = $3"""
HELD = f"{UPLOAD} FOR NO KEY UPDATE OF u"
READ_TO_CREATE = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, r.id, r.readers, r.walled, r.lead_agency, r.reported_by,
  (SELECT count(*) FROM upload u WHERE u.region = $4 AND u.person = $2 AND u.state = 'open') AS open
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""
ADVANCE = """UPDATE upload SET received = $4, pieces = $5, expires_at = $6
WHERE region = $1 AND id = $2 AND received = $3 AND state = 'open' RETURNING 1"""
END = """UPDATE upload SET state = $3, refusal = $4, ended_at = $5, wrapped_key = NULL, told = NULL, to_sweep = true
WHERE region = $1 AND id = $2 AND state = 'open' RETURNING 1"""

_WORDS = KEPT.format("w")
OF_REPORT = "d.report_id = ANY (merged_reports(r.region, r.id))"
"""Evidence ``d`` of a report ``r``, or of a duplicate that went into it."""

_OWN = """EXISTS (SELECT FROM report o WHERE o.region = d.region AND o.id = d.report_id
  AND o.readers && (SELECT reading_tokens())"""
_EVIDENCE = f"""d.id AS evidence_id, d.report_id AS taken_for, d.event_id,
  CASE WHEN d.report_id <> r.id THEN {_OWN}) END AS taken_for_seen,
  CASE WHEN d.report_id <> r.id THEN goes_on_to(d.region, d.report_id, true)
    OR {_OWN} AND o.text_readers && (SELECT reading_tokens())) END AS words_read,
  d.media_type, d.size, d.sha256, d.preview, d.added_by, d.added_agency,
  d.added_at, d.checked_at, d.altered_at, d.erasure,
  (SELECT {_WORDS} FROM report_text w WHERE w.region = d.region AND w.id = d.name_text) AS name,
  (SELECT {_WORDS} FROM report_text w WHERE w.region = d.region AND w.id = d.note_text) AS note,
  CASE WHEN d.erasure IS NOT NULL THEN '?' || reporter_otherwise(d.region, d.report_id, d.erasure) END AS erased"""
_KEY = "k.wrapped_key AS original_key, k.pieces, k.preview AS preview_object"
_OF_KEY = "LEFT JOIN evidence_key k ON k.region = d.region AND k.evidence_id = d.id"
_SHOWN_OF_REPORT = f"""r.id, r.classification, r.text_readers, r.walled, r.lead_agency, r.reported_by, r.accused,
  r.accused_ever, {BEYOND}"""
PAGE = f"""SELECT {_SHOWN_OF_REPORT}, {_EVIDENCE}
FROM report r LEFT JOIN LATERAL (SELECT * FROM evidence d WHERE d.region = r.region AND {OF_REPORT}
  AND ($3::uuid IS NULL OR d.id > $3) ORDER BY d.id LIMIT $4) d ON true
WHERE r.region = $1 AND r.id = $2 ORDER BY d.id"""
ONE = f"""SELECT {_SHOWN_OF_REPORT}, {_EVIDENCE}, {_KEY}
FROM report r JOIN evidence d ON d.region = r.region AND {OF_REPORT} AND d.id = $3 {_OF_KEY}
WHERE r.region = $1 AND r.id = $2"""
READ_TO_CHANGE = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {KEY}, {_EVIDENCE}
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN evidence d ON d.region = $4 AND {OF_REPORT} AND d.id = $6
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""
CUSTODY = f"""SELECT r.id AS of_report, r.classification, d.id AS of_evidence, y.*,
  (SELECT {_WORDS} FROM report_text w WHERE w.region = y.region AND w.id = y.reason_text) AS reason,
  (SELECT {_WORDS} FROM report_text w WHERE w.region = y.region AND w.id = y.reference_text) AS reference
FROM report r JOIN evidence d ON d.region = r.region AND {OF_REPORT} AND d.id = $3
LEFT JOIN LATERAL (SELECT * FROM custody y WHERE y.region = d.region AND y.evidence_id = d.id
  AND ($4::uuid IS NULL OR y.id > $4) ORDER BY y.id LIMIT $5) y ON true
WHERE r.region = $1 AND r.id = $2 ORDER BY y.id"""
READ_TAKEN_FOR = f"SELECT {COLUMNS}, {TASKS}, {KEY} FROM report r WHERE r.region = $1 AND r.id = $2"
ALTERED = "SELECT count(*) FROM evidence WHERE region = $1 AND altered_at IS NOT NULL"


async def upload(transaction: Transaction, call: Call, one: UUID) -> Record | None:
    """An upload of the caller's own on a report that they see, or None."""
    return await transaction.fetchrow(UPLOAD, call.region, one, call.person)


async def held(transaction: Transaction, call: Call, one: UUID) -> Record | None:
    """The same, as it will stand until the transaction ends: nobody ends it or lets it have received more meanwhile."""
    return await transaction.fetchrow(HELD, call.region, one, call.person)


async def read_to_create(transaction: Transaction, call: Call, report: UUID) -> Record:
    """The report that evidence is for, how many uploads the caller has open, and the first answer under this key."""
    return await read_beside(transaction, READ_TO_CREATE, call, report)


async def read_to_change(transaction: Transaction, call: Call, report: UUID, evidence: UUID) -> Record:
    """The report with one of its evidence; its columns are null when the report has no such evidence."""
    return await read_beside(transaction, READ_TO_CHANGE, call, report, evidence)


async def read_taken_for(transaction: Transaction, region: str, duplicate: UUID) -> Record | None:
    """The duplicate that evidence was taken for, in a transaction that sees it."""
    return await transaction.fetchrow(READ_TAKEN_FOR, region, duplicate)


async def advance(
    transaction: Transaction, call: Call, one: UUID, known: int, received: int, pieces: Sequence[UUID], until: datetime
) -> bool:
    """Let an upload have received more; False when it does not stand where it was known to, or has ended."""
    row = await transaction.fetchrow(ADVANCE, call.region, one, known, received, pieces, until)
    return row is not None


async def end(
    transaction: Transaction, region: str, one: UUID, state: str, at: datetime, refusal: str | None = None
) -> bool:
    """End an upload that is open; False when it was not."""
    return await transaction.fetchrow(END, region, one, state, refusal, at) is not None


async def page(transaction: Transaction, region: str, report: UUID, after: UUID | None, limit: int) -> list[Record]:
    """Evidence after one, oldest first; a row without evidence for a report that has none, none for no report."""
    return await transaction.fetch(PAGE, region, report, after, limit)


async def one(transaction: Transaction, region: str, report: UUID, evidence: UUID) -> Record | None:
    """One piece of evidence, with its key for who may read the report's texts."""
    return await transaction.fetchrow(ONE, region, report, evidence)


async def custody(
    transaction: Transaction, region: str, report: UUID, evidence: UUID, after: UUID | None, limit: int
) -> list[Record]:
    """Entries of a chain of custody after one, oldest first; none when there is no such evidence."""
    return await transaction.fetch(CUSTODY, region, report, evidence, after, limit)
