"""The path of an election crime: Sentra Gakkumdu, the joint desk of Bawaslu, police and prosecutor, and the courts.

Whose each step is and what it opens is the table in ``steps``. Sources: UU 7/2017 art. 454 and 476 to 482,
UU 1/2015 art. 134 and 148, UU 10/2016 art. 146; docs/domain.md, "The joint desk" and "Agencies".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.own_side import NOBODY, ever_accused
from workflows.access.permissions import Action, require, require_role, standing
from workflows.access.refusals import InvalidCommand, LawForbids, NotPermitted
from workflows.codes.cases import JOINT_DESK, CaseState, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.codes.reports import ReportState
from workflows.codes.stamps import stamp
from workflows.codes.states import CASE_PAST, LIVE_TASK_STATES
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.legal_clocks import counted_from, handling_began
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_not_of_the_accused
from workflows.decisions.engine import CASES
from workflows.decisions.gakkumdu.case_bundle import (
    WITHHELD_WITHOUT,
    Asked,
    asked_of,
    lacking,
    merged,
    require_known_items,
)
from workflows.decisions.gakkumdu.commands import (
    BundleItem,
    CaseCommand,
    CheckBundle,
    Discussion,
    Forward,
    PoliceReport,
    Register,
)
from workflows.decisions.gakkumdu.step_texts import step_texts
from workflows.decisions.gakkumdu.steps import STEPS, STOPPED_WITH_IT, may_stop, outcome_of
from workflows.decisions.reports.intake import require_past, taken_as
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import require_lawful, route_of
from workflows.policy.region import Policy


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it stands.

    ``bundle`` are the items that are there, ``registered_at`` is when it was first registered, whatever its number is
    now, ``step_at`` when the last step was done.
    """

    state: CaseState = CaseState.UNREGISTERED
    register_number: str | None = None
    sigaplapor_number: str | None = None
    form: str | None = None
    police_number: str | None = None
    police_receipt: str | None = None
    bundle: frozenset[str] = frozenset()
    registered_at: datetime | None = None
    step_at: datetime | None = None


NO_CASE = CaseFacts()
_BEFORE_THE_POLICE = frozenset(
    {
        CaseState.UNREGISTERED,
        CaseState.REGISTERED,
        CaseState.FIRST_DISCUSSED,
        CaseState.SECOND_DISCUSSED,
        CaseState.FORWARDED,
    }
)
NOT_GAKKUMDU = "not_gakkumdu"
_TABLE = 2
"""A discussion is between agencies: one alone meets nobody."""


def decide_step(
    report: ReportFacts,
    case: CaseFacts,
    command: CaseCommand,
    actor: Actor,
    given: Circumstances,
    *,
    number_known: bool = False,
) -> tuple[Change, CaseFacts]:
    """Take one step of a report's case.

    ``number_known`` says that another case that the caller sees has this register number. Raises IllegalTransition,
    NotPermitted, LawForbids or InvalidCommand.
    """
    CASES.require_legal(case.state, command.step)
    require(actor, Action.CASE_STEP, standing(report))
    stops, whose = fired(command) is CaseStep.STOP, agency_of(command.step, report, given.policy)
    against = denied(command.step, actor, whose, instead(command.step, report, given.policy) if stops else NOBODY)
    if against is not None:
        raise NotPermitted(against, {"agency": whose, "role": actor.role.value})
    obstacle = forbidden(report, case, given.policy)
    if obstacle is not None:
        raise LawForbids(obstacle)
    if stops:
        require_not_of_the_accused(actor, report, given.policy)
    at = _moment(command.at, report, case, given.now)
    if isinstance(command, Register) and (number_known or command.register_number == case.register_number):
        raise InvalidCommand("register_number_taken", "/register_number")
    draft = Draft(report, actor, given)
    moved = _taken(draft, case, command, at)
    draft.event(
        CASE_PAST[command.step],
        before=case.state,
        after=moved.state,
        data={"at": stamp(at), **_data(command, moved, report, given.policy)},
        texts=step_texts(command),
    )
    _clocks(draft, command, at, case, moved)
    _offer(draft, command.step)
    draft.settle()
    return draft.finish(), moved


def require_step_role(step: CaseStep, actor: Actor) -> None:
    """Raise NotPermitted unless the role may take steps, and this one, whatever the report."""
    require_role(actor, Action.CASE_STEP)
    if actor.role not in STEPS[step].roles:
        raise NotPermitted("role_not_permitted", {"action": step.value, "role": actor.role.value})


def agency_of(step: CaseStep, report: ReportFacts, policy: Policy) -> str:
    """Whose step it is: of a discussion, theirs who lead it by the policy under the regime of the report's election."""
    leader = policy.leader_of(step, report.election)
    return STEPS[step].agency if leader is None else leader.agency


def instead(step: CaseStep, report: ReportFacts, policy: Policy) -> frozenset[str]:
    """Who else at the joint desk stops the case by this step, where its own agency may not: nobody else goes on."""
    whose, accused = agency_of(step, report, policy), ever_accused(report, policy)
    return may_stop(step, whose, accused, report.walled | report.passed_over)


