"""Examples of proposals: more agencies are to read a report."""

from service.edge.examples import OFFERED, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.proposals.schemas import ChangeProposalAnswer, ChangeProposalPage
from workflows.decisions.protections import commands as proposal_commands

_PROPOSAL: Example = {
    "id": "019ab401-77aa-7c02-9b1d-5e6f70819294",
    "report": REPORT_ID,
    "kind": "amendment",
    "amendment": {"classification": "restricted"},
    "agency": None,
    "protections": ["classification"],
    "state": "approved",
    "reason": "Kejari perlu membaca",
    "requested_by": {"person": "7c9e6679-7425-50de-944b-e07fc1f90ae7", "agency": "bawaslu"},
    "requested_at": VERIFIED,
    "decision_reason": "Sesuai berita acara",
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
        ChangeProposalAnswer: _PROPOSAL | {"receipt": RECEIPT},
        ChangeProposalPage: {"items": [_PROPOSAL], "next_cursor": None},
    },
    bodies={
        proposal_commands.ProposeChange: {
            "classification": (
                "Let more agencies read it",
                {"kind": "amendment", "amendment": {"classification": "restricted"}, "reason": "Kejari perlu membaca"},
            ),
            "named_persons": (
                "Let a person read what is secret, of whatever agency: the whole new list",
                {"kind": "amendment", "amendment": {"named_persons": [PERSON]}, "reason": "Penyidik perlu membaca"},
            ),
            "severity": (
                "It is less grave than it seemed",
                {"kind": "amendment", "amendment": {"severity": "S3"}, "reason": "Tidak ada ancaman terhadap jiwa"},
            ),
            "wall": (
                "The conflict is over",
                {"kind": "wall", "agency": "kpu", "reason": "Petugas yang bersangkutan telah pindah"},
            ),
            "accusation": (
                "The accusation fell",
                {"kind": "accusation", "agency": "kpu", "reason": "Pelapor mencabut tuduhan terhadap KPU"},
            ),
            "lead": (
                "Another agency is to lead",
                {"kind": "lead", "agency": "panwascam", "reason": "Pelimpahan kepada Panwascam"},
            ),
        },
        proposal_commands.DecideProposal: {"approve": ("Agree", {"approve": True, "reason": "Sesuai berita acara"})},
    },
)
