"""Which trigger leads from which state to which: the two tables that everything else walks.

Source: docs/domain.md, "The report" and "The task".
"""

from typing import NamedTuple

from workflows.codes.administrative import AdministrativeState, AdministrativeStep
from workflows.codes.approvals import ApprovalState, ApprovalTrigger
from workflows.codes.cases import CaseState, CaseStep
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.reviews import ReviewState, ReviewTrigger
from workflows.codes.tasks import LIVE, TASK_STEPS, TaskState, TaskTrigger


class Transition(NamedTuple):
    """``trigger`` is legal in each of ``sources``; ``target`` None keeps the state."""

    trigger: str
    sources: tuple[str, ...]
    target: str | None


REPORT_TRANSITIONS = (
    Transition(ReportTrigger.VERIFY, (ReportState.REPORTED,), ReportState.VERIFIED),
    Transition(ReportTrigger.ASSIGN, (ReportState.VERIFIED,), ReportState.ASSIGNED),
    Transition(ReportTrigger.UNASSIGN, (ReportState.ASSIGNED,), ReportState.VERIFIED),
    Transition(ReportTrigger.HANDLE, (ReportState.ASSIGNED,), ReportState.HANDLED),
    Transition(ReportTrigger.RETURN, (ReportState.HANDLED,), ReportState.ASSIGNED),
    Transition(ReportTrigger.CLOSE, (ReportState.HANDLED,), ReportState.CLOSED),
    Transition(ReportTrigger.DISMISS, (ReportState.REPORTED, ReportState.VERIFIED), ReportState.CLOSED),
    Transition(ReportTrigger.REOPEN, (ReportState.CLOSED,), ReportState.VERIFIED),
)

LIVE_TASK_STATES = LIVE
STANDING_TASK_STATES = frozenset({*LIVE, TaskState.DONE})
"""A task in one of these is its agency's still: to be done, or done."""

TASK_TRANSITIONS = tuple(Transition(step.trigger, step.sources, step.target) for step in TASK_STEPS)

APPROVAL_TRANSITIONS = (
    Transition(ApprovalTrigger.APPROVE, (ApprovalState.REQUESTED,), ApprovalState.APPROVED),
    Transition(ApprovalTrigger.REFUSE, (ApprovalState.REQUESTED,), ApprovalState.REFUSED),
)

_AT_THE_DESK = (CaseState.REGISTERED, CaseState.FIRST_DISCUSSED, CaseState.SECOND_DISCUSSED)
_WITH_THE_POLICE = (CaseState.FORWARDED, CaseState.INVESTIGATING)

CASE_TRANSITIONS = (
    Transition(CaseStep.REGISTER, (CaseState.UNREGISTERED, CaseState.STOPPED), CaseState.REGISTERED),
    Transition(CaseStep.CHECK_BUNDLE, (*_AT_THE_DESK, *_WITH_THE_POLICE), None),
    Transition(CaseStep.FIRST_DISCUSSION, (CaseState.REGISTERED,), CaseState.FIRST_DISCUSSED),
    Transition(CaseStep.SECOND_DISCUSSION, (CaseState.FIRST_DISCUSSED,), CaseState.SECOND_DISCUSSED),
    Transition(CaseStep.FORWARD, (CaseState.SECOND_DISCUSSED,), CaseState.FORWARDED),
    Transition(CaseStep.POLICE_REPORT, (CaseState.FORWARDED,), CaseState.INVESTIGATING),
    Transition(CaseStep.THIRD_DISCUSSION, (CaseState.INVESTIGATING,), CaseState.THIRD_DISCUSSED),
    Transition(CaseStep.INVESTIGATED, (CaseState.THIRD_DISCUSSED,), CaseState.FILE_SUBMITTED),
    Transition(CaseStep.RETURNED, (CaseState.FILE_SUBMITTED,), CaseState.FILE_RETURNED),
    Transition(CaseStep.RESUBMITTED, (CaseState.FILE_RETURNED,), CaseState.FILE_SUBMITTED),
    Transition(CaseStep.TO_COURT, (CaseState.FILE_SUBMITTED,), CaseState.IN_COURT),
    Transition(CaseStep.FIRST_INSTANCE, (CaseState.IN_COURT,), CaseState.JUDGED),
    Transition(CaseStep.APPEAL_LODGED, (CaseState.JUDGED, CaseState.JUDGMENT_RECEIVED), CaseState.APPEALED),
    Transition(CaseStep.FILE_SENT, (CaseState.APPEALED,), CaseState.FILE_AT_APPEAL),
    Transition(CaseStep.APPEAL_DECIDED, (CaseState.FILE_AT_APPEAL,), CaseState.FINAL),
    Transition(CaseStep.JUDGMENT_RECEIVED, (CaseState.JUDGED,), CaseState.JUDGMENT_RECEIVED),
    Transition(CaseStep.JUDGMENT_RECEIVED, (CaseState.FINAL,), CaseState.FINAL_RECEIVED),
    Transition(CaseStep.CARRIED_OUT, (CaseState.JUDGMENT_RECEIVED, CaseState.FINAL_RECEIVED), CaseState.CARRIED_OUT),
    Transition(CaseStep.SUPPLEMENT, (CaseState.REGISTERED, CaseState.FIRST_DISCUSSED, CaseState.INVESTIGATING), None),
    Transition(
        CaseStep.STOP,
        (CaseState.REGISTERED, CaseState.FIRST_DISCUSSED, CaseState.INVESTIGATING),
        CaseState.STOPPED,
    ),
)
"""The path of an election crime. The first two discussions stand before the forwarding, the third closes the
investigation. A judgment goes to the prosecutor, who carries it out: the last one, or that which nobody appeals.
Sources: UU 7/2017 art. 454, 476, 480, 482 and 483, UU 1/2015 art. 134, 148 and 149, UU 10/2016 art. 146; that the
third discussion follows the investigation is the practice of Sentra Gakkumdu, to be confirmed.
"""

