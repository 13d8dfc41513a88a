"""Each basis of the law can be looked up: the articles that it names exist, in the law and wording that it names."""

from datetime import date

import pytest

from tests.walking import walked
from tests.workflows.clocks.articles import SINCE, exists
from tests.workflows.law import LAW, POLICY
from workflows.clocks.law import Citation, LegalClock
from workflows.codes.clocks import LawStatus
from workflows.policy.tables import tables_of


@pytest.mark.parametrize("row", LAW.clocks, ids=lambda row: row.id)
def test_each_basis_names_articles_that_exist(row: LegalClock) -> None:
    for reading in (row, *row.readings):
        for citation in walked(reading.citations):
            assert exists(citation), citation


@pytest.mark.parametrize("hours", LAW.counters, ids=lambda hours: f"{hours.regime}-{hours.valid_from}")
def test_the_hours_of_a_counter_name_a_regulation_that_exists(hours: object) -> None:
    for citation in walked(hours.citations):  # type: ignore[attr-defined]
        assert exists(citation), citation


BARE = {
    "investigation": "480(1)", "prosecutor_return": "480(2)", "resubmit": "480(3)", "to_court": "480(4)",
    "first_instance": "482(1)", "lodge_appeal": "482(2)", "send_file": "482(3)", "appeal_decision": "482(4)",
    "deliver_judgment": "483", "carry_out_judgment": "483",
}  # fmt: skip
"""Pemilu's limits in days that its law does not define, with their articles; typed off."""

BENCH = {
    "first_instance": "148(1)", "lodge_appeal": "148(2)", "send_file": "148(3)", "appeal_decision": "148(4)",
    "deliver_judgment": "149", "carry_out_judgment": "149", "final_before_result": "150(1)",
}  # fmt: skip
"""Pilkada's limits in days that its law defines and the bench counts otherwise; typed off."""

PERMA = {"first_instance", "lodge_appeal", "send_file", "appeal_decision"}
"""Of a pemilu's court, whose working days the Supreme Court's regulation is said to set."""

CALENDAR_DAY = "UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015"
OWN, CODE = "UU 7/2017 Pasal", "UU 20/2025 Pasal 1 angka 56"
PROVINCE = {
    "province_decision": 2, "province_follow_up": 4, "supreme_court_appeal": 6, "supreme_court_decision": 7,
}  # fmt: skip

BASES: dict[tuple[str, str | None], list[str]] = {
    ("pemilu/lodge_report", "2017-08-16"): [f"{OWN} 454(6)"],
    ("pemilu/fix_finding", "2017-08-16"): [f"{OWN} 454(5)"] * 2,
    **{
        (f"pemilu/{step}", None): ["Perbawaslu 7/2022"] for step in ("initial_study", "tell_missing", "complete_report")
    },
    ("pemilu/handling", "2017-08-16"): [f"{OWN} 454(7)(8)"] * 2,
    ("pemilu/administrative_decision", "2017-08-16"): [f"{OWN} 461"],
    ("pemilu/execute_decision", "2017-08-16"): [f"{OWN} 462"],
    ("pemilu/forward_crime", "2017-08-16"): [f"{OWN} 476(1)(2)"],
    ("pemilu/inquiry", "2017-08-16"): [f"{OWN} 477; {OWN} 478; {OWN} 479"],
    **{
        (f"pemilu/{step}", "2017-08-16"): [
            f"{OWN} {article}" + ("; Perma 1/2018" if step in PERMA else ""),
            f"{OWN} {article}",
            f"{OWN} {article}; {CODE}",
        ]
        for step, article in BARE.items()
    },
    ("pemilu/final_before_result", "2017-08-16"): [f"{OWN} 484(1)"] * 2,
    ("pilkada/lodge_report", "2015-03-18"): [f"UU 1/2015 Pasal 134(4) jo. UU 8/2015; {CALENDAR_DAY}"],
    ("pilkada/initial_study", None): ["Perbawaslu 8/2020 jo. Perbawaslu 9/2024"] * 2,
    ("pilkada/handling", "2015-03-18"): [f"UU 1/2015 Pasal 134(5)(6) jo. UU 8/2015; {CALENDAR_DAY}"],
    ("pilkada/kpu_follow_up", "2015-03-18"): [f"UU 1/2015 Pasal 140(1); {CALENDAR_DAY}"],
    ("pilkada/kpu_follow_up", "2025-07-30"): [f"UU 1/2015 Pasal 140(1); MK 104/PUU-XXIII/2025; {CALENDAR_DAY}"],
    **{
        (f"pilkada/{step}", "2016-07-01"): [f"UU 1/2015 Pasal 135A({paragraph}) jo. UU 10/2016"]
        for step, paragraph in PROVINCE.items()
    },
    ("pilkada/forward_crime", "2015-03-18"): ["UU 1/2015 Pasal 135(2)"],
    **{
        (f"pilkada/{step}", "2016-07-01"): [f"UU 1/2015 Pasal 146({paragraph}) jo. UU 10/2016"]
        for paragraph, step in enumerate(("investigation", "prosecutor_return", "resubmit", "to_court"), 3)
    },
    **{
        (f"pilkada/{step}", "2015-03-18"): [
            f"UU 1/2015 Pasal {article}; {CALENDAR_DAY}",
            f"UU 1/2015 Pasal {article}; Perma 1/2018",
        ]
        for step, article in BENCH.items()
    },
}  # fmt: skip
"""Of each row, by the day from which it is valid, what it and each other reading of it must rest on; typed off."""


