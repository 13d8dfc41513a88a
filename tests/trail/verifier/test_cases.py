"""Gakkumdu cases in bundles: a lawful one verifies, a forged step and a forged table are named."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.trail.verifier import told
from tests.trail.verifier.bundles import bundle, lines
from tests.trail.verifier.stories import LEAD, MET, PATH, gakkumdu, to_the_end
from tests.trail.verifier.tampering import Edit, dump, judged, rechained
from tests.trail.verifier.trails import BUDI, HADI, SARI, Trail, person

TRAIL = Trail()
OTHER = TRAIL.intake(severity="S3")
CASE = gakkumdu(TRAIL)
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]
AT = {event["action"]: at for at, event in enumerate(EVENTS)}
OFFERED = {event["agency"]: at for at, event in enumerate(EVENTS) if event["action"] == "task.offered"}
FOREIGN = "00000000-0000-4000-8000-000000000000"


def put(action: str, /, **members: Any) -> tuple[int, Edit]:
    return AT[action], lambda event: event.update(members)


def into(action: str, /, **members: Any) -> tuple[int, Edit]:
    return AT[action], lambda event: event["data"].update(members)


def by(action: str, /, **members: str) -> tuple[int, Edit]:
    return AT[action], lambda event: event["actor"].update(members)


def forged(at: int, edit: Edit) -> Trail:
    event = json.loads(LEAVES[at])
    edit(event)
    return with_leaves(rechained([*LEAVES[:at], dump(event), *LEAVES[at + 1 :]]))


def with_leaves(leaves: list[bytes]) -> Trail:
    copy = Trail()
    copy.leaves, copy.texts, copy.reports, copy.cases = leaves, TRAIL.texts, TRAIL.reports, TRAIL.cases
    return copy


def test_a_case_that_went_its_lawful_way_verifies(tmp_path: Path) -> None:
    assert judged(tmp_path, bundle(TRAIL)) == (0, [])
    assert {event["action"] for event in EVENTS} >= {"case.registered", "case.appeal_decided", "task.transferred"}


FORMER = {"discussion_minutes": "second_minutes"}
"""The minutes' name in the bundle before its fifteen items were those of the article."""


def as_before(event: dict[str, Any]) -> dict[str, Any]:
    """A step as it was written when the police led the third discussion and no receipt of theirs was kept."""
    if event["action"].startswith("case."):
        data = {name: value for name, value in event["data"].items() if name not in {"lead_agency", "police_receipt"}}
        if event["action"] in {"case.first_discussed", "case.second_discussed", "case.third_discussed"}:
            data.pop("policy")
        if "withheld_without" in data:
            data["obligatory"] = data.pop("withheld_without")
        for name in ("present", "referenced", "obligatory"):
            if name in data:
                data[name] = [FORMER.get(item, item) for item in data[name]]
        event["data"] = data
    if event["action"] == "case.third_discussed":
        event["actor"] = event["actor"] | {"agency": "polres", "person": str(person("Budi"))}
        event["agency"] = "polres"
    return event


def test_a_case_of_before_its_bundle_was_the_articles_verifies(tmp_path: Path) -> None:
    old = with_leaves(rechained([dump(as_before(json.loads(leaf))) for leaf in LEAVES]))
    told = bundle(old)
    states = [json.loads(line) for line in told["snapshots.jsonl"].splitlines()]
    heads = {json.loads(leaf)["report"]: sha256(b"\x00" + leaf).hexdigest() for leaf in old.leaves}
    for one in states:
        one["head"] = heads[one["report"]]
        if one["case"]:
            del one["case"]["police_receipt"]
            one["case"]["bundle"] = sorted(FORMER.get(item, item) for item in one["case"]["bundle"])
    assert judged(tmp_path, told | {"snapshots.jsonl": lines(states)}) == (0, [])


