"""A policy file is taken whole and sound, or refused with the line where it is wrong."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.walking import walked
from workflows.codes.clocks import LawStatus, Stage
from workflows.codes.policy import AgencyKind, AreaLevel
from workflows.codes.reports import Category, Severity
from workflows.policy.region import PolicyError, parse_policy

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
TEXT = RAW.decode()
POLICY = parse_policy(RAW, "33.05.json")

AGENCIES = {
    "polres", "kodim", "kejari", "kpu", "bawaslu", "kesbangpol", "diskominfo", "satpolpp", "bpbd",
    "inspektorat", "bkpsdm", "dispermades", "kecamatan", "panwascam",
}  # fmt: skip

CLOCKS = {
    "security_threat": ("5m/30m", "15m/2h", "4h/1wd"),
    "intimidation": ("5m/30m", "15m/2h", "4h/1wd"),
    "hoax": ("15m/1h", "30m/3h", "4h/1wd"),
    "black_campaign": ("30m/2h", "1h/6h", "4h/1wd"),
    "negative_campaign": ("-/-", "-/-", "1wd/3wd"),
    "money_politics": ("30m/2h", "1h/6h", "4h/1wd"),
    "polarisation": ("15m/1h", "1h/6h", "1wd/3wd"),
    "hate_speech": ("15m/1h", "1h/6h", "4h/1wd"),
    "neutrality_official": ("-/-", "4h/1wd", "1wd/3wd"),
    "neutrality_forces": ("-/-", "4h/1wd", "1wd/3wd"),
    "logistics": ("15m/1h", "1h/4h", "4h/1wd"),
    "disaster": ("5m/15m", "15m/1h", "2h/6h"),
    "administrative": ("-/-", "4h/1wd", "1wd/3wd"),
    "ethics": ("-/-", "1wd/1wd", "1wd/3wd"),
    "incumbent_abuse": ("-/-", "4h/1wd", "1wd/3wd"),
}
"""The columns S1, S2 and S3 of docs/domain.md, "Service clocks and the ladder"."""


def refused(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text.encode(), "test.json")
    assert caught.value.source == "test.json"
    return caught.value


def refused_line(raw: bytes) -> int | None:
    try:
        parse_policy(raw, "test.json")
    except PolicyError as error:
        return error.line
    return None


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def changed(change: Callable[[Any], object]) -> str:
    """Return the file with one change, one value a line as json prints it."""
    document = json.loads(TEXT)
    change(document)
    return json.dumps(document, indent=1)


def rule(document: Any, name: str) -> Any:
    return next(entry for entry in document["rules"] if entry["id"] == name)


def test_kebumen_has_its_fourteen_agencies_of_which_five_are_core() -> None:
    assert set(POLICY.agencies) == AGENCIES
    core = {code for code, agency in POLICY.agencies.items() if agency.core}
    assert core == {"polres", "kodim", "kejari", "kpu", "bawaslu"}
    assert POLICY.agencies["kesbangpol"].kind is AgencyKind.REGENCY_GOVERNMENT


def test_kebumen_says_its_region_version_and_timezone() -> None:
    assert (POLICY.region, POLICY.version, POLICY.timezone) == ("33.05", "33.05/2026-11-3", "Asia/Jakarta")


def test_kebumen_has_26_districts_449_desa_and_11_kelurahan() -> None:
    districts = [area for area in POLICY.areas.values() if area.level is AreaLevel.DISTRICT]
    assert len(districts) == 26
    assert sum(area.desa for area in districts) == POLICY.areas["33.05"].desa == 449
    assert sum(area.kelurahan for area in districts) == POLICY.areas["33.05"].kelurahan == 11
    assert POLICY.areas["33.05.12"].name == "Kebumen"


@pytest.mark.parametrize("category", Category)
def test_each_category_has_the_service_clocks_of_the_table(category: Category) -> None:
    for row in walked(POLICY.rules_of[category]):
        lengths = [row.clocks.of(severity) for severity in Severity]
        shown = tuple(f"{each.acknowledge or '-'}/{each.verify or '-'}" for each in lengths)
        assert shown == (*CLOCKS[category], "1wd/3wd")


def test_no_routing_rule_claims_to_be_confirmed_by_a_lawyer() -> None:
    assert {(row.status, bool(row.basis)) for row in POLICY.rules} == {(LawStatus.TO_CONFIRM, True)}


def test_the_quiet_days_are_the_three_before_the_vote_and_every_stage_is_confirmed() -> None:
    """UU 8/2015 art. 67(2) for the regional heads: Sunday 24 to Tuesday 26 November 2024, and so it was in February."""
    quiet = {
        election.code: [(period.first, period.last) for period in election.stages if period.stage is Stage.QUIET]
        for election in POLICY.elections.values()
        if any(period.stage is Stage.VOTING for period in election.stages)
    }
    assert {code: days for code, days in quiet.items() if days} == {
        "pemilu-2024": [(date(2024, 2, 11), date(2024, 2, 13))],
        "pilkada-2024": [(date(2024, 11, 24), date(2024, 11, 26))],
    }
    periods = [period for election in POLICY.elections.values() for period in election.stages]
    assert {period.status for period in walked(periods)} == {LawStatus.CONFIRMED}


def test_an_agency_that_does_not_take_part_is_not_an_agency_of_the_policy() -> None:
    text = changed(lambda d: d["agencies"][6].update(takes_part=False))
    assert set(parse_policy(text.encode(), "test.json").agencies) == AGENCIES - {"diskominfo"}


def test_the_policy_cannot_be_altered_after_it_was_checked() -> None:
    with pytest.raises(TypeError):
        POLICY.agencies["x"] = POLICY.agencies["polres"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        POLICY.rules[0].lead = "kodim"  # type: ignore[misc]


def _unknown_member(d: Any) -> None:
    d["rules"][0]["colour"] = "red"


def _no_rule_for(category: str) -> Callable[[Any], None]:
    def drop(d: Any) -> None:
        d["rules"] = [entry for entry in d["rules"] if entry["category"] != category]

    return drop


def _swap_stages(d: Any) -> None:
    stages = d["elections"][1]["stages"]
    stages[0]["stage"], stages[1]["stage"] = stages[1]["stage"], stages[0]["stage"]


def _walls_differ(d: Any) -> None:
    rule(d, "hoax/campaign")["walls"] = "regency_government"


FAULTS: list[tuple[Callable[[Any], object], str, str]] = [
    (_unknown_member, '"colour"', "unknown field"),
    (lambda d: rule(d, "hoax/default").update(lead="dinkes"), '"lead": "dinkes"', "unknown agency 'dinkes'"),
    (lambda d: rule(d, "hoax/default").update(lead="kodim"), '"lead": "kodim"', "never leads"),
    (lambda d: rule(d, "hoax/default")["support"][0].update(agency="x9"), '"x9"', "unknown agency 'x9'"),
    (lambda d: rule(d, "hoax/no_diskominfo")["when"].update(without=["x9"]), '"x9"', "unknown agency 'x9'"),
    (lambda d: rule(d, "ethics/default")["fallback"].update(leads=["x9"]), '"x9"', "unknown agency 'x9'"),
    (lambda d: rule(d, "ethics/default").update(outside=["mars"]), '"mars"', "unknown outside body"),
    (lambda d: rule(d, "ethics/default")["fallback"].update(outside=["mars"]), '"mars"', "unknown outside"),
    (lambda d: rule(d, "intimidation/default")["fallback"].update(outside=[]), '"outside"', "nobody outside takes"),
    (lambda d: rule(d, "ethics/default").update(category="hoaxes"), '"hoaxes"', "Invalid enum value"),
    (lambda d: rule(d, "ethics/default").update(id="hoax/other"), '"hoax/other"', "is named 'ethics/"),
    (lambda d: rule(d, "ethics/default").update(legal_clocks="soon"), '"soon"', "Invalid enum value"),
    (lambda d: rule(d, "ethics/default").update(lead_kind="tea"), '"tea"', "Invalid enum value"),
    (lambda d: rule(d, "ethics/default")["clocks"]["S3"].update(verify="3 days"), '"3 days"', "regex"),
    (lambda d: rule(d, "ethics/default")["clocks"]["S3"].update(verify="0m"), '"0m"', "regex"),
    (lambda d: rule(d, "ethics/default")["clocks"]["S3"].update(verify="5m\n"), '"5m\\n"', "regex"),
    (lambda d: rule(d, "ethics/default").update(gakkumdu="no"), '"gakkumdu": "no"', "Expected `bool`"),
    (lambda d: rule(d, "hoax/campaign").update(when={}), '"when": {}', "hides the rules after it"),
    (_walls_differ, '"walls": "regency_government"', "wall off the same agencies"),
    (_no_rule_for("ethics"), '"rules"', "category 'ethics' has no rule"),
    (lambda d: d["safety"].update(default=["kodim"]), '"kodim"', "never leads"),
    (lambda d: d["safety"]["exceptions"][0].update(agencies=["x9"]), '"x9"', "unknown agency 'x9'"),
    (lambda d: d["ladder"]["rungs"].pop(), '"rungs"', "the ladder goes on to 'forkopimda'"),
    (lambda d: d["ladder"]["rungs"].append(d["ladder"]["rungs"][0]), "{", "the ladder ends with 'forkopimda'"),
    (lambda d: d["ladder"]["rungs"].reverse(), '"rung": "forkopimda"', "rung 1 is 'lead_supervisor'"),
    (lambda d: d["ladder"]["rungs"][1].update(rung="mayor"), '"mayor"', "Invalid enum value"),
    (lambda d: d["ladder"]["rungs"][1]["after"].update(S2="15 minutes"), '"15 minutes"', "regex"),
    (lambda d: d["ladder"]["rungs"][1]["after"].update(S2="0h"), '"0h"', "regex"),
    (lambda d: d["ladder"]["rungs"][1]["after"].pop("S3"), '"after"', "missing required field `S3`"),
    (lambda d: d["ladder"]["rungs"][1].update(side="navy"), '"navy"', "Invalid enum value"),
    (lambda d: d.pop("ladder"), "{", "missing required field `ladder`"),
    (lambda d: d["outside"][1].update(watches=["x9"]), '"x9"', "unknown agency 'x9'"),
    (lambda d: d["agencies"][12].update(kind="navy"), '"navy"', "Invalid enum value"),
    (lambda d: d["agencies"][12].update(core=True), '"core": true', "core agencies are"),
    (lambda d: d["agencies"][0]["name"].update(id=" "), '"name"', "both languages"),
    (lambda d: d["agencies"].pop(0), '"agencies"', "core agencies are missing: polres"),
    (lambda d: d["agencies"][5].pop("desk"), '"agencies"', "no agency keeps the desk"),
    (lambda d: d["agencies"][0].update(takes_part=False), '"takes_part"', "always takes part"),
    (lambda d: d["agencies"][13].update(under="x9"), '"under": "x9"', "unknown agency 'x9'"),
    (lambda d: d["agencies"][13].update(under="panwascam"), '"under"', "is itself under another"),
    (lambda d: d["agencies"][4].update(under="kpu"), '"under": "bawaslu"', "is itself under another"),
    (lambda d: d["handover"][1].update(code="cover_letter"), "{", "duplicate 'cover_letter'"),
    (lambda d: d["handover"][0]["asked"][0].update(status="sure"), '"status": "sure"', "Invalid enum value"),
    (lambda d: d["handover"][0]["asked"][1].update(regimes=["pemilu"]), '"asked"', "two rules are for pemilu"),
    (lambda d: d["discussions"][0].update(step="forward"), '"step": "forward"', "is no joint discussion"),
    (lambda d: d["discussions"][0].update(agency="kodim"), '"agency": "kodim"', "is not of the joint desk"),
    (lambda d: d["discussions"].pop(0), '"discussions"', "nobody leads 'first_discussion'"),
    (lambda d: d["discussions"][3].update(regimes=["pilkada"]), '"discussions"', "two rules are for pilkada"),
    (lambda d: d.update(handover=[]), '"handover"', "length"),
    (_swap_stages, '"stage": "campaign"', "cannot follow"),
    (lambda d: d["elections"][1]["stages"][2].update(first="2024-02-13"), '"2024-02-13"', "overlaps"),
    (lambda d: d["elections"][0]["stages"][0].update(last="2023-09-11"), '"2023-09-11"', "before it begins"),
    (lambda d: d["elections"][0]["stages"][0].update(stage="before"), '"before"', "no dates"),
    (lambda d: d["elections"][0]["stages"][0].update(first="12-09-2023"), '"12-09-2023"', "date"),
    (lambda d: d["areas"][3].update(code="33.04.03"), '"33.04.03"', "not in region"),
    (lambda d: d["areas"][0].update(desa=450), '"desa": 450', "the districts have 449 desa"),
    (lambda d: d["areas"].pop(0), '"areas"', "exactly one area is the regency"),
    (lambda d: d.update(timezone="Asia/Kebumen"), '"timezone"', "unknown timezone"),
    (lambda d: d.update(timezone="../etc/passwd"), '"timezone"', "unknown timezone"),
    (lambda d: d.update(version="33.04/2026-11-1"), '"version"', "begins with '33.05/'"),
]


@pytest.mark.parametrize(("change", "place", "reason"), FAULTS)
def test_a_fault_is_refused_with_its_line(change: Callable[[Any], object], place: str, reason: str) -> None:
    text = changed(change)
    error = refused(text)
    assert reason in error.reason
    assert place in text.splitlines()[error.line - 1]


def test_the_first_occurrence_may_be_right_and_the_second_wrong() -> None:
    text = changed(lambda d: d["rules"].append(d["rules"][0]))
    error = refused(text)
    assert "duplicate 'security_threat/default'" in error.reason
    assert error.line == text.count("\n", 0, text.rindex('"id": "security_threat/default"'))


@pytest.mark.parametrize("table", ["agencies", "outside", "elections", "areas"])
def test_a_code_that_stands_twice_is_refused(table: str) -> None:
    error = refused(changed(lambda d: d[table].append(d[table][-1])))
    assert f"in {table}" in error.reason
    assert error.line > 1


def test_a_category_without_the_clocks_of_a_severity_is_refused_where_its_clocks_stand() -> None:
    text = changed(lambda d: rule(d, "ethics/default")["clocks"].pop("S2"))
    error = refused(text)
    assert "missing required field `S2`" in error.reason
    assert '"clocks"' in text.splitlines()[error.line - 1]
    assert error.line > line_of(text, '"ethics/default"')


def test_a_member_that_stands_twice_in_one_object_is_refused_where_it_stands_again() -> None:
    text = TEXT.replace('"region": "33.05",', '"region": "33.05",\n  "region": "33.06",', 1)
    error = refused(text)
    assert "twice" in error.reason
    assert error.line == line_of(text, '"region": "33.06"')


def test_a_member_named_twice_by_an_escape_is_refused_too() -> None:
    text = TEXT.replace('"region": "33.05",', '"region": "33.05", "r\\u0065gion": "33.06",', 1)
    assert "twice" in refused(text).reason


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{\n\n  oops\n}", 3),
        ('{\n"version": NaN}', 2),
        ('{\n"version": Infinity}', 2),
        ('{\n"version": "\\ud800"}', 2),
        ("[" * 100_000, 1),
        ("[]", 1),
        ("null", 1),
        ("{}", 1),
        ('{"a": 1' + "0" * 5000 + "}", 1),
    ],
    ids=["empty", "word", "nan", "infinity", "surrogate", "deep", "array", "null", "nothing", "number"],
)
def test_what_is_no_policy_at_all_is_refused(text: str, line: int) -> None:
    assert refused(text).line == line


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    with pytest.raises(PolicyError, match=re.escape("test.json:3: not UTF-8")):
        parse_policy(b'{\n"a": 1,\n"\xff": 2}', "test.json")


@given(st.integers(0, len(RAW) - 1), st.integers(0, 255))
def test_one_wrong_byte_is_refused_or_read_but_never_a_crash(position: int, byte: int) -> None:
    damaged = RAW[:position] + bytes([byte]) + RAW[position + 1 :]
    line = refused_line(damaged)
    assert line is None or 1 <= line <= damaged.count(b"\n") + 1


@given(st.integers(0, len(RAW) - 3))
def test_a_file_cut_short_is_refused(end: int) -> None:
    with pytest.raises(PolicyError):
        parse_policy(RAW[:end], "test.json")


def test_the_districts_are_those_of_the_ministry(request: pytest.FixtureRequest) -> None:
    table = request.config.rootpath.parent / "shared" / "data" / "kecamatan.csv"
    if not table.exists():
        pytest.skip("the ministry's table is not beside this checkout")
    with table.open() as rows:
        expected = {(row["code"], row["name"], int(row["desa"]), int(row["kelurahan"])) for row in csv.DictReader(rows)}
    found = {
        (area.code, area.name, area.desa, area.kelurahan)
        for area in POLICY.areas.values()
        if area.level is AreaLevel.DISTRICT
    }
    assert found == expected
