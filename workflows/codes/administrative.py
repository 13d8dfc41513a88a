"""The path of an administrative violation: Bawaslu's decision and KPU's act on it, or the way to the province."""

from enum import StrEnum


class AdministrativeState(StrEnum):
    """Where an administrative violation stands once Bawaslu, or the province, has it to decide."""

    UNDECIDED = "undecided"
    DECIDED = "decided"
    WITH_KPU = "with_kpu"
    CARRIED_OUT = "carried_out"
    WITH_PROVINCE = "with_province"
    PROVINCE_DECIDED = "province_decided"
    CANDIDACY_CANCELLED = "candidacy_cancelled"
    AT_SUPREME_COURT = "at_supreme_court"
    FINAL = "final"
    NOT_PROVEN = "not_proven"


class AdministrativeStep(StrEnum):
    """What happens on the path. ``not_proven`` and ``sanctioned_otherwise`` are what a step may find or fix."""

    DECISION = "decision"
    RECEIVED_BY_KPU = "received_by_kpu"
    CARRIED_OUT_BY_KPU = "carried_out_by_kpu"
    HANDED_UP = "handed_up"
    PROVINCE_DECISION = "province_decision"
    PROVINCE_FOLLOW_UP = "province_follow_up"
    SUPREME_COURT_APPEAL = "supreme_court_appeal"
    SUPREME_COURT_DECISION = "supreme_court_decision"
    NOT_PROVEN = "not_proven"
    SANCTIONED_OTHERWISE = "sanctioned_otherwise"


class ViolationFinding(StrEnum):
    """What a decision finds of the violation."""

    PROVEN = "proven"
    NOT_PROVEN = "not_proven"


class CancellationRuling(StrEnum):
    """What the Supreme Court makes of a cancelled candidacy. Source: UU 1/2015 art. 135A(8), (9)."""

    UPHELD = "upheld"
    ANNULLED = "annulled"
