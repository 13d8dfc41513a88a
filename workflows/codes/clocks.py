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


class CountsFrom(StrEnum):
    """What starts a clock: the fact whose moment it runs from."""

    KNOWN = "known"
    DISCOVERED = "discovered"
    RECEIVED = "received"
    REGISTERED = "registered"
    OFFERED = "offered"
    STEP_BEGUN = "step_begun"


class DayOff(StrEnum):
    """Why a day is no working day. A holiday on a Saturday or Sunday counts as weekend."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    REGION = "region"


class Rung(StrEnum):
    """Where a missed service clock goes, rung by rung. Source: docs/domain.md, "Service clocks and the ladder"."""

    LEAD_SUPERVISOR = "lead_supervisor"
    COORDINATOR = "coordinator"
    SEKDA = "sekda"
    FORKOPIMDA = "forkopimda"


class LawStatus(StrEnum):
    """Whether a lawyer has confirmed a rule."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"


class Stage(StrEnum):
    """The stage of an election, computed from when the thing happened."""

    BEFORE = "before"
    CANDIDATES = "candidates"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    VOTING = "voting"
    RECAP = "recap"
    AFTER = "after"
