"""The file of legal clocks is taken whole and sound, or refused with the line where it is wrong."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.walking import walked
from tests.workflows.law import LAW, LAW_RAW, REGION_RAW
from workflows.clocks.law import parse_law
from workflows.codes.clocks import LawStatus, LegalStep
from workflows.codes.policy import LegalClockSet, LegalMoment
from workflows.files.located import PolicyError
from workflows.policy.region import parse_policy

TEXT = LAW_RAW.decode()
Edit = Callable[[dict[str, Any]], Any]


def refused(edit: Edit) -> PolicyError:
    document = json.loads(LAW_RAW)
    edit(document)
    with pytest.raises(PolicyError) as caught:
        parse_law(json.dumps(document, indent=1).encode(), "test.json")
    return caught.value


def put(at: int, **members: Any) -> Edit:
    return lambda document: document["clocks"][at].update(members)


IN_ALL = {"count": 14, "in_all": True, "ground": "more_statements", "day_kind": "working_days"}
MORE = {"in_all": False, "ground": "more_statements"}
BARE = {
    "length": 7,
    "day_kind": "calendar_days",
    "readings": [
        {
            "length": 168,
            "day_kind": "hours",
            "citations": [{"law": "UU 7/2017", "article": "454", "paragraphs": [7, 8]}],
        }
    ],
}
"""A limit of days that may be days of 24 hours."""

FAULTS: list[tuple[Edit, str]] = [
    (put(0, length=0), "Expected `int` >= 1"),
    (put(0, day_kind="weeks"), "Invalid enum value 'weeks'"),
    (put(0, whose="mayor"), "Invalid enum value 'mayor'"),
    (put(0, citations=[]), "length >= 1"),
    (put(0, citations=[{"law": "UU Pemilu", "article": "454"}]), "matching regex"),
    (put(0, citations=[{"law": "UU 7/2017", "article": "454(6)"}]), "matching regex"),
    (put(0, citations=[{"law": "UU 7/2017"}]), "what is confirmed names its article"),
    (put(5, backward=True), "what is counted back is neither extended nor stands still"),
    (put(1, backward=True), "no limit of any regime begins with 'fix_finding'"),
    (put(0, regime="pilpres"), "no law describes the regime 'pilpres'; described are pemilu, pilkada, pilkades"),
    (put(0, status="to_confirm"), "a note says what is to be confirmed"),
    (put(1, status="confirmed"), "a note says what is to be confirmed"),
    (put(0, valid_to="2010-01-01"), "'pemilu/lodge_report' ends before it begins"),
    (put(2, step="lodge_report"), "'pemilu/lodge_report' has two limits on the same days"),
    (put(5, extension={"count": 7, "in_all": True, "ground": "more_statements"}), "7wd in all extends no limit of 7wd"),
    (put(5, extension=IN_ALL | {"count": 24, "day_kind": "hours"}), "24h in all extends no limit of 7wd"),
    (put(5, extension=IN_ALL | {"count": 20, "day_kind": "calendar_days"}), "20cd in all extends no limit of 7wd"),
    (put(5, extension=IN_ALL | {"in_all": False, "count": 2}), "what is added counts as the limit does"),
    (put(5, **BARE, extension=IN_ALL | {"day_kind": None}), "14h in all extends no limit of 168h"),
    (put(5, **BARE, extension={**MORE, "count": 2}), "hours and days are not extended by as many"),
    (put(1, step="lodge_report"), "'pemilu/lodge_report' has two limits on the same days"),
    (lambda document: document["clocks"][0].pop("pauses"), "missing required field `pauses`"),
    (lambda document: document["openings"][0].update(steps=["adjudication"]), "Invalid enum value 'adjudication'"),
    (
        lambda document: document["clocks"].__delitem__(slice(1, 2)),
        "no limit of any regime begins with 'fix_finding'",
    ),
    (lambda document: document.update(version="2026"), "matching regex"),
    (put(0, regime="Pemilu"), "matching regex"),
    (lambda document: document["counters"][0].update(regime="pilpres"), "no law describes the regime 'pilpres'"),
    (lambda document: document["regimes"][1].update(code="pemilu"), "the regime 'pemilu' is described twice"),
    (lambda document: document.update(extra=1), "unknown field `extra`"),
]


@pytest.mark.parametrize(("edit", "reason"), FAULTS)
def test_a_mistake_is_refused_with_its_reason(edit: Edit, reason: str) -> None:
    assert reason in refused(edit).reason


def test_a_mistake_is_refused_with_its_line() -> None:
    broken = TEXT.replace('"length": 14', '"length": "fourteen"', 1)
    line = next(at for at, text in enumerate(broken.splitlines(), 1) if '"fourteen"' in text)
    with pytest.raises(PolicyError, match=f"^law.json:{line}: Expected `int`"):
        parse_law(broken.encode(), "law.json")


def test_rows_of_one_step_may_follow_each_other() -> None:
    document = json.loads(LAW_RAW)
    old = document["clocks"][0] | {"valid_to": "2026-12-31", "length": 7}
    new = document["clocks"][0] | {"valid_from": "2027-01-01", "length": 5}
    document["clocks"] = [old, new, *document["clocks"][1:]]
    law = parse_law(json.dumps(document).encode(), "test.json")
    lengths = [law.clock("pemilu", LegalStep.LODGE_REPORT, date(year, 6, 1)) for year in (2016, 2026, 2027)]
    assert [row and row.length for row in lengths] == [None, 7, 5]


def test_every_mark_of_the_table_is_kept_and_what_is_recalled_says_what_is_to_be_confirmed() -> None:
    """docs/domain.md, "Legal clocks": "Each legal clock is a row of data with its basis and a status"."""
    for row in walked(LAW.clocks):
        assert row.basis
        assert (row.note is not None) == (row.status is LawStatus.TO_CONFIRM)


def test_no_law_lets_an_election_s_clock_stand_still() -> None:
    """docs/domain.md, "The task": "None of the laws read so far does"."""
    assert not [row.id for row in walked(LAW.clocks) if row.pauses]


@pytest.mark.parametrize(
    ("moment", "regime", "clocks", "lead", "steps"),
    [
        ("reported", "pemilu", "criminal", "bawaslu", ["lodge_report", "initial_study"]),
        ("reported", "pilkada", "criminal", "bawaslu", ["lodge_report", "initial_study", "handling"]),
        ("reported", "pilkada", "criminal", "diskominfo", ["lodge_report"]),
        ("found", "pemilu", "other_law", "bawaslu", ["fix_finding"]),
        ("found", "pilkada", "other_law", "bawaslu", ["fix_finding", "handling"]),
        ("registered", "pemilu", "criminal", "bawaslu", ["handling"]),
        ("registered", "pemilu", "criminal", "diskominfo", []),
        ("registered", "pemilu", "administrative", "bawaslu", ["handling", "administrative_decision"]),
        ("registered", "pilkada", "administrative", "bawaslu", ["administrative_decision"]),
        ("registered", "pemilu", "external", "bawaslu", ["handling"]),
        ("registered", "pemilu", "by_regime", "bawaslu", ["handling"]),
        ("reported", "pilkada", "revote", "kpu", []),
        ("reported", "pilkada", None, "bawaslu", []),
    ],
)
def test_a_set_starts_its_steps(moment: str, regime: str, clocks: str | None, lead: str, steps: list[str]) -> None:
    of = None if clocks is None else LegalClockSet(clocks)
    assert list(LAW.opened(LegalMoment(moment), regime, of, lead)) == steps


SPECIAL = {"day": "2024-02-13", "name": {"en": "Flood", "id": "Banjir"}, "basis": "SK Bupati"}


@pytest.mark.parametrize(
    ("off", "working", "reason"),
    [
        ([SPECIAL, SPECIAL], [], "2024-02-13 stands twice in the calendar"),
        ([SPECIAL], [SPECIAL], "2024-02-13 stands twice in the calendar"),
        ([SPECIAL | {"day": "2024-02-30"}], [], "Invalid RFC3339"),
        ([SPECIAL | {"name": {"en": "Flood"}}], [], "missing required field `id`"),
        ([{"day": "2024-02-13", "name": {"en": "Flood", "id": "Banjir"}}], [], "missing required field `basis`"),
    ],
)
def test_a_region_s_calendar_with_a_mistake_is_refused(off: Any, working: Any, reason: str) -> None:
    document = json.loads(REGION_RAW)
    document["calendar"] = {"days_off": off, "working_days": working}
    with pytest.raises(PolicyError, match=reason):
        parse_policy(json.dumps(document).encode(), "test.json", LAW)


def test_a_region_s_days_reach_its_clocks() -> None:
    document = json.loads(REGION_RAW)
    document["calendar"] = {"days_off": [SPECIAL], "working_days": [SPECIAL | {"day": "2024-02-17"}]}
    calendar = parse_policy(json.dumps(document).encode(), "test.json", LAW).calendar
    off = calendar.day_off(date(2024, 2, 13))
    assert off is not None
    assert (off.reason, off.name.id) == ("region", "Banjir")
    assert calendar.day_off(date(2024, 2, 17)) is None


def test_a_limit_of_one_day_is_sound_and_one_that_ends_a_day_before_is_none() -> None:
    for first, last in (("2024-02-19", "2024-02-19"), ("2024-02-19", "2024-02-20")):
        document = json.loads(LAW_RAW)
        put(0, valid_from=first, valid_to=last)(document)
        parse_law(json.dumps(document).encode(), "test.json")
    assert "ends before it begins" in refused(put(0, valid_from="2024-02-19", valid_to="2024-02-18")).reason


@pytest.mark.parametrize("members", [{"valid_to": "2010-01-01"}, {"regime": "pilkadus"}])
def test_a_row_that_cannot_be_is_refused_with_the_line_of_what_is_wrong_in_it(members: dict[str, str]) -> None:
    document, (wrong,) = json.loads(LAW_RAW), members.values()
    put(0, **members)(document)
    text = json.dumps(document, indent=2)
    line = next(at for at, each in enumerate(text.splitlines(), 1) if wrong in each)
    with pytest.raises(PolicyError, match=f"^law.json:{line}: "):
        parse_law(text.encode(), "law.json")