def denied(step: CaseStep, actor: Actor, whose: str, also: frozenset[str] = NOBODY) -> str | None:
    """Why this step, which is ``whose``, is not this caller's, as a code; None when theirs, or one of ``also``."""
    if actor.role not in STEPS[step].roles:
        return "role_not_permitted"
    return None if actor.agency in {whose, *also} else "not_step_agency"


def forbidden(report: ReportFacts, case: CaseFacts, policy: Policy) -> str | None:
    """Why the report has no case that could move, as a code; None when it has.

    What was registered once stays on its path, whatever the report is taken for later.
    """
    if case.state is CaseState.UNREGISTERED and not route_of(report, policy).gakkumdu:
        return NOT_GAKKUMDU
    if report.register_number is None:
        return "gakkumdu_not_registered"
    return "report_closed" if report.state is ReportState.CLOSED else None


def advisories(report: ReportFacts, case: CaseFacts, policy: Policy) -> Iterator[str]:
    """What whoever decides on the case is to know beforehand, as codes.

    The police counter takes the reporter as the complainant, Perbawaslu 3/2023 art. 27(4)(5).
    """
    identified = report.sealed and report.reporter_erasure is None
    if identified and case.state in _BEFORE_THE_POLICE and forbidden(report, case, policy) != NOT_GAKKUMDU:
        yield "reporter_known_to_police"


def fired(command: CaseCommand) -> CaseStep:
    """What a command moves the case by."""
    return outcome_of(command.step, command.decision if isinstance(command, Discussion) else None)


def _moment(at: datetime | None, report: ReportFacts, case: CaseFacts, now: datetime) -> datetime:
    require_past(at, "/at", now)
    done = taken_as(at, now)
    earliest = case.step_at or min(counted_from(report), now)
    if done < earliest and at is not None:
        raise InvalidCommand("step_before_the_last", "/at", {"earliest": stamp(earliest)})
    return max(done, earliest)


def _taken(draft: Draft, case: CaseFacts, command: CaseCommand, at: datetime) -> CaseFacts:
    """The case after the step; raises what stands against its content."""
    change = _CONTENT.get(command.step)
    fields = {} if change is None else change(draft, case, command)
    state = CASES.fire(case.state, fired(command))
    if command.step is CaseStep.REGISTER:
        fields = {**fields, "registered_at": case.registered_at or at}
    return msgspec.structs.replace(case, **{**fields, "state": state, "step_at": at})


def _register(_draft: Draft, _case: CaseFacts, command: Register) -> dict[str, Any]:
    return {
        "register_number": command.register_number,
        "sigaplapor_number": command.sigaplapor_number,
        "form": command.form,
        "police_number": None,
        "police_receipt": None,
    }


def _check_bundle(draft: Draft, case: CaseFacts, command: CheckBundle) -> dict[str, Any]:
    require_known_items(command.items, case.bundle, asked_of(draft.report, draft.given.policy), "/items")
    return {"bundle": merged(case.bundle, command.items)}


def _forward(draft: Draft, case: CaseFacts, command: Forward) -> dict[str, Any]:
    asked = asked_of(draft.report, draft.given.policy)
    require_known_items(command.items, case.bundle, asked, "/items")
    bundle = merged(case.bundle, command.items)
    missing = lacking(bundle, asked, stopping=True)
    if missing:
        raise LawForbids("bundle_incomplete", {"missing": missing})
    return {"bundle": bundle}


def _police_report(_draft: Draft, _case: CaseFacts, command: PoliceReport) -> dict[str, Any]:
    return {"police_number": command.police_number, "police_receipt": command.police_receipt}


def _discuss(draft: Draft, _case: CaseFacts, command: Discussion) -> dict[str, Any]:
    present = [one.agency for one in command.attendees]
    for index, agency in enumerate(present):
        pointer = f"/attendees/{index}/agency"
        if agency not in draft.given.policy.agencies:
            raise InvalidCommand("unknown_agency", pointer, {"agency": agency})
        if agency in present[:index]:
            raise InvalidCommand("attendee_twice", pointer, {"agency": agency})
        if agency in draft.report.walled:
            raise LawForbids("agency_walled", {"agency": agency, "pointer": pointer})
    at_the_desk = [agency for agency in JOINT_DESK if agency not in draft.report.walled]
    absent = [agency for agency in at_the_desk if agency not in present]
    if absent or len(at_the_desk) < _TABLE:
        absent = absent or [agency for agency in JOINT_DESK if agency not in at_the_desk]
        raise InvalidCommand("attendance_incomplete", "/attendees", {"missing": absent})
    return {}


def _data(command: CaseCommand, moved: CaseFacts, report: ReportFacts, policy: Policy) -> dict[str, Any]:
    """Codes, numbers and times; what was written stands beside them as texts."""
    data = {name: getattr(command, name) for name in _TOLD.get(command.step, ())}
    if isinstance(command, CheckBundle | Forward):
        data |= _items(command.items)
    if isinstance(command, Forward):
        data |= _forwarded(moved.bundle, asked_of(report, policy), policy)
    if isinstance(command, Discussion):
        data |= {"lead_agency": agency_of(command.step, report, policy), "policy": policy.version}
        data |= _discussed(command)
    return data


