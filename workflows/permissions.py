"""Who may do what: action x role x relation. One table, no branches.

The action codes are the OAuth scopes of integrators too. Source: DOMAIN.md, "Who uses it", "The report".
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product
from typing import NamedTuple
from uuid import UUID

from workflows.actors import Actor
from workflows.codes import ReportTrigger, Role, TaskTrigger
from workflows.facts import ReportFacts, TaskFacts
from workflows.refusals import NotPermitted


class Action(StrEnum):
    """Everything a caller may ask for. The code is also the OAuth scope."""

    REPORT_CREATE = "report:create"
    REPORT_READ = "report:read"
    REPORT_AMEND = "report:amend"
    REPORT_VERIFY = "report:verify"
    REPORT_ASSIGN = "report:assign"
    REPORT_RETURN = "report:return"
    REPORT_CLOSE = "report:close"
    REPORT_DISMISS = "report:dismiss"
    REPORT_REOPEN = "report:reopen"
    REPORT_NOTE = "report:note"
    REPORT_LINK = "report:link"
    REPORTER_UNSEAL = "reporter:unseal"
    ERASURE_REQUEST = "erasure:request"
    ERASURE_DECIDE = "erasure:decide"
    ERASURE_READ = "erasure:read"
    REVIEW_OPEN = "review:open"
    REVIEW_WRITE = "review:write"
    REVIEW_READ = "review:read"
    HISTORY_READ = "history:read"
    EVENT_READ = "event:read"
    SUMMARY_READ = "summary:read"
    ROUTING_READ = "routing:read"
    TRAIL_READ = "trail:read"
    TRAIL_ENTRIES = "trail:entries"
    TRAIL_BUNDLE = "trail:bundle"
    TASK_READ = "task:read"
    TASK_OFFER = "task:offer"
    TASK_WORK = "task:work"
    TASK_TRANSFER = "task:transfer"
    TASK_WITHDRAW = "task:withdraw"


class Relation(StrEnum):
    """How a caller stands to a report or task."""

    ANYONE = "anyone"
    LEAD_AGENCY = "lead_agency"
    TASK_AGENCY = "task_agency"
    REPORTING_PERSON = "reporting_person"


ANYONE = frozenset({Relation.ANYONE})
LEAD = frozenset({Relation.LEAD_AGENCY})
HOLDER = frozenset({Relation.TASK_AGENCY})
LEAD_OR_AUTHOR = frozenset({Relation.LEAD_AGENCY, Relation.REPORTING_PERSON})

_OFFICER, _SUPERVISOR, _DESK = Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR
_AUDITOR, _MACHINE = Role.AUDITOR, Role.INTEGRATOR
_READERS = dict.fromkeys((_OFFICER, _SUPERVISOR, _DESK, _AUDITOR, _MACHINE), ANYONE)
_WRITERS = dict.fromkeys((_OFFICER, _SUPERVISOR, _DESK, _MACHINE), ANYONE)

PERMISSIONS: Mapping[Action, Mapping[Role, frozenset[Relation]]] = {
    Action.REPORT_CREATE: _WRITERS,
    Action.REPORT_READ: _READERS,
    Action.REPORT_AMEND: {_OFFICER: LEAD_OR_AUTHOR, _SUPERVISOR: LEAD_OR_AUTHOR, _DESK: ANYONE},
    Action.REPORT_VERIFY: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_ASSIGN: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_RETURN: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_CLOSE: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_DISMISS: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_REOPEN: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REPORT_NOTE: _WRITERS,
    Action.REPORT_LINK: _WRITERS,
    Action.REPORTER_UNSEAL: {_SUPERVISOR: LEAD},
    Action.ERASURE_REQUEST: {Role.ADMIN: ANYONE},
    Action.ERASURE_DECIDE: {_SUPERVISOR: LEAD},
    Action.ERASURE_READ: {**_READERS, Role.ADMIN: ANYONE},
    Action.REVIEW_OPEN: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REVIEW_WRITE: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.REVIEW_READ: _READERS,
    Action.HISTORY_READ: _READERS,
    Action.EVENT_READ: _READERS,
    Action.SUMMARY_READ: _READERS,
    Action.ROUTING_READ: _READERS,
    Action.TRAIL_READ: _READERS,
    Action.TRAIL_ENTRIES: {_AUDITOR: ANYONE},
    Action.TRAIL_BUNDLE: _READERS,
    Action.TASK_READ: _READERS,
    Action.TASK_OFFER: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.TASK_WORK: {_OFFICER: HOLDER, _SUPERVISOR: HOLDER},
    Action.TASK_TRANSFER: {_SUPERVISOR: HOLDER, _DESK: ANYONE},
    Action.TASK_WITHDRAW: {_SUPERVISOR: LEAD, _DESK: ANYONE},
}

REPORT_ACTIONS: Mapping[ReportTrigger, Action] = {
    ReportTrigger.VERIFY: Action.REPORT_VERIFY,
    ReportTrigger.ASSIGN: Action.REPORT_ASSIGN,
    ReportTrigger.RETURN: Action.REPORT_RETURN,
    ReportTrigger.CLOSE: Action.REPORT_CLOSE,
    ReportTrigger.DISMISS: Action.REPORT_DISMISS,
    ReportTrigger.REOPEN: Action.REPORT_REOPEN,
}
"""The permission behind each trigger a person may fire on a report."""

TASK_ACTIONS: Mapping[TaskTrigger, Action] = {
    TaskTrigger.ACCEPT: Action.TASK_WORK,
    TaskTrigger.DECLINE: Action.TASK_WORK,
    TaskTrigger.START: Action.TASK_WORK,
    TaskTrigger.WAIT: Action.TASK_WORK,
    TaskTrigger.RESUME: Action.TASK_WORK,
    TaskTrigger.COMPLETE: Action.TASK_WORK,
    TaskTrigger.ASSIGN_PERSON: Action.TASK_WORK,
    TaskTrigger.TRANSFER: Action.TASK_TRANSFER,
    TaskTrigger.WITHDRAW: Action.TASK_WITHDRAW,
}
"""The permission behind each trigger a person may fire on a task."""

BUNDLE_ACTIONS: Mapping[str, Action] = {
    "report": Action.TRAIL_BUNDLE,
    "period": Action.TRAIL_ENTRIES,
    "region": Action.TRAIL_ENTRIES,
}
"""The permission behind a bundle of each scope: one report's is its history with proofs, the others are every leaf."""

