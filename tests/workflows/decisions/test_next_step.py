"""No lawful report is buried: whatever it accuses and however secret it is, somebody may always take the next step.

Every agency sends two officers and two supervisors, the desk two coordinators, and each sees what row security would
let them see. It is not said here who may: only that somebody may, and never somebody of the accused side.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest
from uuid_utils.compat import uuid7

from tests.trail.verifier.trails import BODY, actor
from tests.workflows.law import POLICY
from workflows.access import visibility
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.refusals import Refused
from workflows.codes.people import Role
from workflows.codes.reports import Category, Classification, ReportState
from workflows.decisions.available import report_actions
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.duties import of_the_accused
from workflows.decisions.gakkumdu.commands import CaseStepRequest
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts, decide_step
from workflows.decisions.protections.commands import DecideProposal, ProposeChange, RaiseWall
from workflows.decisions.protections.proposals import ProposalFacts, decide_on_proposal, decide_proposal
from workflows.decisions.reports.commands import ReportIntake, ReportTransition
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.reports.walls import decide_wall
from workflows.decisions.tasks.commands import TaskTransition
from workflows.decisions.tasks.triggers import decide_task
from workflows.policy.checks import CORE_AGENCIES

GIVEN = Circumstances(POLICY, datetime(2024, 11, 25, 3, tzinfo=UTC), iter(uuid7, None))
AUTHOR = actor(Role.OFFICER, "kpu", "who reported it")
"""Also where it is the reporter's own agency that is accused, and sees the report no longer."""

STAFF = [
    actor(role, agency, f"{role} {number} of {agency}")
    for agency, role, number in product(POLICY.agencies, (Role.OFFICER, Role.SUPERVISOR), "12")
]
DESK = [actor(Role.COORDINATOR, "kesbangpol", f"coordinator {number}") for number in "12"]
EVERYBODY = [*STAFF, *DESK, AUTHOR]
OFFICES = [*STAFF[::2], DESK[0], AUTHOR]
"""One of each office: enough where nobody else has to be another person."""

CHECKED = {"checklist": {"formal": True, "material": True}, "grade": {"reliability": "B", "credibility": 2}}
DISMISSED = {"trigger": "dismiss", "outcome": "unfounded", "reason": "Tidak terbukti"}
CLOSED = {"outcome": "referred", "reference": "12/X/2024", "notice": {"sent": False, "reason": "Alamat tidak dikenal"}}
MATTERS = [
    *((category, "pilkada-2024") for category in Category),
    *((category, None) for category in (Category.HOAX, Category.HATE_SPEECH)),
]
"""The elections matter to where hoaxes and hate speech go."""


class Met(NamedTuple):
    """One report: of which category and election, how secret, whom it accuses, and whether two took that back."""

    category: Category
    election: str | None
    classification: Classification
    accused: str | None
    acquitted: bool = False


ACCUSED: list[tuple[str | None, bool]] = [(None, False), *product(POLICY.agencies, (False, True))]
EVERY = [
    Met(*matter, classification, *accused)
    for matter, classification, accused in product(MATTERS, Classification, ACCUSED)
]

LED_BY = {
    "bawaslu": (
        "intimidation", "black_campaign", "negative_campaign", "money_politics", "neutrality_official",
        "neutrality_forces", "administrative", "ethics",
    ),
    "polres": ("security_threat",),
    "kpu": ("logistics",),
}  # fmt: skip
WORDLESS = {
    Met(Category.INCUMBENT_ABUSE, "pilkada-2024", Classification.SECRET, "bawaslu"),
    Met(Category.INCUMBENT_ABUSE, "pilkada-2024", Classification.SECRET, "bawaslu", acquitted=True),
    Met(Category.HATE_SPEECH, None, Classification.SECRET, "polres", acquitted=True),
    Met(Category.HATE_SPEECH, "pilkada-2024", Classification.SECRET, "bawaslu", acquitted=True),
    *(
        Met(Category(category), "pilkada-2024", Classification.SECRET, lead, acquitted=True)
        for lead, categories in LED_BY.items() for category in categories
    ),
}  # fmt: skip
"""Of these nobody reads the words who may decide: nobody leads what accuses Bawaslu and walls the regency off, and
who leads the others was accused once. Nothing is decided on them but who leads: whoever then does decides the rest.
"""

UNOPENED = {
    Met(Category.INCUMBENT_ABUSE, "pilkada-2024", Classification.RESTRICTED, "bawaslu", acquitted=acquitted)
    for acquitted in (False, True)
}
"""Of these nobody reads the words either who may decide: nobody opens them to more, and all else is decided on."""

