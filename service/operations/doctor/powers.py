"""What the service's logins can do to a database beyond what they are for, and which functions a caller can mislead.

The triggers that keep the trail hold only as long as nobody can stand a table of their own in the place of one of ours,
switch a trigger off, or act as who owns it.
"""

from typing import Any

from service.operations.doctor.findings import Level
from service.operations.doctor.questions import GUARDED, Answer
from service.storage.db.rights import LOGINS
from service.storage.db.routines import SEARCH_PATH

CHANGED_BY_RIGHT = {"report_text", "audit_tile"}
"""Guarded tables of which a login may change rows, as far as a trigger lets it: texts are sealed, tiles grow."""

_OURS = "n.nspname = 'public' OR n.nspname LIKE 'routine\\_%'"
_POWERS = f"""
WITH login AS (SELECT * FROM pg_roles WHERE rolname = ANY ($1)),
relation AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ({_OURS}))
SELECT rolname || ' ' || can AS told FROM (
  SELECT rolname, 'makes temporary tables' AS can FROM login
    WHERE has_database_privilege(oid, current_database(), 'TEMPORARY')
  UNION ALL SELECT rolname, 'makes schemas' FROM login WHERE has_database_privilege(oid, current_database(), 'CREATE')
  UNION ALL SELECT l.rolname, 'makes objects in ' || n.nspname FROM login l, pg_namespace n
    WHERE has_schema_privilege(l.oid, n.oid, 'CREATE')
  UNION ALL SELECT l.rolname, 'can act as ' || r.rolname FROM login l, pg_roles r
    WHERE r.oid <> l.oid AND pg_has_role(l.oid, r.oid, 'MEMBER')
  UNION ALL SELECT l.rolname, 'has ' || a.name FROM login l,
    LATERAL (VALUES ('SUPERUSER', l.rolsuper), ('BYPASSRLS', l.rolbypassrls), ('CREATEROLE', l.rolcreaterole),
      ('CREATEDB', l.rolcreatedb), ('REPLICATION', l.rolreplication)) a (name, held) WHERE a.held
  UNION ALL SELECT rolname, 'switches triggers off' FROM login
    WHERE has_parameter_privilege(oid, 'session_replication_role', 'SET')
  UNION ALL SELECT l.rolname, 'owns ' || r.relname FROM login l JOIN relation r ON r.relowner = l.oid
  UNION ALL SELECT l.rolname, 'owns ' || p.proname FROM login l JOIN pg_proc p ON p.proowner = l.oid
  UNION ALL SELECT l.rolname, 'owns the database' FROM login l JOIN pg_database d ON d.datdba = l.oid
    WHERE d.datname = current_database()
  UNION ALL SELECT l.rolname, 'may ' || w.may || ' ' || r.relname FROM login l, relation r,
    (VALUES ('TRIGGER'), ('TRUNCATE'), ('REFERENCES')) w (may) WHERE has_table_privilege(l.oid, r.oid, w.may)
  UNION ALL SELECT l.rolname, 'may DELETE ' || r.relname FROM login l, relation r
    WHERE r.relname = ANY ($2) AND has_table_privilege(l.oid, r.oid, 'DELETE')
  UNION ALL SELECT l.rolname, 'may UPDATE ' || r.relname FROM login l, relation r
    WHERE r.relname = ANY ($3) AND has_any_column_privilege(l.oid, r.oid, 'UPDATE')) power
ORDER BY told"""
_FUNCTIONS = f"""
SELECT p.proname || ' ' || f.fault AS told FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
  LATERAL (VALUES
    ('looks for names where its caller says', NOT coalesce(p.proconfig, '{{}}') && ARRAY['search_path=' || $1]),
    ('runs as its owner for everybody', p.prosecdef AND EXISTS (SELECT FROM aclexplode(
      coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0))) f (fault, found)
WHERE ({_OURS}) AND f.found AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY told"""


async def logins(connection: Any) -> Answer:
    """Whether the logins can do nothing to a database but what they are for."""
    fixed = sorted(set(GUARDED) - CHANGED_BY_RIGHT)
    rows = await connection.fetch(_POWERS, LOGINS, GUARDED, fixed)
    remedy = "run `tindak migrate`; REVOKE what is left; the trail could be changed meanwhile: check it"
    return _judge([row["told"] for row in rows], "neither login gets round a trigger", remedy)


async def functions(connection: Any) -> Answer:
    """Whether every function of ours looks for names where nobody else's can stand."""
    rows = await connection.fetch(_FUNCTIONS, SEARCH_PATH)
    remedy = f"ALTER FUNCTION ... SET search_path = {SEARCH_PATH}; REVOKE ... FROM PUBLIC; find out who changed it"
    return _judge([row["told"] for row in rows], "every function looks in its own places first", remedy)


def _judge(faults: list[str], well: str, remedy: str) -> Answer:
    return Answer(Level.FAIL, "; ".join(faults), remedy) if faults else Answer(Level.OK, well)
