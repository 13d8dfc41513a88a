"""Of two reports before their registration one can be merged into the other, whatever was studied, told and handed in.

And never into one in which what ran ends later, or of which its reporter was to be told something.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

import msgspec
import pytest

from tests.workflows.decisions.test_completeness import MISSING, noted, notice
from tests.workflows.decisions.test_legal_clocks import taken
from tests.workflows.law import POLICY, local
from workflows.access.facts import ReportFacts
from workflows.codes.clocks import LegalStep
from workflows.codes.reports import ReportState
from workflows.decisions.change import Change
from workflows.decisions.clocks.legal_clocks import Limits
from workflows.decisions.clocks.merged_limits import Stand, ends_later

MONDAY = local("2024-01-15T10:00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_PHONE = {"source": {"channel": "phone"}, "reporter": {"name": "Pelapor"}}
BY_ITSELF = {"source": {"channel": "patrol"}}


class Standing(NamedTuple):
    """A report with its limits."""

    report: ReportFacts
    limits: Limits


def standing(*changes: Change) -> Standing:
    """What a report and its clocks are after its changes, each of which stops before it starts."""
    running = dict[LegalStep, datetime]()
    for change in changes:
        for stop in change.stops:
            running.pop(LegalStep(stop.kind), None) if stop.kind in set(LegalStep) else None
        for draft in change.clocks:
            if draft.start.law_version is not None and draft.stopped_at is None:
                running[LegalStep(draft.start.kind)] = draft.start.due_at
    report = changes[-1].report
    assert running.keys() == report.limits_running, "what the facts say and what the clocks say"
    return Standing(report, Limits(running))


Act = Callable[[ReportFacts, datetime], Change]
FOUND: Act = lambda report, when: noted(report, when, **MISSING)  # noqa: E731 - one act, by its name
TOLD: Act = notice
COMPLETED: Act = lambda report, when: noted(report, when, finding="complete")  # noqa: E731
STORIES: dict[str, tuple[Act, ...]] = {
    "untouched": (),
    "told": (TOLD,),
    "found": (FOUND,),
    "found, told": (FOUND, TOLD),
    "told, found": (TOLD, FOUND),
    "found, completed": (FOUND, COMPLETED),
    "found, told, completed": (FOUND, TOLD, COMPLETED),
}


def story(acts: tuple[Act, ...], came: datetime, how: object = BY_PHONE, election: str = "pemilu-2024") -> Standing:
    known = {"occurred_at": (came - HOUR).isoformat(), "known_at": (came - HOUR).isoformat()}
    changes = [taken("bawaslu", came, **(known | {"election": election} | dict(how)))]  # type: ignore[call-overload]
    for number, act in enumerate(acts, start=1):
        changes.append(act(changes[-1].report, came + number * HOUR))
    return standing(*changes)


def merges(one: Standing, other: Standing, now: datetime = MONDAY) -> bool:
    here, there = Stand(one.limits), Stand(other.limits)
    return not ends_later(one.report, other.report, POLICY, here=here, there=there, now=now)


@pytest.mark.parametrize("election", ["pemilu-2024", "pilkada-2024"])
@pytest.mark.parametrize("later", [timedelta(0), DAY, 3 * DAY], ids=["at once", "a day later", "three days later"])
def test_of_any_two_one_can_be_merged_into_the_other(election: str, later: timedelta) -> None:
    for first, second in product(STORIES, repeat=2):
        one = story(STORIES[first], MONDAY, election=election)
        other = story(STORIES[second], MONDAY + later, election=election)
        assert merges(one, other) or merges(other, one), (first, second)


@pytest.mark.parametrize("later", [-3 * DAY, timedelta(0), 3 * DAY], ids=["earlier", "at once", "later"])
@pytest.mark.parametrize("name", STORIES)
def test_a_finding_and_a_report_go_together_one_way(name: str, later: timedelta) -> None:
    finding, report = story((), MONDAY + later, BY_ITSELF), story(STORIES[name], MONDAY)
    assert merges(finding, report) or merges(report, finding)


def test_what_is_to_be_told_or_handed_in_is_not_lost_in_a_report_that_nobody_has_studied() -> None:
    untouched = story((), MONDAY)
    for name in ("found", "found, told"):
        assert not merges(story(STORIES[name], MONDAY), untouched), name
        assert merges(untouched, story(STORIES[name], MONDAY)), name


def test_a_study_that_is_over_in_a_report_that_has_ended_studies_no_other() -> None:
    ended = story(STORIES["found, completed"], MONDAY)
    closed = msgspec.structs.replace(ended.report, state=ReportState.CLOSED)
    assert not merges(story((), MONDAY), ended._replace(report=closed))


def test_what_is_missing_in_a_report_that_came_too_late_holds_up_none_that_came_in_time() -> None:
    """The other way the matter would be late: seven working days from Monday 1 January 2024 ended on Wednesday 10."""
    timely = story((), MONDAY)
    known = {"occurred_at": "2024-01-01T09:00:00+07:00", "known_at": "2024-01-01T09:00:00+07:00"}
    first = taken("bawaslu", MONDAY, **(known | {"election": "pemilu-2024"} | BY_PHONE))  # type: ignore[arg-type]
    found = FOUND(first.report, MONDAY + HOUR)
    assert merges(standing(first, found), timely)
    untold = taken("bawaslu", MONDAY, **({"known_at": None, "election": "pemilu-2024"} | BY_PHONE))  # type: ignore[arg-type]
    assert merges(standing(untold, FOUND(untold.report, MONDAY + HOUR)), timely)
