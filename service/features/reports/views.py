"""A report as its readers see it."""

from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.calls import Call
from service.edge.representation import actions_view
from service.edge.schemas import Receipt
from service.features.reports.rows import POINTED, TextPointers, facts_of
from service.features.reports.schemas import (
    AuthorAnswer,
    ChecklistAnswer,
    ClockAnswer,
    DuplicateAnswer,
    EscalationAnswer,
    GradeAnswer,
    HighlightAnswer,
    LinkAnswer,
    PartyAnswer,
    PlaceAnswer,
    PlannedTaskAnswer,
    ProposalAnswer,
    ProtectionsAnswer,
    ReportAnswer,
    ReporterAnswer,
    ReportItem,
    RouteAnswer,
    RoutingAnswer,
    SourceAnswer,
    TaskItem,
)
from service.storage.texts.kept import NONE_OPENED, ErasedAnswer, Opened, told_apart
from workflows.access import visibility
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.clocks.kept import KeptClock
from workflows.codes.clocks import ClockFamily
from workflows.codes.reports import TextField
from workflows.decisions.available import report_actions
from workflows.decisions.change import Change, ClockDraft
from workflows.decisions.clocks.ladder import highest
from workflows.decisions.reports.rerouting import proposal_of
from workflows.policy.region import Policy
from workflows.policy.routing import Route
from workflows.trail.chaining import RecordedEvent

_TEXTS = msgspec.json.Decoder(dict[str, str])
_CLOCKS = msgspec.json.Decoder(list[ClockAnswer])
_OWED = msgspec.json.Decoder(list[str])
_LINKS = msgspec.json.Decoder(list[LinkAnswer])
_HIDDEN = '"?'
_MEMBERS = {
    TextField.TITLE.value: "title",
    TextField.DESCRIPTION.value: "description",
    TextField.PLACE_DETAIL.value: "place.detail",
    TextField.ACCUSED_NAME.value: "reported_party.name",
    TextField.SOURCE_REFERENCE.value: "source.reference",
}
WITHHELD = tuple(_MEMBERS.values())
"""The members that hold words, as an answer names them to who is not told them."""

Erased = dict[str, ErasedAnswer]


class Shown(NamedTuple):
    """What a report's row carries beside its facts."""

    facts: ReportFacts
    pointers: TextPointers | None
    channel: str
    sealed: bool
    consent_to_share: bool
    readable: bool
    texts: dict[str, str]
    results: dict[str, str]
    clocks: list[ClockAnswer]
    links: list[LinkAnswer]
    owed: list[str]
    erased: Erased = {}  # noqa: RUF012 - read only
    erased_results: Erased = {}  # noqa: RUF012 - read only
    reporter: ErasedAnswer | None = None
    duplicates: list[DuplicateAnswer] | UnsetType = UNSET

    @classmethod
    def of(cls, row: Record, call: Call, opened: Opened = NONE_OPENED) -> Self:
        """Read a row of ``repository.WHOLE``; ``opened`` has what ``hidden_in`` found in it."""
        held = visibility.tokens(call.actor)
        texts, erased = told_apart(_TEXTS.decode(row["texts"]) if row["texts"] else {}, opened)
        results, erased_results = told_apart(_TEXTS.decode(row["results"]) if row["results"] else {}, opened)
        return cls(
            facts=facts_of(row),
            pointers=pointers_of(row),
            channel=row["channel"],
            sealed=row["sealed"],
            consent_to_share=row["consent_to_share"],
            readable=visibility.may_read(row["text_readers"], row["walled"], held),
            texts=texts,
            results=results,
            clocks=clocks_in(row),
            links=_LINKS.decode(row["links"]) if row["links"] else [],
            owed=_OWED.decode(row["owed"]) if row["owed"] else [],
            erased=erased,
            erased_results=erased_results,
            reporter=opened[row["reporter_erased"]].erased if row["reporter_erased"] else None,
        )

    def after(self, change: Change, events: tuple[RecordedEvent, ...]) -> Self:
        """The same once a change is written, without reading it back."""
        drafts = [text.draft for event in events for text in event.texts]
        texts = {draft.field.value: draft.content for draft in drafts if draft.field in POINTED}
        results = {str(d.task): d.content for d in drafts if d.field is TextField.RESULT}
        now = events[0].at
        links = [LinkAnswer(report=link.other, kind=link.kind, created_at=now, outgoing=True) for link in change.links]
        return self._replace(
            facts=change.report,
            texts={**self.texts, **texts},
            results={**self.results, **results},
            erased={field: each for field, each in self.erased.items() if field not in texts},
            erased_results={task: each for task, each in self.erased_results.items() if task not in results},
            clocks=_clocks_after(self.clocks, change, now),
            links=[*self.links, *links],
            owed=_owed_after(self.owed, change),
        )


def clocks_in(row: Record) -> list[ClockAnswer]:
    """The clocks of a row."""
    return _CLOCKS.decode(row["clocks"]) if row["clocks"] else []


