"""What a problem says of the case at hand, in both languages."""

import json
import re
from itertools import product
from typing import Any

import pytest

from service.edge.auth.sign_in_errors import Reason
from service.edge.limits.slots import Slot
from service.edge.problems.detail import plain_detail
from service.edge.problems.kind import LANGUAGES
from service.edge.problems.problem_body import problem_body
from service.edge.problems.problem_table import PROBLEMS, by_code
from service.edge.problems.told_codes import LISTS, MACHINES, REGIONAL, words_of
from tests.edge.contract.document import DOCUMENT
from tests.workflows.codes.test_wording import POLICY
from workflows.codes import states
from workflows.codes.approvals import Protection
from workflows.codes.content import CONTENT_MOVES
from workflows.codes.evidence import UploadState
from workflows.codes.notices import TemplateFact
from workflows.codes.people import Role
from workflows.codes.wording import label

HOLLOW = re.compile(r"[:(]\s*[.;,)]| [.;,]|\{|\}")
"""What a sentence leaves behind whose place was filled with nothing."""
COMMANDS = {"tindak doctor", "Authorization: Bearer"}


def _sources(table: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in table:
        found.setdefault(str(row.trigger), set()).update(map(str, row.sources))
    return found


MACHINES_OF: dict[str, tuple[str, str, dict[str, set[str]]]] = {
    "report": ("report_state", "report_trigger", _sources(states.REPORT_TRANSITIONS)),
    "task": ("task_state", "task_trigger", _sources(states.TASK_TRANSITIONS)),
    "case": ("case_state", "case_step", _sources(states.CASE_TRANSITIONS)),
    "administrative": (
        "administrative_state",
        "administrative_step",
        _sources(states.ADMINISTRATIVE_TRANSITIONS),
    ),
    "approval": ("approval_state", "approval_trigger", _sources(states.APPROVAL_TRANSITIONS)),
    "review": ("review_state", "review_trigger", _sources(states.REVIEW_TRANSITIONS)),
    "content": (
        "content_state",
        "content_step",
        {str(step): set(map(str, moves)) for step, moves in CONTENT_MOVES.items()},
    ),
}
"""The code lists of each machine, and from which states each trigger leads."""
DECIDED: dict[str, Any] = {"state": "approved", "trigger": "approve", "legal": []}


def _detail(code: str, language: str, faults: int = 0, **members: object) -> str:
    errors = [{"pointer": "/title", "code": "missing", "detail": "Field required"}] * faults
    return str(problem_body(code, language, "", members, errors)["detail"])


def _places(code: str, language: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", PROBLEMS[code].detail[language]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PROBLEMS)
def test_no_detail_says_less_than_a_sentence(code: str, language: str) -> None:
    places = _places(code, language)
    given: tuple[dict[str, Any], ...] = ({}, {place: [] for place in places - {"count"}}, dict.fromkeys(places, 2))
    for members in given:
        said = _detail(code, language, **members)
        assert said.endswith((".", "?"))
        assert not HOLLOW.search(said), said


@pytest.mark.parametrize("code", PROBLEMS)
def test_both_languages_tell_of_the_same_members(code: str) -> None:
    assert _places(code, "en") == _places(code, "id")


def test_where_nothing_is_possible_that_is_said() -> None:
    assert "possible now: nothing. " in _detail("illegal_transition", "en", **DECIDED)
    assert "yang mungkin sekarang: tidak ada. " in _detail("illegal_transition", "id", **DECIDED)


def test_what_is_not_known_of_the_case_is_left_out() -> None:
    assert _detail("bawaslu_only_door", "id").endswith("berikan tugas penanggung jawab kepadanya.")
    assert _detail("bawaslu_only_door", "id", rule="ethics/kpu").endswith("Aturan: ethics/kpu.")
    assert _detail("illegal_transition", "en") == "`actions` says what you may do now."


@pytest.mark.parametrize("language", LANGUAGES)
def test_protections_are_told_by_their_words(language: str) -> None:
    said = _detail("second_person_needed", language, protections=["named_persons", "severity"], kind="amendment")
    assert f": {label(Protection.NAMED_PERSONS, language)}, {label(Protection.SEVERITY, language)}. " in said
    outdated = _detail("proposal_outdated", language, because="severity, report_closed")
    assert f": {label(Protection.SEVERITY, language)}, report_closed." in outdated


def test_faults_are_counted_as_one_counts() -> None:
    assert _detail("validation_failed", "en", 1).startswith("1 field is wrong; `errors` names it. ")
    assert _detail("validation_failed", "en", 2).startswith("2 fields are wrong; `errors` lists them, at most 20. ")
    assert _detail("validation_failed", "id", 1).startswith("1 isian tidak sah; `errors` menyebutnya. ")
    assert _detail("validation_failed", "id", 2).startswith("2 isian tidak sah; `errors` memuat paling banyak 20. ")


def test_the_table_shows_its_places_by_name() -> None:
    shown = plain_detail(PROBLEMS["validation_failed"].detail["en"])
    assert shown.startswith("{count} fields are wrong; `errors` lists them, at most 20. ")


def test_a_code_that_two_subjects_have_is_refused() -> None:
    closed = {"report_closed": PROBLEMS["report_closed"]}
    with pytest.raises(ValueError, match="report_closed"):
        by_code([closed, {"clock_ended": PROBLEMS["clock_ended"]}, closed])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PROBLEMS)
def test_a_detail_says_more_than_the_title_also_of_a_case_that_says_nothing(code: str, language: str) -> None:
    title, said = PROBLEMS[code].title[language], _detail(code, language)
    assert said.rstrip(".") != title.rstrip(".")
    assert _words(said) - _words(title), said


@pytest.mark.parametrize("code", PROBLEMS)
def test_what_a_detail_refers_to_is_there(code: str) -> None:
    contract = json.dumps(DOCUMENT)
    for language in LANGUAGES:
        for name in re.findall(r"`([^`]+)`", PROBLEMS[code].detail[language]):
            asked = name.removeprefix("GET ")
            there = any(found in contract for found in (f'"{asked}"', f'{asked}"', f"{asked}/"))
            assert there or asked in COMMANDS or asked.startswith("{"), name


@pytest.mark.parametrize("machine", MACHINES_OF)
def test_a_state_and_its_triggers_are_told_by_their_own_words(machine: str) -> None:
    states, triggers, table = MACHINES_OF[machine]
    for state, trigger in product(LISTS[states], LISTS[triggers]):
        members: dict[str, Any] = {
            "state": state,
            "trigger": trigger,
            "legal": [one for one in table if state in table[one]],
        }
        for language in LANGUAGES:
            say = {name: words.of(language) for name, words in {**LISTS[states], **LISTS[triggers]}.items()}
            said = _detail("illegal_transition", language, **members)
            assert f" {LISTS[states][state].of(language)}, {say[trigger]} " in said
            assert all(say[one] in said for one in members["legal"])


def test_no_machine_is_forgotten() -> None:
    assert {machine.states for machine in MACHINES} == {states for states, _, _ in MACHINES_OF.values()}


CODED: dict[str, tuple[dict[str, Any], str]] = {
    "review_incomplete": ({"missing": ["planned", "why"]}, "Yang direncanakan, Mengapa"),
    "template_fact_missing": ({"fact": "register_number"}, label(TemplateFact.REGISTER_NUMBER, "id")),
    "transfer_kind_not_for_task": ({"task_kind": "case", "kind": "handed_down"}, "Perkara tidak dialihkan sebagai Pel"),
    "role_not_permitted": ({"role": "officer", "action": "report:verify"}, label(Role.OFFICER, "id")),
    "upload_gone": ({"state": "expired"}, label(UploadState.EXPIRED, "id")),
    "unauthenticated": ({"reason": "expired"}, "(sudah kedaluwarsa)"),
    "too_many_at_once": ({"kind": "searches", "most": 2}, "(pencarian)"),
}


@pytest.mark.parametrize("code", CODED)
def test_a_code_of_a_case_is_told_in_words(code: str) -> None:
    members, words = CODED[code]
    assert words in _detail(code, "id", **members)


def test_every_code_of_the_edge_has_its_words() -> None:
    assert set(LISTS["token_reason"]) == {*Reason, "missing"}
    assert set(LISTS["slot"]) == set(Slot)
    assert {name for kind in PROBLEMS.values() for name in kind.lists.values()} <= {*LISTS, *REGIONAL}
    assert set(words_of(POLICY)) == REGIONAL


REGIONS_OWN: dict[str, dict[str, Any]] = {
    "not_step_agency": {"agency": "kejari"},
    "attendance_incomplete": {"missing": ["polres", "kejari"]},
    "walls_differ": {"agencies": ["kpu"]},
    "bundle_incomplete": {"missing": ["study"]},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REGIONS_OWN)
def test_what_a_region_names_itself_is_told_by_its_names(code: str, language: str) -> None:
    names = {**POLICY.agencies, **POLICY.handover}
    (codes,) = REGIONS_OWN[code].values()
    asked = [codes] if isinstance(codes, str) else codes
    said = str(problem_body(code, language, "", REGIONS_OWN[code], [], words_of(POLICY))["detail"])
    assert ", ".join(names[one].name.of(language) for one in asked) in said
    assert ", ".join(asked) in _detail(code, language, **REGIONS_OWN[code])
