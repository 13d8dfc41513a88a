"""Examples of an administrative violation: one of every step, and the path once the decision was read out."""

from collections.abc import Mapping

from service.edge.examples import EVENT_ID, OFFERED, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.administrative.schemas import AdministrativeAnswer
from workflows.decisions.administrative import commands

_STEPS: Mapping[str, tuple[str, Example]] = {
    "decision": (
        "Bawaslu reads its decision out",
        {"step": "decision", "finding": "proven", "reference": "001/LP/ADM.PL/BWSL.KAB/14.18/I/2024"},
    ),
    "received_by_kpu": (
        "KPU has received it",
        {"step": "received_by_kpu", "reference": "112/PP.01.02/K.JT-13/10/2024"},
    ),
    "carried_out_by_kpu": (
        "KPU has carried it out",
        {"step": "carried_out_by_kpu", "reference": "87/PL.01-Kpt/3305/2024"},
    ),
    "handed_up": ("It goes to the province", {"step": "handed_up", "reference": "114/PP.01.02/K.JT-13/10/2024"}),
    "province_decision": (
        "The province has decided",
        {"step": "province_decision", "finding": "proven", "reference": "01/Reg/L/TSM.PB/14.00/X/2024"},
    ),
    "province_follow_up": (
        "KPU cancels the candidacy",
        {"step": "province_follow_up", "candidacy_cancelled": True, "reference": "92/PL.02-Kpt/3305/2024"},
    ),
    "supreme_court_appeal": ("The pair goes to the Supreme Court", {"step": "supreme_court_appeal"}),
    "supreme_court_decision": (
        "The Supreme Court decides",
        {"step": "supreme_court_decision", "ruling": "annulled", "reference": "1 P/PAP/2024"},
    ),
}
_VIOLATION: Example = {
    "report": REPORT_ID,
    "version": 4,
    "state": "decided",
    "owners": [
        {"step": "decision", "agency": "bawaslu", "basis": "UU 7/2017 art. 461, 462, UU 1/2015 art. 134, 140(1)"},
        {"step": "carried_out_by_kpu", "agency": "kpu", "basis": "UU 7/2017 art. 462, UU 1/2015 art. 140(1)"},
    ],
    "steps": [
        {
            "step": "decision",
            "event": EVENT_ID,
            "at": VERIFIED,
            "recorded_at": OFFERED,
            "actor": {"person": PERSON, "agency": "bawaslu", "role": "officer"},
            "from": "undecided",
            "to": "decided",
            "data": {"at": VERIFIED, "finding": "proven"},
            "texts": [
                {
                    "id": "019ab401-77aa-7c02-9b1d-5e6f70819277",
                    "field": "reference",
                    "about": None,
                    "content": "001/LP/ADM.PL/BWSL.KAB/14.18/I/2024",
                }
            ],
        }
    ],
    "actions": [{"action": "carried_out_by_kpu", "allowed": True, "reasons": []}],
}
EXAMPLES = Examples(
    answers={AdministrativeAnswer: _VIOLATION | {"receipt": RECEIPT}},
    bodies={commands.AdministrativeStepRequest: _STEPS},
)