DECIDED_STEPS = frozenset({CaseStep.SUPPLEMENT, CaseStep.STOP})
"""What a discussion decides instead of going on; nobody asks for them by name."""

ADMINISTRATIVE_TRANSITIONS = (
    Transition(AdministrativeStep.DECISION, (AdministrativeState.UNDECIDED,), AdministrativeState.DECIDED),
    Transition(AdministrativeStep.RECEIVED_BY_KPU, (AdministrativeState.DECIDED,), AdministrativeState.WITH_KPU),
    Transition(
        AdministrativeStep.CARRIED_OUT_BY_KPU,
        (AdministrativeState.DECIDED, AdministrativeState.WITH_KPU),
        AdministrativeState.CARRIED_OUT,
    ),
    Transition(AdministrativeStep.HANDED_UP, (AdministrativeState.UNDECIDED,), AdministrativeState.WITH_PROVINCE),
    Transition(
        AdministrativeStep.PROVINCE_DECISION, (AdministrativeState.WITH_PROVINCE,), AdministrativeState.PROVINCE_DECIDED
    ),
    Transition(
        AdministrativeStep.PROVINCE_FOLLOW_UP,
        (AdministrativeState.PROVINCE_DECIDED,),
        AdministrativeState.CANDIDACY_CANCELLED,
    ),
    Transition(
        AdministrativeStep.SUPREME_COURT_APPEAL,
        (AdministrativeState.CANDIDACY_CANCELLED,),
        AdministrativeState.AT_SUPREME_COURT,
    ),
    Transition(
        AdministrativeStep.SUPREME_COURT_DECISION, (AdministrativeState.AT_SUPREME_COURT,), AdministrativeState.FINAL
    ),
    Transition(
        AdministrativeStep.NOT_PROVEN,
        (AdministrativeState.UNDECIDED, AdministrativeState.WITH_PROVINCE),
        AdministrativeState.NOT_PROVEN,
    ),
    Transition(
        AdministrativeStep.SANCTIONED_OTHERWISE,
        (AdministrativeState.PROVINCE_DECIDED,),
        AdministrativeState.CARRIED_OUT,
    ),
)
"""The path of an administrative violation: decided here and carried out by KPU, or handed up to the province.
Sources: UU 7/2017 art. 461 and 462, UU 1/2015 art. 135A (as inserted by UU 10/2016) and 140.
"""

FOUND_BY_A_STEP = frozenset({AdministrativeStep.NOT_PROVEN, AdministrativeStep.SANCTIONED_OTHERWISE})
"""What a decision finds, or KPU fixes, instead of what its step leads to; nobody asks for them by name."""

REVIEW_TRANSITIONS = (Transition(ReviewTrigger.CLOSE, (ReviewState.OPEN,), ReviewState.CLOSED),)

SYSTEM_REPORT_TRIGGERS = frozenset({ReportTrigger.UNASSIGN, ReportTrigger.HANDLE})
"""Fired by the derivation from the tasks alone; nobody may ask for them."""

SYSTEM_TASK_TRIGGERS = frozenset(step.trigger for step in TASK_STEPS if step.system)
"""``expire`` is the clock's, ``reopen`` follows the report's ``return``."""

REPORT_PAST = {
    ReportTrigger.VERIFY: "report.verified",
    ReportTrigger.ASSIGN: "report.assigned",
    ReportTrigger.UNASSIGN: "report.unassigned",
    ReportTrigger.HANDLE: "report.handled",
    ReportTrigger.RETURN: "report.returned",
    ReportTrigger.CLOSE: "report.closed",
    ReportTrigger.DISMISS: "report.dismissed",
    ReportTrigger.REOPEN: "report.reopened",
}
"""The event that each report trigger leaves in the trail."""

TASK_PAST = {step.trigger: step.past for step in TASK_STEPS}
"""The event that each task trigger leaves in the trail."""

