"""What a problem says of the case at hand, in both languages."""

import re

import pytest

from service.edge.problems.detail import plain_detail
from service.edge.problems.kind import LANGUAGES
from service.edge.problems.problem_body import problem_body
from service.edge.problems.problem_table import PROBLEMS, by_code
from workflows.codes.approvals import Protection
from workflows.codes.wording import label

HOLLOW = re.compile(r"[:(]\s*[.;,)]| [.;,]|\{|\}")
"""What a sentence leaves behind whose place was filled with nothing."""
DECIDED = {"state": "approved", "trigger": "approve", "legal": []}


def _detail(code: str, language: str, faults: int = 0, **members: object) -> str:
    errors = [{"pointer": "/title", "code": "missing", "detail": "Field required"}] * faults
    return str(problem_body(code, language, "", members, errors)["detail"])


def _places(code: str, language: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", PROBLEMS[code].detail[language]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PROBLEMS)
def test_no_detail_says_less_than_a_sentence(code: str, language: str) -> None:
    places = _places(code, language)
    for members in ({}, {place: [] for place in places - {"count"}}, dict.fromkeys(places, 2)):
        said = _detail(code, language, **members)
        assert said.endswith((".", "?"))
        assert not HOLLOW.search(said), said


@pytest.mark.parametrize("code", PROBLEMS)
def test_both_languages_tell_of_the_same_members(code: str) -> None:
    assert _places(code, "en") == _places(code, "id")


def test_where_nothing_is_possible_that_is_said() -> None:
    assert _detail("illegal_transition", "en", **DECIDED).endswith("possible now: nothing.")
    assert _detail("illegal_transition", "id", **DECIDED).endswith("yang mungkin sekarang: tidak ada.")
    assert _detail("illegal_transition", "en", **DECIDED | {"legal": ["close", "return"]}).endswith(": close, return.")


def test_what_is_not_known_of_the_case_is_left_out() -> None:
    assert _detail("bawaslu_only_door", "id") == "UU 7/2017 Pasal 454: pelanggaran pemilihan melalui Bawaslu."
    assert _detail("bawaslu_only_door", "id", rule="ethics/kpu").endswith("Aturan: ethics/kpu.")
    assert _detail("illegal_transition", "en") == "Not possible in this state."


@pytest.mark.parametrize("language", LANGUAGES)
def test_protections_are_told_by_their_words(language: str) -> None:
    said = _detail("second_person_needed", language, protections=["named_persons", "severity"], kind="amendment")
    assert f": {label(Protection.NAMED_PERSONS, language)}, {label(Protection.SEVERITY, language)}. " in said
    outdated = _detail("proposal_outdated", language, because="severity, report_closed")
    assert f": {label(Protection.SEVERITY, language)}, report_closed." in outdated


def test_faults_are_counted_as_one_counts() -> None:
    assert _detail("validation_failed", "en", 1) == "1 field is wrong; `errors` names it."
    assert _detail("validation_failed", "en", 2) == "2 fields are wrong; `errors` lists them, at most 20."
    assert _detail("validation_failed", "id", 1) == "1 isian tidak sah; `errors` memuat paling banyak 20."


def test_the_table_shows_its_places_by_name() -> None:
    shown = plain_detail(PROBLEMS["validation_failed"].detail["en"])
    assert shown == "{count} fields are wrong; `errors` lists them, at most 20."


def test_a_code_that_two_subjects_have_is_refused() -> None:
    closed = {"report_closed": PROBLEMS["report_closed"]}
    with pytest.raises(ValueError, match="report_closed"):
        by_code([closed, {"clock_ended": PROBLEMS["clock_ended"]}, closed])
