"""What is a finding and what is none: each duty shown by one act between two states of a report."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stories.contract import CATEGORIES
from tests.stories.duties import Moment, judge
from tests.stories.facts import Past, Report, Task
from tests.stories.people import CAST, Office
from tests.stories.scene import Act, Paper

PERSONS = {one.subject: f"person of {one.name}" for one in CAST}
REPORT = Report(
    "r", "reported", 1, "money_politics", "S2", "ordinary", "person of Agus", "bawaslu", frozenset(), frozenset(),
    frozenset(), sealed=False, election=None, number=None, occurred_at="", tasks=(),
)  # fmt: skip


DUE = datetime(2024, 11, 30, tzinfo=UTC)


def office(role: str, agency: str, name: str = "") -> Office:
    return next(one for one in CAST if (one.role, one.agency) == (role, agency) and name in {"", one.name})


BUDI, TONO, WATI = (
    office("officer", "polres", "Budi"),
    office("supervisor", "bawaslu", "Tono"),
    office("supervisor", "bawaslu", "Wati"),
)
HADI, RATNA, AGUS = (
    office("coordinator", "kesbangpol", "Hadi"),
    office("coordinator", "kesbangpol", "Ratna"),
    office("officer", "kodim"),
)


def found(
    who: Office, kind: str, before: Report, after: Report | None = None, past: Past | None = None, **more: Any
) -> set[str]:
    """The keys of what is found when somebody does this."""
    act = Act(kind, who, "POST", "", more.pop("body", {}), report="r", **more)
    known = past or Past(AGUS.subject, before.severity, {before.severity}, set(before.accused))
    moment = Moment(
        act,
        {"r": before},
        {"r": after or before},
        {"r": known},
        PERSONS,
        dict.fromkeys(CATEGORIES, frozenset({"bawaslu"})).__getitem__,
    )
    return {one.key for one in judge(moment)}


def approved(
    who: Office, proposer: Office, before: Report, after: Report, past: Past | None = None, what: Any = None
) -> set[str]:
    paper = Paper("r", "p", proposer.answers_for, what or {"kind": "amendment"})
    return found(who, "decide", before, after, past, body={"approve": True}, target=paper)


SECRET = replace(REPORT, classification="secret")
WEAKER: dict[str, tuple[Report, Report]] = {
    "classification": (SECRET, REPORT),
    "severity": (REPORT, replace(REPORT, severity="S3")),
    "accusation": (replace(REPORT, accused=frozenset({"kpu", "kodim"})), replace(REPORT, accused=frozenset({"kpu"}))),
    "wall": (replace(REPORT, walls=frozenset({"kpu"})), REPORT),
    "category's walls": (replace(REPORT, category="incumbent_abuse"), REPORT),
    "seal": (replace(REPORT, sealed=True), REPORT),
    "legal clock": (replace(REPORT, limits={"handling": DUE}), REPORT),
    "named persons": (SECRET, replace(SECRET, named=frozenset({"person of Sari"}))),
}


@pytest.mark.parametrize("what", WEAKER)
def test_what_protects_goes_by_two_alone(what: str) -> None:
    assert f"I3 {what} taken by one" in found(TONO, "amend", *WEAKER[what])
    assert not approved(WATI, TONO, *WEAKER[what])
    assert f"I3 {what} taken by one" in approved(TONO, TONO, *WEAKER[what])


@pytest.mark.parametrize("what", WEAKER)
def test_what_protects_comes_by_one(what: str) -> None:
    before, after = WEAKER[what]
    assert not {key for key in found(TONO, "amend", after, before) if key.startswith("I3")}


def test_the_accused_side_who_gains_and_who_may_not_read_decide_nothing() -> None:
    before, after = WEAKER["accusation"]
    assert "I3 accusation decided by the accused side" in approved(AGUS, TONO, before, after)
    ever = Past(AGUS.subject, "S2", {"S2"}, {"dispermades"})
    assert "I3 classification decided by the accused side" in approved(
        HADI, TONO, replace(REPORT, classification="restricted"), REPORT, ever
    )
    assert "I3 wall decided by who gains" in approved(office("supervisor", "kpu"), TONO, *WEAKER["wall"])
    cleared = {"kind": "lead", "agency": "kesbangpol"}
    assert "I3 lead decided by who gains" in approved(HADI, TONO, REPORT, REPORT, what=cleared)
    assert not approved(WATI, TONO, REPORT, REPORT, what=cleared)
    assert "I3 classification decided by who may not read it" in approved(HADI, TONO, *WEAKER["classification"])


@pytest.mark.parametrize(("came_in", "wrong"), [("S1", False), ("S2", True), ("S4", True)])
def test_nobody_verifies_what_they_brought_in_but_what_came_in_as_critical(came_in: str, *, wrong: bool) -> None:
    past = Past(HADI.subject, came_in, {came_in, "S1"})
    assert ("I2 verified their own" in found(HADI, "verify", replace(REPORT, severity="S1"), past=past)) is wrong
    assert "I2 verified their own" not in found(RATNA, "verify", REPORT, past=past)


def test_a_key_s_report_is_its_maker_s() -> None:
    key = Office("key", "integrator", "kesbangpol", "k", frozenset({"report:create"}), HADI)
    assert "I2 verified their own" in found(HADI, "verify", REPORT, past=Past(key.answers_for, "S3"))


def test_whoever_made_what_was_merged_into_it_does_not_verify() -> None:
    assert "I2 verified their own" in found(
        HADI, "verify", REPORT, past=Past(AGUS.subject, "S3", others={HADI.subject})
    )
    assert found(RATNA, "verify", REPORT, past=Past(AGUS.subject, "S3", others={HADI.subject})) == set()


@pytest.mark.parametrize(("were", "wrong"), [({"S2", "S4"}, True), ({"S3"}, False)])
def test_who_ever_led_what_ever_was_grave_does_not_close_it(were: set[str], *, wrong: bool) -> None:
    past = Past(AGUS.subject, "S3", were, led={TONO.subject})
    handled = replace(REPORT, severity="S4", state="handled")
    assert ("I2 close of what they led" in found(TONO, "close", handled, past=past)) is wrong
    assert not found(WATI, "close", handled, past=past)


@pytest.mark.parametrize("kind", ["close", "dismiss"])
def test_the_desk_ends_nothing_that_ever_accused_its_own_side(kind: str) -> None:
    past = Past(AGUS.subject, "S3", {"S3"}, accused={"dispermades"})
    assert "I2 ended what accuses their own side" in found(HADI, kind, REPORT, past=past)
    assert not found(TONO, kind, REPORT, past=past)


@pytest.mark.parametrize("kind", ["verify", "return"])
def test_who_was_accused_once_checks_nothing_of_it(kind: str) -> None:
    past = Past(AGUS.subject, "S3", {"S3"}, accused={"bawaslu"})
    assert f"I2 {kind} of what once accused them" in found(TONO, kind, REPORT, past=past)
    assert not found(HADI, kind, REPORT, past=past)


def test_nobody_decides_what_they_asked_for_in_whichever_office() -> None:
    paper = Paper("r", "p", TONO.subject, {"kind": "amendment"})
    other_office = office("officer", "bawaslu", "Tono")
    for kind in ("decide", "decide_erasure"):
        assert f"I2 {kind} of their own" in found(other_office, kind, REPORT, body={"approve": False}, target=paper)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_that_is_kept_moves_no_limit_to_either_side(days: int) -> None:
    before = replace(REPORT, limits={"handling": DUE})
    moved = replace(REPORT, limits={"handling": DUE + timedelta(days=days)})
    assert "I3 clock moved by a calendar taken by one" in found(HADI, "keep_day", before, moved)
    assert "I3 clock moved by a calendar taken by one" in found(HADI, "keep_day", REPORT, before)
    assert not found(HADI, "keep_day", before)
    assert not found(TONO, "recount", before, moved)


def test_a_limit_of_law_is_put_off_once_and_by_what_the_law_knows_alone() -> None:
    before = replace(REPORT, limits={"handling": DUE})
    later = replace(REPORT, limits={"handling": DUE + timedelta(days=1)})
    assert "I3 legal clock taken by one" in found(TONO, "amend", before, later)
    assert not found(TONO, "amend", later, before)
    for kind, body in (("close", {}), ("case_step", {"step": "second_discussion", "decision": "proceed"})):
        assert not found(WATI, kind, before, body=body)
        assert not found(WATI, kind, before, REPORT, body=body)
    once, twice = Past(AGUS.subject, "S3", {"S3"}), Past(AGUS.subject, "S3", {"S3"}, extended={"handling"})
    assert not found(WATI, "extend", before, later, once)
    assert "I2 put off a second time" in found(WATI, "extend", before, later, twice)


SHED = "I3 legal clock taken by one"
STOP = {"step": "first_discussion", "decision": "stop"}


@pytest.mark.parametrize(
    ("kind", "body", "step", "meets"),
    [
        ("case_step", {"step": "register"}, "initial_study", True),
        ("case_step", {"step": "register"}, "handling", False),
        ("case_step", {"step": "second_discussion", "decision": "proceed"}, "handling", True),
        ("case_step", STOP | {"decision": "proceed"}, "handling", False),
        ("case_step", STOP, "handling", True),
        ("case_step", {"step": "forward"}, "handling", False),
        ("case_step", {"step": "forward"}, "forward_crime", True),
        ("verify", {}, "initial_study", True),
        ("verify", {}, "handling", False),
        ("completeness", {"finding": "incomplete"}, "initial_study", True),
        ("completeness", {"finding": "incomplete"}, "handling", False),
        ("extend", {}, "handling", False),
        ("recount", {}, "handling", False),
        ("close", {}, "handling", True),
    ],
)
def test_an_act_meets_the_limits_that_are_its_own_and_no_other(kind: str, body: Any, step: str, *, meets: bool) -> None:
    limited = replace(REPORT, state="handled", limits={step: DUE})
    assert (SHED in found(WATI, kind, limited, replace(limited, limits={}), body=body)) is not meets
    assert SHED not in found(WATI, kind, limited, body=body)


@pytest.mark.parametrize("days", [-3, 13])
def test_what_runs_on_ends_no_later_by_a_step_of_the_case_or_a_registration(days: int) -> None:
    """The desk's first registration once began the handling anew: one officer had new days."""
    before = replace(REPORT, limits={"handling": DUE})
    after = replace(REPORT, limits={"handling": DUE + timedelta(days=days)})
    for kind, body in (("case_step", {"step": "register"}), ("verify", {}), ("completeness", {"finding": "complete"})):
        assert (SHED in found(WATI, kind, before, after, body=body)) is (days > 0), kind