def hidden_in(row: Record) -> list[str]:
    """The texts of a row that are not plain, to be opened before the row is read."""
    raw = [each for each in (row["texts"], row["results"]) if each and _HIDDEN in each]
    found = [kept for each in raw for kept in _TEXTS.decode(each).values()]
    return [*found, row["reporter_erased"]] if row["reporter_erased"] else found


def pointers_of(row: Record) -> TextPointers:
    """The pointers to a report's present texts."""
    return TextPointers(*(row[name] for name in TextPointers._fields))


def report_view(shown: Shown, call: Call, receipt: Receipt | UnsetType = UNSET) -> ReportAnswer:
    """The whole representation: codes for every reader, texts for those who may read them."""
    facts = shown.facts
    return ReportAnswer(
        id=facts.id,
        region=facts.region,
        state=facts.state,
        version=facts.version,
        register_number=facts.register_number,
        category=facts.category,
        severity=facts.severity,
        classification=facts.classification,
        title=_text(shown, TextField.TITLE),
        area=facts.area,
        occurred_at=facts.occurred_at,
        known_at=facts.known_at,
        reported_at=facts.reported_at,
        election=facts.election,
        stage=facts.stage,
        lead_agency=facts.lead_agency,
        routing=_routing(facts, call.policy),
        outcome=facts.outcome,
        closed_at=facts.closed_at,
        escalation=_escalation(facts),
        description=_text(shown, TextField.DESCRIPTION),
        place=PlaceAnswer(area=facts.area, detail=_text(shown, TextField.PLACE_DETAIL)),
        source=SourceAnswer(channel=shown.channel, reference=_text(shown, TextField.SOURCE_REFERENCE)),
        reporter=_reporter(shown),
        reported_party=_party(shown),
        protections=_protections(facts),
        reported_by=AuthorAnswer(person=facts.reported_by, agency=facts.reporting_agency),
        athg=facts.athg,
        field=facts.field,
        checklist=_checklist(facts),
        grade=_grade(facts),
        withheld=[] if shown.readable else list(WITHHELD),
        erased=_erased(shown),
        tasks=[task_item(task, shown) for task in facts.tasks],
        clocks=shown.clocks,
        links=shown.links,
        owed_notices=shown.owed,
        formal_receipt_at=facts.formal_receipt_at,
        review=facts.review,
        advisories=_advisories(shown),
        actions=actions_view(report_actions(facts, call.actor, call.policy, sealed=shown.sealed), call.language),
        receipt=receipt,
        possible_duplicates=shown.duplicates,
    )


def report_item(shown: Shown, policy: Policy, highlights: list[HighlightAnswer] | UnsetType = UNSET) -> ReportItem:
    """What a list shows of a report, and a search beside it."""
    facts = shown.facts
    return ReportItem(
        id=facts.id,
        region=facts.region,
        state=facts.state,
        version=facts.version,
        register_number=facts.register_number,
        category=facts.category,
        severity=facts.severity,
        classification=facts.classification,
        title=_text(shown, TextField.TITLE),
        area=facts.area,
        occurred_at=facts.occurred_at,
        known_at=facts.known_at,
        reported_at=facts.reported_at,
        election=facts.election,
        stage=facts.stage,
        lead_agency=facts.lead_agency,
        routing=_routing(facts, policy),
        outcome=facts.outcome,
        closed_at=facts.closed_at,
        escalation=_escalation(facts),
        erased=_erased(shown),
        highlights=highlights,
    )


def task_item(task: TaskFacts, shown: Shown) -> TaskItem:
    """What a report shows of each of its tasks."""
    erased = shown.erased_results.get(str(task.id))
    return TaskItem(
        id=task.id,
        report=task.report_id,
        agency=task.agency,
        role=task.role,
        kind=task.kind,
        obligatory=task.obligatory,
        state=task.state,
        version=task.version,
        offered_at=task.offered_at,
        due_at=task.due_at,
        due_clock=task.due_clock,
        assignee=task.assignee,
        completed_by=task.completed_by,
        completed_at=task.completed_at,
        transferred_from=task.transferred_from,
        transferred_to=shown.facts.transferred_to(task),
        transfer_kind=task.transfer_kind,
        result=shown.results.get(str(task.id)),
        erased=UNSET if erased is None else {TextField.RESULT.value: erased},
    )


def _escalation(facts: ReportFacts) -> EscalationAnswer | None:
    found = highest(facts.escalations)
    if found is None:
        return None
    return EscalationAnswer(rung=found.rung, since=found.since, kind=found.kind, task=found.task, clock=found.clock)


def _routing(facts: ReportFacts, policy: Policy) -> RoutingAnswer:
    proposal = proposal_of(facts, policy)
    return RoutingAnswer(
        rule=facts.rule,
        policy_version=facts.policy_version,
        proposal=None if proposal is None else ProposalAnswer(**proposal._asdict()),
    )


