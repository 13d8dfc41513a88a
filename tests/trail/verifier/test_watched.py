"""What clocks did stands in the trail in one order only: a warning made up, left out or moved is named.

A warning repeated or out of order, a rung skipped, an offer that expired before its time: each is a fault.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.trail.verifier import told
from tests.trail.verifier.bundles import bundle, report_bundle
from tests.trail.verifier.stories import missed
from tests.trail.verifier.tampering import Edit, dump, edited, judged, rechained
from tests.trail.verifier.trails import HADI, START, Trail, person
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

TRAIL = Trail()
TRAIL.intake(severity="S3")
CASE = missed(TRAIL)
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]
FOREIGN = "00000000-0000-4000-8000-000000000000"


def find(action: str, **data: Any) -> int:
    return next(
        at for at, event in enumerate(EVENTS) if event["action"] == action and data.items() <= event["data"].items()
    )


def put(at: int, **members: Any) -> tuple[int, Edit]:
    return at, lambda event: event.update(members)


def into(at: int, member: str, **members: Any) -> tuple[int, Edit]:
    return at, lambda event: event[member].update(members)


def without(at: int, name: str) -> tuple[int, Edit]:
    return at, lambda event: event["data"].pop(name)


WARNED = find("clock.warned", kind="verify", percent=80)
WHOLE = find("clock.warned", kind="verify", percent=100)
CHECKED = find("report.verified")
OF_TASK = next(at for at, event in enumerate(EVENTS) if event["action"] == "clock.warned" and event["task"])
EXPIRED = find("task.expired")
FIRST = find("report.escalated", kind="verify", rung="lead_supervisor")
SECOND = find("report.escalated", kind="verify", rung="coordinator")
UP_FROM_TASK = next(i for i, e in enumerate(EVENTS) if e["action"] == "report.escalated" and e["data"]["task"])
EARLY, LATE = "2024-11-25T00:00:00.000000Z", "2024-12-25T00:00:00.000000Z"

DEEDS = {
    "a warning is repeated": (into(WARNED, "data", percent=50), "state_contradicts"),
    "a warning is left out": (into(WARNED, "data", percent=100), "state_contradicts"),
    "a warning at a percent that there is not": (into(WARNED, "data", percent=90), "leaf_malformed"),
    "a warning without a percent": (without(WARNED, "percent"), "leaf_malformed"),
    "a warning of no clock": (into(WARNED, "data", clock="verify"), "leaf_malformed"),
    "a warning before its moment": (into(WARNED, "data", moment=LATE), "state_contradicts"),
    "a warning whose moment was before the one before it": (into(WARNED, "data", moment=EARLY), "state_contradicts"),
    "a warning at a moment that is none": (into(WARNED, "data", moment="soon"), "leaf_malformed"),
    "the last warning before the end": (into(WHOLE, "data", due_at=LATE), "state_contradicts"),
    "the last warning of another clock": (into(WHOLE, "data", clock=FOREIGN), "state_contradicts"),
    "a clock of another kind": (into(WARNED, "data", kind="acknowledge"), "state_contradicts"),
    "a warning that moves the report": (put(WARNED, **{"from": "reported", "to": "verified"}), "illegal_transition"),
    "a warning that a person gave": (into(WARNED, "actor", role="officer"), "illegal_transition"),
    "a warning that somebody stands behind": (into(WARNED, "actor", person=str(person("Budi"))), "illegal_transition"),
    "a warning about a task that was never offered": (put(OF_TASK, task=FOREIGN), "unknown_task"),
    "an offer that expires by another clock": (into(EXPIRED, "data", clock=FOREIGN), "state_contradicts"),
    "an offer that expires at another moment": (into(EXPIRED, "data", moment=EARLY), "state_contradicts"),
    "an offer that a person lets expire": (into(EXPIRED, "actor", role="coordinator"), "illegal_transition"),
    "a rung is skipped": (into(SECOND, "data", rung="sekda"), "state_contradicts"),
    "a rung is climbed twice": (into(SECOND, "data", rung="lead_supervisor"), "state_contradicts"),
    "a rung that there is not": (into(SECOND, "data", rung="mayor"), "leaf_malformed"),
    "a rung said to be passed over that was not": (into(SECOND, "data", passed_over=["sekda"]), "state_contradicts"),
    "a rung before its moment": (into(SECOND, "data", moment=LATE), "state_contradicts"),
    "another supervisor is called": (into(FIRST, "data", agency="kpu"), "state_contradicts"),
    "no supervisor is called": (into(FIRST, "data", agency=None), "leaf_malformed"),
    "a person takes it up": (into(FIRST, "actor", role="supervisor"), "illegal_transition"),
    "it goes up for a clock that was not missed": (into(FIRST, "data", clock=FOREIGN), "state_contradicts"),
    "it goes up for another task": (into(UP_FROM_TASK, "data", task=FOREIGN), "state_contradicts"),
    "the step up names the task beside its data": (put(UP_FROM_TASK, task=FOREIGN), "leaf_malformed"),
}  # fmt: skip


def found(tmp_path: Path, leaves: list[bytes]) -> tuple[int, list[dict[str, Any]]]:
    copy = Trail()
    copy.leaves, copy.texts, copy.reports = leaves, TRAIL.texts, TRAIL.reports
    return judged(tmp_path, bundle(copy))


def found_in(tmp_path: Path, leaves: list[bytes]) -> tuple[int, list[str]]:
    code, faults = found(tmp_path, leaves)
    return code, [fault["code"] for fault in faults]


def faults_of(tmp_path: Path, deed: str) -> list[dict[str, Any]]:
    code, faults = found(tmp_path, rechained(edited(LEAVES, *DEEDS[deed][0])))
    assert code == 1
    return faults


@pytest.mark.parametrize("deed", DEEDS)
def test_a_forged_event_of_a_clock_is_named_though_it_is_signed(tmp_path: Path, deed: str) -> None:
    faults = faults_of(tmp_path, deed)
    assert DEEDS[deed][1] in {fault["code"] for fault in faults}
    assert told.of(faults) == told.recorded(__name__, deed)


def test_the_trail_of_a_report_that_went_up_holds_whole_and_alone(tmp_path: Path) -> None:
    assert judged(tmp_path, bundle(TRAIL)) == (0, [])
    assert judged(tmp_path, report_bundle(TRAIL, str(CASE.id))) == (0, [])


def less(at: int) -> list[bytes]:
    """The trail without one event, its later numbers made to fit."""
    gone, leaves = EVENTS[at], []
    for event in EVENTS[:at] + EVENTS[at + 1 :]:
        later = event["report"] == gone["report"] and event["seq"] > gone["seq"]
        leaves.append(dump(event | {"seq": event["seq"] - later}))
    return rechained(leaves)


@pytest.mark.parametrize("at", [WARNED, WHOLE, EXPIRED, FIRST])
def test_an_event_of_a_clock_that_was_taken_away_shows_in_those_after_it(tmp_path: Path, at: int) -> None:
    code, codes = found_in(tmp_path, less(at))
    assert (code, "state_contradicts" in codes) == (1, True)


def after(case_trail: Trail, action: str, **changes: Any) -> list[str]:
    """What is said of the trail when the newest event of this action is told once more, as the next change."""
    events = [json.loads(leaf) for leaf in case_trail.leaves]
    again = next(event for event in reversed(events) if event["action"] == action)
    last = max((event for event in events if event["report"] == again["report"]), key=lambda event: event["seq"])
    again = json.loads(json.dumps(again))
    again |= {"seq": last["seq"] + 1, "version": last["version"] + 1, "at": last["at"], "event": FOREIGN}
    again["data"] |= changes
    case_trail.leaves = rechained([*case_trail.leaves, dump(again)])
    return [each.code for each in replayed(case_trail)]


def replayed(trail: Trail) -> list[Fault]:
    replay, faults = Replay(trail.region), list[Fault]()
    for at, leaf in enumerate(trail.leaves):
        replay.feed(leaf, at, faults)
    return faults


def closed() -> Trail:
    trail = Trail()
    case = trail.intake()
    case.look(START + timedelta(hours=7))
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")
    return trail


@pytest.mark.parametrize("action", ["clock.warned", "report.escalated"])
def test_no_clock_of_a_closed_report_does_anything(action: str) -> None:
    trail = closed()
    assert replayed(trail) == []
    assert "illegal_transition" in after(trail, action, clock=FOREIGN)


def test_a_report_that_was_verified_is_not_warned_about_its_verification() -> None:
    trail = Trail()
    case = trail.intake()
    case.look(START + timedelta(hours=4))
    case.verify()
    changes = {"percent": 80, "moment": "2024-11-25T04:00:00.000000Z"}
    assert after(trail, "clock.warned", **changes) == ["illegal_transition"]


def test_an_offer_whose_time_has_passed_cannot_stay_offered() -> None:
    trail = Trail()
    case = trail.intake().verify().assign({"agency": "bawaslu", "role": "lead", "kind": "case"})
    case.look(START + timedelta(hours=1, seconds=3))
    events = [json.loads(leaf) for leaf in trail.leaves]
    at = next(at for at, event in enumerate(events) if event["action"] == "task.expired")
    trail.leaves = trail.leaves[:at]
    trail.leaves.append(
        dump(events[0] | {"seq": at + 1, "version": events[at]["version"] + 1, "action": "report.noted", "from": None,
                          "to": None, "data": {}, "texts": [], "at": events[at]["at"], "event": FOREIGN})
    )  # fmt: skip
    trail.leaves = rechained(trail.leaves)
    assert "state_contradicts" in [each.code for each in replayed(trail)]
