"""How a task is handed to another agency: three kinds, who may make each, of which task, to whom, and with what.

*Pelimpahan* hands a task down to an arm of the agency, *pengambilalihan* takes it over from one that holds it,
*penerusan* forwards it to another authority. The receiving agency answers as to any offer. Sources: Perbawaslu 7/2022
on findings and reports (the three kinds [R]); who may do what with which task is our proposal [P], to be confirmed.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.permissions import ANYONE, HOLDER, LEAD_OR_ABOVE, Action, Relation, Standing, require_one_of
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.clocks import LawStatus
from workflows.codes.people import Role
from workflows.codes.reports import TextField
from workflows.codes.tasks import TaskKind, TaskRole, TransferKind
from workflows.decisions.change import TextDraft
from workflows.decisions.tasks.commands import Document, Transfer
from workflows.policy.region import Policy

WHO_HOLDS: Mapping[Role, frozenset[Relation]] = {Role.SUPERVISOR: HOLDER, Role.COORDINATOR: ANYONE}
WHO_TAKES: Mapping[Role, frozenset[Relation]] = {Role.SUPERVISOR: LEAD_OR_ABOVE, Role.COORDINATOR: ANYONE}
EVERY_ROLE, EVERY_KIND = frozenset(TaskRole), frozenset(TaskKind)
INQUIRIES = frozenset({TaskKind.CASE, TaskKind.VERIFICATION, TaskKind.CLARIFICATION})
CASES = frozenset({TaskKind.CASE})


class Handing(NamedTuple):
    """A transfer that is asked for: from which report and task, by whom, to which agency."""

    report: ReportFacts
    task: TaskFacts
    actor: Actor
    to: str
    policy: Policy


Recipient = Callable[[Handing], str | None]
"""Answers the code of what is wrong with the agency that would receive the task, None when nothing is."""


def below(handing: Handing) -> str | None:
    """A task is handed down to an arm of the agency that holds it or of the lead."""
    arm_of = handing.policy.above(handing.to)
    fits = arm_of is not None and arm_of in {handing.task.agency, handing.report.lead_agency}
    return None if fits else "transfer_not_below"


def oneself(handing: Handing) -> str | None:
    """Whoever takes a task over takes it into their own agency."""
    return None if handing.to == handing.actor.agency else "transfer_not_own_agency"


def another_authority(handing: Handing) -> str | None:
    """A task is forwarded to another authority; to an arm of one's own it is handed down."""
    return "transfer_not_another" if below(handing) is None else None


class TransferRule(NamedTuple):
    """One row: who may, of which tasks, to whom, and for which kinds the covering letter's reference is required."""

    who: Mapping[Role, frozenset[Relation]]
    roles: frozenset[TaskRole]
    kinds: frozenset[TaskKind]
    recipient: Recipient
    reference_for: frozenset[TaskKind]
    basis: str
    status: LawStatus


TRANSFERS: Mapping[TransferKind, TransferRule] = {
    TransferKind.HANDED_DOWN: TransferRule(
        who=WHO_HOLDS,
        roles=EVERY_ROLE,
        kinds=INQUIRIES | {TaskKind.INFORMATION},
        recipient=below,
        reference_for=CASES,
        basis="Pelimpahan, Perbawaslu 7/2022 [R]; who and what [P]: protection and logistics are not passed down",
        status=LawStatus.TO_CONFIRM,
    ),
    TransferKind.TAKEN_OVER: TransferRule(
        who=WHO_TAKES,
        roles=EVERY_ROLE,
        kinds=INQUIRIES | {TaskKind.SAFETY},
        recipient=oneself,
        reference_for=CASES,
        basis="Pengambilalihan, Perbawaslu 7/2022 [R]; who and what [P]: the lead, or the agency above the holder",
        status=LawStatus.TO_CONFIRM,
    ),
    TransferKind.FORWARDED: TransferRule(
        who=WHO_HOLDS,
        roles=EVERY_ROLE,
        kinds=EVERY_KIND,
        recipient=another_authority,
        reference_for=CASES,
        basis="Penerusan to the competent authority, Perbawaslu 7/2022 [R]; who and what [P]",
        status=LawStatus.TO_CONFIRM,
    ),
}


def require_may_transfer(kind: TransferKind, actor: Actor, stands: Standing) -> None:
    """Raise NotPermitted unless role and relation allow this kind of transfer."""
    require_one_of(actor, Action.TASK_TRANSFER, TRANSFERS[kind].who, stands)


def require_transferable(command: Transfer, handing: Handing) -> None:
    """Hold a transfer against its row.

    Raises InvalidCommand ``transfer_to_itself``, ``unknown_agency``, ``transfer_not_below``, ``transfer_not_another``,
    ``transfer_not_own_agency`` or ``transfer_reference_required``; LawForbids ``transfer_kind_not_for_task``.
    """
    rule, task = TRANSFERS[command.kind], handing.task
    if command.agency == task.agency:
        raise InvalidCommand("transfer_to_itself", "/agency")
    if command.agency not in handing.policy.agencies:
        raise InvalidCommand("unknown_agency", "/agency", {"agency": command.agency})
    if task.role not in rule.roles or task.kind not in rule.kinds:
        raise LawForbids("transfer_kind_not_for_task", {"kind": command.kind, "task_kind": task.kind})
    wrong = rule.recipient(handing)
    if wrong is not None:
        raise InvalidCommand(wrong, "/agency", {"agency": command.agency})
    if task.kind in rule.reference_for and command.reference is None:
        raise InvalidCommand("transfer_reference_required", "/reference", {"kind": command.kind})


def transfer_data(command: Transfer) -> dict[str, Any]:
    """What the leaf says of a transfer: codes, numbers and days of its documents, no word of them."""
    data: dict[str, Any] = {"kind": command.kind, "to_agency": command.agency}
    if command.documents:
        data["documents"] = [_document(one) for one in command.documents]
    return data


def transfer_texts(command: Transfer, task: TaskFacts) -> list[TextDraft]:
    """The words of a transfer: why, the covering letter, and what each document is, in the order of the documents."""
    texts = [TextDraft(TextField.REASON, command.reason, task.id)]
    if command.reference is not None:
        texts.append(TextDraft(TextField.REFERENCE, command.reference, task.id))
    words = (one.words for one in command.documents)
    return texts + [TextDraft(TextField.DOCUMENT, each, task.id) for each in words if each is not None]


def _document(one: Document) -> dict[str, str | bool | None]:
    date = None if one.date is None else one.date.isoformat()
    return {"kind": one.kind, "number": one.number, "date": date, "worded": one.words is not None}
