"""Examples of the trail: the report was verified."""

from service.edge.examples import EVENT_ID, LEAF, PERSON, REPORT_ID, VERIFIED, Example, Examples
from service.trail.audit.schemas import EventPage, HistoryPage, SummaryAnswer

EVENT: Example = {
    "leaf_index": 1207,
    "event": EVENT_ID,
    "leaf_hash": LEAF,
    "action": "report.verified",
    "report": REPORT_ID,
    "task": None,
    "agency": "bawaslu",
    "from": "reported",
    "to": "verified",
    "at": VERIFIED,
}
_HISTORY: Example = EVENT | {
    "seq": 2,
    "version": 2,
    "prev": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "actor": {"person": PERSON, "agency": "bawaslu", "role": "officer"},
    "data": {"register_number": "33.05/2026/000017", "formal": True, "material": True, "self_verified": False},
    "texts": [],
}
_COUNTS: Example = {
    "election": "pilkada-2024",
    "total": 25,
    "state": {"verified": 12, "closed": 13},
    "category": {"money_politics": 14, "neutrality_official": 11},
    "agency": {"bawaslu": 25},
    "area": {"33.05.12": 25},
    "calendar_changed": 0,
}
EXAMPLES = Examples(
    answers={
        HistoryPage: {"items": [_HISTORY], "next_cursor": None},
        EventPage: {"items": [EVENT], "next_cursor": "1207"},
        SummaryAnswer: {"as_of": 1207, "elections": [_COUNTS]},
    },
)
