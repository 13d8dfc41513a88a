"""Every machine code of the domain, spelled once.

The values are what travels over HTTP, stands in the database and is hashed into the trail;
they are the same in every language. Human wording lives in ``workflows/wording.py``.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person (or machine) was signed in as. Source: docs/domain.md, "Who uses it"."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    INTEGRATOR = "integrator"
    ADMIN = "admin"


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


class TaskState(StrEnum):
    """States of a task; ``waiting`` is a pause for an outside party."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class TaskTrigger(StrEnum):
    """What may be asked of a task. ``expire`` is the system's, ``reopen`` follows the report's ``return``."""

    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    WAIT = "wait"
    RESUME = "resume"
    COMPLETE = "complete"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    ASSIGN_PERSON = "assign_person"
    EXPIRE = "expire"
    REOPEN = "reopen"


class TaskRole(StrEnum):
    """Whether an agency leads the report or supports the lead."""

    LEAD = "lead"
    SUPPORT = "support"


class TaskKind(StrEnum):
    """What sort of work a task is; ``case`` is the legal case, ``safety`` protects people first."""

    CASE = "case"
    SAFETY = "safety"
    VERIFICATION = "verification"
    CLARIFICATION = "clarification"
    LOGISTICS = "logistics"
    INFORMATION = "information"


class TransferKind(StrEnum):
    """*Pelimpahan*, *pengambilalihan* and *penerusan*."""

    HANDED_DOWN = "handed_down"
    TAKEN_OVER = "taken_over"
    FORWARDED = "forwarded"


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
    SUPPLEMENT = "supplement"
    STOP = "stop"


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
    """The fifteen categories that routing knows. Source: docs/domain.md, "Categories and routing"."""

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


class Outcome(StrEnum):
    """How a report ended: the first four by ``close``, the last five by ``dismiss``."""

    RESOLVED = "resolved"
    REFERRED = "referred"
    SANCTIONED = "sanctioned"
    NOT_PROVEN = "not_proven"
    UNFOUNDED = "unfounded"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    INSUFFICIENT = "insufficient"


CLOSE_OUTCOMES = (Outcome.RESOLVED, Outcome.REFERRED, Outcome.SANCTIONED, Outcome.NOT_PROVEN)
DISMISS_OUTCOMES = (
    Outcome.UNFOUNDED,
    Outcome.OUT_OF_SCOPE,
    Outcome.DUPLICATE,
    Outcome.WITHDRAWN,
    Outcome.INSUFFICIENT,
)


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


class Audience(StrEnum):
    """Who is told of the status of a report."""

    REPORTER = "reporter"
    REPORTED_PARTY = "reported_party"
    PUBLIC = "public"
    AGENCY = "agency"


class NoticeChannel(StrEnum):
    """How a notice reached its audience; the last three are read by everybody."""

    LETTER = "letter"
    IN_PERSON = "in_person"
    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    NOTICE_BOARD = "notice_board"
    WEBSITE = "website"
    SOCIAL_MEDIA = "social_media"


PUBLIC_CHANNELS = frozenset({NoticeChannel.NOTICE_BOARD, NoticeChannel.WEBSITE, NoticeChannel.SOCIAL_MEDIA})


class NoticeLanguage(StrEnum):
    """The language that a notice is written in."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Occasion(StrEnum):
    """What a notice tells of, and what may oblige somebody to tell it."""

    REGISTERED = "registered"
    DISMISSED = "dismissed"
    FORWARDED = "forwarded"
    EXTENDED = "extended"
    CLOSED = "closed"


class TemplateFact(StrEnum):
    """What a template of a notice takes from the report itself."""

    REGISTER_NUMBER = "register_number"
    CATEGORY = "category"
    STATE = "state"
    OUTCOME = "outcome"
    LEAD_AGENCY = "lead_agency"
    REPORTED_ON = "reported_on"
    CLOSED_ON = "closed_on"
    SENT_ON = "sent_on"


class LinkKind(StrEnum):
    """How two reports relate; ``duplicate_of`` is set by ``dismiss``."""

    RELATED = "related"
    SAME_EVENT = "same_event"
    CAUSED_BY = "caused_by"
    DUPLICATE_OF = "duplicate_of"


class Stage(StrEnum):
    """The stage of an election, computed from when the thing happened."""

    BEFORE = "before"
    CANDIDATES = "candidates"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    VOTING = "voting"
    RECAP = "recap"
    AFTER = "after"


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


class ReviewState(StrEnum):
    """An after-action review is written while it is open."""

    OPEN = "open"
    CLOSED = "closed"


class ReviewTrigger(StrEnum):
    """What may be asked of a review beside writing it."""

    CLOSE = "close"


class ReviewSection(StrEnum):
    """The three questions of a review before its lessons: each is a text that may be put better."""

    PLANNED = "planned"
    HAPPENED = "happened"
    WHY = "why"


class LessonKind(StrEnum):
    """What a lesson says: do it so again, or do it otherwise."""

    KEEP = "keep"
    CHANGE = "change"


class Reliability(StrEnum):
    """Reliability of a source, A (completely reliable) to F (cannot be judged)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


SYSTEM = "system"
"""The actor's role in events that no person fired, and its agency where nobody's act led to them."""