DENIALS = {
    LEAD: "not_lead_agency",
    HOLDER: "not_task_agency",
    LEAD_OR_AUTHOR: "not_lead_agency_nor_author",
}
"""What a caller of the right role is told who stands in none of the needed relations."""


EVERY = frozenset(Relation)


def denial(role: Role, scopes: frozenset[str], held: frozenset[Relation], action: Action) -> str | None:
    """Why a caller of this role, in these relations, may not do it, as a code; None when they may."""
    needed = PERMISSIONS[action].get(role)
    if needed is None:
        return "role_not_permitted"
    if role is Role.INTEGRATOR and action.value not in scopes:
        return "scope_missing"
    return None if needed & held else DENIALS[needed]


def require_role(actor: Actor, action: Action) -> None:
    """Raise NotPermitted unless the role may ask for it in some relation.

    The code is ``role_not_permitted``, or ``scope_missing`` for an integrator without the scope.
    """
    _require(actor, action, EVERY)


class Standing(NamedTuple):
    """Who leads the report, who reported it, and who holds the task that is meant, if one is."""

    lead_agency: str | None
    reported_by: UUID | None
    task_agency: str | None = None


def standing(report: ReportFacts, task: TaskFacts | None = None) -> Standing:
    """The standing of a report, and of one of its tasks."""
    return Standing(report.lead_agency, report.reported_by, task.agency if task else None)


def require(actor: Actor, action: Action, stands: Standing) -> None:
    """Raise NotPermitted unless role and relation allow the action."""
    _require(actor, action, relations(actor, stands))


def relations(actor: Actor, stands: Standing) -> frozenset[Relation]:
    """How the caller stands to the report and task."""
    leads, holds = actor.agency == stands.lead_agency, actor.agency == stands.task_agency
    return _HELD[leads, holds, actor.person == stands.reported_by]


def _require(actor: Actor, action: Action, held: frozenset[Relation]) -> None:
    code = denial(actor.role, actor.scopes, held, action)
    if code is not None:
        raise NotPermitted(code, {"action": action.value, "role": actor.role.value})


_TOLD_APART = (Relation.LEAD_AGENCY, Relation.TASK_AGENCY, Relation.REPORTING_PERSON)
_HELD = {
    holds: ANYONE | {relation for relation, one in zip(_TOLD_APART, holds, strict=True) if one}
    for holds in product((False, True), repeat=len(_TOLD_APART))
}
