"""Administrative violations in bundles: each lawful way verifies, and a forged step is named where it stands."""

import json
from pathlib import Path as File
from typing import Any

import pytest

from tests.edge.contract.administrative_steps import HERE, OF_KPU, TO_THE_COURT, body_of
from tests.trail.verifier.bundles import bundle
from tests.trail.verifier.tampering import dump, judged, rechained
from tests.trail.verifier.trails import SARI, TONO, WATI, Case, Trail, person
from workflows.access.actors import Actor
from workflows.codes.administrative import AdministrativeState
from workflows.codes.people import Role
from workflows.decisions.administrative.commands import AdministrativeStepRequest
from workflows.decisions.administrative.so_far import BEFORE_ANY, Path
from workflows.decisions.administrative.violation_path import decide_step
from workflows.decisions.change import Change, Circumstances

NUR = Actor(person=person("Nur"), role=Role.OFFICER, agency="kpu", regions=SARI.regions, scopes=frozenset())
KIND = {"category": "administrative", "severity": "S3"}


def walk(trail: Trail, *steps: str, kpu: Actor = NUR, **changes: Any) -> Case:
    """A report that is registered, after these steps of its administrative violation."""
    case, paths = trail.intake(**KIND, **changes).verify(), [BEFORE_ANY]
    for step in steps:
        take(case, paths, kpu if step in OF_KPU else SARI, body_of(step))
    return case


def take(case: Case, paths: list[Path], who: Actor, body: dict[str, Any]) -> None:
    command = AdministrativeStepRequest.model_validate(body).root

    def decide(given: Circumstances) -> Change:
        change, moved = decide_step(case.facts, paths[-1], command, who, given)
        paths.append(moved)
        return change

    case.keep(who, decide)


TRAIL = Trail()
walk(TRAIL, *HERE)
walk(TRAIL, *TO_THE_COURT)
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]
AT = {event["action"]: at for at, event in enumerate(EVENTS)}


def test_every_lawful_way_verifies_from_each_of_its_steps_on(tmp_path: File) -> None:
    trail = Trail()
    for way in (HERE, TO_THE_COURT):
        for length in range(1, len(way) + 1):
            walk(trail, *way[:length])
    for way, body in (
        ((), body_of("decision") | {"finding": "not_proven"}),
        (TO_THE_COURT[:1], body_of("province_decision") | {"finding": "not_proven"}),
    ):
        case, paths = trail.intake(**KIND).verify(), [BEFORE_ANY]
        for step in way:
            take(case, paths, SARI, body_of(step))
        take(case, paths, SARI, body)
    shut_out = {"kpu": SARI, "election": "pemilu-2024"}
    walk(trail, "decision", "carried_out_by_kpu", **shut_out, reported_party={"agency": "kpu"})
    walk(trail, "decision", "carried_out_by_kpu", **shut_out, classification="secret")
    assert judged(tmp_path, bundle(trail)) == (0, [])


def again(case: Case, path: Path, **members: Any) -> list[Path]:
    """The report ended and was taken up again, so that its path, which has ended, is decided anew."""
    case.fire(TONO, "dismiss", outcome="insufficient", reason="Keliru", **members)
    case.fire(WATI, "reopen", basis="new_fact", reason="Bukti baru")
    return [Path(AdministrativeState.UNDECIDED, path.step_at)]


def test_what_has_ended_and_is_decided_anew_on_a_new_fact_verifies(tmp_path: File) -> None:
    trail = Trail()
    nothing = body_of("decision") | {"finding": "not_proven"}
    here = [body_of(step) for step in HERE]
    for election, way in (
        ("pemilu-2024", [nothing]),
        ("pilkada-2024", [nothing]),
        ("pemilu-2024", [here[0], here[-1]]),
        ("pilkada-2024", here),
    ):
        case, paths = trail.intake(**KIND, election=election).verify(), [BEFORE_ANY]
        for body in way:
            take(case, paths, NUR if body["step"] in OF_KPU else SARI, body)
        paths = again(case, paths[-1])
        take(case, paths, SARI, body_of("decision"))
    assert judged(tmp_path, bundle(trail)) == (0, [])


