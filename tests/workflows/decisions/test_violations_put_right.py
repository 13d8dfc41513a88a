"""An administrative violation whose election is put right is limited as if it had been entered so.

And what a crime has to be handled in is met by no decision on an administrative violation.
"""

from datetime import timedelta
from itertools import accumulate
from typing import Any

import pytest

from tests.edge.contract.administrative_steps import HERE, TO_THE_COURT
from tests.features.gakkumdu.desk import POLICY, at
from tests.workflows.decisions.violation import Violation
from workflows.codes.administrative import AdministrativeStep
from workflows.decisions.administrative.violation_steps import known_in

MONDAY, TUESDAY, WEDNESDAY = at("2024-11-18"), at("2024-11-19"), at("2024-11-20")
LATER = at("2024-12-20")
DAY = timedelta(days=1)
ELECTIONS = ("pemilu-2024", "pilkada-2024")
Way = tuple[tuple[str, dict[str, Any]], ...]
NOTHING, NOT_CANCELLED = {"finding": "not_proven"}, {"candidacy_cancelled": False}


def prefixes(*steps: str) -> list[Way]:
    return [(), *accumulate((((step, {}),) for step in steps), lambda way, one: (*way, *one))]


WAYS: dict[str, list[Way]] = {
    "pemilu-2024": [*prefixes("decision", "carried_out_by_kpu"), (("decision", NOTHING),)],
    "pilkada-2024": [
        *prefixes(*HERE),
        *prefixes(*TO_THE_COURT)[1:],
        (("decision", NOTHING),),
        (("handed_up", {}), ("province_decision", NOTHING)),
        (("handed_up", {}), ("province_decision", {}), ("province_follow_up", NOT_CANCELLED)),
    ],
}
"""Every way as far as it may have come under each law."""


def gone(election: str, way: Way) -> Violation:
    """Known and lodged on Monday, registered on Tuesday, one step a day from Wednesday on."""
    case = Violation(MONDAY, TUESDAY, election=election)
    for number, (step, members) in enumerate(way):
        case.administrative(step, WEDNESDAY + number * DAY, **members)
    return case


def entered_so(election: str, way: Way) -> Violation:
    """The same report under the right law from the beginning: of the steps those that this law knows."""
    case = Violation(MONDAY, TUESDAY, election=election)
    for number, (step, members) in enumerate(way):
        follows = not (step == "carried_out_by_kpu" and election == "pilkada-2024" and "received" not in str(way))
        if known_in(AdministrativeStep(step), election, POLICY) and follows:
            case.administrative(step, WEDNESDAY + number * DAY, **members)
    return case


ALL = [(election, way) for election in ELECTIONS for way in WAYS[election]]


def named(case: Any) -> str:
    return case if isinstance(case, str) else " ".join(step for step, _ in case) or "nothing"


@pytest.mark.parametrize("right", ELECTIONS)
@pytest.mark.parametrize(("wrong", "way"), ALL, ids=named)
def test_what_is_put_right_runs_as_if_it_had_been_entered_so(wrong: str, way: Way, right: str) -> None:
    """What a step began begins from that step, what was met stands as met, and nothing runs that nothing can meet."""
    case = gone(wrong, way)
    if wrong != right:
        case.put_right(right, LATER)
    assert case.spells == entered_so(right, way).spells


@pytest.mark.parametrize(("election", "way"), ALL, ids=named)
def test_what_left_its_election_and_comes_back_runs_as_before(election: str, way: Way) -> None:
    case = gone(election, way)
    before, state = case.spells, case.path.state
    case.put_right(None, LATER)
    assert (case.running, case.path.state) == (set(), state)
    case.put_right(election, LATER + DAY)
    assert (case.spells, case.path.state) == (before, state)


@pytest.mark.parametrize(("election", "way"), ALL, ids=named)
def test_what_was_put_right_and_back_runs_as_before(election: str, way: Way) -> None:
    case, other = gone(election, way), next(one for one in ELECTIONS if one != election)
    before, state = case.spells, case.path.state
    case.put_right(other, LATER).put_right(election, LATER + DAY)
    assert (case.spells, case.path.state) == (before, state)


