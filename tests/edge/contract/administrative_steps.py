"""The steps of an administrative violation as the tests send them: with what, by whom, and after which others."""

from typing import Any

from tests.edge.api.story import DESK, KPU, TONO

LETTER = {"reference": "112/PP.01.02/K.JT-13/10/2024"}
DECIDED = {"finding": "proven", "reference": "001/LP/ADM.PL/BWSL.KAB/14.18/I/2024"}
BODIES: dict[str, dict[str, Any]] = {
    "decision": DECIDED,
    "received_by_kpu": LETTER,
    "carried_out_by_kpu": {},
    "handed_up": LETTER,
    "province_decision": DECIDED,
    "province_follow_up": {"candidacy_cancelled": True, "reference": "92/PL.02-Kpt/3305/2024"},
    "supreme_court_appeal": {},
    "supreme_court_decision": {"ruling": "annulled", "reference": "1 P/PAP/2024"},
}
"""What each step is sent with beside its name."""

OF_KPU = ("carried_out_by_kpu", "province_follow_up")
WHO: dict[str, Any] = {**dict.fromkeys(BODIES, TONO), **dict.fromkeys(OF_KPU, KPU)}
"""Who takes each step."""

HERE = ("decision", "received_by_kpu", "carried_out_by_kpu")
TO_THE_COURT = (
    "handed_up", "province_decision", "province_follow_up", "supreme_court_appeal", "supreme_court_decision",
)  # fmt: skip
TAKEN_FOR_IT = "taken_for_administrative"
"""Not a step: the report is taken for an administrative violation, once it was verified."""

TRIGGERS = frozenset({TAKEN_FOR_IT, *BODIES})

BEFORE = {step: ("verify", TAKEN_FOR_IT, *way[: way.index(step)]) for way in (HERE, TO_THE_COURT) for step in way}
"""What has to happen before each step."""


AMENDED = {"category": "administrative", "reason": "Kajian awal"}
"""How it is taken for one."""


def path_of(trigger: str) -> tuple[str, str]:
    """The method and the path, below the report, by which it is taken for one, or by which a step is taken."""
    return ("PATCH", "") if trigger == TAKEN_FOR_IT else ("POST", "/administrative/steps")


def who_takes(trigger: str) -> Any:
    """Somebody who may."""
    return DESK if trigger == TAKEN_FOR_IT else WHO[trigger]


def sent_with(trigger: str) -> dict[str, Any]:
    """What it is taken for one with, or a step is taken with."""
    return AMENDED if trigger == TAKEN_FOR_IT else body_of(trigger)


def body_of(step: str) -> dict[str, Any]:
    """What a step is sent with."""
    return {"step": step, **BODIES[step]}
