"""The state tables and the texts are held against the events, member by member."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.trail.verifier.bundles import PROTECTING, bundle, lines
from tests.trail.verifier.tampering import TRAIL, judged, named

WHOLE = bundle(TRAIL)
STATES: list[dict[str, Any]] = [json.loads(line) for line in WHOLE["snapshots.jsonl"].splitlines()]
TEXTS: list[dict[str, Any]] = [json.loads(line) for line in WHOLE["texts.jsonl"].splitlines()]
CHOSEN = next(at for at, each in enumerate(STATES) if each["lead_agency"] and each["tasks"] and each["register_number"])
FOREIGN = "00000000-0000-4000-8000-000000000000"
OTHER = {
    "state": "closed", "version": 99, "seq": 99, "head": "00" * 32, "category": "hoax", "severity": "S4",
    "classification": "secret", "area": "33.05.01", "lead_agency": "kpu", "register_number": None,
    "outcome": "withdrawn", "election": "pemilu-2024", "severity_taken": "S4", "severity_highest": "S4",
    "accused": ["bawaslu"], "barred": ["bawaslu"], "cleared": ["kpu"], "lead_moved_by": [FOREIGN],
    "named": [FOREIGN], "passed_over": ["bawaslu"], "walled": ["bawaslu"],
    "agency": "kpu", "role": "support", "kind": "safety", "assignee": FOREIGN, "worked_by": [FOREIGN],
}  # fmt: skip
REPORT_MEMBERS = sorted(STATES[CHOSEN].keys() - {"report", "tasks", "case", "review", "accused_ever"})
TASK_MEMBERS = sorted(STATES[CHOSEN]["tasks"][0].keys() - {"id"})


def said(value: Any) -> str:
    return ", ".join(value) or "nothing" if isinstance(value, list) else str(value or "nothing")


def with_state(state: dict[str, Any]) -> dict[str, bytes]:
    return WHOLE | {"snapshots.jsonl": lines([*STATES[:CHOSEN], state, *STATES[CHOSEN + 1 :]])}


def with_text(at: int, **members: Any) -> dict[str, bytes]:
    return WHOLE | {"texts.jsonl": lines([*TEXTS[:at], TEXTS[at] | members, *TEXTS[at + 1 :]])}


@pytest.mark.parametrize("member", REPORT_MEMBERS)
def test_a_member_of_a_report_that_differs_is_named_with_both_values(tmp_path: Path, member: str) -> None:
    state = STATES[CHOSEN]
    _, faults = judged(tmp_path, with_state(state | {member: OTHER[member]}))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", state["report"])]
    both = f"{member} is {said(OTHER[member])} in the tables, the events make it {said(state[member])}"
    assert both in faults[0]["words"]


def test_an_agency_that_is_taken_out_of_those_that_were_ever_accused_is_named(tmp_path: Path) -> None:
    at = next(at for at, each in enumerate(STATES) if each["accused_ever"] == ["kpu"])
    told = lines([*STATES[:at], STATES[at] | {"accused_ever": ["kesbangpol"]}, *STATES[at + 1 :]])
    _, faults = judged(tmp_path, WHOLE | {"snapshots.jsonl": told})
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", STATES[at]["report"])]
    assert "accused_ever lacks kpu" in faults[0]["words"]


def test_a_bundle_that_does_not_say_what_protects_people_is_held_to_the_rest(tmp_path: Path) -> None:
    gone = {*PROTECTING, "severity_taken", "severity_highest"}
    told = [{name: value for name, value in state.items() if name not in gone} for state in STATES]
    for state in told:
        state["tasks"] = [{name: task[name] for name in task.keys() - {"worked_by"}} for task in state["tasks"]]
    assert judged(tmp_path, WHOLE | {"snapshots.jsonl": lines(told)}) == (0, [])


@pytest.mark.parametrize("member", TASK_MEMBERS)
def test_a_member_of_a_task_that_differs_is_named_with_both_values(tmp_path: Path, member: str) -> None:
    state, (task, *others) = STATES[CHOSEN], STATES[CHOSEN]["tasks"]
    _, faults = judged(tmp_path, with_state(state | {"tasks": [task | {member: OTHER[member]}, *others]}))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", state["report"])]
    assert (
        f"{member} of task {task['id']} is {said(OTHER[member])} in the tables, the events make it"
        in faults[0]["words"]
    )


@pytest.mark.parametrize("keep", [0, 2])
def test_a_task_that_is_gone_or_stands_twice_is_named(tmp_path: Path, keep: int) -> None:
    task, *others = STATES[CHOSEN]["tasks"]
    _, faults = judged(tmp_path, with_state(STATES[CHOSEN] | {"tasks": [*[task] * keep, *others]}))
    assert named(faults, "state_differs") == [faults[0]["event"]]
    assert len(faults) == 1


def test_a_report_that_is_gone_from_the_tables_is_named(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, WHOLE | {"snapshots.jsonl": lines(STATES[1:])})
    assert [(fault["code"], fault["report"]) for fault in faults] == [("snapshot_missing", STATES[0]["report"])]


def test_a_report_that_no_event_tells_of_is_named(tmp_path: Path) -> None:
    invented = STATES[0] | {"report": FOREIGN}
    _, faults = judged(tmp_path, WHOLE | {"snapshots.jsonl": lines([invented, *STATES])})
    assert [(fault["code"], fault["report"]) for fault in faults] == [("report_without_events", FOREIGN)]


@pytest.mark.parametrize(
    "members",
    [
        {"content": "Tidak ada amplop"},
        {"salt": "00" * 16},
        {"salt": "no hex"},
        {"content": None},
        {"salt": None},
    ],
    ids=json.dumps,
)
def test_a_text_that_is_not_what_was_promised_is_named(tmp_path: Path, members: dict[str, Any]) -> None:
    _, faults = judged(tmp_path, with_text(0, **members))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("text_altered", TEXTS[0]["report"])]


@pytest.mark.parametrize(
    "members",
    [{"field": "note"}, {"report": TEXTS[-1]["report"]}, {"id": FOREIGN}],
    ids=["of another field", "of another report", "of no report"],
)
def test_a_text_that_stands_in_anothers_place_is_named_and_so_is_the_one_that_is_missing(
    tmp_path: Path, members: dict[str, Any]
) -> None:
    _, faults = judged(tmp_path, with_text(0, **members))
    report = members.get("report", TEXTS[0]["report"])
    assert [(fault["code"], fault["report"]) for fault in faults] == [
        ("text_altered", report),
        ("text_missing", TEXTS[0]["report"]),
    ]


def test_a_text_that_stands_twice_is_named(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, WHOLE | {"texts.jsonl": lines([*TEXTS, TEXTS[0]])})
    assert [fault["code"] for fault in faults] == ["text_altered"]


def test_what_differs_in_a_pending_event_stands_at_no_leaf(tmp_path: Path) -> None:
    newest = json.loads(TRAIL.leaves[-1])
    states = [each | {"seq": 99} if each["report"] == newest["report"] else each for each in STATES]
    _, faults = judged(tmp_path, bundle(TRAIL, len(TRAIL.leaves) - 1) | {"snapshots.jsonl": lines(states)})
    assert [(fault["event"], fault["leaf_index"]) for fault in faults] == [(newest["event"], None)]
