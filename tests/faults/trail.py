"""What must hold in the database whatever was killed. ``admin`` is the database as superuser."""

from collections import defaultdict
from typing import Any

from tests.faults.load import Load

EVENTS = "SELECT id, report_id, version, seq, leaf_hash FROM audit_event"
REPORTS = "SELECT id, version, seq FROM report"
ANSWERS = "SELECT key, body FROM idempotency"
GAPS = """SELECT count(*) FROM (
  SELECT seq, prev, row_number() OVER told AS place, lag(leaf_hash) OVER told AS before
  FROM audit_event WINDOW told AS (PARTITION BY region, report_id ORDER BY seq)) AS event
WHERE seq <> place OR prev IS DISTINCT FROM before"""
AT_HEAD = """SELECT count(*) FROM report AS r JOIN audit_event AS e
  ON (e.region, e.report_id, e.seq, e.version, e.leaf_hash) = (r.region, r.id, r.seq, r.version, r.head)
WHERE NOT EXISTS (SELECT FROM audit_event AS later WHERE later.report_id = r.id AND later.seq > r.seq)"""
PLACES = """SELECT count(*) FROM audit_event AS e FULL JOIN
  (SELECT event_id, leaf_hash FROM audit_pending UNION ALL SELECT event_id, leaf_hash FROM audit_leaf) AS placed
  ON (placed.event_id, placed.leaf_hash) = (e.id, e.leaf_hash)"""
OUT_OF_ORDER = """SELECT count(*) FROM (
  SELECT seq, row_number() OVER (PARTITION BY e.region, report_id ORDER BY leaf_index) AS place
  FROM audit_leaf AS l JOIN audit_event AS e ON e.id = l.event_id) AS leaf WHERE seq <> place"""


async def every_request_is_written_once(load: Load, admin: Any) -> None:
    """Each answer with its version, event and leaf hash; each report with exactly what was asked of it."""
    events = {event["id"]: event for event in await admin.fetch(EVENTS)}
    asked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sent in load.sent:
        found, receipt = sent.found, sent.found["receipt"]
        event = next(event for event_id, event in events.items() if str(event_id) == receipt["event"])
        assert event["leaf_hash"].hex() == receipt["leaf_hash"]
        assert (str(event["report_id"]), event["version"]) == (found["id"], found["version"])
        asked[found["id"]].append((found["version"], sent.events))
    kept = {str(row["id"]): (row["version"], row["seq"]) for row in await admin.fetch(REPORTS)}
    assert kept == {
        report: (max(version for version, _ in commands), sum(events for _, events in commands))
        for report, commands in asked.items()
    }
    assert len(events) == sum(sent.events for sent in load.sent)
    assert {row["key"]: row["body"] for row in await admin.fetch(ANSWERS)} == {s.key: s.answer for s in load.sent}


async def the_trail_is_whole(admin: Any) -> None:
    """No report has a gap, and every event is pending or sequenced, never both or neither."""
    assert await admin.fetchval(GAPS) == 0
    assert await admin.fetchval(AT_HEAD) == await admin.fetchval("SELECT count(*) FROM report")
    events, placed, joined = await admin.fetchrow(
        f"SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM audit_pending)"
        f" + (SELECT count(*) FROM audit_leaf), ({PLACES})"
    )
    assert events == placed == joined


async def every_event_is_one_leaf(admin: Any) -> None:
    """The log counts from 0 without a gap, holds each event once, and keeps each report's order."""
    leaves = await admin.fetch("SELECT leaf_index, event_id, leaf_hash FROM audit_leaf ORDER BY leaf_index")
    assert [leaf["leaf_index"] for leaf in leaves] == list(range(len(leaves)))
    events = {event["id"]: event["leaf_hash"] for event in await admin.fetch(EVENTS)}
    assert len(leaves) == len(events)
    assert {leaf["event_id"]: leaf["leaf_hash"] for leaf in leaves} == events
    assert await admin.fetchval("SELECT size FROM audit_head") == len(leaves)
    assert await admin.fetchval("SELECT count(*) FROM audit_pending") == 0
    assert await admin.fetchval(OUT_OF_ORDER) == 0
