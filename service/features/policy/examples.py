"""Examples of the policy: a rule of routing and a limit of the law."""

from service.edge.examples import Example, Examples
from service.features.clocks.examples import LIMIT
from service.features.policy.schemas import PolicyAnswer

_RULE_ROW: Example = {
    "id": "money_politics/default",
    "category": "money_politics",
    "stages": [],
    "without": [],
    "lead": "bawaslu",
    "lead_kind": "case",
    "support": [{"agency": "polres", "kind": "case", "obligatory": True}],
    "outside": [],
    "fallback_leads": ["kesbangpol"],
    "fallback_outside": ["bawaslu_province"],
    "service_clocks": {"S1": {"acknowledge": "30m", "verify": "2h"}},
    "legal_clocks": "criminal",
    "walls": "none",
    "gakkumdu": True,
    "status": "to_confirm",
    "basis": "Proposed routing [P]",
}
_POLICY: Example = {
    "region": "33.05",
    "version": "33.05/2026-11-3",
    "law_version": "id/2026-11-4",
    "valid_from": "2026-11-01",
    "timezone": "Asia/Jakarta",
    "rules": [_RULE_ROW],
    "legal_clocks": [
        {
            **LIMIT,
            "rule": "pemilu/handling",
            "backward": False,
            "pauses": False,
            "at_counter": False,
            "citations": [
                {"law": "UU 7/2017", "article": "454", "paragraphs": [7, 8], "item": None, "changed_by": None}
            ],
            "readings": [
                {
                    "length": "7cd",
                    "day_kind": "calendar_days",
                    "basis": "UU 7/2017 Pasal 454(7)(8)",
                    "valid_from": None,
                    "valid_to": None,
                }
            ],
            "valid_from": "2017-08-16",
            "valid_to": None,
        }
    ],
    "openings": [
        {
            "moment": "registered",
            "sets": ["criminal"],
            "steps": ["handling"],
            "led_by": "bawaslu",
            "regimes": ["pemilu"],
        }
    ],
    "calendar": [{"day": "2026-12-24", "working_day": False, "name": {"en": "Local leave", "id": "Cuti daerah"}}],
}
EXAMPLES = Examples(
    answers={
        PolicyAnswer: _POLICY,
    },
    texts={
        "policy": {
            "schema": {"type": "string"},
            "example": "id/2026-11-4: legal clocks\nrule             whose    length\npemilu/handling  bawaslu  7wd\n",
        },
    },
)
