"""What a situation report counts, where there is more than one of each."""

from datetime import UTC, date, datetime

import pytest

from workflows.codes.tasks import TaskState
from workflows.trail.situation import ReportStood, Situation, TaskStood

DAY = date(2024, 11, 25)
COUNTED_AS = {
    "offered": "offered", "accepted": "at_work", "in_progress": "at_work", "waiting": "at_work", "done": "done",
    "expired": "expired", "declined": "declined", "transferred": None, "withdrawn": None,
}  # fmt: skip


def situation() -> Situation:
    return Situation("33.05", DAY, datetime(2024, 11, 25, 3, tzinfo=UTC), 9, 10, "")


def test_every_report_of_a_district_is_counted_there() -> None:
    told = situation()
    plain = ReportStood("pilkada-2024", "verified", "hoax", "S2", "33.05.12", DAY, None)
    for state, ended in (("verified", None), ("closed", DAY), ("assigned", None)):
        told.add_report(plain._replace(state=state, ended=ended))
    (counts,) = told.counted.values()
    assert (counts.total, counts.open, counts.new, counts.ended) == (3, 2, 3, 1)
    assert [*counts.area.values(), *counts.category.values(), *counts.severity.values()] == [3, 3, 3]
    assert [*counts.area_open.values(), *counts.category_open.values()] == [2, 2]
    assert counts.state == {"verified": 1, "closed": 1, "assigned": 1}


@pytest.mark.parametrize("state", TaskState)
def test_a_task_is_counted_by_what_its_agency_does_with_it(state: TaskState) -> None:
    told = situation()
    for _ in range(2):
        told.add_task(TaskStood("pilkada-2024", "kpu", state.value))
    counted = [dict(group) for counts in told.counted.values() for group in counts.tasks.values()]
    group = COUNTED_AS[state.value]
    assert counted == ([] if group is None else [{group: 2}])
