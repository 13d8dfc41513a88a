"""Who may do what: action x role x relation. One table, no branches.

The action codes are the OAuth scopes of integrators too. Source: docs/domain.md, "Who uses it" and "The report".
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product
from typing import NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.refusals import NotPermitted
from workflows.codes.people import Role
from workflows.codes.reports import ReportTrigger


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
    REPORT_WITHDRAWAL = "report:withdrawal"
    EVIDENCE_ADD = "evidence:add"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_TRANSFER = "evidence:transfer"
    CONTENT_OPEN = "content:open"
    CONTENT_JUDGE = "content:judge"
    CONTENT_TAKEDOWN = "content:takedown"
    CONTENT_READ = "content:read"
    NOTICE_SEND = "notice:send"
    NOTICE_READ = "notice:read"
    WALL_RAISE = "wall:raise"
    PROPOSAL_MAKE = "proposal:make"
    PROPOSAL_DECIDE = "proposal:decide"
    PROPOSAL_READ = "proposal:read"
    REPORTER_UNSEAL = "reporter:unseal"
    ERASURE_REQUEST = "erasure:request"
    ERASURE_DECIDE = "erasure:decide"
    ERASURE_READ = "erasure:read"
    REVIEW_OPEN = "review:open"
    REVIEW_WRITE = "review:write"
    REVIEW_READ = "review:read"
    HISTORY_READ = "history:read"
    READS_READ = "reads:read"
    EVENT_READ = "event:read"
    SUMMARY_READ = "summary:read"
    ROUTING_READ = "routing:read"
    TRAIL_READ = "trail:read"
    TRAIL_ENTRIES = "trail:entries"
    TRAIL_BUNDLE = "trail:bundle"
    EXPORT_MAKE = "export:make"
    CLOCK_READ = "clock:read"
    CLOCK_EXTEND = "clock:extend"
    CLOCK_RECOUNT = "clock:recount"
    CALENDAR_READ = "calendar:read"
    CALENDAR_KEEP = "calendar:keep"
    POLICY_READ = "policy:read"
    TASK_READ = "task:read"
    TASK_OFFER = "task:offer"
    TASK_WORK = "task:work"
    TASK_TRANSFER = "task:transfer"
    TASK_WITHDRAW = "task:withdraw"
    CASE_READ = "case:read"
    CASE_STEP = "case:step"
    KEY_MAKE = "key:make"
    KEY_READ = "key:read"
    KEY_REVOKE = "key:revoke"
    WEBHOOK_MAKE = "webhook:make"
    WEBHOOK_READ = "webhook:read"
    WEBHOOK_CHANGE = "webhook:change"
    WEBHOOK_DELETE = "webhook:delete"


class Relation(StrEnum):
    """How a caller stands to a report or task."""

    ANYONE = "anyone"
    LEAD_AGENCY = "lead_agency"
    TASK_AGENCY = "task_agency"
    ABOVE_TASK_AGENCY = "above_task_agency"
    REPORTING_PERSON = "reporting_person"
    CLOCK_AGENCY = "clock_agency"
    STAND_IN = "stand_in"


ANYONE = frozenset({Relation.ANYONE})
LEAD = frozenset({Relation.LEAD_AGENCY})
LEAD_OR_STAND_IN = frozenset({Relation.LEAD_AGENCY, Relation.STAND_IN})
HOLDER = frozenset({Relation.TASK_AGENCY})
BOUND = frozenset({Relation.CLOCK_AGENCY})
BOUND_OR_STAND_IN = BOUND | {Relation.STAND_IN}
LEAD_OR_AUTHOR = frozenset({Relation.LEAD_AGENCY, Relation.REPORTING_PERSON})
LEAD_OR_ABOVE = frozenset({Relation.LEAD_AGENCY, Relation.ABOVE_TASK_AGENCY})
HOLDER_LEAD_OR_ABOVE = HOLDER | LEAD_OR_ABOVE

Who = Mapping[Role, frozenset[Relation]]
"""Which roles may, and in which relations: any one of them is enough."""

_OFFICER, _SUPERVISOR, _DESK = Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR
_AUDITOR, _MACHINE = Role.AUDITOR, Role.INTEGRATOR
_READERS = dict.fromkeys((_OFFICER, _SUPERVISOR, _DESK, _AUDITOR, _MACHINE), ANYONE)
_TAKERS = dict.fromkeys((_SUPERVISOR, _DESK, _AUDITOR, _MACHINE), ANYONE)
_KEEPERS = dict.fromkeys((_SUPERVISOR, _DESK, Role.ADMIN), ANYONE)
_OWNERS = dict.fromkeys((_SUPERVISOR, _DESK, _MACHINE), ANYONE)
_WRITERS = dict.fromkeys((_OFFICER, _SUPERVISOR, _DESK, _MACHINE), ANYONE)

PERMISSIONS: Mapping[Action, Who] = {
    Action.REPORT_CREATE: _WRITERS,
    Action.REPORT_READ: _READERS,
    Action.REPORT_AMEND: {_OFFICER: LEAD_OR_AUTHOR, _SUPERVISOR: LEAD_OR_AUTHOR, _DESK: ANYONE},
    Action.REPORT_VERIFY: {_OFFICER: LEAD_OR_STAND_IN, _SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_ASSIGN: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_RETURN: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_CLOSE: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_DISMISS: {_OFFICER: LEAD_OR_STAND_IN, _SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_REOPEN: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REPORT_NOTE: _WRITERS,
    Action.REPORT_LINK: _WRITERS,
    Action.REPORT_WITHDRAWAL: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.EVIDENCE_ADD: _WRITERS,
    Action.EVIDENCE_READ: _READERS,
    Action.EVIDENCE_TRANSFER: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.CONTENT_OPEN: _WRITERS,
    Action.CONTENT_JUDGE: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.CONTENT_TAKEDOWN: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.CONTENT_READ: _READERS,
    Action.NOTICE_SEND: {_OFFICER: LEAD, _SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.NOTICE_READ: _READERS,
    Action.WALL_RAISE: {_SUPERVISOR: LEAD, _DESK: ANYONE},
    Action.PROPOSAL_MAKE: {_OFFICER: LEAD_OR_AUTHOR, _SUPERVISOR: LEAD_OR_AUTHOR, _DESK: ANYONE},
    Action.PROPOSAL_DECIDE: {_SUPERVISOR: ANYONE, _DESK: ANYONE},
    Action.PROPOSAL_READ: _READERS,
    Action.REPORTER_UNSEAL: {_SUPERVISOR: LEAD},
    Action.ERASURE_REQUEST: {Role.ADMIN: ANYONE},
    Action.ERASURE_DECIDE: {_SUPERVISOR: LEAD},
    Action.ERASURE_READ: {**_READERS, Role.ADMIN: ANYONE},
    Action.REVIEW_OPEN: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REVIEW_WRITE: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.REVIEW_READ: _READERS,
    Action.HISTORY_READ: _READERS,
    Action.READS_READ: {_SUPERVISOR: LEAD, _AUDITOR: ANYONE},
    Action.EVENT_READ: _READERS,
    Action.SUMMARY_READ: _READERS,
    Action.ROUTING_READ: _READERS,
    Action.TRAIL_READ: _READERS,
    Action.TRAIL_ENTRIES: {_AUDITOR: ANYONE},
    Action.TRAIL_BUNDLE: _READERS,
    Action.EXPORT_MAKE: _TAKERS,
    Action.CLOCK_READ: _READERS,
    Action.CLOCK_EXTEND: {_SUPERVISOR: BOUND},
    Action.CLOCK_RECOUNT: {_SUPERVISOR: BOUND_OR_STAND_IN, _DESK: BOUND},
    Action.CALENDAR_READ: {**_READERS, Role.ADMIN: ANYONE},
    Action.CALENDAR_KEEP: {Role.ADMIN: ANYONE},
    Action.POLICY_READ: {**_READERS, Role.ADMIN: ANYONE},
    Action.TASK_READ: _READERS,
    Action.TASK_OFFER: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.TASK_WORK: {_OFFICER: HOLDER, _SUPERVISOR: HOLDER},
    Action.TASK_TRANSFER: {_SUPERVISOR: HOLDER_LEAD_OR_ABOVE, _DESK: ANYONE},
    Action.TASK_WITHDRAW: {_SUPERVISOR: LEAD_OR_STAND_IN, _DESK: ANYONE},
    Action.CASE_READ: _READERS,
    Action.CASE_STEP: {_OFFICER: ANYONE, _SUPERVISOR: ANYONE},
    Action.KEY_MAKE: _KEEPERS,
    Action.KEY_READ: {**_KEEPERS, _AUDITOR: ANYONE},
    Action.KEY_REVOKE: _KEEPERS,
    Action.WEBHOOK_MAKE: _OWNERS,
    Action.WEBHOOK_READ: {**_OWNERS, Role.ADMIN: ANYONE},
    Action.WEBHOOK_CHANGE: _OWNERS,
    Action.WEBHOOK_DELETE: {**_OWNERS, Role.ADMIN: ANYONE},
}
"""For transfers, steps of a case and decisions on proposals this is the widest: ``tasks.transfers``, ``gakkumdu`` and
``protections`` of ``workflows.decisions`` narrow it.
"""

REPORT_ACTIONS: Mapping[ReportTrigger, Action] = {
    ReportTrigger.VERIFY: Action.REPORT_VERIFY,
    ReportTrigger.ASSIGN: Action.REPORT_ASSIGN,
    ReportTrigger.RETURN: Action.REPORT_RETURN,
    ReportTrigger.CLOSE: Action.REPORT_CLOSE,
    ReportTrigger.DISMISS: Action.REPORT_DISMISS,
    ReportTrigger.REOPEN: Action.REPORT_REOPEN,
}
"""The permission behind each trigger a person may fire on a report."""

BUNDLE_ACTIONS: Mapping[str, Action] = {
    "report": Action.TRAIL_BUNDLE,
    "period": Action.TRAIL_ENTRIES,
    "region": Action.TRAIL_ENTRIES,
}
"""The permission behind a bundle of each scope: one report's is its history with proofs, the others are every leaf."""

