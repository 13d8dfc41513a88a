"""A clock that was counted anew once the calendar had changed: decided, replayed, warned of, and forged in vain.

Pemilu, initial study: 2 working days from Monday 25 November 2024. Tuesday 26; Wednesday 27 is voting day; Thursday 28.
A day off on Tuesday 26 that is said later brings it to Friday 29; work on the 27th after all to Wednesday.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from tests.trail.verifier.tampering import edited
from tests.trail.verifier.test_clocks import FOREIGN, Edit, faults_of, put
from tests.trail.verifier.trails import EKO, HADI, POLICY, SARI, TONO, Case, Trail
from tests.workflows.law import kept, local, started
from workflows.access.actors import Actor
from workflows.access.refusals import LawForbids, NotPermitted
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import ClockFamily, LegalStep
from workflows.codes.stamps import stamp
from workflows.codes.wording import Wording
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.commands import RecountClock
from workflows.decisions.clocks.recounting import decide_recount
from workflows.policy.region import Policy

WHY = RecountClock(reason="Cuti bersama diumumkan setelah laporan diterima")
TUESDAY, VOTING = date(2024, 11, 26), date(2024, 11, 27)
NAME = Wording("Said later", "Diumumkan kemudian")


def saying(off: tuple[date, ...] = (), on: tuple[date, ...] = ()) -> Policy:
    """The policy in whose region these days have been said since."""
    days, works = MappingProxyType(dict.fromkeys(off, NAME)), MappingProxyType(dict.fromkeys(on, NAME))
    return replace(POLICY, calendar=replace(POLICY.calendar, days_off=days, working_days=works))


LATER, EARLIER = saying(off=(TUESDAY,)), saying(on=(VOTING,))


class Studied(Case):
    """A report whose clock of the initial study is at hand."""

    clock: KeptClock

    def recount(self, policy: Policy, who: Actor = TONO) -> "Studied":
        def decide(given: Circumstances) -> Change:
            clock = msgspec.structs.replace(self.clock, warned=self.clocks[self.clock.id].warned)
            change, self.clock = decide_recount(self.facts, clock, WHY, who, given._replace(policy=policy))
            return change

        self.keep(who, decide)
        return self


def studied(trail: Trail) -> Studied:
    case = trail.intake(election="pemilu-2024")
    own = Studied(trail, case.id)
    own.clocks = case.clocks
    start = next(each for each in case.clocks.values() if each.kind == LegalStep.INITIAL_STUDY)
    own.clock = kept(started("pemilu/initial_study", start.started_at), id=start.id)
    assert own.clock.due_at == start.due_at == end("2024-11-28")
    return own


def end(day: str) -> datetime:
    return local(f"{day}T23:59:59").astimezone(UTC)


def warnings(trail: Trail) -> list[tuple[int, str]]:
    events = [json.loads(leaf)["data"] for leaf in trail.leaves if b'"clock.warned"' in leaf]
    return [(each["percent"], each["moment"]) for each in events if each["kind"] == "initial_study"]


def recounting(policy: Policy = LATER) -> tuple[list[bytes], int]:
    trail = Trail()
    studied(trail).recount(policy).note(HADI)
    return trail.leaves, next(at for at, leaf in enumerate(trail.leaves) if b'"clock.recounted"' in leaf)


@pytest.mark.parametrize(("policy", "due"), [(LATER, "2024-11-29"), (EARLIER, "2024-11-27")])
def test_a_clock_is_moved_to_where_the_calendar_counts_it_with_both_ends_in_the_trail(policy: Policy, due: str) -> None:
    trail = Trail()
    case = studied(trail).recount(policy)
    assert case.clock.due_at == end(due)
    told = json.loads(trail.leaves[-1])["data"]
    assert (told["due_before"], told["due"]) == ("2024-11-28T16:59:59.000000Z", f"{due}T16:59:59.000000Z")
    assert [each["length"] for each in (*told["counted_before"], *told["counted"])] == ["2wd", "2wd"]
    assert told["counted_before"][0]["passed_over"] == ["2024-11-27"]
    assert faults_of(trail.leaves) == []


def test_a_clock_that_is_moved_back_to_an_end_that_has_passed_is_missed_at_once_and_by_its_own_moments() -> None:
    """Half of the time to Thursday has passed on Tuesday, so it warned; the end is then found to be Wednesday's."""
    trail = Trail()
    case = studied(trail)
    case.look(datetime(2024, 11, 28, 1, tzinfo=UTC))
    assert [percent for percent, _ in warnings(trail)] == [50, 80]
    trail.wait_until(datetime(2024, 11, 28, 2, tzinfo=UTC))
    case.recount(EARLIER)
    assert case.clocks[case.clock.id].warned == 80
    case.look(datetime(2024, 11, 28, 3, tzinfo=UTC))
    assert warnings(trail)[-1] == (100, "2024-11-27T16:59:59.000000Z")
    assert faults_of(trail.leaves) == []


