"""The path of an election crime at the joint desk."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What goes along with a transferred task."""

    COVER_LETTER = "cover_letter"
    REPORT_FORM = "report_form"
    STUDY = "study"
    MINUTES = "minutes"
    STATEMENT = "statement"
    EVIDENCE = "evidence"
    DECISION = "decision"
    OTHER = "other"


class CaseState(StrEnum):
    """Where a case stands at the joint desk, *Sentra Gakkumdu*, and after it."""

    UNREGISTERED = "unregistered"
    REGISTERED = "registered"
    FIRST_DISCUSSED = "first_discussed"
    SECOND_DISCUSSED = "second_discussed"
    FORWARDED = "forwarded"
    INVESTIGATING = "investigating"
    THIRD_DISCUSSED = "third_discussed"
    FILE_SUBMITTED = "file_submitted"
    FILE_RETURNED = "file_returned"
    IN_COURT = "in_court"
    JUDGED = "judged"
    APPEALED = "appealed"
    FILE_AT_APPEAL = "file_at_appeal"
    FINAL = "final"
    JUDGMENT_RECEIVED = "judgment_received"
    FINAL_RECEIVED = "final_received"
    CARRIED_OUT = "carried_out"
    STOPPED = "stopped"


class CaseStep(StrEnum):
    """What happens to a case. ``supplement`` and ``stop`` are what a discussion decides; nobody asks for them."""

    REGISTER = "register"
    CHECK_BUNDLE = "check_bundle"
    FIRST_DISCUSSION = "first_discussion"
    SECOND_DISCUSSION = "second_discussion"
    FORWARD = "forward"
    POLICE_REPORT = "police_report"
    THIRD_DISCUSSION = "third_discussion"
    INVESTIGATED = "investigated"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    TO_COURT = "to_court"
    FIRST_INSTANCE = "first_instance"
    APPEAL_LODGED = "appeal_lodged"
    FILE_SENT = "file_sent"
    APPEAL_DECIDED = "appeal_decided"
    JUDGMENT_RECEIVED = "judgment_received"
    CARRIED_OUT = "carried_out"
    SUPPLEMENT = "supplement"
    STOP = "stop"


DISCUSSIONS = (CaseStep.FIRST_DISCUSSION, CaseStep.SECOND_DISCUSSION, CaseStep.THIRD_DISCUSSION)
"""The steps at which the joint desk meets; each may stop the case."""

JOINT_DESK = ("bawaslu", "polres", "kejari")
"""Whose joint desk it is: each takes part in a discussion, unless the report accuses it."""


class CaseDecision(StrEnum):
    """What a joint discussion decides: the case goes on, something is wanting first, or it ends."""

    PROCEED = "proceed"
    SUPPLEMENT = "supplement"
    STOP = "stop"


class Verdict(StrEnum):
    """What a court decides."""

    GUILTY = "guilty"
    ACQUITTED = "acquitted"
    RELEASED = "released"
    INADMISSIBLE = "inadmissible"
