"""How the trail is read. An event is as visible as its report, a record of reads is for auditors alone.

An auditor's feed has no gaps.
"""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from service.storage.db.pool import Transaction
from service.storage.texts.kept_texts import SHOWN
from service.trail.reading.withheld import WITHHELD, names_hidden
from workflows.decisions.machines.subscriptions import Interest

_EVENT = """l.leaf_index, e.id AS event, encode(e.leaf_hash, 'hex') AS leaf_hash, e.action, e.report_id AS report,
  e.task_id AS task, e.agency, e.before, e.after, e.at"""

FEED = f"""SELECT {_EVENT}, {WITHHELD} AS withheld FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
LEFT JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index > $2
  AND ($4::text IS NULL OR r.id IS NOT NULL AND coalesce(e.election, 'none') = $4)
  AND ($5::text IS NULL OR e.agency = $5) AND ($6::uuid IS NULL OR e.report_id = $6)
  AND (cardinality($7::text[]) = 0 OR ARRAY[e.action, split_part(e.action, '.', 1) || '.*'] && $7)
  AND (num_nonnulls($5::text, $6::uuid) = 0 AND cardinality($7::text[]) = 0 OR NOT {WITHHELD})
ORDER BY l.leaf_index LIMIT $3"""
"""Of an election only what the caller sees: what is withheld does not say that it belongs to one. Nor does it fit what
is asked for by name (``subscriptions.Interest``)."""

STRETCH = f"""SELECT {_EVENT}, {WITHHELD} AS withheld,
  (SELECT t.due_at FROM task t WHERE t.region = e.region AND t.id = e.task_id) AS due FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
LEFT JOIN report r ON r.region = e.region AND r.id = e.report_id
WHERE l.region = $1 AND l.leaf_index > $2 AND l.leaf_index <= $3 ORDER BY l.leaf_index"""

NEWS = """WITH news AS (SELECT leaf_index, event_id FROM audit_leaf
  WHERE region = $1 AND leaf_index > $2 ORDER BY leaf_index LIMIT $3)
SELECT (SELECT max(leaf_index) FROM news) AS upto, ARRAY(
  SELECT DISTINCT token FROM news n JOIN audit_event e ON e.region = $1 AND e.id = n.event_id
  JOIN report r ON r.region = $1 AND r.id = e.report_id, unnest(r.readers || r.walled
    || CASE WHEN r.merged_into IS NOT NULL THEN walled_beyond(r.region, r.id) ELSE '{}' END) AS token) AS named"""

HISTORY = f"""SELECT {_EVENT}, r.classification, e.seq, e.version, encode(e.prev, 'hex') AS prev,
  e.actor_person, e.actor_agency, e.actor_role, convert_from(e.leaf, 'UTF8') AS leaf,
  (SELECT n.content FROM event_naming n WHERE n.region = e.region AND n.event_id = e.id) AS naming,
  {names_hidden("e")} AS names_hidden,
  (SELECT json_agg(x) FROM (SELECT id, field, {SHOWN} AS content FROM report_text x
   WHERE x.region = e.region AND x.report_id = e.report_id AND x.event_id = e.id) x) AS texts
FROM audit_event e
JOIN report r ON r.region = e.region AND r.id = e.report_id
LEFT JOIN audit_leaf l ON l.region = e.region AND l.event_id = e.id
WHERE e.region = $1 AND e.report_id = $2 AND e.seq > $3 ORDER BY e.seq LIMIT $4"""

# A report counts for the election that it belonged to at the leaf, so that it is filtered once its standing is known.
SUMMARY = """WITH standing AS (
  SELECT DISTINCT ON (e.report_id) e.report_state AS state, e.category, e.severity, e.area,
    coalesce(e.lead_agency, '-') AS agency, coalesce(e.election, 'none') AS election
  FROM audit_leaf l JOIN audit_event e ON e.region = l.region AND e.id = l.event_id
  JOIN report r ON r.region = e.region AND r.id = e.report_id
  WHERE l.region = $1 AND l.leaf_index <= $2
  ORDER BY e.report_id, e.seq DESC),
changed AS (SELECT coalesce(r.election, 'none') AS election, count(*) AS clocks
  FROM clock c JOIN report r ON r.region = c.region AND r.id = c.report_id
  WHERE c.region = $1 AND c.calendar_changed AND c.stopped_at IS NULL GROUP BY 1)
SELECT grouping(state) AS no_state, grouping(category) AS no_category, grouping(agency) AS no_agency,
  grouping(area) AS no_area, state, category, agency, area, election, count(*),
  (SELECT g.clocks FROM changed g WHERE g.election = standing.election) AS calendar_changed
FROM standing WHERE $3::text IS NULL OR election = $3 GROUP BY GROUPING SETS
  ((election), (election, state), (election, category), (election, agency), (election, area))"""

LAST_LEAF = "SELECT coalesce(max(leaf_index), -1) FROM audit_leaf WHERE region = $1"
LEAF_AT = """SELECT coalesce(max(l.leaf_index), -1) FROM audit_leaf l
WHERE l.region = $1 AND l.sequenced_at <= $2"""


async def feed(
    transaction: Transaction, region: str, after: int, limit: int, election: str | None, interest: Interest
) -> list[Record]:
    """Events after a leaf index, in the order of the log: all that fit, of all reports or of those of an election."""
    named = (interest.agency, interest.report, sorted(interest.actions))
    return await transaction.fetch(FEED, region, after, limit, election, *named)


async def stretch(transaction: Transaction, region: str, after: int, upto: int) -> list[Record]:
    """The events of a stretch of the log, ``upto`` the last."""
    return await transaction.fetch(STRETCH, region, after, upto)


async def news(transaction: Transaction, region: str, after: int, most: int) -> Record:
    """How far the log goes on after a leaf index, ``most`` leaves at most, and all tokens that its reports name.

    ``upto`` is null when it does not go on.
    """
    (found,) = await transaction.fetch(NEWS, region, after, most)
    return found


async def history(transaction: Transaction, region: str, report: UUID, after: int, limit: int) -> list[Record]:
    """The events of one report after its event number ``after``; none when the report is hidden."""
    return await transaction.fetch(HISTORY, region, report, after, limit)


async def summary(transaction: Transaction, region: str, leaf: int, election: str | None) -> list[Record]:
    """Counts over the reports that the caller sees, as they stood at a leaf, each election by itself."""
    return await transaction.fetch(SUMMARY, region, leaf, election)


async def last_leaf(transaction: Transaction, region: str, at: datetime | None) -> int:
    """The newest leaf of a region, or the newest at a time; -1 when there is none."""
    args = (LAST_LEAF, region) if at is None else (LEAF_AT, region, at)
    return int(await transaction.fetchval(*args))
