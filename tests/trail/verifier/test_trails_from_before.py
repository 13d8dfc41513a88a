"""Trails from when one person could take protection away: they are held to the rules of their time."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import LOG, bundle, lines, snapshots
from tests.trail.verifier.protected import ILLEGAL, KPU_YES, LEAVES, by, told, who
from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.tampering import dump, edited, judged, rechained
from tests.trail.verifier.trails import LAW, POLICY, REGION, SARI, TONO, WATI, Trail
from workflows.trail.replay.machine import Replay

RECORDED = Path(__file__).parent / "recorded" / "one_person.zip"
"""A region's bundle, written by the code of that time. One person lowers a classification and severities, is named on
a secret report by himself, takes an accusation back; another than had put a wall up takes it down; the person who was
given the lead task of what came in as S1 closes it.
"""
NEW = ("named", "walled")
"""What an intake says since two persons have to do it."""


def recorded() -> list[bytes]:
    with Bundle(RECORDED) as bundle:
        return [entry for tile in bundle.entry_tiles() for entry in tile.entries]


def from_before(leaf: bytes) -> bytes:
    event = json.loads(leaf)
    event["data"] = {name: value for name, value in event["data"].items() if name not in NEW}
    return dump(event) if event["action"] == "report.reported" else leaf


def replayed(leaves: list[bytes]) -> set[tuple[str, str | None]]:
    """The code and event of each fault in the leaves alone."""
    replay, faults = Replay(REGION), list[Any]()
    for index, leaf in enumerate(leaves):
        replay.feed(leaf, index, faults)
    return {(fault.code.value, fault.event) for fault in faults}


def test_a_bundle_that_was_written_before_verifies(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w+b") as out:
        assert verify(RECORDED, [LOG.verifier.encode()], None, as_json=True, out=out) == 0
        out.seek(0)
        assert json.load(out)["faults"] == []


def test_the_bundle_was_written_under_another_policy_and_another_law_than_todays() -> None:
    """A change of either lets what was recorded stand: each event names the versions that it went by."""
    events = [json.loads(leaf)["data"] for leaf in recorded()]
    assert {data["policy"] for data in events if "policy" in data} == {"33.05/2026-11-1"} != {POLICY.version}
    begun = [clock for data in events for clock in data.get("legal_clocks", [])]
    assert {clock["law"] for clock in begun} == {"id/2026-11-1"} != {LAW.version}


def test_the_bundle_holds_what_one_person_may_do_no_longer() -> None:
    events = [json.loads(leaf) for leaf in recorded()]
    assert not any({*NEW} & event["data"].keys() for event in events if event["action"] == "report.reported")
    changed = [event["data"]["changed"] for event in events if event["action"] == "report.amended"]
    assert {"classification": "restricted"} in changed
    assert any(each.get("accused") == [] for each in changed)
    assert any(each.get("severity") == "S4" for each in changed)
    assert any(who("Hadi") in each.get("named", []) for each in changed)
    assert "report.wall_lifted" in {event["action"] for event in events}


def test_a_wall_of_before_that_was_taken_down_by_who_put_it_up_is_named_still() -> None:
    leaves = recorded()
    events = [json.loads(leaf) for leaf in leaves]
    lifted = next(at for at, event in enumerate(events) if event["action"] == "report.wall_lifted")
    raised = max(at for at in range(lifted) if events[at]["action"] == "report.walled")
    forged = edited(leaves, lifted, by(person=events[raised]["actor"]["person"]))
    assert (ILLEGAL, events[lifted]["event"]) in replayed(rechained(forged))


def test_a_report_of_before_goes_on_by_proposals(tmp_path: Path) -> None:
    """Who put a wall up may decide that it falls, once another has proposed it."""
    assert judged(tmp_path, told([from_before(leaf) for leaf in LEAVES])) == (0, [])


@pytest.mark.parametrize("how", [{"person": who("Hadi")}, {"role": "officer"}, {"agency": "kpu"}], ids=str)
def test_a_proposal_on_a_report_of_before_is_held_to_the_rules_of_proposals(how: dict[str, str]) -> None:
    leaves = edited([from_before(leaf) for leaf in LEAVES], KPU_YES, by(**how))
    assert (ILLEGAL, json.loads(leaves[KPU_YES])["event"]) in replayed(rechained(leaves))


def hands_of(tmp_path: Path, *names: str) -> list[str]:
    """What is found where the tables of before say that these took part in what Tono was given and Wati let wait."""
    trail = Trail()
    case = trail.intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept", assignee=str(TONO.person))
    case.work(SARI, "bawaslu", "assign_person", assignee=str(SARI.person)).work(SARI, "bawaslu", "start")
    case.work(WATI, "bawaslu", "wait", reason="Menunggu ahli")
    (state,) = snapshots(trail)
    (task,) = state["tasks"]
    state["tasks"] = [task | {"worked_by": [who(name) for name in names]}]
    _, faults = judged(tmp_path, bundle(trail) | {"snapshots.jsonl": lines([state])})
    return [fault["code"] for fault in faults]


@pytest.mark.parametrize("names", [("Sari", "Wati"), ("Sari", "Tono"), ("Sari",), ("Sari", "Tono", "Wati")])
def test_tables_tell_who_took_part_by_the_rule_of_their_time(tmp_path: Path, names: tuple[str, ...]) -> None:
    """To be given a task counted once, and to let it wait did not."""
    assert hands_of(tmp_path, *names) == []


@pytest.mark.parametrize("names", [(), ("Wati",), ("Tono", "Wati"), ("Sari", "Hadi")])
def test_nobody_who_took_part_by_every_rule_is_left_out_and_nobody_else_put_in(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    assert hands_of(tmp_path, *names) == ["state_differs"]
