"""An administrative violation as its readers see it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.administrative.schemas import AdministrativeAnswer, AdministrativeStepAnswer, StepOwnerAnswer
from service.features.gakkumdu.schemas import StepText
from service.features.reports.case_steps import stepped
from service.storage.texts.kept_texts import NONE_OPENED, Opened, shown
from service.trail.audit.schemas import ActorAnswer, Detail
from workflows.access.facts import ReportFacts
from workflows.codes.states import ADMINISTRATIVE_PAST
from workflows.decisions.administrative.so_far import Path, so_far
from workflows.decisions.administrative.violation_path import actions, agency_of, unknown
from workflows.decisions.administrative.violation_steps import STEPS
from workflows.policy.region import Policy
from workflows.trail.chaining import RecordedEvent

STEP_OF = {past: step for step, past in ADMINISTRATIVE_PAST.items()}


class _Committed(Struct, frozen=True):
    id: UUID
    field: str


class _Leaf(Struct, frozen=True):
    data: dict[str, Detail]
    texts: list[_Committed]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(str(self.data["at"]))


class _Step(Struct, frozen=True):
    event: UUID
    action: str
    before: str
    after: str
    at: datetime
    person: UUID
    agency: str
    role: str
    leaf: str
    texts: dict[UUID, str] | None


_STEPS = msgspec.json.Decoder(list[_Step])
_LEAF = msgspec.json.Decoder(_Leaf)


def path_of(row: Record, policy: Policy) -> Path:
    """How far a row's violation has come, by its events."""
    gone = so_far(stepped(row["path"]), row["election"], policy)
    return msgspec.structs.replace(gone, shut_out_by=frozenset(row["shut_out_by"]))


def hidden_in(row: Record) -> list[str]:
    """The texts of a row's steps as they are kept, to be opened before the row is read."""
    return [kept for step in _steps(row) for kept in (step.texts or {}).values()]


def steps_of(row: Record, opened: Opened) -> list[AdministrativeStepAnswer]:
    """Every step of a row that was taken."""
    return [_answer(step, step.texts or {}, opened) for step in _steps(row)]


def step_after(event: RecordedEvent, *, readable: bool) -> AdministrativeStepAnswer:
    """The step that a change has just become, without reading it back."""
    words = {text.id: f"={text.draft.content}" for text in event.texts} if readable else {}
    draft, actor = event.draft, event.actor
    step = _Step(
        event.id, draft.action, str(draft.before), str(draft.after), event.at, event.person, actor["agency"],
        actor["role"], event.leaf.decode(), None,
    )  # fmt: skip
    return _answer(step, words, NONE_OPENED)


def administrative_view(
    report: ReportFacts,
    path: Path,
    steps: list[AdministrativeStepAnswer],
    call: Call,
    receipt: Receipt | UnsetType = UNSET,
) -> AdministrativeAnswer:
    """The whole representation of a report's administrative violation."""
    return AdministrativeAnswer(
        report=report.id,
        version=report.version,
        state=path.state,
        owners=list(_owners(report, call)),
        steps=steps,
        actions=actions_view(actions(report, path, call.actor, call.policy), call.language),
        receipt=receipt,
    )


def _owners(report: ReportFacts, call: Call) -> Iterator[StepOwnerAnswer]:
    for step, rule in STEPS.items():
        if unknown(step, report, call.policy) is None:
            basis = call.policy.basis_in(rule.basis, call.language)
            yield StepOwnerAnswer(step=step, agency=agency_of(step, report, call.policy), basis=basis)


def _steps(row: Record) -> list[_Step]:
    return _STEPS.decode(row["steps"]) if row["steps"] else []


def _answer(step: _Step, words: Mapping[UUID, str], opened: Opened) -> AdministrativeStepAnswer:
    leaf = _LEAF.decode(step.leaf)
    members: dict[str, Any] = {"before": step.before, "after": step.after, "data": leaf.data}
    return AdministrativeStepAnswer(
        step=STEP_OF[step.action],
        event=step.event,
        at=leaf.at,
        recorded_at=step.at,
        actor=ActorAnswer(person=step.person, agency=step.agency, role=step.role),
        texts=list(_texts(leaf, words, opened)),
        **members,
    )


def _texts(leaf: _Leaf, words: Mapping[UUID, str], opened: Opened) -> Iterator[StepText]:
    for text in leaf.texts:
        if text.id in words:
            told = shown(words[text.id], opened)
            erased = told.erased or UNSET
            yield StepText(id=text.id, field=text.field, about=None, content=told.content, erased=erased)
