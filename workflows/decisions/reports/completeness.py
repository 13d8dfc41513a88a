"""What a report lacks before it is registered: found by the study, told to the reporter, and handed in.

Sources: Perbawaslu 7/2022, whose article was not seen; a case of January 2024; docs/domain.md, "Legal clocks".
"""

from datetime import datetime
from typing import NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.clocks import LegalStep
from workflows.codes.notices import Audience, Occasion
from workflows.codes.reports import ReportState, TextField
from workflows.codes.stamps import stamp
from workflows.codes.states import COMPLETED, FOUND_INCOMPLETE
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.legal_clocks import OF_WHAT_IS_MISSING, not_over, start_once
from workflows.decisions.drafting import Draft
from workflows.decisions.reports.commands import Completeness, FoundIncomplete
from workflows.decisions.reports.intake import require_past, taken_as


class ToldFirst(NamedTuple):
    """That the reporter was told before anything was noted to be missing.

    They were told ``since`` the date of the notice, which was ``recorded`` here no earlier.
    """

    since: datetime
    recorded: datetime


def decide_completeness(
    report: ReportFacts,
    body: Completeness,
    actor: Actor,
    given: Circumstances,
    *,
    lacking: bool,
    told: ToldFirst | None = None,
) -> Change:
    """Note that the study found something missing, or that the reporter has handed it in.

    What is missing, and the time to hand it in, begin once: to find the same again gives the reporter no more time.
    ``lacking`` is whether something was found missing and not handed in since, ``told`` that the reporter was told
    before it was noted: the time to hand it in begins with the finding. One that a notice began before this was so is
    met as any other.
    Raises NotPermitted; LawForbids ``report_closed``, ``already_registered`` or, of handing in, ``nothing_lacking``;
    InvalidCommand for a moment in the future or before the report, or the same requirement twice.
    """
    require(actor, Action.REPORT_VERIFY, standing(report))
    lacking = lacking or LegalStep.COMPLETE_REPORT in report.limits_running
    code = too_late(report) or (None if lacking or isinstance(body, FoundIncomplete) else "nothing_lacking")
    if code is not None:
        raise LawForbids(code)
    at = _moment(report, body, given.now)
    draft = Draft(report, actor, given)
    if isinstance(body, FoundIncomplete):
        _found_incomplete(draft, body, at, told)
    else:
        draft.event(COMPLETED, data={"at": stamp(at)})
        for step in OF_WHAT_IS_MISSING:  # who hands it in knows what was missing, whoever told it
            draft.stop_legal(step, at)
    return draft.finish()


def too_late(report: ReportFacts) -> str | None:
    """Why nothing can be missing any longer, as a code; None before registration."""
    if report.state is ReportState.CLOSED:
        return "report_closed"
    return None if report.register_number is None else "already_registered"


def _found_incomplete(draft: Draft, body: FoundIncomplete, at: datetime, told: ToldFirst | None) -> None:
    if len({*body.missing}) < len(body.missing):
        raise InvalidCommand("item_twice", "/missing")
    data = {"at": stamp(at), "missing": list(body.missing)}
    draft.event(FOUND_INCOMPLETE, data=data, texts=[TextDraft(TextField.REASON, body.text)])
    draft.stop_legal(LegalStep.INITIAL_STUDY, at)
    # What was told had been found, though nobody said when: no later than the notice was recorded here.
    found = at if told is None or body.at is not None else min(at, told.recorded)
    if LegalStep.COMPLETE_REPORT not in draft.report.limits_begun:
        if told is None:
            start_once(draft, LegalStep.TELL_MISSING, at)
        else:
            draft.start_legal(LegalStep.COMPLETE_REPORT, not_over(draft, max(told.since, found)))
    elif told is not None and told.since < found:  # by a notice of before, whose limit began with it
        draft.stop_legal(LegalStep.COMPLETE_REPORT)
        draft.start_legal(LegalStep.COMPLETE_REPORT, not_over(draft, found))
    if told is not None:
        draft.settle_owed(Audience.REPORTER, Occasion.NOT_COMPLETE_YET)


def _moment(report: ReportFacts, body: Completeness, now: datetime) -> datetime:
    require_past(body.at, "/at", now)
    if body.at is not None and body.at < report.reported_at:
        raise InvalidCommand("before_the_report", "/at")
    return taken_as(body.at, now)
