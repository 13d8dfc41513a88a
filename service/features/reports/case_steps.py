"""The steps of a report's case, and of its administrative violation, as its events tell them.

When each was done, what a discussion decided, and whether a decision led on to anything.
"""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from service.storage.db.pool import Transaction
from workflows.codes.administrative import AdministrativeStep, ViolationFinding
from workflows.codes.cases import CaseDecision, CaseStep
from workflows.codes.states import ADMINISTRATIVE_PAST, CASE_PAST
from workflows.decisions.gakkumdu.case_limits import Taken

STEPS = """SELECT e.action, t.data ->> 'at' AS at, t.data ->> 'decision' AS decision, t.data ->> 'finding' AS finding,
  t.data ->> 'candidacy_cancelled' AS cancelled FROM audit_event e
CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::json -> 'data' AS data) t
WHERE e.region = $1 AND e.report_id = $2 AND (e.action LIKE 'case.%' OR e.action LIKE 'administrative.%')
ORDER BY e.seq"""
_STEP_OF: dict[str, CaseStep | AdministrativeStep] = {
    **{past: step for step, past in CASE_PAST.items()},
    **{past: step for step, past in ADMINISTRATIVE_PAST.items()},
}


async def case_steps(transaction: Transaction, region: str, report: UUID) -> list[Taken]:
    """Every step that was taken, oldest first; none of a report that has gone neither way."""
    return [_taken(row) for row in await transaction.fetch(STEPS, region, report)]


def _taken(row: Record) -> Taken:
    decided = None if row["decision"] is None else CaseDecision(row["decision"])
    led_on = row["finding"] != ViolationFinding.NOT_PROVEN and row["cancelled"] != "false"
    return Taken(_STEP_OF[row["action"]], datetime.fromisoformat(row["at"]), decided, led_on)
