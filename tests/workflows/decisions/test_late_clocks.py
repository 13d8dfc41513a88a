"""Which clocks apply to a report that comes to an election late or is taken up again; what was met is not late."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.features.gakkumdu.desk import Desk, at
from tests.trail.verifier.bundles import bundle
from tests.trail.verifier.stories import gakkumdu
from tests.trail.verifier.tampering import judged
from tests.trail.verifier.trails import HADI, SARI, Trail
from tests.workflows.decisions.test_legal_clocks import CHECKED, NOW, REPORTER, actor, agreed, fired, legal, taken
from tests.workflows.decisions.test_legal_clocks import at as given
from tests.workflows.law import POLICY, local
from workflows.clocks.law import NO_LAW
from workflows.codes.cases import CaseDecision, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.codes.people import Role
from workflows.codes.states import FOUND_INCOMPLETE, NOTICE_SENT
from workflows.decisions.change import Change
from workflows.decisions.clocks.studies import NO_STUDY, Studied, Study
from workflows.decisions.gakkumdu.case_limits import NO_STEPS, CaseSteps, Taken, case_limits
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import ReportAmendment, ReportTransition
from workflows.decisions.reports.triggers import decide_report

KNOWN = at("2024-11-25", "08:00")


def elected(
    report: Any,
    when: datetime,
    case: CaseSteps = NO_STEPS,
    election: str = "pilkada-2024",
    study: Study = NO_STUDY,
) -> Change:
    body = ReportAmendment.model_validate({"election": election, "reason": "Ternyata soal pemilihan"})
    return decide_amendment(report, body, HADI, given(when), area_known=True, found=False, case=case, study=study)


def test_who_comes_to_an_election_after_its_registration_has_the_clock_that_began_there() -> None:
    """Registered Wed 7 February 2024, elected on Friday the 16th: the seven days are counted from Wednesday the 7th.

    By working days 12, 13, 15, 16, 19, 20, 21 (8, 9 and 14 off); by calendar days, the earlier, 8 to 14.
    """
    registered = fired(taken(election=None, **REPORTER).report, NOW, "verify", **CHECKED).report
    change = elected(registered, local("2024-02-16T10:00:00"), election="pemilu-2024")
    assert [one.rule for one in legal(change)] == ["pemilu/lodge_report", "pemilu/handling"]
    handling = change.clocks[-1].start
    assert (handling.started_at, handling.due_at) == (NOW, local("2024-02-14T23:59:59"))


def forwarded() -> tuple[Desk, CaseSteps]:
    """A case of no election: registered on Monday 25, discussed on Tuesday and Thursday, forwarded on Friday 29."""
    desk = Desk(KNOWN, election=None).verify(at("2024-11-25")).assign()
    taken_steps = []
    for step, when in {
        "register": at("2024-11-25", "11:00"),
        "first_discussion": at("2024-11-26"),
        "second_discussion": at("2024-11-28"),
        "forward": at("2024-11-29", "09:00"),
    }.items():
        desk.step(step, when)
        decision = CaseDecision.PROCEED if "discussion" in step else None
        taken_steps.append(Taken(CaseStep(step), when, decision))
    return desk, taken_steps


def test_who_comes_to_an_election_when_its_case_was_forwarded_has_the_clock_of_that_step_and_met_those_before() -> None:
    """Forwarded Fri 29 November 2024; the investigation's fourteen working days are 2 to 6, 9 to 13, 16 to 19 December.

    The handling was met by the second discussion on Thursday the 28th, the forwarding on Friday: neither runs on.
    """
    desk, limits = forwarded()
    assert not {draft.start.law_version for draft in desk.change.clocks} - {None}
    change = elected(desk.report, at("2024-12-05"), limits)
    shown = {one.rule: (one.start, one.met) for one in legal(change)}
    assert shown == {
        "pilkada/lodge_report": (KNOWN, desk.report.reported_at),
        "pilkada/handling": (desk.report.formal_receipt_at or desk.report.reported_at, at("2024-11-28")),
        "pilkada/forward_crime": (at("2024-11-28"), at("2024-11-29", "09:00")),
        "pilkada/investigation": (at("2024-11-29", "09:00"), None),
    }
    (investigation,) = [one.start for one in change.clocks if one.start.kind == "investigation"]
    assert investigation.due_at == at("2024-12-19", "23:59").replace(second=59)
    told = {one["rule"]: one.get("met") for one in change.events[0].data["legal_clocks"]}
    assert [rule for rule, met in told.items() if met is None] == ["pilkada/investigation"]


def test_a_case_that_was_registered_late_is_handled_from_the_receipt_where_the_law_counts_from_it() -> None:
    """Lodged on Monday 25 November 2024, registered at the desk on Wednesday: three calendar days are 26, 27, 28."""
    desk = Desk(KNOWN, election=None).verify(at("2024-11-25")).step("register", at("2024-11-27"))
    limits = [Taken(CaseStep.REGISTER, at("2024-11-27"))]
    change = elected(desk.report, at("2024-11-27", "15:00"), limits)
    (handling,) = [one.start for one in change.clocks if one.start.kind == "handling"]
    assert handling.started_at == (desk.report.formal_receipt_at or desk.report.reported_at)
    assert handling.due_at == at("2024-11-28", "23:59").replace(second=59)


@pytest.mark.parametrize("missing", [False, True], ids=["complete", "once incomplete"])
def test_what_was_found_missing_once_does_not_end_the_handling_of_what_leaves_its_election_and_comes_back(
    *, missing: bool
) -> None:
    report = taken(**REPORTER).report
    if missing:
        begun = report.limits_begun | {LegalStep.TELL_MISSING, LegalStep.COMPLETE_REPORT}
        report = msgspec.structs.replace(report, limits_begun=begun)
    registered = fired(report, NOW, "verify", **CHECKED).report
    left = agreed(registered, election=None).report
    back = elected(left, local("2024-02-08T10:00:00"), election="pemilu-2024")
    assert ("pemilu/handling", NOW, None) in legal(back)


def test_what_was_studied_and_told_is_neither_studied_nor_told_anew() -> None:
    """And what is to be handed in runs on from the notice."""
    left = agreed(taken(**REPORTER).report, election=None).report
    found, told = local("2024-02-07T11:00:00"), local("2024-02-07T12:00:00")
    study = [Studied(FOUND_INCOMPLETE, found, found), Studied(NOTICE_SENT, told, told)]
    back = elected(left, local("2024-02-08T10:00:00"), election="pemilu-2024", study=study)
    assert {one.rule: (one.start, one.met) for one in legal(back)[1:]} == {
        "pemilu/initial_study": (NOW, found),
        "pemilu/tell_missing": (found, told),
        "pemilu/complete_report": (told, None),
    }


def test_who_left_its_election_and_comes_back_has_the_clock_of_its_step_again() -> None:
    desk, limits = forwarded()
    there = elected(desk.report, at("2024-12-05"), limits).report
    left = replace_election(there)
    again = elected(left, at("2024-12-09"), limits)
    assert {one.rule for one in legal(again)} == {"pilkada/lodge_report", "pilkada/investigation"}


def replace_election(report: Any) -> Any:
    """As two persons have taken it out of its election: what was begun stays begun, for its case went beyond."""
    return msgspec.structs.replace(report, election=None)


@pytest.mark.parametrize(("decision", "running"), [("supplement", {"handling"}), ("stop", set())])
def test_a_discussion_that_goes_not_on_meets_nothing_or_ends_the_handling(decision: str, running: set[str]) -> None:
    steps = [
        Taken(CaseStep.REGISTER, KNOWN),
        Taken(CaseStep.FIRST_DISCUSSION, at("2024-11-26"), CaseDecision(decision)),
    ]
    limits = case_limits(steps)
    assert {str(step) for step, spell in limits.items() if spell.met is None} == running
    again = case_limits([*steps, Taken(CaseStep.REGISTER, at("2024-12-02"))])
    assert {str(step): spell.begun for step, spell in again.items()} == {"handling": KNOWN}


def test_a_reopened_report_starts_what_applies_by_then_and_never_began() -> None:
    """Registered when no law set a limit, and taken up again when one does: counted from its registration."""
    lawless = given(NOW)._replace(policy=replace(POLICY, law=NO_LAW))
    desk = actor("kesbangpol", Role.COORDINATOR)

    def fire(report: Any, circumstances: Any, **members: Any) -> Change:
        command = ReportTransition.model_validate(members).root
        facts = {"register_number": "33.05/2024/000001"} if members["trigger"] == "verify" else {}
        return decide_report(report, command, desk, circumstances, **facts)

    registered = fire(taken(election="pemilu-2024").report, lawless, trigger="verify", **CHECKED)
    assert legal(registered) == []
    ended = fire(registered.report, lawless, trigger="dismiss", outcome="unfounded", reason="Keliru").report
    later = given(local("2024-02-19T10:00:00"))
    change = fire(ended, later, trigger="reopen", basis="new_fact", reason="Fakta baru")
    assert [(one.rule, one.start, one.met) for one in legal(change)] == [("pemilu/handling", NOW, None)]


def said(trail: Trail) -> Iterator[tuple[str, list[str]]]:
    """The action of each event by which a limit runs no longer, and which."""
    for event in map(json.loads, trail.leaves):
        if "legal_stopped" in event["data"]:
            yield event["action"], event["data"]["legal_stopped"]


def test_each_event_says_at_once_which_limits_run_no_longer_by_it() -> None:
    trail = Trail()
    case = gakkumdu(trail)
    told = dict(said(trail))
    assert told["report.verified"] == ["initial_study"]
    assert (told["case.second_discussed"], told["case.forwarded"]) == (["handling"], ["forward_crime"])
    assert told["case.investigated"] == ["investigation"]
    other = trail.intake(severity="S3").verify()
    other.fire(SARI, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    assert "handling" in dict(said(trail))["report.dismissed"]
    assert case.facts.limits_begun


def test_a_trail_that_says_so_verifies(tmp_path: Any) -> None:
    trail = Trail()
    gakkumdu(trail)
    assert judged(tmp_path, bundle(trail)) == (0, [])
