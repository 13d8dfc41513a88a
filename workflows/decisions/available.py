"""What this caller may do now, and for each thing they may not, why. Answers ``actions``.

The same tables that enforce are asked beforehand, so that a client never shows a button that fails
for a reason known in advance.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import (
    REPORT_ACTIONS,
    Action,
    Relation,
    Standing,
    denial,
    relations,
    standing,
)
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.approvals import ApprovalTrigger
from workflows.codes.cases import CaseStep
from workflows.codes.content import ContentStep
from workflows.codes.evidence import Purpose
from workflows.codes.people import Role
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.reviews import ReviewState, ReviewTrigger
from workflows.codes.states import DECIDED_STEPS
from workflows.codes.tasks import TaskState
from workflows.decisions.approvals import own_request
from workflows.decisions.clocks.extending import clock_standing, kept_a_day_more, obstacles
from workflows.decisions.clocks.recounting import against_recount, kept_the_day, recount_standing
from workflows.decisions.content.checking import DECIDING, STEP_ACTIONS, ContentFacts
from workflows.decisions.content.checking import obstacles as content_obstacles
from workflows.decisions.duties import (
    DUTIES,
    OWN_SIDE,
    conflicts,
    of_the_accused,
    opening_conflicts,
)
from workflows.decisions.engine import APPROVALS, CASES, REPORTS, REVIEWS, TASKS
from workflows.decisions.erasures.erasing import ErasureFacts
from workflows.decisions.evidence.custody import EvidenceFacts
from workflows.decisions.evidence.custody import obstacles as evidence_obstacles
from workflows.decisions.gakkumdu.path import CaseFacts, agency_of, denied, forbidden, instead, unopened
from workflows.decisions.protections import proposals
from workflows.decisions.protections.proposals import ProposalFacts
from workflows.decisions.reports.remarks import nobody_to_show
from workflows.decisions.reports.walls import nobody_to_wall, standing_to_wall
from workflows.decisions.reviews.reviewing import ReviewFacts, missing_sections, not_to_open
from workflows.decisions.tasks.lead_giving import nobody_to_lead
from workflows.decisions.tasks.task_duties import Conflicts
from workflows.decisions.tasks.triggers import TASK_ASKED, nobody_to_offer
from workflows.policy.region import Policy


class Available(NamedTuple):
    """One action: allowed when ``reasons`` is empty."""

    action: str
    reasons: tuple[str, ...]


_OTHERS = {
    "amend": Action.REPORT_AMEND,
    "note": Action.REPORT_NOTE,
    "link": Action.REPORT_LINK,
    "add_evidence": Action.EVIDENCE_ADD,
    "open_content_check": Action.CONTENT_OPEN,
    "send_notice": Action.NOTICE_SEND,
    "note_withdrawal": Action.REPORT_WITHDRAWAL,
    "note_completeness": Action.REPORT_VERIFY,
    "raise_wall": Action.WALL_RAISE,
    "propose": Action.PROPOSAL_MAKE,
    "offer_task": Action.TASK_OFFER,
    "unseal_reporter": Action.REPORTER_UNSEAL,
    "open_review": Action.REVIEW_OPEN,
}
_NOT_WHEN: dict[str, dict[ReportState, str | None]] = {
    "amend": {ReportState.CLOSED: "report_closed"},
    "open_content_check": {ReportState.CLOSED: "report_closed"},
    "note_withdrawal": {ReportState.REPORTED: "not_registered_yet", ReportState.CLOSED: "report_closed"},
    "note_completeness": {
        **dict.fromkeys(ReportState, "already_registered"),
        ReportState.REPORTED: None,
        ReportState.CLOSED: "report_closed",
    },
    "offer_task": dict.fromkeys((ReportState.HANDLED, ReportState.CLOSED), "report_no_longer_open"),
}
"""What is not asked in some states, and why."""


_STANDS_OTHERWISE = frozenset({"propose", "raise_wall"})
"""What is denied by another standing than the caller's own: ``_besides`` says why not."""

_WRITING = ("record", "add_lesson", "recommend")


class Caller(NamedTuple):
    """All of a caller that the table of permissions asks about."""

    role: Role
    scopes: frozenset[str]
    held: frozenset[Relation]

    def denied(self, action: Action) -> tuple[str, ...]:
        """Why not, as no code or one."""
        code = denial(self.role, self.scopes, self.held, action)
        return () if code is None else (code,)


def caller_of(actor: Actor, stands: Standing) -> Caller:
    """The caller as they stand to a report or task."""
    return Caller(actor.role, actor.scopes, relations(actor, stands))


