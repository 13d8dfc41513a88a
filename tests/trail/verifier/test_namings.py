"""What events say of other reports: opened where it is shown, and never taken from anything but the leaf's promise."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import (
    LOG,
    Members,
    bundle,
    checkpoint_of,
    lines,
    manifest,
    report_bundle,
    tree_members,
    write,
)
from tests.trail.verifier.tampering import dump, edited, rechained
from tests.trail.verifier.trails import Trail
from tests.walking import walked
from workflows.decisions.reports.namings import NAMES, THROUGH
from workflows.trail.leaf import commit

RECORDED = Path(__file__).parent / "recorded"
SALT = bytes(16)
FOREIGN = "00000000-0000-4000-8000-000000000000"


def told(tmp_path: Path, members: Members) -> tuple[int, dict[str, Any]]:
    file, out = write(tmp_path / "bundle.zip", members), BytesIO()
    code = verify(file, [LOG.verifier.encode()], None, as_json=True, out=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return code, found


def merged() -> tuple[Trail, str, str]:
    """A link, a merge, a task that moves and one that does not; the survivor and the duplicate."""
    trail = Trail()
    survivor, duplicate = trail.intake().verify(), trail.intake()
    duplicate.link(survivor)
    for each in (survivor, duplicate):
        each.offer(agency="kejari", role="support", kind="clarification")
    duplicate.offer(agency="kpu", role="support", kind="information").merge(survivor)
    return trail, str(survivor.id), str(duplicate.id)


def codes(found: dict[str, Any]) -> list[str]:
    return sorted({fault["code"] for fault in found["faults"]})


def test_no_leaf_names_another_report_or_a_task_of_another() -> None:
    trail, survivor, duplicate = merged()
    of = {str(task.id): str(task.report_id) for report in trail.reports.values() for task in report.tasks}
    named = {survivor, duplicate, *of}
    said = {json.loads(leaf)["action"] for leaf in trail.leaves if "naming" in json.loads(leaf)["data"]}
    assert said == {action for action, names in NAMES.items() if names != {THROUGH}}
    for leaf in trail.leaves:
        event = json.loads(leaf)
        own = {event["report"], *(task for task, report in of.items() if report == event["report"])}
        assert not {one for one in named - own if one in leaf.decode()}, event["action"]


def test_two_commitments_to_the_same_are_not_alike() -> None:
    trail, _, _ = merged()
    salted = [json.loads(leaf)["data"].get("naming") for leaf in trail.leaves]
    assert all(commit(SALT, one["content"]) not in salted for one in walked(trail.namings))


def test_who_sees_both_reports_has_the_merge_checked(tmp_path: Path) -> None:
    trail, _, _ = merged()
    code, found = told(tmp_path, bundle(trail))
    assert (code, found["faults"]) == (0, [])
    assert (found["counts"]["namings_shown"], found["counts"]["namings_not_shown"]) == (6, 0)


@pytest.mark.parametrize("which", [0, 1])
def test_who_sees_one_report_is_told_what_could_not_be_checked(tmp_path: Path, which: int) -> None:
    trail, *reports = merged()
    members = report_bundle(trail, reports[which]) | {"namings.jsonl": b""}
    code, found = told(tmp_path, members)
    untold = sum(one["report"] == reports[which] for one in trail.namings)
    assert (code, found["faults"], found["counts"]["namings_not_shown"]) == (0, [], untold)
    out = BytesIO()
    verify(write(tmp_path / "bundle.zip", members), [LOG.verifier.encode()], None, as_json=False, out=out)
    assert "could not be checked" in out.getvalue().decode()
    assert reports[1 - which] not in out.getvalue().decode()


@pytest.mark.parametrize("hidden", ["report.merged", "report.dismissed", "task.offered"])
def test_one_opening_that_is_left_out_is_told_and_no_fault(tmp_path: Path, hidden: str) -> None:
    trail, _, _ = merged()
    events = [json.loads(leaf) for leaf in trail.leaves]
    gone = next(event["event"] for event in events if event["action"] == hidden and "naming" in event["data"])
    shown = lines(one for one in trail.namings if one["event"] != gone)
    code, found = told(tmp_path, bundle(trail) | {"namings.jsonl": shown})
    assert (code, found["faults"], found["counts"]["namings_not_shown"]) == (0, [], 1)


@pytest.mark.parametrize(
    "change",
    [
        {"content": json.dumps({"other": FOREIGN})},
        {"salt": SALT.hex()[2:] + "ff"},
        {"salt": "no hex"},
        {"report": FOREIGN},
        {"event": FOREIGN},
    ],
    ids=["content", "salt", "form", "report", "event"],
)
def test_an_opening_that_was_not_promised_is_named(tmp_path: Path, change: dict[str, str]) -> None:
    trail, _, _ = merged()
    first, *others = trail.namings
    code, found = told(tmp_path, bundle(trail) | {"namings.jsonl": lines([first | change, *others])})
    assert (code, codes(found)) == (1, ["naming_altered"])


def test_an_opening_that_stands_twice_is_named(tmp_path: Path) -> None:
    trail, _, _ = merged()
    code, found = told(tmp_path, bundle(trail) | {"namings.jsonl": lines([*trail.namings, trail.namings[0]])})
    assert (code, codes(found)) == (1, ["naming_altered"])


@pytest.mark.parametrize(
    ("action", "change", "code"),
    [
        ("report.merged", {"tasks": []}, "state_contradicts"),
        ("report.merged", {"duplicate": FOREIGN}, "unknown_task"),
        ("report.dismissed", {"moved": []}, "state_contradicts"),
        ("task.offered", {"merged_from": FOREIGN}, "unknown_task"),
        ("report.dismissed", {"outcome": "unfounded"}, "leaf_malformed"),
        ("report.merged", {"reported_by": [FOREIGN]}, "state_contradicts"),
        ("report.merged", {"tasks": [7]}, "leaf_malformed"),
        ("report.merged", {"reported_by": [{}]}, "leaf_malformed"),
        ("report.merged", [], "leaf_malformed"),
    ],
)
def test_who_holds_every_key_cannot_promise_a_merge_that_was_not(
    tmp_path: Path, action: str, change: Any, code: str
) -> None:
    trail, _, _ = merged()
    events = [json.loads(leaf) for leaf in trail.leaves]
    at = next(at for at, event in enumerate(events) if event["action"] == action and "naming" in event["data"])
    naming = next(one for one in trail.namings if one["event"] == events[at]["event"])
    content = dump(json.loads(naming["content"]) | change if isinstance(change, dict) else change).decode()
    salt = bytes.fromhex(naming["salt"])
    leaves = rechained(edited(trail.leaves, at, lambda event: event["data"].update(naming=commit(salt, content))))
    rest = [one for one in trail.namings if one is not naming]
    members = bundle(trail) | {"manifest.json": manifest(len(leaves)), "checkpoint": checkpoint_of(leaves)}
    members |= {**tree_members(leaves), "namings.jsonl": lines([*rest, naming | {"content": content}])}
    assert code in codes(told(tmp_path, members)[1])


@pytest.mark.parametrize("name", ["plain_region", "plain_survivor", "plain_duplicate"])
def test_a_trail_of_before_that_names_reports_plainly_still_holds(name: str) -> None:
    out = BytesIO()
    code = verify(RECORDED / f"{name}.zip", [LOG.verifier.encode()], None, as_json=True, out=out)
    found = json.loads(out.getvalue())
    assert (code, found["faults"]) == (0, [])
    assert (found["counts"]["namings_shown"], found["counts"]["namings_not_shown"]) == (0, 0)
