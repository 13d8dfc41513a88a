"""Examples of a case at the joint desk: one of every step, and the case after the first discussion."""

from collections.abc import Mapping

from service.edge.examples import EVENT_ID, OFFERED, PERSON, RECEIPT, REPORT_ID, VERIFIED, Example, Examples
from service.features.gakkumdu.schemas import CaseAnswer
from workflows.decisions.gakkumdu import commands as case_commands

_DESK = [{"agency": "bawaslu"}, {"agency": "polres"}, {"agency": "kejari"}]
_STEPS: Mapping[str, tuple[str, Example]] = {
    "register": (
        "Register it at Bawaslu",
        {
            "step": "register",
            "register_number": "03/REG/LP/PB/Kab/14.18/XII/2020",
            "sigaplapor_number": "SL-33.05-2020-0117",
            "form": "Model B.1",
        },
    ),
    "check_bundle": (
        "Note what of the bundle is there",
        {
            "step": "check_bundle",
            "items": [
                {"item": "report_form", "present": True, "reference": "Model B.1"},
                {"item": "witness_list", "present": False},
            ],
        },
    ),
    "first_discussion": (
        "Ask together whether it may be a crime",
        {
            "step": "first_discussion",
            "attendees": _DESK,
            "minutes": "Patut diduga tindak pidana pemilihan; saksi akan diklarifikasi.",
            "decision": "proceed",
        },
    ),
    "second_discussion": (
        "State the crime together",
        {
            "step": "second_discussion",
            "attendees": _DESK,
            "minutes": "Unsur Pasal 187A UU 10/2016 terpenuhi.",
            "decision": "proceed",
        },
    ),
    "forward": (
        "Forward it to the police with its bundle",
        {
            "step": "forward",
            "reference": "45/PP.01.02/K.JT-13/12/2020",
            "items": [{"item": "cover_letter", "present": True}, {"item": "witness_list", "present": False}],
        },
    ),
    "police_report": (
        "The police answer with their number and a receipt",
        {
            "step": "police_report",
            "police_number": "LP/B/112/XII/2020/SPKT/Polres Kebumen/Polda Jawa Tengah",
            "police_receipt": "STTLP/112/XII/2020/SPKT/Polres Kebumen",
        },
    ),
    "third_discussion": (
        "Look at the investigation together",
        {
            "step": "third_discussion",
            "attendees": _DESK,
            "minutes": "Hasil penyidikan lengkap untuk diserahkan.",
            "decision": "proceed",
        },
    ),
    "investigated": (
        "The police hand the file over",
        {"step": "investigated", "reference": "B/217/XII/2020/Reskrim"},
    ),
    "returned": ("The prosecutor wants more", {"step": "returned", "instructions": "Periksa ahli pidana pemilu"}),
    "resubmitted": (
        "The police submit the file again",
        {"step": "resubmitted", "reference": "B/221/XII/2020/Reskrim"},
    ),
    "to_court": ("The prosecutor goes to court", {"step": "to_court", "reference": "B-1042/M.3.25/Eku.2/12/2020"}),
    "first_instance": (
        "The court decides",
        {"step": "first_instance", "verdict": "guilty", "reference": "31/Pid.Sus/2020/PN Kbm"},
    ),
    "appeal_lodged": ("An appeal is lodged", {"step": "appeal_lodged", "by": "defendant"}),
    "file_sent": ("The file goes to the high court", {"step": "file_sent", "reference": "W12-U20/2311/HK.01/12/2020"}),
    "appeal_decided": (
        "The high court decides for good",
        {"step": "appeal_decided", "verdict": "guilty", "reference": "402/Pid.Sus/2020/PT Smg"},
    ),
    "judgment_received": ("The prosecutor receives the judgment", {"step": "judgment_received"}),
    "carried_out": (
        "The prosecutor has carried it out",
        {"step": "carried_out", "reference": "PRINT-88/M.3.25/Eku.3/12/2020"},
    ),
}
_CASE: Example = {
    "report": REPORT_ID,
    "version": 6,
    "state": "first_discussed",
    "register_number": "03/REG/LP/PB/Kab/14.18/XII/2020",
    "sigaplapor_number": "SL-33.05-2020-0117",
    "form": "Model B.1",
    "registered_at": VERIFIED,
    "police_number": None,
    "police_receipt": None,
    "bundle": [
        {
            "item": "study",
            "present": False,
            "obligatory": True,
            "stops_forwarding": True,
            "status": "to_confirm",
            "basis": "The list for other elections stands in the joint regulation of 2020 on Sentra Gakkumdu, which "
            "was not seen; until then that of Perbawaslu 3/2023 art. 27(2)",
        }
    ],
    "discussions": [
        {
            "step": "third_discussion",
            "agency": "bawaslu",
            "status": "doubtful",
            "basis": "Bawaslu Karawang in 2024: its Gakkumdu coordinator leads it during the investigation [S]; no "
            "article was seen",
        }
    ],
    "advisories": ["reporter_known_to_police"],
    "missing": ["study"],
    "cautions": [],
    "steps": [
        {
            "step": "first_discussion",
            "event": EVENT_ID,
            "at": VERIFIED,
            "recorded_at": OFFERED,
            "actor": {"person": PERSON, "agency": "bawaslu", "role": "officer"},
            "from": "registered",
            "to": "first_discussed",
            "data": {
                "at": VERIFIED,
                "lead_agency": "bawaslu",
                "policy": "33.05/2026-11-1",
                "attendees": ["bawaslu", "polres", "kejari"],
                "named": [],
                "decision": "proceed",
            },
            "texts": [
                {
                    "id": "019ab401-77aa-7c02-9b1d-5e6f70819200",
                    "field": "minutes",
                    "about": None,
                    "content": "Patut diduga tindak pidana pemilihan; saksi akan diklarifikasi.",
                }
            ],
        }
    ],
    "actions": [{"action": "second_discussion", "allowed": True, "reasons": []}],
}
EXAMPLES = Examples(
    answers={
        CaseAnswer: _CASE | {"receipt": RECEIPT},
    },
    bodies={
        case_commands.CaseStepRequest: _STEPS,
    },
)