def report_actions(report: ReportFacts, actor: Actor, policy: Policy, *, sealed: bool) -> tuple[Available, ...]:
    """Every action on a report, in the order of its life."""
    duties = tuple([tuple(conflicts(trigger, actor, report, policy)) for trigger in DUTIES])
    registered = report.register_number is not None
    caller = caller_of(actor, standing(report))
    besides = _besides(report, actor, policy, sealed=sealed) | _no_agency(report, caller, actor, policy)
    return _report_actions(report.state, caller, duties, tuple(besides.items()), registered)


def _no_agency(report: ReportFacts, caller: Caller, actor: Actor, policy: Policy) -> dict[str, tuple[str, ...]]:
    """What somebody may do by state and office, and could for no agency that they might name: each of them is tried."""
    found: dict[str, tuple[str, ...]] = {}
    if report.state is ReportState.VERIFIED and not caller.denied(Action.REPORT_ASSIGN):
        found[ReportTrigger.ASSIGN] = nobody_to_lead(actor, report, policy)
    if report.state not in _NOT_WHEN["offer_task"] and not caller.denied(Action.TASK_OFFER):
        found["offer_task"] = nobody_to_offer(actor, report, policy)
    return found


def _besides(report: ReportFacts, actor: Actor, policy: Policy, *, sealed: bool) -> dict[str, tuple[str, ...]]:
    """What else stands against an action, by what this report has and has not, and by who asks."""
    nobody = nobody_to_show(report, sealed=sealed)
    no_wall = caller_of(actor, standing_to_wall(report, actor, policy)).denied(Action.WALL_RAISE)
    return {
        "unseal_reporter": tuple(opening_conflicts(actor, report, policy)) if nobody is None else (nobody,),
        "open_review": (*not_to_open(report), *_own_side(actor, report, policy)),
        "propose": caller_of(actor, proposals.standing_to_propose(report, actor, policy)).denied(Action.PROPOSAL_MAKE),
        "raise_wall": no_wall or nobody_to_wall(report, actor, policy),
    }


