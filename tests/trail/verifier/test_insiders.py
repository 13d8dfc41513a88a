"""Who holds the log's key can sign anything, but not make the events lawful: the replay finds them out."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.trail.verifier import told
from tests.trail.verifier.tampering import (
    EVENTS,
    LEAVES,
    TRAIL,
    Edit,
    edited,
    find,
    following,
    judged,
    named,
    rebuilt,
    rechained,
)
from tests.trail.verifier.trails import person
from workflows.codes.people import Role

REOPENED, VERIFIED, ACCEPTED = find("report.reopened"), find("report.verified"), find("task.accepted")
ONE = EVENTS[REOPENED]["report"]
CLOSED, HANDLED = find("report.closed", report=ONE), find("report.handled", report=ONE)
COMPLETED = find("task.completed", agency="bawaslu", report=ONE)
SUPPORTED = find("task.completed", agency="polres", report=ONE)
LEAD, SUPPORT = following(find("report.assigned")), find("task.offered", role="support", kind="case")
ASSIGNED, NOTED = find("report.assigned"), find("report.noted", agency="bawaslu")
DISMISSED = find("report.dismissed")
AMENDED = next(at for at, event in enumerate(EVENTS) if event["data"].get("changed", {}).get("severity") == "S2")
HANDED_ON = next(at for at, event in enumerate(EVENTS) if "transferred_from" in event["data"])
OTHER_TASK = next(
    at
    for at, event in enumerate(EVENTS)
    if event["report"] == EVENTS[HANDED_ON]["report"] and event["agency"] == "satpolpp"
)
SAFETY, FREELY = find("task.offered", kind="safety"), following(AMENDED)
NAMED = find("task.person_assigned")
WITHDRAWN = find("task.withdrawn", agency="polres")
NAMED_TO, PUBLIC = find("notice.sent", recipient="sealed"), find("notice.sent", audience="public")
UNSEALED, WITHDRAWN_BY_REPORTER = find("recipient.unsealed"), find("report.withdrawal_noted")
LIFTED = find("report.wall_lifted")
WALLED = max(at for at in range(LIFTED) if EVENTS[at]["action"] == "report.walled")
MERGED = find("report.merged")
MOVED = following(MERGED)
DUPLICATE = find("report.dismissed", outcome="duplicate")
RECLASSIFIED = next(
    at for at, event in enumerate(EVENTS) if event["data"].get("changed", {}).get("proposed_rule") is not None
)
FOREIGN = "00000000-0000-4000-8000-000000000000"


def put(**members: Any) -> Edit:
    return lambda event: event.update(members)


def into(member: str, **members: Any) -> Edit:
    return lambda event: event[member].update(members)


def without(name: str) -> Edit:
    return lambda event: event["data"].pop(name)


def plainly(**members: Any) -> Edit:
    """Say in the leaf itself, as leaves once did, what the event says of another report, with other members."""

    def edit(event: dict[str, Any]) -> None:
        said = next(json.loads(one["content"]) for one in TRAIL.namings if one["event"] == event["event"])
        del event["data"]["naming"]
        event["data"] |= {name: value for name, value in (said | members).items() if value is not None}

    return edit


class Deed(NamedTuple):
    """Which leaf, what is done to it, the fault that it shows as, and at which leaf if at another."""

    at: int
    edit: Edit
    code: str
    shows: int | None = None


_DEEDS = [
    Deed(CLOSED, put(**{"from": "verified"}), "illegal_transition"),
    Deed(CLOSED, put(to="assigned"), "illegal_transition"),
    Deed(CLOSED, put(action="report.vanished"), "illegal_transition"),
    Deed(CLOSED, into("data", outcome="unfounded"), "illegal_transition"),
    Deed(CLOSED, into("actor", person=EVENTS[COMPLETED]["actor"]["person"]), "illegal_transition"),
    Deed(CLOSED, put(action="report.dismissed", **{"from": "verified"}), "state_contradicts"),
    Deed(CLOSED, without("outcome"), "leaf_malformed"),
    Deed(CLOSED, put(task=FOREIGN), "leaf_malformed"),
    Deed(HANDLED, into("actor", role=Role.COORDINATOR), "illegal_transition"),
    Deed(VERIFIED, into("actor", person=str(person("Budi"))), "illegal_transition"),
    Deed(VERIFIED, into("data", self_verified=True), "state_contradicts"),
    Deed(DISMISSED, into("actor", person=str(person("Budi"))), "illegal_transition"),
    Deed(ASSIGNED, without("lead"), "leaf_malformed"),
    Deed(REOPENED, into("data", round=7), "state_contradicts"),
    Deed(AMENDED, into("data", changed=[]), "leaf_malformed"),
    Deed(NOTED, put(to="closed"), "illegal_transition"),
    Deed(NOTED, put(at="2024-11-25T00:00:00.000000Z"), "time_backwards"),
    Deed(NOTED, put(at="2024-11-25T00:00:61.000000Z"), "leaf_malformed"),
    Deed(NOTED, put(version=1), "state_contradicts"),
    Deed(NOTED, put(version=99), "state_contradicts"),
    Deed(NOTED, put(seq=1), "sequence_repeated"),
    Deed(NOTED, put(seq=99), "sequence_gap"),
    Deed(NOTED, put(region="33.06"), "wrong_region"),
    Deed(NOTED, put(report=FOREIGN), "sequence_gap"),
    Deed(NOTED, put(report=FOREIGN.replace("-", "")), "leaf_malformed"),
    Deed(NOTED, put(v=2), "leaf_malformed"),
    Deed(NOTED, put(seq="1"), "leaf_malformed"),
    Deed(NOTED, put(data={"a": "\u007f"}, extra=1), "leaf_not_canonical"),
    Deed(ACCEPTED, put(task=FOREIGN), "unknown_task"),
    Deed(ACCEPTED, put(agency="kpu"), "state_contradicts"),
    Deed(ACCEPTED, put(to="in_progress"), "illegal_transition"),
    Deed(ACCEPTED, put(action="task.started", to="in_progress", **{"from": "accepted"}), "state_contradicts"),
    Deed(ACCEPTED, put(action="task.expired", to="expired"), "illegal_transition"),
    Deed(LEAD, put(agency="kodim"), "illegal_transition"),
    Deed(LEAD, put(agency="kpu"), "state_contradicts"),
    Deed(LEAD, into("data", round=2), "state_contradicts"),
    Deed(LEAD, into("data", role="chief"), "leaf_malformed"),
    Deed(LEAD, put(to="accepted"), "illegal_transition"),
    Deed(SUPPORT, put(task=EVENTS[SUPPORT - 1]["task"]), "state_contradicts"),
    Deed(SUPPORT, into("actor", person=FOREIGN), "state_contradicts"),
    Deed(HANDED_ON, into("data", transferred_from=FOREIGN), "unknown_task"),
    Deed(HANDED_ON, into("data", transferred_from=EVENTS[OTHER_TASK]["task"]), "unknown_task"),
    Deed(SAFETY, into("data", role="lead"), "illegal_transition"),
    Deed(SAFETY, put(version=5), "state_contradicts"),
    Deed(FREELY, put(agency="kpu"), "illegal_transition"),
    Deed(NAMED, into("data", previous=FOREIGN), "state_contradicts"),
    Deed(COMPLETED, put(action="task.paused", to="waiting"), "state_contradicts", HANDLED),
    Deed(SUPPORTED, put(action="task.paused", to="waiting"), "state_contradicts", HANDLED),
    Deed(HANDED_ON, into("data", kind="case", obligatory=False), "state_contradicts"),
    Deed(CLOSED, into("data", notice=None), "state_contradicts"),
    Deed(CLOSED, into("data", notice_sent=False), "state_contradicts"),
    Deed(CLOSED, into("data", notice="Status"), "leaf_malformed"),
    Deed(CLOSED, put(texts=[]), "state_contradicts"),
    Deed(NAMED_TO, into("data", recipient=None), "state_contradicts"),
    Deed(NAMED_TO, put(texts=[]), "state_contradicts"),
    Deed(NAMED_TO, into("data", audience="everybody"), "leaf_malformed"),
    Deed(NAMED_TO, into("data", sent_at="2124-11-25T00:00:00.000000Z"), "state_contradicts"),
    Deed(NAMED_TO, put(to="closed"), "illegal_transition"),
    Deed(PUBLIC, put(action="notice.unsent"), "illegal_transition"),
    Deed(UNSEALED, into("actor", role=Role.OFFICER), "illegal_transition"),
    Deed(UNSEALED, into("actor", agency="kpu"), "illegal_transition"),
    Deed(UNSEALED, without("notice"), "leaf_malformed"),
    Deed(WALLED, into("actor", role=Role.OFFICER), "illegal_transition"),
    Deed(WALLED, without("agency"), "leaf_malformed"),
    Deed(WALLED, into("data", changed=[]), "leaf_malformed"),
    Deed(WALLED, into("data", changed={"lead_agency": "polres"}), "illegal_transition"),
    Deed(WALLED, into("data", agency="kejari"), "state_contradicts", LIFTED),
    Deed(LIFTED, into("actor", person=EVENTS[WALLED]["actor"]["person"]), "state_contradicts"),
    Deed(LIFTED, into("data", agency="kejari"), "state_contradicts"),
    Deed(MERGED, plainly(duplicate=None), "leaf_malformed"),
    Deed(MERGED, plainly(tasks=[]), "state_contradicts"),
    Deed(MERGED, plainly(duplicate=FOREIGN), "unknown_task", MOVED),
    Deed(MOVED, plainly(merged_from=FOREIGN), "unknown_task"),
    Deed(DUPLICATE, plainly(moved=[]), "state_contradicts", MERGED),
    Deed(MERGED, without("naming"), "leaf_malformed"),
    Deed(MERGED, into("data", naming="Status"), "leaf_malformed"),
    Deed(MERGED, into("data", duplicate=FOREIGN), "leaf_malformed"),
    Deed(MERGED, into("data", naming=bytes(32).hex()), "naming_altered"),
    Deed(NOTED, into("data", naming=bytes(32).hex()), "leaf_malformed"),
    Deed(RECLASSIFIED, into("data", changed={"category": "hoax", "lead_agency": "kpu"}), "illegal_transition"),
]


DEEDS = {f"{number} {EVENTS[deed.at]['action']} {deed.code}": deed for number, deed in enumerate(_DEEDS, 1)}


def faults_of(tmp_path: Path, deed: str) -> list[dict[str, Any]]:
    leaves = rechained(edited(LEAVES, DEEDS[deed].at, DEEDS[deed].edit))
    code, faults = judged(tmp_path, rebuilt(leaves, signed=True))
    assert code == 1
    return faults


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_against_the_law_is_named_though_it_is_signed(tmp_path: Path, deed: str) -> None:
    faults, done = faults_of(tmp_path, deed), DEEDS[deed]
    shows = done.at if done.shows is None else done.shows
    assert EVENTS[shows]["event"] in named(faults, done.code), faults[:5]
    assert told.of(faults) == told.recorded(__name__, deed)


@pytest.mark.parametrize("at", [HANDLED, find("report.unassigned"), find("task.reopened"), WITHDRAWN])
def test_a_consequence_that_is_left_out_shows_at_the_event_before_it(tmp_path: Path, at: int) -> None:
    """The numbers of all later events are made to fit."""
    report, seq = EVENTS[at]["report"], EVENTS[at]["seq"]

    def one_less(event: dict[str, Any]) -> None:
        event["seq"] -= event["report"] == report and event["seq"] > seq

    leaves = [*LEAVES[:at], *LEAVES[at + 1 :]]
    for place in range(at, len(leaves)):
        leaves = edited(leaves, place, one_less)
    code, faults = judged(tmp_path, rebuilt(rechained(leaves), signed=True))
    assert code == 1
    assert EVENTS[at - 1]["event"] in named(faults, "state_contradicts"), faults[:5]


def test_a_trail_that_is_only_chained_and_signed_anew_shows_nothing(tmp_path: Path) -> None:
    assert judged(tmp_path, rebuilt(rechained(LEAVES), signed=True)) == (0, [])