def test_each_row_and_each_reading_rests_on_the_article_that_sets_its_limit() -> None:
    assert len(BASES) == len(LAW.clocks) == 42
    told = {
        (row.id, row.valid_from and row.valid_from.isoformat()): [each.basis for each in (row, *row.readings)]
        for row in LAW.clocks
    }
    assert told == BASES


@pytest.mark.parametrize(
    "citation",
    [
        Citation("UU 10/2016", "134", (4,)),
        Citation("UU 10/2016", "148"),
        Citation("UU 1/2015", "134", (4,), None, "UU 10/2016"),
        Citation("UU 7/2017", "454", (9,)),
        Citation("UU 7/2017", "1", (), 28),
        Citation("Perbawaslu 7/2022", "15"),
    ],
    ids=str,
)
def test_what_does_not_exist_is_found_out(citation: Citation) -> None:
    assert not exists(citation)


def test_a_limit_and_a_reading_are_valid_from_when_their_law_is_in_force() -> None:
    for row in walked(LAW.clocks):
        laws = {name for each in row.citations for name in (each.law, each.changed_by)}
        assert row.valid_from == max((SINCE[name] for name in laws if name in SINCE), default=None), row.id
        for reading in row.readings:
            begins = date(2026, 1, 2) if any(each.law == "UU 20/2025" for each in reading.citations) else None
            assert reading.valid_from == begins, row.id


def test_only_what_is_to_be_confirmed_rests_on_an_article_that_nobody_saw() -> None:
    unseen = [row for row in walked(LAW.clocks) if any(each.article is None for each in row.citations)]
    assert {row.status for row in unseen} == {LawStatus.TO_CONFIRM}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_policy_show_prints_law_article_paragraph_changing_law_and_dates(lang: str) -> None:
    legal = tables_of(POLICY, lang)[2]
    told = {cells[0]: cells for cells in legal.rows}
    basis, valid = ("basis", "valid") if lang == "en" else ("dasar hukum", "berlaku")
    cells = dict(zip(legal.columns, told["pilkada/investigation"], strict=True))
    assert (cells[basis], cells[valid]) == ("UU 1/2015 Pasal 146(3) jo. UU 10/2016", "2016-07-01..")
    cells = dict(zip(legal.columns, told["pilkada/lodge_report"], strict=True))
    assert cells[basis] == "UU 1/2015 Pasal 134(4) jo. UU 8/2015; UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015"
