"""Until when something can be handed in at the counter, by dates that were counted by hand on the calendar.

docs/domain.md, "The counter": "What a reporter hands in is in time only until the counter last closes before the limit
ends".
"""

import dataclasses
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.features.exports.situation import _overdue
from tests.trail.verifier import trails
from tests.trail.verifier.tampering import dump, rechained
from tests.trail.verifier.test_watched import replayed
from tests.trail.verifier.trails import Trail
from tests.workflows.law import LAW, LAW_RAW, POLICY, REGION_RAW, kept, local, started
from workflows.clocks.explaining import Reckoning, explain
from workflows.clocks.law import Law, parse_law
from workflows.codes.clocks import LegalStep
from workflows.decisions.clocks.starting import ClockStart, start_legal_clock
from workflows.files.located import PolicyError
from workflows.policy.counter import counter_at, counter_end, earliest_counter_end
from workflows.policy.region import Policy, parse_policy

STARTS = st.datetimes(datetime(2023, 6, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
AT_COUNTER = [row for row in LAW.clocks if row.at_counter]


def begun(rule: str, start: str, election: str, policy: Policy = POLICY) -> ClockStart:
    """The clock of a rule for a report on an election."""
    regime, step = rule.split("/")
    of = policy.elections[election]
    clock = start_legal_clock(policy, regime, LegalStep(step), local(start), of)
    assert clock is not None
    return clock


def ends(clock: ClockStart) -> tuple[str, str | None]:
    """Legal end and counter's end in local time."""
    due, counter = clock.due_at.astimezone(POLICY.zone), clock.counter_end
    return f"{due:%a %Y-%m-%d %H:%M:%S}", counter and f"{counter.astimezone(POLICY.zone):%a %Y-%m-%d %H:%M:%S}"


BY_HAND = [
    # The case of January 2024: known on Sunday 7 January. Working days 8, 9, 10, 11, 12, (13-14 weekend) 15, 16.
    ("pemilu/lodge_report", "2024-01-07T20:00:00", "pemilu-2024", "Tue 2024-01-16 23:59:59", "Tue 2024-01-16 16:00:00"),
    # Told on Friday 12 what is missing: (13-14) 15, 16, when the counter shut at 16:00.
    (
        "pemilu/complete_report", "2024-01-12T15:00:00", "pemilu-2024",
        "Tue 2024-01-16 23:59:59", "Tue 2024-01-16 16:00:00",
    ),
    # Known on Wednesday 10 January: 11, 12, (13-14) 15, 16, 17, 18, 19, a Friday, until 16:30 under 7/2022.
    ("pemilu/lodge_report", "2024-01-10T10:00:00", "pemilu-2024", "Fri 2024-01-19 23:59:59", "Fri 2024-01-19 16:30:00"),
    # Known on Wednesday 31 January: 1, 2, (3-4) 5, 6, 7, (8 Isra' Mi'raj, 9 leave, 10-11 weekend) 12, 13: in the quiet
    # period, which never closes.
    ("pemilu/lodge_report", "2024-01-31T10:00:00", "pemilu-2024", "Tue 2024-02-13 23:59:59", "Tue 2024-02-13 23:59:59"),
    # One day later: 2, 5, 6, 7, 12, 13, (14 voting) 15: recapitulation, which pemilu does not open around the clock.
    ("pemilu/lodge_report", "2024-02-01T10:00:00", "pemilu-2024", "Thu 2024-02-15 23:59:59", "Thu 2024-02-15 16:00:00"),
    # Pilkada on the dates of that case: 8 to 14 January, a Sunday. The counter is shut on Saturday and Sunday, and no
    # law puts the end off: Friday at 16:00 under 8/2020.
    (
        "pilkada/lodge_report", "2024-01-07T20:00:00", "pilkada-2024",
        "Sun 2024-01-14 23:59:59", "Fri 2024-01-12 16:00:00",
    ),
    # Known on Monday 14 October 2024: seven days later is Monday 21, until 16:00 under 9/2024.
    (
        "pilkada/lodge_report", "2024-10-14T10:00:00", "pilkada-2024",
        "Mon 2024-10-21 23:59:59", "Mon 2024-10-21 16:00:00",
    ),
    # Known on Friday 11: Friday 18. By one source the counter closes at 16:00, by another at 16:30: the earlier.
    (
        "pilkada/lodge_report", "2024-10-11T10:00:00", "pilkada-2024",
        "Fri 2024-10-18 23:59:59", "Fri 2024-10-18 16:00:00",
    ),
    # Known on Sunday 17 November: Sunday 24, the first day of the quiet period.
    (
        "pilkada/lodge_report", "2024-11-17T10:00:00", "pilkada-2024",
        "Sun 2024-11-24 23:59:59", "Sun 2024-11-24 23:59:59",
    ),
    # Known on Saturday 16: Saturday 23, the day before it. The last opening is Friday 22.
    (
        "pilkada/lodge_report", "2024-11-16T10:00:00", "pilkada-2024",
        "Sat 2024-11-23 23:59:59", "Fri 2024-11-22 16:00:00",
    ),
    # Known on Wednesday 20: Wednesday 27, voting day; on Saturday 23: Saturday 30, in recapitulation.
    (
        "pilkada/lodge_report", "2024-11-20T10:00:00", "pilkada-2024",
        "Wed 2024-11-27 23:59:59", "Wed 2024-11-27 23:59:59",
    ),
    (
        "pilkada/lodge_report", "2024-11-23T10:00:00", "pilkada-2024",
        "Sat 2024-11-30 23:59:59", "Sat 2024-11-30 23:59:59",
    ),
    # Known on Monday 8 April 2024, the first day of the leave of Eid: 9 to 15 April are all shut (9 leave, 10-11 Eid,
    # 12 leave, 13-14 weekend, 15 leave): nothing can be handed in, and the legal end stands alone.
    ("pilkada/lodge_report", "2024-04-08T10:00:00", "pilkada-2024", "Mon 2024-04-15 23:59:59", None),
    # Known on Friday 5 April at 17:00, when the counter has shut: 12 April is leave, and so is every day before it.
    ("pilkada/lodge_report", "2024-04-05T17:00:00", "pilkada-2024", "Fri 2024-04-12 23:59:59", None),
    # Two hours earlier it is still open, for an hour.
    (
        "pilkada/lodge_report", "2024-04-05T15:00:00", "pilkada-2024",
        "Fri 2024-04-12 23:59:59", "Fri 2024-04-05 16:00:00",
    ),
    # What others must do ends at no counter.
    ("pemilu/initial_study", "2024-01-10T10:00:00", "pemilu-2024", "Fri 2024-01-12 23:59:59", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "start", "election", "due", "counter"), BY_HAND)
def test_the_counters_end_stands_beside_the_legal_one(
    rule: str, start: str, election: str, due: str, counter: str | None
) -> None:
    assert ends(begun(rule, start, election)) == (due, counter)


def test_under_the_older_regulation_of_pilkada_the_counter_keeps_its_hours_on_voting_day() -> None:
    """Known on Wednesday 2 December 2020: Wednesday 9 is voting day, a day off. One day earlier it is Tuesday."""
    document = json.loads(REGION_RAW)
    document["elections"].insert(0, {
        "code": "pilkada-2020", "name": {"en": "2020", "id": "2020"}, "regime": "pilkada",
        "stages": [{"stage": "voting", "first": "2020-12-09", "last": "2020-12-09", "status": "confirmed"}],
    })  # fmt: skip
    policy = parse_policy(json.dumps(document).encode(), "33.05.json", LAW)
    assert policy.calendar.day_off(datetime(2020, 12, 9, tzinfo=UTC).date()) is not None
    found = begun("pilkada/lodge_report", "2020-12-02T10:00:00", "pilkada-2020", policy)
    assert ends(found) == ("Wed 2020-12-09 23:59:59", "Wed 2020-12-09 16:00:00")
    other = begun("pilkada/lodge_report", "2020-12-02T10:00:00", "pilkada-2024", policy)
    assert ends(other) == ("Wed 2020-12-09 23:59:59", "Tue 2020-12-08 16:00:00")


@given(st.sampled_from(AT_COUNTER), STARTS, st.sampled_from(["pemilu-2024", "pilkada-2024"]))
def test_the_warned_end_is_never_later_than_any_reading_or_the_counters_end(
    row: Any, start: datetime, code: str
) -> None:
    election = POLICY.elections[code]
    clock = start_legal_clock(POLICY, row.regime, row.step, start, election)
    if clock is None:
        return
    told = [clock.due_at, *(end.due_at for end in clock.readings), *filter(None, [clock.counter_end])]
    assert clock.warned_end == min(told)
    assert kept(clock).warned_end == clock.warned_end > clock.started_at


@given(STARTS, st.sampled_from(["pemilu-2024", "pilkada-2024"]))
def test_until_its_end_the_counter_is_open_and_then_it_opens_no_more_before_the_legal_one(
    start: datetime, code: str
) -> None:
    election = POLICY.elections[code]
    clock = start_legal_clock(POLICY, election.regime, LegalStep.LODGE_REPORT, start, election)
    if clock is None:
        return
    opens = counter_at(POLICY, code, clock.started_at if clock.counter_end is None else clock.counter_end)
    assert opens is not None
    if clock.counter_end is None:
        assert opens.opens_at is not None
        assert opens.opens_at > clock.due_at
        return
    assert counter_at(POLICY, code, clock.counter_end - timedelta(microseconds=1)) == (True, None)
    if clock.counter_end < clock.due_at:
        half_past = counter_at(POLICY, code, clock.counter_end + timedelta(minutes=30))
        assert half_past is not None
        assert half_past.opens_at is not None
        assert half_past.opens_at > clock.due_at


def test_a_disputed_closing_lets_a_report_count_as_received_and_warns_by_the_earlier_hour() -> None:
    """Friday 18 October 2024, a quarter past four: by the one source open, by the other shut."""
    at = local("2024-10-18T16:15:00")
    assert counter_at(POLICY, "pilkada-2024", at) == (True, None)
    clock = begun("pilkada/lodge_report", "2024-10-11T10:00:00", "pilkada-2024")
    assert clock.warned_end < at < clock.due_at


def test_without_an_election_the_end_is_that_of_the_regimes_election_going_on_then() -> None:
    row, began = POLICY.law.by_step[AT_COUNTER[-1].regime, LegalStep.LODGE_REPORT][0], local("2024-11-17T10:00:00")
    due = local("2024-11-24T23:59:59")  # the quiet period of pilkada-2024
    assert earliest_counter_end(POLICY, row, began, due) == due
    assert counter_end(POLICY, row, None, began, due) == local("2024-11-22T16:00:00")
    year = timedelta(days=364)  # a year later nothing goes on: Sunday 23 November 2025, the Friday before
    assert earliest_counter_end(POLICY, row, began + year, due + year) == local("2025-11-21T16:00:00")


def told_of(clock: ClockStart) -> Reckoning:
    return Reckoning(
        clock.length, clock.counts_from, clock.started_at, clock.due_at, clock.skipped, clock.basis, clock.status,
        counter_end=clock.counter_end,
    )  # fmt: skip


def test_it_is_explained_in_both_languages() -> None:
    clock = begun("pilkada/lodge_report", "2024-01-07T20:00:00", "pilkada-2024")
    told = explain(told_of(clock), POLICY.zone)
    assert "until Friday 12 January 2024 at 16:00:00 WIB, when it last closes before the end" in told.en
    assert "sampai Jumat, 12 Januari 2024 pukul 16.00.00 WIB, saat loket terakhir tutup" in told.id
    clock = begun("pilkada/lodge_report", "2024-11-17T10:00:00", "pilkada-2024")
    told = explain(told_of(clock), POLICY.zone)
    assert "the counter is open to the end of it" in told.en
    assert "loket buka sampai batas itu berakhir" in told.id


def law_of(change: Any) -> Law:
    document = json.loads(LAW_RAW)
    change(document)
    return parse_law(json.dumps(document, indent=1).encode(), "test.json")


def _mark(document: Any) -> None:
    next(row for row in document["clocks"] if row["step"] == "handling")["at_counter"] = True


FAULTS = {
    "closes before it opens": (lambda d: d["counters"][0]["hours"][0].update(closes="07:00"), "opens at 08:00"),
    "a day twice": (lambda d: d["counters"][0]["hours"][1].update(days=["monday"]), "'monday' has its hours twice"),
    "never on a working day": (
        lambda d: d["counters"][0].update(hours=[{"days": ["sunday"], "opens": "08:00", "closes": "09:00"}]),
        "no hours on any working day",
    ),
    "no time of day": (lambda d: d["counters"][0]["hours"][0].update(opens="24:00"), "matching regex"),
    "disputed by an earlier hour": (
        lambda d: d["counters"][2]["hours"][1].update(disputed="15:00"), "15:00 is not after 16:00",
    ),
    "disputed by nobody who says so": (
        lambda d: d["counters"][2]["hours"][1].pop("disputed_by"), "told with who says so",
    ),
    "said by somebody and disputed by none": (
        lambda d: d["counters"][0]["hours"][1].update(closes_by={"en": "Somebody", "id": "Seseorang"}),
        "told with who says so",
    ),
    "confirmed without an article": (
        lambda d: d["counters"][0].update(status="confirmed", note=None), "what is confirmed names its article",
    ),
    "doubtful and says not why": (lambda d: d["counters"][0].update(note=None), "a note says what"),
    "confirmed and disputed": (
        lambda d: d["counters"][2].update(
            status="confirmed", note=None, citations=[{"law": "Perbawaslu 9/2024", "article": "1"}]
        ),
        "is disputed by nobody",
    ),
    "two at once": (lambda d: d["counters"][1].update(valid_to="2024-09-30"), "two sets of hours on the same days"),
    "ends before it begins": (
        lambda d: d["counters"][1].update(valid_from="2025-01-01"), "closes for good before it opens",
    ),
    "handed in and extended": (_mark, "neither extended nor stands still"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_hours_with_a_mistake_are_refused_with_line_and_reason(fault: str) -> None:
    change, reason = FAULTS[fault]
    with pytest.raises(PolicyError, match=re.escape("test.json")) as refused:
        law_of(change)
    assert reason in refused.value.reason


def test_a_counter_whose_regulation_has_ended_opens_no_more() -> None:
    law = law_of(lambda d: d["counters"].pop())  # what came after 8/2020
    policy = dataclasses.replace(POLICY, law=law)
    assert counter_at(policy, "pilkada-2024", local("2024-09-27T17:00:00")) is None
    assert counter_at(policy, "pilkada-2024", local("2024-09-27T15:00:00")) == (True, None)
    row = started("pilkada/lodge_report", local("2024-10-01T10:00:00"), policy)
    assert (row.counter_end, row.warned_end) == (None, row.due_at)


def handed_in() -> tuple[Trail, trails.Case]:
    """What a law opens on receipt that ends at the counter: two working days from Monday 25 November 2024, 08:00.

    Tuesday 26, (Wednesday 27, voting day) Thursday 28; the counter of pemilu-2024 shuts at 16:00. From Monday 08:00
    these are 80 hours: half of them have passed on Wednesday at midnight, 80 % on Thursday at midnight.
    """
    trail = Trail()
    return trail, trail.intake(election="pemilu-2024", source={"channel": "counter"})


@pytest.fixture
def _opened_on_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = {"moment": "reported", "sets": ["criminal"], "steps": ["complete_report"], "led_by": None}
    law = law_of(lambda d: d["openings"].append(opening))
    monkeypatch.setattr(trails, "POLICY", dataclasses.replace(POLICY, law=law))


def warned(trail: Trail) -> list[dict[str, Any]]:
    events = [json.loads(leaf) for leaf in trail.leaves]
    return [e["data"] for e in events if e["action"] == "clock.warned" and e["data"]["kind"] == "complete_report"]


@pytest.mark.usefixtures("_opened_on_receipt")
def test_its_warnings_come_before_the_counter_shuts_and_the_trail_holds() -> None:
    trail, case = handed_in()
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    assert [(data["percent"], data["moment"]) for data in warned(trail)] == [
        (50, "2024-11-26T17:00:00.000000Z"),
        (80, "2024-11-27T17:00:00.000000Z"),
        (100, "2024-11-28T09:00:00.000000Z"),
    ]
    (ends,) = {(data["due_at"], data["counter_end"]) for data in warned(trail)}
    assert ends == ("2024-11-28T16:59:59.000000Z", "2024-11-28T09:00:00.000000Z")
    assert replayed(trail) == []


@pytest.mark.usefixtures("_opened_on_receipt")
@pytest.mark.parametrize(
    "change",
    [
        {"counter_end": "2024-11-28T10:00:00.000000Z", "moment": "2024-11-28T10:00:00.000000Z"},
        {"moment": "2024-11-28T16:59:59.000000Z"},
        {"counter_end": "2024-11-28T16:59:59.000000Z", "moment": "2024-11-28T16:59:59.000000Z"},
    ],
)
def test_a_warning_by_another_hour_than_the_counters_is_named(change: dict[str, str]) -> None:
    trail, case = handed_in()
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    events = [json.loads(leaf) for leaf in trail.leaves]
    last = [e for e in events if e["action"] == "clock.warned" and e["data"]["kind"] == "complete_report"][-1]
    last["data"] |= change
    trail.leaves = rechained([dump(event) for event in events])
    assert "state_contradicts" in [fault.code for fault in replayed(trail)]


@pytest.mark.usefixtures("_opened_on_receipt")
def test_a_counter_that_closes_after_the_limit_is_named() -> None:
    trail, _ = handed_in()
    events = [json.loads(leaf) for leaf in trail.leaves]
    begun = next(e for e in events if "legal_clocks" in e["data"])["data"]["legal_clocks"]
    next(each for each in begun if "met" not in each and "counter_end" in each)["counter_end"] = (
        "2024-11-28T17:00:00.000000Z"
    )
    trail.leaves = rechained([dump(event) for event in events])
    assert "state_contradicts" in [fault.code for fault in replayed(trail)]


@pytest.mark.usefixtures("_opened_on_receipt")
def test_the_situation_report_lists_it_as_passed_from_the_counters_end_on() -> None:
    trail, case = handed_in()
    case.look(datetime(2024, 12, 20, tzinfo=UTC))
    leaves = {data["kind"]: leaf for leaf in trail.leaves if (data := json.loads(leaf)["data"]).get("percent") == 100}
    row = {"election": "pemilu-2024", "register_number": None, "report_id": case.id, "whose": "reporter", "basis": "-"}
    passed = {kind: _overdue({**row, "leaf": leaf}).due_at for kind, leaf in leaves.items()}
    assert passed["complete_report"] == datetime(2024, 11, 28, 9, 0, tzinfo=UTC)
    assert passed["initial_study"] == datetime(2024, 11, 28, 16, 59, 59, tzinfo=UTC)  # Bawaslu's own has no counter
