"""When each limit around a study began and was met, as its events tell: found, told and handed in, in any order."""

from datetime import UTC, datetime

import pytest

from workflows.codes.clocks import LegalStep
from workflows.codes.states import COMPLETED, FOUND_INCOMPLETE, NOTICE_SENT
from workflows.decisions.clocks.studies import Studied, study_limits

FIND, TELL, HAND_IN = FOUND_INCOMPLETE, NOTICE_SENT, COMPLETED


def day(number: int) -> datetime:
    return datetime(2024, 1, number, 10, tzinfo=UTC)


STUDIES: dict[str, tuple[list[tuple[str, int, int]], dict[str, tuple[int | None, int | None]]]] = {
    "nothing": ([], {}),
    "told of nothing": ([(TELL, 11, 11)], {}),
    "found": ([(FIND, 12, 12)], {"initial_study": (None, 12), "tell_missing": (12, None)}),
    "found and told": (
        [(FIND, 12, 12), (TELL, 13, 13)],
        {"initial_study": (None, 12), "tell_missing": (12, 13), "complete_report": (13, None)},
    ),
    "told with a date before it was found": (
        [(FIND, 12, 12), (TELL, 10, 13)],
        {"initial_study": (None, 12), "tell_missing": (12, 12), "complete_report": (12, None)},
    ),
    "told first, and no moment said of the finding": (
        [(TELL, 11, 11), (FIND, 12, 12)],
        {"initial_study": (None, 12), "complete_report": (11, None)},
    ),
    "told first, and said to have been found later": (
        [(TELL, 11, 11), (FIND, 12, 13)],
        {"initial_study": (None, 12), "complete_report": (12, None)},
    ),
    "found and told twice": (
        [(FIND, 12, 12), (TELL, 13, 13), (FIND, 14, 14), (TELL, 15, 15)],
        {"initial_study": (None, 12), "tell_missing": (12, 13), "complete_report": (13, None)},
    ),
    "handed in": (
        [(FIND, 12, 12), (TELL, 13, 13), (HAND_IN, 14, 14)],
        {"initial_study": (None, 12), "tell_missing": (12, 13), "complete_report": (13, 14)},
    ),
    "handed in before it was told": (
        [(FIND, 12, 12), (HAND_IN, 13, 13), (TELL, 14, 14)],
        {"initial_study": (None, 12), "tell_missing": (12, 13)},
    ),
    "found again once it was handed in, and told for the first time": (
        [(FIND, 12, 12), (HAND_IN, 13, 13), (FIND, 14, 14), (TELL, 15, 15)],
        {"initial_study": (None, 12), "tell_missing": (12, 13), "complete_report": (15, None)},
    ),
}


@pytest.mark.parametrize("name", STUDIES)
def test_each_limit_of_a_study_begins_once_and_is_met_by_what_was_done(name: str) -> None:
    events, expected = STUDIES[name]
    limits = study_limits([Studied(action, day(at), day(entered)) for action, at, entered in events])
    assert limits == {
        LegalStep(step): (begun and day(begun), met and day(met)) for step, (begun, met) in expected.items()
    }
