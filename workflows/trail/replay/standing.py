"""What is remembered of a report and its tasks between two events of the report."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState
from workflows.codes.states import LIVE_TASK_STATES
from workflows.codes.tasks import TaskKind, TaskRole, TaskState

NOT_SAID = "?"
"""In ``lead``: the event that last changed the lead agency does not say whose it became."""

UNTOLD = b""
"""In ``merges``: the event does not show which report was merged; in ``reported_before``: who reported it."""

LIVE = frozenset(state.value for state in LIVE_TASK_STATES)


class Erasing(NamedTuple):
    """An erasure that was asked for: its text, None for the reporter, who asked, and whether it was decided on."""

    id: bytes
    text: bytes | None
    by: bytes
    decided: bool = False


class Wall(NamedTuple):
    """An agency that was walled off later, and who put the wall up."""

    agency: str
    by: bytes


class Asking(NamedTuple):
    """A proposal that was made: who made it, which protections it weakens, and what it asks for.

    ``agency`` is the one that it is about, or else ``amendment`` holds the members to change, as JSON; ``owed`` is the
    number of the event that approved it, until its effect has followed, and 0 otherwise.
    """

    id: bytes
    by: bytes
    kind: str
    protections: tuple[str, ...]
    agency: str | None = None
    amendment: str | None = None
    decided: bool = False
    owed: int = 0


class Story(NamedTuple):
    """What the events of a report add up to. Few reports have one of their own, so that equal ones are kept once.

    ``charged_ever`` are the agencies that an accusation or a category ever put behind the wall, with their arms.
    ``by_two`` says that it was taken when only two persons took protection away. Of a report that was taken before
    nobody knows what is ``cleared``, ``walled`` and ``passed_over``, and one person could do what two must today.
    """

    severity_taken: str = ""
    severity_highest: str = ""
    accused_ever: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    walled: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    by_two: bool = False
    led_before: tuple[bytes, ...] = ()
    reported_before: tuple[bytes, ...] = ()
    charged_ever: tuple[str, ...] = ()


class Limit(NamedTuple):
    """A legal clock that was started: who must act, from when it runs and when it ends, and what was done.

    ``ground`` is for what alone it may be extended, None where its start did not say.
    ``counter_end`` is when the counter last closes before its end, None where nothing is handed in at one. ``met`` is
    the limit for lodging, which stands from the receipt on and by which that is judged: it is only counted anew.
    """

    id: bytes
    whose: str
    since: int
    due: int
    extended: bool = False
    paused: bool = False
    ground: str | None = None
    counter_end: int | None = None
    met: bool = False


class Watched(NamedTuple):
    """A clock that has warned: its kind and task (None for the report's own), the last percent, how far up it went.

    ``rung`` counts from 1, 0 for none yet; ``moment`` is that of its last event, in microseconds since 1970.
    """

    id: bytes
    kind: str
    task: bytes | None
    percent: int = 0
    rung: int = 0
    moment: int = 0


class Casing(NamedTuple):
    """A Gakkumdu case: its state and numbers, the items of its bundle, when its last step was done.

    ``at`` counts microseconds since 1970; ``owed`` is the agency that the last step opened a task for and that has not
    been offered it yet.
    """

    state: str = CaseState.UNREGISTERED.value
    at: int = 0
    register_number: str | None = None
    sigaplapor_number: str | None = None
    police_number: str | None = None
    police_receipt: str | None = None
    bundle: tuple[str, ...] = ()
    owed: str | None = None


class Pathing(NamedTuple):
    """The path of an administrative violation: its state, and when its last step was done (microseconds since 1970).

    ``stood`` are the states in which it ever stood. ``turned`` says that it goes on from any of them: its report has
    come to another election since the last step, whose law may not know the steps by which it got further.
    """

    state: str = AdministrativeState.UNDECIDED.value
    at: int = 0
    stood: tuple[str, ...] = (AdministrativeState.UNDECIDED.value,)
    turned: bool = False


class Written(NamedTuple):
    """An entry of a review: which text it is, its lesson's kind or its recommendation's owner, and when it is due."""

    id: bytes
    field: str
    of: str | None = None
    due_at: str | None = None


class Reviewing(NamedTuple):
    """The after-action review that a report carries; ``owed`` is the recommendation whose task is not yet offered."""

    id: bytes
    event: str
    state: str
    version: int = 1
    entries: tuple[Written, ...] = ()
    owed: bytes | None = None


class Held(NamedTuple):
    """An original that was added as evidence: SHA-256 in hex, bytes and media type, and what became of it."""

    id: bytes
    sha256: str
    size: int
    media_type: str
    erased: bool = False
    altered: bool = False


class Content(NamedTuple):
    """Content that circulates and is checked: its hash if one was given, its state, and what was found."""

    id: bytes
    sha256: str | None = None
    state: str = "open"
    verdict: str | None = None
    outcome: str | None = None


class Hands(NamedTuple):
    """Who ever took part in a task, in order.

    ``surely`` those who did by the rule of every time. ``perhaps`` those whom only one rule counts: to whom it was
    given, which was enough once, and who let it wait, which is now. No event says under which rule it was written, so
    that nobody is held to either alone.
    """

    surely: tuple[bytes, ...] = ()
    perhaps: tuple[bytes, ...] = ()


class Task:
    """A task as the events tell it, new when it is made. Identifiers and persons are 16 bytes.

    ``handed_to`` is the agency that it was transferred to and that has not been offered it yet; ``worked_by`` are the
    persons who ever took part in it.
    """

    __slots__ = (
        "agency",
        "assignee",
        "completed_by",
        "handed_to",
        "id",
        "kind",
        "obligatory",
        "recommendation",
        "role",
        "round",
        "state",
        "version",
        "worked_by",
    )

    def __init__(self, task_id: bytes, agency: str, role: str, kind: str, obligatory: bool, number: int) -> None:  # noqa: FBT001 - a task's own members
        self.id = task_id
        self.agency = agency
        self.role = role
        self.kind = kind
        self.obligatory = obligatory
        self.round = number
        self.state: str = TaskState.OFFERED.value
        self.version = 1
        self.assignee: bytes | None = None
        self.completed_by: bytes | None = None
        self.handed_to: str | None = None
        self.recommendation: bytes | None = None
        self.worked_by = Hands()


class Report:
    """A report as the events tell it; without a state before its first.

    ``event``, ``leaf_index``, ``at``, ``person``, ``seq``, ``version`` and ``head`` are those of its latest event;
    ``leaf_index`` is None while that event is pending, ``beside`` says that the latest change made no version. ``at``
    counts microseconds since 1970. ``merges`` are the duplicates that were merged into it, ``named`` the persons that
    it names, ``lead_moved_by`` those whose act took the lead from an agency, ``lead_filled_by`` those who gave it where
    nobody had it, which counted as the same once; ``reported_for`` is who made the API key that reported it.
    """

    __slots__ = (
        "accused",
        "administrative",
        "area",
        "at",
        "beside",
        "case",
        "category",
        "classification",
        "clocks",
        "contents",
        "election",
        "erasures",
        "event",
        "evidence",
        "head",
        "lead",
        "lead_filled_by",
        "lead_moved_by",
        "leaf_index",
        "merges",
        "named",
        "outcome",
        "person",
        "proposals",
        "register_number",
        "reported_by",
        "reported_for",
        "review",
        "round",
        "seq",
        "severity",
        "state",
        "story",
        "tasks",
        "version",
        "walls",
        "watched",
    )

    def __init__(self) -> None:
        self.state = self.category = self.severity = self.classification = self.area = ""
        self.version = self.seq = self.at = 0
        self.beside = False
        self.round = 1
        self.leaf_index: int | None = None
        self.event = self.person = self.reported_by = bytes(16)
        self.reported_for: bytes | str | None = None
        self.head = bytes(32)
        self.lead: str | None = None
        self.outcome: str | None = None
        self.register_number: str | None = None
        self.accused: tuple[str, ...] = ()
        self.erasures: tuple[Erasing, ...] = ()
        self.clocks: tuple[Limit, ...] = ()
        self.watched: tuple[Watched, ...] = ()
        self.case: Casing | None = None
        self.administrative: Pathing | None = None
        self.walls: tuple[Wall, ...] = ()
        self.story = Story()
        self.named: tuple[bytes, ...] = ()
        self.lead_moved_by: tuple[bytes, ...] = ()
        self.lead_filled_by: tuple[bytes, ...] = ()
        self.proposals: tuple[Asking, ...] = ()
        self.merges: tuple[bytes, ...] = ()
        self.election: str | None = None
        self.review: Reviewing | None = None
        self.evidence: tuple[Held, ...] = ()
        self.contents: tuple[Content, ...] = ()
        self.tasks: list[Task] = []

    def task(self, task_id: bytes | None) -> Task | None:
        """The task of that identifier."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        return None

    def clock(self, clock_id: bytes) -> Limit | None:
        """The legal clock of that identifier, while the report is open or was lodged within it."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

    def watch_of(self, clock_id: bytes) -> Watched | None:
        """The clock of that identifier, once it has warned."""
        return next((clock for clock in self.watched if clock.id == clock_id), None)

    def holds_case(self, agency: str) -> bool:
        """Whether the agency has a case task of the present round that still waits for it."""
        return any(
            (task.agency, task.kind, task.round) == (agency, TaskKind.CASE, self.round) and task.state in LIVE
            for task in self.tasks
        )

    @property
    def barred(self) -> frozenset[str]:
        """The agencies that somebody walled off, though nobody accuses them."""
        return frozenset(wall.agency for wall in self.walls)

    @property
    def shut_out(self) -> frozenset[str]:
        """The agencies that are accused or walled off, as far as the events say it."""
        return frozenset((*self.accused, *self.barred, *self.story.walled))

    @property
    def ever_accused(self) -> frozenset[str]:
        """The agencies that it accuses or ever accused, by name or by its category, as far as the events say it."""
        return frozenset((*self.story.accused_ever, *self.story.charged_ever))

    @property
    def led_by(self) -> frozenset[bytes]:
        """Everybody who ever took part in leading it, in whatever round, or a report that was merged into it."""
        leading = (task for task in self.tasks if task.role == TaskRole.LEAD)
        return frozenset(self.story.led_before).union(*(task.worked_by.surely for task in leading))

    @property
    def reporters(self) -> frozenset[bytes | str]:
        """Everybody who reported it, or made the API key that did, or a report that was merged into it.

        Among them NOT_SAID or UNTOLD where the events leave some of it open.
        """
        made_for = () if self.reported_for is None else (self.reported_for,)
        return frozenset((self.reported_by, *made_for, *self.story.reported_before))

    def done_leads(self) -> Iterator[Task]:
        """The lead tasks that were completed in the report's present round."""
        for task in self.tasks:
            if task.role == TaskRole.LEAD and task.state == TaskState.DONE and task.round == self.round:
                yield task
