"""Who closes says what the reporter was told, or why nothing: what is missing is refused where it is missing."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import HADI, SARI, Trail
from tests.workflows.decisions.test_protections import found_in
from workflows.access.refusals import InvalidCommand
from workflows.codes.notices import Audience, Occasion
from workflows.decisions.notices.commands import Notice

TRAIL = Trail()
CASE = TRAIL.intake(severity="S3").verify().assign(LEAD)
for trigger, members in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
    CASE.work(SARI, "bawaslu", trigger, **members)
INCOMPLETE: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({}, "/notice", {}),
    ({"notice": {"sent": True}}, "/notice/text", {"sent": True}),
    ({"notice": {"sent": False}}, "/notice/reason", {"sent": False}),
]


@pytest.mark.parametrize(("members", "pointer", "details"), INCOMPLETE)
def test_what_is_missing_of_the_notice_is_told_where(
    members: dict[str, Any], pointer: str, details: dict[str, Any]
) -> None:
    with pytest.raises(InvalidCommand, match="notice_incomplete") as refused:
        CASE.fire(HADI, "close", outcome="resolved", **members)
    assert (refused.value.pointer, refused.value.details) == (pointer, details)


@pytest.mark.parametrize("words", [{"sent": True, "reason": "Tidak ada alamat"}, {"sent": False, "text": "Selesai"}])
def test_words_that_would_be_dropped_are_refused(words: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="holds its text when it was sent, and its reason when it was not"):
        Notice.model_validate(words)


def test_what_a_closing_told_the_reporter_is_a_notice_to_no_agency_and_to_nobody_by_name() -> None:
    trail = Trail()
    case = trail.intake(severity="S3").verify().assign(LEAD)
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(SARI, "bawaslu", step, **more)
    case.fire(HADI, "close", outcome="resolved", notice={"sent": True, "text": "Laporan selesai"})
    (told,) = [event.notice for event in trail.changes[-1].events if event.notice is not None]
    assert (told.audience, told.occasion) == (Audience.REPORTER, Occasion.CLOSED)
    assert (told.channel, told.template, told.template_version, told.to_agency, told.named) == (*[None] * 4, False)


@pytest.mark.parametrize("outcome", ["resolved", "referred", "sanctioned", "not_proven"])
def test_a_report_may_be_closed_by_each_outcome_of_a_closing_and_its_trail_holds(outcome: str) -> None:
    case = Trail().intake(severity="S3").verify().assign(LEAD)
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(SARI, "bawaslu", step, **more)
    to = {"reference": "12/XI/2024"} if outcome == "referred" else {}
    case.fire(HADI, "close", outcome=outcome, notice={"sent": False, "reason": "Alamat tidak dikenal"}, **to)
    assert (case.facts.outcome, found_in(case)) == (outcome, [])
