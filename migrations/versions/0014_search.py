"""The words by which a report is found, and the reports of the same place, kind and days.

Revision ID: 0014
Revises: 0013
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
SEEN = (
    "region = current_setting('tindak.region', true) AND EXISTS (SELECT FROM report r"
    f" WHERE r.region = report_words.region AND r.id = report_words.report_id AND r.text_readers && (SELECT {TOKENS}))"
)
SOUGHT = (
    "(coalesce({0}title, ''::tsvector) || coalesce({0}description, ''::tsvector)"
    " || array_to_tsvector(ARRAY[('region '::text || {0}region)]))"
)

FILL = """INSERT INTO report_words (region, report_id, title, description)
SELECT r.region, r.id, setweight(to_tsvector('indonesian', t.content), 'A'), to_tsvector('indonesian', d.content)
FROM report r
JOIN report_text t ON t.region = r.region AND t.id = r.title_text
JOIN report_text d ON d.region = r.region AND d.id = r.description_text
WHERE num_nonnulls(t.content, d.content) > 0"""

# PostgreSQL compares rows with a caller's words only after row security has let them pass, so that under it no index of
# words is ever used. This runs as the owner and asks for region and tokens itself; who calls it joins what it found
# with the report, under row security.
FOUND_REPORTS = f"""
CREATE FUNCTION found_reports(of_region text, query text) RETURNS TABLE (id uuid, rank integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    sought tsquery := websearch_to_tsquery('indonesian', query);
    held text[] := {TOKENS};
BEGIN
    IF numnode(sought) = 0 OR of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT r.id, (1000000 * ts_rank(coalesce(w.title, '') || coalesce(w.description, ''), sought))::integer
      FROM public.report_words w JOIN public.report r ON r.region = w.region AND r.id = w.report_id
      WHERE w.region = of_region AND {SOUGHT.format("w.")} @@ (quote_literal('region ' || of_region)::tsquery && sought)
        AND r.readers && held AND r.text_readers && held AND NOT r.walled && held;
END
$$
"""

COMMON = (
    "ada,agar,akan,atas,atau,bahwa,dalam,dan,dari,dengan,di,hadap,hal,hingga,ini,itu,juga,karena,ke,lalu,maka,namun,"
    "oleh,pada,para,saat,sebaga,sebut,secara,sehingga,serta,sudah,telah,tetap,tidak,untuk,yaitu,yang"
)
"""Words that say nothing of what a text is about, without their endings."""

# The index gives the newest of the place, kind and days; only where there are any are words made of the texts. OFFSET 0
# keeps what is reckoned for a row from being reckoned anew wherever it is named. Who calls it joins what it found with
# the report, under row security.
POSSIBLE_DUPLICATES = f"""
CREATE FUNCTION possible_duplicates(of_region text, of_area text, of_category text, at timestamptz,
    title text, description text, self uuid, most integer) RETURNS TABLE (report uuid, similarity float8)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held CONSTANT text[] := {TOKENS};
    common CONSTANT text[] := '{{{COMMON}}}';
    near uuid[];
    own tsvector;
    each text[];
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN;
    END IF;
    near := ARRAY(SELECT r.id FROM public.report r
      WHERE r.region = of_region AND r.area = of_area AND r.category = of_category
        AND r.occurred_at BETWEEN at - interval '3 days' AND at + interval '3 days'
        AND r.readers && held AND r.text_readers && held AND NOT r.walled && held
        AND r.outcome IS DISTINCT FROM 'duplicate' AND r.id IS DISTINCT FROM self
      ORDER BY r.occurred_at DESC LIMIT most);
    IF cardinality(near) = 0 THEN
        RETURN;
    END IF;
    own := ts_delete(to_tsvector('indonesian', concat_ws(' ', title, description)), common);
    each := tsvector_to_array(own);
    IF cardinality(each) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM (SELECT w.report_id,
        2.0::float8 * (length(w.theirs) - length(ts_delete(w.theirs, each))) / (length(w.theirs) + length(own)) AS alike
      FROM (SELECT x.report_id,
          ts_delete(coalesce(x.title, ''::tsvector) || coalesce(x.description, ''::tsvector), common) AS theirs
        FROM public.report_words x WHERE x.region = of_region AND x.report_id = ANY (near) OFFSET 0) w OFFSET 0) found
      WHERE found.alike >= 0.4 ORDER BY found.alike DESC, found.report_id DESC LIMIT 5;
END
$$
"""
FUNCTIONS = {
    "found_reports(text, text)": FOUND_REPORTS,
    "possible_duplicates(text, text, text, timestamptz, text, text, uuid, integer)": POSSIBLE_DUPLICATES,
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_words",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("title", postgresql.TSVECTOR(), nullable=True),
        sa.Column("description", postgresql.TSVECTOR(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="report_words_of_report"),
        sa.PrimaryKeyConstraint("region", "report_id"),
    )
    op.execute(FILL)
    op.execute(f"CREATE INDEX report_words_sought ON report_words USING gin ({SOUGHT.format('')})")
    op.execute("CREATE INDEX report_by_day ON report (region, area, category, occurred_at)")
    op.execute("ALTER TABLE report_words ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE report_words FORCE ROW LEVEL SECURITY")
    in_region = "region = current_setting('tindak.region', true)"
    op.execute(f"CREATE POLICY visible ON report_words FOR SELECT TO {APP} USING ({SEEN})")
    op.execute(f"CREATE POLICY entered ON report_words FOR INSERT TO {APP} WITH CHECK ({in_region})")
    op.execute(f"CREATE POLICY changed ON report_words FOR UPDATE TO {APP} USING ({SEEN}) WITH CHECK ({in_region})")
    op.execute(f"CREATE POLICY routine_select ON report_words FOR SELECT TO {OWNER} USING (true)")
    op.execute(f"GRANT SELECT, INSERT, UPDATE (title, description) ON report_words TO {APP}")
    op.execute(f"ALTER TABLE report_words OWNER TO {OWNER}")
    for signature, function in FUNCTIONS.items():
        op.execute(function)
        op.execute(f"ALTER FUNCTION {signature} OWNER TO {OWNER}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {APP}")


def downgrade() -> None:
    """Undo."""
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    op.execute("DROP INDEX report_by_day")
    op.drop_table("report_words")
