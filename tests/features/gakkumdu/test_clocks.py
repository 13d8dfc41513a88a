"""Which legal clocks each step starts and stops, by regime, with dates worked out by hand."""

import msgspec
import pytest

from tests.edge.contract.case_steps import PATH
from tests.features.gakkumdu.desk import Desk, at
from tests.workflows.law import POLICY
from workflows.codes.clocks import LegalStep

KARAWANG = {"election": "pilkada-2024", "severity": "S3"}
BEFORE_COURT = PATH[: PATH.index("investigated")]


def test_a_pilkada_case_mixes_calendar_and_working_days() -> None:
    """docs/domain.md, "Legal clocks": "One pilkada case is counted in both kinds of day."

    Handling: three calendar days after its receipt on Monday 25 November 2024 are 26, 27 (voting day, counted) and 28;
    neither registration moves them.
    Investigation: fourteen working days after Friday 29 November: 2 to 6 December are
    five, 9 to 13 ten, 16 to 19 fourteen.
    """
    desk = Desk(at("2024-11-25", "08:00"), **KARAWANG)
    assert desk.due["handling"] == "2024-11-28 23:59:59"
    desk.verify(at("2024-11-26", "09:00")).step("register", at("2024-11-26"))
    assert (desk.due, desk.stopped) == ({}, {"initial_study"})
    desk.assign().step("first_discussion", at("2024-11-25", "14:00"))
    assert (desk.due, desk.stopped) == ({}, set())
    desk.step("second_discussion", at("2024-11-28", "15:00"))
    assert (desk.due, desk.stopped) == ({"forward_crime": "2024-11-29 15:00:00"}, {"handling"})  # within 24 hours
    desk.step("forward", at("2024-11-29", "09:00"))
    assert (desk.due, desk.stopped) == ({"investigation": "2024-12-19 23:59:59"}, {"forward_crime"})
    desk.step("police_report", at("2024-11-29", "11:00")).step("third_discussion", at("2024-12-18"))
    assert (desk.due, desk.stopped) == ({}, set())


@pytest.mark.parametrize(("election", "due"), [("pilkada-2024", "2024-11-28"), ("pemilu-2024", "2024-12-02")])
def test_a_case_that_was_stopped_and_is_registered_again_is_handled_in_the_time_that_it_had(
    election: str, due: str
) -> None:
    """Received and verified on Monday 25 November 2024, registered at the desk on Tuesday, stopped, registered again.

    Pilkada: three calendar days of the receipt: 26, 27, 28. Pemilu: seven of the register number: 26, 27, 28, 29, 30,
    1, 2 December.
    """
    desk = Desk(at("2024-11-25"), election=election, severity="S3").verify().assign()
    desk.step("register", at("2024-11-26")).step("first_discussion", at("2024-11-27"), decision="stop")
    assert "handling" in desk.stopped
    number = "04/REG/LP/PB/Kab/14.18/XII/2024"
    assert desk.step("register", at("2024-11-28"), register_number=number).due == {"handling": f"{due} 23:59:59"}


@pytest.mark.parametrize("when", ["2024-02-01", "2024-02-20"], ids=["runs", "missed"])
def test_the_desk_s_registration_gives_a_handling_that_has_begun_no_more_time(when: str) -> None:
    """UU 7/2017 art. 454(7): verified on Wednesday 31 January 2024, seven calendar days are 1 to 7 February.

    Registered on Tuesday the 20th, its days were over: one officer had new ones, to the 27th, by no law.
    """
    desk = Desk(at("2024-01-31"), election="pemilu-2024", severity="S3").verify()
    assert desk.due == {"handling": "2024-02-07 23:59:59"}
    desk.assign().step("register", at(when))
    assert (desk.due, desk.stopped) == ({}, {"initial_study"})
    assert "handling" not in desk.change.events[0].data.get("legal_stopped", [])
    desk.step("first_discussion").step("second_discussion")
    assert desk.stopped == {"handling"}


def test_the_desk_s_registration_begins_a_handling_where_none_has_begun() -> None:
    """Registered at the desk before its limit ran: it counts from the report's register number all the same."""
    desk = Desk(at("2024-01-31"), election="pemilu-2024", severity="S3").verify().assign()
    begun = desk.report.limits_begun - {LegalStep.HANDLING}
    desk.report = msgspec.structs.replace(desk.report, limits_begun=begun)
    assert desk.step("register", at("2024-02-05")).due == {"handling": "2024-02-07 23:59:59"}


