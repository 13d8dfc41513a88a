"""Examples of erasures: the reporter asks to be forgotten."""

from service.edge.examples import OFFERED, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.erasures.schemas import ErasureAnswer, ErasurePage
from workflows.decisions.erasures import commands

_ERASURE: Example = {
    "id": "019ab401-77aa-7c02-9b1d-5e6f70819293",
    "report": REPORT_ID,
    "target": "reporter",
    "text": None,
    "field": None,
    "state": "approved",
    "reason": "Permintaan pelapor, UU 27/2022 Pasal 8",
    "requested_by": {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "diskominfo"},
    "requested_at": VERIFIED,
    "decision_reason": "Sesuai permohonan tertulis",
    "decided_by": {"person": PERSON, "agency": "bawaslu"},
    "decided_at": OFFERED,
    "actions": [
        {
            "action": "approve",
            "allowed": False,
            "reasons": [{"code": "illegal_transition", "text": "Not possible in this state"}],
        }
    ],
}
EXAMPLES = Examples(
    answers={
        ErasureAnswer: _ERASURE | {"receipt": RECEIPT},
        ErasurePage: {"items": [_ERASURE], "next_cursor": None},
    },
    bodies={
        commands.RequestErasure: {
            "reporter": (
                "The reporter asks to be forgotten",
                {"target": "reporter", "reason": "Permintaan pelapor, UU 27/2022 Pasal 8"},
            ),
        },
        commands.DecideErasure: {"approve": ("Agree", {"approve": True, "reason": "Sesuai permohonan tertulis"})},
    },
)
