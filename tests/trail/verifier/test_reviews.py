"""What an auditor is told when a review, or a task that it recommended, is forged or altered."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.trail.verifier import told
from tests.trail.verifier.bundles import Members, bundle, lines, report_bundle
from tests.trail.verifier.stories import reviewed, taken_up_late
from tests.trail.verifier.tampering import Edit, dump, edited, judged, rechained
from tests.trail.verifier.trails import HADI, Trail, person

FOREIGN = "00000000-0000-4000-8000-000000000000"
TRAIL = Trail()
CASE = reviewed(TRAIL)
LATE = taken_up_late(TRAIL)
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]


def at(action: str, **data: Any) -> int:
    """The first leaf with this action and these members of its data."""
    return next(
        index
        for index, event in enumerate(EVENTS)
        if event["action"] == action and data.items() <= event["data"].items()
    )


OPENED, CLOSED = at("review.opened"), at("review.closed")
PLANNED, WHY = at("review.recorded", section="planned"), at("review.recorded", section="why")
LESSON = at("review.lesson_added", kind="keep")
RECOMMENDED = at("review.recommended", agency="kesbangpol")
OFFERED, HANDED_ON = RECOMMENDED + 1, at("task.transferred") + 1
AMENDED = at("report.amended")


def codes(tmp_path: Path, members: Members) -> list[str]:
    return [fault["code"] for fault in judged(tmp_path, members)[1]]


def forged(leaves: list[bytes]) -> Members:
    """The bundle of what who holds the log's key has written instead."""
    copy = Trail()
    copy.leaves, copy.texts, copy.reports, copy.reviews = (
        rechained(leaves), TRAIL.texts, TRAIL.reports, TRAIL.reviews,
    )  # fmt: skip
    return bundle(copy)


def test_a_trail_with_reviews_verifies_whole_and_for_the_one_report(tmp_path: Path) -> None:
    assert {event["action"] for event in EVENTS} >= {
        "review.opened", "review.recorded", "review.lesson_added", "review.recommended", "review.closed",
    }  # fmt: skip
    assert codes(tmp_path, bundle(TRAIL)) == []
    assert codes(tmp_path, report_bundle(TRAIL, str(CASE.id))) == []


def test_tasks_that_were_recommended_outlive_their_report(tmp_path: Path) -> None:
    states = {(task.agency, task.state.value) for task in CASE.facts.tasks if task.recommendation}
    assert CASE.facts.state == "closed"
    assert states == {
        ("satpolpp", "withdrawn"), ("polres", "done"), ("kesbangpol", "transferred"), ("dispermades", "offered"),
    }  # fmt: skip
    assert codes(tmp_path, bundle(TRAIL)) == []


def unanswered() -> Trail:
    """A recommendation that nobody answers, made before its report is dismissed: it goes up all the same."""
    trail = Trail()
    case = trail.intake(severity="S1").verify().review().recommend("kesbangpol")
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    (task,) = (task for task in case.facts.tasks if task.recommendation)
    assert task.due_at is not None
    assert case.look(task.due_at)
    assert [one.state.value for one in case.facts.tasks if one.recommendation] == ["expired"]
    waits = [clock.next_at for clock in case.clocks.values() if clock.next_at is not None and clock.task == task.id]
    assert waits
    assert min(waits) - task.due_at > timedelta(minutes=1)
    case.look(min(waits))
    return trail


def test_a_recommendation_that_nobody_answers_goes_up_though_its_report_is_closed(tmp_path: Path) -> None:
    trail = unanswered()
    actions = [json.loads(leaf)["action"] for leaf in trail.leaves]
    assert actions.index("report.dismissed") < actions.index("clock.warned") < actions.index("task.expired")
    assert "report.escalated" in actions
    assert codes(tmp_path, bundle(trail)) == []


def test_a_clock_of_a_closed_report_that_no_recommendation_started_is_named(tmp_path: Path) -> None:
    trail = unanswered()
    events = [json.loads(leaf) for leaf in trail.leaves]
    warned = next(index for index, event in enumerate(events) if event["action"] == "clock.warned")
    safety = next(event["task"] for event in events if event["data"].get("kind") == "safety")
    events[warned] |= {"task": safety}
    trail.leaves = rechained([dump(event) for event in events])
    assert ILLEGAL in codes(tmp_path, bundle(trail))


def test_what_was_recommended_of_a_duplicate_cannot_be_moved(tmp_path: Path) -> None:
    trail = Trail()
    first, second = trail.intake().verify(), trail.intake().verify().review().recommend("kejari")
    second.offer(agency="kejari", role="support", kind="information").merge(first)
    assert codes(tmp_path, bundle(trail)) == []
    events = [json.loads(leaf) for leaf in trail.leaves]
    entry = next(event["data"]["entry"] for event in events if event["action"] == "review.recommended")
    moved = next(event for event in events if event["action"] == "task.offered" and "naming" in event["data"])
    moved["data"]["recommendation"] = entry
    trail.leaves = rechained([dump(event) for event in events])
    assert CONTRADICTS in codes(tmp_path, bundle(trail))