DENIALS = {
    LEAD: "not_lead_agency",
    LEAD_OR_STAND_IN: "not_lead_agency",
    HOLDER: "not_task_agency",
    BOUND: "not_clock_agency",
    BOUND_OR_STAND_IN: "not_clock_agency",
    LEAD_OR_AUTHOR: "not_lead_agency_nor_author",
    LEAD_OR_ABOVE: "not_lead_agency_nor_above",
    HOLDER_LEAD_OR_ABOVE: "not_holder_lead_nor_above",
}
"""What a caller of the right role is told who stands in none of the needed relations."""


EVERY = frozenset(Relation)


def denial(role: Role, scopes: frozenset[str], held: frozenset[Relation], action: Action) -> str | None:
    """Why a caller of this role, in these relations, may not do it, as a code; None when they may."""
    return _denial(role, scopes, held, action, PERMISSIONS[action])


def _denial(role: Role, scopes: frozenset[str], held: frozenset[Relation], action: Action, who: Who) -> str | None:
    needed = who.get(role)
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
    """Who leads the report and who reported it; of a task that is meant, who holds it and who is above that one.

    ``clock_agency`` is the agency that the clock that is meant binds; ``stand_ins`` act where neither the lead nor the
    desk may (``workflows.access.standing_in``), but for the persons whose act has ``moved`` the lead.
    """

    lead_agency: str | None
    reported_by: UUID | None
    task_agency: str | None = None
    above: str | None = None
    clock_agency: str | None = None
    stand_ins: frozenset[str] = frozenset()
    moved: frozenset[UUID] = frozenset()


