"""What an export is made of: read by cursors in the order of an index, under row security, from one snapshot.

Parameters: the region and the leaf index as of which it is. A report's codes stand beside each of its events, so that
its newest event up to the leaf says how it stood there; the leaves say the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.features.reports.repository import ORIGIN
from service.trail.tlog.tree_rows import root_of
from workflows.clocks.warnings import WHOLE
from workflows.codes.policy import RIGHT_HOLDERS
from workflows.codes.reports import ReportTrigger
from workflows.codes.states import CLOCK_EXTENDED, CLOCK_RECOUNTED, CLOCK_WARNED, REPORT_PAST
from workflows.decisions.clocks.gathered_clocks import STARTED, STOPPED
from workflows.decisions.gakkumdu.steps import STOPPED_BY, STOPPED_WITH_IT
from workflows.trail.as_of import REPORT_TELLS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

PREFETCH = 100
"""Rows that are made into lines in one go: others wait for as long as that takes."""

_UP_TO = """FROM audit_event e JOIN audit_leaf l ON l.region = e.region AND l.event_id = e.id
  WHERE e.region = {0}.region AND e.report_id = {0}.{1} AND l.leaf_index <= $2"""
_OF_REPORT, _OF_TASK = _UP_TO.format("r", "id"), _UP_TO.format("t", "report_id")
_TELLS = ", ".join(f"'{action}'" for action in REPORT_TELLS)

REPORTS = f"""SELECT r.id, n.*, told.leaves FROM report r
CROSS JOIN LATERAL (SELECT e.report_state, e.category, e.severity, e.area, e.election, e.lead_agency, e.version, e.at
  {_OF_REPORT} ORDER BY e.seq DESC LIMIT 1) n
CROSS JOIN LATERAL (SELECT array_agg(e.leaf ORDER BY e.seq) AS leaves {_OF_REPORT} AND e.action IN ({_TELLS})) told
WHERE r.region = $1 ORDER BY r.id"""

TASKS = f"""SELECT t.id, t.report_id, t.agency, n.election, told.leaves, {ORIGIN} FROM task t
CROSS JOIN LATERAL (SELECT e.election {_OF_TASK} ORDER BY e.seq DESC LIMIT 1) n
CROSS JOIN LATERAL (SELECT array_agg(e.leaf ORDER BY e.seq) AS leaves {_OF_TASK} AND e.task_id = t.id) told
WHERE t.region = $1 AND told.leaves IS NOT NULL ORDER BY t.id"""

EVENTS = """SELECT l.leaf_index, e.id, e.action, e.report_id, e.task_id, e.agency, e.before, e.after, e.actor_agency,
  e.actor_role, e.at, encode(e.leaf_hash, 'hex') AS leaf_hash
FROM audit_leaf l JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index <= $2 ORDER BY l.leaf_index"""

NEWEST = "SELECT coalesce(max(leaf_index), -1) FROM audit_leaf WHERE region = $1"


async def rows(connection: Any, sql: str, region: str, leaf: int) -> AsyncIterator[Any]:
    """The rows of a statement, never more than a hundred of them in memory."""
    async for row in connection.cursor(sql, region, leaf, prefetch=PREFETCH):
        yield row


async def newest_leaf(connection: Any, region: str) -> int:
    """The newest leaf of the region's log; -1 when it has none."""
    return int(await connection.fetchval(NEWEST, region))


async def root(connection: Any, region: str, size: int) -> bytes:
    """The root of the log's tree as it was at ``size`` leaves."""
    return await root_of(connection, region, size)


