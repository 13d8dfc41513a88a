"""Known is not received: when it became known is what somebody said, and nothing is lodged in time by a default."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.trail.verifier.bundles import bundle
from tests.trail.verifier.tampering import judged
from tests.trail.verifier.trails import TONO, Trail
from tests.workflows.decisions.test_legal_clocks import (
    BODY,
    CHECKED,
    NOW,
    PATROL,
    REPORTER,
    actor,
    agreed,
    at,
    fired,
    legal,
    rules,
)
from tests.workflows.law import POLICY, local
from workflows.access.refusals import DutyConflict
from workflows.codes.clocks import LegalStep, Lodging
from workflows.codes.stamps import stamp
from workflows.decisions.change import Change
from workflows.decisions.claiming import by_our_clock
from workflows.decisions.clocks.legal_clocks import advice_on_knowing, lodging_of
from workflows.decisions.clocks.starting import since_in_force
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import ReportAmendment, ReportIntake
from workflows.decisions.reports.intake import Intake, decide_intake

HAPPENED = datetime.fromisoformat(BODY["occurred_at"])


def taken(now: datetime = NOW, **changes: Any) -> Change:
    """Taken without a word of when it became known, unless the test says it."""
    body = ReportIntake.model_validate(BODY | changes)
    return decide_intake(Intake(uuid7(), body, area_known=True), actor("bawaslu"), at(now))


def answered(report: Any, known: datetime, *, found: bool = False) -> Change:
    body = ReportAmendment.model_validate({"known_at": known.isoformat(), "reason": "Pelapor ditanya"})
    return decide_amendment(report, body, actor("bawaslu"), at(NOW), area_known=True, found=found)


def test_nobody_said_when_it_became_known_and_nothing_tells_whether_it_was_lodged_in_time() -> None:
    change = taken(**REPORTER)
    assert rules(change) == ["pemilu/initial_study"]
    assert (change.report.known_at, change.events[0].data["known_at"]) == (None, None)
    assert lodging_of(change.report, POLICY) is Lodging.UNTOLD
    assert advice_on_knowing(change.report, POLICY) == "known_at_not_told"
    registered = fired(change.report, NOW + timedelta(hours=1), "verify", **CHECKED)
    assert registered.events[0].data["lodged"] == Lodging.UNTOLD
    assert advice_on_knowing(registered.report, POLICY) == "known_at_not_told", "it may still be put right"


def test_one_person_alone_answers_when_it_became_known_and_the_limit_is_met_or_missed_by_it() -> None:
    """Lodged Wed 7 February 2024, 10:00. Counted by hand, Saturdays and Sundays left out.

    Known Mon 29 January: Tue 30, Wed 31, Thu 1, Fri 2, Mon 5, Tue 6, Wed 7 are seven; it ends on the day it was lodged.
    Known Fri 26 January: Mon 29, Tue 30, Wed 31, Thu 1, Fri 2, Mon 5, Tue 6 are seven; it ended the evening before.
    """
    early = {"occurred_at": "2024-01-20T20:00:00+07:00"}
    for known, lodged in (("2024-01-29T08:00:00", Lodging.IN_TIME), ("2024-01-26T08:00:00", Lodging.LATE)):
        change = answered(taken(**REPORTER, **early).report, local(known))
        assert legal(change)[0][:3] == ("pemilu/lodge_report", local(known), NOW)
        assert lodging_of(change.report, POLICY) is lodged
        code = {Lodging.LATE: "lodged_late"}.get(lodged)
        assert advice_on_knowing(change.report, POLICY) == code
        registered = fired(change.report, NOW + timedelta(hours=1), "verify", **CHECKED)
        assert registered.events[0].data["lodged"] == lodged


@pytest.mark.parametrize(
    "changes", [{"election": None}, {"election": "pilkades-2023"}, {"category": "security_threat"}], ids=str
)
def test_where_the_law_limits_no_lodging_nobody_is_asked(changes: dict[str, Any]) -> None:
    report = taken(**REPORTER, **changes).report
    assert (lodging_of(report, POLICY), advice_on_knowing(report, POLICY)) == (None, None)
    assert fired(report, NOW, "verify", **CHECKED).events[0].data["lodged"] is None


def test_a_finding_of_which_nobody_said_it_is_counted_from_when_it_happened() -> None:
    """That limit ran: who says that it was found later takes it away, and two do."""
    change = taken(**PATROL)
    (clock,) = [draft.start for draft in change.clocks if draft.start.law_version is not None]
    assert (clock.rule, clock.started_at, clock.counts_from) == ("pemilu/fix_finding", HAPPENED, "happened")
    assert lodging_of(change.report, POLICY) is None
    assert advice_on_knowing(change.report, POLICY) == "known_at_not_told"
    with pytest.raises(DutyConflict, match="second_person_needed"):
        answered(change.report, NOW - timedelta(hours=2), found=True)
    assert legal(answered(change.report, HAPPENED, found=True)) == [("pemilu/fix_finding", HAPPENED, None)]
    put_right = agreed(change.report, found=True, known_at=(NOW - timedelta(hours=2)).isoformat())
    (clock,) = [draft.start for draft in put_right.clocks if draft.start.law_version is not None]
    assert (clock.started_at, clock.counts_from) == (NOW - timedelta(hours=2), "discovered")
    assert "fix_finding" in {stop.kind for stop in put_right.stops}
    assert advice_on_knowing(put_right.report, POLICY) is None


def test_what_the_officer_gave_stays_however_late_it_is_sent() -> None:
    """Known Thu 1 February 2024: Fri 2, Mon 5, 6, 7, 12, 13, Thu 15; 8, 9 and 14 were no working days. Sent Fri 16."""
    known = local("2024-02-01T08:00:00")
    days_later = NOW + timedelta(days=9)
    body = ReportIntake.model_validate(
        BODY | {"known_at": known.isoformat(), "occurred_at": "2024-01-30T08:00:00+07:00"}
    )
    assert by_our_clock(body, local("2024-02-01T09:00:00"), days_later) is body
    change = decide_intake(Intake(uuid7(), body, area_known=True), actor("bawaslu"), at(days_later))
    assert (change.report.known_at, change.report.reported_at) == (known, days_later)
    assert change.events[0].data["known_at"] == stamp(known)
    assert lodging_of(change.report, POLICY) is Lodging.LATE


@pytest.mark.parametrize(
    ("told_before", "known_before"),
    [(timedelta(0), timedelta(0)), (timedelta(minutes=30), timedelta(minutes=30)), (timedelta(hours=3), None)],
    ids=str,
)
def test_a_clock_that_runs_ahead_is_counted_back_by_how_far(
    told_before: timedelta, known_before: timedelta | None
) -> None:
    """A phone forty minutes ahead, sent at once: half an hour before the act by the phone is half an hour before now.

    What lies before now by the phone too may have been written by hand: it stays.
    """
    ahead = NOW + timedelta(minutes=40)
    body = ReportIntake.model_validate(BODY | {"known_at": (ahead - told_before).isoformat()})
    ours = by_our_clock(body, ahead, NOW)
    assert ours.known_at == (body.known_at if known_before is None else NOW - known_before)
    assert ours.occurred_at == HAPPENED


def test_a_report_of_which_nobody_said_it_verifies_and_so_does_its_answer(tmp_path: Any) -> None:
    trail = Trail()
    case = trail.intake(known_at=None, severity="S3")
    case.verify()
    trail.intake(known_at=None, severity="S3").amend(TONO, known_at="2024-11-24T20:30:00+07:00")
    assert judged(tmp_path, bundle(trail)) == (0, [])


@pytest.mark.parametrize(
    ("regime", "step", "said", "since"),
    [
        ("pilkada", "lodge_report", "2014-11-05T08:00:00", "2015-03-18T00:00:00"),
        ("pilkada", "lodge_report", "2015-03-18T08:00:00", "2015-03-18T08:00:00"),
        ("pemilu", "lodge_report", "2014-11-05T08:00:00", "2017-08-16T00:00:00"),
        ("pilkada", "kpu_follow_up", "2014-11-05T08:00:00", "2015-03-18T00:00:00"),
        ("pemilu", "initial_study", "2014-11-05T08:00:00", "2014-11-05T08:00:00"),  # nobody saw since when
        ("pilkades", "lodge_report", "2014-11-05T08:00:00", "2014-11-05T08:00:00"),
    ],
)
def test_no_limit_counts_from_before_the_first_day_of_its_law(regime: str, step: str, said: str, since: str) -> None:
    assert since_in_force(POLICY, regime, LegalStep(step), local(said)) == local(since)