def test_karawang_the_prosecutors_five_working_days() -> None:
    """docs/domain.md, "Legal clocks": "A warning therefore comes before the end."

    UU 10/2016 art. 146 and UU 1/2015 art. 148.

    The file comes on Thursday 19 December 2024. Three working days: 20, 23, 24. Five: 20, 23, 24, then Christmas and
    the joint leave of the 26th fall out, 27 is the fourth, the weekend falls out, Monday 30 is the fifth. Seven
    calendar days for the court after Monday 30: 31, then 1 to 6 January 2025.
    """
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(BEFORE_COURT)
    desk.step("investigated", at("2024-12-19", "14:00"))
    assert desk.due == {"prosecutor_return": "2024-12-24 23:59:59", "to_court": "2024-12-30 23:59:59"}
    assert desk.stopped == {"investigation"}
    desk.step("to_court", at("2024-12-30"))
    assert desk.due == {"first_instance": "2025-01-06 23:59:59"}
    assert desk.stopped == {"prosecutor_return", "to_court"}


def test_a_returned_file_stops_the_prosecutors_days_and_they_begin_anew_with_the_file() -> None:
    """UU 10/2016 art. 146: three days to return, three to submit again, five to go to court, all working days.

    Returned on Monday 23 December: 24, (25, 26), 27, (weekend), 30. Submitted again on Friday 27: 30, 31, (1), 2
    January; to court 30, 31, 2, 3, (weekend), 6 January.
    """
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(BEFORE_COURT)
    desk.step("investigated", at("2024-12-19")).step("returned", at("2024-12-23"))
    assert (desk.due, desk.stopped) == ({"resubmit": "2024-12-30 23:59:59"}, {"prosecutor_return", "to_court"})
    desk.step("resubmitted", at("2024-12-27"))
    assert desk.due == {"prosecutor_return": "2025-01-02 23:59:59", "to_court": "2025-01-06 23:59:59"}
    assert desk.stopped == {"resubmit"}


def test_a_pemilu_case_goes_to_the_police_within_a_day_and_is_due_by_the_earliest_reading() -> None:
    """UU 7/2017 art. 454(7), 476, 480(1), across a week of docs/domain.md, "Legal clocks".

    8, 9 and 14 February 2024 are no working days.

    Seven calendar days after Wednesday 31 January: 1 to 7 February. Working days: 1, 2, 5, 6, 7, (8, 9, weekend), 12,
    13. Twenty-four hours after Tuesday 6 February 16:00, and for the inquiry of the police after Wednesday 7 10:00.
    Fourteen calendar days after Wednesday 7: 8 to 21. Working days: 12, 13, (14), 15, 16, 19 to 23, 26 to 29, 1 March.
    """
    desk = Desk(at("2024-01-31"), election="pemilu-2024", severity="S3").verify()
    assert desk.due == {"handling": "2024-02-07 23:59:59"}
    assert desk.assign().step("register", at("2024-02-01")).due == {}
    desk.step("first_discussion", at("2024-02-01")).step("second_discussion", at("2024-02-06", "16:00"))
    assert (desk.due, desk.stopped) == ({"forward_crime": "2024-02-07 16:00:00"}, {"handling"})
    desk.step("forward", at("2024-02-07"))
    assert desk.due == {"inquiry": "2024-02-08 10:00:00", "investigation": "2024-02-21 23:59:59"}
    assert desk.stopped == {"forward_crime"}
    assert [str(end.due_at.astimezone(POLICY.zone))[:10] for end in desk.change.clocks[1].start.readings] == [
        "2024-02-21", "2024-03-01",
    ]  # fmt: skip
    assert desk.step("police_report", at("2024-02-07", "20:00")).stopped == {"inquiry"}


COURTS = ("pemilu-2024", "pilkada-2024")
LATE_STEPS = {
    "first_instance": ({"lodge_appeal", "deliver_judgment"}, {"first_instance"}),
    "appeal_lodged": ({"send_file", "appeal_decision"}, {"lodge_appeal", "deliver_judgment", "carry_out_judgment"}),
    "file_sent": (set(), {"send_file"}),
    "appeal_decided": ({"deliver_judgment"}, {"appeal_decision"}),
    "judgment_received": ({"carry_out_judgment"}, {"deliver_judgment"}),
    "carried_out": (set(), {"carry_out_judgment", "lodge_appeal"}),
}
"""What each step starts and ends, by either law.

UU 7/2017 art. 482(3)(4), UU 1/2015 art. 148(3)(4): the file is sent and the appeal decided in days of the appeal. UU
7/2017 art. 483, UU 1/2015 art. 149: a judgment goes to the prosecutor, who carries it out.
"""


