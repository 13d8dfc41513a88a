"""What the texts of steps, notices, routing, bundle and notes cite exists too, in the law that they name."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walking import walked
from tests.workflows.clocks.articles import ARTICLES
from tests.workflows.law import LAW_RAW, REGION_RAW
from workflows.decisions.administrative.violation_steps import STEPS as VIOLATION_STEPS
from workflows.decisions.gakkumdu.steps import STEPS

OF_LISTS: dict[tuple[str, str], range | None] = {
    ("Perbawaslu 3/2023", "27"): range(1, 6),
    ("UU 10/2016", "146"): range(1, 7),  # as the texts of the steps name what it put into UU 1/2015
    **{(law, article): paragraphs for (law, article, _), paragraphs in ARTICLES.items()},
}
"""The same articles as texts name them, without who changed them."""

NAMED_WHOLE = {
    "Perbawaslu 7/2022", "Perbawaslu 8/2020", "Perbawaslu 8/2020 as changed by 9/2024", "Perbawaslu 3/2023",
}  # fmt: skip
"""What a text may name without an article; a law never."""

_PLACE = r"[0-9]+[A-Z]?(?![0-9/])(?:(?: ayat )?\([0-9]+\)(?:(?:, | to )(?=\())?)*"
LAW_IN_TEXT = re.compile(
    r"(?P<law>(?:UU|Perbawaslu|Perma|Perppu|PKPU|PP|Perpres) [0-9]+/[0-9]+)(?P<changed> as changed by [0-9]+/[0-9]+)?"
    rf"(?: (?:art\.|article|Pasal) (?P<list>{_PLACE}(?:(?:, | and | to ){_PLACE})*))?"
)
PLACE = re.compile(
    r"(?P<to>(?<=[0-9)] )to )?(?P<article>\b[0-9]+[A-Z]?)(?: ayat )?(?P<paragraphs>(?:\([0-9]+\)(?:, | to )?)*)"
)


def unknown_in(text: str) -> list[str]:
    """What a text cites and no table holds: laws without an article, articles, paragraphs."""
    unknown = list[str]()
    for found in LAW_IN_TEXT.finditer(text):
        if found["list"] is not None:
            unknown += [place for place in _places(found["law"], found["list"]) if place is not None]
        elif found["law"] + (found["changed"] or "") not in NAMED_WHOLE:
            unknown.append(found["law"])
    return unknown


def _places(law: str, listed: str) -> Iterator[str | None]:
    """Each article of a list as it is cited, None for one that exists."""
    last = 0
    for place in PLACE.finditer(listed):
        article, paragraphs = place["article"], place["paragraphs"].removesuffix(", ")
        spread = [str(each) for each in range(last + 1, int(article))] if place["to"] else []
        last = int(article.rstrip("ABC"))
        for each in (*spread, article):
            known = (law, each) in OF_LISTS and _paragraphs(paragraphs) <= set(OF_LISTS[law, each] or ())
            yield None if known else f"{law} {each}{paragraphs}"


def _paragraphs(text: str) -> set[int]:
    """``(4) to (6)`` is 4, 5 and 6; ``(1)(2)`` and ``(1), (2)`` are both."""
    spans = [[int(each) for each in re.findall("[0-9]+", part)] for part in re.split(r",|(?<=\))(?=\()", text)]
    return {paragraph for span in spans if span for paragraph in range(span[0], span[-1] + 1)}


def bases_in(value: object) -> Iterator[str]:
    """Each text of a document that is, or explains, the basis of something."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "basis":
                yield member
            elif name in {"note", "caution"} and isinstance(member, dict):
                yield from member.values()
            else:
                yield from bases_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from bases_in(member)


TEXTS = {
    "a step of the case": [rule.basis for rule in STEPS.values()],
    "a step of an administrative violation": [rule.basis for rule in VIOLATION_STEPS.values()],
    "the region's policy": list(bases_in(json.loads(REGION_RAW))),
    "notes of the law": list(bases_in(json.loads(LAW_RAW))),
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_what_a_text_cites_exists_too(texts: list[str]) -> None:
    assert [unknown for text in walked(texts) for unknown in unknown_in(text)] == []
    assert any(found["list"] for text in texts for found in LAW_IN_TEXT.finditer(text))


def test_each_part_of_the_policy_that_rests_on_a_law_is_looked_at() -> None:
    document = json.loads(REGION_RAW)
    assert {name for name in document if any(LAW_IN_TEXT.search(text) for text in bases_in(document[name]))} == {
        "rules", "handover", "notices",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("UU 10/2016 art. 148", ["UU 10/2016 148"]),
        ("UU 7/2017 art. 454(7)(9)", ["UU 7/2017 454(7)(9)"]),
        ("Practice [R]; UU 7/2017 art. 477 to 481 and 486", ["UU 7/2017 481"]),
        ("UU 1/2015 art. 135A(9) to (11), 148(5)", ["UU 1/2015 135A(9) to (11)", "UU 1/2015 148(5)"]),
        ("Perbawaslu 3/2023 art. 28", ["Perbawaslu 3/2023 28"]),
        ("UU 7/2017 Pasal 480 ayat (5)", ["UU 7/2017 480(5)"]),
        ("Perbawaslu 8/2020 as changed by 9/2023", ["Perbawaslu 8/2020"]),
        ("UU 7/2017 allows it", ["UU 7/2017"]),
        ("UU 7/2017 art. 461, 462, UU 1/2015 art. 134, 140(1)", []),
    ],
)
def test_what_a_text_cites_and_does_not_exist_is_found_out(text: str, unknown: list[str]) -> None:
    assert unknown_in(text) == unknown


ABROAD = re.compile(r"UU 10/2016 (?:art\.|Pasal) ([0-9]+)")
"""What a text cites of the law that has only some articles of its own."""

OF_ITS_OWN = {"146", "152", "153", "154", "187"}


def test_no_text_of_the_service_cites_an_article_that_its_law_does_not_have() -> None:
    texts = [LAW_RAW.decode(), REGION_RAW.decode(), *(rule.basis for rule in STEPS.values())]
    for wing in ("workflows", "service"):
        texts += [path.read_text() for path in sorted((Path(__file__).parents[3] / wing).rglob("*.py"))]
    assert {article for text in texts for article in ABROAD.findall(text)} <= OF_ITS_OWN
