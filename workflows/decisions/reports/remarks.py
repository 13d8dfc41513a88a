"""What is added to a report without moving it: notes, links, withdrawals, the audited unsealing of its reporter."""

from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.reports import ReportState, TextField
from workflows.codes.states import WITHDRAWAL_NOTED
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_may_open
from workflows.decisions.reports.commands import AddLink, AddNote, NoteWithdrawal, Unseal
from workflows.decisions.reports.namings import Naming


def decide_note(report: ReportFacts, body: AddNote, actor: Actor, given: Circumstances) -> Change:
    """Add a note. Raises NotPermitted."""
    require(actor, Action.REPORT_NOTE, standing(report))
    draft = Draft(report, actor, given)
    draft.event("report.noted", texts=[TextDraft(TextField.NOTE, body.text)])
    return draft.finish()


def decide_link(
    report: ReportFacts, body: AddLink, actor: Actor, given: Circumstances, *, other_exists: bool, linked: bool
) -> Change:
    """Relate the report to another one that the caller sees.

    Raises NotPermitted, InvalidCommand ``link_unknown``, or LawForbids ``already_linked`` for the same relation.
    """
    require(actor, Action.REPORT_LINK, standing(report))
    if body.report == report.id or not other_exists:
        raise InvalidCommand("link_unknown", "/report", {"report": _text(body.report)})
    if linked:
        raise LawForbids("already_linked")
    draft = Draft(report, actor, given)
    draft.link(body.report, body.kind)
    names = Naming(body.report, {"other": _text(body.report)})
    draft.event("report.linked", data={"kind": body.kind}, names=names)
    return draft.finish()


def decide_withdrawal(report: ReportFacts, body: NoteWithdrawal, actor: Actor, given: Circumstances) -> Change:
    """Note that the reporter withdraws a registered report: the case goes on.

    Raises NotPermitted, or LawForbids ``report_closed``, or ``not_registered_yet`` for one that is dismissed instead.
    """
    require(actor, Action.REPORT_WITHDRAWAL, standing(report))
    if report.state is ReportState.CLOSED:
        raise LawForbids("report_closed")
    if report.register_number is None:
        raise LawForbids("not_registered_yet")
    draft = Draft(report, actor, given)
    draft.event(WITHDRAWAL_NOTED, texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish()


def decide_unseal(report: ReportFacts, body: Unseal, actor: Actor, given: Circumstances, *, sealed: bool) -> Change:
    """Open the reporter's identity to one person, for a reason that is kept.

    Raises NotPermitted; DutyConflict ``own_side_accused``, ``second_person_needed`` where nobody has cleared the lead,
    ``own_lead_change`` for who brought the lead to it; LawForbids ``reporter_anonymous`` when nothing was sealed,
    ``reporter_erased`` when it was erased since.
    """
    require(actor, Action.REPORTER_UNSEAL, standing(report))
    require_may_open(actor, report, given.policy)
    code = nobody_to_show(report, sealed=sealed)
    if code is not None:
        raise LawForbids(code)
    draft = Draft(report, actor, given)
    draft.event("reporter.unsealed", texts=[TextDraft(TextField.REASON, body.reason)])
    return draft.finish()


def nobody_to_show(report: ReportFacts, *, sealed: bool) -> str | None:
    """Why the reporter cannot be shown to anybody, as a code; ``sealed`` says whether an identity was given."""
    if not sealed:
        return "reporter_anonymous"
    return None if report.reporter_erasure is None else "reporter_erased"


def _text(value: UUID) -> str:
    return str(value)
