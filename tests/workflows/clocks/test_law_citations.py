"""Each basis of the law can be looked up: the articles that it names exist, in the law and wording that it names."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.walking import walked
from tests.workflows.law import LAW, LAW_RAW, POLICY, REGION_RAW
from workflows.clocks.law import Citation
from workflows.codes.clocks import LawStatus
from workflows.decisions.gakkumdu.steps import STEPS
from workflows.policy.tables import tables_of

ARTICLES: dict[tuple[str, str, str | None], range | None] = {
    ("UU 7/2017", "454", None): range(1, 9),
    ("UU 7/2017", "461", None): None,  # the numbers of its paragraphs were not seen
    ("UU 7/2017", "462", None): None,
    ("UU 7/2017", "476", None): range(1, 3),
    ("UU 7/2017", "477", None): None,
    ("UU 7/2017", "478", None): None,
    ("UU 7/2017", "479", None): None,
    ("UU 7/2017", "480", None): range(1, 5),
    ("UU 7/2017", "482", None): range(1, 6),
    ("UU 7/2017", "483", None): None,
    ("UU 7/2017", "484", None): range(1, 2),
    ("UU 1/2015", "134", "UU 8/2015"): range(1, 7),
    ("UU 1/2015", "135", None): range(1, 3),
    ("UU 1/2015", "135A", "UU 10/2016"): range(1, 11),
    ("UU 1/2015", "140", None): range(1, 2),
    ("UU 1/2015", "146", "UU 10/2016"): range(1, 7),
    ("UU 1/2015", "148", None): range(1, 5),
    ("UU 1/2015", "149", None): None,
    ("UU 1/2015", "150", None): range(1, 2),
    ("UU 20/2025", "1", None): None,
}
"""Law, article and the law that gave it its present text, with its paragraphs as far as they were read; typed off."""

ITEMS = {("UU 1/2015", "1", "UU 8/2015"): {28}, ("UU 20/2025", "1", None): {56, 57}}
"""Numbers of the lists of definitions."""

REGULATIONS = {
    ("Perbawaslu 7/2022", None),
    ("Perbawaslu 8/2020", None),
    ("Perbawaslu 8/2020", "Perbawaslu 9/2024"),
    ("Perma 1/2018", None),
    ("MK 104/PUU-XXIII/2025", None),
}
"""Cited as a whole: their articles were not seen."""

SINCE = {
    "UU 8/2015": date(2015, 3, 18),
    "UU 10/2016": date(2016, 7, 1),
    "UU 7/2017": date(2017, 8, 16),
    "MK 104/PUU-XXIII/2025": date(2025, 7, 30),
}
"""From when a law is in force, or a ruling on one."""


def exists(citation: Citation) -> bool:
    if citation.article is None:
        return (citation.law, citation.changed_by) in REGULATIONS
    place = (citation.law, citation.article, citation.changed_by)
    if citation.item is not None:
        return citation.item in ITEMS.get(place, set())
    paragraphs = ARTICLES.get(place)
    return place in ARTICLES and set(citation.paragraphs) <= set(paragraphs or ())


@pytest.mark.parametrize("row", LAW.clocks, ids=lambda row: row.id)
def test_each_basis_names_articles_that_exist(row: object) -> None:
    for citation in walked(row.citations):  # type: ignore[attr-defined]
        assert exists(citation), citation


@pytest.mark.parametrize("hours", LAW.counters, ids=lambda hours: f"{hours.regime}-{hours.valid_from}")
def test_the_hours_of_a_counter_name_a_regulation_that_exists(hours: object) -> None:
    for citation in walked(hours.citations):  # type: ignore[attr-defined]
        assert exists(citation), citation


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


def test_a_limit_is_valid_from_when_its_law_is_in_force() -> None:
    for row in walked(LAW.clocks):
        laws = {name for each in row.citations for name in (each.law, each.changed_by)}
        begins = [SINCE[name] for name in laws if name in SINCE]
        assert row.valid_from == max(begins, default=None) or row.id == "pilkada/forward_crime"


def test_only_what_is_to_be_confirmed_rests_on_an_article_that_nobody_saw() -> None:
    unseen = [row for row in walked(LAW.clocks) if any(each.article is None for each in row.citations)]
    assert {row.status for row in unseen} == {LawStatus.TO_CONFIRM}


ABROAD = re.compile(r"UU 10/2016 (?:art\.|Pasal) ([0-9]+)")
"""What a text cites of the law that has only some articles of its own."""

OF_ITS_OWN = {"146", "152", "153", "154", "187"}


def test_no_text_of_the_service_cites_an_article_that_its_law_does_not_have() -> None:
    texts = [LAW_RAW.decode(), REGION_RAW.decode(), *(rule.basis for rule in STEPS.values())]
    for wing in ("workflows", "service"):
        texts += [path.read_text() for path in sorted((Path(__file__).parents[3] / wing).rglob("*.py"))]
    assert {article for text in texts for article in ABROAD.findall(text)} <= OF_ITS_OWN


@pytest.mark.parametrize("lang", ["en", "id"])
def test_policy_show_prints_law_article_paragraph_changing_law_and_dates(lang: str) -> None:
    legal = tables_of(POLICY, lang)[2]
    told = {cells[0]: cells for cells in legal.rows}
    basis, valid = ("basis", "valid") if lang == "en" else ("dasar hukum", "berlaku")
    cells = dict(zip(legal.columns, told["pilkada/investigation"], strict=True))
    assert (cells[basis], cells[valid]) == ("UU 1/2015 Pasal 146(3) jo. UU 10/2016", "2016-07-01..")
    cells = dict(zip(legal.columns, told["pilkada/lodge_report"], strict=True))
    assert cells[basis] == "UU 1/2015 Pasal 134(4) jo. UU 8/2015; UU 1/2015 Pasal 1 angka 28 jo. UU 8/2015"
