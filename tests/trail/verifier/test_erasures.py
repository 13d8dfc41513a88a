"""What an auditor is told of erasures, and that nothing goes missing without one."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier import told
from tests.trail.verifier.bundles import LOG, Members, bundle, lines, write
from tests.trail.verifier.stories import erased
from tests.trail.verifier.tampering import Edit, dump, edited, judged, rechained
from tests.trail.verifier.trails import BUDI, HADI, OPERATOR, TONO, Trail, person

FOREIGN = "00000000-0000-4000-8000-000000000000"
TRAIL = Trail()
OTHER = TRAIL.intake(severity="S3")
CASE = erased(TRAIL)
LEAVES = tuple(TRAIL.leaves)
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in LEAVES]
REQUESTED, APPROVED, REFUSED = (
    next(at for at, event in enumerate(EVENTS) if event["action"] == f"erasure.{past}")
    for past in ("requested", "approved", "refused")
)
REASON = "Permintaan yang bersangkutan"


def texts(**changes: Any) -> list[dict[str, Any]]:
    """Every line of texts, those of a field of the report with erasures changed; None takes the line out."""
    found = []
    for line in TRAIL.texts:
        change = changes.get(line["field"], {}) if line["report"] == str(CASE.id) else {}
        found += [] if change is None else [line | change]
    return found


def shown(lines_of: list[dict[str, Any]]) -> Members:
    return bundle(TRAIL) | {"texts.jsonl": lines(lines_of)}


def codes(tmp_path: Path, members: Members) -> list[str]:
    return [fault["code"] for fault in judged(tmp_path, members)[1]]


def said(tmp_path: Path, members: Members, *, as_json: bool) -> str:
    out = BytesIO()
    assert verify(write(tmp_path / "b.zip", members), [LOG.verifier.encode()], None, as_json, out) == 0
    return out.getvalue().decode()


@pytest.mark.parametrize("line", [{}, None], ids=["with its tombstone", "without"])
def test_what_was_erased_on_an_approval_is_told_and_no_fault(tmp_path: Path, line: Any) -> None:
    title, reporter = json.loads(said(tmp_path, shown(texts(title=line)), as_json=True))["erasures"]
    assert (title["field"], title["at"], title["reason"]) == ("title", EVENTS[APPROVED]["at"], REASON)
    assert (title["by"], title["asked_by"]) == (str(person("Tono")), str(OPERATOR.person))
    assert (reporter["field"], reporter["text"]) == ("reporter", str(CASE.id))


def test_people_are_told_when_by_whom_and_why(tmp_path: Path) -> None:
    words = (
        f"erased on {EVENTS[APPROVED]['at']}, by {person('Tono')} (asked for by {OPERATOR.person}), because {REASON}"
    )
    assert words in said(tmp_path, bundle(TRAIL), as_json=False)


def test_a_reason_that_is_not_shown_is_not_made_up(tmp_path: Path) -> None:
    hidden = [line for line in TRAIL.texts if line["report"] != str(CASE.id)]
    found = json.loads(said(tmp_path, shown(hidden), as_json=True))
    assert [each["reason"] for each in found["erasures"]] == [None, None]
    assert found["counts"]["texts_erased"] == 2


GONE = {"content": None, "salt": None}
CLAIM = {"at": EVENTS[APPROVED]["at"], "by": str(person("Tono")), "reason": REASON}


@pytest.mark.parametrize("field", ["description", "note", "place_detail", "reason"])
@pytest.mark.parametrize("claim", [None, CLAIM], ids=["nothing said", "a tombstone"])
def test_words_that_are_gone_without_an_approved_erasure_are_named(tmp_path: Path, field: str, claim: Any) -> None:
    found = set(codes(tmp_path, shown(texts(**{field: GONE | {"erased": claim}}))))
    assert found == {"text_missing"}


@pytest.mark.parametrize("field", ["description", "note", "place_detail"])
def test_a_text_that_is_gone_altogether_beside_others_is_named(tmp_path: Path, field: str) -> None:
    assert codes(tmp_path, shown(texts(**{field: None}))) == ["text_missing"]


def test_all_texts_of_a_report_that_is_not_secret_are_missed(tmp_path: Path) -> None:
    rest = [line for line in TRAIL.texts if line["report"] != str(OTHER.id)]
    missing = len(TRAIL.texts) - len(rest)
    assert codes(tmp_path, shown(rest)) == ["text_missing"] * missing
    assert set(codes(tmp_path, shown([]))) == {"text_missing"}


def test_a_text_that_is_back_after_its_erasure_is_named(tmp_path: Path) -> None:
    back = {"content": "Pembagian amplop", "salt": bytes(range(16)).hex(), "erased": None}
    assert codes(tmp_path, shown(texts(title=back))) == ["erasure_undone"]


@pytest.mark.parametrize(
    "claim", [{"at": "2024-12-01T00:00:00.000000Z"}, {"by": str(person("Budi"))}, {"reason": "Salah"}], ids=json.dumps
)
def test_what_a_bundle_says_of_an_erasure_is_held_against_its_events(tmp_path: Path, claim: dict[str, str]) -> None:
    assert codes(tmp_path, shown(texts(title=GONE | {"erased": CLAIM | claim}))) == ["erasure_altered"]


def put(at: int, **members: Any) -> tuple[int, Edit]:
    return at, lambda event: event.update(members)


def into(at: int, member: str, **members: Any) -> tuple[int, Edit]:
    return at, lambda event: event[member].update(members)


DEEDS = {
    "approved by who asked": (into(APPROVED, "actor", person=str(OPERATOR.person)), "illegal_transition"),
    "approved by an officer": (into(APPROVED, "actor", role="officer"), "illegal_transition"),
    "approved by another agency": (into(APPROVED, "actor", agency="kejari"), "illegal_transition"),
    "asked for by a supervisor": (into(REQUESTED, "actor", role="supervisor"), "illegal_transition"),
    "another erasure approved": (into(APPROVED, "data", erasure=FOREIGN), "state_contradicts"),
    "another text approved": (into(APPROVED, "data", text=FOREIGN), "state_contradicts"),
    "approved after it was refused": (put(REFUSED, action="erasure.approved"), "erasure_undone"),
    "asked for no text": (into(REQUESTED, "data", text=None), "leaf_malformed"),
    "asked for no target": (into(REQUESTED, "data", target="report"), "leaf_malformed"),
    "an approval that moves the report": (put(APPROVED, **{"from": "reported", "to": "closed"}), "illegal_transition"),
}


def faults_of(tmp_path: Path, deed: str) -> list[dict[str, Any]]:
    copy = Trail()
    copy.leaves, copy.texts, copy.reports = rechained(edited(LEAVES, *DEEDS[deed][0])), TRAIL.texts, TRAIL.reports
    return judged(tmp_path, bundle(copy))[1]


@pytest.mark.parametrize("deed", DEEDS)
def test_an_erasure_that_two_persons_did_not_agree_on_is_found_out(tmp_path: Path, deed: str) -> None:
    faults = faults_of(tmp_path, deed)
    assert DEEDS[deed][1] in {fault["code"] for fault in faults}
    assert told.of(faults) == told.recorded(__name__, deed)


def test_a_decision_that_is_told_twice_is_found_out(tmp_path: Path) -> None:
    trail = Trail()
    case = trail.intake(severity="S4")
    case.erase(text=case.text("title"))
    trail.leaves.append(dump(json.loads(trail.leaves[-1]) | {"seq": 4, "version": 4}))
    assert "state_contradicts" in codes(tmp_path, bundle(trail))


def test_a_second_request_for_what_waits_for_its_decision_is_found_out(tmp_path: Path) -> None:
    trail = Trail()
    case = trail.intake(severity="S4")
    case.erase(text=case.text("title"), approve=False).note(HADI).note(BUDI).note(TONO)
    again = json.loads(trail.leaves[1]) | {"seq": 3, "version": 3, "texts": []}
    again["data"]["erasure"] = FOREIGN
    trail.leaves[2] = dump(again)
    trail.leaves = rechained(trail.leaves)
    assert "state_contradicts" in codes(tmp_path, bundle(trail))
