"""Words are read from texts by the service: the database is given them, and a question in its own form.

``reading`` says which reading made the words of a row. This writes none anew: `tindak migrate` does after the
migrations, in batches (``service.storage.texts.rereading``). Back again, PostgreSQL's words are made in batches here.

Revision ID: 0027
Revises: 0026
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
SOUGHT = (
    "(coalesce(w.title, ''::tsvector) || coalesce(w.description, ''::tsvector)"
    " || array_to_tsvector(ARRAY[('region '::text || w.region)]))"
)
DEFINED = "LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS {rows} SET search_path = pg_catalog, public, pg_temp AS $$"

# Why these run as the owner, and ask for region and tokens themselves, stands in 0014.
FOUND_REPORTS = f"""
CREATE FUNCTION found_reports(of_region text, {{asked}}) RETURNS TABLE (id uuid, rank integer)
{DEFINED.format(rows=100)}
DECLARE
    {{own}}held text[] := {TOKENS};
BEGIN
    IF numnode(sought) = 0 OR of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT r.id, (1000000 * ts_rank(coalesce(w.title, '') || coalesce(w.description, ''), sought))::integer
      FROM public.report_words w JOIN public.report r ON r.region = w.region AND r.id = w.report_id
      WHERE w.region = of_region AND {SOUGHT} @@ (quote_literal('region ' || of_region)::tsquery && sought)
        AND r.readers && held AND r.text_readers && held AND NOT r.walled && held;
END
$$
"""

COMMON = (
    "ada,agar,akan,atas,atau,bahwa,dalam,dan,dari,dengan,di,hadap,hal,hingga,ini,itu,juga,karena,ke,lalu,maka,namun,"
    "oleh,pada,para,saat,sebaga,sebut,secara,sehingga,serta,sudah,telah,tetap,tidak,untuk,yaitu,yang"
)
"""What the words that every text has were to PostgreSQL; since, who asks says which those are."""

POSSIBLE_DUPLICATES = f"""
CREATE FUNCTION possible_duplicates(of_region text, of_area text, of_category text, at timestamptz,
    {{asked}}, self uuid, most integer) RETURNS TABLE (report uuid, similarity float8)
{DEFINED.format(rows=2)}
DECLARE
    held CONSTANT text[] := {TOKENS};
    {{constant}}near uuid[];
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
    own := ts_delete({{words}}, common);
    each := tsvector_to_array(own);
    IF each IS NULL OR cardinality(each) = 0 THEN
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
    "found_reports(text, tsquery)": FOUND_REPORTS.format(asked="sought tsquery", own=""),
    "possible_duplicates(text, text, text, timestamptz, tsvector, text[], uuid, integer)": POSSIBLE_DUPLICATES.format(
        asked="words tsvector, common text[]", constant="", words="words"
    ),
}
FORMER = {
    "found_reports(text, text)": FOUND_REPORTS.format(
        asked="query text", own="sought tsquery := websearch_to_tsquery('indonesian', query);\n    "
    ),
    "possible_duplicates(text, text, text, timestamptz, text, text, uuid, integer)": POSSIBLE_DUPLICATES.format(
        asked="title text, description text",
        constant=f"common CONSTANT text[] := '{{{COMMON}}}';\n    ",
        words="to_tsvector('indonesian', concat_ws(' ', title, description))",
    ),
}

BATCH = 1_000
REGIONS = "SELECT DISTINCT region FROM report_words ORDER BY region"
NEXT = f"""SELECT report_id FROM report_words WHERE region = :region AND report_id > :after
ORDER BY report_id LIMIT {BATCH}"""
FORMER_WORDS = """UPDATE report_words w
SET title = setweight(to_tsvector('indonesian', t.content), 'A'), description = to_tsvector('indonesian', d.content)
FROM report r
LEFT JOIN report_text t ON t.region = r.region AND t.id = r.title_text
LEFT JOIN report_text d ON d.region = r.region AND d.id = r.description_text
WHERE w.region = :region AND w.report_id = ANY (:reports) AND r.region = w.region AND r.id = w.report_id"""


def upgrade() -> None:
    """Apply."""
    op.add_column("report_words", sa.Column("reading", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    _replace(FORMER, FUNCTIONS)


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        _write_former_words()
    _replace(FUNCTIONS, FORMER)
    op.drop_column("report_words", "reading")


def _replace(old: dict[str, str], new: dict[str, str]) -> None:
    for signature in old:
        op.execute(f"DROP FUNCTION {signature}")
    for signature, function in new.items():
        op.execute(function)
        op.execute(f"ALTER FUNCTION {signature} OWNER TO {OWNER}")
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {APP}")


def _write_former_words() -> None:
    connection = op.get_bind()
    for region in connection.scalars(sa.text(REGIONS)).all():
        reports = ["00000000-0000-0000-0000-000000000000"]
        while reports:
            after = {"region": region, "after": reports[-1]}
            reports = list(connection.scalars(sa.text(NEXT), after).all())
            connection.execute(sa.text(FORMER_WORDS), {"region": region, "reports": reports})