def test_an_act_on_one_report_takes_no_limit_of_another() -> None:
    reports = {"r": REPORT, "s": replace(REPORT, id="s", limits={"handling": DUE})}
    after = {"r": REPORT, "s": replace(REPORT, id="s")}
    act = Act("close", WATI, "POST", "", {}, report="r")
    past = Past(AGUS.subject, "S3", {"S3"})
    lawful = dict.fromkeys(CATEGORIES, frozenset({"bawaslu"})).__getitem__
    judged = judge(Moment(act, reports, after, {"r": past, "s": past}, PERSONS, lawful))
    assert SHED in {one.key for one in judged}


def test_a_duplicate_takes_its_protections_along() -> None:
    """Or is not merged into a report that is protected by less."""

    def merged(duplicate: Past, survivor: Past, one: Report = REPORT, other: Report = REPORT) -> set[str]:
        reports = {"r": one, "s": replace(other, id="s")}
        act = Act("dismiss", WATI, "POST", "", {"outcome": "duplicate", "duplicate_of": "s"}, report="r")
        lawful = dict.fromkeys(CATEGORIES, frozenset({"bawaslu"})).__getitem__
        moment = Moment(act, reports, reports, {"r": duplicate, "s": survivor}, PERSONS, lawful)
        return {one.key for one in judge(moment)}

    plain, grave = Past(AGUS.subject, "S3", {"S3"}), Past(AGUS.subject, "S3", {"S3", "S2"})
    accused = Past(AGUS.subject, "S3", {"S3"}, accused={"kpu"})
    limited = replace(REPORT, number="1", limits={"handling": DUE})
    later = replace(REPORT, number="2", limits={"handling": DUE + timedelta(days=1)})
    assert "I3 severity shed by a merge" in merged(grave, plain)
    assert "I3 accusation shed by a merge" in merged(accused, plain)
    assert "I3 legal clock shed by a merge" in merged(plain, plain, limited)
    assert "I3 legal clock shed by a merge" in merged(plain, plain, limited, later)
    assert not merged(plain, plain, later, limited)
    assert not merged(grave, grave) | merged(plain, accused) | merged(plain, plain)


