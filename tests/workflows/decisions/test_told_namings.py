"""What a leaf itself says of another report, as leaves once did, is told to nobody who does not see that report."""

from typing import Any

import pytest

from workflows.decisions.reports.namings import data_for_reader

OTHER = "019ab401-77aa-7c02-9b1d-5e6f70819293"
PLAINLY: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "report.linked": ({"kind": "related"}, {"other": OTHER}),
    "report.merged": ({"walled": []}, {"duplicate": OTHER, "tasks": [OTHER], "led_by": [], "reported_by": [OTHER]}),
    "report.dismissed": ({"outcome": "duplicate"}, {"duplicate_of": OTHER, "moved": [OTHER]}),
    "task.offered": ({"role": "support"}, {"merged_from": OTHER, "transferred_from": OTHER}),
    "task.withdrawn": ({}, {"moved_to": OTHER, "not_moved": True}),
    "evidence.viewed": ({"evidence": "7"}, {"through": OTHER}),
}
"""By action, what an event says of its own report, and what of the other."""


@pytest.mark.parametrize("action", PLAINLY)
@pytest.mark.parametrize("hidden", [True, False])
def test_what_names_a_report_is_left_out_where_that_is_hidden(action: str, hidden: bool) -> None:  # noqa: FBT001
    own, of_another = PLAINLY[action]
    told = data_for_reader(action, own | of_another | {"naming": "c0"}, None, hidden=hidden)
    assert told == (own if hidden else own | of_another)


def test_a_task_that_was_transferred_names_one_of_its_own_report() -> None:
    data = {"role": "lead", "transferred_from": OTHER}
    assert data_for_reader("task.offered", data, None, hidden=True) == data
