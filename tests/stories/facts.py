"""What is true of every report, read from the tables as a superuser sees them; no column that a rule computed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GONE = frozenset({"declined", "expired", "transferred", "withdrawn"})
"""States of a task that nobody works on any more and that was not done."""

REPORTS = """SELECT to_jsonb(r) - '{head,readers,text_readers,walled}'::text[] AS row,
  coalesce((SELECT jsonb_agg(w.agency) FROM report_wall w
    WHERE w.report_id = r.id AND w.lifted_at IS NULL), '[]') AS walls,
  coalesce((SELECT jsonb_agg(to_jsonb(t) - '{readers,walled}'::text[] ORDER BY t.offered_at, t.id)
    FROM task t WHERE t.report_id = r.id), '[]') AS tasks,
  coalesce((SELECT jsonb_object_agg(c.kind, c.due_at) FROM clock c
    WHERE c.report_id = r.id AND c.family = 'legal' AND c.stopped_at IS NULL), '{}') AS limits,
  EXISTS (SELECT FROM sealed_identity s WHERE s.report_id = r.id AND s.sealed IS NOT NULL) AS identity
FROM report r"""
THINGS = """SELECT id, report_id, 'thing' AS kind, NULL::uuid AS task FROM evidence
UNION ALL SELECT id, report_id, 'thing', NULL FROM content_check
UNION ALL SELECT id, report_id, 'thing', NULL FROM erasure
UNION ALL SELECT id, report_id, 'thing', NULL FROM notice
UNION ALL SELECT id, report_id, 'thing', NULL FROM review
UNION ALL SELECT id, report_id, 'thing', NULL FROM review_entry
UNION ALL SELECT id, report_id, 'thing', NULL FROM upload
UNION ALL SELECT id, report_id, 'thing', task_id FROM clock
UNION ALL SELECT id, report_id, 'text', task_id FROM report_text
UNION ALL SELECT id, report_id, 'task', id FROM task
UNION ALL SELECT id, report_id, 'event', task_id FROM audit_event WHERE report_id IS NOT NULL"""
"""Every identifier that tells of a report. What an identifier is of a task's, the task's agency may know."""


@dataclass(frozen=True, slots=True)
class Task:
    """One agency's part, as it stands."""

    id: str
    report: str
    agency: str
    role: str
    state: str
    version: int
    assignee: str | None
    """Who works on it, in the report's present round."""
    came_from: str | None = None
    """The task that was transferred into it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands."""

    id: str
    state: str
    version: int
    category: str
    severity: str
    classification: str
    author: str
    lead: str | None
    accused: frozenset[str]
    named: frozenset[str]
    walls: frozenset[str]
    sealed: bool
    election: str | None
    number: str | None
    occurred_at: str
    tasks: tuple[Task, ...]
    accused_ever: frozenset[str] = frozenset()
    """Every agency that it ever accused, though two persons took that back."""
    author_behind: str | None = None
    """Who made the API key that reported it: what a key of one's own reported counts as reported by oneself."""
    limits: Mapping[str, datetime] = field(default_factory=dict)
    """The end of each of a law's clocks that runs on it, by its step."""

    def ends(self, task: Task) -> tuple[str, ...]:
        """The agencies at both ends of a task's transfers, which see each other's: its own, and the next ones."""
        near = (one for one in self.tasks if one.id == task.came_from or one.came_from == task.id)
        return (task.agency, *(one.agency for one in near))

    def holds(self, agency: str) -> bool:
        """Whether the agency holds, or ever held, a task of it."""
        return any(task.agency == agency for task in self.tasks)


@dataclass(slots=True)
class Past:
    """What the story remembers of a report, whatever stands in the tables today."""

    author: str
    """The human subject that made it, by token or by a key of their own."""
    came_in: str
    """Its severity at intake."""
    severities: set[str] = field(default_factory=set)
    accused: set[str] = field(default_factory=set)
    """Every agency ever accused."""
    led: set[str] = field(default_factory=set)
    """The human subject of everybody who accepted, started or completed a lead task, in whichever round."""
    cleared: set[str] = field(default_factory=set)
    """Agencies that two people have cleared to lead it."""
    leads: set[str] = field(default_factory=set)
    """Every agency that ever led."""
    by_rule: set[str] = field(default_factory=set)
    """Agencies that the policy's rules let lead it when they came to lead."""
    moved: set[str] = field(default_factory=set)
    """The human subject of everybody whose own act took the lead from an agency, or brought it to theirs."""
    extended: set[str] = field(default_factory=set)
    """The steps of law whose limit was put off."""
    others: set[str] = field(default_factory=set)
    """The human subject of everybody who made what was merged into it."""

    @property
    def authors(self) -> set[str]:
        """Whose own report it is."""
        return {self.author, *self.others}


Truth = dict[str, Report]


async def read_truth(connection: Any) -> Truth:
    rows = await connection.fetch(REPORTS)
    return {report.id: report for report in map(_report, rows)}


async def read_things(connection: Any) -> list[Any]:
    found: list[Any] = await connection.fetch(THINGS)
    return found


def _report(record: Any) -> Report:
    row = json.loads(record["row"])
    tasks = tuple(
        Task(
            one["id"],
            row["id"],
            one["agency"],
            one["role"],
            one["state"],
            one["version"],
            one["assignee"] if one["round"] == row["round"] else None,
            one["transferred_from"],
        )
        for one in json.loads(record["tasks"])
    )
    return Report(
        row["id"], row["state"], row["version"], row["category"], row["severity"], row["classification"],
        row["reported_by"], row["lead_agency"], frozenset(row["accused"]), frozenset(row["named"]),
        frozenset(json.loads(record["walls"])), bool(row["sealed"] and record["identity"]), row["election"],
        row["register_number"], row["occurred_at"], tasks, frozenset(row["accused_ever"]), row["reported_for"],
        {step: datetime.fromisoformat(due) for step, due in json.loads(record["limits"]).items()},
    )  # fmt: skip
