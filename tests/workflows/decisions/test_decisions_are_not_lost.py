"""What was decided of an administrative violation is neither merged away nor dismissed as nothing by one person."""

from contextlib import suppress
from itertools import product

import msgspec
import pytest

from tests.features.gakkumdu.desk import at
from tests.trail.verifier.trails import HADI, SARI
from tests.workflows.decisions.violation import Violation
from workflows.access.refusals import LawForbids
from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState
from workflows.codes.reports import Outcome, ReportState, ReportTrigger
from workflows.decisions.clocks.legal_clocks import Limits
from workflows.decisions.reports.commands import Dismiss
from workflows.decisions.reports.merging import Merge, Running, decide_merge
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.reports.undone import Undone, ended_alone

MONDAY, TUESDAY = at("2024-11-25"), at("2024-11-26")
STATES = tuple(AdministrativeState)
GOES_INTO: dict[str, set[str]] = {
    "undecided": {state.value for state in STATES},
    "decided": {"decided", "with_kpu", "carried_out"},
    "with_kpu": {"with_kpu", "carried_out"},
    "carried_out": {"carried_out"},
    "with_province": {
        "with_province", "province_decided", "candidacy_cancelled", "at_supreme_court", "final", "carried_out",
        "not_proven",
    },
    "province_decided": {"province_decided", "candidacy_cancelled", "at_supreme_court", "final", "carried_out"},
    "candidacy_cancelled": {"candidacy_cancelled", "at_supreme_court", "final"},
    "at_supreme_court": {"at_supreme_court", "final"},
    "final": {"final"},
    "not_proven": {"not_proven"},
}  # fmt: skip
"""By where the duplicate stands, where the other report has to stand: as far on the same way, or further."""

OVER = {"undecided", "carried_out", "final", "not_proven"}
"""Where nobody has anything to do on a decision: it may go into a report that has ended, as its limits let it."""

LOST = ("survivor_protects_less", {"protections": ["legal_clock"]})


def merged(here: AdministrativeState, there: AdministrativeState, *, closed: bool = False) -> Merge:
    """Two reports that differ in nothing but how far their violations have come, and of which no limit runs."""
    one, other = (Violation(MONDAY, TUESDAY, election="pilkada-2024").report for _ in range(2))
    if closed:
        command = Dismiss(trigger=ReportTrigger.DISMISS, outcome=Outcome.UNFOUNDED, reason="Keliru")
        other = decide_report(other, command, HADI, Violation(MONDAY, TUESDAY).given()).report
        assert other.state is ReportState.CLOSED
    given = Violation(MONDAY, TUESDAY).given()
    running = Running(Limits({}), Limits({}), path=here, path_there=there)
    command = Dismiss(trigger=ReportTrigger.DISMISS, outcome=Outcome.DUPLICATE, reason="Sama", duplicate_of=other.id)
    return decide_merge(one, other, command, SARI, given, running=running)


def refused(here: AdministrativeState, there: AdministrativeState, *, closed: bool = False) -> bool:
    with suppress(LawForbids):
        return merged(here, there, closed=closed) is None
    with pytest.raises(LawForbids) as forbidden:
        merged(here, there, closed=closed)
    assert (forbidden.value.code, dict(forbidden.value.details)) == LOST
    return True


@pytest.mark.parametrize("here", STATES)
def test_what_has_come_further_is_not_merged_into_what_has_come_less_far(here: AdministrativeState) -> None:
    assert {there.value for there in STATES if not refused(here, there)} == GOES_INTO[here]


def test_of_any_two_that_can_stand_so_one_of_the_ways_that_is_shut_is_shut_for_a_reason() -> None:
    """Both ways are shut only where two ways were decided apart: nobody can say which of the decisions holds."""
    apart = {frozenset(pair) for pair in product(STATES, STATES) if refused(*pair) and refused(*reversed(pair))}
    at_bawaslu, at_the_province = {"decided", "with_kpu"}, {*GOES_INTO["with_province"]} - {"carried_out", "not_proven"}
    over = {"final", "candidacy_cancelled", "at_supreme_court"}
    expected = {frozenset(pair) for pair in product(at_bawaslu, at_the_province | {"not_proven"})}
    expected |= {frozenset(pair) for pair in product({"not_proven"}, at_the_province - {"with_province"})}
    expected |= {frozenset(pair) for pair in product({"carried_out"}, over | {"not_proven"})}
    assert apart == expected


@pytest.mark.parametrize("here", STATES)
def test_what_somebody_has_yet_to_do_is_not_merged_into_what_has_ended(here: AdministrativeState) -> None:
    assert refused(here, here, closed=True) is (here.value not in OVER)


NOTHING = (Outcome.UNFOUNDED, Outcome.OUT_OF_SCOPE, Outcome.INSUFFICIENT)
PROVEN = {"decided", "with_kpu", "province_decided", "candidacy_cancelled", "at_supreme_court"}


@pytest.mark.parametrize(("outcome", "state"), [*product(NOTHING, STATES)])
def test_what_was_found_proven_is_not_dismissed_as_nothing_before_it_is_acted_on(
    outcome: Outcome, state: AdministrativeState
) -> None:
    case = Violation(MONDAY, TUESDAY, election="pilkada-2024")
    command = Dismiss(trigger=ReportTrigger.DISMISS, outcome=outcome, reason="Keliru")
    if state.value not in PROVEN:
        assert decide_report(case.report, command, SARI, case.given(), undone=Undone(state)).report.outcome is outcome
        return
    with pytest.raises(LawForbids) as forbidden:
        decide_report(case.report, command, SARI, case.given(), undone=Undone(state))
    assert forbidden.value.code == "proven_to_be_carried_out"


GOES_ON = PROVEN | {"with_province"}
CASE_OVER = {"unregistered", "stopped", "carried_out"}


@pytest.mark.parametrize(("path", "case"), [*product(STATES, CaseState)])
def test_what_goes_on_is_ended_by_nobody_who_took_a_step_of_it(path: AdministrativeState, case: CaseState) -> None:
    report = Violation(MONDAY, TUESDAY).report
    goes_on = path.value in GOES_ON or case.value not in CASE_OVER
    assert ended_alone(SARI, report, Undone(path, case, frozenset({SARI.person}))) is goes_on
    assert not ended_alone(HADI, report, Undone(path, case, frozenset({SARI.person})))
    led = msgspec.structs.replace(report, led_before=frozenset({HADI.person}))
    assert ended_alone(HADI, led, Undone(path, case)) is goes_on
