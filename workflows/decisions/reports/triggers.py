"""What each trigger does to a report. One function a trigger, dispatched by a table.

Source: docs/domain.md, "The report".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import REPORT_ACTIONS, require, standing
from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids
from workflows.access.standing_in import left_alone
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ClockKind
from workflows.codes.notices import Audience, Occasion
from workflows.codes.reports import LinkKind, Outcome, ReportState, ReportTrigger, TextField
from workflows.codes.states import LIVE_TASK_STATES
from workflows.codes.tasks import TaskRole, TaskState, TaskTrigger
from workflows.decisions.administrative.so_far import TO_BE_CARRIED_OUT
from workflows.decisions.change import Change, Circumstances, NoticeDraft, TextDraft
from workflows.decisions.clocks.legal_clocks import lodging_of, open_at_registration
from workflows.decisions.clocks.limits_anew import taken_up
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import (
    TAKEN_PART,
    is_ones_own,
    require_lead_not_brought_home,
    require_may_be_read_by,
    require_no_conflict,
)
from workflows.decisions.engine import REPORTS
from workflows.decisions.gakkumdu.case_limits import NO_STEPS, CaseSteps
from workflows.decisions.notices.owed import Duplicate
from workflows.decisions.notices.telling import notice_of_closing, told
from workflows.decisions.reports.commands import Assign, Close, Dismiss, Reopen, ReportCommand, ReturnReport, Verify
from workflows.decisions.reports.leading import lead_by_rule
from workflows.decisions.reports.namings import Naming
from workflows.decisions.reports.undone import NOTHING_UNDONE, Undone, ended_alone
from workflows.decisions.reports.walls import withdraw_walled
from workflows.decisions.tasks.lead_giving import require_may_be_given_the_lead
from workflows.decisions.tasks.legal_order import require_lawful, route_of
from workflows.policy.region import Policy


class Merged(NamedTuple):
    """Into which report a duplicate goes: which new task each open task became, or why it became none.

    ``accused`` and ``walled`` are whom that one accuses or ever accused, and walls off; ``linked`` says that the two
    were related as duplicates before.
    """

    into: UUID
    accused: frozenset[str]
    walled: frozenset[str]
    moved: Mapping[UUID, UUID]
    kept_back: Mapping[UUID, str]
    linked: bool

    def named(self) -> Naming:
        """What the duplicate says of the report that it goes into."""
        return Naming(self.into, {"duplicate_of": str(self.into), "moved": sorted(map(str, self.moved))})

    def whereto(self, task: UUID) -> Naming:
        """What became of a task of the duplicate: why it did not move tells what the other report is like."""
        moved = self.moved.get(task)
        return Naming(self.into, {"not_moved": self.kept_back[task]} if moved is None else {"moved_to": str(moved)})


def decide_report(
    report: ReportFacts,
    command: ReportCommand,
    actor: Actor,
    given: Circumstances,
    *,
    duplicates: Iterable[Duplicate] = (),
    **facts: Any,
) -> Change:
    """Decide one trigger on a report.

    ``duplicates`` are those that went into it and whose reporters can be told how it ended.
    ``facts`` hold what the report alone does not say: ``register_number`` for ``verify``; for a ``dismiss`` ``merged``
    as duplicate (``merging``), for it and for ``close`` what is ``undone``; for ``reopen`` ``ended``: the legal clocks
    that its end stopped, and ``case``: its steps.
    Raises IllegalTransition, NotPermitted, DutyConflict, LawForbids or InvalidCommand.
    """
    require_possible(report, command.trigger, actor, given.policy)
    draft = Draft(report, actor, given)
    draft.tell_of_the_end(duplicates)
    _DECISIONS[command.trigger](draft, command, **facts)
    draft.settle()
    require_lead_not_brought_home(actor, report, draft.report, given.policy)
    return draft.finish()


def require_possible(report: ReportFacts, trigger: ReportTrigger, actor: Actor, policy: Policy) -> None:
    """Raise IllegalTransition, NotPermitted or DutyConflict unless state, role and duties allow the trigger."""
    REPORTS.require_legal(report.state, trigger)
    require(actor, REPORT_ACTIONS[trigger], standing(report))
    require_no_conflict(trigger, actor, report, policy)


def _verify(draft: Draft, command: Verify, *, register_number: str) -> None:
    checklist, grade = command.checklist, command.grade
    unmet = [name for name in ("formal", "material") if not getattr(checklist, name)]
    if unmet:
        raise InvalidCommand("checklist_incomplete", f"/checklist/{unmet[0]}", {"unmet": unmet})
    draft.set(
        register_number=register_number,
        registered_at=draft.given.now,
        checklist_formal=checklist.formal,
        checklist_material=checklist.material,
        reliability=grade.reliability,
        credibility=grade.credibility,
    )
    data = {
        "register_number": register_number,
        "formal": checklist.formal,
        "material": checklist.material,
        "reliability": grade.reliability,
        "credibility": grade.credibility,
        "self_verified": is_ones_own(draft.actor, draft.report),
        "lodged": lodging_of(draft.report, draft.given.policy),
    }
    draft.fire(ReportTrigger.VERIFY, data)
    _stop_own_clocks(draft)
    open_at_registration(draft)


def _assign(draft: Draft, command: Assign) -> None:
    leads = [offer for offer in command.tasks if offer.role is TaskRole.LEAD]
    if len(leads) != 1:
        raise InvalidCommand("exactly_one_lead", "/tasks", {"leads": len(leads)})
    require_lawful(command.tasks, draft.report, draft.given.policy)
    way = route_of(draft.report, draft.given.policy)
    override = leads[0].agency != way.lead
    if override and command.reason is None:
        raise InvalidCommand("override_needs_reason", "/reason", {"lead": way.lead, "rule": way.rule})
    data = {"rule": way.rule, "policy": way.policy_version, "lead": leads[0].agency, "override": override}
    texts = [TextDraft(TextField.REASON, command.reason)] if command.reason else []
    require_may_be_given_the_lead(draft.actor, draft.report, leads[0].agency, draft.given.policy)
    for offer in command.tasks:
        require_may_be_read_by(draft.actor, draft.report, offer.agency, draft.given.policy)
    draft.lead(leads[0].agency)
    draft.fire(ReportTrigger.ASSIGN, data, texts)
    for offer in command.tasks:
        draft.offer(offer)


def _return(draft: Draft, command: ReturnReport) -> None:
    draft.fire(ReportTrigger.RETURN, texts=[TextDraft(TextField.REASON, command.reason)])
    for task in draft.report.tasks:
        if task.role is TaskRole.LEAD and task.state is TaskState.DONE and task.round == draft.report.round:
            cleared = {"completed_by": None, "completed_at": None}
            draft.move(task, TaskTrigger.REOPEN, cleared, system=True)
    withdraw_walled(draft)  # of whom a wall stands around by now there is nothing to do again


def _close(draft: Draft, command: Close, *, undone: Undone = NOTHING_UNDONE) -> None:
    _require_second_person(draft, undone)
    notice = command.notice
    if notice is None:
        raise InvalidCommand("notice_incomplete", "/notice")
    words = notice.text if notice.sent else notice.reason
    if words is None:
        member = "text" if notice.sent else "reason"
        raise InvalidCommand("notice_incomplete", f"/notice/{member}", {"sent": notice.sent})
    if command.outcome is Outcome.REFERRED and command.reference is None:
        raise InvalidCommand("reference_required", "/reference")
    texts = [TextDraft(TextField.NOTICE if notice.sent else TextField.REASON, words)]
    if command.reference is not None:
        texts.append(TextDraft(TextField.REFERENCE, command.reference))
    sent = notice_of_closing(notice, draft.given)
    data = {"notice_sent": notice.sent, "notice": told(sent) if sent else None}
    if sent is None:
        draft.settle_owed(Audience.REPORTER, Occasion.CLOSED)
    _end(draft, ReportTrigger.CLOSE, command.outcome, data, texts, sent)


def _dismiss(
    draft: Draft,
    command: Dismiss,
    *,
    merged: Merged | None = None,
    undone: Undone = NOTHING_UNDONE,
) -> None:
    if command.outcome in _NOTHING_TO_IT and undone.path in TO_BE_CARRIED_OUT:
        raise LawForbids("proven_to_be_carried_out")
    if merged is None:
        _require_second_person(draft, undone)
    if command.outcome is Outcome.WITHDRAWN and draft.report.register_number is not None:
        raise LawForbids("registered_not_withdrawn", {"register_number": draft.report.register_number})
    if (command.duplicate_of is not None) != (command.outcome is Outcome.DUPLICATE):
        unexpected = command.duplicate_of is not None
        raise InvalidCommand("duplicate_unexpected" if unexpected else "duplicate_unknown", "/duplicate_of")
    if command.outcome is Outcome.DUPLICATE:
        if merged is None:
            raise InvalidCommand("duplicate_unknown", "/duplicate_of")
        if not merged.linked:
            draft.link(merged.into, LinkKind.DUPLICATE_OF)
        draft.set(merged_into=merged.into, accused_beyond=merged.accused, walled_beyond=merged.walled)
    if command.outcome is Outcome.REFERRED:
        _require_handed_outside(draft, command)
    _stop_own_clocks(draft)
    words = ((TextField.REASON, command.reason), (TextField.REFERENCE, command.reference))
    texts = [TextDraft(field, content) for field, content in words if content is not None]
    _end(draft, ReportTrigger.DISMISS, command.outcome, {}, texts, merged=merged)


def _require_second_person(draft: Draft, undone: Undone) -> None:
    """What is to be carried out, or has a case, ends by nobody who led or decided it: its limits end with it."""
    if ended_alone(draft.actor, draft.report, undone):
        raise DutyConflict(TAKEN_PART)


def _require_handed_outside(draft: Draft, command: Dismiss) -> None:
    """Hold a report that goes to a body outside undealt with: only by whom nobody else of the region is left beside."""
    if not left_alone(draft.report, draft.actor.agency, draft.given.policy):
        raise LawForbids("others_may_act")
    if command.reference is None:
        raise InvalidCommand("reference_required", "/reference")


def _reopen(draft: Draft, command: Reopen, *, ended: Sequence[KeptClock] = (), case: CaseSteps = NO_STEPS) -> None:
    if draft.report.state is ReportState.CLOSED and draft.report.register_number is None:
        raise LawForbids("never_verified")
    texts = [TextDraft(TextField.REASON, command.reason)]
    draft.set(outcome=None, closed_at=None, round=draft.report.round + 1)
    draft.set(merged_into=None, accused_beyond=frozenset(), walled_beyond=frozenset())
    draft.lead(lead_by_rule(draft.report, draft.given.policy, draft.actor))
    draft.fire(
        ReportTrigger.REOPEN,
        {"basis": command.basis, "round": draft.report.round, "lead": draft.report.lead_agency},
        texts,
    )
    for clock in ended:
        draft.run_on(clock)
    taken_up(draft, case)


def _end(
    draft: Draft,
    trigger: ReportTrigger,
    outcome: Outcome,
    data: dict[str, Any],
    texts: list[TextDraft],
    notice: NoticeDraft | None = None,
    merged: Merged | None = None,
) -> None:
    draft.set(outcome=outcome, closed_at=draft.given.now, proposed_rule=None)
    names = None if merged is None else merged.named()
    draft.fire(trigger, {"outcome": outcome, **data}, texts, notice=notice, names=names)
    draft.stop_every_legal()
    for task in draft.report.tasks:
        if task.recommendation is not None:
            continue  # what was recommended outlives the report
        if task.state in LIVE_TASK_STATES:
            whereto = None if merged is None else merged.whereto(task.id)
            draft.move(task, TaskTrigger.WITHDRAW, system=True, names=whereto)
        elif task.state is TaskState.EXPIRED:
            draft.acknowledged(task)  # nobody has to answer for it any longer


def _stop_own_clocks(draft: Draft) -> None:
    for kind in ClockKind:
        draft.stop_clock(kind)


_NOTHING_TO_IT = frozenset({Outcome.UNFOUNDED, Outcome.OUT_OF_SCOPE, Outcome.INSUFFICIENT})
"""What one person ends a report as that has nothing to deal with: never what was decided to be proven."""

_DECISIONS: Mapping[ReportTrigger, Callable[..., None]] = {
    ReportTrigger.VERIFY: _verify,
    ReportTrigger.ASSIGN: _assign,
    ReportTrigger.RETURN: _return,
    ReportTrigger.CLOSE: _close,
    ReportTrigger.DISMISS: _dismiss,
    ReportTrigger.REOPEN: _reopen,
}
