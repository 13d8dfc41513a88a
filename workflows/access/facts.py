"""What the law is told about a report and its tasks before it decides."""

from datetime import datetime
from uuid import UUID

import msgspec

from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import LegalStep, Rung, Stage
from workflows.codes.reports import Category, Classification, Outcome, ReportState, Severity
from workflows.codes.tasks import TaskKind, TaskRole, TaskState


class TaskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One task. ``round`` counts how often its report was reopened when the task was made.

    ``recommendation`` is the entry of the review that it came of, if it came of one. ``worked_by`` are the persons who
    ever took part in it (``workflows.access.story.hands_on``): it grows and never shrinks.
    """

    id: UUID
    report_id: UUID
    agency: str
    role: TaskRole
    kind: TaskKind
    obligatory: bool
    state: TaskState
    version: int
    round: int
    offered_at: datetime
    requested_due_at: datetime | None = None
    due_at: datetime | None = None
    due_clock: str | None = None
    assignee: UUID | None = None
    completed_by: UUID | None = None
    completed_at: datetime | None = None
    transferred_from: UUID | None = None
    transfer_kind: str | None = None
    recommendation: UUID | None = None
    worked_by: tuple[UUID, ...] = ()

    @property
    def hands(self) -> frozenset[UUID]:
        """Everybody who ever took part in it: who accepted, began, paused or completed it, and its assignee then."""
        last = () if self.completed_by is None else (self.completed_by,)
        return frozenset((*self.worked_by, *last))


class ClockFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One clock that runs, or ran, on a report or on its ``task``.

    ``warned`` is the percent of the last warning, 0 before the first; ``rung`` how far up it went once it was missed;
    ``next_at`` when it next has to be looked at, None when nothing is left or it stands still. ``counter_end`` is when
    the counter last closes before its end, None where nothing is handed in at one.
    """

    id: UUID
    task: UUID | None
    kind: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    paused_s: int = 0
    warned: int = 0
    rung: Rung | None = None
    next_at: datetime | None = None
    counter_end: datetime | None = None

    @property
    def warned_end(self) -> datetime:
        """The end that it warns of: that of the counter, where there is one, else its own."""
        return self.counter_end or self.due_at


class Escalation(msgspec.Struct, frozen=True, kw_only=True):
    """How far up a missed clock of a report stands, and since when; ``task`` None for the report's own clock."""

    clock: UUID
    task: UUID | None
    kind: str
    rung: Rung
    since: datetime


class ReportFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One report with its tasks.

    ``seq`` and ``head`` are the number and the leaf hash of its latest event. ``named`` are the
    persons a secret report names; ``held_by`` the agencies that hold or ever held a task of it;
    ``barred`` those walled off for a conflict of interest, though nobody accuses them; ``sealed`` says that a
    reporter was named, ``reporter_erasure`` is the erasure by which that identity was destroyed. ``proposed_rule``
    is the rule that a reclassified report should be led by and is not yet. ``pausable`` are the clocks that run and
    that their law lets stand still, where a decision may pause them; ``escalations`` are the missed clocks that
    somebody above still has to see to. ``formal_receipt_at`` is when it counts as received if it is a formal report;
    ``review`` is the after-action review that it carries; ``reported_for`` who made the API key that reported it.

    Of its whole story: ``severity_taken`` and ``severity_highest`` are the severity at intake and the highest since,
    ``accused_ever`` every agency that it ever accused, by name or by its category; ``cleared`` the agencies that may
    hold what is sealed of it: the first lead, who followed it by the rule for walls, and whom two persons cleared;
    ``passed_over`` those that no rule makes the lead, because one of theirs put a wall up or accused somebody;
    ``steered`` says that one person alone changed who leads by rule, or to whom a wall would pass the lead on;
    ``lead_moved_by`` are the persons whose act took the lead from an agency, or brought it to their own.
    ``registered_at`` is when it got its register number, ``limits_begun`` the legal steps whose clock began,
    ``limits_running`` those of them whose clock runs, ``limits_extended`` those whose limit was put off;
    ``lodging_ends`` until when it could be lodged, as its clock keeps it; ``counted`` are its legal clocks as they are
    kept, also what has stopped, where an act may begin one of them anew; ``led_before`` who took part in leading a
    report that was merged into it, ``reported_before`` who reported one, or made the key that did;
    ``passed_over_before`` and ``lead_moved_before`` are who was passed over or moved the lead of one, until two clear
    them here; ``stand_ins`` are the agencies that act in place of a lead and a desk of which neither may
    (``workflows.access.standing_in``); ``merged_into`` is the report that goes on for it, while it is a duplicate;
    ``carried`` the strictest classification of what was merged into it.
    ``accused_beyond`` and ``walled_beyond`` are whom every report that it goes on to accuses or ever accused, and walls
    off: they judge it too, and nothing is derived from them.
    """

    region: str
    id: UUID
    state: ReportState
    version: int
    seq: int
    head: bytes | None
    category: Category
    severity: Severity
    classification: Classification
    reported_by: UUID
    reporting_agency: str
    reported_at: datetime
    occurred_at: datetime
    known_at: datetime | None
    area: str
    rule: str
    policy_version: str
    lead_agency: str | None
    election: str | None = None
    stage: Stage | None = None
    accused: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    proposed_rule: str | None = None
    named: frozenset[UUID] = frozenset()
    held_by: frozenset[str] = frozenset()
    round: int = 1
    register_number: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    athg: str | None = None
    field: str | None = None
    checklist_formal: bool | None = None
    checklist_material: bool | None = None
    reliability: str | None = None
    credibility: int | None = None
    sealed: bool = False
    reporter_erasure: UUID | None = None
    pausable: tuple[KeptClock, ...] = ()
    counted: tuple[KeptClock, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    formal_receipt_at: datetime | None = None
    review: UUID | None = None
    severity_taken: Severity | None = None
    severity_highest: Severity | None = None
    accused_ever: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    passed_over: frozenset[str] = frozenset()
    steered: bool = False
    lead_moved_by: frozenset[UUID] = frozenset()
    reported_for: UUID | None = None
    registered_at: datetime | None = None
    limits_begun: frozenset[LegalStep] = frozenset()
    limits_running: frozenset[LegalStep] = frozenset()
    lodging_ends: datetime | None = None
    limits_extended: frozenset[LegalStep] = frozenset()
    led_before: frozenset[UUID] = frozenset()
    reported_before: frozenset[UUID] = frozenset()
    passed_over_before: frozenset[str] = frozenset()
    lead_moved_before: frozenset[UUID] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    merged_into: UUID | None = None
    carried: Classification | None = None
    accused_beyond: frozenset[str] = frozenset()
    walled_beyond: frozenset[str] = frozenset()
    tasks: tuple[TaskFacts, ...] = ()

    @property
    def highest(self) -> Severity:
        """The highest severity that it ever had."""
        return self.severity_highest or self.severity

    @property
    def accused_anywhere(self) -> frozenset[str]:
        """Whom it accuses or ever accused, or a report that it goes on to."""
        return self.accused | self.accused_ever | self.accused_beyond

    @property
    def strictest(self) -> Classification:
        """Its classification, or that of what was merged into it where that was stricter."""
        return max(self.classification, self.carried or self.classification, key=tuple(Classification).index)

    @property
    def who_shut_out(self) -> frozenset[str]:
        """The agencies whose persons shut somebody out of it, or of what was merged into it."""
        return self.passed_over | self.passed_over_before

    @property
    def gap_made_by(self) -> frozenset[UUID]:
        """Who moved the lead of it, or of what was merged into it."""
        return self.lead_moved_by | self.lead_moved_before

    @property
    def led_by(self) -> frozenset[UUID]:
        """Everybody who ever took part in leading it, in whatever round, or a report that was merged into it."""
        return self.led_before.union(*(task.hands for task in self.tasks if task.role is TaskRole.LEAD))

    @property
    def reporters(self) -> frozenset[UUID]:
        """Everybody who reported it, or made the API key that did, or a report that was merged into it."""
        made_by = {self.reported_by, *(() if self.reported_for is None else (self.reported_for,))}
        return self.reported_before | made_by

    def task(self, task_id: UUID) -> TaskFacts:
        """Return the task of that id. Raises StopIteration when the report has no such task."""
        return next(task for task in self.tasks if task.id == task_id)

    def transferred_to(self, task: TaskFacts) -> UUID | None:
        """The task that this one became at another agency, None when it was not transferred."""
        if task.state is not TaskState.TRANSFERRED:
            return None
        return next((one.id for one in self.tasks if one.transferred_from == task.id), None)
