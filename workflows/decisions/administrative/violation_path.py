"""One step on the path of an administrative violation, and what stands against each.

Whose each step is and what it starts is the table in ``violation_steps``; docs/domain.md, "Administrative violations".
"""

from datetime import datetime
from typing import Any

from msgspec import structs

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.own_side import ever_accused
from workflows.access.permissions import Action, require, require_role, standing
from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids, NotPermitted
from workflows.codes.administrative import AdministrativeState, AdministrativeStep, ViolationFinding
from workflows.codes.policy import LegalClockSet
from workflows.codes.reports import Classification, ReportState, TextField
from workflows.codes.stamps import stamp
from workflows.codes.states import ADMINISTRATIVE_PAST, FOUND_BY_A_STEP
from workflows.decisions.administrative.commands import AdministrativeCommand, ProvinceFollowUp
from workflows.decisions.administrative.so_far import Path
from workflows.decisions.administrative.violation_steps import KPU, ROLES, STEPS, known_in, may_enter, met_by, whose
from workflows.decisions.available import Available, caller_of
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.legal_clocks import counted_from
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import not_of_the_accused, require_not_of_the_accused
from workflows.decisions.engine import ADMINISTRATIVE
from workflows.decisions.reports.intake import require_past, taken_as
from workflows.decisions.tasks.legal_order import way_by_law
from workflows.policy.region import Policy

_TOLD = ("finding", "candidacy_cancelled", "ruling")
"""The members of a step that stand in its event as they were sent."""


def decide_step(
    report: ReportFacts,
    path: Path,
    command: AdministrativeCommand,
    actor: Actor,
    given: Circumstances,
    *,
    at_the_desk: bool = False,
) -> tuple[Change, Path]:
    """Take one step. ``at_the_desk`` says that a case of the report is registered at the joint desk and not stopped.

    Raises IllegalTransition, NotPermitted, LawForbids, DutyConflict ``own_side_accused`` or ``shut_kpu_out``, or
    InvalidCommand ``in_future`` or ``step_before_the_last``.
    """
    ADMINISTRATIVE.require_legal(path.state, command.step)
    require(actor, Action.CASE_STEP, standing(report))
    against = denied(command.step, actor, report, given.policy)
    if against is not None:
        agency = agency_of(command.step, report, given.policy)
        raise NotPermitted(against, {"agency": agency, "role": actor.role.value})
    obstacle = obstacle_to(command.step, report, path, given.policy)
    if obstacle is not None:
        raise LawForbids(obstacle)
    require_not_of_the_accused(actor, report, given.policy)
    for code in _codes(by_who_shut_out(command.step, actor, path)):
        raise DutyConflict(code)
    at = _moment(command.at, report, path, given.now)
    moved = structs.replace(path, state=ADMINISTRATIVE.fire(path.state, fired(command)), step_at=at)
    draft = Draft(report, actor, given)
    draft.event(
        ADMINISTRATIVE_PAST[command.step],
        before=path.state,
        after=moved.state,
        data={"at": stamp(at), **_told(command)},
        texts=[] if command.reference is None else [TextDraft(TextField.REFERENCE, command.reference)],
    )
    rule = STEPS[command.step]
    for step in sorted(met_by(command.step, at_the_desk=at_the_desk)):
        draft.stop_legal(step, at)
    for step in () if fired(command) in FOUND_BY_A_STEP else rule.starts:
        draft.start_legal(step, at, another=True)
    return draft.finish(), moved