def test_a_missed_clock_that_was_no_longer_missed_warns_of_its_new_end_again() -> None:
    trail = Trail()
    case = studied(trail)
    case.look(datetime(2024, 11, 28, 18, tzinfo=UTC))
    trail.wait_until(datetime(2024, 11, 28, 19, tzinfo=UTC))
    case.recount(LATER)
    case.look(datetime(2024, 11, 29, 18, tzinfo=UTC))
    assert [percent for percent, _ in warnings(trail)] == [50, 80, 100, 100]
    assert warnings(trail)[-1][1] == "2024-11-29T16:59:59.000000Z"
    assert faults_of(trail.leaves) == []


@pytest.mark.parametrize(
    ("who", "code"), [(SARI, "role_not_permitted"), (HADI, "not_clock_agency"), (EKO, "not_clock_agency")]
)
def test_only_a_supervisor_of_whom_it_binds_decides(who: Actor, code: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        studied(Trail()).recount(LATER, who)
    assert refused.value.code == code


def test_a_clock_of_somebody_outside_is_counted_anew_by_who_leads() -> None:
    trail = Trail()
    case = studied(trail)
    case.clock = msgspec.structs.replace(case.clock, whose="court")
    assert case.facts.lead_agency == "bawaslu"
    assert case.recount(LATER).clock.due_at == end("2024-11-29")


@pytest.mark.parametrize(
    ("changes", "policy", "code"),
    [
        ({}, POLICY, "calendar_unchanged"),
        ({"stopped_at": datetime(2024, 11, 26, tzinfo=UTC)}, LATER, "clock_stopped"),
        ({"paused_at": datetime(2024, 11, 26, tzinfo=UTC)}, LATER, "clock_paused"),
        ({"family": ClockFamily.SERVICE}, LATER, "service_clock"),
    ],
)
def test_what_stands_against_it_is_named(changes: Any, policy: Policy, code: str) -> None:
    case = studied(Trail())
    case.clock = msgspec.structs.replace(case.clock, **changes)
    with pytest.raises(LawForbids) as refused:
        case.recount(policy)
    assert refused.value.code == code


def passing(which: str, *days: str, due: str) -> Edit:
    def edit(event: dict[str, Any]) -> None:
        event["data"][which][0] |= {"passed_over": list(days), "due": due}

    return edit


def both(*edits: Edit) -> Edit:
    return lambda event: [edit(event) for edit in edits]


DECEMBER = "2024-12-03T16:59:59.000000Z"
FORGED: list[tuple[str, Edit, str]] = [
    ("by an officer", put("actor", role="officer"), "was counted anew by officer of bawaslu"),
    ("by another agency", put("actor", agency="polres"), "was counted anew by supervisor of polres"),
    ("of a clock that nothing started", put("data", clock=FOREIGN), "which no event has started"),
    ("to an end that no day brings", put("data", due=DECEMBER), "nothing that was passed over brings it"),
    (
        "with an end that its days do not bring",
        both(put("data", due=DECEMBER), passing("counted", "2024-11-26", due=DECEMBER)),
        "its length and its days do not bring it to",
    ),
    ("from another end", put("data", due_before=DECEMBER), "from another time, or another end, than it had"),
    ("from another start", put("data", **{"from": "2024-11-25T00:00:00.000000Z"}), "from another time, or another end"),
    ("in no zone", put("data", zone="Asia/../Nowhere"), "data.zone is no zone"),
    ("without its ends", lambda event: event["data"].pop("counted"), "data.counted is no list of ends"),
    (
        "over days that are none",
        passing("counted", "26 November", due=DECEMBER),
        "holds an end that cannot be reckoned",
    ),
    (
        "with another length",
        lambda event: event["data"]["counted"][0].update(length="3wd", passed_over=["2024-11-27"]),
        "nothing that was passed over brings it",
    ),
    (
        "by who kept a day that moves it",
        lambda event: event["data"].update(said_by=[FOREIGN, event["actor"]["person"]]),
        "by who kept or withdrew a day that moves it",
    ),
    ("with persons who are none", put("data", said_by="nobody"), "data.said_by"),
    ("that counts a warning never given", put("data", warned=80), "counts a warning that was never given"),
]


@pytest.mark.parametrize(("_what", "edit", "words"), FORGED, ids=[what for what, _, _ in FORGED])
def test_a_forged_count_is_named(_what: str, edit: Edit, words: str) -> None:
    leaves, at = recounting()
    found = [fault for fault in faults_of(edited(leaves, at, edit)) if fault.leaf_index == at]
    assert any(words in fault.words for fault in found), found


def test_ends_that_came_to_say_the_same_and_were_told_as_one_still_verify() -> None:
    """So the event told it of a clock that had been extended while its calendar had changed: two readings, then one."""
    leaves, at = recounting()

    def twice(event: dict[str, Any]) -> None:
        event["data"]["counted_before"] *= 2

    assert [fault for fault in faults_of(edited(leaves, at, twice)) if fault.leaf_index == at] == []


def lodging(known: str = "2024-11-20T10:00:00+07:00", again: str = "2024-11-20T09:59:00+07:00") -> list[bytes]:
    """Seven working days from Wednesday 20 November 2024: 21, 22, 25, 26, 28, 29 and Monday 2 December."""
    trail = Trail()
    case = trail.intake(election="pemilu-2024", occurred_at="2024-11-19T10:00:00+07:00", known_at=known)
    case.amend(SARI, known_at=again)
    first, last = [clock for clock in case.facts.counted if clock.kind == LegalStep.LODGE_REPORT]
    given = trail.next()._replace(policy=LATER)
    with pytest.raises(LawForbids, match="clock_stopped"):
        decide_recount(case.facts, first, WHY, TONO, given)
    case.keep(TONO, lambda given: decide_recount(case.facts, last, WHY, TONO, given._replace(policy=LATER))[0])
    assert faults_of(trail.leaves) == []
    of_the_first = put("data", clock=str(first.id), **{"from": stamp(first.started_at)})
    return edited(trail.leaves, len(trail.leaves) - 1, of_the_first)


def test_a_report_is_judged_by_the_clock_of_lodging_that_began_last() -> None:
    leaves = lodging()
    found = [fault.words for fault in faults_of(leaves)]
    assert any("by which the report is judged no longer" in words for words in found), found


def test_an_event_of_before_that_names_nobody_who_said_a_day_still_verifies() -> None:
    """Nobody knew then whose day it was, nor which clock of lodging judged."""

    def unsaid(event: dict[str, Any]) -> None:
        del event["data"]["said_by"]

    leaves, at = recounting()
    assert [fault for fault in faults_of(edited(leaves, at, unsaid)) if fault.leaf_index == at] == []
    leaves = lodging()
    at = len(leaves) - 1
    assert [fault for fault in faults_of(edited(leaves, at, unsaid)) if fault.leaf_index == at] == []


def test_a_count_that_changed_no_day_is_named() -> None:
    leaves, at = recounting()

    def same(event: dict[str, Any]) -> None:
        event["data"] |= {"due": event["data"]["due_before"], "counted": event["data"]["counted_before"]}

    found = [fault for fault in faults_of(edited(leaves, at, same)) if fault.leaf_index == at]
    assert ["no day of it had changed" in fault.words for fault in found] == [True]


def test_a_warning_of_the_end_before_is_named_once_it_was_moved() -> None:
    trail = Trail()
    case = studied(trail).recount(LATER)
    case.clocks[case.clock.id] = msgspec.structs.replace(case.clocks[case.clock.id], due_at=end("2024-11-28"))
    case.look(datetime(2024, 11, 29, 18, tzinfo=UTC))
    assert any("warned of another end than it has" in fault.words for fault in faults_of(trail.leaves))