def test_kpus_limit_begins_with_the_reading_out_where_the_right_law_counts_from_it() -> None:
    """Read out on Wednesday 20 November 2024: three working days are 21, 22 and 25. UU 7/2017 art. 462."""
    case = gone("pilkada-2024", (("decision", {}),)).put_right("pemilu-2024", LATER)
    assert case.spells == {
        "execute_decision": ("pemilu/execute_decision", WEDNESDAY, at("2024-11-25", "23:59").replace(second=59))
    }
    assert (case.met["handling"], case.met["administrative_decision"]) == (WEDNESDAY, WEDNESDAY)
    assert not case.administrative("carried_out_by_kpu", LATER).running


def test_what_was_handed_up_is_decided_here_under_a_law_that_knows_no_province() -> None:
    """Registered on Tuesday 19 November 2024: 14 working days after it are 20-22, 25, 26, 28, 29 November, 2-6, 9 and
    10 December, for the 27th was voting day. UU 7/2017 art. 461."""
    case = gone("pilkada-2024", (("handed_up", {}),)).put_right("pemilu-2024", LATER)
    ends = {kind: due for kind, (_, _, due) in case.spells.items()}
    assert ends["administrative_decision"] == at("2024-12-10", "23:59").replace(second=59)
    assert {*ends} == {"administrative_decision", "handling"}
    assert case.administrative("decision", LATER).running == {"execute_decision"}


def test_what_was_handed_up_and_then_decided_here_waits_for_no_province_any_more() -> None:
    case = gone("pilkada-2024", (("handed_up", {}),)).put_right("pemilu-2024", LATER).administrative("decision", LATER)
    assert not case.put_right("pilkada-2024", LATER + DAY).running
    assert case.administrative("received_by_kpu", LATER + DAY).running == {"kpu_follow_up"}


CRIME, VIOLATION = "money_politics", "administrative"


@pytest.mark.parametrize("election", ELECTIONS)
@pytest.mark.parametrize("finding", ["proven", "not_proven"])
def test_turned_back_and_forth_the_handling_of_a_crime_runs_on(election: str, finding: str) -> None:
    case = Violation(MONDAY, TUESDAY, election=election, category=CRIME)
    handling = case.spells["handling"]
    case.taken_for(VIOLATION, WEDNESDAY).administrative("decision", finding=finding)
    assert "handling" not in case.running
    case.taken_for(CRIME)
    assert case.spells["handling"] == handling
    assert "handling" not in case.taken_for(VIOLATION).running


@pytest.mark.parametrize(("election", "step"), [*((one, "decision") for one in ELECTIONS), (ELECTIONS[1], "handed_up")])
def test_a_decision_meets_no_handling_of_a_case_at_the_joint_desk(election: str, step: str) -> None:
    """UU 7/2017 art. 454(7), 476: what the desk does meets it, and nothing else."""
    case = Violation(MONDAY, TUESDAY, election=election, category=CRIME).at_the_desk("register", WEDNESDAY)
    handling = case.spells["handling"]
    case.taken_for(VIOLATION).administrative(step, WEDNESDAY)
    assert case.spells["handling"] == handling
    assert "administrative_decision" not in case.running
    assert case.taken_for(CRIME).spells["handling"] == handling
    case.at_the_desk("first_discussion", WEDNESDAY + DAY).at_the_desk("second_discussion", WEDNESDAY + DAY)
    assert "handling" not in case.running


@pytest.mark.parametrize("election", ELECTIONS)
def test_a_case_that_was_stopped_is_handled_no_more_under_another_law(election: str) -> None:
    other = next(one for one in ELECTIONS if one != election)
    case = Violation(MONDAY, TUESDAY, election=election, category=CRIME).at_the_desk("register", WEDNESDAY)
    case.at_the_desk("first_discussion", WEDNESDAY + DAY, "stop")
    assert not case.running
    assert not case.put_right(other, LATER).running
    assert case.met["handling"] == WEDNESDAY + DAY