def test_what_was_taken_up_again_before_its_end_is_decided_by_nobody_anew(tmp_path: File) -> None:
    trail = Trail()
    case = walk(trail, "handed_up")
    paths = again(case, Path())
    take(case, paths, SARI, body_of("decision"))
    found, faults = judged(tmp_path, bundle(trail))
    assert (found, {fault["code"] for fault in faults}) == (1, {CONTRADICTS})


def test_what_kpu_carried_out_before_its_receipt_was_asked_for_verifies_on(tmp_path: File) -> None:
    trail = Trail()
    walk(trail, "decision", "carried_out_by_kpu", election="pemilu-2024")
    events = [json.loads(leaf) for leaf in trail.leaves]
    events[0]["data"]["election"] = "pilkada-2024"
    trail.leaves = rechained([dump(event) for event in events])
    assert [event["action"] for event in events[-2:]] == ["administrative.decided", "administrative.carried_out"]
    _, faults = judged(tmp_path, bundle(trail))
    assert {fault["code"] for fault in faults} == {"state_differs"}, "the tables tell of another election, nothing else"


ILLEGAL, CONTRADICTS, MALFORMED = "illegal_transition", "state_contradicts", "leaf_malformed"
DEEDS: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "a decision that KPU entered": ("administrative.decided", {"actor": {"agency": "kpu"}}, {}, ILLEGAL),
    "what KPU did entered by Bawaslu": ("administrative.carried_out", {"actor": {"agency": "bawaslu"}}, {}, ILLEGAL),
    "a step entered by the desk": ("administrative.handed_up", {"actor": {"role": "coordinator"}}, {}, ILLEGAL),
    "a step to another state": ("administrative.received_by_kpu", {"to": "carried_out"}, {}, ILLEGAL),
    "a step from a state it was not in": (
        "administrative.province_followed", {"action": "administrative.appealed", "from": "candidacy_cancelled",
        "to": "at_supreme_court", "actor": {"agency": "bawaslu"}}, {}, CONTRADICTS,
    ),
    "a decision that found nothing and led on": ("administrative.decided", {}, {"finding": "not_proven"}, ILLEGAL),
    "a finding that is none": ("administrative.province_decided", {}, {"finding": "perhaps"}, MALFORMED),
    "a ruling that is none": ("administrative.finally_decided", {}, {"ruling": "perhaps"}, MALFORMED),
    "a sanction that does not say which": (
        "administrative.province_followed", {}, {"candidacy_cancelled": "maybe"}, MALFORMED,
    ),
    "a sanction that cancelled nothing": (
        "administrative.province_followed", {}, {"candidacy_cancelled": False}, ILLEGAL,
    ),
    "a step before the one before it": (
        "administrative.appealed", {}, {"at": "2024-11-24T00:00:00.000000Z"}, CONTRADICTS,
    ),
    "a step after it was entered": (
        "administrative.handed_up", {}, {"at": "2024-12-24T00:00:00.000000Z"}, CONTRADICTS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_a_forged_step_is_named(tmp_path: File, deed: str) -> None:
    action, members, data, code = DEEDS[deed]
    event = json.loads(LEAVES[AT[action]])
    actor = {**event["actor"], **members.get("actor", {})}
    event |= {**members, "actor": actor, "data": event["data"] | data}
    if "agency" in members.get("actor", {}):
        event["agency"] = actor["agency"]
    copy = Trail()
    copy.leaves = rechained([*LEAVES[: AT[action]], dump(event), *LEAVES[AT[action] + 1 :]])
    copy.texts, copy.reports = TRAIL.texts, TRAIL.reports
    found, faults = judged(tmp_path, bundle(copy))
    assert found == 1
    assert (code, AT[action]) in {(fault["code"], fault["leaf_index"]) for fault in faults}