def _own_side(actor: Actor, report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    return (OWN_SIDE,) if of_the_accused(actor, report, policy) else ()


@lru_cache(maxsize=4096)
def _report_actions(
    state: ReportState,
    caller: Caller,
    duties: tuple[tuple[str, ...], ...],
    besides: tuple[tuple[str, tuple[str, ...]], ...],
    registered: bool,  # noqa: FBT001 - part of the cache key
) -> tuple[Available, ...]:
    against, against_others = dict(zip(DUTIES, duties, strict=True)), dict(besides)
    moves = (
        Available(
            trigger,
            (
                *_illegal(trigger, REPORTS.legal[state]),
                *_unregistered(trigger, state, registered=registered),
                *caller.denied(action),
                *against.get(trigger, ()),
                *against_others.get(trigger, ()),
            ),
        )
        for trigger, action in REPORT_ACTIONS.items()
    )
    others = (
        Available(
            name,
            (
                *_closed_to(name, state),
                *against_others.get(name, ()),
                *(() if name in _STANDS_OTHERWISE else caller.denied(action)),
            ),
        )
        for name, action in _OTHERS.items()
    )
    return (*moves, *others)


def task_actions(state: TaskState, caller: Caller, forbidden_by_duty: Conflicts = ()) -> tuple[Available, ...]:
    """Every action on a task in a state, in the order of its life."""
    legal = TASKS.legal[state]
    against = {trigger: tuple(code for at, code in forbidden_by_duty if at == trigger) for trigger in TASK_ASKED}
    return tuple(
        Available(trigger, (*_illegal(trigger, legal), *caller.denied(asked.action), *against[trigger]))
        for trigger, asked in TASK_ASKED.items()
    )


def erasure_actions(report: ReportFacts, erasure: ErasureFacts, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """What may be decided on an erasure, and for each that may not, why."""
    legal, caller = APPROVALS.legal[erasure.state], caller_of(actor, standing(report))
    own = ("own_request",) if own_request(actor, erasure.requested_by) else ()
    against = (*caller.denied(Action.ERASURE_DECIDE), *own, *opening_conflicts(actor, report, policy))
    return tuple(Available(trigger, (*_illegal(trigger, legal), *against)) for trigger in ApprovalTrigger)


def proposal_actions(
    report: ReportFacts, proposal: ProposalFacts, actor: Actor, policy: Policy
) -> tuple[Available, ...]:
    """What may be decided on a proposal, and for each that may not, why."""
    legal = APPROVALS.legal[proposal.state]
    refusals = tuple(refused.code for refused in proposals.against(report, proposal, actor, policy))
    return tuple(Available(trigger, (*_illegal(trigger, legal), *refusals)) for trigger in ApprovalTrigger)


def clock_actions(
    report: ReportFacts, clock: KeptClock, actor: Actor, policy: Policy, now: datetime
) -> tuple[Available, ...]:
    """What may be asked of a clock now, and why not."""
    extending = caller_of(actor, clock_standing(report, clock)).denied(Action.CLOCK_EXTEND)
    recounting = caller_of(actor, recount_standing(report, clock, actor, policy)).denied(Action.CLOCK_RECOUNT)
    return (
        Available(
            "extend",
            (*obstacles(report, clock, now), *extending, *kept_a_day_more(clock, actor, policy.calendar)),
        ),
        Available(
            "recount",
            (*against_recount(report, clock, policy), *recounting, *kept_the_day(report, clock, actor, policy)),
        ),
    )


def case_actions(report: ReportFacts, case: CaseFacts, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """Every step of a case in the order of its path, and for each that this caller may not take now, why."""
    legal, caller = CASES.legal[case.state], caller_of(actor, standing(report))
    obstacle = forbidden(report, case, policy)
    against = () if obstacle is None else (obstacle,)
    return tuple(
        Available(
            step,
            (
                *_illegal(step, legal),
                *against,
                *_closed_way(step, report),
                *_not_ones_own(step, actor, caller, report, policy),
            ),
        )
        for step in CaseStep
        if step not in DECIDED_STEPS
    )


def _closed_way(step: CaseStep, report: ReportFacts) -> tuple[str, ...]:
    code = unopened(step, report)
    return () if code is None else (code,)


def _not_ones_own(step: CaseStep, actor: Actor, caller: Caller, report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    """Why not, as no code or one: what the role may never, or else what this step asks.

    Who may stop the case by it may take it, though they may do nothing else by it.
    """
    code = denied(step, actor, agency_of(step, report, policy), instead(step, report, policy))
    return caller.denied(Action.CASE_STEP) or (() if code is None else (code,))


def review_actions(report: ReportFacts, review: ReviewFacts, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """What may be done with the after-action review of a report, and for each thing that may not, why."""
    denied = (*caller_of(actor, standing(report)).denied(Action.REVIEW_WRITE), *_own_side(actor, report, policy))
    ended = () if review.state is ReviewState.OPEN else ("review_closed",)
    incomplete = ("review_incomplete",) if missing_sections(review) else ()
    close = (*_illegal(ReviewTrigger.CLOSE, REVIEWS.legal[review.state]), *incomplete, *denied)
    return (*(Available(name, (*ended, *denied)) for name in _WRITING), Available(ReviewTrigger.CLOSE, close))


def evidence_actions(
    evidence: EvidenceFacts, actor: Actor, stands: Standing, against: tuple[str, ...] = (), *, readable: bool
) -> tuple[Available, ...]:
    """What may be done with evidence, and for each thing that may not, why.

    ``against`` are the duties that forbid this caller to hand it over.
    """
    caller = caller_of(actor, stands)
    withheld = () if readable else ("evidence_withheld",)
    looks = (
        Available(purpose, (*evidence_obstacles(evidence, purpose), *caller.denied(Action.EVIDENCE_READ), *withheld))
        for purpose in Purpose
    )
    gone = ("evidence_erased",) if evidence.erased else ()
    return (*looks, Available("transfer", (*gone, *caller.denied(Action.EVIDENCE_TRANSFER), *against)))


def content_actions(report: ReportFacts, content: ContentFacts, actor: Actor, policy: Policy) -> tuple[Available, ...]:
    """Every step of a check of content, and for each that this caller may not take now, why."""
    caller, own = caller_of(actor, standing(report)), dict.fromkeys(DECIDING, _own_side(actor, report, policy))
    return tuple(
        Available(
            step,
            (*content_obstacles(report, content, step), *caller.denied(STEP_ACTIONS[step]), *own.get(step, ())),
        )
        for step in ContentStep
    )


def _illegal(trigger: str, legal: tuple[str, ...]) -> tuple[str, ...]:
    return () if trigger in legal else ("illegal_transition",)


def _unregistered(trigger: ReportTrigger, state: ReportState, *, registered: bool) -> tuple[str, ...]:
    never = trigger is ReportTrigger.REOPEN and state is ReportState.CLOSED and not registered
    return ("never_verified",) if never else ()


def _closed_to(name: str, state: ReportState) -> Iterator[str]:
    reason = _NOT_WHEN.get(name, {}).get(state)
    if reason is not None:
        yield reason