def _working(person: str) -> Report:
    return replace(SECRET, tasks=(Task("t", "r", "bawaslu", "lead", "accepted", 1, person),))


def test_nobody_names_themselves_and_only_the_lead_s_supervisors_name_others() -> None:
    sari = office("officer", "bawaslu", "Sari")
    assert "I4 named themselves" in found(sari, "accept", SECRET, _working("person of Sari"), task="t")
    assert not found(TONO, "assign_person", _working("person of Wati"), _working("person of Sari"), task="t")
    restricted = replace(REPORT, classification="restricted")
    named = replace(restricted, named=frozenset({"person of Dewi"}))
    assert "I4 named somebody without the right" in found(HADI, "amend", restricted, named)
    assert not found(TONO, "amend", restricted, named)


def test_the_lead_comes_to_nobody_by_their_own_act() -> None:
    own = replace(REPORT, lead="kesbangpol", walls=frozenset({"bawaslu"}))
    assert "I5 wall brought the lead to who put it up" in found(HADI, "wall", REPORT, own)
    sealed = replace(REPORT, sealed=True)
    assert "I5 brought the lead to the own agency" in found(HADI, "assign", sealed, replace(sealed, lead="kesbangpol"))
    led = Past(AGUS.subject, "S2", {"S2"}, leads={"kesbangpol"}, by_rule={"kesbangpol"})
    assert not found(HADI, "assign", sealed, replace(sealed, lead="kesbangpol"), led)
    assert "I3 lead against the rule by one" in found(HADI, "assign", sealed, replace(sealed, lead="polres"))
    assert not found(HADI, "assign", REPORT, replace(REPORT, lead="polres"))
    cleared = Past(AGUS.subject, "S2", {"S2"}, cleared={"polres"})
    assert not found(HADI, "assign", sealed, replace(sealed, lead="polres"), cleared)


def test_nobody_acts_on_what_is_hidden_or_opens_what_is_not_theirs() -> None:
    assert "I1 note on what is hidden" in found(BUDI, "note", SECRET)
    assert "I1 unseal by who may not" in found(HADI, "unseal", REPORT)
    assert not found(TONO, "unseal", REPORT, past=Past(AGUS.subject, "S2", by_rule={"bawaslu"}))


def test_under_a_lead_that_one_person_chose_nobody_asks_who_reported_nor_ever_who_moved_it() -> None:
    chosen = Past(AGUS.subject, "S2")
    assert "I3 unseal under a lead that one person chose" in found(TONO, "unseal", REPORT, past=chosen)
    assert not found(TONO, "unseal", REPORT, past=Past(AGUS.subject, "S2", cleared={"bawaslu"}))
    moved = Past(AGUS.subject, "S2", by_rule={"bawaslu"}, moved={TONO.subject})
    assert "I3 unseal by who moved the lead" in found(TONO, "unseal", REPORT, past=moved)
    assert not found(WATI, "unseal", REPORT, past=moved)
