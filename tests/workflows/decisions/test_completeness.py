"""What a report lacks before it is registered: the case of Surakarta in January 2024, told from its day to its day.

It happened on 24 December 2023, became known on Sunday 7 January 2024, was lodged on Wednesday the 10th and studied by
Friday the 12th, when its reporter was told what was missing; nothing came by Tuesday the 16th, and on Wednesday the
17th it was not registered.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.trail.verifier.bundles import bundle
from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.tampering import judged
from tests.trail.verifier.trails import Trail
from tests.workflows.decisions.test_legal_clocks import CHECKED, actor, at, fired, rules, taken
from tests.workflows.law import POLICY, local
from workflows.access.facts import ReportFacts
from workflows.access.refusals import InvalidCommand, LawForbids, NotPermitted
from workflows.codes.people import Role
from workflows.decisions.available import report_actions
from workflows.decisions.change import Change
from workflows.decisions.notices.commands import SendNotice
from workflows.decisions.notices.telling import decide_notice
from workflows.decisions.reports.commands import NoteCompleteness
from workflows.decisions.reports.completeness import ToldFirst, decide_completeness

HAPPENED, KNOWN = "2023-12-24T20:00:00+07:00", "2024-01-07T19:00:00+07:00"
LODGED, STUDIED, TOLD = local("2024-01-10T10:00:00"), local("2024-01-12T10:00:00"), local("2024-01-12T14:00:00")
REPORTER = {"reporter": {"name": "Pelapor"}}
MISSING: dict[str, Any] = {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi dan bukti"}
WORDS = {
    "template": "incomplete_reporter",
    "fields": [
        {"name": "missing", "words": "saksi dan bukti"},
        {"name": "until", "words": "Selasa, 16 Januari 2024 pukul 16.00 WIB"},
    ],
}


def lodged(election: str = "pemilu-2024") -> Change:
    return taken("bawaslu", LODGED, occurred_at=HAPPENED, known_at=KNOWN, election=election, **REPORTER)


def noted(
    report: ReportFacts,
    when: datetime,
    agency: str = "bawaslu",
    *,
    lacking: bool = True,
    told: ToldFirst | None = None,
    **body: Any,
) -> Change:
    command = NoteCompleteness.model_validate(body).root
    return decide_completeness(report, command, actor(agency), at(when), lacking=lacking, told=told)


def notice(report: ReportFacts, when: datetime, found_at: datetime | None = STUDIED, **body: Any) -> Change:
    sent = SendNotice.model_validate({"audience": "reporter", "channel": "letter", **WORDS, **body})
    return decide_notice(report, sent, actor("bawaslu"), at(when), found_at=found_at)


def ends(change: Change) -> dict[str, str]:
    """The legal clocks that a change starts: the local moment at which each ends."""
    legal = (draft.start for draft in change.clocks if draft.start.law_version is not None)
    return {str(start.kind): f"{start.due_at.astimezone(POLICY.zone):%a %d %b %H:%M}" for start in legal}


def stops(change: Change) -> dict[str, datetime | None]:
    return {str(stop.kind): stop.at for stop in change.stops}


def test_the_case_of_january_2024_has_its_days() -> None:
    """Worked by hand, Saturdays and Sundays left out, no holiday in these weeks.

    Lodging: known Sun 7; Mon 8, 9, 10, 11, Fri 12, Mon 15, Tue 16 are seven. Study: lodged Wed 10; Thu 11, Fri 12.
    Telling: studied Fri 12; Mon 15. Completing: told Fri 12; Mon 15, Tue 16.
    """
    first = lodged()
    assert ends(first) == {"lodge_report": "Tue 16 Jan 23:59", "initial_study": "Fri 12 Jan 23:59"}
    found = noted(first.report, STUDIED, **MISSING)
    assert (ends(found), stops(found)) == ({"tell_missing": "Mon 15 Jan 23:59"}, {"initial_study": STUDIED})
    (owed,) = found.owed
    assert (owed.owed.occasion, owed.owed.audience, owed.owed.due_at) == (
        "not_complete_yet", "reporter", local("2024-01-15T23:59:59"),
    )  # fmt: skip
    sent = notice(found.report, TOLD)
    assert (ends(sent), stops(sent)) == ({"complete_report": "Tue 16 Jan 23:59"}, {"tell_missing": TOLD})
    (clock,) = sent.clocks
    assert (clock.start.whose, clock.start.counts_from, clock.start.status) == (
        "reporter", "told_missing", "to_confirm",
    )  # fmt: skip
    assert [one.occasion for one in sent.settled] == ["not_complete_yet"]
    assert "Selasa, 16 Januari 2024 pukul 16.00 WIB" in sent.events[0].texts[0].content
    ended = fired(
        sent.report, local("2024-01-17T09:00:00"), "dismiss", outcome="insufficient", reason="Tidak dilengkapi"
    )
    assert ended.stops_legal


def test_the_same_days_of_a_pilkada_end_its_lodging_on_a_sunday_and_know_no_completing() -> None:
    """Known Sun 7; the seven calendar days are Mon 8 to Sun 14. Pilkada's regulation on completing was not seen."""
    first = lodged("pilkada-2024")
    assert ends(first)["lodge_report"] == "Sun 14 Jan 23:59"
    found = noted(first.report, STUDIED, **MISSING)
    assert (ends(found), found.owed) == ({}, ())
    assert ends(notice(found.report, TOLD)) == {}


