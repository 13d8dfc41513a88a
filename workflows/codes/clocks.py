"""Clocks, the days that they count, and the stages of an election."""

from enum import StrEnum


class ClockKind(StrEnum):
    """The two service clocks of the routing policy."""

    ACKNOWLEDGE = "acknowledge"
    VERIFY = "verify"


class ClockFamily(StrEnum):
    """Two families, never mixed: a service clock is the region's own promise, a legal clock is a law's."""

    SERVICE = "service"
    LEGAL = "legal"


class DayKind(StrEnum):
    """What a clock counts. Minutes and hours run around the clock, days are the region's local days."""

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class LegalStep(StrEnum):
    """The steps that the law sets a limit to. Source: docs/domain.md, "Legal clocks"."""

    LODGE_REPORT = "lodge_report"
    FIX_FINDING = "fix_finding"
    INITIAL_STUDY = "initial_study"
    HANDLING = "handling"
    ADMINISTRATIVE_DECISION = "administrative_decision"
    EXECUTE_DECISION = "execute_decision"
    FORWARD_CRIME = "forward_crime"
    INVESTIGATION = "investigation"
    PROSECUTOR_RETURN = "prosecutor_return"
    RESUBMIT = "resubmit"
    TO_COURT = "to_court"
    FIRST_INSTANCE = "first_instance"
    LODGE_APPEAL = "lodge_appeal"
    SEND_FILE = "send_file"
    APPEAL_DECISION = "appeal_decision"
    TELL_MISSING = "tell_missing"
    COMPLETE_REPORT = "complete_report"
    INQUIRY = "inquiry"
    DELIVER_JUDGMENT = "deliver_judgment"
    CARRY_OUT_JUDGMENT = "carry_out_judgment"
    FINAL_BEFORE_RESULT = "final_before_result"
    KPU_FOLLOW_UP = "kpu_follow_up"
    PROVINCE_DECISION = "province_decision"
    PROVINCE_FOLLOW_UP = "province_follow_up"
    SUPREME_COURT_APPEAL = "supreme_court_appeal"
    SUPREME_COURT_DECISION = "supreme_court_decision"


class CountsFrom(StrEnum):
    """What starts a clock: the fact whose moment it runs from.

    Where the law counts from what follows it, this start is the earlier one, and the words for it say so.
    """

    KNOWN = "known"
    DISCOVERED = "discovered"
    HAPPENED = "happened"
    RECEIVED = "received"
    RECEIVED_OR_FOUND = "received_or_found"
    REGISTERED = "registered"
    OFFERED = "offered"
    STEP_BEGUN = "step_begun"
    STUDIED = "studied"
    TOLD_MISSING = "told_missing"
    SECOND_DISCUSSION = "second_discussion"
    FORWARDED = "forwarded"
    FILE_HANDED_OVER = "file_handed_over"
    BROUGHT_TO_COURT = "brought_to_court"
    READ_OUT = "read_out"
    APPEAL_LODGED = "appeal_lodged"
    JUDGMENT_DELIVERED = "judgment_delivered"
    RECOMMENDATION_RECEIVED = "recommendation_received"
    HANDED_UP = "handed_up"
    PROVINCE_DECIDED = "province_decided"
    SANCTION_FIXED = "sanction_fixed"
    BROUGHT_TO_SUPREME_COURT = "brought_to_supreme_court"
    RESULT_FIXED = "result_fixed"
    IN_FORCE = "in_force"


class ExtensionGround(StrEnum):
    """For what alone a law lets a clock be extended. Sources: UU 7/2017 art. 454(8), UU 1/2015 art. 134(6)."""

    MORE_STATEMENTS = "more_statements"
    QUESTION_TO_REPORTER = "question_to_reporter"


class Lodging(StrEnum):
    """Whether a report was lodged within the law's limit. Nobody can tell until somebody says when it became known."""

    IN_TIME = "in_time"
    LATE = "late"
    UNTOLD = "untold"


class DayOff(StrEnum):
    """Why a day is no working day. A holiday on a Saturday or Sunday counts as weekend."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    REGION = "region"


class Estimate(StrEnum):
    """Why the end of a clock is an estimate: what a day is may not be settled yet."""

    NO_DECREE = "no_decree"
    ESTIMATED_FEAST = "estimated_feast"
    CALENDAR_INCOMPLETE = "calendar_incomplete"


class Rung(StrEnum):
    """Where a missed service clock goes, rung by rung. Source: docs/domain.md, "Service clocks and the ladder"."""

    LEAD_SUPERVISOR = "lead_supervisor"
    COORDINATOR = "coordinator"
    SEKDA = "sekda"
    FORKOPIMDA = "forkopimda"


class LawStatus(StrEnum):
    """Whether a lawyer has confirmed a rule; of a doubtful one the sources disagree, or one alone tells it."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"
    DOUBTFUL = "doubtful"


class Stage(StrEnum):
    """The stage of an election, computed from when the thing happened."""

    BEFORE = "before"
    CANDIDATES = "candidates"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    VOTING = "voting"
    RECAP = "recap"
    AFTER = "after"