def test_a_recommendation_to_who_was_walled_off_later_is_named(tmp_path: Path) -> None:
    trail = Trail()
    trail.intake().verify().review().wall("kejari").recommend("kpu")
    assert codes(tmp_path, bundle(trail)) == []
    events = [json.loads(leaf) for leaf in trail.leaves]
    said = next(event for event in events if event["action"] == "review.recommended")
    said["data"]["agency"] = "kejari"
    trail.leaves = rechained([dump(event) for event in events])
    assert ILLEGAL in codes(tmp_path, bundle(trail))


def put(index: int, **members: Any) -> tuple[int, Edit]:
    return index, lambda event: event.update(members)


def into(index: int, member: str, **members: Any) -> tuple[int, Edit]:
    return index, lambda event: event[member].update(members)


def without(index: int, name: str) -> tuple[int, Edit]:
    return index, lambda event: event["data"].pop(name)


def relabelled(index: int, field: str) -> tuple[int, Edit]:
    return index, lambda event: event["texts"][0].update(field=field)


ILLEGAL, CONTRADICTS, MALFORMED = "illegal_transition", "state_contradicts", "leaf_malformed"
DEEDS: dict[str, tuple[tuple[int, Edit], str]] = {
    "opened by an officer": (into(OPENED, "actor", role="officer"), ILLEGAL),
    "opened by another agency": (into(OPENED, "actor", agency="kejari"), ILLEGAL),
    "opened in no state": (put(OPENED, to="closed"), ILLEGAL),
    "opened without a name": (without(OPENED, "event"), MALFORMED),
    "opened twice": (put(PLANNED, action="review.opened", to="open", data=EVENTS[OPENED]["data"]), CONTRADICTS),
    "opened on a task": (put(OPENED, task=FOREIGN), MALFORMED),
    "recorded by an officer": (into(PLANNED, "actor", role="officer"), ILLEGAL),
    "recorded in another review": (into(PLANNED, "data", review=FOREIGN), CONTRADICTS),
    "recorded what is no section": (into(PLANNED, "data", section="title"), MALFORMED),
    "recorded with another text": (relabelled(PLANNED, "why"), CONTRADICTS),
    "recorded without a text": (put(PLANNED, texts=[]), CONTRADICTS),
    "recorded under one name twice": (into(WHY, "data", entry=EVENTS[PLANNED]["data"]["entry"]), CONTRADICTS),
    "recorded as a move": (put(PLANNED, **{"from": "open", "to": "closed"}), ILLEGAL),
    "a lesson of no kind": (into(LESSON, "data", kind="forget"), MALFORMED),
    "a lesson after the end": (put(CLOSED, action="review.lesson_added"), MALFORMED),
    "closed by an officer": (into(CLOSED, "actor", role="officer"), ILLEGAL),
    "closed to nothing": (put(CLOSED, to="gone"), ILLEGAL),
    "closed another review": (into(CLOSED, "data", review=FOREIGN), CONTRADICTS),
    "closed without a section": (put(WHY, action="report.noted", data={}), ILLEGAL),
    "recommended for no time": (into(RECOMMENDED, "data", due_at="2030"), MALFORMED),
    "recommended to one, offered to another": (into(RECOMMENDED, "data", agency="kejari"), CONTRADICTS),
    "offered to another": (put(OFFERED, agency="kejari"), CONTRADICTS),
    "offered as the lead": (into(OFFERED, "data", role="lead"), ILLEGAL),
    "offered as another kind": (into(OFFERED, "data", kind="case"), ILLEGAL),
    "offered as a duty": (into(OFFERED, "data", obligatory=True), ILLEGAL),
    "offered on what nobody recommended": (into(OFFERED, "data", recommendation=FOREIGN), CONTRADICTS),
    "offered after the end of the report without a recommendation": (without(OFFERED, "recommendation"), ILLEGAL),
    "recommended without a task": (
        put(OFFERED, action="report.noted", task=None, data={}, to=None),
        CONTRADICTS,
    ),
    "handed on as an ordinary task": (without(HANDED_ON, "recommendation"), CONTRADICTS),
    "an election that was not": (into(AMENDED, "data", changed={"election": 7}), MALFORMED),
}


def faults_of(tmp_path: Path, deed: str) -> list[dict[str, Any]]:
    index, edit = DEEDS[deed][0]
    return judged(tmp_path, forged(edited(LEAVES, index, edit)))[1]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_review_that_the_law_would_not_have_made_so_is_found_out(tmp_path: Path, deed: str) -> None:
    faults = faults_of(tmp_path, deed)
    assert DEEDS[deed][1] in {fault["code"] for fault in faults}
    assert told.of(faults) == told.recorded(__name__, deed)


