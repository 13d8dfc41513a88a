"""Notices: to whom, on which occasion, by which way, in which words."""

from enum import StrEnum


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
    NOT_COMPLETE_YET = "not_complete_yet"


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
