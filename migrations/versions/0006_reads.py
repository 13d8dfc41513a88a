"""Records of reads: a chain of each region's own among its events, which belongs to no report.

What belongs to a report keeps every constraint. What belongs to none has no report, no state and no codes, one number
after the other, and follows what it names as its predecessor; the table refuses anything between the two. There is no
way down once a read has been recorded: the trail forgets nothing, and the columns are needed then.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER = "tindak_owner"
OF_A_REPORT = ("report_id", "report_state", "category", "severity", "area")

CHAINED = "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
WHOLE = (
    f"{CHAINED} AND num_nulls(report_id, report_state, category, severity, area)"
    " = CASE WHEN action = 'reads.recorded' THEN 5 ELSE 0 END"
)

REFUSE_GAP = """
CREATE FUNCTION refuse_gap_of_reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq > 1 AND NOT EXISTS (SELECT FROM audit_event e WHERE e.region = NEW.region AND e.report_id IS NULL
        AND e.seq = NEW.prev_seq AND e.leaf_hash = NEW.prev) THEN
        RAISE EXCEPTION 'a record of reads follows one that is not there' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END
$$
"""


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE audit_event " + ", ".join(f"ALTER COLUMN {name} DROP NOT NULL" for name in OF_A_REPORT))
    op.execute("ALTER TABLE audit_pending ALTER COLUMN report_id DROP NOT NULL")
    op.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_prev_is_whole")
    op.execute(f"ALTER TABLE audit_event ADD CONSTRAINT audit_event_is_whole CHECK ({WHOLE})")
    op.execute("CREATE UNIQUE INDEX audit_event_reads_once ON audit_event (region, seq) WHERE report_id IS NULL")
    op.execute(REFUSE_GAP)
    op.execute(f"ALTER FUNCTION refuse_gap_of_reads() OWNER TO {OWNER}")
    op.execute(
        "CREATE TRIGGER no_gap_of_reads BEFORE INSERT ON audit_event FOR EACH ROW WHEN (NEW.report_id IS NULL) "
        "EXECUTE FUNCTION refuse_gap_of_reads()"
    )
    op.execute("ALTER TABLE audit_event ENABLE ALWAYS TRIGGER no_gap_of_reads")


def downgrade() -> None:
    """Undo; refused by the columns themselves once a read has been recorded."""
    op.execute("DROP TRIGGER no_gap_of_reads ON audit_event")
    op.execute("DROP FUNCTION refuse_gap_of_reads()")
    op.execute("DROP INDEX audit_event_reads_once")
    op.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_is_whole")
    op.execute(f"ALTER TABLE audit_event ADD CONSTRAINT audit_event_prev_is_whole CHECK ({CHAINED})")
    op.execute("ALTER TABLE audit_pending ALTER COLUMN report_id SET NOT NULL")
    op.execute("ALTER TABLE audit_event " + ", ".join(f"ALTER COLUMN {name} SET NOT NULL" for name in OF_A_REPORT))