_ENDS = ", ".join(f"'{REPORT_PAST[trigger]}'" for trigger in (ReportTrigger.CLOSE, ReportTrigger.DISMISS))
_WITH_THE_CASE = ", ".join(f"'{kind}'" for kind in STOPPED_WITH_IT)
_PAIRS = ", ".join(f"('{action}', '{kind}')" for action, kind in sorted(STOPPED_BY))
_RIGHTS = ", ".join(f"'{owner}'" for owner in sorted(RIGHT_HOLDERS))
_STOPS = f"""convert_from(e.leaf, 'UTF8')::jsonb->'data'->'{STOPPED}' ? c.kind::text
    OR (e.before IS DISTINCT FROM e.after AND (e.action, c.kind::text) IN ({_PAIRS}))
    OR (e.action LIKE 'case.%_discussed' AND e.after = 'stopped' AND c.kind::text IN ({_WITH_THE_CASE}))
    OR EXISTS (SELECT FROM clock a WHERE a.region = e.region AND a.report_id = e.report_id AND a.kind = c.kind
      AND convert_from(e.leaf, 'UTF8')::jsonb->'data'->'{STARTED}'
        @> jsonb_build_array(jsonb_build_object('clock', a.id::text)))
    OR e.action IN ({_ENDS})"""
# An event says which limits run no longer by it; those of before it did are known by what they were, and by the limit
# that an event begins anew: the desk's registration ended the handling only where it began another.
# The last warning of a legal clock up to the leaf says whether its limit has passed; an extension that came after it,
# or a count by another calendar, counts anew. Whose a clock is and on what law it rests never changes: a right of the
# reporter or of the parties lapses, and no agency is late.
OVERDUE = f"""SELECT DISTINCT ON (w.clock) w.report_id, w.leaf, n.election, c.whose, c.basis,
  CASE WHEN v.verified THEN r.register_number END AS register_number
FROM (SELECT e.report_id, e.seq, e.leaf, (convert_from(e.leaf, 'UTF8')::json->'data'->>'clock')::uuid AS clock
  FROM audit_event e JOIN audit_leaf l ON l.region = e.region AND l.event_id = e.id
  WHERE e.region = $1 AND e.action = '{CLOCK_WARNED}' AND l.leaf_index <= $2
    AND (convert_from(e.leaf, 'UTF8')::json->'data'->>'percent')::int = {WHOLE}) w
JOIN clock c ON c.region = $1 AND c.id = w.clock AND c.family = 'legal' AND c.whose NOT IN ({_RIGHTS})
JOIN report r ON r.region = $1 AND r.id = w.report_id
CROSS JOIN LATERAL (SELECT e.report_state, e.election {_OF_REPORT} ORDER BY e.seq DESC LIMIT 1) n
CROSS JOIN LATERAL (SELECT EXISTS (SELECT {_OF_REPORT} AND e.action = 'report.verified') AS verified) v
WHERE n.report_state <> 'closed' AND NOT EXISTS (SELECT {_OF_REPORT} AND e.seq > w.seq
  AND e.action IN ('{CLOCK_EXTENDED}', '{CLOCK_RECOUNTED}')
  AND convert_from(e.leaf, 'UTF8')::json->'data'->>'clock' = w.clock::text)
  AND NOT EXISTS (SELECT {_OF_REPORT} AND e.seq > w.seq AND ({_STOPS}))
ORDER BY w.clock, w.seq DESC"""
SEQUENCED_AT = "SELECT sequenced_at FROM audit_leaf WHERE region = $1 AND leaf_index = $2"


async def sequenced_at(connection: Any, region: str, leaf: int) -> datetime | None:
    """When a leaf entered the log."""
    found: datetime | None = await connection.fetchval(SEQUENCED_AT, region, leaf)
    return found


_OF_FORMER = """FROM clock c JOIN report r ON r.region = c.region AND r.id = c.report_id
WHERE c.region = $1 AND c.calendar_changed AND c.stopped_at IS NULL"""
FORMER_CALENDAR = f"""SELECT c.report_id, c.kind, c.whose, c.due_at, c.basis, r.register_number
{_OF_FORMER} ORDER BY c.due_at, c.id"""


async def former_calendar(connection: Any, region: str) -> list[Any]:
    """The legal clocks that run by a calendar of before, now, whatever the leaf."""
    found: list[Any] = await connection.fetch(FORMER_CALENDAR, region)
    return found


async def count_former_calendar(connection: Any, region: str) -> int:
    """How many they are."""
    return int(await connection.fetchval(f"SELECT count(*) {_OF_FORMER}", region))