def test_what_was_completed_stops_the_reporters_clock_when_it_was_handed_in() -> None:
    told = notice(noted(lodged().report, STUDIED, **MISSING).report, TOLD).report
    handed_in = local("2024-01-16T15:30:00")
    change = noted(told, local("2024-01-17T08:00:00"), finding="complete", at=handed_in.isoformat())
    assert (stops(change), ends(change)) == ({"tell_missing": handed_in, "complete_report": handed_in}, {})
    assert change.events[0].action == "report.completed"


def test_what_came_before_anybody_told_it_leaves_nothing_to_be_told() -> None:
    found = noted(lodged().report, STUDIED, **MISSING).report
    change = noted(found, TOLD, finding="complete")
    assert stops(change)["tell_missing"] == TOLD
    assert change.events[0].data["legal_stopped"] == ["tell_missing"]


def test_what_was_told_before_it_was_noted_is_not_to_be_told_again() -> None:
    """Nothing begins that nobody can meet: the two days count from the finding, or from the notice after it."""
    told = notice(lodged().report, STUDIED, None)
    assert (ends(told), stops(told)) == ({}, {})
    noted_after = noted(told.report, TOLD, told=ToldFirst(STUDIED, STUDIED), at=TOLD.isoformat(), **MISSING)
    assert (ends(noted_after), [*stops(noted_after)]) == ({"complete_report": "Tue 16 Jan 23:59"}, ["initial_study"])
    assert [one.settled is not None for one in noted_after.owed] == [True], "what was told is owed no longer"
    late = noted(
        told.report, local("2024-01-15T09:00:00"), told=ToldFirst(TOLD, TOLD), at=STUDIED.isoformat(), **MISSING
    )
    assert [clock.start.started_at for clock in late.clocks] == [TOLD]


def test_a_clock_that_runs_a_little_ahead_is_taken_and_ours_decides() -> None:
    ahead = (STUDIED + timedelta(minutes=4)).isoformat()
    found = noted(lodged().report, STUDIED, **MISSING, at=ahead)
    assert stops(found) == {"initial_study": STUDIED}
    assert stops(notice(found.report, STUDIED, sent_at=ahead)) == {"tell_missing": STUDIED}


