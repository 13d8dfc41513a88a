"""After-action reviews."""

from enum import StrEnum


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
