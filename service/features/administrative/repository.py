"""How administrative violations are read. Their state is that of their last event: no table keeps it again."""

from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.features.reports.case_steps import PATH
from service.features.reports.repository import COLUMNS, KEY, TASKS
from service.storage.db.pool import Transaction
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from service.storage.texts.kept_texts import SHOWN
from workflows.codes.actions import AMENDED, REPORTED
from workflows.codes.reports import Classification
from workflows.codes.states import WALL_RAISED
from workflows.decisions.administrative.violation_steps import KPU

STEPS = f"""(SELECT json_agg(s ORDER BY s.seq) FROM (
  SELECT e.seq, e.id AS event, e.action, e.before, e.after, e.at, e.actor_person AS person, e.actor_agency AS agency,
    e.actor_role AS role, convert_from(e.leaf, 'UTF8') AS leaf,
    (SELECT json_object_agg(x.id, {SHOWN}) FROM report_text x
     WHERE x.region = e.region AND x.report_id = e.report_id AND x.event_id = e.id) AS texts
  FROM audit_event e
  WHERE e.region = r.region AND e.report_id = r.id AND e.action LIKE 'administrative.%') s) AS steps"""

AT_THE_DESK = """EXISTS (SELECT FROM gakkumdu_case c WHERE c.region = r.region AND c.report_id = r.id
  AND c.state NOT IN ('unregistered', 'stopped')) AS at_the_desk"""

SHUT_OUT = f"""ARRAY(SELECT DISTINCT p.person FROM audit_event e
  CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::jsonb -> 'data' AS data) t
  CROSS JOIN LATERAL (SELECT CASE e.action WHEN '{REPORTED}' THEN t.data ELSE t.data -> 'changed' END AS now) c
  CROSS JOIN LATERAL unnest(ARRAY[e.actor_person, (t.data ->> 'for')::uuid]) AS p(person)
  WHERE e.region = r.region AND e.report_id = r.id AND e.action IN ('{REPORTED}', '{AMENDED}', '{WALL_RAISED}')
    AND p.person IS NOT NULL AND (c.now ->> 'classification' = '{Classification.SECRET}'
      OR c.now -> 'accused' ? '{KPU}' OR c.now -> 'walled' ? '{KPU}')) AS shut_out_by"""
"""Who made the report secret, accused KPU or walled it off, at intake or since, whatever became of it."""

READ = f"SELECT {COLUMNS}, {STEPS}, {PATH}, {SHUT_OUT} FROM report r WHERE r.region = $1 AND r.id = $2"
READ_FOR_STEP = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT})
SELECT flight.won, {SEEN}, {COLUMNS}, {TASKS}, {KEY}, {STEPS}, {PATH}, {SHUT_OUT}, {AT_THE_DESK}
FROM flight LEFT JOIN report r ON r.region = $4 AND r.id = $5
LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


async def read(transaction: Transaction, region: str, report: UUID) -> Record | None:
    """A report with the steps of its administrative violation, or None for no report."""
    return await transaction.fetchrow(READ, region, report)


async def read_for_step(transaction: Transaction, call: Call, report: UUID) -> Record:
    """The same beside the first answer under this key; the report's columns are null when it is not there."""
    return await read_beside(transaction, READ_FOR_STEP, call, report)
