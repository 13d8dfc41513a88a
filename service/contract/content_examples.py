"""Examples of the hoax desk: the false video of a burning house."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from service.contract.evidence_examples import ANSWERS as EVIDENCE
from service.contract.headers import JsonObject
from service.features.content_checks.schemas import ContentCheckAnswer, ContentCheckPage
from service.features.evidence.schemas import EvidenceLinkAnswer
from workflows.decisions.content.commands import AnswerTakedown, JudgeContent, OpenContentCheck, RequestTakedown

_RECEIPT = EVIDENCE[EvidenceLinkAnswer]["receipt"]
_URL, _CLARIFICATION = "https://contoh.example/video/123", "Video itu diambil di tempat lain, tahun lalu."
_TO, _REFERENCE = "Tim kepercayaan dan keamanan", "200/KOMINFO/XI/2026"
_BY = {"person": "2f1d2f0e-3f5a-5c1b-8f0a-6d1c0a9b7e33", "agency": "diskominfo"}
_ONE: JsonObject = {
    "id": "019ab3f6-5d2c-7b10-8e44-1f7ac9d05b23",
    "report": "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
    "state": "takedown_requested",
    "version": 3,
    "url": _URL,
    "sha256": None,
    "screenshot": "019ab3f6-2e4d-7a60-9c31-7be0d4f2a915",
    "opened_by": _BY,
    "opened_at": "2026-11-24T03:41:30Z",
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

ANSWERS: Mapping[Any, JsonObject] = {
    ContentCheckAnswer: _ONE | {"receipt": _RECEIPT},
    ContentCheckPage: {"items": [_ONE], "next_cursor": None},
}
"""An example of each answer."""

BODIES: Mapping[type[BaseModel], Mapping[str, tuple[str, JsonObject]]] = {
    OpenContentCheck: {"video": ("A video that goes round", {"url": _URL})},
    JudgeContent: {"false": ("It is false", {"verdict": "false", "clarification": _CLARIFICATION})},
    RequestTakedown: {"platform": ("The platform is asked", {"to": _TO, "reference": _REFERENCE})},
    AnswerTakedown: {"removed": ("It was taken down", {"outcome": "removed"})},
}
"""Examples of each body."""
