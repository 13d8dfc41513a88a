"""What each trigger does to a task, and through it to the report. Source: docs/domain.md, "The task"."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import LawForbids
from workflows.codes.clocks import ClockKind
from workflows.codes.reports import ReportState, TextField
from workflows.codes.tasks import TaskKind, TaskRole, TaskTrigger
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import (
    as_strict_as_it_carries,
    require_lead_not_brought_home,
    require_may_be_read_by,
    require_not_brought_to_ones_own,
    require_not_given_to_the_accused,
)
from workflows.decisions.engine import TASKS
from workflows.decisions.reports.leading import require_may_lead
from workflows.decisions.reports.named_persons import require_may_assign
from workflows.decisions.reviews.reviewing import pace_of
from workflows.decisions.tasks.commands import (
    Accept,
    AssignPerson,
    Complete,
    Decline,
    Offer,
    Resume,
    Start,
    TaskCommand,
    Transfer,
    Wait,
    Withdraw,
)
from workflows.decisions.tasks.legal_order import require_lawful
from workflows.decisions.tasks.task_duties import require_no_task_conflict
from workflows.decisions.tasks.transfers import (
    Handing,
    require_may_transfer,
    require_transferable,
    transfer_data,
    transfer_texts,
)
from workflows.decisions.whichever import refused_for_all, takes_anybody
from workflows.policy.region import Policy

EARLY_KINDS = frozenset({TaskKind.SAFETY, TaskKind.VERIFICATION, TaskKind.CLARIFICATION, TaskKind.INFORMATION})
"""What may be offered before the report is assigned: never the case itself."""


def decide_task(
    report: ReportFacts, task: TaskFacts, command: TaskCommand, actor: Actor, given: Circumstances
) -> Change:
    """Decide one trigger on a task of the report.

    Raises IllegalTransition, NotPermitted, DutyConflict, LawForbids or InvalidCommand.
    """
    TASKS.require_legal(task.state, command.trigger)
    stands = standing(report, task, given.policy.above(task.agency))
    if isinstance(command, Transfer):
        require_may_transfer(command.kind, actor, stands)
    else:
        require(actor, TASK_ASKED[command.trigger].action, stands)
    require_no_task_conflict(command.trigger, actor, report, task, given.policy)
    draft = Draft(report, actor, given)
    TASK_ASKED[command.trigger].does(draft, task, command)
    draft.settle()
    require_lead_not_brought_home(actor, report, draft.report, given.policy)
    return draft.finish()


def decide_offer(report: ReportFacts, offer: Offer, actor: Actor, given: Circumstances) -> Change:
    """Offer one more supporting task.

    Raises NotPermitted, LawForbids ``report_closed``, ``lead_only_by_assign`` or ``not_before_assignment``,
    DutyConflict ``second_person_needed`` or InvalidCommand.
    """
    require(actor, Action.TASK_OFFER, standing(report))
    if report.state in (ReportState.HANDLED, ReportState.CLOSED):
        raise LawForbids("report_no_longer_open", {"state": report.state})
    if offer.role is TaskRole.LEAD:
        raise LawForbids("lead_only_by_assign")
    if report.state is not ReportState.ASSIGNED and offer.kind not in EARLY_KINDS:
        raise LawForbids("not_before_assignment", {"kind": offer.kind})
    _require_may_offer(actor, report, offer, given.policy)
    draft = Draft(report, actor, given)
    draft.offer(offer)
    return draft.finish()


def nobody_to_offer(actor: Actor, report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    """Why this person offers a task to no agency of the region, as codes; none where they may offer one."""
    if takes_anybody(report):
        return ()
    return refused_for_all(policy.agencies, partial(_try_to_offer, actor, report, policy))


def _try_to_offer(actor: Actor, report: ReportFacts, policy: Policy, agency: str) -> None:
    offer = Offer(agency=agency, role=TaskRole.SUPPORT, kind=TaskKind.INFORMATION, due_at=None)
    _require_may_offer(actor, report, offer, policy)


def _require_may_offer(actor: Actor, report: ReportFacts, offer: Offer, policy: Policy) -> None:
    require_lawful([offer], report, policy, at="")
    require_may_be_read_by(actor, report, offer.agency, policy)


def _accept(draft: Draft, task: TaskFacts, command: Accept) -> None:
    require_may_assign(draft.report, task, draft.actor, command.assignee)
    due = {"due_at": task.requested_due_at, "due_clock": "requested" if task.requested_due_at else None}
    fields = {**due, "assignee": command.assignee}
    draft.move(task, TaskTrigger.ACCEPT, fields, _person(command.assignee))
    if task.agency == draft.report.lead_agency:
        draft.stop_clock(ClockKind.ACKNOWLEDGE)


def _decline(draft: Draft, task: TaskFacts, command: Decline) -> None:
    texts = [TextDraft(TextField.REASON, command.reason, task.id)]
    if command.legal_basis is not None:
        texts.append(TextDraft(TextField.LEGAL_BASIS, command.legal_basis, task.id))
    draft.move(task, TaskTrigger.DECLINE, texts=texts)


def _start(draft: Draft, task: TaskFacts, _command: Start) -> None:
    draft.move(task, TaskTrigger.START)


def _wait(draft: Draft, task: TaskFacts, command: Wait) -> None:
    draft.move(task, TaskTrigger.WAIT, texts=[TextDraft(TextField.REASON, command.reason, task.id)])


def _resume(draft: Draft, task: TaskFacts, _command: Resume) -> None:
    draft.move(task, TaskTrigger.RESUME)


def _complete(draft: Draft, task: TaskFacts, command: Complete) -> None:
    fields = {"completed_by": draft.actor.person, "completed_at": draft.given.now}
    draft.move(task, TaskTrigger.COMPLETE, fields, texts=[TextDraft(TextField.RESULT, command.result, task.id)])


def _transfer(draft: Draft, task: TaskFacts, command: Transfer) -> None:
    require_transferable(command, Handing(draft.report, task, draft.actor, command.agency, draft.given.policy))
    offer = Offer(
        agency=command.agency,
        role=task.role,
        kind=task.kind,
        obligatory=task.obligatory,
        due_at=task.requested_due_at,
    )
    require_lawful([offer], draft.report, draft.given.policy, at="")
    require_not_given_to_the_accused(draft.actor, draft.report, command.agency, draft.given.policy)
    led = as_strict_as_it_carries(draft.report) if task.role is TaskRole.LEAD else draft.report
    require_not_brought_to_ones_own(draft.actor, led, command.agency, draft.given.policy)
    if task.role is TaskRole.LEAD:
        require_may_lead(led, command.agency, draft.actor, draft.given.policy)
    fields = {"transfer_kind": command.kind}
    told = {"transfer": command.kind, "from_agency": task.agency}
    draft.move(task, TaskTrigger.TRANSFER, fields, transfer_data(command), transfer_texts(command, task))
    draft.offer(offer, told=told, pace=pace_of(task), transferred_from=task.id, recommendation=task.recommendation)
    if task.role is TaskRole.LEAD:
        draft.lead(command.agency)


def _withdraw(draft: Draft, task: TaskFacts, command: Withdraw) -> None:
    draft.move(task, TaskTrigger.WITHDRAW, texts=[TextDraft(TextField.REASON, command.reason, task.id)])


def _assign_person(draft: Draft, task: TaskFacts, command: AssignPerson) -> None:
    require_may_assign(draft.report, task, draft.actor, command.assignee)
    data = {**_person(command.assignee), "previous": str(task.assignee) if task.assignee else None}
    texts = [] if command.note is None else [TextDraft(TextField.HANDOVER, command.note, task.id)]
    draft.move(task, TaskTrigger.ASSIGN_PERSON, {"assignee": command.assignee}, data, texts)


def _person(assignee: Any) -> dict[str, Any]:
    return {"assignee": str(assignee) if assignee else None}


class Asked(NamedTuple):
    """What may be asked of a task: the permission behind it, and what it ``does``.

    ``blind`` is what may be done by who does not read the report, and only where nothing of it depends on the report.
    """

    action: Action
    does: Callable[..., None]
    blind: bool


TASK_ASKED: Mapping[TaskTrigger, Asked] = {
    TaskTrigger.ACCEPT: Asked(Action.TASK_WORK, _accept, blind=True),
    TaskTrigger.DECLINE: Asked(Action.TASK_WORK, _decline, blind=True),
    TaskTrigger.START: Asked(Action.TASK_WORK, _start, blind=True),
    TaskTrigger.WAIT: Asked(Action.TASK_WORK, _wait, blind=True),
    TaskTrigger.RESUME: Asked(Action.TASK_WORK, _resume, blind=True),
    TaskTrigger.COMPLETE: Asked(Action.TASK_WORK, _complete, blind=True),
    TaskTrigger.ASSIGN_PERSON: Asked(Action.TASK_WORK, _assign_person, blind=True),
    TaskTrigger.TRANSFER: Asked(Action.TASK_TRANSFER, _transfer, blind=False),
    TaskTrigger.WITHDRAW: Asked(Action.TASK_WITHDRAW, _withdraw, blind=False),
}
"""Every trigger that a person may fire on a task, in the order in which answers list them."""
