"""In which agencies somebody has an office, as far as their token and the report itself show it.

One subject may hold several offices. A duty that compares houses looks at every one of them that is known: that of the
token, that in which they reported it, and those in which they completed a task of it. No other office is known here.
Source: docs/domain.md, "Who uses it".
"""

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts


def offices_of(actor: Actor, report: ReportFacts) -> frozenset[str]:
    """The agencies that somebody speaks for, or once did on this report."""
    reported = {report.reporting_agency} if actor.person in {report.reported_by, report.reported_for} else set()
    completed = {task.agency for task in report.tasks if task.completed_by == actor.person}
    return frozenset({actor.agency, *reported, *completed})