def standing(report: ReportFacts, task: TaskFacts | None = None, above: str | None = None) -> Standing:
    """The standing of a report, and of one of its tasks with the agency above its holder."""
    holder = task.agency if task else None
    instead = report.stand_ins
    return Standing(
        report.lead_agency, report.reported_by, holder, above, stand_ins=instead, moved=report.lead_moved_by
    )


def require(actor: Actor, action: Action, stands: Standing) -> None:
    """Raise NotPermitted unless role and relation allow the action."""
    _require(actor, action, relations(actor, stands))


def require_one_of(actor: Actor, action: Action, who: Who, stands: Standing) -> None:
    """Raise NotPermitted unless ``who``, a narrower row of the table for the action, has the role and relation."""
    _raise(actor, action, _denial(actor.role, actor.scopes, relations(actor, stands), action, who))


def relations(actor: Actor, stands: Standing) -> frozenset[Relation]:
    """How the caller stands to the report and task."""
    agency = actor.agency
    leads, holds, above = agency == stands.lead_agency, agency == stands.task_agency, agency == stands.above
    wrote, bound = actor.person == stands.reported_by, agency == stands.clock_agency
    stands_in = agency in stands.stand_ins and actor.person not in stands.moved
    return _HELD[leads, holds, above, wrote, bound, stands_in]


def _require(actor: Actor, action: Action, held: frozenset[Relation]) -> None:
    _raise(actor, action, denial(actor.role, actor.scopes, held, action))


def _raise(actor: Actor, action: Action, code: str | None) -> None:
    if code is not None:
        raise NotPermitted(code, {"action": action.value, "role": actor.role.value})


_TOLD_APART = (
    Relation.LEAD_AGENCY,
    Relation.TASK_AGENCY,
    Relation.ABOVE_TASK_AGENCY,
    Relation.REPORTING_PERSON,
    Relation.CLOCK_AGENCY,
    Relation.STAND_IN,
)
_HELD = {
    holds: ANYONE | {relation for relation, one in zip(_TOLD_APART, holds, strict=True) if one}
    for holds in product((False, True), repeat=len(_TOLD_APART))
}
