"""The oracle says what the rules of docs/domain.md say, sentence by sentence."""

from dataclasses import replace

import pytest

from tests.stories.facts import Report, Task
from tests.stories.oracle import Level, level, may_unseal
from tests.stories.people import CAST, STRANGER, Office

PERSONS = {office.subject: f"person of {office.name}" for office in (*CAST, STRANGER)}
REPORT = Report(
    "r", "verified", 1, "money_politics", "S2", "ordinary", PERSONS[CAST[0].subject], "bawaslu", frozenset(),
    frozenset(), frozenset(), sealed=False, election=None, number=None, occurred_at="", tasks=(),
)  # fmt: skip
SECRET, RESTRICTED = replace(REPORT, classification="secret"), replace(REPORT, classification="restricted")
HELD = (Task("t", "r", "kodim", "support", "withdrawn", 1, None),)


def office(role: str, agency: str, name: str = "") -> Office:
    return next(one for one in CAST if (one.role, one.agency) == (role, agency) and name in {"", one.name})


def known(role: str, agency: str, report: Report, name: str = "") -> Level:
    return level(office(role, agency, name), PERSONS, report)


def test_an_ordinary_report_is_read_by_everyone_of_the_region_but_the_admin() -> None:
    assert {level(one, PERSONS, REPORT) for one in CAST if one.role != "admin"} == {Level.WORDS}
    assert known("admin", "diskominfo", REPORT) is Level.NOTHING
    assert level(STRANGER, PERSONS, REPORT) is Level.NOTHING


@pytest.mark.parametrize(
    ("role", "agency", "may"),
    [
        ("officer", "bawaslu", True), ("coordinator", "kesbangpol", True), ("auditor", "inspektorat", True),
        ("officer", "kpu", False), ("admin", "diskominfo", False),
    ],
)  # fmt: skip
def test_a_restricted_report_is_read_by_those_it_concerns(role: str, agency: str, *, may: bool) -> None:
    assert known(role, agency, RESTRICTED) is (Level.WORDS if may else Level.NOTHING)


def test_whoever_ever_held_a_task_reads_a_restricted_report() -> None:
    assert known("officer", "kodim", RESTRICTED, "Agus") is Level.NOTHING
    assert known("officer", "kodim", replace(RESTRICTED, tasks=HELD), "Agus") is Level.WORDS


@pytest.mark.parametrize(
    ("role", "agency", "may"),
    [
        ("supervisor", "bawaslu", Level.WORDS), ("officer", "bawaslu", Level.NOTHING),
        ("coordinator", "kesbangpol", Level.CODES), ("auditor", "inspektorat", Level.CODES),
        ("supervisor", "kodim", Level.NOTHING),
    ],
)  # fmt: skip
def test_a_secret_report_is_read_by_the_supervisors_of_its_lead(role: str, agency: str, may: Level) -> None:
    assert known(role, agency, SECRET) is may


def test_a_holder_knows_of_a_secret_report_that_a_task_of_theirs_exists() -> None:
    assert known("officer", "kodim", replace(SECRET, tasks=HELD), "Agus") is Level.TASK


def test_its_author_and_those_it_names_read_it() -> None:
    assert known("officer", "polres", SECRET, "Budi") is Level.WORDS
    named = replace(SECRET, named=frozenset({PERSONS[office("officer", "kpu").subject]}))
    assert known("officer", "kpu", named) is Level.WORDS


@pytest.mark.parametrize(
    ("role", "at", "may"), [("lead", "bawaslu", True), ("support", "bawaslu", False), ("lead", "kpu", False)]
)
def test_who_works_on_its_lead_task_at_the_lead_reads_it(role: str, at: str, *, may: bool) -> None:
    worker = office("officer", at, "Sari" if at == "bawaslu" else "Dewi")
    task = Task("t", "r", at, role, "accepted", 1, PERSONS[worker.subject])
    found = level(worker, PERSONS, replace(SECRET, tasks=(task,)))
    assert (found is Level.WORDS) is may


@pytest.mark.parametrize(
    "walls",
    [
        {"accused": frozenset({"bawaslu"})}, {"walls": frozenset({"bawaslu"})},
    ],
)  # fmt: skip
def test_a_walled_agency_knows_nothing_whoever_asks(walls: dict[str, frozenset[str]]) -> None:
    walled = replace(REPORT, author=PERSONS[office("officer", "bawaslu", "Tono").subject], **walls)  # type: ignore[arg-type]
    assert {level(one, PERSONS, walled) for one in CAST if one.agency == "bawaslu"} == {Level.NOTHING}


def test_abuse_by_the_incumbent_walls_off_the_regency_s_own_side() -> None:
    abuse = replace(REPORT, category="incumbent_abuse")
    assert known("coordinator", "kesbangpol", abuse) is Level.NOTHING
    assert known("auditor", "inspektorat", abuse) is Level.NOTHING
    assert known("officer", "kpu", abuse) is Level.WORDS


def test_a_key_knows_at_most_what_its_maker_may() -> None:
    for maker in (office("coordinator", "kesbangpol"), office("admin", "diskominfo"), office("supervisor", "bawaslu")):
        key = Office("key", "integrator", maker.agency, "k", frozenset({"report:read"}), maker)
        assert level(key, PERSONS | {"k": "person of the key"}, SECRET) == level(maker, PERSONS, SECRET)


def test_a_supervisor_of_the_lead_who_reads_it_opens_the_seal() -> None:
    assert may_unseal(office("supervisor", "bawaslu"), PERSONS, SECRET)
    assert not may_unseal(office("officer", "bawaslu"), PERSONS, REPORT)
    assert not may_unseal(office("supervisor", "polres"), PERSONS, REPORT)
    assert not may_unseal(office("coordinator", "kesbangpol"), PERSONS, REPORT)


def test_whoever_stands_in_for_lead_and_desk_knows_the_codes_and_no_words() -> None:
    """Nobody leads what accuses Bawaslu and walls the regency off."""
    stuck = replace(REPORT, category="incumbent_abuse", lead=None, accused=frozenset({"bawaslu"}))
    for classification in ("restricted", "secret"):
        hidden = replace(stuck, classification=classification)
        assert known("supervisor", "kpu", hidden) is Level.CODES
        assert known("officer", "kpu", hidden) is Level.NOTHING
        assert known("supervisor", "bawaslu", hidden) is Level.NOTHING
        assert known("supervisor", "kpu", replace(hidden, lead="polres")) is Level.NOTHING
        assert known("supervisor", "kpu", replace(hidden, accused_ever=frozenset({"kpu"}))) is Level.NOTHING
    once = replace(RESTRICTED, lead="kesbangpol", accused_ever=frozenset({"dispermades"}))
    assert known("supervisor", "kejari", once) is Level.CODES
    assert known("supervisor", "kejari", replace(once, accused_ever=frozenset())) is Level.NOTHING
