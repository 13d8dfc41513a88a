"""An example of every step of a case at the joint desk."""

from collections.abc import Mapping

from service.contract.headers import JsonObject

_DESK = [{"agency": "bawaslu"}, {"agency": "polres"}, {"agency": "kejari"}]

CASE_STEPS: Mapping[str, tuple[str, JsonObject]] = {
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
                {"item": "expert_statement", "present": False},
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
            "items": [{"item": "cover_letter", "present": True}, {"item": "expert_statement", "present": False}],
        },
    ),
    "police_report": (
        "The police answer with their number",
        {"step": "police_report", "police_number": "LP/B/112/XII/2020/SPKT/Polres Kebumen/Polda Jawa Tengah"},
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
}
"""By step: a summary, and a body that is valid by itself."""
