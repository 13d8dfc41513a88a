"""A case as its readers see it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from service.edge.answer_types import NameAnswer, Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.gakkumdu.schemas import (
    CaseAnswer,
    CautionAnswer,
    DiscussionAnswer,
    ItemAnswer,
    StepAnswer,
    StepText,
)
from service.features.reports.stored_facts import BUILTIN
from service.storage.texts.kept_texts import Opened, shown
from service.trail.audit.schemas import ActorAnswer, Detail
from workflows.access.facts import ReportFacts
from workflows.codes.cases import DISCUSSIONS, CaseStep
from workflows.codes.reports import TextField
from workflows.codes.states import CASE_PAST
from workflows.decisions.available import case_actions
from workflows.decisions.gakkumdu.case_bundle import Asked, asked_of, lacking
from workflows.decisions.gakkumdu.cautions import Caution, cautions
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts, advisories
from workflows.trail.chaining import RecordedEvent

STEP_OF: Mapping[str, CaseStep] = {past: step for step, past in CASE_PAST.items()}
_CASE = "case_"
_ABOUT: Mapping[str, str] = {TextField.ATTENDEES: "named", TextField.BUNDLE_REFERENCE: "referenced"}
"""Which member of a step's data says, in the same order, what each text of a field is about."""


class _Committed(Struct, frozen=True):
    id: UUID
    field: str


class _Leaf(Struct, frozen=True):
    data: dict[str, Detail]
    texts: list[_Committed]


class _Step(Struct, frozen=True):
    event: UUID
    action: str
    before: str | None
    after: str | None
    at: datetime
    person: UUID
    agency: str
    role: str
    leaf: str
    texts: dict[UUID, str] | None


_STEPS = msgspec.json.Decoder(list[_Step])
_LEAF = msgspec.json.Decoder(_Leaf)


def case_of(row: Record) -> CaseFacts:
    """The facts of a case from its row; of none when there is none."""
    if row["case_state"] is None:
        return NO_CASE
    values = {name.removeprefix(_CASE): value for name, value in row.items() if name.startswith(_CASE)}
    return msgspec.convert(values, CaseFacts, builtin_types=BUILTIN)


def hidden_in(row: Record) -> list[str]:
    """The texts of a row's steps as they are kept, to be opened before the row is read."""
    return [kept for step in _steps(row) for kept in (step.texts or {}).values()]


def steps_of(row: Record, opened: Opened) -> list[StepAnswer]:
    """Every step of a row that was taken."""
    return [_step(step, opened) for step in _steps(row)]


def step_after(event: RecordedEvent, *, readable: bool) -> StepAnswer:
    """The step that a change has just become, without reading it back."""
    leaf = _LEAF.decode(event.leaf)
    words = {text.id: f"={text.draft.content}" for text in event.texts} if readable else {}
    actor = ActorAnswer(person=event.person, agency=event.actor["agency"], role=event.actor["role"])
    return StepAnswer(
        step=STEP_OF[event.draft.action],
        event=event.id,
        at=_at(leaf),
        recorded_at=event.at,
        actor=actor,
        before=event.draft.before,
        after=event.draft.after,
        data=leaf.data,
        texts=list(_texts(leaf, words, {})),
    )


def case_view(
    report: ReportFacts,
    case: CaseFacts,
    steps: list[StepAnswer],
    call: Call,
    receipt: Receipt | UnsetType = UNSET,
) -> CaseAnswer:
    """The whole representation of a case."""
    asked = asked_of(report, call.policy)
    return CaseAnswer(
        report=report.id,
        version=report.version,
        state=case.state,
        register_number=case.register_number,
        sigaplapor_number=case.sigaplapor_number,
        form=case.form,
        registered_at=case.registered_at,
        police_number=case.police_number,
        police_receipt=case.police_receipt,
        bundle=_bundle(case, asked, call),
        missing=lacking(case.bundle, asked),
        discussions=[_led(step, report, call) for step in DISCUSSIONS],
        advisories=list(advisories(report, case, call.policy)),
        cautions=[_caution(told) for told in cautions(report, case, call.policy)],
        steps=steps,
        actions=actions_view(case_actions(report, case, call.actor, call.policy), call.language),
        receipt=receipt,
    )


def _caution(told: Caution) -> CautionAnswer:
    return CautionAnswer(step=told.step, said=NameAnswer(en=told.said.en, id=told.said.id), basis=told.basis)


def _bundle(case: CaseFacts, asked: Asked, call: Call) -> list[ItemAnswer]:
    """What is asked for, and last what is there from when the policy asked for it."""
    wanted = [
        ItemAnswer(
            item=code,
            present=code in case.bundle,
            obligatory=rule.obligatory,
            stops_forwarding=rule.stops_forwarding,
            status=rule.status,
            basis=call.policy.basis_in(rule.basis, call.language),
        )
        for code, rule in asked.items()
    ]
    former = sorted(case.bundle - asked.keys())
    return [
        *wanted,
        *(
            ItemAnswer(item=code, present=True, obligatory=False, stops_forwarding=False, status=None, basis=None)
            for code in former
        ),
    ]


def _led(step: CaseStep, report: ReportFacts, call: Call) -> DiscussionAnswer:
    rule = call.policy.leader_of(step, report.election)
    if rule is None:
        msg = f"nobody leads {step}: the policy is checked for it"
        raise ValueError(msg)
    basis = call.policy.basis_in(rule.basis, call.language)
    return DiscussionAnswer(step=step, agency=rule.agency, status=rule.status, basis=basis)


def _steps(row: Record) -> list[_Step]:
    return _STEPS.decode(row["steps"]) if row["steps"] else []


def _step(step: _Step, opened: Opened) -> StepAnswer:
    leaf = _LEAF.decode(step.leaf)
    return StepAnswer(
        step=STEP_OF[step.action],
        event=step.event,
        at=_at(leaf),
        recorded_at=step.at,
        actor=ActorAnswer(person=step.person, agency=step.agency, role=step.role),
        before=step.before,
        after=step.after,
        data=leaf.data,
        texts=list(_texts(leaf, step.texts or {}, opened)),
    )


def _texts(leaf: _Leaf, words: Mapping[UUID, str], opened: Opened) -> Iterator[StepText]:
    """The texts in the order of their commitments, which is that of what they are about."""
    about = {field: iter(_codes(leaf.data.get(member))) for field, member in _ABOUT.items()}
    for text in leaf.texts:
        subject = next(about[text.field], None) if text.field in about else None
        if text.id in words:
            told = shown(words[text.id], opened)
            yield StepText(
                id=text.id, field=text.field, about=subject, content=told.content, erased=told.erased or UNSET
            )


def _codes(listed: Any) -> list[str]:
    return listed if isinstance(listed, list) else []


def _at(leaf: _Leaf) -> datetime:
    return datetime.fromisoformat(str(leaf.data["at"]))
