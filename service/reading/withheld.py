"""Which records of reads an auditor is shown only by place and hash."""

_REPORT = '"report":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'

WITHHELD = f"""CASE WHEN e.report_id IS NOT NULL THEN r.id IS NULL ELSE EXISTS (
  SELECT FROM regexp_matches(encode(e.leaf, 'escape'), '{_REPORT}', 'g') AS found (report)
  LEFT JOIN report s ON s.region = e.region AND s.id = found.report[1]::uuid WHERE s.id IS NULL) END"""
"""Of ``audit_event e LEFT JOIN report r``: the event's report is walled off from the reader, or any that it names.

The leaf is searched as bytes, not read as JSON: one that somebody altered must still be shown.
"""
