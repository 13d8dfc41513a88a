"""A version counts what people changed of a report or task itself: the clocks, looks, notes and checks make none.

A step on one task is a version of that task, and of the report where the report itself becomes another by it.
"""

import json
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from tests.trail.verifier.stories import everything
from tests.trail.verifier.tampering import dump, rechained
from tests.trail.verifier.trails import BUDI, Trail
from workflows.access.actors import NOBODY
from workflows.access.facts import ReportFacts
from workflows.codes.actions import ACTIONS, BESIDE, OF_A_TASK, WITHOUT_A_VERSION
from workflows.decisions.change import Change
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

TRAIL = everything()
CHANGES = [change for change in TRAIL.changes if change.before is not None]
COUNTED = ("version", "seq", "head", "escalations")
"""What counts events, and what the clocks write on a report. Its tasks are things of their own."""


def persons() -> list[str]:
    """Who made each change of the trail, in its order."""
    leaves = iter(json.loads(leaf) for leaf in TRAIL.leaves)
    made = [[next(leaves) for _ in change.events] for change in TRAIL.changes]
    return [events[0]["actor"]["person"] for events in made]


BY_CLOCKS = [change for change, who in zip(TRAIL.changes, persons(), strict=True) if who == str(NOBODY)]
BY_PEOPLE = [change for change in CHANGES if change not in BY_CLOCKS]


def itself(report: ReportFacts) -> dict[str, Any]:
    """A report without what counts its events, and without its tasks."""
    return {name: value for name, value in msgspec.structs.asdict(report).items() if name not in (*COUNTED, "tasks")}


def raised(change: Change) -> int:
    return change.report.version - (change.before.version if change.before else 0)


def test_a_change_of_people_is_one_version_exactly_where_something_of_the_report_became_another() -> None:
    assert len(BY_PEOPLE) > 100
    for change in BY_PEOPLE:
        assert change.before is not None
        beside = all(event.action in WITHOUT_A_VERSION for event in change.events)
        assert raised(change) == (not beside), [event.action for event in change.events]
        if beside:
            assert itself(change.report) == itself(change.before)
            assert (*change.new_tasks, *change.links) == ()
        if all(event.action in BESIDE for event in change.events):
            assert change.changed_tasks == ()


STEPS = [change for change in BY_PEOPLE if change.changed_tasks]


@pytest.mark.parametrize("action", sorted(OF_A_TASK - {"task.expired"}))
def test_what_people_do_to_a_task_is_one_version_of_it_and_of_the_report_only_where_that_moves(action: str) -> None:
    changes = [change for change in STEPS if action in {event.action for event in change.events}]
    assert changes
    for change in changes:
        assert change.before is not None
        before = {task.id: task.version for task in change.before.tasks}
        assert [task.version for task in change.changed_tasks] == [
            before[task.id] + 1 for task in change.changed_tasks
        ], "nobody who read the task before may act on it as if nothing had been"
        moved = itself(change.report) != itself(change.before) or bool(change.new_tasks)
        assert raised(change) == moved


def test_steps_of_tasks_leave_the_version_that_an_officer_has_open() -> None:
    quiet = [change for change in STEPS if not raised(change)]
    told = {event.action for change in quiet for event in change.events}
    assert told >= {"task.accepted", "task.started", "task.completed", "task.paused", "task.withdrawn"}


def test_the_clocks_make_no_version_of_the_report_nor_of_its_tasks() -> None:
    assert {event.action for change in BY_CLOCKS for event in change.events} >= {"task.expired", "report.unassigned"}
    for change in BY_CLOCKS:
        before = {task.id: task.version for task in change.before.tasks} if change.before else {}
        assert raised(change) == 0
        assert [task.version for task in change.changed_tasks] == [before[task.id] for task in change.changed_tasks]


@pytest.mark.parametrize("action", sorted(BESIDE))
def test_what_stands_beside_a_report_is_an_action(action: str) -> None:
    assert action in ACTIONS


def found(events: list[dict[str, Any]]) -> list[Fault]:
    replay, faults = Replay(TRAIL.region), list[Fault]()
    for at, leaf in enumerate(rechained([dump(event) for event in events])):
        replay.feed(leaf, at, faults)
    return faults


def as_before(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same story as it was recorded while every change made a version."""
    reports: dict[str, tuple[int, tuple[Any, ...]]] = {}
    told = []
    for event in events:
        version, last = reports.get(event["report"], (0, ()))
        change = (event["version"], event["at"], event["actor"]["person"])
        version += change != last
        reports[event["report"]] = version, change
        told.append(event | {"version": version})
    return told


def test_a_trail_of_the_time_when_every_change_made_a_version_holds() -> None:
    events = [json.loads(leaf) for leaf in TRAIL.leaves]
    before = as_before(events)
    assert sum(one["version"] != other["version"] for one, other in zip(events, before, strict=True)) > 50
    assert found(before) == []


MOVES = sorted({event.action for change in BY_PEOPLE if raised(change) for event in change.events} - WITHOUT_A_VERSION)


@pytest.mark.parametrize("action", MOVES)
def test_what_people_change_without_a_version_is_named(action: str) -> None:
    events = [json.loads(leaf) for leaf in TRAIL.leaves]
    begins = [
        later
        for earlier, later in pairwise(sorted(events, key=lambda event: (event["report"], event["seq"])))
        if earlier["report"] == later["report"] and later["version"] > earlier["version"]
    ]
    whole = {event["action"]: event for event in events if event["action"] == action and event["seq"] > 1}
    first = next(
        one for one in begins if (one["report"], one["version"]) == (whole[action]["report"], whole[action]["version"])
    )
    forged = [
        event | {"version": event["version"] - 1}
        if (event["report"], event["version"]) == (first["report"], first["version"]) and event["seq"] >= first["seq"]
        else event
        for event in events
    ]
    words = f"The account was altered: {action} makes a version, and the event names the one before."
    assert words in [fault.words for fault in found(forged)]


def test_notes_alone_leave_the_version_that_was_read() -> None:
    case = Trail().intake()
    assert [case.note(BUDI).facts.version for _ in range(3)] == [1, 1, 1]
    assert case.facts.seq == 4
