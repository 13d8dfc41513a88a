"""Examples of the hoax desk: the false video of a burning house."""

from service.edge.examples import PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.content_checks.schemas import ContentCheckAnswer, ContentCheckPage
from workflows.decisions.content.commands import AnswerTakedown, JudgeContent, OpenContentCheck, RequestTakedown

_RECEIPT = RECEIPT | {"event": "019ab3f6-2f90-7b12-8d47-5a1c0e9f3b64"}
_URL, _CLARIFICATION = "https://contoh.example/video/123", "Video itu diambil di tempat lain, tahun lalu."
_TO, _REFERENCE = "Tim kepercayaan dan keamanan", "200/KOMINFO/XI/2026"
_BY = {"person": PERSON, "agency": "diskominfo"}
_ONE: Example = {
    "id": "019ab3f6-5d2c-7b10-8e44-1f7ac9d05b23",
    "report": REPORT_ID,
    "state": "takedown_requested",
    "version": 3,
    "url": _URL,
    "sha256": None,
    "screenshot": "019ab3f6-2e4d-7a60-9c31-7be0d4f2a915",
    "opened_by": _BY,
    "opened_at": VERIFIED,
    "judgement": {
        "verdict": "false",
        "clarification": _CLARIFICATION,
        "by": _BY,
        "at": "2026-11-24T05:00:00Z",
    },
    "takedown": {
        "to": _TO,
        "reference": _REFERENCE,
        "requested_at": "2026-11-24T05:30:00Z",
        "outcome": None,
        "note": None,
        "answered_at": None,
    },
    "actions": [{"action": "answer_takedown", "allowed": True, "reasons": []}],
}

EXAMPLES = Examples(
    answers={
        ContentCheckAnswer: _ONE | {"receipt": _RECEIPT},
        ContentCheckPage: {"items": [_ONE], "next_cursor": None},
    },
    bodies={
        OpenContentCheck: {"video": ("A video that goes round", {"url": _URL})},
        JudgeContent: {"false": ("It is false", {"verdict": "false", "clarification": _CLARIFICATION})},
        RequestTakedown: {"platform": ("The platform is asked", {"to": _TO, "reference": _REFERENCE})},
        AnswerTakedown: {"removed": ("It was taken down", {"outcome": "removed"})},
    },
)
