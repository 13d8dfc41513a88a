"""What must be told: a table of events against audiences, by the policy of Kebumen."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import HADI, POLICY, TONO, Trail
from tests.workflows.facts import AT, REPORT
from workflows.codes.clocks import LawStatus
from workflows.codes.notices import Audience, Occasion
from workflows.codes.reports import Classification
from workflows.codes.tasks import TaskRole
from workflows.decisions.notices.owed import Duplicate, Happened, owed_by, owed_with, public_code

TABLE: list[tuple[str, TaskRole | None, dict[str, Any], set[str]]] = [
    ("report.verified", None, {}, {"registered/reporter"}),
    ("report.verified", None, {"election": "pemilu-2024"}, {"registered/reporter"}),
    ("report.verified", None, {"election": "pilkades-2023"}, set()),
    ("report.verified", None, {"election": None}, set()),
    ("report.verified", None, {"sealed": False}, set()),
    ("report.verified", None, {"reporter_erasure": UUID(int=9)}, set()),
    ("report.dismissed", None, {}, {"dismissed/reporter"}),
    ("report.dismissed", None, {"sealed": False}, set()),
    ("task.transferred", TaskRole.LEAD, {}, {"forwarded/reporter"}),
    ("task.transferred", TaskRole.SUPPORT, {}, set()),
    ("report.closed", None, {}, {"closed/reporter", "closed/public"}),
    ("report.closed", None, {"sealed": False}, {"closed/public"}),
    ("report.closed", None, {"classification": Classification.SECRET}, {"closed/reporter"}),
    ("report.closed", None, {"walled": frozenset({"kpu"})}, {"closed/reporter"}),
    ("report.closed", None, {"election": None}, {"closed/reporter"}),
    ("report.closed", None, {"election": "pilkades-2023"}, {"closed/reporter"}),
    ("clock.extended", None, {}, {"extended/reporter"}),
    ("clock.extended", None, {"sealed": False}, set()),
    ("report.reported", None, {}, set()),
    ("report.assigned", None, {}, set()),
    ("report.reopened", None, {}, set()),
    ("task.accepted", TaskRole.LEAD, {}, set()),
]


@pytest.mark.parametrize(("action", "role", "facts", "expected"), TABLE)
def test_an_event_obliges_to_tell_exactly_these(
    action: str, role: TaskRole | None, facts: dict[str, Any], expected: set[str]
) -> None:
    report = msgspec.structs.replace(REPORT, **facts)
    found = owed_by(Happened(action, role), report, POLICY, AT)
    assert {f"{owed.occasion}/{owed.audience}" for owed in found} == expected


ENDS = {"report.closed": ["closed/reporter"], "report.dismissed": ["dismissed/reporter"]}
NO_ENDS = ("report.verified", "task.transferred", "clock.extended")


@pytest.mark.parametrize("action", [*ENDS, *NO_ENDS])
def test_the_reporter_of_a_duplicate_is_told_of_every_end_and_of_nothing_before(action: str) -> None:
    found = owed_with(Duplicate(UUID(int=5), "pilkada-2024"), Happened(action, TaskRole.LEAD), POLICY, AT)
    assert [f"{owed.occasion}/{owed.audience}" for owed in found] == ENDS.get(action, [])


def test_what_is_owed_remembers_its_rule_and_is_due_at_the_end_of_the_next_working_day() -> None:
    (owed,) = owed_by(Happened("report.verified", None), REPORT, POLICY, AT)
    assert owed.since == AT
    assert owed.due_at == datetime(2024, 11, 26, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Jakarta
    assert (owed.status, owed.policy_version) == (LawStatus.TO_CONFIRM, POLICY.version)
    assert "Perbawaslu" in owed.basis


def test_a_day_off_does_not_count() -> None:
    (owed,) = owed_by(Happened("report.verified", None), REPORT, POLICY, datetime(2024, 11, 26, 3, tzinfo=UTC))
    assert owed.due_at == datetime(2024, 11, 28, 16, 59, 59, tzinfo=UTC)  # the 27th, Pilkada 2024, is none


def test_every_rule_of_what_must_be_told_is_still_to_be_confirmed_and_says_where_it_is_from() -> None:
    """docs/domain.md, "Notices": "the list of what is owed says who has not been told yet"."""
    assert {(rule.status, bool(rule.basis)) for rule in POLICY.owed} == {(LawStatus.TO_CONFIRM, True)}


def test_nothing_of_a_secret_or_walled_report_is_for_the_public() -> None:
    assert public_code(REPORT) is None
    assert public_code(msgspec.structs.replace(REPORT, walled=frozenset({"kpu"}))) == "walled_not_public"
    secret = msgspec.structs.replace(REPORT, classification=Classification.SECRET, walled=frozenset({"kpu"}))
    assert public_code(secret) == "secret_not_public"


def changes(*steps: Any) -> Any:
    """The last change of a report of a known reporter that goes through these steps."""
    trail = Trail()
    case = trail.intake(reporter={"name": "Pelapor Rahasia"})
    for step in steps:
        step(case)
    return trail.changes[-1]


def to_the_end(case: Any) -> None:
    case.verify().assign(LEAD)
    for trigger, more in (("accept", {}), ("start", {}), ("complete", {"result": "Terbukti"})):
        case.work(TONO, "bawaslu", trigger, **more)


def test_a_closing_that_tells_the_reporter_owes_the_reporter_nothing() -> None:
    """docs/domain.md, "The report": "the reporter was told, or it is said why not"."""
    notice = {"sent": True, "text": "Selesai"}
    change = changes(to_the_end, lambda case: case.fire(HADI, "close", outcome="resolved", notice=notice))
    owed = {owed.owed.audience: owed.settled for owed in change.owed}
    told = next(event.notice for event in change.events if event.notice)
    assert owed[Audience.REPORTER] is not None
    assert (owed[Audience.REPORTER].notice, owed[Audience.PUBLIC]) == (told.id, None)


def test_a_closing_that_says_why_nobody_is_told_owes_the_reporter_nothing_either() -> None:
    notice = {"sent": False, "reason": "Tidak dapat dihubungi"}
    change = changes(to_the_end, lambda case: case.fire(HADI, "close", outcome="resolved", notice=notice))
    settled = next(owed.settled for owed in change.owed if owed.owed.audience is Audience.REPORTER)
    assert settled is not None
    assert settled.notice is None


def test_a_notice_settles_what_is_owed_on_its_occasion_to_its_audience_alone() -> None:
    change = changes(lambda case: case.verify(), lambda case: case.notice(occasion="registered"))
    assert [(done.audience, done.occasion) for done in change.settled] == [(Audience.REPORTER, Occasion.REGISTERED)]
    assert changes(lambda case: case.verify(), lambda case: case.notice()).settled == ()
