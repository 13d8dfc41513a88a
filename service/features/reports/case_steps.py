"""The steps of a report's case as its events tell them: when each was done, and what a discussion decided."""

from datetime import datetime
from uuid import UUID

from service.storage.db.pool import Transaction
from workflows.codes.cases import CaseDecision
from workflows.codes.states import CASE_PAST
from workflows.decisions.gakkumdu.case_limits import Taken

STEPS = """SELECT e.action, t.data ->> 'at' AS at, t.data ->> 'decision' AS decision FROM audit_event e
CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::json -> 'data' AS data) t
WHERE e.region = $1 AND e.report_id = $2 AND e.action LIKE 'case.%' ORDER BY e.seq"""
_STEP_OF = {past: step for step, past in CASE_PAST.items()}


async def case_steps(transaction: Transaction, region: str, report: UUID) -> list[Taken]:
    """Every step that was taken, oldest first; none of a report without a case."""
    rows = await transaction.fetch(STEPS, region, report)
    return [_taken(row["action"], row["at"], row["decision"]) for row in rows]


def _taken(action: str, at: str, decision: str | None) -> Taken:
    decided = None if decision is None else CaseDecision(decision)
    return Taken(_STEP_OF[action], datetime.fromisoformat(at), decided)
