"""How erasures are read. None of these statements shows a text but the reasons, under row security."""

from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import KEPT
from workflows.decisions.erasures.erasing import ErasureFacts
from workflows.trail.chaining import RecordedEvent

INSERT = """INSERT INTO erasure (region, id, report_id, target, text_id, state, reason_text, requested_by,
  requested_agency, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"""
DECIDE = """UPDATE erasure SET state = $3, decided_by = $4, decided_agency = $5, decided_at = $6, decided_event = $7,
  decision_text = $8 WHERE region = $1 AND id = $2 AND state = 'requested'"""

_OPEN = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {KEY}"""
_FROM = """FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""
REASON, DECISION = KEPT.format("why"), KEPT.format("what")
_ERASURE = f"""e.id AS erasure_id, e.target, e.text_id, e.state AS erasure_state, e.requested_by, e.requested_agency,
  e.requested_at, e.decided_by, e.decided_agency, e.decided_at, x.field AS of_field,
  (SELECT {REASON} FROM report_text why WHERE why.region = e.region AND why.id = e.reason_text) AS reason,
  (SELECT {DECISION} FROM report_text what WHERE what.region = e.region AND what.id = e.decision_text) AS decision"""
_OF_TEXT = "LEFT JOIN report_text x ON x.region = e.region AND x.id = e.text_id"

READ_FOR_REQUEST = f"""{_OPEN}, x.field AS of_field, x.erasure IS NOT NULL AS text_gone,
  p.notice_id IS NOT NULL AS received, p.erasure IS NOT NULL AS recipient_gone,
  d.id IS NOT NULL AS held, d.erasure IS NOT NULL AS evidence_gone,
  s.report_id IS NOT NULL AS identified, s.erasure IS NOT NULL AS reporter_gone,
  EXISTS (SELECT FROM erasure e WHERE e.region = r.region AND e.report_id = r.id AND e.state = 'requested'
    AND e.target = $7 AND e.text_id IS NOT DISTINCT FROM $6) AS pending
{_FROM}
LEFT JOIN report_text x ON x.region = r.region AND x.report_id = r.id AND x.id = $6
LEFT JOIN sealed_recipient p ON p.region = r.region AND p.report_id = r.id AND p.notice_id = $6
LEFT JOIN evidence d ON d.region = r.region AND d.report_id = r.id AND d.id = $6
LEFT JOIN sealed_identity s ON s.region = r.region AND s.report_id = r.id"""
READ_FOR_DECISION = f"""{_OPEN}, {_ERASURE}, x.sealed IS NOT NULL AS text_sealed,
  wrapped_key_of(r.region, r.id) AS old_key
{_FROM}
LEFT JOIN erasure e ON e.region = r.region AND e.report_id = r.id AND e.id = $6
{_OF_TEXT}"""
PAGE = f"""SELECT {COLUMNS}, {_ERASURE}
FROM report r LEFT JOIN LATERAL (SELECT * FROM erasure e WHERE e.region = r.region AND e.report_id = r.id
  AND ($3::uuid IS NULL OR e.id > $3) ORDER BY e.id LIMIT $4) e ON true
{_OF_TEXT}
WHERE r.region = $1 AND r.id = $2 ORDER BY e.id"""


async def read_for_request(
    transaction: Transaction, call: Call, report: UUID, target: str, text: UUID | None
) -> Record:
    """The report, and of the thing to erase whether it is there, gone, or already asked for."""
    return await read_beside(transaction, READ_FOR_REQUEST, call, report, text, target)


async def read_for_decision(transaction: Transaction, call: Call, report: UUID, erasure: UUID) -> Record:
    """The report with one of its erasures; its columns are null when the report has no such erasure."""
    return await read_beside(transaction, READ_FOR_DECISION, call, report, erasure)


async def page(transaction: Transaction, region: str, report: UUID, after: UUID | None, limit: int) -> list[Record]:
    """Erasures after one, oldest first; a row without an erasure for a report that has none, none for no report."""
    return await transaction.fetch(PAGE, region, report, after, limit)


async def insert(
    transaction: Transaction, report: UUID, erasure: ErasureFacts, call: Call, event: RecordedEvent
) -> None:
    """The row of an erasure that was asked for by an event."""
    reason = event.texts[0].id
    what = (call.region, erasure.id, report, erasure.target, erasure.text, erasure.state, reason)
    await transaction.fetch(INSERT, *what, call.person, call.actor.agency, event.at)


async def decided(transaction: Transaction, erasure: ErasureFacts, call: Call, event: RecordedEvent) -> None:
    """The row of an erasure after the event that decided on it."""
    why = event.texts[0].id if event.texts else None
    by = (call.person, call.actor.agency, event.at, event.id, why)
    await transaction.fetch(DECIDE, call.region, erasure.id, erasure.state, *by)
