"""Whose a limit of the law is: the body's that the law names, whoever works on the report.

UU 7/2017 art. 461(2): a sub-district supervisor only recommends on an administrative violation, upward.
"""

from typing import Any

import pytest

from tests.features.gakkumdu.desk import POLICY, Desk, at
from tests.features.gakkumdu.test_transfers import ARM, CHIEF, WHY
from tests.walking import walked
from tests.workflows.law import kept
from workflows.access.refusals import NotPermitted
from workflows.codes.clocks import ExtensionGround
from workflows.codes.policy import ClockOwner
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.clocks.extending import decide_extension

ADMINISTRATIVE: dict[str, Any] = {"election": "pemilu-2024", "category": "administrative", "severity": "S3"}
MORE = ExtendClock(ground=ExtensionGround.MORE_STATEMENTS, reason="Keterangan saksi masih diperlukan")


def test_no_limit_is_a_sub_district_supervisor_s() -> None:
    arms = {agency.code for agency in POLICY.agencies.values() if agency.under is not None}
    assert "panwascam" in arms
    assert arms.isdisjoint({owner.value for owner in ClockOwner})
    assert arms.isdisjoint({row.whose.value for row in walked(POLICY.law.clocks)})


def test_what_is_handed_down_stays_bawaslu_s_to_decide_in_time() -> None:
    desk = Desk(at("2024-01-31"), **ADMINISTRATIVE).verify()
    begun = {str(clock.start.kind): clock for clock in desk.change.clocks if clock.start.law_version}
    assert {kind: clock.start.whose for kind, clock in begun.items()} == {
        "handling": "bawaslu", "administrative_decision": "bawaslu",
    }  # fmt: skip
    desk.assign().work(CHIEF, desk.task_of("bawaslu"), "transfer", kind="handed_down", agency="panwascam", **WHY)
    assert desk.report.lead_agency == "panwascam"
    assert (desk.due, desk.stopped) == ({}, set())
    handling = kept(begun["handling"].start, id=begun["handling"].id)
    with pytest.raises(NotPermitted, match="not_clock_agency"):
        decide_extension(desk.report, handling, MORE, ARM, desk._given())  # noqa: SLF001
    assert decide_extension(desk.report, handling, MORE, CHIEF, desk._given())[1].extended  # noqa: SLF001
