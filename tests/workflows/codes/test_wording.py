"""Every code that people see has its wording in both languages."""

import inspect
import json
import pkgutil
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

from tests.walking import walked
from tests.workflows.law import LAW
from workflows import codes
from workflows.codes import content as content_codes
from workflows.codes import evidence as evidence_codes
from workflows.codes import policy as policy_codes
from workflows.codes.reports import Athg, Category, Reliability
from workflows.codes.wording import LABELS, LIST_OF, LIST_TITLES, label
from workflows.codes.words.code_list import CodeList, by_name
from workflows.policy.code_lists import code_lists
from workflows.policy.region import parse_policy

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
POLICY = parse_policy(RAW, "33.05.json", LAW)
ROOMS = [import_module(f"{codes.__name__}.{found.name}") for found in pkgutil.iter_modules(codes.__path__)]
ENUMS = [
    enum
    for module in (*ROOMS, policy_codes, evidence_codes, content_codes)
    for _, enum in inspect.getmembers(module, inspect.isclass)
    if issubclass(enum, StrEnum) and enum is not StrEnum
]


def test_the_lists_are_there() -> None:
    assert {enum.__name__ for enum in ENUMS} >= {"Category", "TaskState", "MediaType", "ContentState"}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_is_worded_in_both_languages_and_in_the_order_of_the_enum(enum: type[StrEnum]) -> None:
    labels = LABELS[LIST_OF[enum]]
    assert list(labels) == [member.value for member in enum]
    for member in enum:
        assert label(member, "en") == labels[member].en != ""
        assert label(member, "id") == labels[member].id != ""


@pytest.mark.parametrize("name", LABELS)
def test_no_two_codes_of_a_list_read_the_same(name: str) -> None:
    for lang in ("en", "id"):
        words = [wording.of(lang) for wording in LABELS[name].values()]
        assert len(set(words)) == len(words)


def test_every_published_list_has_a_title() -> None:
    assert set(code_lists(POLICY)) == set(LIST_TITLES)


def test_two_lists_of_one_name_are_refused() -> None:
    lists = [CodeList("athg", Athg, ("ATHG", "ATHG"), {}), CodeList("athg", Category, ("Category", "Kategori"), {})]
    with pytest.raises(ValueError, match="athg"):
        by_name(lists)


def test_a_list_name_is_answered_with_its_title() -> None:
    assert (label("category", "en"), label("category", "id")) == ("Category", "Kategori")


def test_a_letter_is_worded_by_its_own_list() -> None:
    assert label(Athg.THREAT, "id") == "Ancaman"
    assert label(Reliability.A, "id") == "Sangat andal"


def test_a_language_that_is_not_kept_reads_english() -> None:
    assert label(Category.HOAX, "fr") == label(Category.HOAX, "en")


def test_what_has_no_wording_is_an_error() -> None:
    with pytest.raises(KeyError):
        label("weather", "en")


def test_the_grades_of_credibility_are_one_to_six() -> None:
    assert list(LABELS["credibility"]) == ["1", "2", "3", "4", "5", "6"]


def test_the_code_lists_are_the_same_each_time_and_are_json() -> None:
    first, second = (json.dumps(code_lists(parse_policy(RAW, "33.05.json", LAW)), ensure_ascii=False) for _ in range(2))
    assert first == second


def test_every_item_of_every_list_has_a_unique_code_and_both_wordings() -> None:
    for items in walked(code_lists(POLICY).values()):
        assert len({item["code"] for item in items}) == len(items) > 0
        assert all(item["en"] and item["id"] for item in items)


def test_the_policy_adds_its_agencies_elections_and_areas() -> None:
    lists = code_lists(POLICY)
    assert len(lists["agency"]) == 14
    assert [item["code"] for item in lists["election"]] == ["pilkades-2023", "pemilu-2024", "pilkada-2024"]
    assert len(lists["area"]) == 27
    assert lists["election"][0]["stages"] == [
        {"stage": "voting", "first": "2023-09-12", "last": "2023-09-12", "status": "confirmed"}
    ]
    assert lists["area"][12]["parent"] == "33.05"
