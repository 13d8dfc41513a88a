"""The steps of a Gakkumdu case as the tests send them: in which order, by whom, and with what."""

from itertools import count
from typing import Any

from tests.edge.api.story import POLRES, TONO
from workflows.codes.people import Role

RINA = (Role.OFFICER, "kejari", "Rina")
MET: dict[str, Any] = {
    "attendees": [
        {"agency": "bawaslu", "persons": "Sari dan Tono"},
        {"agency": "polres", "persons": "Budi"},
        {"agency": "kejari"},
    ],
    "minutes": "Unsur terpenuhi",
    "decision": "proceed",
}
NEEDED = ("cover_letter", "report_form", "study", "discussion_minutes")
ITEMS: list[dict[str, Any]] = [{"item": item, "present": True, "reference": f"No. {item}"} for item in NEEDED]
VERDICT = {"verdict": "guilty", "reference": "31/Pid.Sus/2024/PN Kbm"}
REGISTER = {
    "register_number": "03/REG/LP/PB/Kab/14.18/XII/2020",
    "sigaplapor_number": "SL-33.05-2024-0117",
    "form": "Model B.1",
}
STEP_BODIES: dict[str, dict[str, Any]] = {
    "register": REGISTER,
    "check_bundle": {"items": ITEMS[:1]},
    "first_discussion": MET,
    "second_discussion": MET,
    "forward": {"reference": "45/PP.01.02/K.JT-13/11/2024", "items": ITEMS},
    "police_report": {
        "police_number": "LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah",
        "police_receipt": "STTLP/112/XI/2024/SPKT/Polres Kebumen",
    },
    "third_discussion": MET,
    "investigated": {"reference": "B/31/XI/2024"},
    "returned": {"instructions": "Periksa saksi ahli"},
    "resubmitted": {"reference": "B/32/XI/2024"},
    "to_court": {"reference": "B-1/M.3.25/XII/2024"},
    "first_instance": VERDICT,
    "appeal_lodged": {"by": "defendant"},
    "file_sent": {"reference": "W12/2024"},
    "appeal_decided": VERDICT,
    "judgment_received": {"reference": "W12-U20/2402/HK.01/12/2024"},
    "carried_out": {"reference": "PRINT-88/M.3.25/Eku.3/12/2024"},
}
"""What each step is sent with beside its name."""

PATH = [step for step in STEP_BODIES if step != "check_bundle"]
"""The whole path, once returned by the prosecutor."""

BEFORE = {step: ("verify", "assign", *PATH[: PATH.index(step)]) for step in PATH}
BEFORE |= {"register": ("verify",), "check_bundle": ("verify", "register")}
"""What has to happen before each step."""

_POLICE = ("police_report", "investigated", "resubmitted")
_PROSECUTOR = (
    "returned", "to_court", "first_instance", "appeal_lodged", "file_sent", "appeal_decided", "judgment_received",
    "carried_out",
)  # fmt: skip
WHO: dict[str, Any] = {
    **dict.fromkeys(STEP_BODIES, TONO),
    **dict.fromkeys(_POLICE, POLRES),
    **dict.fromkeys(_PROSECUTOR, RINA),
}
"""Who takes each step."""


_NUMBERS = count(1)


def body_of(step: str) -> dict[str, Any]:
    """What a step is sent with; each registration has a number of its own."""
    fresh = {"register_number": f"{next(_NUMBERS)}/REG/LP/PB/Kab/14.18/XI/2024"} if step == "register" else {}
    return {"step": step, **STEP_BODIES[step], **fresh}