PAIRED = [
    met
    for met, (matter, secrecy, accused) in zip(
        EVERY, product(range(len(MATTERS)), range(len(Classification)), range(len(ACCUSED))), strict=True
    )
    if (matter + secrecy + accused) % len(Classification) == 0 or met in WORDLESS | UNOPENED
]
"""Every two of matter, secrecy and who is accused together, and all that is special: a third of all there are."""

MEANT = pytest.mark.parametrize(
    "of", [pytest.param(PAIRED, id="by pairs"), pytest.param(EVERY, id="every", marks=pytest.mark.slow)]
)
"""Every three together take three times as long, and with the suite the pairs hold the same."""


def sees(who: Actor, report: ReportFacts) -> bool:
    """Whether row security shows it to them."""
    readers, walled = visibility.readers(report), visibility.walled_tokens(report)
    return visibility.may_read(readers, walled, visibility.tokens(who))


def taken(decide: Callable[[Actor], Any], report: ReportFacts, people: list[Actor] = EVERYBODY) -> Iterator[Any]:
    """Each of the people that may, with what comes of it."""
    for who in people:
        if sees(who, report):
            try:
                yield who, decide(who)
            except Refused:
                continue


@cache
def _command(trigger: str) -> Any:
    bodies: dict[str, dict[str, Any]] = {"verify": CHECKED, "dismiss": DISMISSED, "close": CLOSED}
    return ReportTransition.model_validate({"trigger": trigger, **bodies[trigger]}).root


def who_may(report: ReportFacts, trigger: str) -> dict[Actor, ReportFacts]:
    """Everybody who may move it so, with what it is then; nobody of them is of the accused side."""
    more = {"register_number": "1"} if trigger == "verify" else {}
    changes: dict[Actor, Change] = dict(
        taken(lambda who: decide_report(report, _command(trigger), who, GIVEN, **more), report, OFFICES)
    )
    for who in changes:
        ever = report.accused | report.accused_ever
        assert who.agency not in ever, f"{who} may {trigger}"
        assert trigger == "verify" or not of_the_accused(who, report, POLICY), f"{who} may {trigger}"
    told = {who for who in OFFICES if sees(who, report) and _told(report, who, trigger)}
    assert told == set(changes), f"who is told that they may {trigger}, and who may"
    return {who: change.report for who, change in changes.items()}


def _told(report: ReportFacts, who: Actor, trigger: str) -> bool:
    (found,) = (one for one in report_actions(report, who, POLICY, sealed=False) if one.action == trigger)
    return not found.reasons


@cache
def taken_in(met: Met) -> ReportFacts:
    """The report as it comes in, and as it is once two have taken the accusation back."""
    party = {"reported_party": {"agency": met.accused}} if met.accused else {}
    of = {"category": met.category, "election": met.election, "classification": met.classification}
    body = ReportIntake.model_validate(BODY | {"occurred_at": "2024-11-10T09:00:00+07:00"} | of | party)
    report = decide_intake(Intake(uuid7(), body, area_known=True), AUTHOR, GIVEN).report
    if not met.acquitted:
        return report
    found = agreed(report, {"kind": "accusation", "agency": met.accused})
    assert found is not None or met in WORDLESS, f"nobody takes the accusation back: {met}"
    return found or report


def agreed(report: ReportFacts, body: Mapping[str, Any]) -> ReportFacts | None:
    """The report once one has proposed and another decided; None where no two may. The accused side decides nothing."""
    asked = ProposeChange.model_validate({"reason": "Keadaan berubah"} | dict(body)).root
    made = taken(lambda who: decide_proposal(report, asked, who, GIVEN), report)
    for by, (change, proposal) in made:
        decided = list(taken(lambda who, of=change.report, made=proposal: _decided(of, made, who), report))
        assert not [who for who, _ in decided if of_the_accused(who, report, POLICY)]
        after: list[ReportFacts] = [found for who, found in decided if who.person != by.person]
        if after:
            return after[0]
    return None


def _decided(report: ReportFacts, proposal: ProposalFacts, who: Actor) -> ReportFacts:
    change, _ = decide_on_proposal(report, proposal, DecideProposal(approve=True), who, GIVEN, found=False)
    return change.report


def assigned(report: ReportFacts) -> ReportFacts | None:
    """The report once somebody has given its lead to who leads by rule, or to a core agency that was never accused.

    Where one person may not, two clear it first. None where nobody can.
    """
    ever = report.accused | report.accused_ever
    able = (report.lead_agency, *sorted(CORE_AGENCIES - {"kodim", *ever}))
    for agency in filter(None, able):
        for cleared in (report, agreed(report, {"kind": "lead", "agency": agency})):
            if cleared is None:
                continue
            offer = {"agency": agency, "role": "lead", "kind": "information"}
            command = ReportTransition.model_validate({"trigger": "assign", "tasks": [offer], "reason": "Sebab"}).root
            for _, change in taken(lambda who, to=command, on=cleared: decide_report(on, to, who, GIVEN), cleared):
                return change.report
    return None


