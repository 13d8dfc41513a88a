"""What stands against a step of an administrative violation: order, moment, and who may enter it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.features.gakkumdu.desk import POLICY, at
from tests.trail.verifier.trails import EKO, SARI
from tests.workflows.decisions.violation import NUR, Violation
from workflows.access.refusals import InvalidCommand, LawForbids, NotPermitted
from workflows.codes.administrative import AdministrativeStep
from workflows.decisions.administrative.violation_path import actions

MONDAY, TUESDAY, WEDNESDAY = at("2024-11-25"), at("2024-11-26"), at("2024-11-27")
MINUTES = timedelta(minutes=4)


def violation(election: str = "pilkada-2024", **changes: Any) -> Violation:
    """Known and lodged on Monday, registered on Tuesday."""
    return Violation(MONDAY, TUESDAY, election=election, **changes)


def test_kpu_alone_cannot_make_its_limit_never_begin() -> None:
    """UU 1/2015 art. 140(1) counts from the receipt: it is entered first, and what KPU did meets the limit."""
    case = violation().administrative("decision", TUESDAY)
    with pytest.raises(LawForbids) as refused:
        case.administrative("carried_out_by_kpu", WEDNESDAY)
    assert refused.value.code == "kpu_receipt_not_entered"
    (told,) = [one for one in actions(case.report, case.path, NUR, POLICY) if one.action == "carried_out_by_kpu"]
    assert told.reasons == ("kpu_receipt_not_entered",)
    case.administrative("received_by_kpu", TUESDAY)
    assert case.running == {"kpu_follow_up"}
    assert not case.administrative("carried_out_by_kpu", WEDNESDAY).running


def test_in_pemilu_the_reading_out_begins_kpus_limit_and_nobody_enters_a_receipt() -> None:
    case = violation("pemilu-2024").administrative("decision", TUESDAY)
    assert case.running == {"execute_decision"}
    assert not case.administrative("carried_out_by_kpu", WEDNESDAY).running


@pytest.mark.parametrize("election", ["pemilu-2024", "pilkada-2024"])
def test_no_step_is_done_before_the_registration(election: str) -> None:
    case = violation(election)
    with pytest.raises(InvalidCommand) as refused:
        case.administrative("decision", WEDNESDAY, at=(TUESDAY - MINUTES).isoformat())
    assert refused.value.code == "step_before_the_last"
    assert case.administrative("decision", WEDNESDAY, at=TUESDAY.isoformat()).path.step_at == TUESDAY


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), MINUTES])
def test_a_clock_that_runs_a_little_ahead_is_taken_and_ours_decides(ahead: timedelta) -> None:
    case = violation("pemilu-2024").administrative("decision", TUESDAY, at=(TUESDAY + ahead).isoformat())
    assert case.path.step_at == TUESDAY
    begun = {clock.start.kind: clock.start.started_at for clock in case.change.clocks}
    assert (begun, case.change.events[0].data["at"]) == ({"execute_decision": TUESDAY}, "2024-11-26T03:00:00.000000Z")


SECRET = {"classification": "secret"}
ENTERS: list[tuple[dict[str, Any], Any, str | None]] = [
    ({}, NUR, None),
    ({}, SARI, "not_step_agency"),
    (SECRET, NUR, None),
    (SECRET, SARI, None),
    (SECRET, EKO, "not_step_agency"),
]


@pytest.mark.parametrize(("how", "who", "refusal"), ENTERS)
def test_what_kpu_did_on_a_secret_report_bawaslu_enters_too(how: dict[str, Any], who: Any, refusal: str | None) -> None:
    """KPU reads no secret report that names nobody of it; whoever of it was named by two enters it himself."""
    case = violation("pemilu-2024", **how).administrative("decision", TUESDAY)
    if refusal is None:
        assert not case.administrative("carried_out_by_kpu", WEDNESDAY, who).running
        return
    with pytest.raises(NotPermitted) as refused:
        case.administrative("carried_out_by_kpu", WEDNESDAY, who)
    assert refused.value.code == refusal


def test_what_bawaslu_enters_kpu_enters_not_though_the_report_is_secret() -> None:
    case = violation(**SECRET)
    with pytest.raises(NotPermitted):
        case.administrative("decision", TUESDAY, NUR)
    assert AdministrativeStep.DECISION in {one.action for one in actions(case.report, case.path, SARI, POLICY)}