CLOCK_WARNED = "clock.warned"
CLOCK_EXTENDED = "clock.extended"
CLOCK_RECOUNTED = "clock.recounted"
CLOCK_PAUSED = "clock.paused"
CLOCK_RESUMED = "clock.resumed"
"""The events of a clock: a part of it has passed; a legal one was extended or, once the calendar had changed, counted
anew by a decision, or stood still by rule."""

REPORT_ESCALATED = "report.escalated"
"""What a missed service clock leaves in the trail each time that it goes up, until somebody makes it good."""

ERASURE_REQUESTED = "erasure.requested"
ERASURE_PAST = {ApprovalTrigger.APPROVE: "erasure.approved", ApprovalTrigger.REFUSE: "erasure.refused"}
"""The events that the asking for an erasure and the decision on it leave in the trail."""

PROPOSAL_MADE = "proposal.made"
PROPOSAL_PAST = {ApprovalTrigger.APPROVE: "proposal.approved", ApprovalTrigger.REFUSE: "proposal.refused"}
"""The events that a proposal and the decision on it leave in the trail; what it changes is an event of its own."""

CASE_PAST = {
    CaseStep.REGISTER: "case.registered",
    CaseStep.CHECK_BUNDLE: "case.bundle_checked",
    CaseStep.FIRST_DISCUSSION: "case.first_discussed",
    CaseStep.SECOND_DISCUSSION: "case.second_discussed",
    CaseStep.FORWARD: "case.forwarded",
    CaseStep.POLICE_REPORT: "case.police_reported",
    CaseStep.THIRD_DISCUSSION: "case.third_discussed",
    CaseStep.INVESTIGATED: "case.investigated",
    CaseStep.RETURNED: "case.returned",
    CaseStep.RESUBMITTED: "case.resubmitted",
    CaseStep.TO_COURT: "case.taken_to_court",
    CaseStep.FIRST_INSTANCE: "case.judged",
    CaseStep.APPEAL_LODGED: "case.appealed",
    CaseStep.FILE_SENT: "case.file_sent",
    CaseStep.APPEAL_DECIDED: "case.appeal_decided",
    CaseStep.JUDGMENT_RECEIVED: "case.judgment_received",
    CaseStep.CARRIED_OUT: "case.carried_out",
}
"""The event that each step of a case leaves in the trail; a discussion leaves its own whatever it decides."""

ADMINISTRATIVE_PAST = {
    AdministrativeStep.DECISION: "administrative.decided",
    AdministrativeStep.RECEIVED_BY_KPU: "administrative.received_by_kpu",
    AdministrativeStep.CARRIED_OUT_BY_KPU: "administrative.carried_out",
    AdministrativeStep.HANDED_UP: "administrative.handed_up",
    AdministrativeStep.PROVINCE_DECISION: "administrative.province_decided",
    AdministrativeStep.PROVINCE_FOLLOW_UP: "administrative.province_followed",
    AdministrativeStep.SUPREME_COURT_APPEAL: "administrative.appealed",
    AdministrativeStep.SUPREME_COURT_DECISION: "administrative.finally_decided",
}
"""The event that each step of an administrative violation leaves in the trail, whatever it found."""

NOTICE_SENT = "notice.sent"
RECIPIENT_UNSEALED = "recipient.unsealed"
WALL_RAISED, WALL_LIFTED = "report.walled", "report.wall_lifted"
MERGED = "report.merged"
WITHDRAWAL_NOTED = "report.withdrawal_noted"
FOUND_INCOMPLETE, COMPLETED = "report.found_incomplete", "report.completed"
"""The study before registration found something missing; the reporter has handed that in."""

OBLIGING_EVENTS = (
    REPORT_PAST[ReportTrigger.VERIFY],
    REPORT_PAST[ReportTrigger.DISMISS],
    REPORT_PAST[ReportTrigger.CLOSE],
    TASK_PAST[TaskTrigger.TRANSFER],
    CLOCK_EXTENDED,
    FOUND_INCOMPLETE,
)
"""The events that a policy may make an occasion to tell somebody; a transfer is one when the lead is handed on."""

REVIEW_OPENED = "review.opened"
REVIEW_RECORDED = "review.recorded"
REVIEW_LESSON_ADDED = "review.lesson_added"
REVIEW_RECOMMENDED = "review.recommended"
REVIEW_PAST = {ReviewTrigger.CLOSE: "review.closed"}
"""The events that an after-action review leaves in the trail, in the chain of the report that carries it."""

KEY_CREATED, KEY_REVOKED = "api_key.created", "api_key.revoked"
DAY_KEPT, DAY_WITHDRAWN = "calendar.day_kept", "calendar.day_withdrawn"
READS_RECORDED = "reads.recorded"
WEBHOOK_EVENTS = tuple(
    f"webhook.{past}" for past in ("created", "amended", "deleted", "secret_rotated", "replayed", "ended")
)
(
    WEBHOOK_CREATED,
    WEBHOOK_AMENDED,
    WEBHOOK_DELETED,
    WEBHOOK_ROTATED,
    WEBHOOK_REPLAYED,
    WEBHOOK_ENDED,
) = WEBHOOK_EVENTS