def actions(report: ReportFacts, path: Path, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """Every step in the order of the path, and for each that this caller may not take now, why."""
    legal, caller = ADMINISTRATIVE.legal[path.state], caller_of(actor, standing(report))
    own_side = not_of_the_accused(actor, report, policy)
    return tuple(
        Available(
            step,
            (
                *(() if step in legal else ("illegal_transition",)),
                *_codes(obstacle_to(step, report, path, policy)),
                *(caller.denied(Action.CASE_STEP) or _codes(denied(step, actor, report, policy))),
                *_codes(own_side),
                *_codes(by_who_shut_out(step, actor, path)),
            ),
        )
        for step in STEPS
    )


def require_step_role(actor: Actor) -> None:
    """Raise NotPermitted unless the role may take steps, whatever the report."""
    require_role(actor, Action.CASE_STEP)


def agency_of(step: AdministrativeStep, report: ReportFacts, policy: Policy) -> str:
    """Whose step it is of this report."""
    return whose(step, report.walled | ever_accused(report, policy))


def denied(step: AdministrativeStep, actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """Why this step is not this caller's, as a code; None when theirs."""
    if actor.role not in ROLES:
        return "role_not_permitted"
    secret = report.classification is Classification.SECRET
    theirs = may_enter(step, report.walled | ever_accused(report, policy), secret=secret)
    return None if actor.agency in theirs else "not_step_agency"


def by_who_shut_out(step: AdministrativeStep, actor: Actor, path: Path) -> str | None:
    """Why somebody does not enter what KPU did, as a code: they shut KPU out, which alone could say otherwise."""
    in_its_place = STEPS[step].agency == KPU != actor.agency
    return "shut_kpu_out" if in_its_place and {actor.person, actor.maker} & path.shut_out_by else None


def obstacle_to(step: AdministrativeStep, report: ReportFacts, path: Path, policy: Policy) -> str | None:
    """What of the law stands against a step, whoever takes it, as a code; None when nothing."""
    return forbidden(report, path, policy) or unknown(step, report, policy) or too_early(step, report, path, policy)


def forbidden(report: ReportFacts, path: Path, policy: Policy) -> str | None:
    """Why the report has no such path, as a code; None when it has. What was begun once stays on it."""
    begun = path.state is not AdministrativeState.UNDECIDED
    if not begun and way_by_law(report, policy).legal_clocks is not LegalClockSet.ADMINISTRATIVE:
        return "not_administrative"
    if report.register_number is None:
        return "not_registered_yet"
    return "report_closed" if report.state is ReportState.CLOSED else None


def unknown(step: AdministrativeStep, report: ReportFacts, policy: Policy) -> str | None:
    """Why the law of the report's election knows no such step, as a code; None where it does."""
    return None if known_in(step, report.election, policy) else "step_not_in_regime"


def too_early(step: AdministrativeStep, report: ReportFacts, path: Path, policy: Policy) -> str | None:
    """Why the limit that a step meets has not begun, as a code; None when it has, or begins by itself.

    KPU acts on what it has received (UU 1/2015 art. 140(1)): entered before the receipt, its act left no limit, and
    nobody could say any more that it came too late.
    """
    first = STEPS[step].once
    if first is None or unknown(first, report, policy) is not None:
        return None
    return "kpu_receipt_not_entered" if first in ADMINISTRATIVE.legal[path.state] else None


def fired(command: AdministrativeCommand) -> AdministrativeStep:
    """What a command moves the path by."""
    if isinstance(command, ProvinceFollowUp) and not command.candidacy_cancelled:
        return AdministrativeStep.SANCTIONED_OTHERWISE
    not_proven = getattr(command, "finding", None) is ViolationFinding.NOT_PROVEN
    return AdministrativeStep.NOT_PROVEN if not_proven else command.step


def _codes(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)


def _told(command: AdministrativeCommand) -> dict[str, Any]:
    return {name: getattr(command, name) for name in _TOLD if hasattr(command, name)}


def _moment(at: datetime | None, report: ReportFacts, path: Path, now: datetime) -> datetime:
    """When it was done: at the latest now, and not before the step before it, the first not before the registration.

    Bawaslu decides on what it has received and registered (UU 7/2017 art. 461): a limit is not met before it begins.
    """
    require_past(at, "/at", now)
    done = taken_as(at, now)
    earliest = min(path.step_at or report.registered_at or counted_from(report), now)
    if done < earliest and at is not None:
        raise InvalidCommand("step_before_the_last", "/at", {"earliest": stamp(earliest)})
    return max(done, earliest)
