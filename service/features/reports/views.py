"""A report as its readers see it."""

from msgspec import UNSET, UnsetType

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.reports.clock_schemas import EscalationAnswer
from service.features.reports.clock_views import clock_answers
from service.features.reports.member_types import AuthorAnswer
from service.features.reports.routing_views import routing_view
from service.features.reports.schemas import (
    ChecklistAnswer,
    GradeAnswer,
    PartyAnswer,
    PlaceAnswer,
    ProtectionsAnswer,
    ReportAnswer,
    ReporterAnswer,
    ReportItem,
    SourceAnswer,
)
from service.features.reports.search_schemas import HighlightAnswer
from service.features.reports.shown import Erased, Shown
from service.features.reports.task_views import task_item
from workflows.access.facts import ReportFacts
from workflows.codes.reports import TextField
from workflows.decisions.available import report_actions
from workflows.decisions.clocks.ladder import highest
from workflows.decisions.clocks.legal_clocks import advice_on_knowing
from workflows.policy.region import Policy

_MEMBERS = {
    TextField.TITLE.value: "title",
    TextField.DESCRIPTION.value: "description",
    TextField.PLACE_DETAIL.value: "place.detail",
    TextField.ACCUSED_NAME.value: "reported_party.name",
    TextField.SOURCE_REFERENCE.value: "source.reference",
}
WITHHELD = tuple(_MEMBERS.values())
"""The members that hold words, as an answer names them to who is not told them."""


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
        routing=routing_view(facts, call.policy),
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
        clocks=clock_answers(shown.clocks, call, facts),
        links=shown.links,
        owed_notices=shown.owed,
        formal_receipt_at=facts.formal_receipt_at,
        review=facts.review,
        advisories=_advisories(shown, call.policy),
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
        routing=routing_view(facts, policy),
        outcome=facts.outcome,
        closed_at=facts.closed_at,
        escalation=_escalation(facts),
        erased=_erased(shown),
        highlights=highlights,
    )


def _escalation(facts: ReportFacts) -> EscalationAnswer | None:
    found = highest(facts.escalations)
    if found is None:
        return None
    return EscalationAnswer(rung=found.rung, since=found.since, kind=found.kind, task=found.task, clock=found.clock)


def _erased(shown: Shown) -> Erased | UnsetType:
    """The texts that were erased, by the member that would show them."""
    if not shown.erased or not shown.readable:
        return UNSET
    return {_MEMBERS[field]: each for field, each in shown.erased.items()}


def _identified(shown: Shown) -> bool:
    return shown.sealed and shown.facts.reporter_erasure is None


def _advisories(shown: Shown, policy: Policy) -> list[str]:
    received, knowing = shown.facts.formal_receipt_at, advice_on_knowing(shown.facts, policy)
    advice = {
        "formal_report_needs_identity": not _identified(shown),
        "counter_closed": received is not None and received > shown.facts.reported_at,
    }
    return [*(code for code, given in advice.items() if given), *([] if knowing is None else [knowing])]


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
