"""A report as its readers see it."""

from typing import Any, NamedTuple, Self
from uuid import UUID

import msgspec
from asyncpg import Record

from service.calls import Call
from service.reports.rows import POINTED, TextPointers, facts_of
from service.representation import actions_view
from workflows import visibility
from workflows.available import report_actions
from workflows.change import Change, ClockDraft
from workflows.codes import TextField
from workflows.facts import ReportFacts, TaskFacts
from workflows.routing import Route
from workflows.trail import RecordedEvent

_JSON = msgspec.json.decode
_WITHHELD = ("title", "description", "place.detail", "reported_party.name", "source.reference")


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
    clocks: list[dict[str, Any]]
    links: list[dict[str, Any]]

    @classmethod
    def of(cls, row: Record, call: Call) -> Self:
        """Read a row of ``repository.WHOLE``."""
        held = visibility.tokens(call.actor)
        return cls(
            facts=facts_of(row),
            pointers=pointers_of(row),
            channel=row["channel"],
            sealed=row["sealed"],
            consent_to_share=row["consent_to_share"],
            readable=visibility.may_read(row["text_readers"], row["walled"], held),
            texts=_JSON(row["texts"]) if row["texts"] else {},
            results=_JSON(row["results"]) if row["results"] else {},
            clocks=_JSON(row["clocks"]) if row["clocks"] else [],
            links=_JSON(row["links"]) if row["links"] else [],
        )

    def after(self, change: Change, events: tuple[RecordedEvent, ...]) -> Self:
        """The same once a change is written, without reading it back."""
        drafts = [text.draft for event in events for text in event.texts]
        texts = {draft.field.value: draft.content for draft in drafts if draft.field in POINTED}
        results = {str(d.task): d.content for d in drafts if d.field is TextField.RESULT}
        now = events[0].at
        links = [
            {"report": link.other, "kind": link.kind, "created_at": now, "outgoing": True} for link in change.links
        ]
        return self._replace(
            facts=change.report,
            texts={**self.texts, **texts},
            results={**self.results, **results},
            clocks=_clocks_after(self.clocks, change, now),
            links=[*self.links, *links],
        )


def pointers_of(row: Record) -> TextPointers:
    """The pointers to a report's present texts."""
    return TextPointers(*(row[name] for name in TextPointers._fields))


def report_view(shown: Shown, call: Call, receipt: dict[str, Any] | None = None) -> dict[str, Any]:
    """The whole representation: codes for every reader, texts for those who may read them."""
    facts = shown.facts
    view = summary_view(facts, shown)
    view |= {
        "description": shown.texts.get(TextField.DESCRIPTION) if shown.readable else None,
        "place": {"area": facts.area, "detail": _text(shown, TextField.PLACE_DETAIL)},
        "source": {"channel": shown.channel, "reference": _text(shown, TextField.SOURCE_REFERENCE)},
        "reporter": {
            "known": shown.sealed,
            "sealed": shown.sealed,
            "consent_to_share": shown.consent_to_share,
        },
        "reported_party": _party(shown),
        "reported_by": {"person": facts.reported_by, "agency": facts.reporting_agency},
        "athg": facts.athg,
        "field": facts.field,
        "checklist": _checklist(facts),
        "grade": _grade(facts),
        "withheld": [] if shown.readable else list(_WITHHELD),
        "tasks": [task_item(task, shown.results.get(str(task.id))) for task in facts.tasks],
        "clocks": shown.clocks,
        "links": shown.links,
        "advisories": _advisories(shown),
        "actions": actions_view(report_actions(facts, call.actor, call.policy, sealed=shown.sealed), call.language),
    }
    if receipt is not None:
        view["receipt"] = receipt
    return view


def summary_view(facts: ReportFacts, shown: Shown) -> dict[str, Any]:
    """What a list shows of a report."""
    return {
        "id": facts.id,
        "region": facts.region,
        "state": facts.state,
        "version": facts.version,
        "register_number": facts.register_number,
        "category": facts.category,
        "severity": facts.severity,
        "classification": facts.classification,
        "title": _text(shown, TextField.TITLE),
        "area": facts.area,
        "occurred_at": facts.occurred_at,
        "known_at": facts.known_at,
        "reported_at": facts.reported_at,
        "election": facts.election,
        "stage": facts.stage,
        "lead_agency": facts.lead_agency,
        "routing": {"rule": facts.rule, "policy_version": facts.policy_version},
        "outcome": facts.outcome,
        "closed_at": facts.closed_at,
    }


def task_item(task: TaskFacts, result: str | None) -> dict[str, Any]:
    """What a report shows of each of its tasks."""
    return {
        "id": task.id,
        "report": task.report_id,
        "agency": task.agency,
        "role": task.role,
        "kind": task.kind,
        "obligatory": task.obligatory,
        "state": task.state,
        "version": task.version,
        "offered_at": task.offered_at,
        "due_at": task.due_at,
        "due_clock": task.due_clock,
        "assignee": task.assignee,
        "completed_by": task.completed_by,
        "completed_at": task.completed_at,
        "transferred_from": task.transferred_from,
        "transfer_kind": task.transfer_kind,
        "result": result,
    }


def _text(shown: Shown, field: TextField) -> str | None:
    return shown.texts.get(field) if shown.readable else None


def _party(shown: Shown) -> dict[str, Any] | None:
    name, accused = _text(shown, TextField.ACCUSED_NAME), sorted(shown.facts.accused)
    if name is None and not accused:
        return None
    return {"agency": accused[0] if accused else None, "name": name}


def _checklist(facts: ReportFacts) -> dict[str, Any] | None:
    if facts.checklist_formal is None:
        return None
    return {"formal": facts.checklist_formal, "material": facts.checklist_material}


def _grade(facts: ReportFacts) -> dict[str, Any] | None:
    if facts.reliability is None:
        return None
    return {"reliability": facts.reliability, "credibility": facts.credibility}


def _advisories(shown: Shown) -> list[str]:
    return [] if shown.sealed else ["formal_report_needs_identity"]


def _clocks_after(clocks: list[dict[str, Any]], change: Change, now: Any) -> list[dict[str, Any]]:
    met = {(stop.task and str(stop.task), stop.kind.value) for stop in change.stops}
    kept = [
        {**clock, "stopped_at": now}
        if clock["stopped_at"] is None and (_identifier(clock["task"]), clock["kind"]) in met
        else clock
        for clock in clocks
    ]
    return [*kept, *(clock_item(draft) for draft in change.clocks)]


def clock_item(draft: ClockDraft) -> dict[str, Any]:
    """A clock that was just started."""
    start = draft.start
    return {
        "id": draft.id,
        "task": draft.task,
        "kind": start.kind,
        "started_at": start.started_at,
        "due_at": start.due_at,
        "stopped_at": None,
        "length": start.length,
        "rule": start.rule,
        "policy_version": start.policy_version,
        "status": start.status,
    }


def _identifier(value: str | UUID | None) -> str | None:
    return None if value is None else str(value)


def route_view(way: Route) -> dict[str, Any]:
    """Where the policy sends a report: lead, supports, the tasks in full, and the rule that says so."""
    return {
        "lead": way.lead,
        "support": list(way.support),
        "tasks": [
            {"agency": task.agency, "role": task.role, "kind": task.kind, "obligatory": task.obligatory}
            for task in way.tasks
        ],
        "outside": list(way.outside),
        "walled": sorted(way.walled),
        "rule": way.rule,
        "policy_version": way.policy_version,
        "status": way.status,
        "basis": way.basis,
        "legal_clocks": way.legal_clocks,
        "gakkumdu": way.gakkumdu,
    }