def test_what_is_written_after_the_end_of_a_review_is_found_out(tmp_path: Path) -> None:
    lesson = json.loads(LEAVES[LESSON])
    lesson["data"]["entry"] = FOREIGN
    last = json.loads(LEAVES[CLOSED + 1])
    after = last | {name: lesson[name] for name in ("action", "data", "texts", "agency", "from", "to")} | {"task": None}
    assert "illegal_transition" in codes(tmp_path, forged([*LEAVES[: CLOSED + 1], dump(after), *LEAVES[CLOSED + 2 :]]))


def test_a_review_of_what_was_never_verified_is_found_out(tmp_path: Path) -> None:
    trail = Trail()
    case = trail.intake().verify().review()
    taken, _, opened = (json.loads(leaf) for leaf in trail.leaves)
    trail.leaves = rechained([dump(taken), dump(opened | {"seq": 2, "version": 2})])
    assert case.facts.review is not None
    assert "illegal_transition" in codes(tmp_path, bundle(trail))


def test_an_agency_that_is_accused_cannot_own_a_recommendation(tmp_path: Path) -> None:
    """docs/domain.md, "Walls": "it does not read the report, verify it, hold a task of it or end it"."""
    taken = json.loads(LEAVES[0])
    taken["data"]["accused"] = ["kesbangpol"]
    assert "illegal_transition" in codes(tmp_path, forged([dump(taken), *LEAVES[1:]]))


def states(change: Callable[[dict[str, Any]], object], case: Any = CASE) -> Members:
    """The bundle with one line of the state tables changed."""
    whole = bundle(TRAIL)
    found = [json.loads(line) for line in whole["snapshots.jsonl"].splitlines()]
    change(next(line for line in found if line["report"] == str(case.id)))
    return whole | {"snapshots.jsonl": lines(found)}


def of_review(**members: Any) -> Callable[[dict[str, Any]], object]:
    return lambda line: line["review"].update(members)


def of_entry(index: int, **members: Any) -> Callable[[dict[str, Any]], object]:
    return lambda line: line["review"]["entries"][index].update(members)


ALTERED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "the event": (of_review(event="pemilu-2024"), "event of review"),
    "the state": (of_review(state="open"), "state of review"),
    "the version": (of_review(version=2), "version of review"),
    "the review itself": (of_review(id=FOREIGN), f"review is {FOREIGN}"),
    "no review": (lambda line: line.update(review=None), "review is nothing"),
    "an owner": (of_entry(2, of="kejari"), "recommendation kejari"),
    "a due time": (of_entry(2, due_at="2031-01-01T00:00:00.000000Z"), "2031-01-01T00:00:00.000000Z in the tables"),
    "a lesson": (of_entry(6, of="change"), "lesson change in the tables, the events make it lesson keep"),
    "an entry that is gone": (lambda line: line["review"]["entries"].pop(0), "is nothing in the tables"),
    "an entry twice": (
        lambda line: line["review"]["entries"].append(line["review"]["entries"][0]),
        "stands twice in the tables",
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_a_review_that_was_altered_in_the_tables_is_named(tmp_path: Path, what: str) -> None:
    change, words = ALTERED[what]
    _, faults = judged(tmp_path, states(change))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", str(CASE.id))]
    assert words in faults[0]["words"]


def test_a_review_that_no_event_opened_is_named(tmp_path: Path) -> None:
    invented = {"id": FOREIGN, "event": "pilkada-2024", "state": "open", "version": 1, "entries": []}
    _, faults = judged(tmp_path, states(lambda line: line.update(review=invented), LATE))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", str(LATE.id))]


@pytest.mark.parametrize("election", ["pilkada-2024", "pemilu-2024"])
def test_a_report_that_was_moved_to_another_election_in_the_tables_is_named(tmp_path: Path, election: str) -> None:
    """docs/domain.md, "Elections and stages": "A report belongs to one election or to none"."""
    assert LATE.facts.election is None
    _, faults = judged(tmp_path, states(lambda line: line.update(election=election), LATE))
    assert [(fault["code"], fault["report"]) for fault in faults] == [("state_differs", str(LATE.id))]
    assert f"election is {election} in the tables, the events make it nothing" in faults[0]["words"]


def test_a_bundle_of_before_says_nothing_of_elections_and_reviews(tmp_path: Path) -> None:
    def older(line: dict[str, Any]) -> None:
        del line["election"], line["review"]

    assert codes(tmp_path, states(older)) == []


def test_who_did_it_is_told_by_pseudonym() -> None:
    assert EVENTS[OPENED]["actor"]["person"] == str(person("Tono"))
