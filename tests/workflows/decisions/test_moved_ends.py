"""A clock that stood still or was extended warns of the end that it has now.

docs/domain.md, "The task": "a clock stands still with it only where its law allows a pause", and of Karawang
docs/domain.md, "Legal clocks": "A warning therefore comes before the end."
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.trail.verifier.tampering import dump, rechained
from tests.trail.verifier.test_watched import replayed
from tests.trail.verifier.trails import POLICY, TONO, Case, Trail
from workflows.clocks.kept_clocks import KeptClock, paused, resumed
from workflows.clocks.warnings import PERCENTS, moment_of
from workflows.codes.clocks import ExtensionGround, LegalStep
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.clocks.extending import decide_extension
from workflows.decisions.clocks.starting import start_legal_clock

MONDAY = datetime(2024, 2, 19, 3, 0, tzinfo=UTC)  # 10:00 in Jakarta
HOUR = timedelta(hours=1)


def kept(regime: str, step: LegalStep, start: datetime, **changes: Any) -> KeptClock:
    """A legal clock as its row keeps it once it has been started."""
    began = start_legal_clock(POLICY, regime, step, start)
    assert began is not None
    told = {name: getattr(began, name) for name in KeptClock.__struct_fields__ if hasattr(began, name)}
    first = moment_of(PERCENTS[0], began.started_at, began.due_at)
    beside = {"id": UUID(int=1), "task": None, "stopped_at": None, "extended": False, "paused_at": None, "paused_s": 0}
    return KeptClock(**(told | beside | {"next_at": first} | changes))


def test_a_clock_that_stands_still_has_nothing_to_do() -> None:
    clock = kept("pemilu", LegalStep.FORWARD_CRIME, MONDAY, pauses=True)
    assert paused(clock, MONDAY + HOUR).next_at is None


def test_what_it_stood_still_pushes_its_warnings_out_by_as_much() -> None:
    """24 hours; paused after six for four: the half of its time has passed after sixteen."""
    clock = kept("pemilu", LegalStep.FORWARD_CRIME, MONDAY, pauses=True)
    assert clock.next_at == MONDAY + 12 * HOUR
    again = resumed(paused(clock, MONDAY + 6 * HOUR), MONDAY + 10 * HOUR, POLICY.calendar)
    assert (again.warned, again.next_at, again.due_at) == (0, MONDAY + 16 * HOUR, MONDAY + 28 * HOUR)


def test_a_second_pause_pushes_only_what_is_left() -> None:
    clock = kept("pemilu", LegalStep.FORWARD_CRIME, MONDAY, pauses=True)
    once = resumed(paused(clock, MONDAY + 6 * HOUR), MONDAY + 10 * HOUR, POLICY.calendar)
    warned = msgspec.structs.replace(once, warned=50)
    twice = resumed(paused(warned, MONDAY + 17 * HOUR), MONDAY + 20 * HOUR, POLICY.calendar)
    # 80 % of 24 hours are 19.2; seven hours did not count.
    assert (twice.warned, twice.next_at) == (50, MONDAY + timedelta(hours=26.2))


def test_a_warning_never_falls_into_the_time_in_which_the_clock_stood_still() -> None:
    """Days are counted whole: what was left of them may begin after the share of the time that they make up."""
    clock = kept("pilkada", LegalStep.HANDLING, MONDAY, pauses=True, warned=50)
    still, on = MONDAY + 80 * HOUR, MONDAY + 200 * HOUR
    again = resumed(paused(clock, still), on, POLICY.calendar)
    assert again.next_at is not None
    assert on <= again.next_at <= again.due_at


def test_nothing_comes_after_the_last_warning_whatever_is_paused() -> None:
    clock = kept("pemilu", LegalStep.FORWARD_CRIME, MONDAY, pauses=True, warned=100, next_at=None)
    assert resumed(paused(clock, MONDAY + 30 * HOUR), MONDAY + 40 * HOUR, POLICY.calendar).next_at is None


def extended_late() -> tuple[Trail, Case, UUID]:
    """Pilkada: 3 calendar days from Monday 25 November 2024, 07:00:01 in Jakarta, to Thursday at 23:59:59.

    That is 88:59:58 hours. 80 % have passed on Thursday at 06:11:59.4. Extended on Thursday at noon to five days, to
    Saturday: 56 % of that have passed, so that the warning at 50 % stands and the one at 80 % comes again, on Friday
    at 20:35:59.4.
    """
    trail = Trail()
    case = trail.intake().verify()
    clock = next(each for each in case.clocks.values() if each.kind == LegalStep.HANDLING)
    case.look(datetime(2024, 11, 28, 5, 0, tzinfo=UTC))
    warned = case.clocks[clock.id]
    assert warned.warned == 80
    known = {"id": clock.id, "warned": warned.warned, "next_at": warned.next_at}
    whole = kept("pilkada", LegalStep.HANDLING, clock.started_at, **known)
    body = ExtendClock(ground=ExtensionGround.QUESTION_TO_REPORTER, reason="Pelapor ditanya")
    case.keep(TONO, lambda given: decide_extension(case.facts, whole, body, TONO, given)[0])
    return trail, case, clock.id


def told(trail: Trail, clock: UUID) -> list[tuple[int, str]]:
    events = [json.loads(leaf) for leaf in trail.leaves]
    return [
        (event["data"]["percent"], event["data"]["moment"])
        for event in events
        if event["action"] == "clock.warned" and event["data"]["clock"] == str(clock)
    ]


def test_an_extension_tells_of_which_limit_it_is_by_which_law_and_both_of_its_ends() -> None:
    trail, _, clock = extended_late()
    (event,) = (json.loads(leaf) for leaf in trail.leaves if b'"clock.extended"' in leaf)
    assert event["data"] == {
        "clock": str(clock),
        "rule": "pilkada/handling",
        "law": POLICY.law.version,
        "ground": "question_to_reporter",
        "said_by": [],
        "due_before": "2024-11-28T16:59:59.000000Z",
        "due": "2024-11-30T16:59:59.000000Z",
        "warned": 50,
    }


def test_an_extended_clock_warns_of_its_length_in_all() -> None:
    trail, case, clock = extended_late()
    assert case.clocks[clock].warned == 50
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    assert told(trail, clock) == [
        (50, "2024-11-26T20:30:00.000000Z"),
        (80, "2024-11-27T23:11:59.400000Z"),
        (80, "2024-11-29T13:35:59.400000Z"),
        (100, "2024-11-30T16:59:59.000000Z"),
    ]
    assert replayed(trail) == []


@pytest.mark.parametrize(
    ("warned", "code"), [(80, "state_contradicts"), (100, "state_contradicts"), (7, "leaf_malformed")]
)
def test_an_extension_that_counts_warnings_otherwise_is_named(warned: int, code: str) -> None:
    trail, case, _ = extended_late()
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    events = [json.loads(leaf) for leaf in trail.leaves]
    next(event for event in events if event["action"] == "clock.extended")["data"]["warned"] = warned
    trail.leaves = rechained([dump(event) for event in events])
    assert code in [fault.code for fault in replayed(trail)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_at": "2024-11-29T16:59:59.000000Z"}, "state_contradicts"),
        ({"clock": "00000000-0000-4000-8000-000000000000"}, "state_contradicts"),
        ({"kind": "to_court"}, "state_contradicts"),
    ],
)
def test_a_warning_of_a_legal_clock_is_held_against_the_clock_that_was_started(change: Any, code: str) -> None:
    trail, case, clock = extended_late()
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    events = [json.loads(leaf) for leaf in trail.leaves]
    warned = [e for e in events if e["action"] == "clock.warned" and e["data"]["clock"] == str(clock)]
    warned[1]["data"] |= change
    trail.leaves = rechained([dump(event) for event in events])
    assert code in [fault.code for fault in replayed(trail)]
