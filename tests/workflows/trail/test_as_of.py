"""A report's account takes in every event that says more of it than its codes, and every one that it asks for."""

import pytest

from workflows.trail.as_of import REPORT_TELLS, ReportAccount, Told, report_account

INTAKE = Told("report.reported", "2024-11-25T01:00:00.000000Z", None, "reported", {"classification": "ordinary"})
LATER = "2024-11-26T01:00:00.000000Z"
SAYS = {
    "report.verified": ({"register_number": "33.05/2024/1"}, {"register_number": "33.05/2024/1"}),
    "report.amended": ({"changed": {"stage": "campaign", "area": "33.05.12"}}, {"stage": "campaign"}),
    "report.closed": ({"outcome": "resolved"}, {"outcome": "resolved", "closed_at": LATER}),
    "report.dismissed": ({"outcome": "unfounded"}, {"outcome": "unfounded", "closed_at": LATER}),
    "report.reopened": ({}, {}),
}


@pytest.mark.parametrize("action", SAYS)
def test_each_event_that_tells_of_a_report_is_asked_for_and_taken_in(action: str) -> None:
    data, adds = SAYS[action]
    account = report_account([INTAKE, Told(action, LATER, None, None, data)])
    assert account == ReportAccount(INTAKE.at, "ordinary")._replace(**adds)
    assert {"report.reported", *SAYS} == {*REPORT_TELLS}
