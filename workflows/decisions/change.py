"""What a decision gives back: everything one transaction has to write, and nothing else; and what it may know."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.facts import ClockFacts, ReportFacts, TaskFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ClockKind, LegalStep
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion
from workflows.codes.reports import TextField
from workflows.decisions.clocks.starting import ClockStart
from workflows.decisions.notices.owed import OwedDraft, Settled
from workflows.decisions.reports.namings import Naming
from workflows.policy.region import Policy

NO_DATA: Mapping[str, Any] = {}


class Circumstances(NamedTuple):
    """What a decision may know of the world: the policy, the time, and identifiers to hand out."""

    policy: Policy
    now: datetime
    ids: Iterator[UUID]


class TextDraft(NamedTuple):
    """A free text to keep: which field, of which task if any, and its words."""

    field: TextField
    content: str
    task: UUID | None = None


class NoticeDraft(NamedTuple):
    """A notice that was sent. Its text is the event's; who received it is sealed, and stands nowhere here.

    ``channel`` is None where it was not said; ``template`` with the version of its policy where the words came of one;
    ``to_agency`` the agency that was told, ``named`` whether somebody is named as the recipient.
    """

    id: UUID
    audience: Audience
    channel: NoticeChannel | None
    language: NoticeLanguage
    sent_at: datetime
    occasion: Occasion | None
    template: str | None = None
    template_version: str | None = None
    to_agency: str | None = None
    named: bool = False


class EventDraft(NamedTuple):
    """An event to append. ``system`` marks what followed by rule from another event, ``notice`` what it tells of.

    ``names`` is what it says of another report; ``data`` does not say it.
    """

    action: str
    task: UUID | None
    agency: str | None
    before: str | None
    after: str | None
    data: Mapping[str, Any]
    texts: tuple[TextDraft, ...]
    system: bool
    notice: NoticeDraft | None = None
    names: Naming | None = None


class ClockDraft(NamedTuple):
    """A clock to start; ``task`` None means it runs on the report. ``stopped_at`` is set when it was met before.

    ``calendar_changed`` marks one that begins as it was told before, which the calendar in force counts otherwise.
    """

    id: UUID
    task: UUID | None
    start: ClockStart
    stopped_at: datetime | None = None
    calendar_changed: bool = False


class ClockStop(NamedTuple):
    """A clock that has been met; ``task`` None means the report's own. ``at`` is when, if not as it is written."""

    task: UUID | None
    kind: ClockKind | LegalStep
    at: datetime | None = None


class LinkDraft(NamedTuple):
    """A relation from the report to another one."""

    other: UUID
    kind: str


class Change(NamedTuple):
    """The whole of one decision. ``before`` is None when the report is new.

    ``stops_legal`` stops every legal clock of the report that still runs; ``watched`` are the clocks that have warned
    or gone up, as they stand now.
    """

    before: ReportFacts | None
    report: ReportFacts
    events: tuple[EventDraft, ...]
    new_tasks: tuple[TaskFacts, ...]
    changed_tasks: tuple[TaskFacts, ...]
    clocks: tuple[ClockDraft, ...]
    stops: tuple[ClockStop, ...]
    links: tuple[LinkDraft, ...]
    stops_legal: bool = False
    changed_clocks: tuple[KeptClock, ...] = ()
    watched: tuple[ClockFacts, ...] = ()
    owed: tuple[OwedDraft, ...] = ()
    settled: tuple[Settled, ...] = ()