def _owed_after(owed: list[str], change: Change) -> list[str]:
    """What is still owed once a change is written, each as the database says it."""
    told = {(done.audience.value, done.occasion) for done in change.settled}
    kept = [code for code in owed if told.isdisjoint(_settling(code))]
    return [*kept, *(f"{new.owed.occasion}/{new.owed.audience}" for new in change.owed if new.settled is None)]


def _settling(code: str) -> list[tuple[str, str | None]]:
    """What would settle a notice that is owed: one to its audience on its occasion, or everything to the audience."""
    occasion, _, audience = code.partition("/")
    return [(audience, occasion), (audience, None)]


def _erased(shown: Shown) -> Erased | UnsetType:
    """The texts that were erased, by the member that would show them."""
    if not shown.erased or not shown.readable:
        return UNSET
    return {_MEMBERS[field]: each for field, each in shown.erased.items()}


def _identified(shown: Shown) -> bool:
    return shown.sealed and shown.facts.reporter_erasure is None


def _advisories(shown: Shown) -> list[str]:
    received = shown.facts.formal_receipt_at
    advice = {
        "formal_report_needs_identity": not _identified(shown),
        "counter_closed": received is not None and received > shown.facts.reported_at,
    }
    return [code for code, given in advice.items() if given]


def _reporter(shown: Shown) -> ReporterAnswer:
    return ReporterAnswer(
        known=shown.sealed,
        sealed=_identified(shown),
        consent_to_share=shown.consent_to_share,
        erased=shown.reporter or UNSET,
    )


def _text(shown: Shown, field: TextField) -> str | None:
    return shown.texts.get(field) if shown.readable else None


def _party(shown: Shown) -> PartyAnswer | None:
    name, accused = _text(shown, TextField.ACCUSED_NAME), sorted(shown.facts.accused)
    if name is None and not accused:
        return None
    return PartyAnswer(agency=accused[0] if accused else None, name=name)


def _protections(facts: ReportFacts) -> ProtectionsAnswer:
    return ProtectionsAnswer(
        accused=sorted(facts.accused),
        walls=sorted(facts.barred),
        walled=sorted(facts.walled),
        named_persons=sorted(facts.named),
    )


def _checklist(facts: ReportFacts) -> ChecklistAnswer | None:
    if facts.checklist_formal is None or facts.checklist_material is None:
        return None
    return ChecklistAnswer(formal=facts.checklist_formal, material=facts.checklist_material)


def _grade(facts: ReportFacts) -> GradeAnswer | None:
    if facts.reliability is None or facts.credibility is None:
        return None
    return GradeAnswer(reliability=facts.reliability, credibility=facts.credibility)


def _clocks_after(clocks: list[ClockAnswer], change: Change, now: datetime) -> list[ClockAnswer]:
    met: dict[tuple[UUID | None, str], datetime] = {(stop.task, stop.kind): stop.at or now for stop in change.stops}
    kept = [
        msgspec.structs.replace(clock, stopped_at=met.get((clock.task, clock.kind), now))
        if clock.stopped_at is None
        and ((clock.task, clock.kind) in met or (change.stops_legal and clock.family is ClockFamily.LEGAL))
        else clock
        for clock in clocks
    ]
    changed = {clock.id: clock for clock in change.changed_clocks}
    return [*(_changed(clock, changed.get(clock.id)) for clock in kept), *map(_started, change.clocks)]


def _changed(clock: ClockAnswer, kept: KeptClock | None) -> ClockAnswer:
    if kept is None:
        return clock
    moved = {"due_at": kept.due_at, "length": kept.length, "extended": kept.extended, "paused_at": kept.paused_at}
    return msgspec.structs.replace(clock, **moved)


def _started(draft: ClockDraft) -> ClockAnswer:
    start = draft.start
    return ClockAnswer(
        id=draft.id,
        task=draft.task,
        kind=start.kind,
        family=start.family,
        regime=start.regime,
        whose=start.whose,
        started_at=start.started_at,
        due_at=start.due_at,
        stopped_at=draft.stopped_at,
        length=start.length,
        day_kind=start.day_kind,
        extended=False,
        paused_at=None,
        rule=start.rule,
        policy_version=start.policy_version,
        law_version=start.law_version,
        basis=start.basis,
        status=start.status,
        warned=0,
        rung=None,
    )


def route_view(way: Route) -> RouteAnswer:
    """Where the policy sends a report: lead, supports, the tasks in full, and the rule that says so."""
    return RouteAnswer(
        lead=way.lead,
        support=list(way.support),
        tasks=[
            PlannedTaskAnswer(agency=task.agency, role=task.role, kind=task.kind, obligatory=task.obligatory)
            for task in way.tasks
        ],
        outside=list(way.outside),
        walled=sorted(way.walled),
        rule=way.rule,
        policy_version=way.policy_version,
        status=way.status,
        basis=way.basis,
        legal_clocks=way.legal_clocks,
        gakkumdu=way.gakkumdu,
    )
