"""Evidence of a duplicate goes on with the report that it went into, to who reads that one.

``merged_into`` is read from what the trail says of merges that were. Row security asks ``goes_on_to`` of evidence whose
own report its reader does not see; what was seen before is seen as before.

Revision ID: 0028
Revises: 0027
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
DEFINED = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"

SAID = """(SELECT n.content::json->>'duplicate_of' FROM event_naming n
    WHERE n.region = e.region AND n.event_id = e.id AND n.content IS NOT NULL)"""
IN_THE_LEAF = "convert_from(e.leaf, 'UTF8')::json->'data'->>'duplicate_of'"
LINKED = """(SELECT l.other_id FROM report_link l WHERE l.region = r.region AND l.report_id = r.id
    AND l.kind = 'duplicate_of' ORDER BY l.created_at DESC, l.other_id LIMIT 1)"""
MERGED = f"""UPDATE report r SET merged_into = coalesce(
  (SELECT coalesce({SAID}, {IN_THE_LEAF})::uuid FROM audit_event e WHERE e.region = r.region AND e.report_id = r.id
     AND e.action = 'report.dismissed' ORDER BY e.seq DESC LIMIT 1), {LINKED})
WHERE r.outcome = 'duplicate'"""
CARRIED = """WITH RECURSIVE gone AS (
  SELECT region, merged_into AS id, classification::text AS one FROM report WHERE merged_into IS NOT NULL
  UNION SELECT g.region, r.merged_into, g.one FROM gone g JOIN report r ON r.region = g.region AND r.id = g.id
    WHERE r.merged_into IS NOT NULL)
UPDATE report r SET carried = (SELECT g.one FROM gone g WHERE g.region = r.region AND g.id = r.id
    ORDER BY array_position(ARRAY['ordinary', 'restricted', 'secret'], g.one) DESC LIMIT 1)
WHERE (r.region, r.id) IN (SELECT g.region, g.id FROM gone g)"""

# These run as the owner, because who reads the report that stays may not see the duplicate; they ask for region and
# tokens themselves. A chain of merges has no ring: nothing is merged into a duplicate.
MERGED_REPORTS = f"""
CREATE FUNCTION merged_reports(of_region text, of_report uuid) RETURNS uuid[]
{DEFINED}
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN ARRAY[of_report];
    END IF;
    RETURN (WITH RECURSIVE gone AS (SELECT of_report AS id UNION
        SELECT r.id FROM gone g JOIN report r ON r.region = of_region AND r.merged_into = g.id)
      SELECT array_agg(g.id) FROM gone g);
END
$$
"""

# Who leads the report that stays, while it is classified as strictly as whatever went into it: a merge chooses who that
# is, so that nobody else gains by it. What is secret goes on to a lead that is cleared there. Walls hold on every one.
GOES_ON_TO = f"""
CREATE FUNCTION goes_on_to(of_region text, of_report uuid, words boolean) RETURNS boolean
{DEFINED}
DECLARE
    held CONSTANT text[] := reading_tokens();
    ranks CONSTANT text[] := ARRAY['ordinary', 'restricted', 'secret'];
    here report;
    strictest integer := 0;
BEGIN
    IF held IS NULL OR 'blind' = ANY (held) OR of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN false;
    END IF;
    SELECT r.* INTO here FROM report r WHERE r.region = of_region AND r.id = of_report;
    IF here.merged_into IS NULL THEN
        RETURN false;
    END IF;
    WHILE here.merged_into IS NOT NULL LOOP
        IF here.walled && held THEN
            RETURN false;
        END IF;
        strictest := greatest(strictest, array_position(ranks, here.classification::text));
        SELECT r.* INTO here FROM report r WHERE r.region = of_region AND r.id = here.merged_into;
    END LOOP;
    IF here.id IS NULL OR here.walled && held OR NOT here.readers && held THEN
        RETURN false;
    END IF;
    IF strictest > array_position(ranks, here.classification::text) THEN
        RETURN false;
    END IF;
    IF here.classification = 'ordinary' THEN
        RETURN here.text_readers && held;
    END IF;
    IF here.classification = 'restricted' THEN
        RETURN ARRAY['desk', 'audit', 'agency:' || here.lead_agency] && held;
    END IF;
    IF NOT words AND ARRAY['desk', 'audit'] && held THEN
        RETURN true;
    END IF;
    IF ranks[strictest] = 'secret' AND NOT here.lead_agency = ANY (here.cleared) THEN
        RETURN false;
    END IF;
    RETURN 'supervisor:' || here.lead_agency = ANY (held)
        OR ARRAY(SELECT 'working:' || t.agency || ':' || t.assignee FROM task t WHERE t.region = of_region
             AND t.report_id = here.id AND t.role = 'lead' AND t.agency = here.lead_agency AND t.round = here.round
             AND t.assignee IS NOT NULL
             AND t.state IN ('offered', 'accepted', 'in_progress', 'waiting', 'done')) && held;
END
$$
"""
DUPLICATES_TO_TELL = f"""
CREATE FUNCTION duplicates_to_tell(of_region text, of_report uuid) RETURNS TABLE (id uuid, election text)
{DEFINED}
BEGIN
    RETURN QUERY SELECT r.id, r.election FROM unnest(merged_reports(of_region, of_report)) one
      JOIN report r ON r.region = of_region AND r.id = one
      WHERE of_region = current_setting('tindak.region', true) AND one <> of_report
        AND r.sealed AND r.reporter_erasure IS NULL ORDER BY r.id;
