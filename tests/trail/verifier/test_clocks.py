"""An extension or a pause of a legal clock is replayed, and one that was forged is named."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.tampering import dump, edited, rechained
from tests.trail.verifier.trails import HADI, SARI, TONO, Case, Trail
from tests.workflows.law import kept
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ExtensionGround, LegalStep
from workflows.codes.stamps import stamp
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.clocks.extending import decide_extension
from workflows.decisions.reports.commands import Verify
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.tasks.commands import TaskTransition
from workflows.decisions.tasks.triggers import decide_task
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

FOREIGN = "00000000-0000-4000-8000-000000000000"
WHY = ExtendClock(ground=ExtensionGround.QUESTION_TO_REPORTER, reason="Pelapor dimintai keterangan")
Edit = Callable[[dict[str, Any]], Any]


class Handled(Case):
    """A case whose clock of handling is at hand: that of a law that lets it pause, where wanted."""

    clock: KeptClock

    def registered(self, *, pauses: bool = False) -> "Handled":
        def verify(given: Circumstances) -> Change:
            change = decide_report(self.facts, command(), HADI, given, register_number="33.05/2024/000001")
            drafts = [clock for each in self._trail.changes for clock in each.clocks]
            draft = next(clock for clock in drafts if clock.start.kind is LegalStep.HANDLING)
            self.clock = kept(draft.start, id=draft.id, pauses=pauses)
            return change

        self.keep(HADI, verify)
        return self

    def extended(self, who: Actor = TONO) -> "Handled":
        def extend(given: Circumstances) -> Change:
            change, self.clock = decide_extension(self.facts, self.clock, WHY, who, given)
            return change

        self.keep(who, extend)
        return self

    def lead(self, trigger: str, **members: Any) -> "Handled":
        """Fire a trigger on the lead task, with the clock that may stand still."""
        command_ = TaskTransition.model_validate({"trigger": trigger, **members}).root

        def move(given: Circumstances) -> Change:
            report = with_clock(self.facts, self.clock)
            change = decide_task(report, report.tasks[0], command_, SARI, given)
            self.clock = next(iter(change.changed_clocks), self.clock)
            return change

        self.keep(SARI, move)
        return self


def command() -> Any:
    checked = {"checklist": {"formal": True, "material": True}, "grade": {"reliability": "B", "credibility": 2}}
    return Verify.model_validate({"trigger": "verify", **checked})


def with_clock(report: ReportFacts, clock: KeptClock) -> ReportFacts:
    return msgspec.structs.replace(report, pausable=(clock,))


def faults_of(leaves: list[bytes]) -> list[Fault]:
    """What the replay finds in leaves that were chained anew."""
    faults: list[Fault] = []
    replay = Replay("33.05")
    for at, leaf in enumerate(rechained(leaves)):
        replay.feed(leaf, at, faults)
    return faults


def handled(trail: Trail) -> Handled:
    came_in = trail.intake()
    case = Handled(trail, came_in.id)
    case.clocks = came_in.clocks
    return case


def extension() -> tuple[list[bytes], int]:
    trail = Trail()
    handled(trail).registered().extended().note(HADI)
    return trail.leaves, next(at for at, leaf in enumerate(trail.leaves) if b'"clock.extended"' in leaf)


def pause() -> list[bytes]:
    trail = Trail()
    case = handled(trail).registered(pauses=True)
    case.assign(LEAD)
    case.lead("accept").lead("start").lead("wait", reason="Saksi").lead("resume").lead("wait", reason="Ahli")
    return trail.leaves


def test_an_extension_and_pauses_that_were_decided_are_no_fault() -> None:
    assert faults_of(extension()[0]) == []
    assert faults_of(pause()) == []
    actions = [json.loads(leaf)["action"] for leaf in pause()]
    assert [action for action in actions if action.startswith("clock.")] == [
        "clock.paused", "clock.resumed", "clock.paused",
    ]  # fmt: skip


def put(where: str, **members: Any) -> Edit:
    return lambda event: event[where].update(members)


FORGED: list[tuple[str, Edit, str]] = [
    ("by an officer", put("actor", role="officer"), "was extended by officer of bawaslu"),
    ("on another ground", put("data", ground="more_statements"), "another ground than that of its law"),
    ("on no ground", lambda event: event["data"].pop("ground"), "another ground than that of its law"),
    ("by another agency", put("actor", agency="polres"), "was extended by supervisor of polres"),
    (
        "by who kept a day that it adds",
        lambda event: event["data"].update(said_by=[FOREIGN, event["actor"]["person"]]),
        "by who kept or withdrew a day that it adds",
    ),
    ("with persons who are none", put("data", said_by="nobody"), "data.said_by"),
    ("of a clock that nothing started", put("data", clock=FOREIGN), "which no event has started"),
    ("to no later end", put("data", due="2024-11-25T00:00:00.000000Z"), "another end of the clock than it had"),
    ("from another end", put("data", due_before="2024-11-26T00:00:00.000000Z"), "another end of the clock than it had"),
    ("without an end", lambda event: event["data"].pop("due"), "data.due is no text"),
    ("that moves the report", lambda event: event.update({"from": "verified", "to": "assigned"}), "moves nothing"),
]


@pytest.mark.parametrize(("_what", "edit", "words"), FORGED, ids=[what for what, _, _ in FORGED])
def test_a_forged_extension_is_named(_what: str, edit: Edit, words: str) -> None:
    leaves, at = extension()
    found = [fault for fault in faults_of(edited(leaves, at, edit)) if fault.leaf_index == at]
    assert words in found[0].words


def test_an_extension_of_before_that_names_nobody_who_said_a_day_still_verifies() -> None:
    leaves, at = extension()
    unsaid = edited(leaves, at, lambda event: event["data"].pop("said_by"))
    assert [fault for fault in faults_of(unsaid) if fault.leaf_index == at] == []


def test_an_extension_after_the_end_is_named() -> None:
    leaves, at = extension()
    late = "2024-12-24T00:00:00.000000Z"
    for place in range(at, len(leaves)):
        leaves = edited(leaves, place, lambda event: event.update(at=late))
    assert [fault.words for fault in faults_of(leaves)] == [
        "The course was altered: a clock was extended after it had ended."
    ]


def test_a_second_extension_is_named() -> None:
    leaves, at = extension()
    again = json.loads(leaves[at])
    later = json.loads(leaves[at + 1])
    again |= {"event": FOREIGN, "seq": later["seq"], "version": again["version"] + 1, "at": later["at"]}
    again["data"] |= {"due_before": again["data"]["due"], "due": "2025-01-01T00:00:00.000000Z"}
    found = faults_of([*leaves[: at + 1], dump(again)])
    assert [fault.words for fault in found] == ["The course was altered: a clock was extended a second time."]


def test_an_extension_of_a_report_that_is_closed_is_named() -> None:
    trail = Trail()
    case = handled(trail).registered().extended()
    extended = json.loads(trail.leaves[-1])
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    closed = json.loads(trail.leaves[-1])
    extended |= {"event": FOREIGN, "seq": closed["seq"] + 1, "version": closed["version"] + 1, "at": closed["at"]}
    found = faults_of([*trail.leaves, dump(extended)])
    assert "which no event has started" in found[0].words


def resumed_instead(event: dict[str, Any]) -> None:
    event["action"] = "clock.resumed"
    event["data"]["due"] = "2099-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("action", "edit", "words"),
    [
        ("clock.paused", put("actor", role="supervisor"), "clock.paused follows by rule"),
        ("clock.paused", put("data", clock=FOREIGN), "which no event has started"),
        ("clock.paused", resumed_instead, "did not stand still"),
        ("clock.resumed", lambda event: event.update(action="clock.paused"), "was paused that stood still"),
        ("clock.resumed", put("data", due="2024-11-25T00:00:00.000000Z"), "brought the end of a clock forward"),
    ],
)  # fmt: skip
def test_a_forged_pause_is_named(action: str, edit: Edit, words: str) -> None:
    leaves = pause()
    at = next(at for at, leaf in enumerate(leaves) if f'"{action}"'.encode() in leaf)
    found = [fault for fault in faults_of(edited(leaves, at, edit)) if fault.leaf_index == at]
    assert any(words in fault.words for fault in found), found


def test_a_clock_that_is_started_twice_is_named() -> None:
    leaves, _ = extension()
    begins = next(at for at, leaf in enumerate(leaves) if b'"legal_clocks"' in leaf)
    running = [each for each in json.loads(leaves[begins])["data"]["legal_clocks"] if "met" not in each]

    def twice(event: dict[str, Any]) -> None:
        event["data"]["legal_clocks"] *= 2

    found = faults_of(edited(leaves, begins, twice))
    assert f"the clock {running[0]['clock']} was started a second time" in found[0].words


@pytest.mark.parametrize("wrong", [7, [7], [{}], [{"clock": FOREIGN, "whose": "bawaslu", "due": "soon"}]])
def test_clocks_of_another_form_are_named(wrong: Any) -> None:
    leaves, at = extension()
    found = faults_of(edited(leaves, at - 1, put("data", legal_clocks=wrong)))
    assert found[0].code == "leaf_malformed"


def test_the_end_that_the_trail_tells_is_the_clock_s() -> None:
    trail = Trail()
    case = handled(trail).registered().extended()
    assert json.loads(trail.leaves[-1])["data"]["due"] == stamp(case.clock.due_at)
