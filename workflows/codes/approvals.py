"""What one person asks for and another decides."""

from enum import StrEnum


class ErasureTarget(StrEnum):
    """What may be erased of a report: who reported, one version of one text, who received one notice, or evidence."""

    REPORTER = "reporter"
    TEXT = "text"
    RECIPIENT = "recipient"
    EVIDENCE = "evidence"


class ApprovalState(StrEnum):
    """One person asks, another decides: on an erasure, and on whatever takes protection away."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


class ApprovalTrigger(StrEnum):
    """What may be decided on what was asked for."""

    APPROVE = "approve"
    REFUSE = "refuse"


class Protection(StrEnum):
    """What protects people around a report: one person may add to it, only two take away from it."""

    CLASSIFICATION = "classification"
    NAMED_PERSONS = "named_persons"
    ACCUSATION = "accusation"
    WALL = "wall"
    SEVERITY = "severity"
    LEAD = "lead"
    LEGAL_CLOCK = "legal_clock"


class ProposalKind(StrEnum):
    """What a proposal asks for: an amendment, the end of a wall or an accusation, or that an agency may lead."""

    AMENDMENT = "amendment"
    WALL = "wall"
    ACCUSATION = "accusation"
    LEAD = "lead"