END
$$
"""
# Whom the reports accuse and wall off that a duplicate goes on to: they judge it too, and hide it.
ON_THE_WAY = """WITH RECURSIVE way AS (
        SELECT r.merged_into AS id FROM report r WHERE r.region = of_region AND r.id = of_report
        UNION SELECT r.merged_into FROM way w JOIN report r ON r.region = of_region AND r.id = w.id)
      SELECT {} FROM way w JOIN report r ON r.region = of_region AND r.id = w.id"""
WALLED_BEYOND = f"""
CREATE FUNCTION walled_beyond(of_region text, of_report uuid) RETURNS text[]
{DEFINED}
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN '{{}}';
    END IF;
    RETURN coalesce(({ON_THE_WAY.format("array_agg(DISTINCT one.token)")},
      unnest(r.walled) AS one (token) WHERE one.token ^@ 'agency:'), '{{}}');
END
$$
"""
ACCUSED_BEYOND = f"""
CREATE FUNCTION accused_beyond(of_region text, of_report uuid) RETURNS text[]
{DEFINED}
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN '{{}}';
    END IF;
    RETURN coalesce(({ON_THE_WAY.format("array_agg(DISTINCT one.agency)")},
      unnest(r.accused || r.accused_ever) AS one (agency)), '{{}}');
END
$$
"""
FUNCTIONS = {
    "walled_beyond(text, uuid)": WALLED_BEYOND,
    "accused_beyond(text, uuid)": ACCUSED_BEYOND,
    "merged_reports(text, uuid)": MERGED_REPORTS,
    "goes_on_to(text, uuid, boolean)": GOES_ON_TO,
    "duplicates_to_tell(text, uuid)": DUPLICATES_TO_TELL,
}


def _of_report(child: str, also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.report_id{also})"


KEY_READERS = f" AND (r.text_readers && {TOKENS} OR {TOKENS} @> '{{system}}')"
TEXT_READERS = f" AND r.text_readers && (SELECT {TOKENS})"
SEEN = f"readers && (SELECT {TOKENS}) AND NOT walled && (SELECT {TOKENS})"
SEEN_TO_THE_END = f"{SEEN} AND (merged_into IS NULL OR NOT walled_beyond(region, id) && (SELECT {TOKENS}))"
FORMER = {
    "evidence": _of_report("evidence"),
    "custody": _of_report("custody"),
    "evidence_key": _of_report("evidence_key", KEY_READERS),
    "report_text": _of_report("report_text", TEXT_READERS),
    "report_key": _of_report("report_key"),
    "erasure": _of_report("erasure"),
}
OF_EVIDENCE = """(EXISTS (SELECT FROM evidence v WHERE v.region = report_text.region
    AND v.report_id = report_text.report_id AND report_text.id IN (v.name_text, v.note_text))
  OR EXISTS (SELECT FROM custody y WHERE y.region = report_text.region
    AND y.report_id = report_text.report_id AND report_text.id IN (y.reason_text, y.reference_text)))"""
GOING_ON = {
    "evidence": "goes_on_to(region, report_id, false)",
    "custody": "goes_on_to(region, report_id, false)",
    "evidence_key": "goes_on_to(region, report_id, true)",
    "report_text": f"""field IN ('evidence_name', 'evidence_note', 'reason', 'reference')
  AND goes_on_to(region, report_id, true) AND {OF_EVIDENCE}""",
    "report_key": "goes_on_to(region, report_id, true)",
    "erasure": "target = 'evidence' AND goes_on_to(region, report_id, false)",
}
"""Of the rows of a duplicate, those that go on."""


def upgrade() -> None:
    """Apply."""
    op.add_column("report", sa.Column("merged_into", sa.UUID(), nullable=True))
    op.add_column("report", sa.Column("carried", sa.Text(), nullable=True))
    op.execute("ALTER TABLE report ALTER COLUMN carried TYPE classification")
    op.execute(MERGED)
    op.execute(CARRIED)
    op.create_index(
        "report_merged", "report", ["region", "merged_into"], postgresql_where=sa.text("merged_into IS NOT NULL")
    )
    op.execute(f"GRANT UPDATE (merged_into, carried) ON report TO {APP}")
    for signature, function in FUNCTIONS.items():
        op.execute(function)
        op.execute(f"ALTER FUNCTION {signature} OWNER TO {OWNER}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {APP}")
    _show("report", SEEN_TO_THE_END)
    for table, seen in FORMER.items():
        _show(table, f"({seen} OR {GOING_ON[table]})")


def downgrade() -> None:
    """Undo: what went on is read with its own report again."""
    _show("report", SEEN)
    for table, seen in FORMER.items():
        _show(table, seen)
    for signature in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {signature}")
    op.drop_index("report_merged", "report")
    op.drop_column("report", "carried")
    op.drop_column("report", "merged_into")


def _show(table: str, seen: str) -> None:
    op.execute(f"DROP POLICY visible ON {table}")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND ({seen}))")
