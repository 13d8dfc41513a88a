"""How cases are read and written. A case is as visible as its report, its words as the report's texts."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.repository import CLOCKS, COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Part, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import SHOWN
from workflows.access import visibility
from workflows.decisions.gakkumdu.path import CaseFacts

_MUTABLE = (
    "state",
    "register_number",
    "sigaplapor_number",
    "form",
    "police_number",
    "police_receipt",
    "bundle",
    "registered_at",
    "step_at",
)
INSERT_CASE = Insert("gakkumdu_case", ("region", "report_id", *_MUTABLE))
UPDATE_CASE = Update("gakkumdu_case", _MUTABLE, ("region", "report_id"))

_CASE = ", ".join(f"c.{name} AS case_{name}" for name in _MUTABLE)
_OF_CASE = "LEFT JOIN gakkumdu_case c ON c.region = r.region AND c.report_id = r.id"
STEPS = f"""(SELECT json_agg(s ORDER BY s.seq) FROM (
  SELECT e.seq, e.id AS event, e.action, e.before, e.after, e.at, e.actor_person AS person, e.actor_agency AS agency,
    e.actor_role AS role, convert_from(e.leaf, 'UTF8') AS leaf,
    (SELECT json_object_agg(x.id, {SHOWN}) FROM report_text x
     WHERE x.region = e.region AND x.report_id = e.report_id AND x.event_id = e.id) AS texts
  FROM audit_event e WHERE e.region = r.region AND e.report_id = r.id AND e.action LIKE 'case.%') s) AS steps"""

READ = f"SELECT {COLUMNS}, {_CASE}, {STEPS} FROM report r {_OF_CASE} WHERE r.region = $1 AND r.id = $2"
READ_FOR_STEP = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {CLOCKS}, {KEY}, {_CASE}, {STEPS},
  EXISTS (SELECT FROM gakkumdu_case o JOIN report q ON q.region = o.region AND q.id = o.report_id
    WHERE o.region = $4 AND o.register_number = $6 AND o.report_id <> $5
      AND q.readers && $7::text[] AND NOT q.walled && $7::text[]) AS number_known
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5 {_OF_CASE}
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


async def read(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """A report's case with its steps, its columns null when there is none yet; None for no report."""
    return await transaction.fetchrow(READ, region, report)


async def read_for_step(transaction: Transaction, call: Call, report: UUID, number: str | None) -> Record:
    """The same beside the first answer under this key; and whether a case that shows has this register number.

    Who holds a task of a secret report may act on it, and still is told nothing of its numbers.
    """
    held = list(visibility.tokens(call.actor))
    return await read_beside(transaction, READ_FOR_STEP, call, report, number, held)


def case_part(region: str, report: UUID, case: CaseFacts, *, new: bool) -> Part:
    """The row of a case after a step."""
    values: tuple[Any, ...] = tuple(
        sorted(case.bundle) if name == "bundle" else getattr(case, name) for name in _MUTABLE
    )
    return Part(INSERT_CASE, [(region, report, *values)]) if new else Part(UPDATE_CASE, [(*values, region, report)])
