"""Which leaves a reader is not shown whole: they name a report that this reader does not see.

A leaf is searched as bytes, not read as JSON: one that somebody altered must still be shown.
"""

from workflows.decisions.reports.namings import NAMES

_ID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_OTHER = f'"(?:other|duplicate|duplicate_of|merged_from)":"{_ID}"'
_TASK = f'"moved_to":"{_ID}"'
_NAMING = ", ".join(f"'{action}'" for action in sorted(NAMES))

WITHHELD = f"""CASE WHEN e.report_id IS NOT NULL THEN r.id IS NULL ELSE EXISTS (
  SELECT FROM regexp_matches(encode(e.leaf, 'escape'), '"report":"{_ID}"', 'g') AS found (report)
  LEFT JOIN report s ON s.region = e.region AND s.id = found.report[1]::uuid WHERE s.id IS NULL) END"""
"""Of ``audit_event e LEFT JOIN report r``: the event's report is walled off from the reader, or any that it names."""


def names_hidden(event: str) -> str:
    """The SQL of whether the leaf of ``event``, a row of ``audit_event``, names a report or a task that is not seen.

    Only leaves of before namings (``workflows.decisions.reports.namings``) name any. It is asked under reading tokens,
    without a ``holder:`` among them.
    """
    return f"""CASE WHEN {event}.action IN ({_NAMING}) THEN EXISTS (
    SELECT FROM regexp_matches(encode({event}.leaf, 'escape'), '{_OTHER}', 'g') AS found (name)
    WHERE NOT EXISTS (SELECT FROM report s WHERE s.region = {event}.region AND s.id = found.name[1]::uuid))
  OR EXISTS (SELECT FROM regexp_matches(encode({event}.leaf, 'escape'), '{_TASK}', 'g') AS found (name)
    WHERE NOT EXISTS (SELECT FROM task k JOIN report s ON s.region = k.region AND s.id = k.report_id
      WHERE k.region = {event}.region AND k.id = found.name[1]::uuid)) ELSE false END"""