def test_what_is_registered_lacks_nothing_any_longer() -> None:
    told = notice(noted(lodged().report, STUDIED, **MISSING).report, TOLD).report
    registered = fired(told, local("2024-01-15T09:00:00"), "verify", **CHECKED)
    assert {"tell_missing", "complete_report"} <= {*stops(registered)}
    assert rules(registered) == ["pemilu/handling"]
    assert ends(notice(registered.report, local("2024-01-15T10:00:00"))) == {}
    with pytest.raises(LawForbids, match="already_registered"):
        noted(registered.report, local("2024-01-15T10:00:00"), **MISSING)
    closed = fired(told, local("2024-01-17T09:00:00"), "dismiss", outcome="insufficient", reason="Tidak dilengkapi")
    with pytest.raises(LawForbids, match="report_closed"):
        noted(closed.report, local("2024-01-18T10:00:00"), **MISSING)


def test_nobody_has_more_time_because_the_same_is_found_or_told_again() -> None:
    found = noted(lodged().report, STUDIED, **MISSING)
    again = noted(found.report, local("2024-01-15T10:00:00"), **MISSING)
    told = notice(again.report, local("2024-01-15T11:00:00"))
    assert ends(again) == {}
    assert ends(told) == {"complete_report": "Wed 17 Jan 23:59"}
    assert ends(notice(told.report, local("2024-01-16T11:00:00"))) == {}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**MISSING, "at": "2024-01-09T10:00:00+07:00"}, "/at"),
        ({**MISSING, "at": "2024-01-13T10:00:00+07:00"}, "/at"),
        ({**MISSING, "missing": ["formal", "formal"]}, "/missing"),
    ],
)
def test_a_finding_has_its_moment_and_names_each_requirement_once(body: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidCommand) as refused:
        noted(lodged().report, STUDIED, **body)
    assert refused.value.pointer == pointer


def test_who_may_verify_it_may_say_what_it_lacks_and_the_actions_say_until_when() -> None:
    report = lodged().report
    with pytest.raises(NotPermitted):
        noted(report, STUDIED, "polres", **MISSING)
    for facts, code in ((report, ()), (fired(report, STUDIED, "verify", **CHECKED).report, ("already_registered",))):
        listed = {one.action: one.reasons for one in report_actions(facts, actor("bawaslu"), POLICY, sealed=True)}
        assert listed["note_completeness"] == code
    assert actor("bawaslu").role is Role.OFFICER


def test_a_trail_in_which_something_was_missing_and_came_verifies(tmp_path: Any) -> None:
    trail = Trail()
    case = trail.intake(election="pemilu-2024", severity="S3").complete(MISSING).complete({"finding": "complete"})
    case.verify().assign(LEAD)
    assert {"report.found_incomplete", "report.completed"} <= {*case.actions()}
    assert judged(tmp_path, bundle(trail)) == (0, [])


@pytest.mark.parametrize("election", ["pemilu-2024", "pilkada-2024"])
def test_only_what_is_outstanding_is_handed_in(election: str) -> None:
    report = lodged(election).report
    with pytest.raises(LawForbids, match="nothing_lacking"):
        noted(report, STUDIED, lacking=False, finding="complete")
    found = noted(report, STUDIED, lacking=False, **MISSING).report
    assert [event.action for event in noted(found, TOLD, finding="complete").events] == ["report.completed"]


def test_the_time_that_a_notice_of_before_began_is_met_by_what_is_handed_in() -> None:
    """So it ran of what nobody had found: it is met as any other, although nothing is noted to be lacking."""
    runs = notice(lodged().report, STUDIED, STUDIED).report
    assert stops(noted(runs, TOLD, lacking=False, finding="complete"))["complete_report"] == TOLD
    restarted = noted(runs, TOLD, lacking=False, told=ToldFirst(STUDIED, STUDIED), at=TOLD.isoformat(), **MISSING)
    assert ends(restarted) == {"complete_report": "Tue 16 Jan 23:59"}
