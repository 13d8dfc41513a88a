"""Every category goes where docs/domain.md, "Categories and routing" says, and never through a wall."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.codes.clocks import Stage
from workflows.codes.policy import AgencyKind
from workflows.codes.reports import Category
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.policy.region import Policy, parse_policy
from workflows.policy.routing import PlannedTask, Route, route, safety_task, walls

RAW = (Path(__file__).parents[3] / "workflows" / "policy" / "data" / "33.05.json").read_bytes()
POLICY = parse_policy(RAW, "33.05.json")
NOBODY: frozenset[str] = frozenset()
GOVERNMENT = {code for code, agency in POLICY.agencies.items() if agency.kind is AgencyKind.REGENCY_GOVERNMENT}

CATEGORIES = st.sampled_from(Category)
STAGES = st.none() | st.sampled_from(Stage)
ACCUSED = st.frozensets(st.sampled_from(sorted(POLICY.agencies)))


class Row(NamedTuple):
    """A row of the table: category, stage, rule, lead, support, outside, legal clock set."""

    category: str
    stage: Stage | None
    rule: str
    lead: str
    support: str
    outside: str
    legal: str | None


TABLE = [
    Row("security_threat", None, "default", "polres", "kodim satpolpp kesbangpol kecamatan", "", None),
    Row("intimidation", None, "default", "bawaslu", "polres kejari kodim kpu", "", "criminal"),
    Row("hoax", None, "default", "diskominfo", "polres bawaslu kpu kesbangpol", "", None),
    Row("hoax", Stage.CAMPAIGN, "campaign", "diskominfo", "polres bawaslu kpu kesbangpol", "", "criminal"),
    Row("black_campaign", None, "default", "bawaslu", "polres kejari diskominfo", "", "criminal"),
    Row("negative_campaign", None, "default", "bawaslu", "diskominfo", "", None),
    Row("money_politics", None, "default", "bawaslu", "polres kejari", "", "criminal"),
    Row("polarisation", None, "default", "kesbangpol", "polres kodim kecamatan", "", None),
    Row("hate_speech", None, "default", "polres", "bawaslu diskominfo kejari", "", None),
    Row("hate_speech", Stage.CAMPAIGN, "campaign", "bawaslu", "polres diskominfo kejari", "", "criminal"),
    Row("hate_speech", Stage.QUIET, "default", "polres", "bawaslu diskominfo kejari", "", None),
    Row("neutrality_official", None, "default", "bawaslu", "bkpsdm inspektorat dispermades", "", "other_law"),
    Row("neutrality_forces", None, "default", "bawaslu", "", "propam denpom", "other_law"),
    Row("logistics", None, "default", "kpu", "polres bawaslu kodim", "", None),
    Row("disaster", None, "default", "bpbd", "kpu polres kodim kecamatan", "", "revote"),
    Row("administrative", None, "default", "bawaslu", "kpu", "", "administrative"),
    Row("ethics", None, "default", "bawaslu", "", "dkpp", "external"),
    Row("incumbent_abuse", None, "default", "bawaslu", "", "", "by_regime"),
]


def without(*agencies: str) -> Policy:
    """Return the policy of a region where these agencies do not take part."""
    document: Any = json.loads(RAW)
    for agency in document["agencies"]:
        agency["takes_part"] = agency["code"] not in agencies
    return parse_policy(json.dumps(document).encode(), "test.json")


def tasks_of(answer: Route) -> dict[str, tuple[TaskKind, bool]]:
    return {task.agency: (task.kind, task.obligatory) for task in answer.tasks}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.category}/{row.rule}/{row.stage}")
def test_each_category_goes_where_the_table_says(row: Row) -> None:
    answer = route(POLICY, Category(row.category), row.stage, NOBODY)
    assert answer.rule == f"{row.category}/{row.rule}"
    assert answer.lead == row.lead
    assert answer.support == tuple(row.support.split())
    assert answer.outside == tuple(row.outside.split())
    assert answer.legal_clocks == row.legal
    assert answer.policy_version == POLICY.version


def test_every_category_stands_in_the_table_of_this_test() -> None:
    assert {row.category for row in TABLE} == set(Category)


@pytest.mark.parametrize(
    ("missing", "category", "stage", "rule", "lead"),
    [
        ("diskominfo", Category.HOAX, None, "hoax/no_diskominfo", "polres"),
        ("diskominfo", Category.HOAX, Stage.CAMPAIGN, "hoax/campaign_no_diskominfo", "polres"),
        ("kesbangpol", Category.POLARISATION, None, "polarisation/no_kesbangpol", "polres"),
        ("bpbd", Category.DISASTER, Stage.VOTING, "disaster/no_bpbd", "kpu"),
    ],
)
def test_a_region_without_the_agency_has_another_lead(
    missing: str, category: Category, stage: Stage | None, rule: str, lead: str
) -> None:
    answer = route(without(missing), category, stage, NOBODY)
    assert (answer.rule, answer.lead) == (rule, lead)
    assert route(POLICY, category, stage, frozenset({missing})).rule == rule


def test_a_disaster_has_bpbd_for_the_lives_and_kpu_for_the_vote() -> None:
    tasks = tasks_of(route(POLICY, Category.DISASTER, Stage.VOTING, NOBODY))
    assert tasks["bpbd"] == (TaskKind.SAFETY, True)
    assert tasks["kpu"] == (TaskKind.LOGISTICS, True)


def test_a_disaster_without_bpbd_has_kpu_and_polres_for_safety() -> None:
    tasks = tasks_of(route(without("bpbd"), Category.DISASTER, None, NOBODY))
    assert tasks["kpu"] == (TaskKind.LOGISTICS, True)
    assert tasks["polres"] == (TaskKind.SAFETY, True)


def test_intimidation_has_bawaslu_for_the_case_and_polres_for_safety() -> None:
    tasks = tasks_of(route(POLICY, Category.INTIMIDATION, None, NOBODY))
    assert tasks["bawaslu"] == (TaskKind.CASE, True)
    assert tasks["polres"] == (TaskKind.SAFETY, True)


def test_intimidation_by_the_police_still_has_somebody_for_safety() -> None:
    tasks = tasks_of(route(POLICY, Category.INTIMIDATION, None, frozenset({"polres"})))
    assert "polres" not in tasks
    assert tasks["satpolpp"] == (TaskKind.SAFETY, True)


def test_negative_campaign_never_goes_to_the_police_by_default() -> None:
    for stage in (None, *Stage):
        assert "polres" not in tasks_of(route(POLICY, Category.NEGATIVE_CAMPAIGN, stage, NOBODY))


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("stage", [None, Stage.CAMPAIGN])
def test_gakkumdu_is_for_election_crimes_and_nothing_else(category: Category, stage: Stage | None) -> None:
    answer = route(POLICY, category, stage, NOBODY)
    assert answer.gakkumdu == (answer.legal_clocks == "criminal")


def test_ethics_against_bawaslu_goes_outside_and_the_desk_coordinates() -> None:
    answer = route(POLICY, Category.ETHICS, None, frozenset({"bawaslu"}))
    assert answer.lead == "kesbangpol"
    assert answer.outside == ("dkpp",)
    assert answer.tasks == (PlannedTask("kesbangpol", TaskRole.LEAD, TaskKind.INFORMATION, obligatory=True),)


def test_an_election_crime_that_bawaslu_is_accused_of_goes_to_the_province() -> None:
    answer = route(POLICY, Category.MONEY_POLITICS, None, frozenset({"bawaslu"}))
    assert (answer.lead, answer.outside) == ("kesbangpol", ("bawaslu_province",))


def test_incumbent_abuse_walls_off_the_whole_regency_government() -> None:
    answer = route(POLICY, Category.INCUMBENT_ABUSE, None, NOBODY)
    assert answer.walled == GOVERNMENT
    assert [task.agency for task in answer.tasks] == ["bawaslu"]


def test_incumbent_abuse_with_bawaslu_accused_has_no_lead_in_the_region() -> None:
    answer = route(POLICY, Category.INCUMBENT_ABUSE, None, frozenset({"bawaslu"}))
    assert (answer.lead, answer.tasks, answer.outside) == (None, (), ("bawaslu_province",))


@pytest.mark.parametrize(("accused", "outside"), [("polres", "propam"), ("kodim", "denpom")])
def test_the_neutrality_of_a_force_goes_to_its_own_police(accused: str, outside: str) -> None:
    answer = route(POLICY, Category.NEUTRALITY_FORCES, None, frozenset({accused}))
    assert answer.outside == (outside,)
    assert answer.walled == {accused}


@pytest.mark.parametrize(
    ("category", "walled", "agency"),
    [
        (Category.SECURITY_THREAT, "", "polres"),
        (Category.INTIMIDATION, "polres", "satpolpp"),
        (Category.INTIMIDATION, "polres satpolpp", "kesbangpol"),
        (Category.DISASTER, "", "bpbd"),
        (Category.DISASTER, "bpbd", "polres"),
        (Category.DISASTER, "bpbd polres", "satpolpp"),
        (Category.SECURITY_THREAT, "polres satpolpp kesbangpol bpbd", None),
    ],
)
def test_the_safety_task_goes_to_the_first_agency_that_can_act(
    category: Category, walled: str, agency: str | None
) -> None:
    task = safety_task(POLICY, category, frozenset(walled.split()))
    expected = agency and PlannedTask(agency, TaskRole.SUPPORT, TaskKind.SAFETY, obligatory=True)
    assert task == expected


def test_a_disaster_in_a_region_without_bpbd_gets_its_safety_task_from_polres() -> None:
    task = safety_task(without("bpbd"), Category.DISASTER, NOBODY)
    assert task is not None
    assert task.agency == "polres"


@given(CATEGORIES, STAGES, ACCUSED)
def test_a_walled_agency_is_in_no_route(category: Category, stage: Stage | None, accused: frozenset[str]) -> None:
    answer = route(POLICY, category, stage, accused)
    assert accused <= answer.walled == walls(POLICY, category, accused)
    assert answer.walled.isdisjoint(task.agency for task in answer.tasks)
    assert answer.lead not in answer.walled
    safety = safety_task(POLICY, category, answer.walled)
    assert safety is None or safety.agency not in answer.walled


@given(CATEGORIES, STAGES, ACCUSED)
def test_kodim_never_leads(category: Category, stage: Stage | None, accused: frozenset[str]) -> None:
    answer = route(POLICY, category, stage, accused)
    safety = safety_task(POLICY, category, answer.walled)
    assert answer.lead != "kodim"
    assert safety is None or safety.agency != "kodim"


@given(CATEGORIES, STAGES, ACCUSED)
def test_there_is_one_lead_task_and_one_task_an_agency(
    category: Category, stage: Stage | None, accused: frozenset[str]
) -> None:
    answer = route(POLICY, category, stage, accused)
    leads = [task.agency for task in answer.tasks if task.role is TaskRole.LEAD]
    assert leads == ([] if answer.lead is None else [answer.lead])
    assert len({task.agency for task in answer.tasks}) == len(answer.tasks)


@given(CATEGORIES, STAGES, ACCUSED)
def test_only_bawaslu_leads_the_case_where_the_rule_gives_it_the_case(
    category: Category, stage: Stage | None, accused: frozenset[str]
) -> None:
    rule = POLICY.rules_by_id[route(POLICY, category, stage, accused).rule]
    answer = route(POLICY, category, stage, accused)
    if rule.lead == "bawaslu" and answer.lead not in (None, "bawaslu"):
        assert answer.tasks[0].kind is TaskKind.INFORMATION


@given(CATEGORIES, STAGES, ACCUSED)
def test_a_report_without_a_lead_in_the_region_names_a_body_outside(
    category: Category, stage: Stage | None, accused: frozenset[str]
) -> None:
    answer = route(POLICY, category, stage, accused)
    if answer.lead is None:
        assert answer.outside
