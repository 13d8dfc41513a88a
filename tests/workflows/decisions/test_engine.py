from itertools import product

import pytest

from workflows.access.refusals import IllegalTransition
from workflows.codes.content import CONTENT_MOVES, ContentState, ContentStep
from workflows.codes.reports import ReportState, ReportTrigger
from workflows.codes.tasks import TaskState, TaskTrigger
from workflows.decisions.content.checking import legal_steps
from workflows.decisions.engine import REPORTS, TASKS

R, T = ReportState, TaskState
REPORT_TABLE = {
    ("reported", "verify"): "verified",
    ("verified", "assign"): "assigned",
    ("assigned", "unassign"): "verified",
    ("assigned", "handle"): "handled",
    ("handled", "return"): "assigned",
    ("handled", "close"): "closed",
    ("reported", "dismiss"): "closed",
    ("verified", "dismiss"): "closed",
    ("closed", "reopen"): "verified",
}
TASK_TABLE = {
    ("offered", "accept"): "accepted",
    ("offered", "decline"): "declined",
    ("offered", "expire"): "expired",
    ("accepted", "start"): "in_progress",
    ("in_progress", "wait"): "waiting",
    ("waiting", "resume"): "in_progress",
    ("in_progress", "complete"): "done",
    ("done", "reopen"): "in_progress",
    **{(s, "transfer"): "transferred" for s in ("offered", "accepted", "in_progress", "waiting")},
    **{(s, "withdraw"): "withdrawn" for s in ("offered", "accepted", "in_progress", "waiting", "declined", "expired")},
    **{(s, "assign_person"): s for s in ("accepted", "in_progress", "waiting")},
}


@pytest.mark.parametrize(("state", "trigger"), [*product(ReportState, ReportTrigger)])
def test_a_report_goes_where_the_table_says_or_is_refused(state: ReportState, trigger: ReportTrigger) -> None:
    expected = REPORT_TABLE.get((state.value, trigger.value))
    if expected is not None:
        assert REPORTS.fire(state, trigger) == expected
        return
    with pytest.raises(IllegalTransition):
        REPORTS.fire(state, trigger)


@pytest.mark.parametrize(("state", "trigger"), [*product(TaskState, TaskTrigger)])
def test_a_task_goes_where_the_table_says_or_is_refused(state: TaskState, trigger: TaskTrigger) -> None:
    expected = TASK_TABLE.get((state.value, trigger.value))
    if expected is not None:
        assert TASKS.fire(state, trigger) == expected
        return
    with pytest.raises(IllegalTransition):
        TASKS.fire(state, trigger)


CONTENT_TABLE = {
    ("open", "judge"): "judged",
    ("judged", "judge"): "judged",
    ("judged", "request_takedown"): "takedown_requested",
    ("takedown_answered", "request_takedown"): "takedown_requested",
    ("takedown_requested", "answer_takedown"): "takedown_answered",
}


@pytest.mark.parametrize(("state", "step"), [*product(ContentState, ContentStep)])
def test_a_check_of_content_goes_where_the_table_says_or_nowhere(state: ContentState, step: ContentStep) -> None:
    assert CONTENT_MOVES[step].get(state) == CONTENT_TABLE.get((state.value, step.value))
    assert (step.value in legal_steps(state)) == ((state.value, step.value) in CONTENT_TABLE)
