"""Who read a report is found by the report: an index over the records of reads, and what asks it.

The records stay what they are, leaves of the region's own chain. An auditor sees them all; who supervises the lead is
shown, of one report, what they say of that report and nothing beside it.

Revision ID: 0030
Revises: 0029
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"

# Searched as bytes, so that a leaf that somebody altered cannot stop what is entered beside it.
REPORTS_READ = """
CREATE FUNCTION reports_read(leaf bytea) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT named.report[1] FROM regexp_matches(encode(leaf, 'escape'),
      '"report":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g') AS named (report));
END
$$
"""
READS_OF_REPORT = """
CREATE FUNCTION reads_of_report(of_region text, of_report uuid, after_seq integer, after_place integer, most integer)
RETURNS TABLE (event uuid, seq integer, place integer, told text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held CONSTANT text[] := reading_tokens();
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) OR NOT EXISTS (SELECT FROM report r
        WHERE r.region = of_region AND r.id = of_report AND r.readers && held AND NOT r.walled && held
          AND (r.merged_into IS NULL OR NOT walled_beyond(of_region, of_report) && held)
          AND ('audit' = ANY (held) OR 'supervisor:' || r.lead_agency = ANY (held))) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT e.id, e.seq, one.place::integer, one.told::text FROM audit_event e,
        json_array_elements(convert_from(e.leaf, 'UTF8')::json->'data'->'reads') WITH ORDINALITY one (told, place)
      WHERE e.region = of_region AND e.report_id IS NULL AND e.action = 'reads.recorded'
        AND reports_read(e.leaf) @> ARRAY[of_report::text] AND one.told->>'report' = of_report::text
        AND (e.seq, one.place) > (after_seq, after_place) ORDER BY e.seq, one.place LIMIT most;
END
$$
"""
ASKING = "reads_of_report(text, uuid, integer, integer, integer)"


def upgrade() -> None:
    """Apply."""
    op.execute(REPORTS_READ)
    op.execute(f"ALTER FUNCTION reports_read(bytea) OWNER TO {OWNER}")
    op.execute(
        "CREATE INDEX audit_event_reads ON audit_event USING gin (reports_read(leaf)) WHERE action = 'reads.recorded'"
    )
    op.execute(f"CREATE POLICY reads ON audit_event FOR SELECT TO {OWNER} USING (action = 'reads.recorded')")
    op.execute(READS_OF_REPORT)
    op.execute(f"ALTER FUNCTION {ASKING} OWNER TO {OWNER}")
    op.execute(f"REVOKE ALL ON FUNCTION {ASKING} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {ASKING} TO {APP}")


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP FUNCTION {ASKING}")
    op.execute("DROP POLICY reads ON audit_event")
    op.execute("DROP INDEX audit_event_reads")
    op.execute("DROP FUNCTION reports_read(bytea)")