def handled(report: ReportFacts) -> ReportFacts:
    """The report once its lead task is done."""
    for body in ({"trigger": "accept"}, {"trigger": "start"}, {"trigger": "complete", "result": "Selesai"}):
        (task,) = (one for one in report.tasks if one.role == "lead")
        command = TaskTransition.model_validate(body).root
        officer = next(one for one in STAFF if (one.agency, one.role) == (task.agency, Role.OFFICER))
        report = decide_task(report, task, command, officer, GIVEN).report
    assert report.state is ReportState.HANDLED
    return report


@MEANT
@pytest.mark.parametrize("category", Category)
def test_somebody_who_did_not_report_it_may_always_take_the_next_step_and_end_it(
    category: Category, of: list[Met]
) -> None:
    for met in (one for one in of if one.category is category):
        report = taken_in(met)
        verified = who_may(report, "verify")
        for may in (verified, who_may(report, "dismiss")):
            assert may.keys() - {AUTHOR}, met
        report = next(iter(verified.values()))
        assert who_may(report, "dismiss").keys() - {AUTHOR}, met
        given = assigned(report)
        assert given is not None, met
        assert who_may(handled(given), "close").keys() - {AUTHOR}, met


def _asked(report: ReportFacts) -> Iterator[dict[str, Any]]:
    """What two may take away of its protection, or clear."""
    if report.classification is not Classification.ORDINARY:
        yield {"kind": "amendment", "amendment": {"classification": "ordinary"}}
    yield {"kind": "amendment", "amendment": {"severity": "S3"}}
    for agency in report.accused:
        yield {"kind": "accusation", "agency": agency}


@MEANT
@pytest.mark.parametrize("category", Category)
def test_two_may_always_take_protection_away_where_somebody_reads_the_words(category: Category, of: list[Met]) -> None:
    for met in (one for one in of if one.category is category):
        report = taken_in(met)
        for body in _asked(report):
            opens = "classification" in body.get("amendment", {})
            unread = met in WORDLESS or (opens and met in UNOPENED)
            assert (agreed(report, body) is None) is unread, (met, body)


@pytest.mark.parametrize("category", Category)
def test_whatever_wall_is_put_up_around_the_lead_somebody_ends_it_and_two_take_it_down(category: Category) -> None:
    """The last who may put it up does. Of what is secret the next lead reads the words, unless it was accused once."""
    for met in [one for one in EVERY if one.category is category][::4]:  # a sample, for time
        report = taken_in(met)
        if report.lead_agency is None:
            continue
        around = RaiseWall(agency=report.lead_agency, reason="Hubungan keluarga")
        *_, (_, change) = taken(lambda who, on=report, wall=around: decide_wall(on, wall, who, GIVEN), report)
        walled = change.report
        assert who_may(walled, "dismiss").keys() - {AUTHOR}, met
        reads = walled.lead_agency not in {None, *walled.accused_ever}
        if reads or walled.classification is not Classification.SECRET:
            assert agreed(walled, {"kind": "wall", "agency": around.agency}) is not None, met


DISCUSSED = {
    "step": "first_discussion",
    "minutes": "Unsur tidak terpenuhi",
    "attendees": [{"agency": agency} for agency in ("bawaslu", "polres", "kejari")],
}
REGISTERED = {"step": "register", "register_number": "01/REG/LP/PB/Kab/14.18/XI/2024", "form": "Model B.1"}


def step(report: ReportFacts, case: CaseFacts, body: Mapping[str, Any]) -> dict[str, tuple[ReportFacts, CaseFacts]]:
    """What the step makes of the case, by the agency of whoever may take it."""
    command = CaseStepRequest.model_validate(body).root
    able = taken(lambda who: decide_step(report, case, command, who, GIVEN), report)
    return {who.agency: (change.report, moved) for who, (change, moved) in able}


@pytest.mark.parametrize(
    ("accused", "stops"), [(None, {"bawaslu"}), ("bawaslu", {"polres", "kejari"}), ("polres", {"bawaslu"})]
)
def test_a_case_is_stopped_by_whoever_of_the_joint_desk_was_never_accused(accused: str | None, stops: set[str]) -> None:
    met = Met(Category.MONEY_POLITICS, "pilkada-2024", Classification.ORDINARY, accused, acquitted=accused is not None)
    report = next(iter(who_may(taken_in(met), "verify").values()))
    report, case = step(report, NO_CASE, REGISTERED)["bawaslu"]
    assert set(step(report, case, DISCUSSED | {"decision": "stop"})) == stops
    assert set(step(report, case, DISCUSSED | {"decision": "proceed"})) == {"bawaslu"}
