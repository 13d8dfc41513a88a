"""By which states of a report what runs on its duplicate has been met there: all of the table, typed once more."""

from itertools import product

import pytest

from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState
from workflows.codes.clocks import LegalStep
from workflows.decisions.clocks.met_there import met

DECIDED = {
    "decided", "with_kpu", "carried_out", "with_province", "province_decided", "candidacy_cancelled",
    "at_supreme_court", "final", "not_proven",
}  # fmt: skip
PATH: dict[str, set[str]] = {
    "administrative_decision": DECIDED,
    "execute_decision": {"carried_out"},
    "kpu_follow_up": {"carried_out"},
    "province_decision": DECIDED - {"decided", "with_kpu", "with_province"},
    "province_follow_up": {"candidacy_cancelled", "at_supreme_court", "final", "carried_out"},
    "supreme_court_appeal": {"at_supreme_court", "final"},
    "supreme_court_decision": {"final"},
}

AFTER = [
    "second_discussed", "forwarded", "investigating", "third_discussed", "file_submitted", "file_returned", "in_court",
    "judged", "appealed", "file_at_appeal", "final", "judgment_received", "final_received", "carried_out",
]  # fmt: skip
"""The states of a case from its second discussion on, in their order: it is stopped nowhere among them."""


def since(state: str) -> set[str]:
    return set(AFTER[AFTER.index(state) :])


CASE: dict[str, set[str]] = {
    "handling": since("second_discussed"),
    "forward_crime": since("forwarded"),
    "inquiry": since("investigating"),
    "investigation": since("file_submitted"),
    "prosecutor_return": since("file_submitted"),
    "to_court": since("file_submitted"),
    "resubmit": since("file_submitted"),
    "first_instance": since("judged"),
    "lodge_appeal": since("appealed") - {"judgment_received"},
    "send_file": since("file_at_appeal") - {"judgment_received"},
    "appeal_decision": since("final") - {"judgment_received"},
    "deliver_judgment": since("appealed"),
    "carry_out_judgment": since("appealed") - {"judgment_received"},
}
"""A file that was returned comes back: what the prosecutor met by returning it stands as met then as well."""


@pytest.mark.parametrize("limit", [each for each in LegalStep if each != "handling"])
def test_a_limit_was_met_where_path_or_case_stands_beyond_it(limit: LegalStep) -> None:
    pairs = list(product(AdministrativeState, CaseState))
    for at_the_desk in (False, True):
        found = {(path, case) for path, case in pairs if met(limit, path, case, at_the_desk=at_the_desk)}
        by_path, by_case = PATH.get(limit, set()), CASE.get(limit, set())
        assert found == {(path, case) for path, case in pairs if path in by_path or case in by_case}


@pytest.mark.parametrize(("path", "case"), [*product(AdministrativeState, CaseState)])
def test_the_handling_of_a_crime_is_met_at_the_desk_and_that_of_a_violation_by_its_decision(
    path: AdministrativeState, case: CaseState
) -> None:
    assert met(LegalStep.HANDLING, path, case, at_the_desk=True) is (case in CASE["handling"])
    assert met(LegalStep.HANDLING, path, case, at_the_desk=False) is (path in DECIDED)


def test_a_case_that_was_stopped_and_one_that_is_registered_again_have_met_nothing() -> None:
    for limit, case in product(LegalStep, (CaseState.STOPPED, CaseState.REGISTERED, CaseState.UNREGISTERED)):
        assert not met(limit, AdministrativeState.UNDECIDED, case, at_the_desk=True)
