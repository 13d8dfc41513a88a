"""The codes of the hoax desk: what content that circulates was found to be, and whether it was taken down."""

from enum import StrEnum


class ContentState(StrEnum):
    """Content that circulates is checked, judged, and where it is not true asked to be taken down."""

    OPEN = "open"
    JUDGED = "judged"
    TAKEDOWN_REQUESTED = "takedown_requested"
    TAKEDOWN_ANSWERED = "takedown_answered"


class ContentStep(StrEnum):
    """What may be done with content that is checked."""

    JUDGE = "judge"
    REQUEST_TAKEDOWN = "request_takedown"
    ANSWER_TAKEDOWN = "answer_takedown"


class ContentVerdict(StrEnum):
    """What a check of content found (in the words of ClaimReview, its rating)."""

    TRUE = "true"
    MISLEADING = "misleading"
    FALSE = "false"


class TakedownOutcome(StrEnum):
    """What became of content that was asked to be taken down."""

    REMOVED = "removed"
    LIMITED = "limited"
    LABELLED = "labelled"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


TAKEN_DOWN_WHEN = frozenset({ContentVerdict.MISLEADING, ContentVerdict.FALSE})
"""Nobody is asked to take down what is true."""

CONTENT_OPENED = "content.opened"
CONTENT_PAST = {
    ContentStep.JUDGE: "content.judged",
    ContentStep.REQUEST_TAKEDOWN: "content.takedown_requested",
    ContentStep.ANSWER_TAKEDOWN: "content.takedown_answered",
}
"""The events that a check of content leaves in the trail."""

CONTENT_MOVES: dict[ContentStep, dict[ContentState, ContentState]] = {
    ContentStep.JUDGE: dict.fromkeys((ContentState.OPEN, ContentState.JUDGED), ContentState.JUDGED),
    ContentStep.REQUEST_TAKEDOWN: dict.fromkeys(
        (ContentState.JUDGED, ContentState.TAKEDOWN_ANSWERED), ContentState.TAKEDOWN_REQUESTED
    ),
    ContentStep.ANSWER_TAKEDOWN: {ContentState.TAKEDOWN_REQUESTED: ContentState.TAKEDOWN_ANSWERED},
}
"""By step: from which state to which. A verdict may be put right until somebody is asked to act on it."""