def test_cases_in_every_state_verify(tmp_path: Path) -> None:
    trail = Trail()
    for length in range(1, len(PATH) + 1):
        case = trail.intake(severity="S3").verify().assign(LEAD)
        for who, step, members in PATH[:length]:
            case.step(who, step, **members)
    for decision in ("supplement", "stop"):
        case = trail.intake(severity="S3").verify().assign(LEAD)
        case.step(SARI, "register", **PATH[0][2]).step(SARI, "first_discussion", **MET | {"decision": decision})
    again = {**PATH[0][2], "register_number": "09/REG/LP/PB/Kab/14.18/XII/2020"}
    case.step(SARI, "register", **again).note(HADI)
    assert judged(tmp_path, bundle(trail)) == (0, [])


ILLEGAL, CONTRADICTS, MALFORMED = "illegal_transition", "state_contradicts", "leaf_malformed"
DEEDS = {
    "a step that skips another": (put("case.second_discussed", **{"from": "registered"}), ILLEGAL),
    "a step to another state": (put("case.forwarded", to="investigating"), ILLEGAL),
    "a step from a state it was not in": (
        put("case.police_reported", action="case.resubmitted", **{"from": "file_returned", "to": "file_submitted"}),
        CONTRADICTS,
    ),
    "a step that there is none": (put("case.forwarded", action="case.vanished"), ILLEGAL),
    "registered by the police": (by("case.registered", agency="polres"), ILLEGAL),
    "forwarded by an officer": (by("case.forwarded", role="officer"), ILLEGAL),
    "a verdict entered by the desk": (by("case.judged", role="coordinator", agency="kesbangpol"), ILLEGAL),
    "a number of no form": (into("case.registered", register_number="03/REG"), MALFORMED),
    "a name for a number": (into("case.registered", sigaplapor_number="Budi Santoso"), MALFORMED),
    "a police report of no form": (into("case.police_reported", police_number="LP/112"), MALFORMED),
    "a receipt of no form": (into("case.police_reported", police_receipt="dari Budi"), MALFORMED),
    "a discussion led by nobody of the desk": (into("case.third_discussed", lead_agency="kodim"), MALFORMED),
    "a discussion led by another than says it": (into("case.third_discussed", lead_agency="polres"), ILLEGAL),
    "another number than the tables": (
        into("case.registered", register_number="04/REG/LP/PB/Kab/14.18/XII/2020"), "state_differs",
    ),
    "a discussion without the prosecutor": (into("case.first_discussed", attendees=["bawaslu", "polres"]), ILLEGAL),
    "a discussion that decided to stop": (into("case.second_discussed", decision="stop"), ILLEGAL),
    "a decision that is none": (into("case.first_discussed", decision="perhaps"), MALFORMED),
    "forwarded without its study": (into("case.forwarded", present=["discussion_minutes"]), ILLEGAL),
    "forwarded with what is missing": (into("case.forwarded", missing=["study"]), CONTRADICTS),
    "an item that is there and is not": (into("case.bundle_checked", absent=["cover_letter"]), CONTRADICTS),
    "an item that nobody looked at": (into("case.bundle_checked", present=["cover_letter"]), ILLEGAL),
    "a verdict that is none": (into("case.judged", verdict="maybe"), MALFORMED),
    "a step done before the one before it": (into("case.investigated", at="2024-11-24T00:00:00.000000Z"), CONTRADICTS),
    "a step done after it was entered": (into("case.judged", at="2024-12-24T00:00:00.000000Z"), CONTRADICTS),
    "a step without its time": (into("case.judged", at="yesterday"), MALFORMED),
    "a step of a task": (put("case.judged", task=FOREIGN), MALFORMED),
    "another person in the same change": (by("case.forwarded", person=str(person("Budi"))), CONTRADICTS),
    "a transfer that is none": (into("task.transferred", kind="given_away"), MALFORMED),
    "a transfer to another than was offered": (into("task.transferred", to_agency="satpolpp"), CONTRADICTS),
    "taken over into another agency": (into("task.transferred", kind="taken_over"), ILLEGAL),
}  # fmt: skip


SHOWS = {
    "another number than the tables": len(EVENTS) - 1,
    "an item that nobody looked at": AT["case.forwarded"],
    "another person in the same change": AT["case.forwarded"] + 1,
    "a transfer to another than was offered": AT["task.transferred"] + 1,
}
"""Where a deed shows, when it is not at the event itself."""