def _forwarded(bundle: frozenset[str], asked: Asked, policy: Policy) -> dict[str, Any]:
    """What is missing, and by which policy: what the list lets nobody leave out, and what nothing goes without."""
    return {
        "missing": lacking(bundle, asked),
        "obligatory": [code for code, rule in asked.items() if rule.obligatory],
        WITHHELD_WITHOUT: [code for code, rule in asked.items() if rule.stops_forwarding],
        "policy": policy.version,
    }


def _discussed(command: Discussion) -> dict[str, Any]:
    return {
        "attendees": [one.agency for one in command.attendees],
        "named": [one.agency for one in command.attendees if one.persons is not None],
        "decision": command.decision,
    }


def _items(items: Iterable[BundleItem]) -> dict[str, Any]:
    return {
        "present": [one.item for one in items if one.present],
        "absent": [one.item for one in items if not one.present],
        "referenced": [one.item for one in items if one.reference is not None],
    }


def _clocks(draft: Draft, command: CaseCommand, at: datetime, case: CaseFacts, moved: CaseFacts) -> None:
    outcome, rule = fired(command), STEPS[command.step]
    if outcome is CaseStep.SUPPLEMENT:
        return
    # What registration stops was started as the report came in and was verified, which may have been entered later.
    met = None if command.step is CaseStep.REGISTER else at
    running = _runs_on(draft, case) if command.step is CaseStep.REGISTER else ()
    for step in STOPPED_WITH_IT if outcome is CaseStep.STOP else rule.stops:
        if step not in running:
            draft.stop_legal(step, met)
    start: datetime | None = at
    if command.step is CaseStep.REGISTER:
        start = handling_began(draft.report, draft.given.policy, moved.registered_at)
    made_up = [step for step in rule.makes_up if step not in draft.report.limits_begun]
    for step in () if outcome is CaseStep.STOP else (*rule.starts, *made_up):
        if step not in running:
            draft.start_legal(step, start, another=command.step is not CaseStep.REGISTER)


def _runs_on(draft: Draft, case: CaseFacts) -> tuple[LegalStep, ...]:
    """What a first registration at the desk neither ends nor begins: a handling that has begun, met or missed.

    The report had its register number by then, and nobody has more time because its case has one too.
    """
    begun = case.registered_at is None and LegalStep.HANDLING in draft.report.limits_begun
    return (LegalStep.HANDLING,) if begun else ()


def unopened(step: CaseStep, report: ReportFacts) -> str | None:
    """Why the task that a step opens cannot be offered, as a code; None when it can, or when there is none to offer."""
    agency = STEPS[step].offers
    if agency is None or holds_case(report, agency):
        return None
    if agency in report.walled:
        return "agency_walled"
    if report.state is ReportState.HANDLED:
        return "report_no_longer_open"
    return None if report.state is ReportState.ASSIGNED else "not_before_assignment"


def _offer(draft: Draft, step: CaseStep) -> None:
    """Offer the case task that the step opens, unless the agency holds one. Raises LawForbids."""
    agency, report = STEPS[step].offers, draft.report
    if agency is None or holds_case(report, agency):
        return
    obstacle = unopened(step, report)
    if obstacle is not None:
        raise LawForbids(obstacle, {"agency": agency, "state": report.state})
    offer = Offer(agency=agency, role=TaskRole.SUPPORT, kind=TaskKind.CASE, obligatory=True, due_at=None)
    require_lawful([offer], report, draft.given.policy, at="")
    draft.offer(offer, system=True)


def holds_case(report: ReportFacts, agency: str) -> bool:
    """Whether the agency has a case task of the report's present round that still waits for it."""
    return any(
        task.agency == agency
        and task.kind is TaskKind.CASE
        and task.round == report.round
        and task.state in LIVE_TASK_STATES
        for task in report.tasks
    )


_TOLD: Mapping[CaseStep, tuple[str, ...]] = {
    CaseStep.REGISTER: ("register_number", "sigaplapor_number", "form"),
    CaseStep.POLICE_REPORT: ("police_number", "police_receipt"),
    CaseStep.FIRST_INSTANCE: ("verdict",),
    CaseStep.APPEAL_LODGED: ("by",),
    CaseStep.APPEAL_DECIDED: ("verdict",),
}
"""The members of a step that stand in its event as they were sent."""

_CONTENT: Mapping[CaseStep, Callable[..., dict[str, Any]]] = {
    CaseStep.REGISTER: _register,
    CaseStep.CHECK_BUNDLE: _check_bundle,
    CaseStep.FIRST_DISCUSSION: _discuss,
    CaseStep.SECOND_DISCUSSION: _discuss,
    CaseStep.THIRD_DISCUSSION: _discuss,
    CaseStep.FORWARD: _forward,
    CaseStep.POLICE_REPORT: _police_report,
}
