"""How proposals are kept and read, under row security as their report is."""

from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import CLOCKS, COLUMNS, KEY, PAUSABLE, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import KEPT

INSERT = Insert(
    "proposal",
    (
        "region", "id", "report_id", "kind", "asks", "was", "protections", "state", "reason_text",
        "requested_by", "requested_agency", "requested_at",
    ),
)  # fmt: skip
DECIDE = Update(
    "proposal",
    ("state", "decided_by", "decided_agency", "decided_at", "decided_event", "decision_text"),
    ("region", "id"),
    (),
    "state = 'requested'",
)
REASON, DECISION = KEPT.format("why"), KEPT.format("what")
_PROPOSAL = f"""p.id AS proposal_id, p.asks, p.was, p.protections, p.state AS proposal_state, p.requested_by,
  p.requested_agency, p.requested_at, p.decided_by, p.decided_agency, p.decided_at,
  (SELECT {REASON} FROM report_text why WHERE why.region = p.region AND why.id = p.reason_text) AS reason,
  (SELECT {DECISION} FROM report_text what WHERE what.region = p.region AND what.id = p.decision_text) AS decision"""
READ_FOR_DECISION = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {CLOCKS}, {PAUSABLE}, {KEY}, {_PROPOSAL}
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3
LEFT JOIN proposal p ON p.region = r.region AND p.report_id = r.id AND p.id = $6"""
PAGE = f"""SELECT {COLUMNS}, {TASKS}, {_PROPOSAL}
FROM report r LEFT JOIN LATERAL (SELECT * FROM proposal p WHERE p.region = r.region AND p.report_id = r.id
  AND ($3::uuid IS NULL OR p.id > $3) ORDER BY p.id LIMIT $4) p ON true
WHERE r.region = $1 AND r.id = $2 ORDER BY p.id"""


async def read_for_decision(transaction: Transaction, call: Call, report: UUID, proposal: UUID) -> Record:
    """The report with one of its proposals; its columns are null when the report has no such proposal."""
    return await read_beside(transaction, READ_FOR_DECISION, call, report, proposal)


async def page(transaction: Transaction, region: str, report: UUID, after: UUID | None, limit: int) -> list[Record]:
    """Proposals after one, oldest first; a row without a proposal for a report that has none, none for no report."""
    return await transaction.fetch(PAGE, region, report, after, limit)
