"""Examples of after-action reviews: what the village-head elections taught."""

from service.edge.examples import EVENT_ID, OFFERED, RECEIPT, REPORT_ID, TASK_ID, VERIFIED, Example, Examples
from service.features.reviews.schemas import ReviewAnswer, ReviewPage, TimelinePage
from service.trail.audit.examples import EVENT
from workflows.decisions.reviews import commands

_REVIEW_ID = "019ab405-31c7-7e15-8a60-4b2d9c7f0e11"
_DESK = {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "kesbangpol"}
_REVIEW_ITEM: Example = {
    "id": _REVIEW_ID,
    "report": REPORT_ID,
    "event": "pilkades-2023",
    "state": "open",
    "version": 4,
    "opened_by": _DESK,
    "opened_at": VERIFIED,
    "closed_by": None,
    "closed_at": None,
}
_REVIEW: Example = _REVIEW_ITEM | {
    "withheld": False,
    "sections": [
        {
            "id": "019ab406-0a4e-7d2b-9f31-6c5e8d7a9b02",
            "section": "happened",
            "text": "Massa melempari balai desa seusai penghitungan.",
            "versions": 1,
            "recorded_by": _DESK,
            "recorded_at": OFFERED,
        }
    ],
    "lessons": [
        {
            "id": "019ab406-51b2-7c0a-8e14-0f9a8b7c6d53",
            "kind": "change",
            "text": "Penghitungan di desa rawan dijaga sampai kotak suara tersimpan.",
            "added_by": _DESK,
            "added_at": OFFERED,
        }
    ],
    "recommendations": [
        {
            "id": "019ab406-9c33-7b44-a5d0-1e2f3a4b5c64",
            "agency": "kesbangpol",
            "due_at": "2030-06-30T16:59:59Z",
            "text": "Susun peta desa rawan sebelum tahapan berikutnya.",
            "task": {
                "id": TASK_ID,
                "agency": "kesbangpol",
                "state": "offered",
                "version": 1,
                "due_at": "2026-11-25T16:59:59Z",
            },
            "made_by": _DESK,
            "made_at": OFFERED,
        }
    ],
    "actions": [
        {"action": "record", "allowed": True, "reasons": []},
        {
            "action": "close",
            "allowed": False,
            "reasons": [
                {
                    "code": "review_incomplete",
                    "text": "A review is closed once it says what was planned, what happened and why",
                }
            ],
        },
    ],
}
EXAMPLES = Examples(
    answers={
        ReviewAnswer: _REVIEW | {"receipt": RECEIPT},
        ReviewPage: {"items": [_REVIEW_ITEM], "next_cursor": None},
        TimelinePage: {
            "items": [EVENT | {"proof": f"/v1/regions/33.05/audit/proofs/inclusion?event={EVENT_ID}"}],
            "next_cursor": "1207",
        },
    },
    bodies={
        commands.OpenReview: {"pilkades": ("What the village-head elections taught", {"event": "pilkades-2023"})},
        commands.RecordSection: {
            "happened": (
                "What happened",
                {"section": "happened", "text": "Massa melempari balai desa seusai penghitungan."},
            )
        },
        commands.AddLesson: {
            "change": (
                "What to change",
                {"kind": "change", "text": "Penghitungan di desa rawan dijaga sampai kotak suara tersimpan."},
            )
        },
        commands.Recommend: {
            "map": (
                "A task that outlives the report",
                {
                    "agency": "kesbangpol",
                    "due_at": "2030-06-30T23:59:59+07:00",
                    "text": "Susun peta desa rawan sebelum tahapan berikutnya.",
                },
            )
        },
        commands.CloseReview: {"close": ("End it", {"note": "Disepakati dalam rapat koordinasi."})},
    },
)