@pytest.mark.parametrize("election", COURTS)
def test_the_courts_have_their_days_by_regime(election: str) -> None:
    desk = Desk(at("2024-11-25"), election=election, severity="S3").verify().assign()
    desk.steps(PATH[: PATH.index("first_instance")])
    for step, expected in LATE_STEPS.items():
        desk.step(step)
        assert (set(desk.due), desk.stopped) == expected


# Read out on Wednesday 7 February 2024, received by the prosecutor on Thursday 15.
JUDGMENTS = {
    # Calendar days after the 7th: 8, 9, 10. After the 15th: 16, 17, 18. Working days end later: 12, 13, (14 voting),
    # 15; 16, (17 and 18 weekend), 19, 20.
    "pemilu-2024": ("2024-02-10", "2024-02-18"),
    "pilkada-2024": ("2024-02-10", "2024-02-18"),
}


@pytest.mark.parametrize("election", JUDGMENTS)
def test_a_judgment_goes_to_the_prosecutor_and_is_carried_out_by_the_earliest_reading(election: str) -> None:
    """Before an appeal too: whoever appeals ends what was to be carried out."""
    delivered, carried = JUDGMENTS[election]
    desk = Desk(at("2024-01-15"), election=election, severity="S3").verify().assign()
    desk.steps(PATH[: PATH.index("first_instance")]).step("first_instance", at("2024-02-07"))
    assert desk.due["deliver_judgment"] == f"{delivered} 23:59:59"
    desk.step("judgment_received", at("2024-02-15"))
    assert desk.due == {"carry_out_judgment": f"{carried} 23:59:59"}
    ends = {str(end.due_at.astimezone(POLICY.zone))[:10] for end in desk.change.clocks[0].start.readings}
    assert ends == {"2024-02-18", "2024-02-20"}
    assert desk.step("appeal_lodged", at("2024-02-16")).stopped >= {"carry_out_judgment"}


def test_a_judgment_that_nobody_appeals_is_carried_out_and_then_nothing_runs() -> None:
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(PATH[: PATH.index("appeal_lodged")])
    desk.step("judgment_received").step("carried_out")
    assert (desk.due, desk.stopped) == ({}, {"carry_out_judgment", "lodge_appeal"})
    assert desk.case.state == "carried_out"


@pytest.mark.parametrize("election", COURTS)
def test_an_appeal_lodged_before_the_law_was_read_so_is_decided_in_time_from_the_file_on(election: str) -> None:
    desk = Desk(at("2024-11-25"), election=election, severity="S3").verify().assign()
    desk.steps(PATH[: PATH.index("file_sent")])
    begun = desk.report.limits_begun - {LegalStep.APPEAL_DECISION}
    desk.report = msgspec.structs.replace(desk.report, limits_begun=begun)
    assert set(desk.step("file_sent").due) == {"appeal_decision"}


def test_a_report_of_no_election_has_the_path_and_no_legal_clock() -> None:
    desk = Desk(election=None).verify().assign()
    for step in PATH:
        desk.step(step)
        assert (desk.due, desk.stopped) == ({}, set())


def test_a_clock_runs_from_when_the_step_was_done_not_from_when_it_was_entered() -> None:
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(BEFORE_COURT)
    entered = at("2024-12-27")
    desk.step("investigated", entered, at=at("2024-12-19", "14:00").isoformat())
    assert desk.due["to_court"] == "2024-12-30 23:59:59"
    met = {str(stop.kind): stop.at for stop in desk.change.stops}
    assert met == {"investigation": at("2024-12-19", "14:00")}


@pytest.mark.parametrize(
    ("step", "stops"), [("first_discussion", {"handling", "investigation"}), ("third_discussion", None)]
)
def test_a_discussion_that_stops_the_case_stops_its_clocks_and_starts_none(step: str, stops: set[str] | None) -> None:
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(PATH[: PATH.index(step)])
    desk.step(step, decision="stop")
    assert (desk.due, desk.stopped) == ({}, stops or {"handling", "investigation"})
    desk = Desk(at("2024-11-25"), **KARAWANG).verify().assign().steps(PATH[: PATH.index(step)])
    desk.step(step, decision="supplement")
    assert (desk.due, desk.stopped) == ({}, set())
