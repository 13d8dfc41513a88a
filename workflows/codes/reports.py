"""Reports: their states and triggers, what they are about, how they came and how they end."""

from enum import StrEnum
from typing import Literal, TypeAlias, get_args


class ReportState(StrEnum):
    """The five states of a report, in their one direction."""

    REPORTED = "reported"
    VERIFIED = "verified"
    ASSIGNED = "assigned"
    HANDLED = "handled"
    CLOSED = "closed"


class ReportTrigger(StrEnum):
    """What may be asked of a report. ``unassign`` and ``handle`` are fired by the system alone."""

    VERIFY = "verify"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    HANDLE = "handle"
    RETURN = "return"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "reopen"


class Severity(StrEnum):
    """S1 life, violence or voting stops; S2 high; S3 medium; S4 low or monitor."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Classification(StrEnum):
    """Who may read a report at all. Source: docs/domain.md, "Who may read a report"."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"
    SECRET = "secret"  # noqa: S105 - a classification, not a password


class Category(StrEnum):
    """What a report is about, as routing knows it. Source: docs/domain.md, "Categories and routing"."""

    SECURITY_THREAT = "security_threat"
    INTIMIDATION = "intimidation"
    HOAX = "hoax"
    BLACK_CAMPAIGN = "black_campaign"
    NEGATIVE_CAMPAIGN = "negative_campaign"
    MONEY_POLITICS = "money_politics"
    POLARISATION = "polarisation"
    HATE_SPEECH = "hate_speech"
    NEUTRALITY_OFFICIAL = "neutrality_official"
    NEUTRALITY_FORCES = "neutrality_forces"
    LOGISTICS = "logistics"
    DISASTER = "disaster"
    ADMINISTRATIVE = "administrative"
    ETHICS = "ethics"
    INCUMBENT_ABUSE = "incumbent_abuse"


class Requirement(StrEnum):
    """The two requirements of a report: who, when and where; what is alleged, with what proof."""

    FORMAL = "formal"
    MATERIAL = "material"


class Outcome(StrEnum):
    """How a report ended: the first four by ``close``, the last five by ``dismiss``, and ``referred`` by either."""

    RESOLVED = "resolved"
    REFERRED = "referred"
    SANCTIONED = "sanctioned"
    NOT_PROVEN = "not_proven"
    UNFOUNDED = "unfounded"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    INSUFFICIENT = "insufficient"


CloseOutcome: TypeAlias = Literal[Outcome.RESOLVED, Outcome.REFERRED, Outcome.SANCTIONED, Outcome.NOT_PROVEN]
DismissOutcome: TypeAlias = Literal[
    Outcome.UNFOUNDED,
    Outcome.OUT_OF_SCOPE,
    Outcome.DUPLICATE,
    Outcome.WITHDRAWN,
    Outcome.INSUFFICIENT,
    Outcome.REFERRED,
]
CLOSE_OUTCOMES: tuple[Outcome, ...] = get_args(CloseOutcome)
DISMISS_OUTCOMES: tuple[Outcome, ...] = get_args(DismissOutcome)


class Athg(StrEnum):
    """*Ancaman, tantangan, hambatan, gangguan*: the letter stored with each report."""

    THREAT = "A"
    CHALLENGE = "T"
    OBSTACLE = "H"
    DISTURBANCE = "G"


class Field(StrEnum):
    """The field of life that the danger touches."""

    IDEOLOGY = "ideology"
    POLITICS = "politics"
    ECONOMY = "economy"
    SOCIAL_CULTURE = "social_culture"
    DEFENCE_SECURITY = "defence_security"


class Channel(StrEnum):
    """How a report reached the agency that entered it."""

    PATROL = "patrol"
    COUNTER = "counter"
    PHONE = "phone"
    MESSAGE = "message"
    SOCIAL_MEDIA = "social_media"
    LETTER = "letter"
    SIGAPLAPOR = "sigaplapor"
    LAPOR = "lapor"
    PARTNER = "partner"
    OTHER = "other"


class LinkKind(StrEnum):
    """How two reports relate; ``duplicate_of`` is set by ``dismiss``."""

    RELATED = "related"
    SAME_EVENT = "same_event"
    CAUSED_BY = "caused_by"
    DUPLICATE_OF = "duplicate_of"


class TextField(StrEnum):
    """Which free text of a report a stored version belongs to."""

    TITLE = "title"
    DESCRIPTION = "description"
    PLACE_DETAIL = "place_detail"
    ACCUSED_NAME = "accused_name"
    NOTE = "note"
    REASON = "reason"
    LEGAL_BASIS = "legal_basis"
    RESULT = "result"
    NOTICE = "notice"
    REFERENCE = "reference"
    SOURCE_REFERENCE = "source_reference"
    DOCUMENT = "document"
    HANDOVER = "handover"
    MINUTES = "minutes"
    ATTENDEES = "attendees"
    BUNDLE_REFERENCE = "bundle_reference"
    PLANNED = "planned"
    HAPPENED = "happened"
    WHY = "why"
    LESSON = "lesson"
    RECOMMENDATION = "recommendation"
    EVIDENCE_NAME = "evidence_name"
    EVIDENCE_NOTE = "evidence_note"
    CONTENT_URL = "content_url"
    CLARIFICATION = "clarification"
    TAKEDOWN_RECIPIENT = "takedown_recipient"
    TAKEDOWN_ANSWER = "takedown_answer"


class Reliability(StrEnum):
    """Reliability of a source, A (completely reliable) to F (cannot be judged)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