def faults_of(tmp_path: Path, deed: str) -> list[dict[str, Any]]:
    return judged(tmp_path, bundle(forged(*DEEDS[deed][0])))[1]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_forged_step_is_named_though_it_is_signed(tmp_path: Path, deed: str) -> None:
    (at, _), code = DEEDS[deed]
    faults, where = faults_of(tmp_path, deed), SHOWS.get(deed, at)
    assert told.of(faults) == told.recorded(__name__, deed)
    assert (code, EVENTS[where]["event"]) in {(fault["code"], fault["event"]) for fault in faults}, faults[:5]


@pytest.mark.parametrize("agency", ["polres", "kejari", "panwascam"])
def test_a_task_that_a_step_or_transfer_owes_and_that_was_left_out_is_named(tmp_path: Path, agency: str) -> None:
    at = OFFERED[agency]
    later = []
    for leaf in LEAVES[at + 1 :]:
        event = json.loads(leaf)
        event["seq"] -= event["report"] == EVENTS[at]["report"]
        later.append(dump(event))
    _, faults = judged(tmp_path, bundle(with_leaves(rechained([*LEAVES[:at], *later]))))
    assert (CONTRADICTS, EVENTS[at - 1]["event"]) in {(fault["code"], fault["event"]) for fault in faults}


def test_a_step_of_a_report_that_was_never_registered_is_named(tmp_path: Path) -> None:
    trail = Trail()
    case = trail.intake(severity="S3").verify().step(SARI, *("register",), **PATH[0][2])
    events = [json.loads(leaf) for leaf in trail.leaves]
    last = events[-1] | {"seq": events[1]["seq"], "version": events[1]["version"]}
    trail.leaves = rechained([trail.leaves[0], dump(last)])
    _, faults = judged(tmp_path, bundle(trail))
    assert ILLEGAL in {fault["code"] for fault in faults if fault["event"] == last["event"]}, case


STATES = [json.loads(line) for line in bundle(TRAIL)["snapshots.jsonl"].splitlines()]
TABLES = {
    "state": "judged",
    "register_number": "04/REG/LP/PB/Kab/14.18/XII/2020",
    "sigaplapor_number": None,
    "police_number": "LP/B/113/XI/2024/SPKT/Polres Kebumen",
    "police_receipt": None,
    "bundle": ["cover_letter"],
}


@pytest.mark.parametrize("member", TABLES)
def test_a_member_of_a_case_that_differs_in_the_tables_is_named(tmp_path: Path, member: str) -> None:
    told = [one | {"case": one["case"] | {member: TABLES[member]}} if one["case"] else one for one in STATES]
    _, faults = judged(tmp_path, bundle(TRAIL) | {"snapshots.jsonl": lines(told)})
    (fault,) = faults
    assert (fault["code"], fault["report"]) == ("state_differs", str(CASE.id))
    assert f"{member} of the case" in fault["words"]


def test_a_case_that_is_gone_from_the_tables_or_was_put_there_is_named(tmp_path: Path) -> None:
    case = next(one["case"] for one in STATES if one["case"])
    for changed in ([one | {"case": None} for one in STATES], [one | {"case": case} for one in STATES]):
        _, faults = judged(tmp_path, bundle(TRAIL) | {"snapshots.jsonl": lines(changed)})
        assert [fault["code"] for fault in faults] == ["state_differs"]
        assert "the case is" in faults[0]["words"]


def test_two_cases_at_once_do_not_mix(tmp_path: Path) -> None:
    trail = Trail()
    first, second = (trail.intake(severity="S3").verify().assign(LEAD) for _ in range(2))
    for index, (who, step, members) in enumerate(PATH):
        first.step(who, step, **members)
        if index:
            second.step(*PATH[index - 1][:2], **PATH[index - 1][2])
    to_the_end(trail.intake(severity="S3").verify().assign(LEAD)).note(BUDI)
    assert judged(tmp_path, bundle(trail)) == (0, [])
