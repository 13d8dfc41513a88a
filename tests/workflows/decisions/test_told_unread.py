"""A refusal as it is told to who does not read the report: what it is, where it is, and nothing of the report."""

import pytest

from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids, NotPermitted
from workflows.decisions.unread import SAID, UNREAD, told_unread

SECRET = {"agencies": ["polres"], "lead_agency": "kejari"}
OF_A_TASK = {"trigger": "accept", "state": "done", "legal": []}


@pytest.mark.parametrize("code", SAID)
def test_what_may_be_said_keeps_its_members_and_loses_the_reports(code: str) -> None:
    said = {name: OF_A_TASK.get(name, "of the caller") for name in SAID[code]}
    told = told_unread(NotPermitted(code, said | SECRET))
    assert (type(told), told.code, told.details) == (NotPermitted, code, said)


@pytest.mark.parametrize("code", SAID)
def test_what_is_wrong_with_a_body_is_told_where_it_is(code: str) -> None:
    said = {name: OF_A_TASK.get(name, "of the caller") for name in SAID[code]}
    told = told_unread(InvalidCommand(code, "/text", said | SECRET))
    assert isinstance(told, InvalidCommand)
    assert (told.code, told.pointer, told.details) == (code, "/text", said)


@pytest.mark.parametrize("kind", [DutyConflict, LawForbids, NotPermitted])
@pytest.mark.parametrize("code", ["agency_walled", "own_side_accused", "illegal_transition"])
def test_everything_else_is_that_the_report_is_not_read(kind: type[LawForbids], code: str) -> None:
    told = told_unread(kind(code, SECRET | {"trigger": "close"}))
    assert (type(told), told.code, told.details) == (NotPermitted, UNREAD, {})
